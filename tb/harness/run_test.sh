#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# run_test RESULT.passed COMMAND ... - runs one test and keeps what it printed
#
# Writes RESULT.passed if its exit status is 0; else shows the end of the log.

result=${1%.passed}
name=${result##*/}
shift
mkdir -p "${result%/*}"
rm -f "$result.passed"
start=$(date +%s)
if "$@" > "$result.log" 2>&1; then
    printf 'passed  %-48s %4d s\n' "$name" $(($(date +%s) - start))
    mv "$result.log" "$result.passed"
else
    printf 'FAILED  %-48s (again: %s)\n' "$name" "$*"
    tail -n 12 "$result.log" | sed 's/^/    /'
    exit 1
fi
