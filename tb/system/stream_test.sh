#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# stream_test FLOWNIC STREAM RUN WORDS CHECKS [OPTION ...] - a stream of make streams through a run
#
# WORDS for each flow of its file of flows, CHECKS for check_zero_copy.py, OPTIONs for flownic.

flownic=$1 stream=$2 run=$3 words=$4 checks=$5
shift 5
mkdir -p "$run"
sed "s/^flow .*/& zero_copy $words/" "$stream.flows" > "$run/flows"
"$flownic" run --pcap "$stream.pcap" --flows "$run/flows" --out "$run" "$@" || failed=1
# shellcheck disable=SC2086
tb/system/check_zero_copy.py "$run" "$stream" $checks && [ -z "$failed" ]
