#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lines and toggles of the RTL that the unit tests run through, block by block.

usage: coverage.py FOLDER FILE.dat ...

Each FILE is what Verilator counted in one run.  A line, or a bit's way from 0 to 1 or back,
counts once, however often its module is instantiated and with whatever parameters; private
parts count for their block.  Writes FOLDER/summary.txt, which it prints, FOLDER/summary.json,
and FOLDER/uncovered.txt: the lines that no run came through.
"""
import glob
import json
import os
import re
import sys

POINT = re.compile(r"C '(.*)' (\d+)$")


def points(path):
    """(kind, file, what, count) of each point of a file."""
    with open(path, errors="replace") as file:
        for match in filter(None, map(POINT.match, file)):
            fields = dict(part.split("\2", 1) for part in match[1].split("\1") if "\2" in part)
            kind, count = fields["page"].split("/")[0], int(match[2])
            if kind == "v_toggle":
                yield "toggles", fields["f"], fields["o"], count
            elif kind == "v_line":
                for span in fields.get("S", fields["l"]).split(","):
                    first, _, last = span.partition("-")
                    for line in range(int(first), int(last or first) + 1):
                        yield "lines", fields["f"], line, count


def block_of(path, blocks):
    module = os.path.basename(path).split(".")[0]
    return max((b for b in blocks if module == b or module.startswith(b + "_")), key=len,
               default=module)


def main():
    folder, *files = sys.argv[1:]
    blocks = {os.path.basename(path)[:-2] for path in glob.glob("cmodel/*.c")
              + glob.glob("cmodel/*/*.c")}
    counts = {}
    for path in filter(os.path.exists, files):  # a test that failed to build has none
        for kind, source, what, count in points(path):
            place = counts.setdefault(block_of(source, blocks), {"lines": {}, "toggles": {}})[kind]
            place[source, what] = place.get((source, what), 0) + count
    counts["total"] = {kind: {key: count for block in counts.values()
                              for key, count in block[kind].items()}
                       for kind in ("lines", "toggles")}
    rows, summary = [], {}
    for name, kinds in sorted(counts.items(), key=lambda item: (item[0] == "total", item[0])):
        row = f"{name:24s}"
        for kind, places in kinds.items():
            hit = sum(count > 0 for count in places.values())
            summary.setdefault(name, {})[kind] = {"covered": hit, "of": len(places)}
            row += f"  {hit:6d} of {len(places):6d} {kind} {100 * hit / max(len(places), 1):5.1f} %"
        rows.append(row)
    with open(folder + "/summary.txt", "w") as file:
        file.write("\n".join(rows) + "\n")
    with open(folder + "/summary.json", "w") as file:
        json.dump(summary, file, indent=1)
    with open(folder + "/uncovered.txt", "w") as file:
        file.writelines(f"{path}:{line}\n" for (path, line), count
                        in sorted(counts["total"]["lines"].items()) if count == 0)
    print("\n".join(rows))


main()
