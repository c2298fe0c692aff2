#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws a packet on its way through flownic, and its echo, from the vectors of a run.

usage: waveform.py VECTORS.hex FILE.svg

VECTORS.hex is what `flownic run --vectors` writes: every pin at every step.
"""
import re
import sys

ROWS = [  # label, pin that says when, pin by which it is coloured or named
    ("gmii_rx_dv", "gmii_rx_dv", None), ("m_axi_aw", "m_axi_awvalid", "m_axi_awid"),
    ("m_axi_w", "m_axi_wvalid", None), ("m_axi_b", "m_axi_bvalid", "m_axi_bid"),
    ("s_axil_aw", "s_axil_awvalid", "s_axil_awaddr"), ("m_axi_ar", "m_axi_arvalid", "m_axi_arid"),
    ("m_axi_r", "m_axi_rvalid", "m_axi_rid"), ("gmii_tx_en", "gmii_tx_en", None),
]
NAMES = {"m_axi_aw": {"0": "packet", "1": "completion record"},
         "m_axi_ar": {"0": "buffer ring", "1": "descriptor", "2": "data"}}
COLOURS = {"0": "#2b6cb0", "1": "#dd6b20", "2": "#38a169"}
CLK_NS = 6.4
LEFT, WIDTH, TOP, STEP, HIGH = 110, 1150, 40, 46, 18


def read(path):
    """Steps as (time in ns, {pin: its value in hexadecimal})."""
    names, steps, time = [], [], 0.0
    for line in open(path):
        words = line.split()
        if words[0] != "//":
            values = dict(zip(names, words[0].split("_")))
            time += CLK_NS * (int(values["edges"], 16) & 1)
            steps.append((time, values))
        elif words[1] in ("edges", "input", "output", "counts"):
            names.append(words[2])
    return steps


def spans(steps, when, value):
    """(begin, end, value) of each time in which the pin is 1 and the value stays."""
    out = []
    for (time, pins), (after, _) in zip(steps, steps[1:]):
        if pins[when] != "1":
            continue
        shown = pins[value] if value else ""
        if out and out[-1][1] == time and out[-1][2] == shown:
            out[-1] = (out[-1][0], after, shown)
        else:
            out.append((time, after, shown))
    return out


def register_names():
    text = open("sw/fn_registers.h").read()
    return {int(offset, 16): name
            for name, offset in re.findall(r"#define FN_REG_(\w+)\s+(0x[0-9a-fA-F]+)u?\n", text)}


def window(rows, producer):
    """From the frame that is sent back first to the end of its way out."""
    told = next(begin for begin, _, offset in rows["s_axil_aw"]
                if int(offset, 16) == producer and begin > rows["gmii_rx_dv"][0][0])
    record = max(begin for begin, _, name in rows["m_axi_aw"] if name == "1" and begin < told)
    frame = max(begin for begin, end, _ in rows["gmii_rx_dv"] if end < record)
    return frame - 30, next(end for begin, end, _ in rows["gmii_tx_en"] if begin > told) + 30


def draw_row(label, row, y, registers, place):
    yield f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{label}</text>'
    yield f'<path class="low" d="M{LEFT},{y + HIGH} H{LEFT + WIDTH}"/>'
    last = 0
    for begin, end, value in row:
        x = place(begin)
        width = max(min(place(end), LEFT + WIDTH) - x, 1.5)
        colour = COLOURS.get(value, "#4a5568")
        yield f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{HIGH}" fill="{colour}"/>'
        name = NAMES.get(label, {}).get(value, "")
        if label == "s_axil_aw":
            name = registers.get(int(value, 16), value).lower()
        if name and x > last and x + 5.4 * len(name) < LEFT + WIDTH:
            last = x + 5.4 * len(name)
            yield f'<text class="name" x="{x:.1f}" y="{y + HIGH + 11}" style="fill:{colour}">{name}</text>'


def main():
    steps = read(sys.argv[1])
    registers = register_names()
    producer = next(o for o, name in registers.items() if name == "TRANSMIT_RING_PRODUCER")
    rows = {label: spans(steps, when, value) for label, when, value in ROWS}
    begin, end = window(rows, producer)

    def place(time):
        return LEFT + (time - begin) / (end - begin) * WIDTH

    width, height = LEFT + WIDTH + 20, TOP + STEP * len(ROWS)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
           f'width="{width}" height="{height}">',
           "<!-- SPDX-License-Identifier: Apache-2.0; drawn by docs/waveform.py from the pins of a run -->",
           "<style>text { font-family: sans-serif; font-size: 11px; fill: #2d3748; } "
           ".name { font-size: 10px; } .low { stroke: #a0aec0; } .grid { stroke: #e2e8f0; }</style>",
           f'<rect width="{width}" height="{height}" fill="white"/>']
    for tick in range(0, int(end - begin) + 1, 200):
        x = place(begin + tick)
        out.append(f'<path class="grid" d="M{x:.1f},{TOP - 14} V{height - 8}"/>')
        out.append(f'<text x="{x:.1f}" y="{TOP - 18}" text-anchor="middle">{tick} ns</text>')
    for n, (label, _, _) in enumerate(ROWS):
        row = [span for span in rows[label] if begin <= span[0] <= end]
        out += draw_row(label, row, TOP + STEP * n, registers, place)
    with open(sys.argv[2], "w") as file:
        file.write("\n".join(out + ["</svg>"]) + "\n")


main()
