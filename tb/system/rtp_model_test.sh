#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# rtp_model_test FLOW_MODEL STREAMS FOLDER NAME=SLOT ... - every stream of RTP with each row of words and options

program=$1 streams=$2 folder=$3/rtp
shift 3
always=zero_copy
. tb/system/model_rows.sh

row ''                                  'lag=8'                           "$@"
row 'report_push'                       'lag=3 seed=3 take_away=500'      "$@"
row 'pages=8 low_water=4'               'lag=30 seed=5'                   "$@"
row 'pages=2 report_push'               'lag=4 seed=6 misses=20000'       "$@"
row 'pages=16 low_water=8'              'lag=20 seed=7 take_away=3000'    "$@"
summary
