#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# cli_test FLOWNIC - wrong arguments and files: exit status 2, and a sentence that says what
#
# Each row: what the message must contain, then the arguments.  And an odd capture that runs.

flownic=$1
work=build/system/cli
flows=vectors/captures/example.flows
capture=vectors/captures/linux_udp.pcap
failures=0
mkdir -p $work

head -c 3000 $capture > $work/truncated.pcap
printf 'not a capture' > $work/text.pcap
# Link type 101, raw IP, in place of 1.
{ head -c 20 $capture; printf '\145\000\000\000'; tail -c +25 $capture; } > $work/raw.pcap
# One that libpcap has no name for.
{ head -c 20 $capture; printf '\377\077\000\000'; tail -c +25 $capture; } > $work/nameless.pcap
head -c 24 $capture > $work/empty.pcap
head -c 20 $capture > $work/header.pcap
printf 'mac 01:00:5e:00:00:01\n' > $work/mac.flows
printf 'multicast 02:00:00:00:00:0b\n' > $work/multicast.flows
printf 'broadcast\npromiscuous yes\n' > $work/more.flows
printf 'flow handle=1 proto=tcp zero_copy\nflow handle=1 proto=udp zero_copy\n' > $work/twice.flows
printf 'flow handle=1 proto=tcp zero_copy\n' > $work/sender.flows
printf 'mac 02:00:00:00:00:0b\nflow proto=tcp\n' > $work/handle.flows
printf 'flow handle=1 dst=10.0.0.300\n' > $work/address.flows
printf 'flow handle=1 src=10.0.0.1 dst=fd00::1\n' > $work/versions.flows
printf 'flow handle=1 entry=3\nflow handle=2 entry=3\n' > $work/entry.flows
printf '\n\nfrobnicate\n' > $work/unknown.flows
printf 'frame-maximum 20000\n' > $work/maximum.flows
printf 'flow handle=1 dport=70000\n' > $work/port.flows
printf 'flow handle=1 zero_copy\n' > $work/protocol.flows
printf 'flow handle=1 proto=tcp zero_copy pages=4 low_water=4\n' > $work/pages.flows
printf 'flow handle=1 proto=udp zero_copy slot=300\n' > $work/slot.flows
printf 'flow handle=1 proto=tcp zero_copy ack=me\n' > $work/ack.flows

check() {
    want=$1
    shift
    got=$("$flownic" "$@" 2>&1)
    status=$?
    if [ $status -ne 2 ] || ! printf '%s' "$got" | grep -qF -- "$want"; then
        echo "flownic $*: status $status, wanted 2 and: $want; got: $got"
        failures=$((failures + 1))
    fi
}

run() {
    check "$1" run --pcap "${3:-$capture}" --flows "${2:-$flows}" --out $work/out
}

check 'usage:'
check 'usage:' run
check 'usage:' run --pcap $capture --flows $flows
check 'not understood' run --pcap $capture --flows $flows --out $work/out --engine vhdl
check 'one of --pcap, --random and --senders' run --flows $flows --out $work/out
check 'one of --pcap' run --pcap $capture --random 5 --flows $flows --out $work/out
check '--flows and --out are needed' run --pcap $capture --out $work/out
check 'no option' run --pcap $capture --flows $flows --out $work/out more
for words in '--repeat 0' '--faults 101' '--bus-errors 65537' '--timing fast' '--seed x'; do
    # shellcheck disable=SC2086
    check "${words#* }: not understood" run --pcap $capture --flows $flows --out $work/out $words
done
check '--trace needs' run --pcap $capture --flows $flows --out $work/out --trace $work/x.fst
check 'cannot look inside' run --pcap $capture --flows $flows --out $work/out --inside-from 0
check 'can be written' run --pcap $capture --flows $flows --out $work/out --vectors $work/no/x
check 'need lockstep' run --pcap $capture --flows $flows --out $work/out --engine model \
    --vectors $work/x.hex
check 'Not a directory' run --pcap $capture --flows $flows --out $work/text.pcap
check 'senders need a flow' run --senders 1000 --flows $flows --out $work/out
check 'a flow with a sender needs' run --senders 1000 --flows $work/sender.flows --out $work/out
run 'No such file' none.flows
run 'No such file' "" none.pcap
run 'text.pcap: ' "" $work/text.pcap
run 'truncated.pcap: packet' "" $work/truncated.pcap
run 'header.pcap: truncated' "" $work/header.pcap
run 'not Ethernet' "" $work/raw.pcap
run 'link type 16383, not Ethernet' "" $work/nameless.pcap
run 'no packets' "" $work/empty.pcap
run 'handle.flows:2: a flow needs a handle' $work/handle.flows
run 'address.flows:1: not an IP address' $work/address.flows
run 'versions.flows:1: IPv4 and IPv6 in one flow' $work/versions.flows
run 'entry.flows:2: two flows in one entry' $work/entry.flows
run 'unknown.flows:3: unknown statement: frobnicate' $work/unknown.flows
run 'maximum.flows:1: not a number of bytes' $work/maximum.flows
run 'port.flows:1: not a number in range' $work/port.flows
run 'protocol.flows:1: zero copy needs proto=tcp or proto=udp' $work/protocol.flows
run 'pages.flows:1: zero copy needs pages, more than low_water' $work/pages.flows
run 'slot.flows:1: a slot has 256, 512, 1024 or 2048 bytes, of a flow' $work/slot.flows
run 'ack.flows:1: not who acknowledges' $work/ack.flows
run 'mac.flows:1: not the address of one station' $work/mac.flows
run 'multicast.flows:1: not a multicast address' $work/multicast.flows
run 'more.flows:2: more than the statement takes: yes' $work/more.flows
run 'twice.flows:2: two flows with zero_copy and the same handle' $work/twice.flows
# A capture whose clock was set back behind its first packet.
{ head -c 24 $capture; printf '\377\377\377\177'; tail -c +29 $capture; } > $work/back.pcap
timeout 60 "$flownic" run --pcap $work/back.pcap --flows $flows --out $work/out --engine model \
    --timing capture > $work/back.log 2>&1 || {
    echo "flownic --timing capture, the clock set back: status $?"
    failures=$((failures + 1))
}
# Where nothing was built for Icarus beside it.
cp "$flownic" $work/flownic
flownic=$work/flownic
check 'make icarus-system' run --pcap $capture --flows $flows --out $work/out --engine icarus
rm $work/flownic
echo "$failures failures"
[ $failures -eq 0 ]
