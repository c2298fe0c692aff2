#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what fn_parse says of a capture with what Wireshark says.

usage: compare_tshark.py PARSED.CSV CAPTURE [CHECKSUMS.CSV]

PARSED.CSV is that of fn_parsed_csv.h.  CHECKSUMS.CSV holds the columns ip_checksum and
l4_checksum of fn_completion.h: of frame.number if it has that column, else of the packets
that PARSED.CSV calls DELIVERED, in order, as completions.csv of a run does.

Every column with a dot is compared, others where Wireshark tells them in another way.  Of a
malformed packet only the cells that we fill are (what the frame cuts is 0), only if Wireshark
has read so far, and not the length that is wrong.  A frame that Ethernet would not carry is
left out where a run has padded it.  Exit status 1 and a list on a difference.
"""
import csv
import struct
import subprocess
import sys

MALFORMED = {"ETHERNET_TRUNCATED", "ETHERNET_LENGTH", "IP_VERSION", "IPV4_HEADER_LENGTH",
             "IP_LENGTH", "IPV6_EXTENSION", "FRAGMENT", "AH_LENGTH", "ESP_LENGTH",
             "TCP_HEADER_LENGTH", "TCP_OPTIONS", "UDP_LENGTH"}
OPTIONS = ["-n", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE",
           "-o", "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.relative_sequence_numbers:FALSE",
           "-o", "tcp.analyze_sequence_numbers:FALSE", "-o", "ip.check_checksum:TRUE",
           "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
           "-o", "ip.decode_tos_as_diffserv:TRUE",
           "-d", "udp.port==1024-4499,rtp", "-d", "udp.port==4501-65535,rtp"]
HELPERS = ["frame.protocols", "eth.type", "vlan.etype", "ieee8021ad.id", "ieee8021ad.svid",
           "ieee8021ad.dei", "ieee8021ad.priority", "rtp.version", "rtp.cc", "rtp.marker",
           "rtp.p_type", "llc.type", "ip.proto", "ipv6.nxt", "ah.next_header",
           "ipv6.hopopts.nxt", "ipv6.dstopts.nxt", "ipv6.routing.nxt", "ipv6.fraghdr.nxt",
           "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "tcp.payload",
           "udp.payload", "udpencap.nat_keepalive", "ipv6.routing.segleft", "eth.dst",
           "tcp.options"]
MIN_FRAME = 60
OWN_ADDRESS = "02:00:00:00:00:0b"
NEXT_HEADER = {"ip": "ip.proto", "ipv6": "ipv6.nxt", "ah": "ah.next_header",
               "ipv6.hopopts": "ipv6.hopopts.nxt", "ipv6.dstopts": "ipv6.dstopts.nxt",
               "ipv6.routing": "ipv6.routing.nxt", "ipv6.fraghdr": "ipv6.fraghdr.nxt"}


def read_csv(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def ask_tshark(capture, columns):
    """Every occurrence of each column, a list of dictionaries of lists."""
    command = ["tshark", *OPTIONS, "-r", capture, "-T", "fields", "-E", "separator=/t",
               "-E", "occurrence=a", "-E", "aggregator=;"]
    for column in columns:
        command += ["-e", column]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        sys.exit(answer.stderr)
    return [{column: cell.split(";") if cell else []
             for column, cell in zip(columns, line.split("\t"))}
            for line in answer.stdout.split("\n")[:-1]]


def number(text):
    """Numbers are equal however they are written."""
    try:
        return int(text, 0)
    except ValueError:
        return {"True": 1, "False": 0}.get(text, text)


def layers(theirs):
    return "".join(theirs["frame.protocols"][:1]).split(":")


def network(theirs):
    """Where the IP header that Ethernet carries is among the layers; not one inside MPLS."""
    names = layers(theirs)
    at = next((n for n, name in enumerate(names) if name in ("ip", "ipv6")), len(names))
    return at if names[at - 1] in ("ethertype", "llc") else len(names)


def chain(theirs):
    """The IP header, its extensions and what is behind them."""
    names = []
    for name in layers(theirs)[network(theirs):]:
        names.append(name)
        if name not in NEXT_HEADER or name == names[0] and len(names) > 1:
            break
    return names


def transport(theirs):
    return "".join(chain(theirs)[-1:])


def is_of_this_packet(column, ours, theirs):
    """Not of a packet inside the packet: ICMP quotes them, IP carries them; nor of a fragment."""
    layer = column.split(".")[0]
    if layer in ("tcp", "udp", "rtp", "esp") and ours["fragment"] == "1":
        return False
    if layer in ("ip", "ipv6", "ah"):
        return column == "ip.version" and chain(theirs) != [] or layer in chain(theirs)
    if layer in ("tcp", "udp"):
        return transport(theirs) == layer
    return layer not in ("rtp", "esp") or transport(theirs) in ("udp", layer)


def is_rtp(ours, theirs):
    """RFC 3550 5.1 and 11, RFC 5761 4: Wireshark is made to read every UDP datagram as RTP."""
    version, sources, marker, kind = (
        number(theirs[f"rtp.{name}"][0]) if theirs[f"rtp.{name}"] else 0
        for name in ("version", "cc", "marker", "p_type"))
    ports = [int(ours[f"udp.{port}"] or 0) for port in ("srcport", "dstport")]
    return (version == 2 and not (marker and 64 <= kind <= 95)
            and 8 + 12 + 4 * sources <= int(ours["udp.length"] or 0)
            and any(port >= 1024 and port % 2 == 0 for port in ports))


def wireshark_cell(column, ours, theirs):
    """What Wireshark has for a column, if it speaks of the same thing; else nothing."""
    layer = column.split(".")[0]
    cells = theirs[column]
    if layer == "vlan":  # a service tag has fields of its own
        tag = next((name for name in layers(theirs) if name in ("vlan", "ieee8021ad")), "vlan")
        cells = theirs[column.replace(layer, tag)] or (
            theirs["ieee8021ad.svid"] if column == "vlan.id" else [])
    is_other = (not is_of_this_packet(column, ours, theirs)
                or layer == "rtp" and not is_rtp(ours, theirs)
                or column == "rtp.ssrc" and ours["ah.spi"]  # in the place of an association's
                or layer == "esp" and ours["ah.spi"]  # only the outer association is told,
                or column == "ah.sequence" and not ours[column]  # and one sequence number
                or column.startswith("ipv6.fraghdr") and ours["fragment"] == "0")  # RFC 6946
    if is_other or not cells:
        return ""
    return cells[-1 if column.startswith("tcp.options") else 0]


def is_beyond_wireshark(ours, theirs):
    """It knows neither LLC nor 0x9100 behind a service tag; we know two tags, it knows more."""
    return ours["ethertype"] in ("0x8100", "0x88a8", "0x9100") or bool(
        "ieee8021ad" in layers(theirs) and ours["ip.version"]
        and not {"ip", "ipv6"} & set(layers(theirs)))


def differences(ours, theirs, columns):
    is_malformed = ours["reason"] in MALFORMED
    for column in columns:
        mine, other = ours[column], wireshark_cell(column, ours, theirs)
        if is_malformed and (number(mine or "0") == 0 or not other or column == "tcp.len"):
            continue
        if number(mine) != number(other):
            yield f"{column}: {mine or '-'}, Wireshark {other or '-'}"


def read_frames(path):
    """Of a pcap file of this machine's byte order."""
    with open(path, "rb") as file:
        file.read(24)
        while header := file.read(16):
            yield file.read(struct.unpack("=IIII", header)[2])


