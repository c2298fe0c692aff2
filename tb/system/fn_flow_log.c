// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_log - see fn_flow_log.h

#include "system/fn_flow_log.h"

#include <errno.h>
#include <string.h>

enum { MAX_PATH = 4096 };

static FILE *open_file(struct fn_flow_log *log, const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        snprintf(log->fault, sizeof log->fault, "%.400s: %s", path, strerror(errno));
    return file;
}

bool fn_flow_log_open(struct fn_flow_log *log, const char *folder, const struct fn_flows *flows)
{
    char path[MAX_PATH];

    memset(log, 0, sizeof *log);
    for (unsigned f = 0; f < flows->num_flows; f++) {
        const struct fn_flows_entry *entry = &flows->flows[f];
        if (!entry->zero_copy)
            continue;
        snprintf(path, sizeof path, "%s/flow_%u.csv", folder, entry->flow.handle);
        FILE *file = log->files[entry->entry] = open_file(log, path);
        if (file == NULL)
            return false;
        fputs("cycle,event,sequence,end\n", file);
    }
    snprintf(path, sizeof path, "%s/reports.csv", folder);
    if ((log->reports = open_file(log, path)) == NULL)
        return false;
    fputs("cycle", log->reports);
#define HEADING(name, bits, type) fputs("," #name, log->reports);
    FN_REPORT_FIELDS(HEADING)
#undef HEADING
    fputc('\n', log->reports);
    return true;
}

void fn_flow_log_close(struct fn_flow_log *log)
{
    if (log->reports != NULL)
        fclose(log->reports);
    for (unsigned f = 0; f < FN_FLOWS_MAX; f++)
        if (log->files[f] != NULL)
            fclose(log->files[f]);
}

static void write_line(FILE *file, uint64_t cycle, const char *event, uint32_t from, uint32_t to)
{
    if (file != NULL)
        fprintf(file, "%llu,%s,%lu,%lu\n", (unsigned long long)cycle, event, (unsigned long)from,
                (unsigned long)to);
}

void fn_flow_log_arrived(struct fn_flow_log *log, uint64_t cycle,
                         const struct fn_received *received)
{
    const struct fn_packet_record *record = &received->record;

    if (record->hit && record->payload_length > 0)
        write_line(log->files[record->flow_index], cycle,
                   received->reason == FN_REASON_DELIVERED ? "arrived" : "spoilt",
                   record->sequence, record->sequence + record->payload_length);
}

// Reports name the handle, not the entry.
static FILE *of_handle(const struct fn_flow_log *log, const struct fn_flows *flows,
                       unsigned handle)
{
    for (unsigned f = 0; f < flows->num_flows; f++)
        if (flows->flows[f].zero_copy && flows->flows[f].flow.handle == handle)
            return log->files[flows->flows[f].entry];
    return NULL;
}

void fn_flow_log_record(struct fn_flow_log *log, uint64_t cycle,
                        const struct fn_completion_record *record, const struct fn_flows *flows)
{
    const struct fn_report_record *report = &record->report;

    if (record->kind == FN_KIND_PACKET) {
        if (record->hit && record->payload_length > 0)
            write_line(log->files[record->flow_index % FN_FLOWS_MAX], cycle, "software",
                       record->sequence, record->sequence + record->payload_length);
        return;
    }
    if (record->kind != FN_KIND_ZERO_COPY && record->kind != FN_KIND_SURRENDERED)
        return;
    write_line(of_handle(log, flows, report->handle), cycle,
               record->kind == FN_KIND_ZERO_COPY ? "contiguous" : "surrendered",
               report->contiguous, report->contiguous);
    fprintf(log->reports, "%llu", (unsigned long long)cycle);
#define CELL(name, bits, type) fprintf(log->reports, ",%llu", (unsigned long long)report->name);
    FN_REPORT_FIELDS(CELL)
#undef CELL
    fputc('\n', log->reports);
}
