#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# pairs - every module has cmodel/F/M.c, cmodel/F/M.h and tb/F/M_test.c; every test a module
#
# fn_x_part.v beside fn_x.v is a private part of fn_x if it has no twin of its own; so is
# a module whose header says "private to".

status=0
complain() {
    echo "pairs: $1"
    status=1
}

is_part() {  # of a module whose name begins its own
    grep -q '^//.*private to fn_' "rtl/$1.v" && return 0
    folder=${1%/*}
    name=${1##*/}
    while [ "${name%_*}" != "$name" ]; do
        name=${name%_*}
        [ "$name" != fn ] && [ -f "rtl/$folder/$name.v" ] && return 0
    done
    return 1
}

for v in $(cd rtl && ls ./*.v ./*/*.v); do
    m=${v#./}
    m=${m%.v}
    if [ -f "cmodel/$m.c" ] && [ -f "cmodel/$m.h" ]; then
        [ -f "tb/${m}_test.c" ] ||
            complain "rtl/$m.v has no test tb/${m}_test.c"
    elif ! is_part "$m"; then
        complain "rtl/$m.v has no twin cmodel/$m.[ch]"
    fi
done
for t in $(cd tb && ls ./common/*_test.c ./net/*_test.c ./rx/*_test.c ./tx/*_test.c \
                       ./host/*_test.c); do
    m=${t#./}
    m=${m%_test.c}
    [ -f "rtl/$m.v" ] || complain "tb/${m}_test.c has no module rtl/$m.v"
done
exit $status
