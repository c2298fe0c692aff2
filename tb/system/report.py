#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws report.html of a run from summary.json, completions.csv and flow_*.csv.

usage: report.py FOLDER
"""
import csv
import html
import io
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

from flow_picture import pictures  # noqa: E402

NS_PER_CYCLE = 6.4
MOST_LABELS = 10
BLUE, RED, GREY = "#2b6cb0", "#c53030", "#718096"


def svg(figure):
    text = io.StringIO()
    figure.tight_layout()
    figure.savefig(text, format="svg")
    plt.close(figure)
    return text.getvalue()[text.getvalue().index("<svg"):]


def verdicts(summary):
    names = ["delivered"] + list(summary["dropped"])
    counts = [summary["delivered"]] + list(summary["dropped"].values())
    figure, axes = plt.subplots(figsize=(7, 0.9 + 0.32 * len(names)))
    bars = axes.barh(names, counts, color=[BLUE] + [RED] * (len(names) - 1))
    axes.bar_label(bars, padding=4)
    axes.invert_yaxis()
    axes.set_xlabel("packets")
    axes.margins(x=0.12)
    return svg(figure)


def latencies(summary):
    latency = summary["record_latency"]
    bins, width = latency["histogram"], latency["cycles_per_bin"]
    last = min(max([b for b, count in enumerate(bins) if count] or [0]) + 2, len(bins))
    figure, axes = plt.subplots(figsize=(7, 2.8))
    axes.bar([b * width for b in range(last)], bins[:last], width=width * 0.9, align="edge",
             color=BLUE)
    axes.set_xlabel("core cycles from the first beat of a packet to its record in software")
    axes.set_ylabel("packets")
    return svg(figure)


def arrivals(records):
    """Every delivered packet: when it was there, how long it is, whether a flow claimed it."""
    packets = [r for r in records if r["kind"] == "1"]
    figure, axes = plt.subplots(figsize=(10, 3))
    for hit, colour, label in (("1", BLUE, "a flow's"), ("0", GREY, "others")):
        mine = [r for r in packets if r["hit"] == hit]
        axes.scatter([int(r["cycle"]) * NS_PER_CYCLE / 1000 for r in mine],
                     [int(r["frame_length"]) for r in mine], s=5, color=colour, label=label)
    axes.set_xlabel("time (µs)")
    axes.set_ylabel("bytes")
    axes.legend(loc="center right")
    return svg(figure)


def sequences(records):
    """TCP sequence numbers of each flow over time, from the first one."""
    flows = {}
    for r in records:
        if r["kind"] == "1" and r["hit"] == "1" and r["protocol"] == "6":
            flows.setdefault(r["handle"], []).append(r)
    if not flows:
        return "<p>No TCP packet of a flow.</p>"
    figure, axes = plt.subplots(figsize=(10, 3))
    for handle, mine in sorted(flows.items()):
        first = int(mine[0]["sequence"])
        axes.plot([int(r["cycle"]) * NS_PER_CYCLE / 1000 for r in mine],
                  [(int(r["sequence"]) - first) % 2**32 for r in mine], ".-", markersize=3,
                  linewidth=0.6, label=f"handle {handle}")
    axes.set_xlabel("time (µs)")
    axes.set_ylabel("sequence, from the first")
    if len(flows) <= MOST_LABELS:
        axes.legend()
    return svg(figure)


def table(pairs):
    rows = "".join(f"<tr><td>{html.escape(k)}</td><td>{html.escape(str(v))}</td></tr>"
                   for k, v in pairs)
    return f"<table>{rows}</table>"


def zero_copy(folder, summary):
    flows = summary.get("zero_copy", {})
    return "<h2>Zero-copied flows</h2>" + pictures(folder, flows) if flows else ""


def main():
    folder = sys.argv[1]
    with open(folder + "/summary.json") as file:
        summary = json.load(file)
    with open(folder + "/completions.csv") as file:
        records = list(csv.DictReader(file))
    good = summary["mismatches"] == 0
    facts = [(k, summary[k]) for k in ("engine", "packets_in", "delivered", "packets_out",
                                       "cycles", "seed")]
    facts += [("cycles_per_packet", f"{summary['cycles_per_packet']:.1f}"),
              ("sim_cycles_per_s", f"{summary['sim_cycles_per_s']:,.0f}"),
              ("mean latency", f"{summary['record_latency']['mean']:.0f} cycles")]
    facts += [(f"packets of handle {h}", n) for h, n in summary["flow_hits"].items()]
    page = f"""<!doctype html><meta charset="utf-8"><title>flownic run</title>
<style>body{{font:15px sans-serif;max-width:1000px;margin:2em auto;color:#1a202c}}
td{{padding:.15em 1.2em .15em 0}}.good{{color:#276749}}.bad{{color:{RED}}}svg{{max-width:100%}}
h2{{margin-top:1.6em;font-size:1.1em}}</style>
<h1>flownic run: <span class="{'good' if good else 'bad'}">{summary['mismatches']} mismatches
</span></h1>{'<p class="bad">' + html.escape(summary['fault']) + '</p>' if summary['fault'] else ''}
{table(facts)}
<h2>One verdict for every packet</h2>{verdicts(summary)}
<h2>Packets over time</h2>{arrivals(records)}
<h2>Sequence numbers of the flows</h2>{sequences(records)}
<h2>From the wire to the software</h2>{latencies(summary)}
{zero_copy(folder, summary)}
"""
    with open(folder + "/report.html", "w") as file:
        file.write(page)


main()
