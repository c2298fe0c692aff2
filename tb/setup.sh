#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# setup - installs what flownic needs and this machine lacks: Debian packages by
# apt (as root or by sudo), Python packages (tb/requirements.txt) into build/venv
#
# What the installers say goes into build/setup.log; its end is shown if one fails.

set -eu
cd "$(dirname "$0")/.."

packages="gcc g++ make python3 python3-venv verilator iverilog libpcap-dev libssl-dev zlib1g-dev
libjansson-dev tshark iproute2 cppcheck gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf
lcov"
log=build/setup.log

# fail LINE ...: what went wrong and what to do about it
fail() {
    if [ -s $log ]; then
        (grep -E '^(E|ERROR): ?' $log || cat $log) | tail -n 3 | cut -c 1-200 >&2
    fi
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

install_packages() {
    command -v apt-get > /dev/null ||
        fail "no apt-get here (made for Debian 12): install these in this system's own way, then" \
            "touch build/setup.stamp:$missing"
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo"
        sudo true || fail "not root, and no way there by sudo; as root, run:" \
            "  apt-get install$missing"
    fi
    echo "setup: installing$missing"
    # An archive that others added may be out of order: what counts is whether ours install.
    $as_root apt-get update -qq >> $log 2>&1 || true
    # tshark asks whether others may capture; nobody is there to answer.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 $missing >> $log 2>&1 ||
        fail "apt-get could not install Debian packages (build/setup.log has all it said)." \
            "Is the network there, and main in the list of apt's sources? Then run make again."
}

mkdir -p build
rm -f $log
missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -z "$missing" ] || install_packages

# Half made by a setup that was stopped, or made elsewhere: made again.
if ! build/venv/bin/pip --version > /dev/null 2>&1; then
    python3 -m venv --clear build/venv >> $log 2>&1 ||
        fail "python3 could not make build/venv (build/setup.log has all it said)."
fi
echo "setup: Python packages into build/venv"
build/venv/bin/pip install -q --disable-pip-version-check -r tb/requirements.txt \
    >> $log 2>&1 ||
    fail "pip could not install Python packages (build/setup.log has all it said)." \
        "Is the network there? Then run make again."
echo "setup: complete"
