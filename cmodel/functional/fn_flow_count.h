// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_count - the class in which a packet counts for its flow

#ifndef FN_FLOW_COUNT_H
#define FN_FLOW_COUNT_H

#include "fn_flow_class.h"
#include "fn_reasons.h"

// Of one that is to be placed, by its reason.
static inline enum fn_flow_class fn_flow_class_of_reason(unsigned reason)
{
    static const unsigned char classes[FN_REASON_TOTAL + 1] = {
#define FN_FLOW_CLASS_LINE(reason, result) [FN_REASON_##reason] = FN_FLOW_CLASS_##result,
        FN_FLOW_CLASS_OF_REASON(FN_FLOW_CLASS_LINE)
#undef FN_FLOW_CLASS_LINE
    };
    return (enum fn_flow_class)classes[reason];
}

// Of one that was not placed: what nothing speaks against is software's.
static inline enum fn_flow_class fn_flow_class_unplaced(unsigned reason)
{
    return reason == FN_REASON_DELIVERED ? FN_FLOW_CLASS_SOFTWARE
                                         : fn_flow_class_of_reason(reason);
}

#endif
