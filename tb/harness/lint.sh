#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lint FILE.v - one module under three tools, nothing switched off without a reason

unasked=-Wno-sensitivity-entire-array  # Icarus: it costs simulation speed alone
paths="-y rtl -y rtl/common -y rtl/net -y rtl/rx -y rtl/tx -y rtl/host"
module=${1##*/}
module=${module%.v}
verilator --lint-only -Wall --language 1364-2005 -Irtl/common -Irtl/rx $paths \
    --top-module "$module" "$1" || exit 1
warnings=$(iverilog -g2005 -Wall "$unasked" -Irtl/common -Irtl/rx \
    $(echo "$paths" | sed 's/-y /-y/g') -s "$module" -o /dev/null "$1" 2>&1) || {
    echo "$warnings"; exit 1; }
if [ -n "$warnings" ]; then
    echo "$warnings"
    exit 1
fi
build/venv/bin/python3 fpga/check.py "$module" || exit 1
