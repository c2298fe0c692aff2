# SPDX-License-Identifier: Apache-2.0
"""The picture of a zero-copied flow: what arrived, its holes and receive-next, over time."""
import csv
import io
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.collections import LineCollection  # noqa: E402

US_PER_CYCLE = 6.4 / 1000
COLOURS = {"arrived": "#2b6cb0", "spoilt": "#c53030", "software": "#dd6b20"}
LABELS = {"arrived": "arrived", "spoilt": "arrived, but bad", "software": "came to software"}
GREEN, GREY = "#276749", "#718096"
HALF, ALL = 1 << 31, (1 << 32) - 1


def read(path):
    """Lines as (time, event, from, to) with places in the stream, counted from 0."""
    with open(path, newline="") as file:
        rows = [(int(r["cycle"]) * US_PER_CYCLE, r["event"], int(r["sequence"]), int(r["end"]))
                for r in csv.DictReader(file)]
    place, last, lines = 0, None, []
    for time, event, sequence, end in rows:
        if last is None:
            last = sequence
        near = place + ((sequence - last + HALF & ALL) - HALF)
        lines.append((time, event, near, near + (end - sequence & ALL)))
        if event == "arrived" and abs(near - place) < 1 << 20:
            place, last = near, sequence
    return [line for line in lines if abs(line[2] - line[3]) < 1 << 17]


def holes(lines):
    """How many bytes and holes are open beyond what is in order, after every arrival."""
    in_order, kept, steps = None, [], []
    for time, event, start, end in lines:
        if event != "arrived" or start - (in_order or start) > 1 << 20:
            continue
        in_order = start if in_order is None else in_order
        kept = sorted(kept + [(max(start, in_order), max(end, in_order))])
        merged = []
        for piece in kept:
            if merged and piece[0] <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], piece[1])
            else:
                merged.append(piece)
        if merged and merged[0][0] <= in_order:
            in_order = merged.pop(0)[1]
        kept = merged
        steps.append((time, len(kept)))
    return steps


def draw(lines):
    figure, (upper, lower) = plt.subplots(2, 1, figsize=(10, 5.2), sharex=True,
                                          height_ratios=[4, 1])
    for event, colour in COLOURS.items():
        pieces = [((t, a), (t, b)) for t, e, a, b in lines if e == event]
        if pieces:
            upper.add_collection(LineCollection(pieces, colors=colour, linewidths=1.4,
                                                label=LABELS[event]))
    next_places = [(t, a) for t, e, a, _ in lines if e in ("contiguous", "surrendered")]
    if next_places:
        upper.step(*zip(*next_places), where="post", color=GREEN, linewidth=0.9,
                   label="receive-next, as reported")
    ends = [(t, a) for t, e, a, _ in lines if e == "surrendered"]
    if ends:
        upper.plot(*zip(*ends), "v", color=GREEN, markersize=5, label="surrendered")
    upper.autoscale_view()
    upper.set_ylabel("byte of the stream")
    upper.legend(loc="lower right", fontsize=8)
    steps = holes(lines)
    if steps:
        lower.fill_between(*zip(*steps), step="post", color=GREY, linewidth=0)
    lower.set_ylabel("open holes")
    lower.set_xlabel("time (µs)")
    text = io.StringIO()
    figure.tight_layout()
    figure.savefig(text, format="svg")
    plt.close(figure)
    return text.getvalue()[text.getvalue().index("<svg"):]


def packets(flow):
    """What became of its packets, by class."""
    counts = ", ".join(f"{count:,} {name}" for name, count in flow["packets"].items())
    return f"<p>Packets: {counts}</p>" if counts else ""


def pictures(folder, flows, most=6):
    """HTML for the flows of summary.json."""
    parts = []
    for handle, flow in list(flows.items())[:most]:
        path = f"{folder}/flow_{handle}.csv"
        lines = read(path) if os.path.exists(path) else []
        parts.append(f"<h3>handle {handle}: {flow['bytes']:,} bytes, {flow['zero_copied']:,} through "
                     f"pages, {flow['by_software']:,} through software</h3>"
                     f"<p>SHA-256 {flow['sha256']}</p>{packets(flow)}"
                     + (draw(lines) if lines else ""))
    if len(flows) > most:
        parts.append(f"<p>{len(flows) - most} more flows: flow_HANDLE.csv.</p>")
    return "".join(parts)
