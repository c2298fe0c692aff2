#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The latest paths of a routed design, one for each class of names, out of nextpnr's SDF.

usage: late_paths.py FILE.sdf NUMBER [NANOSECONDS]

nextpnr itself prints one critical path a clock; to see what else is late, this finds the
latest arrival at every register and memory (later than NANOSECONDS) and puts those together
that begin and end at the same names but for numbers.  A line a class: nanoseconds, how many
ends, from, to; below it the steps of its latest: nanoseconds and (loads of the wire) to a cell.
Paths from one clock to another are among them.
"""
import collections
import re
import sys

WIRE = re.compile(r"\(INTERCONNECT (\S+) (\S+) \(\d+:\d+:(\d+)\)")
CELL = re.compile(r"\(IOPATH (\S+) (\S+) \(\d+:\d+:(\d+)\)")
CHECK = re.compile(r"\(SETUPHOLD \(\w+ (\S+?)\)")
CLOCK_PINS = ("CLK", "CLKA", "CLKB", "WCK")


def read(path):
    """Timing graph: pin -> [(pin, ps)], arrivals where a clock begins paths, pins that end them."""
    edges, arrivals, ends = collections.defaultdict(list), {}, set()
    cell = None
    with open(path) as file:
        for line in file:
            line = line.strip().replace("\\", "")
            if found := WIRE.match(line):
                edges[found[1]].append((found[2], int(found[3])))
            elif line.startswith("(INSTANCE"):
                cell = line[10:-1] + "/"
            elif found := CELL.match(line):
                if found[1] in CLOCK_PINS:
                    arrivals[cell + found[2]] = max(arrivals.get(cell + found[2], 0), int(found[3]))
                else:
                    edges[cell + found[1]].append((cell + found[2], int(found[3])))
            elif found := CHECK.match(line):
                ends.add(cell + found[1])
    return edges, arrivals, ends


def propagate(edges, arrivals):
    """Latest arrivals of all pins; gives the pin before each on its latest path."""
    before = {}
    waits = collections.Counter(end for ends in edges.values() for end, _ in ends)
    ready = [pin for pin in list(edges) if waits[pin] == 0]
    while ready:
        pin = ready.pop()
        for end, delay in edges.get(pin, ()):
            if pin in arrivals and arrivals[pin] + delay > arrivals.get(end, -1):
                arrivals[end], before[end] = arrivals[pin] + delay, pin
            waits[end] -= 1
            if waits[end] == 0:
                ready.append(end)
    return before


def kind(pin):
    """A cell's name without what synthesis put behind it, and without numbers."""
    cell = pin.rsplit("/", 1)[0].replace("dut.u_core.", "")
    cell = re.sub(r"(_TRELLIS_FF|_LUT4|_PFUMX|_CCU2C|_L6MUX21|\$).*", "", cell)
    return re.sub(r"\d+", "#", cell)


def steps(pin, before, arrivals, edges):
    """The latest path to a pin: the wires of it that lead from one cell to another."""
    text = []
    while pin in before:
        last, source = pin, before[pin]
        if last.rsplit("/", 1)[0] != source.rsplit("/", 1)[0]:
            text.append(f"{(arrivals[last] - arrivals[source]) / 1000:.2f} ({len(edges[source])}) "
                        f"{kind(last)}.{last.rsplit('/', 1)[1]}")
        pin = source
    return pin, text[::-1]


def late_paths(path, number, nanoseconds=0.0):
    """The classes' lines, latest first."""
    edges, arrivals, ends = read(path)
    before = propagate(edges, arrivals)
    classes = collections.OrderedDict()
    for end in sorted(ends, key=lambda pin: -arrivals.get(pin, 0)):
        if arrivals.get(end, 0) > nanoseconds * 1000:
            begin, text = steps(end, before, arrivals, edges)
            name = f"{kind(begin)} -> {kind(end)}.{end.rsplit('/', 1)[1].rstrip('0123456789')}"
            classes.setdefault(name, []).append((arrivals[end] / 1000, text))
    lines = []
    for name, found in list(classes.items())[:number]:
        lines.append(f"{found[0][0]:5.2f} ns {len(found):5d} ends  {name}")
        lines.append("         " + " | ".join(found[0][1]))
    return lines


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    print("\n".join(late_paths(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:]))))