def last_protocol(ours, theirs):
    """What the last header says that is IP or an extension; of a fragment, the fragment header."""
    seen, found = {}, ""
    for name in chain(theirs):
        if name in NEXT_HEADER:
            cells = theirs[NEXT_HEADER[name]]
            at = seen[name] = seen.get(name, -1) + 1
            found = cells[at] if at < len(cells) else ""
        if name == "ipv6.fraghdr" and ours["fragment"] == "1":
            break
    return found


def has_other_options(options):
    """Any TCP option but end, no operation, SACK and timestamps?  RFC 9293 3.2."""
    at = 0
    while at < len(options) and options[at] != 0:
        if options[at] not in (1, 5, 8):
            return True
        at += 1 if options[at] == 1 else options[at + 1]
    return False


def flags(ours, theirs):
    """What Wireshark's fields say of our flags, for the filter of example.flows."""
    address = theirs["eth.dst"][0]
    mac_class = ("broadcast" if address == "ff:ff:ff:ff:ff:ff" else "multicast"
                 if int(address[:2], 16) & 1 else "own" if address == OWN_ADDRESS else "other")
    yield "mac_class", mac_class
    yield "mac_accept", str(int(mac_class != "other"))
    names = chain(theirs)
    if not names or not ours["ip.version"]:
        yield "candidate", "0"
        return
    left = any(number(cell) for cell in theirs["ipv6.routing.segleft"])
    yield "candidate", str(int(mac_class == "own" and not left))
    extensions = {name for name in names if name.startswith("ipv6.")}
    long_header = theirs["ip.hdr_len"][:1] > ["20"]
    yield "ip_options", str(int(bool(extensions) or names[0] == "ip" and long_header))
    if ours["tcp.hdr_len"] and transport(theirs) == "tcp":
        options = bytes.fromhex("".join(theirs["tcp.options"][:1]))
        yield "other_tcp_options", str(int(has_other_options(options)))
    yield "checksum_unknown", str(int(left or ours["fragment"] == "1"))


