#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# fault_flows FLOWS TCP RTP UDP - a file of flows for a fault run
#
# The first TCP flows of FLOWS, some of which are surrendered for more causes than others, and
# made ones of RTP and UDP.

awk -v tcp="$2" '
    /^flow/ && ++n > tcp { next }
    /^flow/ {
        print $0, "zero_copy check_ack ack=driver",
            (n % 8 == 3 ? "pages=1 window=32768" : n % 8 == 7 ? "pages=3 low_water=1 window=32768" : "pages=16"), (n % 3 == 1 ? "surrender_options" : ""), (n % 3 == 2 ? "surrender_link" : "")
        next
    }
    1' "$1"

made() {
    number=0
    while [ $number -lt "$1" ]; do
        case $((number % 2)) in
        0) ends="dst=10.0.0.2 src=10.0.0.1" ;;
        *) ends="dst=fd00::2 src=fd00::1" ;;
        esac
        port=$(($2 + 2 * number))
        # shellcheck disable=SC2059
        printf "flow handle=$port proto=udp $ends dport=$port sport=$((port + 10000)) $3\n" \
            $((1000000007 * (number + 1) % 4294967296)) $((256 << number % 4))
        number=$((number + 1))
    done
}

made "$3" 5004 'rtp spi=%s slot=%s zero_copy pages=16'
made "$4" 6000 'zero_copy pages=16'
