#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# replay RUN_replay.v [VECTORS.hex] - a replay bench on Icarus: exit status 0 if all is equal
#
# Nothing else of the project is needed.

root=$(dirname "$0")/../..
vectors=${2:-${1%_replay.v}.hex}
program=$(mktemp)
trap 'rm -f "$program"' EXIT
iverilog -g2005 -I"$root/rtl/common" -I"$root/rtl/rx" -y"$root/rtl" -y"$root/rtl/common" -y"$root/rtl/net" \
    -y"$root/rtl/rx" -y"$root/rtl/tx" -y"$root/rtl/host" -o "$program" "$1" || exit 1
vvp -N "$program" "+vectors=$vectors"
