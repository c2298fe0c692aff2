#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Has every packet the reason that it must have?

usage: check_reasons.py EXPECTED.CSV PARSED.CSV

EXPECTED.CSV has the columns frame.number, reason, source.  Exit status 1 and a list if not.
"""
import csv
import sys


def read_csv(path):
    with open(path, newline="") as file:
        return {row["frame.number"]: row for row in csv.DictReader(file)}


expected, parsed = read_csv(sys.argv[1]), read_csv(sys.argv[2])
faults = [f"packet {at}: {parsed.get(at, {}).get('reason')}, not {row['reason']} ({row['source']})"
          for at, row in expected.items() if parsed.get(at, {}).get("reason") != row["reason"]]
print("\n".join(faults + [f"{sys.argv[1]}: {len(expected)} packets, {len(faults)} wrong"]))
sys.exit(bool(faults) or len(expected) != len(parsed))
