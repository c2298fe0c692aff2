#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Gathers the figures of make bench: build/bench.json, a table, pictures.

usage: bench.py BUILD DOCS

BUILD/bench: what flownic_core_bench wrote; BUILD/results: logs of the unit tests;
fpga/results.json: what make fpga has measured.  The pictures go to BUILD/bench and DOCS.
"""
import csv
import glob
import json
import re
import shutil
import sys

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "flownic"  # the same data, the same file
import matplotlib.pyplot as plt  # noqa: E402

BLUE, RED, GREY = "#2b6cb0", "#c53030", "#718096"
LICENCE = "SPDX-License-Identifier: Apache-2.0"
NS_PER_CYCLE = 6.4
TARGETS = {"rx_cycles_per_64B_packet": ("<=", 10.5), "wire_to_memory_cycles": ("<=", 32),
           "zc_cycles_per_64B_packet": ("<=", 10.5), "zc_cycles_per_1460B_segment": ("<=", 190),
           "zc_wire_to_memory_cycles": ("<=", 32), "context_bytes_per_flow": ("<=", 128),
           "lockstep_cycles_per_s": (">=", 200000), "model_packets_per_s": (">=", 1000000)}


def core_figures(folder):
    with open(folder + "/core.txt") as file:
        return [(name, float(value), unit) for name, value, unit in map(str.split, file)]


def block_speeds(folder):
    """The slowest run of each block's unit test on Verilator."""
    speeds = {}
    for path in glob.glob(folder + "/verilator-*.passed"):
        with open(path) as file:
            found = re.search(r"^PASS (\w+): .* ([\d.]+) Mcycle/s", file.read(), re.M)
        if found:
            name, speed = found[1], 1e6 * float(found[2])
            speeds[name] = min(speed, speeds.get(name, speed))
    return [(f"lockstep_cycles_per_s.{name}", speed, "cycles/s")
            for name, speed in sorted(speeds.items())]


def fpga_figures(results):
    """Of make fpga: what was last measured, of all the modules that docs/fpga.md shows."""
    figures = []
    with open(results) as file:
        measured = json.load(file)
    for name, result in measured.items():
        figures += [(f"{key}.{name}", result[key], unit)
                    for key, unit in (("lut4", "LUT4"), ("ff", "FF"), ("ebr", "EBR"),
                                      ("fmax_mhz", "MHz")) if key in result]
        figures += [(f"fmax_mhz.{name}.{clock}", value["fmax_mhz"], "MHz")
                    for clock, value in result.get("clocks", {}).items()
                    if clock != "clk" and len(result["clocks"]) > 1]
    return figures


def target_of(name):
    module = name.split(".")[-1]
    if name == "fmax_mhz.flownic":
        return ">=", 156.25
    if name.startswith("fmax_mhz.fn_") and "clk" not in module:
        return ">=", 170
    # of all conditions: flows, acknowledgments, memory, holes
    kinds = [kind for kind in TARGETS if kind.startswith("zc_") and name.startswith(kind + "_")]
    return TARGETS.get(kinds[0] if kinds else name)


def verdict_of(name, value):
    target = target_of(name)
    if not target:
        return ""
    is_met = value <= target[1] if target[0] == "<=" else value >= target[1]
    return f"{target[0]} {target[1]:g}" + ("" if is_met else "  MISSED")


def show(figures):
    """One line a figure; one a module for those of the FPGA."""
    modules = {}
    for name, value, unit in figures:
        kind, _, module = name.partition(".")
        if kind in ("lut4", "ff", "ebr", "fmax_mhz"):
            modules.setdefault(module, {})[kind] = value
        else:
            print(f"{name:48s} {value:14,.10g} {unit:10s} {verdict_of(name, value)}")
    print(f"{'module':36s} {'LUT4':>7s} {'FF':>7s} {'EBR':>5s} {'Fmax MHz':>9s}")
    for module, row in modules.items():
        cells = [f"{row.get(key, ''):>{width}}" for key, width in
                 (("lut4", 7), ("ff", 7), ("ebr", 5), ("fmax_mhz", 9))]
        print(f"{module:36s} {' '.join(cells)}  "
              + verdict_of("fmax_mhz." + module, row.get("fmax_mhz", 0)))
    missed = sum("MISSED" in verdict_of(name, value) for name, value, _ in figures)
    print(f"{len(figures)} figures, {missed} targets missed")


