#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a self-checking Verilog-2005 test bench that replays a vector file.

usage: gen_replay.py VECTORS.hex > VECTORS_replay.v

The header of the file, described in vectors/README.md, tells all: run, seed, fields.
"""
import pathlib
import re
import sys

FIELD = re.compile(r"// (clock|edges|input|output|counts) +(\w+) +(\d+) +(\d+)$")
FACT = re.compile(r"// (run|seed|word) +(\S+)$")

BENCH = """\
// SPDX-License-Identifier: Apache-2.0
//
// {module}_replay - drives {module} with vectors and checks its outputs after every step
//
// Made by tb/harness/gen_replay.py of {file}, seed {seed}.
// Ends with PASS and $finish, or FAIL and $stop.  +vectors=FILE where it is elsewhere.

`default_nettype none

module {module}_replay #(
    parameter STEPS = {steps}
);
    reg [{top}:0] vectors [0:STEPS-1];
    reg [{top}:0] word;
    reg [8*256-1:0] path;
    integer step;
    integer failures;

    // clocks
{clocks}

    // inputs
{inputs}

    // outputs, what they should be, and which of them count
{outputs}

{expected}

    wire [{counts_top}:0] counts = word[{counts_top}:0];

    {module} {parameters}dut (
{connections}
    );

    task differs;
        begin
            if (failures == 0) $display("first difference at step %0d:", step);
            failures = failures + 1;
        end
    endtask

    task check;
        begin
{checks}
        end
    endtask

    initial begin
        if (!$value$plusargs("vectors=%s", path)) path = "{file}";
        $readmemh(path, vectors, 0, STEPS - 1);
        failures = 0;
{low}
        for (step = 0; step < STEPS; step = step + 1) begin
            word = vectors[step];
            if (^word === 1'bx) begin
                $display("FAIL {module}: step %0d is not in the file", step);
                $stop;
            end
            #4;
{rise}
            #4;
            check;
{fall}
        end
        if (failures == 0) begin
            $display("PASS {module}: %0d steps", STEPS);
            $finish;
        end else begin
            $display("FAIL {module}: %0d differences in %0d steps", failures, STEPS);
            $stop;
        end
    end

endmodule

`default_nettype wire
"""


def vector(bits):
    return "" if bits == 1 else f"[{bits - 1}:0] "


def slice_of(bits, lsb):
    return f"word[{lsb}]" if bits == 1 else f"word[{lsb + bits - 1}:{lsb}]"


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("".join(f"{cell:<{w}}" for cell, w in zip(row, widths)).rstrip()
                     for row in rows)


def bench_of(path):
    lines = path.read_text().splitlines()
    facts = dict(m.groups() for m in map(FACT.match, lines) if m)
    fields = {}
    for kind, name, bits, lsb in (m.groups() for m in map(FIELD.match, lines) if m):
        fields.setdefault(kind, []).append((name, int(bits), int(lsb)))
    clocks, outputs = [name for name, _, _ in fields["clock"]], fields["output"]
    edges = fields["edges"][0][2]
    words = facts["run"].split("-")
    sets = ", ".join(f".{n}({v})" for n, v in zip(words[1::2], words[2::2]))
    names = clocks + [name for name, _, _ in fields["input"] + outputs]
    return BENCH.format(
        file=path.name, run=facts["run"], seed=facts["seed"], module=words[0],
        steps=sum(not line.startswith("//") for line in lines), top=int(facts["word"]) - 1,
        parameters=f"#({sets}) " if sets else "", counts_top=len(outputs) - 1,
        clocks="\n".join(f"    reg {name};" for name in clocks),
        inputs=aligned([("    wire ", vector(b), n, f" = {slice_of(b, lsb)};")
                        for n, b, lsb in fields["input"]]),
        outputs=aligned([("    wire ", vector(b), f"{n};") for n, b, _ in outputs]),
        expected=aligned([("    wire ", vector(b), f"expected_{n}", f" = {slice_of(b, lsb)};")
                          for n, b, lsb in outputs]),
        connections=",\n".join(f"        .{name}({name})" for name in names),
        checks="\n".join(f"            if (counts[{k}] !== 1'b0 && {n} !== expected_{n}) begin\n"
                         f"                differs;\n"
                         f"                if (failures <= 10)\n"
                         f"                    $display(\"  step %0d: {n}: expected %h, got %h\",\n"
                         f"                             step, expected_{n}, {n});\n"
                         f"            end" for k, (n, _, _) in enumerate(outputs)),
        low="\n".join(f"        {name} = 1'b0;" for name in clocks),
        rise=rise(clocks, edges),
        fall="\n".join(f"            {name} = 1'b0;" for name in clocks))


def rise(clocks, edges):
    """Clocks that rise together must do so in one time step, as registers see it."""
    if len(clocks) == 1:
        return f"            {clocks[0]} = word[{edges}];"
    return (f"            {{{', '.join(reversed(clocks))}}} = "
            f"word[{edges + len(clocks) - 1}:{edges}];")


def main():
    sys.stdout.write(bench_of(pathlib.Path(sys.argv[1])))


main()
