// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy_summary - see fn_zero_copy_summary.h

#include "system/fn_zero_copy_summary.h"

#include "system/fn_paged_rtp.h"

static const char *const sync_names[16] = {
#define NAME(name, value, text) [value] = #name,
    FN_SYNC_ENUM(NAME)
};

static const char *const class_names[FN_FLOW_CLASSES] = {
    FN_FLOW_CLASS_ENUM(NAME)
};

static json_t *syncs(const struct fn_paged_counts *counts)
{
    json_t *object = json_object();

    for (unsigned s = 0; s < 16; s++)
        if (counts->syncs[s] > 0 && sync_names[s] != NULL)
            json_object_set_new(object, sync_names[s],
                                json_integer((json_int_t)counts->syncs[s]));
    return object;
}

static json_t *classes(const struct fn_application *application)
{
    json_t *object = json_object();

    for (unsigned c = 0; c < FN_FLOW_CLASSES; c++)
        if (application->counts[c] > 0)
            json_object_set_new(object, class_names[c],
                                json_integer((json_int_t)application->counts[c]));
    return object;
}

// Of an RTP flow: packets given up; come too late, or again; that are something else.
static json_t *rtp(const struct fn_paged_rtp *rtp)
{
    return rtp == NULL ? json_null()
        : json_pack("{s:I, s:I, s:I}", "lost", (json_int_t)rtp->lost, "late",
                    (json_int_t)rtp->late, "other", (json_int_t)rtp->other);
}

static json_t *describe(const struct fn_application *application)
{
    const struct fn_paged_counts *counts = &application->flow.counts;

    return json_pack("{s:I, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, "
                     "s:b}",
                     "bytes", (json_int_t)application->num_bytes,
                     "sha256", application->sha256,
                     "zero_copied", (json_int_t)counts->zero_copied,
                     "by_software", (json_int_t)counts->by_software,
                     "placed_packets", (json_int_t)counts->placed_packets,
                     "starts", (json_int_t)counts->starts,
                     "imports", (json_int_t)counts->imports,
                     "stops", (json_int_t)counts->stops,
                     "accepts", (json_int_t)counts->accepts,
                     "refused", (json_int_t)counts->refused,
                     "acknowledgments", (json_int_t)counts->acknowledgments,
                     "surrendered", syncs(counts),
                     "packets", classes(application),
                     "rtp", rtp(application->flow.rtp),
                     "closed", (int)fn_paged_flow_is_closed(&application->flow));
}

json_t *fn_zero_copy_summary(const struct fn_applications *applications)
{
    json_t *object = json_object();
    char handle[16];

    for (unsigned f = 0; applications != NULL && f < applications->num_flows; f++) {
        snprintf(handle, sizeof handle, "%u", applications->flows[f].flow.flow.handle);
        json_object_set_new(object, handle, describe(&applications->flows[f]));
    }
    return object;
}