def read_csv(path):
    with open(path) as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def style(axes, lengths, y_label):
    axes.set_xscale("log", base=2)
    axes.set_xticks([64, 128, 256, 512, 1024, 1518], ["64", "128", "256", "512", "1024", "1518"])
    axes.minorticks_off()
    axes.set_xlim(min(lengths) * 0.93, max(lengths) * 1.07)
    axes.set_xlabel("frame, bytes with frame check sequence")
    axes.set_ylabel(y_label)
    axes.grid(color="#e2e8f0")


def save(figure, name, build, docs):
    figure.tight_layout()
    path = f"{build}/bench/{name}.svg"
    figure.savefig(path, metadata={"Date": None, "Rights": LICENCE})
    plt.close(figure)
    shutil.copy(path, f"{docs}/{name}.svg")


def draw_rate(rows, build, docs):
    lengths = sorted({row["frame_length"] for row in rows})
    budget = {row["frame_length"]: row["wire_cycles"] for row in rows}
    figure, (cycles, spare) = plt.subplots(1, 2, figsize=(10, 4))
    cycles.plot(lengths, [budget[length] for length in lengths], color=RED,
                label="10 Gb/s wire: (frame + 20) / 8")
    spare.axhline(0, color=RED)
    for latency, colour, line in ((1, BLUE, "o"), (200, GREY, "x")):
        points = [(row["frame_length"], row["cycles_per_packet"]) for row in rows
                  if row["memory_latency"] == latency]
        label = f"core, memory answers after {latency} cycle{'s'[:latency - 1]}"
        cycles.plot(*zip(*points), line, color=colour, label=label)
        spare.plot(lengths, [budget[length] - value for length, value in points], line,
                   color=colour)
    style(cycles, lengths, "cycles per packet")
    style(spare, lengths, "cycles to spare per packet")
    cycles.set_yscale("log", base=2)
    cycles.set_yticks([8, 16, 32, 64, 128, 256], ["8", "16", "32", "64", "128", "256"])
    spare.set_ylim(min(-0.25, spare.get_ylim()[0]), max(1.25, spare.get_ylim()[1]))
    cycles.legend(loc="upper left", fontsize=8)
    figure.suptitle("Receive, packets back to back, all delivered to memory with their records")
    save(figure, "bench_rate", build, docs)


def draw_latency(rows, build, docs):
    lengths = [row["frame_length"] for row in rows]
    figure, axes = plt.subplots(figsize=(7, 4))
    style(axes, lengths, "cycles")
    axes.set_title("From a packet's last beat in, alone in the core")
    axes.plot(lengths, [row["to_record"] for row in rows], "s-", color=GREY,
              label="to the last write beat of its completion record")
    axes.plot(lengths, [row["to_memory"] for row in rows], "o-", color=BLUE,
              label="to the last write beat of its data")
    axes.axhline(32, color=RED, linewidth=1, label="aim for 64 bytes: 32")
    axes.set_ylim(0)
    nanoseconds = axes.secondary_yaxis("right", functions=(lambda c: c * NS_PER_CYCLE,
                                                           lambda n: n / NS_PER_CYCLE))
    nanoseconds.set_ylabel("ns at 156.25 MHz")
    axes.legend(loc="lower right", fontsize=8)
    save(figure, "bench_latency", build, docs)


def main():
    build, docs = sys.argv[1:]
    figures = core_figures(build + "/bench") + block_speeds(build + "/results") \
        + fpga_figures("fpga/results.json")
    with open(build + "/bench.json", "w") as file:
        json.dump([{"name": n, "value": v, "unit": u} for n, v, u in figures], file, indent=1)
        file.write("\n")
    show(figures)
    draw_rate(read_csv(build + "/bench/rate.csv"), build, docs)
    draw_latency(read_csv(build + "/bench/latency.csv"), build, docs)


main()
