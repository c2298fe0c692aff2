#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Did a run give every application what was sent to it, byte for byte?

usage: check_zero_copy.py RUN STREAM [--short] [--least PERCENT]

RUN is the folder of a run, STREAM what make streams has written, without its ending, or a
capture, NAME.pcap, of which the UDP flows are looked at, datagram after datagram.  With
--short a flow may end early, as flows do that wait for bytes that nobody sends again; what is
there must be right all the same.  --least: so much must have come through pages.  Of RTP
(make_rtp.py) as many packets must be lost as were not sent unharmed.
"""
import argparse
import csv
import hashlib
import json
import struct
import sys


def check(run, row, flow, stream, given):
    with open(f"{run}/flow_{row['handle']}.bin", "rb") as file:
        got = file.read()
    with open(f"{stream}.sent/{row['file']}", "rb") as file:
        sent = file.read()
    assert got == sent[:len(got)], "wrong bytes"
    assert given.short or len(got) == len(sent), f"{len(got)} of {len(sent)} bytes"
    assert len(got) == len(sent) or not flow["closed"], "closed early"
    if flow["rtp"]:
        assert flow["rtp"]["lost"] == int(row["lost"]), f"{flow['rtp']['lost']} lost"
    else:
        assert flow["closed"] or given.short, "not closed"
    assert flow["sha256"] == hashlib.sha256(got).hexdigest(), "SHA-256"
    assert flow["bytes"] == len(got) == flow["zero_copied"] + flow["by_software"], "balance of bytes"
    return len(got)


def datagrams(run, capture):
    """What each UDP port of a capture was sent, by the parser's word."""
    with open(f"{run}/parsed.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    sent, frames = {}, []
    with open(capture, "rb") as file:
        file.read(24)
        while header := file.read(16):
            frames.append(file.read(struct.unpack("<IIII", header)[2]))
    for number, row in enumerate(rows):
        if row["reason"] == "DELIVERED" and row["protocol"] == "17" and row["fragment"] != "1":
            start = int(row["payload_offset"])
            payload = frames[number % len(frames)][start:start + int(row["payload_length"])]
            sent[row["udp.dstport"]] = sent.get(row["udp.dstport"], b"") + payload
    return sent


def check_datagrams(run, capture, flows):
    """Handles are ports here."""
    sent = datagrams(run, capture)
    for handle, flow in flows.items():
        with open(f"{run}/flow_{handle}.bin", "rb") as file:
            got = file.read()
        print(f"port {handle}: {len(got)} bytes, {flow['zero_copied']} of them through pages")
        if got != sent[handle] or not flow["zero_copied"]:
            return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("stream")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--least", type=int, default=0)
    given = parser.parse_args()
    with open(f"{given.run}/summary.json") as file:
        summary = json.load(file)
    if given.stream.endswith(".pcap"):
        return check_datagrams(given.run, given.stream, summary["zero_copy"]) \
            or summary["mismatches"] > 0
    with open(f"{given.stream}.sent.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    flows, num_bytes, num_bad = summary["zero_copy"], 0, 0
    for row in rows:
        try:
            assert row["handle"] in flows, "no such flow"
            num_bytes += check(given.run, row, flows[row["handle"]], given.stream, given)
        except AssertionError as fault:
            print(f"handle {row['handle']}: {fault}")
            num_bad += 1
    zero_copied = sum(flow["zero_copied"] for flow in flows.values())
    surrendered = {}
    for flow in flows.values():
        for sync, count in flow["surrendered"].items():
            surrendered[sync] = surrendered.get(sync, 0) + count
    print(f"{len(rows)} flows, {num_bytes} bytes, {zero_copied} of them through pages; "
          f"{summary['placed']} packets placed; surrendered: {surrendered}; "
          f"dropped: {summary['dropped']}")
    if 100 * zero_copied < given.least * num_bytes:
        print(f"less than {given.least} % through pages")
        num_bad += 1
    return num_bad > 0 or summary["mismatches"] > 0


sys.exit(main())
