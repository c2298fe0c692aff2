#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# summary RESULT.passed ... - how many of these tests passed, how many did not

failed=0
passed=0
for result in "$@"; do
    if [ -f "$result" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        name=${result##*/}
        echo "failed: ${name%.passed}"
    fi
done
[ "$failed" -eq 0 ] || [ ! -s build/test-errors.log ] || tail -n 30 build/test-errors.log
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
