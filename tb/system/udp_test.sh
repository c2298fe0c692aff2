#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# udp_test FLOWNIC CAPTURE RUN - the datagrams of ports 6001 and 6002 into pages

flownic=$1 capture=$2 run=$3
mkdir -p "$run"
cat > "$run/flows" << END
mac 02:00:00:00:00:0b
flow handle=6001 proto=udp dst=10.0.0.2 dport=6001 zero_copy pages=8
flow handle=6002 proto=udp dst=fd00::2 dport=6002 zero_copy pages=3
END
"$flownic" run --pcap "$capture" --flows "$run/flows" --out "$run" --repeat 3 \
    && tb/system/check_zero_copy.py "$run" "$capture"
