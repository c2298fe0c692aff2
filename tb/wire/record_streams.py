#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records streams of the Linux kernel's own TCP, as the station fn_b receives them.

usage (as root): record_streams.py FOLDER [NAME ...]

Kept is what arrives from fn_a, cut behind the TCP header: the payload is that of
fn_stream.h, and the TCP checksum proves it.  Where the wire loses, delays and doubles
frames, what is kept has passed it, with the kernel's own retransmissions.
"""
import gzip
import os
import random
import socket
import struct
import sys
import threading
import time

from fn_stream import stream
from record_captures import HOSTS, Wire, inside, listen

FOUR, SIX = socket.AF_INET, socket.AF_INET6


class Flow:
    def __init__(self, family, size, sport=40001, mss=0, writes=0, pause=0):
        self.family, self.size, self.sport = family, size, sport
        self.mss, self.writes, self.pause = mss, writes, pause
        self.dport = 5001 if family == FOUR else 5002


class StreamWire(Wire):
    """loss, late and twice: of 1,000 frames to fn_b.  Two later frames pass what it holds back."""

    def __init__(self, mtu, loss=0, late=0, twice=0):
        self.loss, self.late, self.twice = loss, late, twice
        self.rng, self.held = random.Random(5), []
        super().__init__(mtu)

    def deliver(self, frame):
        self.forward(self.taps[0], frame)
        if self.rng.randrange(1000) < self.twice:
            self.forward(self.taps[0], frame)

    def copy_frame(self, tap, frame):
        if tap != self.taps[0]:
            return self.forward(tap, frame)
        if self.rng.randrange(1000) < self.loss:
            return None
        if self.rng.randrange(1000) < self.late:
            return self.held.append([2, frame])
        self.deliver(frame)
        for entry in self.held:
            entry[0] -= 1
        for entry in [entry for entry in self.held if entry[0] == 0]:
            self.deliver(entry[1])
        self.held = [entry for entry in self.held if entry[0] > 0]


def headers(frame):
    """Bytes up to the end of the TCP header; 0 if the frame is not TCP from fn_a."""
    if frame[6:12] != bytes.fromhex(HOSTS["fn_a"][0].replace(":", "")):
        return 0
    kind = frame[12:14]
    if kind == b"\x08\x00" and frame[23] == 6:
        tcp = 14 + (frame[14] & 15) * 4
    elif kind == b"\x86\xdd" and frame[20] == 6:
        tcp = 54
    else:
        return 0
    return tcp + (frame[tcp + 12] >> 4) * 4


def write(path, frames):
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for at, frame in frames:
            if cut := headers(frame):
                packed.write(struct.pack("<IIII", at // 10**9, at % 10**9, cut, len(frame)))
                packed.write(frame[:cut])
    print(f"{path}: {len(frames)} frames, {os.path.getsize(path)} bytes", flush=True)


def serve(family, count, buffer, stall):
    """Listens for count connections of fn_b; gives the thread that drains them all."""
    ready = threading.Event()

    def drain(sock):
        time.sleep(stall)
        while sock.recv(1 << 20):
            pass
        sock.close()

    def body():
        server = listen(socket.SOCK_STREAM, family, 5001 if family == FOUR else 5002)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)  # the window's bound
        server.listen(128)
        ready.set()
        drains = []
        for _ in range(count):
            drains.append(threading.Thread(target=drain, args=server.accept()[:1]))
            drains[-1].start()
        for thread in drains:
            thread.join()
        server.close()
    thread = inside("fn_b", body)
    ready.wait()
    return thread


def send(flow):
    address = 2 if flow.family == SIX else 1
    data, rng = stream(flow.sport, flow.dport, flow.size), random.Random(flow.sport)
    sock = socket.socket(flow.family, socket.SOCK_STREAM)
    if flow.mss:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, flow.mss)
    sock.bind((HOSTS["fn_a"][address], flow.sport))
    sock.connect((HOSTS["fn_b"][address], flow.dport))
    if flow.writes:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for option, value in (("TCP_KEEPIDLE", 1), ("TCP_KEEPINTVL", 1)):
        sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, int(flow.pause > 0))
    at = 0
    while at < flow.size:
        if flow.pause and at > flow.size // 2:
            time.sleep(flow.pause)
            flow.pause = 0
        step = rng.randint(1, flow.writes) if flow.writes else flow.size
        sock.sendall(data[at:at + step])
        time.sleep(0.0005 if flow.writes and rng.randrange(4) else 0)  # else what waits is joined
        at += step
    sock.shutdown(socket.SHUT_WR)
    sock.recv(1)
    sock.close()


def record(path, flows, timestamps=1, buffer=80000, stall=0, **impairment):
    def settings():
        for name, value in (("tcp_timestamps", timestamps), ("tcp_congestion_control", "reno")):
            with open(f"/proc/sys/net/ipv4/{name}", "w") as file:
                file.write(str(value))
    wire = StreamWire(1500, **impairment)
    for namespace in HOSTS:
        inside(namespace, settings).join()
    servers = [serve(family, count, buffer, stall) for family in (FOUR, SIX)
               if (count := sum(flow.family == family for flow in flows))]
    clients = [inside("fn_a", lambda flow=flow: send(flow)) for flow in flows]
    for thread in clients + servers:
        thread.join()
    wire.finish()
    write(path, wire.frames)


def some(count, smallest, largest):
    rng = random.Random(count)
    return [Flow(FOUR if n % 2 else SIX, rng.randint(smallest, largest), 40001 + n,
                 rng.choice((0, 0, 536, 1000))) for n in range(count)]


KB, MB = 1000, 1000000
RECORDINGS = {
    "v4": lambda path: record(path, [Flow(FOUR, 300 * KB)]),
    "v4_plain": lambda path: record(path, [Flow(FOUR, 250 * KB)], timestamps=0),
    "v6": lambda path: record(path, [Flow(SIX, 200 * KB)]),
    "v6_plain": lambda path: record(path, [Flow(SIX, 64 * KB, mss=536)], timestamps=0),
    "v4_odd": lambda path: record(path, [Flow(FOUR, 131071, mss=1001)], timestamps=0),
    "v4_writes": lambda path: record(path, [Flow(FOUR, 150 * KB, writes=1200)]),
    "v6_writes": lambda path: record(path, [Flow(SIX, 100 * KB, writes=700)], timestamps=0),
    "v4_lossy": lambda path: record(path, [Flow(FOUR, 600 * KB)],
                                    loss=20, late=10, twice=10),
    "v6_lossy": lambda path: record(path, [Flow(SIX, 500 * KB)], timestamps=0,
                                    loss=20, late=10, twice=10),
    "v4_stalled": lambda path: record(path, [Flow(FOUR, 250 * KB)], stall=1.5),
    "v6_keepalive": lambda path: record(path, [Flow(SIX, 100 * KB, writes=4000, pause=3.5)]),
    "flows_8": lambda path: record(path, some(8, 64 * KB, 200 * KB)),
    "flows_64": lambda path: record(path, some(64, 16 * KB, 80 * KB), timestamps=0),
    "large_v4": lambda path: record(path, [Flow(FOUR, 6 * MB)]),
    "large_v4_plain": lambda path: record(path, [Flow(FOUR, 8 * MB)], timestamps=0),
    "large_v6": lambda path: record(path, [Flow(SIX, 5500 * KB)]),
}

if __name__ == "__main__":
    for name in sys.argv[2:] or RECORDINGS:
        RECORDINGS[name](f"{sys.argv[1]}/{name}.pcap.gz")