def other_differences(ours, theirs, frame):
    """The columns that Wireshark has no name for, where it tells them in another way."""
    for column, value in flags(ours, theirs):
        if ours[column] != value:
            yield f"{column}: {ours[column]}, Wireshark {value}"
    protocol = last_protocol(ours, theirs)
    if protocol and number(protocol) != number(ours["protocol"]):
        yield f"protocol: {ours['protocol']}, Wireshark {protocol}"
    kind = theirs["eth.type"][:1]
    if kind and ours["vlan_count"] == "0" and number(kind[0]) != number(ours["ethertype"]):
        yield f"ethertype: {ours['ethertype']}, Wireshark {kind[0]}"
    if len(theirs["vlan.id"]) > 1 and "ieee8021ad" not in layers(theirs):
        if int(theirs["vlan.id"][1]) != int(ours["vlan_inner_tci"] or 0) & 0xFFF:
            yield f"vlan_inner_tci: {ours['vlan_inner_tci']}, Wireshark {theirs['vlan.id'][1]}"
    at, size = int(ours["payload_offset"] or 0), int(ours["payload_length"] or 0)
    if number(theirs["udpencap.nat_keepalive"][0] if theirs["udpencap.nat_keepalive"] else "0") \
            != number(ours["nat_keepalive"] or "0"):
        yield f"nat_keepalive: {ours['nat_keepalive']}"
    payload = [] if ours["rtp.seq"] or ours["udp_encapsulation"] == "1" else (
        theirs["tcp.payload"] if ours["tcp.srcport"] else
        theirs["udp.payload"] if ours["udp.srcport"] else [])
    if payload and payload[0] != frame[at:at + size].hex():
        yield f"payload at {at}: {frame[at:at + size].hex()[:32]}, Wireshark {payload[0][:32]}"


# Wireshark: 0 bad, 1 good, 2 unverified, 3 not present, 4 zero over IPv6.  Ours: 0 none, 1 good,
# 2 bad, 3 absent, which RFC 6935 allows in front of ESP over IPv6.
def checksum_differences(sums, ours, theirs):
    same = {"0": "2", "1": "1", "3": "3", "4": "3" if ours["udp_encapsulation"] == "1" else "2"}
    for mine, layers in (("ip_checksum", ["ip"]), ("l4_checksum", ["tcp", "udp"])):
        for layer in layers:
            status = theirs[f"{layer}.checksum.status"][:1]
            if not status or not is_of_this_packet(f"{layer}.", ours, theirs) or status == ["2"]:
                continue
            if same[status[0]] != sums[mine]:
                yield f"{mine}: {sums[mine]}, Wireshark's {layer}.checksum.status {status[0]}"


def pair_checksums(path, parsed):
    rows = read_csv(path)
    if "frame.number" in rows[0]:
        return {row["frame.number"]: row for row in rows}
    packets = [row for row in rows if row["kind"] == "1"]
    delivered = [row["frame.number"] for row in parsed if row["reason"] == "DELIVERED"]
    return dict(zip(delivered, packets))


def main():
    parsed, capture = read_csv(sys.argv[1]), sys.argv[2]
    sums = pair_checksums(sys.argv[3], parsed) if len(sys.argv) > 3 else {}
    columns = [column for column in parsed[0] if "." in column]
    answers = ask_tshark(capture, columns + HELPERS)
    faults = []
    if len(answers) != len(parsed):
        faults.append(f"{len(parsed)} packets, Wireshark {len(answers)}")
    num_cells = 0
    for ours, theirs, frame in zip(parsed, answers, read_frames(capture)):
        at = ours["frame.number"]
        is_padded = len(frame) < MIN_FRAME and int(ours["frame.len"]) == MIN_FRAME
        if is_padded or is_beyond_wireshark(ours, theirs):
            continue
        found = list(differences(ours, theirs, columns))
        if ours["reason"] not in MALFORMED:
            found += other_differences(ours, theirs, frame)
        if at in sums and ours["reason"] not in MALFORMED and ours["checksum_unknown"] != "1":
            found += checksum_differences(sums[at], ours, theirs)
        faults += [f"packet {at} ({ours['reason']}, {theirs['frame.protocols'][0]}): {fault}"
                   for fault in found]
        num_cells += sum(1 for column in columns if ours[column])
    for fault in faults[:20000]:
        print(fault)
    print(f"{capture}: {len(parsed)} packets, {num_cells} cells, {len(faults)} differences")
    return bool(faults)


sys.exit(main())
