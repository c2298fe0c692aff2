// SPDX-License-Identifier: Apache-2.0
//
// fn_outputs - see fn_outputs.h

#define _DEFAULT_SOURCE

#include "system/fn_outputs.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "system/fn_zero_copy_summary.h"
#include "wire/fn_parsed_csv.h"

enum { MAX_PATH = 4096, NUM_REASONS = 64 };

static bool fail(struct fn_outputs *outputs, const char *path)
{
    snprintf(outputs->fault, sizeof outputs->fault, "%.400s: %s", path, strerror(errno));
    return false;
}

static bool make_folder(struct fn_outputs *outputs, const char *folder)
{
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/", folder);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return fail(outputs, path);
        *slash = '/';
    }
    return true;
}

static FILE *open_file(struct fn_outputs *outputs, const char *name)
{
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/%s", outputs->folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL)
        fail(outputs, path);
    return file;
}

static struct fn_capture_writer *open_capture(struct fn_outputs *outputs, const char *name)
{
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/%s", outputs->folder, name);
    struct fn_capture_writer *writer = fn_capture_writer_open(path);
    if (writer == NULL)
        fail(outputs, path);
    return writer;
}

bool fn_outputs_open(struct fn_outputs *outputs, const char *folder)
{
    *outputs = (struct fn_outputs){ .folder = folder };
    if (!make_folder(outputs, folder)
            || (outputs->completions = open_file(outputs, "completions.csv")) == NULL
            || (outputs->parsed = open_file(outputs, "parsed.csv")) == NULL
            || (outputs->stack = open_capture(outputs, "stack.pcap")) == NULL
            || (outputs->tx = open_capture(outputs, "tx.pcap")) == NULL)
        return false;
    fputs("cycle", outputs->completions);
#define HEADING(name, bits, type) fputs("," #name, outputs->completions);
    FN_COMPLETION_FIELDS(HEADING)
#undef HEADING
    fputc('\n', outputs->completions);
    fn_parsed_csv_header(outputs->parsed);
    return true;
}

void fn_outputs_completion(struct fn_outputs *outputs, uint64_t cycle,
                           const struct fn_completion_record *record)
{
    FILE *file = outputs->completions;
    fprintf(file, "%llu", (unsigned long long)cycle);
#define CELL(name, bits, type) fprintf(file, ",%llu", (unsigned long long)record->name);
    FN_COMPLETION_FIELDS(CELL)
#undef CELL
    fputc('\n', file);
}

void fn_outputs_parsed(struct fn_outputs *outputs, uint64_t number, size_t length,
                       const struct fn_received *received)
{
    fn_parsed_csv_line(outputs->parsed, (unsigned)number, length, &received->record,
                       &received->key, received->reason);
}

// ---- summary.json ----

static const char *const reason_names[NUM_REASONS] = {
#define NAME(name, value, text) [value] = #name,
    FN_REASON_ENUM(NAME)
};

static json_t *counters(const uint64_t *counts)
{
    json_t *object = json_object();
    for (unsigned r = 1; r < FN_REASON_TOTAL; r++)
        if (counts[r] > 0 && reason_names[r] != NULL)
            json_object_set_new(object, reason_names[r], json_integer((json_int_t)counts[r]));
    return object;
}

static json_t *hits(const struct fn_summary *summary)
{
    json_t *object = json_object();
    char handle[16];
    for (unsigned h = 0; h < 65536; h++)
        if (summary->flow_hits[h] > 0) {
            snprintf(handle, sizeof handle, "%u", h);
            json_object_set_new(object, handle, json_integer((json_int_t)summary->flow_hits[h]));
        }
    return object;
}

static json_t *latency(const struct fn_summary *summary)
{
    json_t *bins = json_array();
    const double mean = summary->num_latencies == 0 ? 0
                      : (double)summary->latency_sum / (double)summary->num_latencies;
    for (unsigned b = 0; b < FN_LATENCY_BINS; b++)
        json_array_append_new(bins, json_integer((json_int_t)summary->latencies[b]));
    return json_pack("{s:f, s:I, s:i, s:o}", "mean", mean, "max",
                     (json_int_t)summary->latency_max, "cycles_per_bin", FN_LATENCY_BIN,
                     "histogram", bins);
}

static json_t *coverage(const struct fn_fault_coverage *coverage)
{
    json_t *object = json_object();

    for (unsigned c = 0; coverage != NULL && c < coverage->num_cases; c++)
        json_object_set_new(object, coverage->cases[c].name,
                            json_integer((json_int_t)coverage->cases[c].count));
    return object;
}

static json_t *describe(const struct fn_summary *summary)
{
    const double packets = summary->packets_in > 0 ? (double)summary->packets_in : 1;
    const double seconds = summary->seconds > 0 ? summary->seconds : 1;
    return json_pack("{s:I, s:I, s:I, s:o, s:I, s:o, s:o, s:o, s:{s:i, s:i}, s:I, s:f, s:I, s:s, "
                     "s:f, s:I, s:o, s:o, s:s}",
                     "packets_in", (json_int_t)summary->packets_in,
                     "delivered", (json_int_t)summary->delivered,
                     "placed", (json_int_t)summary->placed,
                     "dropped", counters(summary->reasons),
                     "packets_out", (json_int_t)summary->packets_out,
                     "not_sent", counters(summary->transmit_reasons),
                     "flow_hits", hits(summary),
                     "zero_copy", fn_zero_copy_summary(summary->applications),
                     "parity_errors", "flow_table", (int)summary->parity.flow_table,
                     "contexts", (int)summary->parity.contexts,
                     "cycles", (json_int_t)summary->cycles,
                     "cycles_per_packet", (double)summary->cycles / packets,
                     "mismatches", (json_int_t)summary->mismatches,
                     "engine", summary->engine,
                     "sim_cycles_per_s", (double)summary->simulated / seconds,
                     "seed", (json_int_t)summary->seed,
                     "record_latency", latency(summary),
                     "fault_coverage", coverage(summary->coverage),
                     "fault", summary->fault);
}

bool fn_outputs_close(struct fn_outputs *outputs, const struct fn_summary *summary)
{
    FILE *file = open_file(outputs, "summary.json");
    json_t *object = describe(summary);
    const bool is_written = file != NULL && json_dumpf(object, file, JSON_INDENT(2)) == 0;

    json_decref(object);
    if (file != NULL) {
        fputc('\n', file);
        fclose(file);
    }
    fclose(outputs->completions);
    fclose(outputs->parsed);
    fn_capture_writer_close(outputs->stack);
    fn_capture_writer_close(outputs->tx);
    return is_written;
}
