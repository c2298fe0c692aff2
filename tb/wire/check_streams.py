#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the impaired streams still hold what the applications wrote?  Shares no code with impair.

usage: check_streams.py STREAMS.LIST FOLDER [--run RUN] [--tshark NAME,...] NAME ...

A receiver of its own goes over each capture: TCP checksum, RFC 9293, PAWS, RFC 5961, with the
intervals and the window of the list.  It must end with the bytes of fn_stream.py, and what the
list of packets calls void must change nothing.  Where nothing is void, tshark can follow the
stream, and must come to the same bytes.  With --run the packets are those that a run delivered.
"""
import argparse
import csv
import hashlib
import ipaddress
import json
import re
import struct
import subprocess
import sys

from fn_stream import stream

FIN, SYN, RST = 1, 2, 4
HALF, ALL = 1 << 31, (1 << 32) - 1
HEXADECIMAL = re.compile("[0-9a-f]+$")


def frames(path):
    with open(path, "rb") as file:
        file.read(24)
        while header := file.read(16):
            yield file.read(struct.unpack("<IIII", header)[2])


def checksum_is_good(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    return total % 0xFFFF == 0


class Segment:
    def __init__(self, frame):
        if frame[12:14] == b"\x08\x00":
            tcp, end = 34, 14 + struct.unpack(">H", frame[16:18])[0]
            addresses = frame[26:34]
            assert frame[14] == 0x45 and checksum_is_good(frame[14:34])
        else:
            tcp, end = 54, 54 + struct.unpack(">H", frame[18:20])[0]
            addresses = frame[22:54]
        half = len(addresses) // 2
        assert len(frame) == max(60, end) and len(frame) <= 1514
        self.is_good = checksum_is_good(addresses + struct.pack(">HH", 6, end - tcp)
                                        + frame[tcp:end])
        self.sport, self.dport, self.seq, self.ack = struct.unpack(">HHII", frame[tcp:tcp + 12])
        self.key = (str(ipaddress.ip_address(addresses[:half])), self.sport,
                    str(ipaddress.ip_address(addresses[half:])), self.dport)
        self.flags, header = frame[tcp + 13], (frame[tcp + 12] >> 4) * 4
        self.payload = frame[tcp + header:end]
        self.ts = self.timestamp(frame[tcp + 20:tcp + header])

    @staticmethod
    def timestamp(options):
        at = 0
        while at < len(options) and options[at]:
            if options[at] == 8:
                return struct.unpack(">I", options[at + 2:at + 6])[0]
            at += 1 if options[at] == 1 else options[at + 1]
        return None


def before(a, b):
    return (a - b & ALL) >= HALF


class Receiver:
    """Keeps bytes by offset; holes are what lies between the pieces of self.kept."""

    def __init__(self, syn, intervals, window):
        self.first, self.ts_recent, self.station = syn.seq + 1 & ALL, syn.ts, None
        self.intervals, self.window = intervals, window
        self.data, self.kept, self.is_closed, self.most = bytearray(), [], False, 0

    def state(self):
        return len(self.data), tuple((at, len(piece)) for at, piece in self.kept), self.is_closed

    def take(self, segment):
        offset = (segment.seq - self.first + HALF - len(self.data) & ALL) - HALF + len(self.data)
        if segment.flags & RST:
            assert offset != len(self.data), "a RST that counts"
            return
        if segment.ts is None and self.ts_recent is not None:
            return
        if segment.ts is not None and before(segment.ts, self.ts_recent):
            return
        inside = offset + len(segment.payload) >= len(self.data) \
            and offset < len(self.data) + self.window
        if segment.flags & SYN or not inside:
            return
        if self.station is None:
            self.station = segment.ack
        if segment.ack - self.station & ALL > 1:
            return
        if segment.ts is not None and offset <= len(self.data):
            self.ts_recent = segment.ts
        self.place(offset, segment.payload)
        self.is_closed |= bool(segment.flags & FIN) and \
            offset + len(segment.payload) == len(self.data)

    def place(self, offset, payload):
        if offset < len(self.data):
            offset, payload = len(self.data), payload[len(self.data) - offset:]
        payload = payload[:max(0, len(self.data) + self.window - offset)]
        if not payload:
            return
        pieces, (start, whole) = [], (offset, payload)
        for at, piece in self.kept:
            if at > start + len(whole) or at + len(piece) < start:
                pieces.append((at, piece))
            elif at <= start:  # what is there stays
                start, whole = at, piece + whole[at + len(piece) - start:]
            else:
                tail = whole[at + len(piece) - start:]
                whole = whole[:at - start] + piece + tail
        if start == len(self.data):
            self.data += whole
        elif len(pieces) < self.intervals:
            pieces.append((start, whole))
            self.most = max(self.most, len(pieces))
        else:
            return
        self.kept = sorted(pieces)


def receive(capture, events, settings):
    """Every flow's receiver."""
    receivers = {}
    for number, frame in enumerate(frames(capture), 1):
        segment = Segment(frame)
        event = events[number - 1] if events else None
        if event:
            assert segment.is_good == (event["kind"] != "damaged"), f"checksum of {number}"
        if not segment.is_good:
            continue
        if segment.key not in receivers:
            receivers[segment.key] = Receiver(segment, *settings)
        receiver = receivers[segment.key]
        old = receiver.state()
        receiver.take(segment)
        if event and event["void"] == "1":
            assert receiver.state() == old, f"packet {number} is not void"
    return receivers


