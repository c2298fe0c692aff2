#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Has every packet the reason that it must have?

usage: check_reasons.py EXPECTED.CSV PARSED.CSV
       check_reasons.py valid PARSED.CSV

EXPECTED.CSV has the columns frame.number, reason, source.  What is a runt on the wire counts
only where no run has padded it.  A valid packet may be for another station, no more.  Exit
status 1 and a list if not.
"""
import csv
import sys

MIN_FRAME = 60


def read_csv(path):
    with open(path, newline="") as file:
        return {row["frame.number"]: row for row in csv.DictReader(file)}


def expectation(parsed):
    if sys.argv[1] != "valid":
        return read_csv(sys.argv[1])
    reason = {"other": "MAC_FILTER"}
    return {at: {"reason": reason.get(row["mac_class"], "DELIVERED"), "source": "valid"}
            for at, row in parsed.items()}


def is_padded(expected, parsed):
    return expected["source"].endswith("a runt on the wire") \
        and int(parsed["frame.len"]) >= MIN_FRAME


def main():
    parsed = read_csv(sys.argv[2])
    expected = expectation(parsed)
    faults = [f"packet {at}: {parsed[at]['reason']}, not {row['reason']} ({row['source']})"
              for at, row in expected.items()
              if parsed[at]["reason"] != row["reason"] and not is_padded(row, parsed[at])]
    faults.append(f"{sys.argv[2]}: {len(parsed)} packets, {len(faults)} reasons wrong")
    print("\n".join(faults))
    return len(faults) > 1 or len(expected) != len(parsed)


sys.exit(main())
