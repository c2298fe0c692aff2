#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the lines covered of each block, its private parts included.

usage: coverage.py FILE.info
"""
import glob
import os
import sys


def block_of(module, blocks):
    return max((b for b in blocks if module == b or module.startswith(b + "_")), key=len,
               default=module)


def main():
    blocks = {os.path.basename(path)[:-2] for path in glob.glob("cmodel/*.c")
              + glob.glob("cmodel/*/*.c")}
    lines = {}
    with open(sys.argv[1]) as file:
        for line in file:
            key, _, value = line.strip().partition(":")
            if key == "SF":
                block = block_of(os.path.basename(value).split(".")[0], blocks)
                path = value
            elif key == "DA":
                number, count = value.split(",")[:2]
                lines.setdefault(block, {}).setdefault((path, number), 0)
                lines[block][path, number] += int(count)
    total = {key: count for block in lines.values() for key, count in block.items()}
    for name, counts in [*sorted(lines.items()), ("total", total)]:
        hit = sum(count > 0 for count in counts.values())
        print(f"{name:28s} {hit:5d} of {len(counts):5d} lines  {100 * hit / len(counts):5.1f} %")
        for path, number in sorted(key for key, count in counts.items()
                                   if count == 0 and name != "total"):
            print(f"    {path}:{number}")


main()
