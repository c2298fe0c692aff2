#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# parsed_test FOLDER CAPTURE ... - what runs of these bundled captures wrote into FOLDER/CAPTURE:
# does Wireshark read the same in every field, has every packet its reason, are the records of
# those that were delivered right in their checksums?

folder=$1
shift
failures=0
for capture in "$@"; do
    file=vectors/captures/$capture
    run=$folder/$capture
    reasons=valid
    [ ! -f "$file.csv" ] || reasons=$file.csv
    tb/wire/check_reasons.py "$reasons" "$run/parsed.csv" &&
        tb/wire/compare_tshark.py "$run/parsed.csv" "$file.pcap" "$run/completions.csv" ||
        failures=$((failures + 1))
done
echo "$failures failures"
[ $failures -eq 0 ]