def follow(capture, count):
    """What tshark makes of the streams, in the order of their SYN."""
    command = ["tshark", "-n", "-q", "-r", capture]
    for number in range(count):
        command += ["-z", f"follow,tcp,raw,{number}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [bytes.fromhex("".join(line for line in part.split("\n") if HEXADECIMAL.match(line)))
            for part in text.split("Follow: tcp,raw")[1:]]


def read_list(path):
    with open(path) as file:
        rows = [line.split() for line in file if line[:1].isalpha()]
    return {row[0]: dict(word.split("=") for word in row[2:]) for row in rows}


def read_csv(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def check(folder, name, options, run, is_followed):
    base = f"{folder}/{name}"
    events = [] if run else read_csv(f"{base}.csv")
    settings = int(options.get("intervals", 4)), int(options.get("window", 196608))
    receivers = receive(f"{run}/stack.pcap" if run else f"{base}.pcap", events, settings)
    sent = read_csv(f"{base}.sent.csv")
    assert len(sent) == len(receivers), f"{len(receivers)} flows"
    whole = []
    for row in sent:
        data = stream(int(row["sport"]), int(row["dport"]), int(row["bytes"]))
        receiver = receivers[row["src"], int(row["sport"]), row["dst"], int(row["dport"])]
        assert hashlib.sha256(data).hexdigest() == row["sha256"], f"SHA-256 of {row['handle']}"
        with open(f"{base}.sent/{row['file']}", "rb") as file:
            assert file.read() == data, f"file {row['file']}"
        assert receiver.data == data, f"flow {row['handle']}: {len(receiver.data)} bytes"
        assert receiver.is_closed and not receiver.kept, f"flow {row['handle']} not closed"
        whole.append(data)
    wraps = sum((r.first - 1 & ALL) + len(r.data) >= ALL for r in receivers.values())
    assert wraps or not any(word.startswith("wrap") for word in options), "no wrap"
    if is_followed:
        assert all(event["void"] == "0" for event in events), "tshark takes what is void"
        assert follow(f"{base}.pcap", len(sent)) == whole, "tshark sees another stream"
    return (f"{len(sent)} flows, {sum(map(len, whole))} bytes, {wraps} wraps, "
            f"{max(r.most for r in receivers.values())} intervals"
            f"{', tshark agrees' if is_followed else ''}")


def check_summary(run, folder, name):
    """Every packet of a MONITOR flow is delivered, but for the damaged ones."""
    with open(f"{run}/summary.json") as file:
        summary = json.load(file)
    damaged = sum(event["kind"] == "damaged" for event in read_csv(f"{folder}/{name}.csv"))
    assert summary["mismatches"] == 0
    assert summary["delivered"] == summary["packets_in"] - damaged, "packets are missing"
    assert len(summary["flow_hits"]) == len(read_csv(f"{folder}/{name}.sent.csv"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("list")
    parser.add_argument("folder")
    parser.add_argument("names", nargs="+")
    parser.add_argument("--run")
    parser.add_argument("--tshark", default="")
    given = parser.parse_args()
    options, num_bad = read_list(given.list), 0
    for name in given.names:
        try:
            if given.run:
                check_summary(given.run, given.folder, name)
            told = check(given.folder, name, options[name], given.run,
                         name in given.tshark.split(","))
            print(f"{name}: {told}", flush=True)
        except AssertionError as fault:
            print(f"{name}: {fault}")
            num_bad += 1
    return num_bad != 0


sys.exit(main())
