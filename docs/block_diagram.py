#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws block_diagram.svg from the wiring of the RTL.

usage: block_diagram.py [FILE.svg]

Blocks, frames and arrows are the instances, the wiring modules and the channels of the
Verilog; only where a block stands is written here.  An arrow goes from a channel's valid.
"""
import re
import sys

FOLDERS = ("rtl", "rtl/net", "rtl/rx", "rtl/tx", "rtl/host")
WIRING = {"flownic": "", "flownic_core": "", "fn_receive_path": "receive path (92)",
          "fn_transmit_path": "transmit path (94)", "fn_dma": "DMA engine (131)",
          "fn_dma_store": "to memory", "fn_placement_path": "zero copy (110)",
          "fn_host": "what the driver sees", "fn_host_counters": "statistics"}
PLACES = {  # column, row
    "GMII receive": (-0.95, 0), "fn_net_rx": (0, 0), "fn_rx_parser": (1.2, 0),
    "fn_flow_table": (1.8, 1), "fn_rx_fifo": (2.4, 0), "fn_rx_checksum": (3.6, 0),
    "fn_rx_verdict": (4.8, 0), "fn_zero_copy": (6.2, 0), "fn_flow_engine": (6.2, -1),
    "fn_flow_context": (6.2, -2), "fn_flow_report": (7.5, -1),
    "fn_dma_receive": (8.9, 0), "fn_dma_place": (8.9, -1), "fn_dma_merge": (10.15, 0),
    "fn_dma_write": (11.45, 0), "fn_dma_channels": (11.45, -1),
    "AXI4 write": (12.5, 0), "fn_dma_completion": (8.9, 1), "fn_dma_ring": (11.45, 1),
    "GMII transmit": (-0.95, 2), "fn_net_tx": (0, 2), "fn_tx_fifo": (2.4, 2),
    "fn_tx_checksum": (4.2, 2), "fn_dma_transmit": (8.9, 2), "fn_dma_read": (11.45, 2),
    "AXI4 read": (12.5, 2), "fn_registers": (2.2, 3.15), "fn_statistics": (3.7, 3.15),
    "fn_flow_counters": (5.2, 3.15), "fn_interrupt": (0.7, 3.15), "irq": (-0.35, 3.15), "AXI4-Lite": (2.2, 3.9),
}
OUTSIDE = (("gmii_rx", "GMII receive"), ("gmii_tx", "GMII transmit"), ("s_axil", "AXI4-Lite"),
           ("m_axi_a?[rR](?!e)", "AXI4 read"), ("m_axi_", "AXI4 write"), ("irq", "irq"))
STEP_X, STEP_Y, WIDTH, HEIGHT, LEFT, TOP = 160, 145, 138, 78, 225, 375
PORT = re.compile(r"^\s*(input|output)\s+(?:wire|reg)\s+(?:\[[^\]]*\]\s*)?(\w+)", re.M)
INSTANCE = re.compile(r"^    (fn_\w+|flownic_core)\s+(?:#\(.*?\)\s+)?u_\w+ \((.*?)\n?\s*\);",
                      re.M | re.S)
PIN = re.compile(r"\.(\w+)\(((?:[^()]|\([^()]*\))*)\)")
ASSIGN = re.compile(r"(?:assign |wire (?:\[[^\]]*\] )?)?(\w+)(?:\[[^\]]*\])?\s*(?:<=|=)([^;]*);")


def source(module):
    for folder in FOLDERS:
        try:
            return re.sub(r"//.*", "", open(f"{folder}/{module}.v").read())
        except FileNotFoundError:
            continue
    sys.exit(f"block_diagram: no file of {module}")


def identifiers(expression):
    return set(re.findall(r"(?<![`'\w])[a-z]\w*", expression))


class Wiring:
    """A graph of nets: (module, net) -> nets it drives; every module is there once."""

    def __init__(self):
        self.drives, self.parent, self.leaf_ports = {}, {}, {}
        self.walk("flownic")

    def join(self, driver, driven):
        self.drives.setdefault(driver, set()).add(driven)

    def walk(self, module):
        text = source(module)
        for child, pins in INSTANCE.findall(text):
            self.parent[child] = module
            ports = dict((name, way) for way, name in PORT.findall(source(child)))
            if child not in WIRING:
                self.leaf_ports[child] = ports
            for port, expression in PIN.findall(pins):
                for net in identifiers(expression) - {"clk", "rst"}:
                    if ports[port] == "input":
                        self.join((module, net), (child, port))
                    else:
                        self.join((child, port), (module, net))
            if child in WIRING:
                self.walk(child)
        for net, expression in ASSIGN.findall(INSTANCE.sub("", text)):
            for driver in identifiers(expression):
                self.join((module, driver), (module, net))

    def reaches(self, start):
        seen, todo = {start}, [start]
        while todo:
            for net in self.drives.get(todo.pop(), set()) - seen:
                seen.add(net)
                todo.append(net)
        return seen - {start}


def outside(port):
    return next(name for pattern, name in OUTSIDE if re.match(pattern, port))


def ends(wiring):
    """(from, to, port at from, port at to) of every connection between leaves and outside."""
    inputs = [("flownic", name) for way, name in PORT.findall(source("flownic"))
              if way == "input" and not re.search("(clk|rst)$", name)]
    outputs = [(leaf, port) for leaf, ports in wiring.leaf_ports.items()
               for port, way in ports.items() if way == "output"]
    for start in inputs + outputs:
        for module, port in sorted(wiring.reaches(start)):
            name = outside(start[1]) if start[0] == "flownic" else start[0]
            if module in wiring.leaf_ports:
                yield name, module, start[1], port
            elif module == "flownic" and re.match("gmii|[ms]_axil?_|irq", port):
                yield name, outside(port), start[1], port


def collect(wiring):
    """Arrows {(from, to): {channel}} and notes {block: {(peer, port)}}."""
    arrows, notes = {}, {}
    host = {"fn_registers", "fn_statistics", "fn_flow_counters", "fn_interrupt"}
    for a, b, port_a, port_b in sorted(ends(wiring)):
        is_valid = re.search(r"_t?valid$", port_a)
        channel = re.sub(r"^[ms]_|_t?valid$", "", port_a)
        if a == b:
            continue
        if a[0] + b[0] != "ff" or b == "irq":
            arrows.setdefault((a, b), set())
        elif len(host & {a, b}) == 1:
            block, peer, port = (b, a, port_b) if a in host else (a, b, port_a)
            name = re.sub(r"^[ms]_", "", port)
            if not re.search(r"_t?(ready|reason|data)$", name):
                notes.setdefault(block, set()).add((peer, re.sub("_t?valid$|_event$", "", name)))
        elif len(host & {a, b}) == 2:
            arrows.setdefault((a, b), set()).add(re.sub("_.*", "", channel))
        elif is_valid or not re.search(r"_t?ready$", port_a) and port_a.endswith("event"):
            arrows.setdefault((a, b), set()).add(channel)
    return arrows, notes


def centre(name):
    column, row = PLACES[name]
    return LEFT + column * STEP_X, TOP + row * STEP_Y


def half(name):
    return (WIDTH / 2, HEIGHT / 2) if name.startswith("fn_") else (54, 15)


def border(name, dx, dy):
    """Where a ray from the middle of a block leaves it."""
    w, h = half(name)
    scale = min(w / abs(dx) if dx else 1e9, h / abs(dy) if dy else 1e9)
    return dx * scale, dy * scale


def draw_arrow(a, b, channels, is_double):
    (xa, ya), (xb, yb) = centre(a), centre(b)
    dx, dy = xb - xa, yb - ya
    length = (dx * dx + dy * dy) ** 0.5
    shift = 9 if is_double else 0
    ox, oy = -dy / length * shift, dx / length * shift
    (sx, sy), (ex, ey) = border(a, dx, dy), border(b, -dx, -dy)
    x1, y1, x2, y2 = xa + sx + ox, ya + sy + oy, xb + ex + ox, yb + ey + oy
    is_stream = any("axis" in c for c in channels) or not a.startswith("fn_") \
        or not b.startswith("fn_")
    kind = "stream" if is_stream else "record"
    yield f'<path class="{kind}" d="M{x1:.0f},{y1:.0f} L{x2:.0f},{y2:.0f}"/>'
    names = sorted(c for c in channels if not c.endswith("axis") and c not in ("gmii", "axi"))
    is_flat = abs(dy) < abs(dx) / 3
    for n, name in enumerate(names):
        if is_flat:
            up = -6 - 11 * (len(names) - 1 - n) if oy <= 0 else 13 + 11 * n
            x, y, anchor = (x1 + x2) / 2, (y1 + y2) / 2 + up, "middle"
        else:
            t = 0.5 if dx == 0 else 0.16
            right = ox > 0 if dx == 0 else dx > 0
            x, y = x1 + (x2 - x1) * t + (6 if right else -6), y1 + (y2 - y1) * t + 3 + 11 * n
            anchor = "start" if right else "end"
        yield f'<text class="channel" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{name}</text>'


def draw_block(name, notes):
    x, y = centre(name)
    w, h = half(name)
    yield (f'<rect class="{"block" if name.startswith("fn_") else "outside"}" x="{x - w:.0f}" '
           f'y="{y - h:.0f}" width="{2 * w:.0f}" height="{2 * h:.0f}" rx="5"/>')
    lines = [f"{peer.removeprefix('fn_')}: " + shorten({p for q, p in notes if q == peer})
             for peer in sorted({peer for peer, _ in notes})]
    lines = [part for line in lines for part in wrap(line)]
    top = y + 4 - 5.5 * len(lines)
    yield f'<text class="name" x="{x:.0f}" y="{top:.0f}">{name}</text>'
    for n, line in enumerate(lines):
        yield f'<text class="note" x="{x:.0f}" y="{top + 13 + 10.5 * n:.0f}">{line}</text>'


def shorten(names):
    """Names that begin with the same word become that word."""
    first = [name.split("_")[0] for name in names]
    return " ".join(sorted({name if first.count(name.split("_")[0]) == 1 else name.split("_")[0]
                            for name in names}))


def wrap(line):
    words, lines = line.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 27:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def draw_frame(wiring, module, title):
    blocks = [b for b in wiring.leaf_ports if wiring.parent[b] == module]
    xs, ys = zip(*(centre(b) for b in blocks))
    x, y = min(xs) - WIDTH / 2 - 12, min(ys) - HEIGHT / 2 - 24
    w, h = max(xs) + WIDTH / 2 + 12 - x, max(ys) + HEIGHT / 2 + 12 - y
    yield f'<rect class="frame" x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}" rx="9"/>'
    yield f'<text class="title" x="{x + 9:.0f}" y="{y + 15:.0f}">{module}: {title}</text>'


HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">
<!-- SPDX-License-Identifier: Apache-2.0; generated by docs/block_diagram.py from the RTL -->
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
 markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#2d3748"/></marker></defs>
<style>
text {{ font-family: sans-serif; font-size: 10px; fill: #2d3748; }}
.name {{ font-size: 12px; font-weight: bold; text-anchor: middle; }}
.note {{ font-size: 9px; text-anchor: middle; fill: #4a5568; }}
.title {{ font-size: 11px; fill: #718096; }}
.block {{ fill: #ebf4ff; stroke: #2b6cb0; }}
.outside {{ fill: #f7fafc; stroke: #718096; }}
.frame {{ fill: none; stroke: #a0aec0; stroke-dasharray: 5 3; }}
.stream {{ stroke: #2d3748; stroke-width: 2.5; marker-end: url(#tip); }}
.record {{ stroke: #2d3748; stroke-width: 1; marker-end: url(#tip); }}
</style>
<rect width="{0}" height="{1}" fill="white"/>"""


def main():
    wiring = Wiring()
    missing = set(wiring.leaf_ports) - set(PLACES)
    if missing:
        sys.exit(f"block_diagram: no place for {', '.join(sorted(missing))}")
    arrows, notes = collect(wiring)
    width, height = LEFT + 13.0 * STEP_X, TOP + 4.35 * STEP_Y
    out = [HEAD.format(int(width), int(height))]
    for module, title in WIRING.items():
        out += draw_frame(wiring, module, title) if title else []
    for (a, b), channels in sorted(arrows.items()):
        out += draw_arrow(a, b, channels, (b, a) in arrows)
    for name in PLACES:
        out += draw_block(name, notes.get(name, set()))
    legend = ("thick: packets and buses; thin: records, requests and answers, by name of the "
              "channel; in a block: what it has from or gives to fn_registers, fn_statistics, "
              "fn_flow_counters, fn_interrupt")
    out += [f'<text x="20" y="{height - 10:.0f}">{legend}</text>', "</svg>"]
    with open(sys.argv[1] if len(sys.argv) > 1 else "docs/block_diagram.svg", "w") as file:
        file.write("\n".join(out) + "\n")


main()
