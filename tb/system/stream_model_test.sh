#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# stream_model_test FLOW_MODEL STREAMS FOLDER NAME ... - every stream with each row of words and options
#
# Rows: words for each flow of the file of flows; options of fn_flow_model_test.

program=$1 streams=$2 folder=$3
shift 3
always='zero_copy check_ack'
. tb/system/model_rows.sh

# With fewer pages than window, software keeps what lies beyond: two receivers, neither of which
# knows of the other's intervals.  flows_64_wrap has more holes than that allows (lead= is for this).
one_receiver=$(printf '%s\n' "$@" | grep -v '^flows_64_wrap$')

row ''                                                 'lag=8'                               "$@"
row ''                                                 'lag=4 seed=2'                        "$@"
row 'ack=driver report_push'                           'lag=4 seed=3 take_away=2000'         "$@"
# shellcheck disable=SC2086
row 'pages=8 low_water=4 window=262144 ack=driver'     'lag=4 seed=7'                        $one_receiver
row 'pages=1 window=262144'                            'lag=4 seed=7'                        "$@"
row 'pages=4 window=262144 surrender_options ack=core' 'lag=3 seed=5 take_away=1000'         "$@"
row 'pages=16 low_water=8 ack=driver'                  'lag=3 seed=6 take_away=500 errors=500' "$@"
row 'ack=driver'                                       'lag=3 seed=8 parity=500 take_away=500' "$@"
# Taken back and imported again all the time, with holes; segments come before all pages are posted.
row 'ack=driver'                                       'lag=2 seed=1 take_away=6000'         "$@"
row 'pages=16 window=262144 ack=driver'                'lag=2 seed=3 take_away=6000'         "$@"

# Flows with senders that send again: every stream is whole, every flow comes back to zero copy.
faults() {
    run senders "$words" none "$folder/senders.flows" senders=100000 packets=400000 "$@"
}

words="$always ack=driver pages=16"
sed "s/^flow .*/& $words/" "$streams/flows_64.flows" > "$folder/senders.flows"
faults seed=1
faults seed=2 take_away=100 errors=20 parity=20 misses=10000 damage=600
faults seed=3 take_away=1000 errors=200 parity=200 misses=30000 damage=600
faults seed=4 take_away=10 errors=2000 parity=2000 misses=1000 damage=600 lag=20
words="$always ack=driver pages=4 low_water=2 window=100000"
sed "s/^flow .*/& $words/" "$streams/flows_64.flows" > "$folder/senders.flows"
faults seed=5 take_away=50 misses=30000
summary
