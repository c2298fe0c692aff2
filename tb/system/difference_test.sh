#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# difference_test - breaks one line inside a block: does the report name that block?
#
# Each row: the file, the sed command that breaks it, the engine, the words in the report.

failures=0

# A tree like this one, but for its RTL and what is built from it.
copy_tree() {
    rm -rf "$1"
    mkdir -p "$1/build"
    cp -a rtl "$1/rtl"
    for f in Makefile LICENSE README.md cmodel docs fpga sw tb vectors; do
        ln -s "$PWD/$f" "$1/$f"
    done
    for f in c venv setup.stamp; do
        ln -s "$PWD/build/$f" "$1/build/$f"
    done
}

fail() {
    echo "$work: $1"
    failures=$((failures + 1))
}

check() {
    work=build/difference/$(basename "$1" .v)
    if [ ! -d "$work" ] || [ "$3" = lockstep ]; then
        copy_tree "$work"
        sed -i "$2" "$work/$1"
        cmp -s "$1" "$work/$1" && fail "$2: breaks nothing"
    fi
    program=system
    [ "$3" = icarus ] && program=icarus-system
    if ! make -s -j2 -C "$work" $program; then
        fail "cannot be built"
        return
    fi
    (cd "$work" && build/system/flownic run --engine "$3" --out "build/run-$3" \
        --pcap vectors/captures/linux_tcp_interactive.pcap \
        --flows vectors/captures/example.flows > build/report.txt 2>&1)
    status=$?
    cat "$work/build/report.txt"
    [ $status -eq 1 ] || fail "exit status $status, not 1"
    grep -q "^first difference: cycle [0-9]*, [0-9]* frames fed, .*: $4: expected" \
        "$work/build/report.txt" || fail "the report does not name $4"
    [ "$3" = icarus ] || [ -s "$work/build/run-$3/difference.fst" ] || fail "no waveform"
}

check rtl/rx/fn_rx_parser_fields.v '/RECORD_SEQUENCE/,/;/s/ tcp ?/ !tcp ?/' lockstep \
    'u_core.u_receive_path.u_rx_parser.m_record_data (fn_rx_parser): sequence'
check rtl/host/fn_dma_write_align.v 's/<= position_q.0.;/<= position_q[1];/' \
    lockstep 'u_core.u_dma.u_write.m_axi_w[a-z]* (fn_dma_write)'
check rtl/host/fn_dma_write_align.v '' icarus \
    'u_core.u_dma.u_write.m_axi_w[a-z]* (fn_dma_write)'
echo "$failures failures"
[ $failures -eq 0 ]
