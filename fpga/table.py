#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of measured modules.

usage: table.py FOLDER FILE.md     FOLDER holds the results of measure.py
"""
import glob
import json
import os
import sys

HEAD = """<!-- SPDX-License-Identifier: Apache-2.0 -->
# Cost on an FPGA

Written by `make fpga`: Lattice LFE5UM5G-85F-8, yosys `synth_ecp5` and nextpnr-ecp5 (YoWASP), each
module alone in the device, its ports in a frame of shift registers, routed for 175 MHz. LUT4
counts as nextpnr packs: LUT4, 2 a carry cell, 4 a 16x4 LUT RAM. EBR: block RAMs of 18 kbit, the
part has 208.  Fmax is one seed's; seeds differ by up to a tenth.

| module | LUT4 | FF | EBR | Fmax MHz |
| --- | ---: | ---: | ---: | ---: |
"""


def main():
    rows = []
    for path in sorted(glob.glob(sys.argv[1] + "/*.measured.json")):
        with open(path) as file:
            result = json.load(file)
        if "fmax_mhz" not in result:
            continue
        name = os.path.basename(path).removesuffix(".measured.json")
        rows.append((name.startswith("flownic"), name, result))
    text = HEAD
    for _, name, result in sorted(rows, key=lambda row: row[:2]):
        text += (f"| `{name}` | {result['lut4']:,} | {result['ff']:,} | {result['ebr']} | "
                 f"{result['fmax_mhz']:.0f} |\n")
    with open(sys.argv[2], "w") as file:
        file.write(text)


main()
