#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of measured modules, and of what others need for the same.

usage: table.py RESULTS.json FILE.md
       table.py RESULTS.json FILE.md FOLDER NAME ...     takes these from FOLDER first
       table.py RESULTS.json FILE.md --all FOLDER NAME ...   and forgets all others

RESULTS.json is committed, a line a module; FOLDER holds new results of measure.py.
"""
import json
import sys

HEAD = """<!-- SPDX-License-Identifier: Apache-2.0 -->
# Cost on an FPGA

Written by `make fpga` (`RUN=fn_x` renews the row of one) from `fpga/results.json`: Lattice
LFE5UM5G-85F-8, yosys `synth_ecp5` and nextpnr-ecp5 (YoWASP), each module alone in the device, its
ports in a frame of shift registers (one chain for each clock), routed for 175 MHz; `flownic` for what
`fpga/flownic.lpf` asks: 156.25 MHz, GMII 125 MHz, with the options of `fpga/flownic.options`, its
block RAMs where `fpga/flownic.places` says: left alone, the placer spreads those of one memory over
half the device, and all the wiring becomes twice as long.
LUT4 counts as nextpnr packs: LUT4, 2 a carry cell, 4 a 16x4 LUT RAM. EBR: block RAMs of 18 kbit,
the part has 208. Fmax is one seed's, of the core clock `clk`; seeds differ by up to a tenth.

| module | LUT4 | FF | EBR | Fmax MHz | other clocks MHz | seed | seconds |
| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |
"""

PATHS = """
## What limits the clock

The critical path of `clk`, or of the only clock, for each module: where it begins and ends, levels
of logic (a carry cell is one), nanoseconds, and how much of these is routing. `i0` are the frame's
registers: the path begins at an input.

| module | from | to | levels | ns | routing |
| --- | --- | --- | ---: | ---: | ---: |
"""

CLOCKS = """
## Clocks

`clk`, `gmii_rx_clk` and `gmii_tx_clk` are unrelated. nextpnr takes clocks as unrelated by itself: it
reports the delay from one to another, asks nothing of it, and counts it in no Fmax. What crosses is
`fn_async_fifo` (Gray-coded pointers, two registers), quasi-static configuration, and one toggle; a
tool that relates clocks must be told (`fpga/flownic.lpf` says what).
"""

PEERS = """
## Beside others

Others' figures were measured on the same part with the same versions of the tools in the same kind
of frame. What the cores do differs, as the last column says. Fmax: two seeds where two were run.

| ours | LUT4 | FF | EBR | Fmax MHz | others | LUT4 | FF | EBR | Fmax MHz | they differ |
| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- | --- |
"""

# Our modules, whose figures are added up (the slowest counts); the other core.
COMPARED = [
    (["fn_flow_table"], "verilog-cam `cam_bram` 296 bit, 64 entries", 11205, 5200, 141,
     "not routed in 25 min", "binary: no masks, no info field"),
    (["fn_net_rx", "fn_net_tx"], "verilog-ethernet `eth_mac_1g`", 518, 179, 0, "202.8, 183.9",
     "one byte a cycle, no FIFO to another clock, no 64-bit stream, no oversize"),
    (["fn_rx_parser"], "verilog-ethernet `ip_eth_rx` and `udp_ip_rx`, 64 bit", 878, 1203, 0,
     "156.5 (the slower)", "IPv4 without options and UDP only: no IPv6, VLAN, TCP, ESP, AH, filter"),
    (["fn_rx_checksum"], "corundum `rx_checksum`, 64 bit", 188, 92, 0, "181.2, 190.3",
     "sums a fixed span: no header, no pseudo header, no verdict"),
    (["fn_tx_checksum"], "corundum `tx_checksum`, 64 bit, FIFO 4096", 901, 450, 4, "173.8, 172.0",
     "one checksum per packet, partial sum and place given by software"),
    (["fn_dma_write-DATA_BITS-64"], "verilog-pcie `dma_if_axi_wr`, 64 bit", 2681, 640, 0, "142.6",
     "one descriptor at a time into any RAM; no completion records"),
    (["flownic"], "verilog-ethernet `udp_complete_64`, 16 ARP entries", 4775, 4280, 3,
     "143.2, 145.0", "UDP over IPv4 on streams: no MAC, flow table, DMA, rings, registers; "
     "answers ARP"),
]


TARGETS = {"flownic": 156.25}
TARGET = 170  # of every block


def load(path):
    with open(path) as file:
        return json.load(file)


def short(cell):
    """A register's name in our words: dut.u_x.word_q_TRELLIS_FF_Q_3, u_x.word_q."""
    return cell.removeprefix("dut.").split("_TRELLIS_FF")[0].split("_DP16KD")[0]


