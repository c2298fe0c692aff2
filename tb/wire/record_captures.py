#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records captures of the Linux kernel's own TCP and UDP, over IPv4 and IPv6.

usage (as root): record_captures.py FOLDER

Two network namespaces, a TAP device in each, and this program as the wire between
them: it copies frames both ways, pads them to 60 bytes as Ethernet does, and writes
them down with the time.  A TAP offers no offload, so the kernel computes every
checksum and cuts every segment itself.  What is sent is pseudo-random with a fixed
seed; times, ports and sequence numbers are the kernel's.
"""
import ctypes
import fcntl
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time

TUNSETIFF, IFF_TAP, IFF_NO_PI, CLONE_NEWNET = 0x400454CA, 2, 0x1000, 0x40000000
HOSTS = {"fn_a": ("02:00:00:00:00:0a", "10.0.0.1", "fd00::1"),
         "fn_b": ("02:00:00:00:00:0b", "10.0.0.2", "fd00::2")}
libc = ctypes.CDLL(None, use_errno=True)


def shell(command):
    subprocess.run(command, shell=True, check=True)


def enter(namespace):
    with open(f"/run/netns/{namespace}") as file:
        if libc.setns(file.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def inside(namespace, work):
    """Runs work in a namespace, in a thread of its own; gives the thread."""
    def body():
        enter(namespace)
        work()
    thread = threading.Thread(target=body)
    thread.start()
    return thread


def open_tap(namespace, mtu):
    """A TAP device inside the namespace; its file stays readable from here."""
    box = []

    def body():
        tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"tap0", IFF_TAP | IFF_NO_PI))
        box.append(tap)
    inside(namespace, body).join()
    mac, ipv4, ipv6 = HOSTS[namespace]
    run = f"ip netns exec {namespace} "
    shell(run + "sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0"
                " net.ipv6.conf.all.router_solicitations=0 2>/dev/null || true")
    shell(run + f"ip link set tap0 address {mac} mtu {mtu} up")
    shell(run + f"ip addr add {ipv4}/24 dev tap0")
    shell(run + f"ip -6 addr add {ipv6}/64 dev tap0 nodad")
    return box[0]


class Wire:
    """Copies frames between the two TAP devices and keeps them."""

    def __init__(self, mtu):
        for namespace in HOSTS:
            subprocess.run(f"ip netns del {namespace}", shell=True, stderr=subprocess.DEVNULL)
            shell(f"ip netns add {namespace}")
        self.taps = [open_tap(namespace, mtu) for namespace in HOSTS]
        self.frames, self.stop = [], False
        self.thread = threading.Thread(target=self.copy)
        self.thread.start()

    def copy(self):
        while not self.stop:
            for tap in select.select(self.taps, [], [], 0.05)[0]:
                self.copy_frame(tap, os.read(tap, 65536))

    def forward(self, tap, frame):
        self.frames.append((time.time_ns(), frame.ljust(60, b"\0")))
        os.write(self.taps[1 - self.taps.index(tap)], frame)

    copy_frame = forward

    def finish(self):
        time.sleep(0.2)
        self.stop = True
        self.thread.join()
        for tap in self.taps:
            os.close(tap)
        for namespace in HOSTS:
            shell(f"ip netns del {namespace}")

    def close(self, path, only=None):
        self.finish()
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
            for at, frame in self.frames[:only]:
                file.write(struct.pack("<IIII", at // 10**9, at % 10**9, len(frame), len(frame)))
                file.write(frame)
        print(f"{path}: {len(self.frames[:only])} frames")


def listen(kind, family, port):
    address = "::" if family == socket.AF_INET6 else "0.0.0.0"
    server = socket.socket(family, kind)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, port))
    if kind == socket.SOCK_STREAM:
        server.listen()
    return server


def exchange(family, talk, serve, kind=socket.SOCK_STREAM, port=5001):
    """serve(socket) in fn_b, talk(socket) in fn_a, both to the end."""
    ready = threading.Event()

    def server():
        sock = listen(kind, family, port)
        ready.set()
        if kind == socket.SOCK_STREAM:
            connection = sock.accept()[0]
            serve(connection)
            connection.close()
        else:
            serve(sock)
        sock.close()

    def client():
        ready.wait()
        sock = socket.socket(family, kind)
        sock.connect((HOSTS["fn_b"][2 if family == socket.AF_INET6 else 1], port))
        talk(sock)
        sock.close()
    for thread in (inside("fn_b", server), inside("fn_a", client)):
        thread.join()


def drain(sock):
    while sock.recv(65536):
        pass


def bulk(size):
    return lambda sock: sock.sendall(random.Random(1).randbytes(size))


def interactive(sock):
    """Keystrokes: one small segment and its answer after the other."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    rng = random.Random(2)
    for _ in range(60):
        sock.sendall(rng.randbytes(rng.randint(1, 20)))
        sock.recv(4096)


def echo(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while data := sock.recv(4096):
        sock.sendall(data)


def datagrams(sizes):
    return lambda sock: [(sock.send(random.Random(n).randbytes(n)), time.sleep(0.001))
                         for n in sizes]


def take(count):
    def serve(sock):
        sock.settimeout(2)
        for _ in range(count):
            sock.recv(65536)
    return serve


def main():
    folder = sys.argv[1]
    four, six = socket.AF_INET, socket.AF_INET6
    sizes = list(range(1, 120, 7)) + [512, 1000, 1471, 1472]
    large = [1473, 2000, 4000, 8000, 20000]

    def record(name, mtu, *conversations):
        wire = Wire(mtu)
        for family, talk, serve, kind, port in conversations:
            exchange(family, talk, serve, kind, port)
        wire.close(f"{folder}/{name}.pcap")
    tcp, udp = socket.SOCK_STREAM, socket.SOCK_DGRAM
    record("linux_tcp_bulk", 1500, (four, bulk(150000), drain, tcp, 5001),
           (six, bulk(150000), drain, tcp, 5002))
    record("linux_tcp_interactive", 1500, (four, interactive, echo, tcp, 22),
           (six, interactive, echo, tcp, 23))
    record("linux_udp", 1500, (four, datagrams(sizes), take(len(sizes)), udp, 6001),
           (six, datagrams(sizes), take(len(sizes)), udp, 6002))
    record("linux_fragments", 1500, (four, datagrams(large), take(len(large)), udp, 6003),
           (six, datagrams(large), take(len(large)), udp, 6004))
    record("linux_jumbo", 9000, (four, bulk(100000), drain, tcp, 5003))


if __name__ == "__main__":
    main()
