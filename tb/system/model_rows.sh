# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# model_rows - sourced by tests of the rules: runs of the flow model, each failure shown, all counted
#
# Set before: program, streams, folder; always, the words for each flow of a row's file of flows.

failures=0 runs=0
mkdir -p "$folder"

# run NAME WORDS STREAM FLOWS [OPTION ...]
run() {
    name=$1 words=$2 stream=$3 flows=$4
    shift 4
    runs=$((runs + 1))
    "$program" "$stream" "$flows" "$folder" "$@" > "$folder/$name.log" 2>&1 && return
    echo "$name, $words, $*: failed"
    cat "$folder/$name.log"
    failures=$((failures + 1))
}

# row WORDS OPTIONS STREAM[=SLOT] ...
row() {
    more=$1 options=$2
    shift 2
    for each in "$@"; do
        stream=${each%=*}
        slot=${each#"$stream"}
        words="$always${slot:+ slot$slot} $more"
        sed "s/^flow .*/& $words/" "$streams/$stream.flows" > "$folder/$stream.flows"
        # shellcheck disable=SC2086
        run "$stream" "$words" "$streams/$stream" "$folder/$stream.flows" $options
    done
}

summary() {
    echo "$runs runs, $failures failures"
    [ $failures -eq 0 ]
}
