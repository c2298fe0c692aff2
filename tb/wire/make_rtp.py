#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes streams of RTP (RFC 3550) as a bad network delivers them.

usage: make_rtp.py FOLDER [NAME ...]

FOLDER/NAME.pcap: the packets as they arrive; NAME.flows: the flows, an entry each, with its SSRC;
NAME.sent.csv and NAME.sent/HANDLE: the RTP packets that a receiver must deliver: of each
sequence number that has arrived unharmed the packet, once, in order; lost: how many numbers
between the first and the last of them have not.
"""
import argparse
import hashlib
import os
import random
import socket
import struct

OWN, PEER = bytes.fromhex("02000000000b"), bytes.fromhex("02000000000a")
CALM = 24  # packets of a flow before and behind those that the network harms

#        name: flows, packets of each, slot, RTP payload, first number, and per 1,000: loss, late,
# twice, harm; burst: numbers lost in a row; distance: packets that pass a late one
STREAMS = {
    "clean":   dict(flows=1, count=3000, slot=256, size=(0, 200), first=64000),
    "wrap":    dict(flows=4, count=400, slot=512, size=(10, 400), first=65300, late=100, twice=50),
    "lossy":   dict(flows=4, count=1500, slot=1024, size=(100, 900), first=65000, loss=30, late=60,
                    twice=40, harm=40),
    "burst":   dict(flows=2, count=1500, slot=256, size=(0, 160), first=100, loss=8, burst=20,
                    late=30, harm=20),
    "video":   dict(flows=2, count=1200, slot=2048, size=(1000, 1440), first=30000, loss=10,
                    late=80, distance=12, twice=10, harm=10),
    "minimum": dict(flows=1, count=6000, slot=256, size=(0, 6), first=60000),
    "many":    dict(flows=16, count=300, slot=256, size=(0, 200), first=65500, loss=20, late=50,
                    twice=20, harm=30),
}


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


class Flow:
    def __init__(self, number, given, rng):
        self.number, self.given, self.rng = number, given, rng
        self.family = socket.AF_INET6 if number % 3 == 1 else socket.AF_INET
        ends = ("fd00::1", "fd00::2") if number % 3 == 1 else ("10.0.0.1", "10.0.0.2")
        self.source, self.destination = ends
        self.ssrc = rng.getrandbits(32)
        self.sport, self.dport = 40000 + 2 * number, 5004 + 2 * number

    def line(self):
        return (f"flow handle={self.number + 1} proto=udp dst={self.destination} "
                f"src={self.source} dport={self.dport} sport={self.sport} rtp spi={self.ssrc:#x}")

    def rtp(self, index, size):
        """An RTP packet; sources, an extension, padding, whatever there is of it."""
        rng = self.rng
        sources = rng.choice((0, 0, 0, 2)) if size > 40 else 0
        extended, padded = size > 60 and rng.randrange(6) == 0, size > 8 and rng.randrange(8) == 0
        body = rng.randbytes(size - 4 * sources - 8 * extended)
        if padded:
            body = body[:-1] + bytes([rng.randrange(1, 8)])
        head = struct.pack(">BBHII", 0x80 | padded << 5 | extended << 4 | sources,
                           rng.choice((0, 96, 97)) | (rng.randrange(5) == 0) << 7,
                           self.given["first"] + index & 0xFFFF, 160 * index & 0xFFFFFFFF, self.ssrc)
        return (head + rng.randbytes(4 * sources)
                + (b"\xbe\xde\0\1" + rng.randbytes(4) if extended else b"") + body)

    def frame(self, payload, damage=False):
        source, destination = (socket.inet_pton(self.family, a)
                               for a in (self.source, self.destination))
        length = 8 + len(payload)
        udp = struct.pack(">HHHH", self.sport, self.dport, length, 0) + payload
        total = checksum(source + destination + struct.pack(">II", length, 17) + udp) or 0xFFFF
        udp = udp[:6] + struct.pack(">H", total) + udp[8:]
        if damage:  # behind the header of RTP, so that it is placed before it turns bad
            at = self.rng.randrange(20, length) if length > 20 else 6
            udp = udp[:at] + bytes([udp[at] ^ 1 << self.rng.randrange(8)]) + udp[at + 1:]
        if self.family == socket.AF_INET6:
            ip = struct.pack(">IHBB", 6 << 28, length, 17, 64) + source + destination
            kind = b"\x86\xdd"
        else:
            ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + length, 0, 0, 64, 17, 0) + source + destination
            ip = ip[:10] + struct.pack(">H", checksum(ip)) + ip[12:]
            kind = b"\x08\0"
        return (OWN + PEER + kind + ip + udp).ljust(60, b"\0")

    def strangers(self, packet):
        """Packets that are none of the flow's, or have no slot in it."""
        rng = self.rng
        wrong_ssrc = packet[:8] + struct.pack(">I", self.ssrc ^ 1 << rng.randrange(32)) + packet[12:]
        version = bytes([packet[0] ^ 0x40]) + packet[1:]
        report = struct.pack(">BBHIIIIII", 0x80, 200, 6, self.ssrc, 1, 2, 3, 4, 5)
        sources = bytes([packet[0] | 15]) + packet[1:3] + b"\0" + packet[4:40]
        return rng.choice((wrong_ssrc, wrong_ssrc, version, report, sources))


