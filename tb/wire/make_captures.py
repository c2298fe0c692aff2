#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the captures that no stack sends on demand, always the same bytes.

usage: make_captures.py FOLDER      (with the Python of build/venv: needs scapy)

mixed, vlan, ipv6, secured and rtp are valid; of malformed.pcap malformed.csv tells the
reason that each packet must get, and the rule it breaks.  Frames have at least 60 bytes,
but for those that end inside the Ethernet header.
"""
import csv
import random
import struct
import sys

from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import (ICMPv6EchoRequest, IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment,
                                IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, PadN)
from scapy.layers.ipsec import AH, ESP
from scapy.layers.l2 import ARP, LLC, SNAP, STP, Dot1AD, Dot1Q, Dot3, Ether
from scapy.layers.rtp import RTP
from scapy.packet import Raw

OWN, PEER = "02:00:00:00:00:0b", "02:00:00:00:00:0a"
IP4 = {"src": "10.0.0.1", "dst": "10.0.0.2"}
IP6 = {"src": "fd00::1", "dst": "fd00::2"}
rng = random.Random(4)


def data(size):
    return Raw(rng.randbytes(size))


def ether(kind=None, dst=OWN):
    return Ether(src=PEER, dst=dst, **({} if kind is None else {"type": kind}))


def ip4(**fields):
    return IP(**IP4, id=rng.getrandbits(16), **fields)


def ip6(**fields):
    return IPv6(**IP6, fl=rng.getrandbits(20), **fields)


def ip(version, **fields):
    return ip4(**fields) if version == 4 else ip6(**fields)


def tcp(port=5001, options=(), flags="A", size=0):
    header = TCP(sport=40000, dport=port, seq=rng.getrandbits(32), ack=rng.getrandbits(32),
                 flags=flags, window=rng.getrandbits(16), options=list(options))
    return header / data(size) if size else header


def udp(port=6001, size=0, sport=40001, **fields):
    header = UDP(sport=sport, dport=port, **fields)
    return header / data(size) if size else header


def frame(packet):
    return bytes(packet).ljust(60, b"\0")


def write(path, frames):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for number, each in enumerate(frames):
            file.write(struct.pack("<IIII", 1700000000, number * 10000, len(each), len(each)))
            file.write(each)
    print(f"{path}: {len(frames)} frames")


def authenticated(version, number, protocol):
    """AH in front of bytes: scapy knows no checksum behind it."""
    end = (tcp(5001, TIMESTAMPS, size=20) if protocol == 6 else udp(6001, 20) if protocol == 17
           else ESP(spi=0x99, seq=3, data=b"\2" * 16))
    behind = bytes(ip(version, **{"proto" if version == 4 else "nh": protocol}) / end)
    header = AH(nh=protocol, spi=0x2000 + version, seq=number, payloadlen=4,
                icv=rng.randbytes(12))
    return ether() / ip(version) / header / Raw(behind[20 if version == 4 else 40:])


# ---- Valid ----

TIMESTAMPS = [("NOP", None), ("NOP", None), ("Timestamp", (123456789, 987654321))]
SYN = [("MSS", 1460), ("SAckOK", b""), ("Timestamp", (1, 0)), ("NOP", None), ("WScale", 7)]


def sack(blocks):
    return [("NOP", None), ("NOP", None), ("SAck", tuple(rng.getrandbits(32)
                                                         for _ in range(2 * blocks)))]


def mixed():
    packets = [ether() / ARP(op=1, hwsrc=PEER, psrc="10.0.0.1", pdst="10.0.0.2"),
               ether(dst="ff:ff:ff:ff:ff:ff") / ARP(op=1, hwsrc=PEER, pdst="10.0.0.2"),
               Dot3(src=PEER, dst="01:80:c2:00:00:00") / LLC() / STP(),
               ether(0x88F7, "01:1b:19:00:00:00") / data(44), ether(0xFFFF) / data(46),
               ether(0x0600) / data(46)]
    for size in (0, 1, 5, 6, 7, 26, 100, 1000, 1460):
        for version, port in ((4, 5001), (6, 5002)):
            packets += [ether() / ip(version) / tcp(port, size=size),
                        ether() / ip(version) / tcp(port, TIMESTAMPS, size=min(size, 1428)),
                        ether() / ip(version) / udp(6000 + port - 4999, min(size, 1452))]
    for version in (4, 6):
        packets += [ether() / ip(version) / tcp(22, SYN, "S"),
                    ether() / ip(version) / tcp(22, SYN, "SA"),
                    ether() / ip(version) / tcp(22, flags="R"),
                    ether() / ip(version) / tcp(22, flags="FPUECN", size=3),
                    ether() / ip(version) / tcp(22, [(253, b"\xf9\x89\1\1")]),
                    ether() / ip(version) / tcp(22, TIMESTAMPS + sack(3), size=10)]
        packets += [ether() / ip(version) / tcp(23, sack(blocks)) for blocks in range(1, 5)]
        packets += [ether(dst=dst) / ip(version) / udp(6001, 40) for dst in
                    ("02:00:00:00:00:0c", "01:00:5e:00:00:01", "33:33:00:00:00:01",
                     "ff:ff:ff:ff:ff:ff")]
    packets += [ether() / ip4(tos=0xB8, ttl=1) / udp(6001, 40),
                ether() / ip4(flags="DF") / udp(6001, 40, chksum=0),
                ether() / ip4() / ICMP() / data(56), ether() / ip6() / ICMPv6EchoRequest(),
                ether() / ip4() / ICMP(type=3) / ip4() / udp(9, 8),
                ether() / ip4(proto=253) / data(40),
                ether() / ip4(options=[b"\x94\x04\0\0"]) / tcp(5001, size=50),
                ether() / ip4(options=[b"\x01" * 40]) / udp(6001, 50)]
    for size in (24, 64, 1400):
        packets += [ether() / ip4(flags="MF", frag=0) / udp(6003, size - 8, len=5000),
                    ether() / ip4(flags="MF", frag=3, proto=17) / data(size),
                    ether() / ip4(frag=1000, proto=17) / data(size + 5)]
    for each in (ip4() / tcp(5001, size=100), ip6() / udp(6002, 100)):
        packets.append(Dot3(src=PEER, dst=OWN) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3)
                       / SNAP(OUI=0, code=0x86DD if IPv6 in each else 0x0800) / each)
    packets.append(Dot3(src=PEER, dst=OWN) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3)
                   / SNAP(OUI=0x00000C, code=0x2000) / data(40))
    packets.append(Dot3(src=PEER, dst=OWN) / LLC(dsap=0xFE, ssap=0xFE, ctrl=3) / data(40))
    return packets


def vlan():
    packets = []
    for number, tag in enumerate((0, 1, 2, 100, 4094)):
        for version, port in ((4, 5001), (6, 5002)):
            single = Dot1Q(vlan=tag, prio=number)
            outer = Dot1AD(vlan=200 + tag % 64, prio=7 - number, dei=number % 2)
            twice = Ether(src=PEER, dst=OWN, type=0x9100) / Dot1Q(vlan=300 + number)
            packets += [ether() / single / ip(version) / tcp(port, TIMESTAMPS, size=40),
                        ether() / outer / single / ip(version) / tcp(port, size=64),
                        ether() / outer / ip(version) / udp(6001, 30),
                        ether() / single / single / ip(version) / udp(6002, 30),
                        twice / single / ip(version) / tcp(port, size=1400),
                        twice / ip(version) / tcp(port)]
    packets += [ether() / Dot1Q(vlan=5) / ARP(), ether() / Dot1AD(vlan=6) / Dot1Q(vlan=5) / ARP(),
                ether() / Dot1Q(vlan=5) / ip6() / IPv6ExtHdrHopByHop() / tcp(5002, size=9),
                ether() / Dot1Q(vlan=5, type=80) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3)
                / SNAP(OUI=0, code=0x0800) / ip4() / tcp(5001, size=32),
                ether() / Dot1Q(vlan=1) / Dot1Q(vlan=2) / Dot1Q(vlan=3) / ip4() / tcp(5001)]
    return packets


def options(kind, units):
    return kind(options=[PadN(optdata=b"\0" * (4 + 8 * units))])


def ipv6():
    packets = []
    for units in (0, 1, 2, 7):
        for end in (tcp(5002, TIMESTAMPS, size=33), udp(6002, 33), ICMPv6EchoRequest()):
            hop, dest = options(IPv6ExtHdrHopByHop, units), options(IPv6ExtHdrDestOpt, units)
            route = IPv6ExtHdrRouting(type=253, segleft=0, addresses=[])
            packets += [ether() / ip6() / hop / end, ether() / ip6() / dest / end,
                        ether() / ip6() / hop / dest / route / end,
                        ether() / ip6() / hop / dest / route / dest / end]
    route = IPv6ExtHdrRouting(type=253, segleft=1, addresses=["fd00::3"])
    packets.append(ether() / ip6() / route / tcp(5002, size=20))
    route = IPv6ExtHdrRouting(type=253, segleft=128, addresses=[])
    packets.append(ether() / ip6() / route / tcp(5002, size=20))
    long = IPv6ExtHdrDestOpt(options=[PadN(optdata=bytes(255))] * 4 + [PadN()])  # 1,032 bytes
    packets.append(ether() / ip6() / long / tcp(5002, size=20))
    for offset, more in ((0, 1), (1, 1), (100, 1), (100, 0), (8000, 0)):
        header = IPv6ExtHdrFragment(nh=17, offset=offset, m=more, id=7)
        packets += [ether() / ip6() / header / data(64),
                    ether() / ip6() / options(IPv6ExtHdrHopByHop, 0) / header / data(64)]
    packets += [ether() / ip6() / IPv6ExtHdrFragment(id=8) / tcp(5002, size=20),  # atomic
                authenticated(6, 5, 6),
                ether() / ip6(nh=59), ether() / ip6(nh=135) / data(40),
                ether() / ip6(tc=0xFF, hlim=255) / udp(6002, 10)]
    return packets


def secured():
    packets = []
    for sequence in range(1, 9):
        for version in (4, 6):
            esp = ESP(spi=0x1000 + version, seq=sequence, data=rng.randbytes(32 + 4 * sequence))
            packets += [ether() / ip(version, **({"proto": 50} if version == 4 else {"nh": 50}))
                        / esp, ether() / ip(version) / udp(4500, sport=4500) / bytes(esp)]
    packets += [authenticated(version, number, protocol) for version in (4, 6)
                for number, protocol in enumerate((6, 17, 50))]
    packets += [ether() / ip4() / udp(4500, chksum=0) / Raw(b"\0\0\x10\4\0\0\0\1" + b"\5" * 24),
                ether() / ip4() / udp(4500, sport=4500) / Raw(b"\xff"),
                ether() / ip6() / udp(4500, sport=4500) / Raw(b"\xff"),
                ether() / ip4() / udp(4500, sport=4500) / Raw(bytes(4) + rng.randbytes(28)),
                ether() / ip4() / udp(500, sport=500) / data(28),
                ether() / ip4() / udp(4500, sport=4500),
                ether() / ip4() / udp(4500, sport=4500) / Raw(b"\x12\x34"),
                ether() / Dot1Q(vlan=7) / ip4(proto=50) / ESP(spi=0x1004, seq=9, data=b"\3" * 40)]
    return packets


def rtp():
    packets = []
    for sequence in range(24):
        for version in (4, 6):
            header = RTP(payload_type=(0, 8, 96, 127)[sequence % 4], sequence=65530 + sequence
                         & 0xFFFF, timestamp=160 * sequence, sourcesync=0xCAFE,
                         marker=sequence % 5 == 0, sync=list(range(sequence % 4)))
            packets.append(ether() / ip(version) / udp(5004, sport=40004) / header / data(160))
    report = struct.pack("!BBHIIIIII", 0x80, 200, 6, 0xCAFE, 1, 2, 3, 4, 5)
    for kind in (200, 201, 202, 203, 204, 205, 206, 207):
        packets.append(ether() / ip4() / udp(5005, sport=40005)
                       / Raw(report[:1] + bytes([kind]) + report[2:]))
        packets.append(ether() / ip4() / udp(5004, sport=40004)  # multiplexed, RFC 5761
                       / Raw(report[:1] + bytes([kind]) + report[2:]))
    packets += [ether() / ip4() / udp(5004, 30, sport=40004),
                ether() / ip4() / udp(53, sport=53) / Raw(b"\x80\0" + b"\0" * 20)]
    return packets


# ---- Malformed ----

def sum16(data_bytes):
    total = sum(struct.unpack(f"!{len(data_bytes) // 2}H", data_bytes[:len(data_bytes) & ~1]))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def patch(packet, at, value, mend=True):
    """The frame with bytes value at an offset; with a right IPv4 header checksum again."""
    whole = bytearray(frame(packet))
    whole[at:at + len(value)] = value
    if mend and whole[12:14] == b"\x08\0":
        length = (whole[14] & 15) * 4
        whole[24:26] = bytes(2)
        whole[24:26] = struct.pack("!H", 0xFFFF ^ sum16(bytes(whole[14:14 + length])))
    return bytes(whole)


def tcp_options(raw):
    """A TCP segment over IPv4 with these option bytes, and a right checksum."""
    return ether() / ip4() / TCP(sport=40000, dport=5001, dataofs=5 + len(raw) // 4) / Raw(
        raw + b"payload.")


def malformed():
    four, six = ether() / ip4() / tcp(size=20), ether() / ip6() / tcp(5002, size=20)
    udp4, udp6 = ether() / ip4() / udp(size=20), ether() / ip6() / udp(6002, 20)
    snap = Dot3(src=PEER, dst=OWN) / LLC(dsap=0xAA, ssap=0xAA, ctrl=3) / SNAP(OUI=0, code=0x0800)
    hop = ether() / ip6() / options(IPv6ExtHdrHopByHop, 0) / udp(6002, 20)
    dest = ether() / ip6() / options(IPv6ExtHdrDestOpt, 0) / udp(6002, 20)
    route = ether() / ip6() / IPv6ExtHdrRouting(type=253) / udp(6002, 20)
    ah4, ah6 = authenticated(4, 1, 17), authenticated(6, 1, 17)
    rows = [("DELIVERED", "", frame(four)), ("DELIVERED", "", frame(udp6))]

    def add(reason, source, *frames):
        rows.extend((reason, source, frame(each)) for each in frames)
    add("ETHERNET_LENGTH", "IEEE 802.3 3.2.6", patch(snap / ip4() / tcp(size=20), 12, b"\0\xc8"),
        patch(Dot3(src=PEER, dst=OWN) / LLC(dsap=0x42, ssap=0x42) / data(40), 12, b"\5\xdc"),
        patch(ether() / Dot1Q(vlan=3) / data(42), 16, b"\1\0"))
    add("IP_VERSION", "RFC 791 3.1", patch(four, 14, b"\x65"), patch(four, 14, b"\x55"))
    add("IP_VERSION", "RFC 8200 3", patch(six, 14, b"\x40"), patch(six, 14, b"\x00"))
    add("IPV4_HEADER_LENGTH", "RFC 791 3.1", patch(four, 14, b"\x44"), patch(four, 14, b"\x40"),
        patch(ether() / ip4(proto=253) / data(20), 14, b"\x4f"), patch(four, 16, b"\0\x13"),
        patch(four, 16, b"\0\0"))
    add("IP_LENGTH", "RFC 791 3.1", patch(four, 16, b"\0\x3d"), patch(four, 16, b"\xff\xff"))
    add("IP_LENGTH", "RFC 8200 3", patch(six, 18, b"\0\x29"), patch(six, 18, b"\xff\xff"))
    add("IP_LENGTH", "RFC 2675 2", patch(hop, 18, b"\0\0"))
    add("IPV6_EXTENSION", "RFC 8200 4.3", patch(hop, 55, b"\x08"), patch(hop, 55, b"\xff"),
        patch(ether() / ip6(nh=0) / data(7), 0, b"\2"))
    add("IPV6_EXTENSION", "RFC 8200 4.4", patch(route, 55, b"\x20"),
        patch(ether() / ip6(nh=43) / data(4), 0, b"\2"))
    add("IPV6_EXTENSION", "RFC 8200 4.5", ether() / ip6(nh=44) / data(6))
    add("IPV6_EXTENSION", "RFC 8200 4.6", patch(dest, 55, b"\x04"), ether() / ip6(nh=60))
    add("FRAGMENT", "RFC 791 3.2", ether() / ip4(flags="MF", proto=17) / data(30),
        ether() / ip4(frag=8189, proto=1) / data(100))
    add("FRAGMENT", "RFC 8200 4.5",
        ether() / ip6() / IPv6ExtHdrFragment(nh=17, m=1) / data(30),
        ether() / ip6() / IPv6ExtHdrFragment(nh=17, offset=8191) / data(8))
    add("AH_LENGTH", "RFC 4302 2.2", patch(ah4, 35, b"\0"), patch(ah4, 35, b"\xff"),
        patch(ah6, 55, b"\0"), patch(ah6, 55, b"\x0c"), ether() / ip4(proto=51) / data(8),
        ether() / ip6(nh=51) / data(11))
    add("ESP_LENGTH", "RFC 4303 2", ether() / ip4(proto=50) / data(4),
        ether() / ip6(nh=50) / data(7), ether() / ip4(proto=50))
    add("ESP_LENGTH", "RFC 3948 2.1", ether() / ip4() / udp(4500) / Raw(b"\1\2\3\4\5"),
        ether() / ip6() / udp(4500) / Raw(b"\1\2\3\4\5\6\7"))
    add("TCP_HEADER_LENGTH", "RFC 9293 3.1", patch(four, 46, b"\x40"), patch(four, 46, b"\xf0"),
        patch(six, 66, b"\0"), patch(six, 66, b"\xb0"), ether() / ip4(proto=6) / data(19),
        ether() / ip6(nh=6) / data(12))
    add("TCP_OPTIONS", "RFC 9293 3.2", tcp_options(b"\2\0\0\0"), tcp_options(b"\1\1\xfd\1"),
        tcp_options(b"\1\1\2\4"), tcp_options(b"\1\1\1\2"), tcp_options(b"\3\xff\7\0"))
    add("TCP_OPTIONS", "RFC 7323 3.2", tcp_options(b"\1\1\x08\x09" + b"\1" * 8),
        tcp_options(b"\x08\x0b" + b"\1" * 10), tcp_options(b"\1\1\x08\x0a" + b"\1" * 4))
    add("TCP_OPTIONS", "RFC 2018 3", tcp_options(b"\1\1\5\x09" + b"\1" * 8),
        tcp_options(b"\1\1\1\1\1\1\5\2"), tcp_options(b"\1\1\5\x0e" + b"\1" * 12),
        tcp_options(b"\1\1\5\x12" + b"\1" * 8))
    add("UDP_LENGTH", "RFC 768", patch(udp4, 38, b"\0\7"), patch(udp4, 38, b"\0\x1d"),
        patch(udp6, 58, b"\0\0"), patch(udp6, 58, b"\xff\xff"), ether() / ip4(proto=17) / data(7),
        ether() / ip6(nh=17) / data(3))
    add("IPV4_CHECKSUM", "RFC 791 3.1", patch(four, 24, b"\0\0", False),
        patch(udp4, 22, b"\1", False))
    add("MAC_FILTER", "", ether(dst="02:00:00:00:00:0c") / ip4() / tcp(size=20))
    add("TCP_CHECKSUM", "RFC 9293 3.1", patch(four, 58, b"\xa5\x5a"), patch(six, 70, b"\0\0"))
    add("UDP_CHECKSUM", "RFC 768", patch(udp4, 42, b"\xa5\x5a"), patch(udp6, 62, b"\xa5\x5a"))
    add("UDP_CHECKSUM", "RFC 8200 8.1", patch(udp6, 60, b"\0\0"))
    add("DELIVERED", "", six, udp4)
    add("DELIVERED", "exactly fits", ether() / ip6() / IPv6ExtHdrHopByHop(nh=59),
        ether() / ip6() / IPv6ExtHdrDestOpt(nh=59), ether() / ip4() / tcp(),
        ether() / ip4() / udp(), ether() / ip6() / tcp(), ether() / ip6() / udp(),
        ether() / ip4(proto=50) / Raw(b"\0\0\1\1\0\0\0\1"),
        ether() / ip4() / udp(4500) / Raw(b"\0\0\1\1\0\0\0\1"),
        ether() / ip6(nh=51) / AH(nh=59, spi=1, seq=1, payloadlen=4, icv=b"\1" * 12),
        ether() / ip4(options=[b"\1" * 40], proto=253),
        tcp_options(b"\1\1\4\2"), tcp_options(b"\1\1\5\x0a" + b"\1" * 8),
        tcp_options(b"\1\1\x08\x0a" + b"\1" * 8), tcp_options(b"\1\1\1\0"),
        tcp_options(b"\0\2\0\xff"), tcp_options(b"\1" * 40), tcp_options(b"\xfd\x28" + b"\2" * 38))
    add("DELIVERED", "65,535 bytes", ether() / ip4(frag=8189, proto=1) / data(3),
        ether() / ip6() / IPv6ExtHdrFragment(nh=17, offset=8190) / data(15),
        ether() / ip6() / IPv6ExtHdrFragment(nh=17, offset=8191) / data(7))
    add("FRAGMENT", "RFC 8200 4.5", ether() / ip6()
        / IPv6ExtHdrFragment(nh=17, offset=8190) / data(16))
    for cut, whole in ((6, four), (13, four), (17, ether() / Dot1Q() / ip4() / tcp()),
                       (20, snap / ip4() / tcp())):
        rows.append(("ETHERNET_TRUNCATED", "IEEE 802.3 3.1.1; a runt on the wire",
                     bytes(whole)[:cut]))
    return rows


def main():
    folder = sys.argv[1]
    for make in (mixed, vlan, ipv6, secured, rtp):
        write(f"{folder}/{make.__name__}.pcap", [frame(packet) for packet in make()])
    rows = malformed()
    write(f"{folder}/malformed.pcap", [each for _, _, each in rows])
    with open(f"{folder}/malformed.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["frame.number", "reason", "source"])
        writer.writerows([number, reason, source]
                         for number, (reason, source, _) in enumerate(rows, 1))


main()