def renew(results, folder, names):
    """Takes the results of these modules from the folder of measure.py."""
    for name in names:
        result = load(f"{folder}/{name}.measured.json")
        if "fmax_mhz" not in result:
            sys.exit(f"table.py: {name} was not routed")
        if "options" in result:
            sys.exit(f"table.py: {name} was measured with {result['options']}")
        for clock in result["clocks"].values():
            for end in ("from", "to"):
                if "critical_path" in clock:
                    clock["critical_path"][end] = short(clock["critical_path"][end])
        results[name] = result


def save(path, results):
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(result)}"
                      for name, result in results.items())
    with open(path, "w") as file:
        file.write("{\n" + rows + "\n}\n")


def missed(results):
    """A line that names what is too slow, and by how much."""
    slow = [f"`{name}` ({TARGETS.get(name, TARGET)})" for name, result in results.items()
            if result["fmax_mhz"] < TARGETS.get(name, TARGET)]
    return f"Below target: {', '.join(slow) or 'none'}.\n"


def main_clock(result):
    clocks = result["clocks"]
    return "clk" if "clk" in clocks else min(clocks, key=lambda c: clocks[c]["fmax_mhz"])


def cost_row(name, result):
    others = ", ".join(f"{clock} {value['fmax_mhz']:.0f}"
                       for clock, value in result["clocks"].items()
                       if clock != main_clock(result))
    return (f"| `{name}` | {result['lut4']:,} | {result['ff']:,} | {result['ebr']} | "
            f"{result['fmax_mhz']:.1f} | {others} | {result['seed']} | {result['seconds']} |\n")


def path_row(name, result):
    path = result["clocks"][main_clock(result)].get("critical_path")
    if not path:
        return ""
    return (f"| `{name}` | `{path['from']}` | `{path['to']}` | {path['levels']} | "
            f"{path['ns']:.1f} | {path['routing_ns']:.1f} |\n")


def peer_row(results, modules, peer):
    if any(module not in results for module in modules):
        return ""
    ours = [results[module] for module in modules]
    total = {key: sum(result[key] for result in ours) for key in ("lut4", "ff", "ebr")}
    fmax = min(result["fmax_mhz"] for result in ours)
    other, lut4, ff, ebr, their_fmax, note = peer
    return (f"| {' and '.join(f'`{module}`' for module in modules)} | {total['lut4']:,} | "
            f"{total['ff']:,} | {total['ebr']} | {fmax:.1f} | {other} | {lut4:,} | {ff:,} | "
            f"{ebr} | {their_fmax} | {note} |\n")


def write(path, results):
    seconds = sum(result["seconds"] for result in results.values())
    text = HEAD + "".join(cost_row(*row) for row in results.items())
    text += (f"\nMODULE-PARAMETER-VALUE: with that parameter, others at their defaults. "
             f"{seconds} seconds in all.\n" + missed(results))
    text += PEERS + "".join(peer_row(results, modules, peer) for modules, *peer in COMPARED)
    text += PATHS + "".join(path_row(*row) for row in results.items()) + CLOCKS
    with open(path, "w") as file:
        file.write(text)


def main():
    path, table, *new = sys.argv[1:]
    all_new = new[:1] == ["--all"]
    results = {} if all_new else load(path)
    if new:
        folder, *names = new[all_new:]
        renew(results, folder, names)
        results = dict(sorted(results.items(), key=lambda r: (r[0].startswith("flownic"), r[0])))
        save(path, results)
    write(table, results)


main()