def arrivals(flow):
    """[(time, frame)], and the packets that are to be delivered, by index."""
    given, rng = flow.given, flow.rng
    chance = {name: given.get(name, 0) for name in ("loss", "late", "twice", "harm")}
    came, sent, gone = [], {}, 0
    for index in range(given["count"]):
        size = rng.randint(*given["size"])
        is_calm = index < CALM or index >= given["count"] - CALM
        packet = flow.rtp(index, size)
        hit = {name: not is_calm and rng.randrange(1000) < chance[name] for name in chance}
        if hit["harm"] and rng.randrange(3) == 0:  # longer than a slot
            packet = flow.rtp(index, min(given["slot"] + 1, 1440))
        if hit["loss"] and gone == 0:
            gone = rng.randint(1, given.get("burst", 1))
        if gone and not is_calm:
            gone -= 1
            if hit["harm"]:
                came.append((index, flow.frame(packet, damage=True)))
            continue
        gone = 0
        at = index + (rng.randint(1, given.get("distance", 8)) + 0.5 if hit["late"] else 0)
        if hit["harm"]:
            came.append((at - 0.1, flow.frame(packet, damage=True)))
            came.append((at - 0.2, flow.frame(flow.strangers(packet))))
        came.append((at, flow.frame(packet)))
        if hit["twice"]:
            came.append((at + rng.randint(0, 20) + 0.6, flow.frame(packet)))
        sent[index] = packet
    return came, sent


def make(folder, name, given):
    rng = random.Random(name)
    flows = [Flow(number, given, rng) for number in range(given["flows"])]
    came, rows = [], []
    os.makedirs(f"{folder}/{name}.sent", exist_ok=True)
    for flow in flows:
        packets, sent = arrivals(flow)
        came += [(at, flow.number, frame) for at, frame in packets]
        whole = b"".join(sent[index] for index in sorted(sent))
        lost = max(sent) + 1 - min(sent) - len(sent)
        with open(f"{folder}/{name}.sent/{flow.number + 1}", "wb") as file:
            file.write(whole)
        rows.append(f"{flow.number + 1},{flow.source},{flow.sport},{flow.destination},{flow.dport},"
                    f"{len(whole)},{hashlib.sha256(whole).hexdigest()},{flow.number + 1},{lost}")
    with open(f"{folder}/{name}.pcap", "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for count, (_, _, frame) in enumerate(sorted(came, key=lambda item: item[:2])):
            file.write(struct.pack("<IIII", count // 1000, count % 1000 * 1000, len(frame),
                                   len(frame)) + frame)
    with open(f"{folder}/{name}.sent.csv", "w", encoding="ascii") as file:
        file.write("handle,src,sport,dst,dport,bytes,sha256,file,lost\n" + "\n".join(rows) + "\n")
    with open(f"{folder}/{name}.flows", "w", encoding="ascii") as file:
        file.write("mac 02:00:00:00:00:0b\n" + "\n".join(flow.line() for flow in flows) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    os.makedirs(given.folder, exist_ok=True)
    for name in given.names or STREAMS:
        make(given.folder, name, STREAMS[name])


main()
