#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a vector file, its replay bench, and that the bench notices one wrong bit.

usage: check_vectors.py TEST VECTORS.hex [STEPS]

TEST is the unit test that writes it.  A committed file must be what it writes now; with STEPS
none is committed, and it is written first.  All that is made goes to the folder build/vectors.
"""
import pathlib
import re
import subprocess
import sys

HARNESS = pathlib.Path(__file__).parent
FOLDER = pathlib.Path("build/vectors")


def fail(reason):
    sys.exit(f"FAIL {sys.argv[2]}: {reason}")


def replay(bench, vectors):
    command = [HARNESS / "replay.sh", bench, vectors]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode == 0, result.stdout + result.stderr


def write(test, path, steps, seed):
    subprocess.run([test, f"vectors={path}", f"run={path.stem}", f"cycles={steps}",
                    f"seed={seed}"], check=True, stdout=subprocess.DEVNULL)


def with_wrong_bit(text):
    """The lowest bit of one output, in a step in the middle in which it counts."""
    lines = text.splitlines()
    lsbs = [int(m[1]) for m in re.finditer(r"^// output .* (\d+)$", text, re.M)]
    at = len(lines) // 2
    word = int(lines[at].replace("_", ""), 16)
    counts = next(k for k in reversed(range(len(lsbs))) if word >> k & 1)
    lines[at] = f"{word ^ 1 << lsbs[counts]:x}"
    return "\n".join(lines) + "\n"


def main():
    test, committed = sys.argv[1], pathlib.Path(sys.argv[2])
    FOLDER.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 3:
        write(test, committed, sys.argv[3], "1")
        with open(committed.with_name(committed.stem + "_replay.v"), "w") as bench:
            subprocess.run([HARNESS / "gen_replay.py", committed], check=True, stdout=bench)
    text = committed.read_text()
    bench = committed.with_name(committed.stem + "_replay.v")
    steps = sum(not line.startswith("//") for line in text.splitlines())
    seed = re.search(r"^// seed +(\d+)$", text, re.M)[1]

    again = FOLDER / committed.name
    if again != committed:
        write(test, again, steps, seed)
    if again.read_text() != text:
        fail("the C model writes others now (make vectors-renew)")
    made = subprocess.run([HARNESS / "gen_replay.py", committed], check=True,
                          capture_output=True, text=True).stdout
    if made != bench.read_text():
        fail("gen_replay.py makes another bench now (make vectors-renew)")

    if len(sys.argv) == 3:  # else one difference, found below, says enough: there are many steps
        passes, log = replay(bench, committed)
        if not passes or f"PASS {committed.stem.split('-')[0]}: {steps} steps" not in log:
            fail("the replay does not pass:\n" + log)
    wrong = FOLDER / (committed.stem + "-wrong.hex")
    wrong.write_text(with_wrong_bit(text))
    passes, log = replay(bench, wrong)
    if passes or "FAIL" not in log or "1 differences" not in log:
        fail("the replay does not notice a wrong bit:\n" + log)
    print(f"{committed}: {steps} steps, the C model writes them again, the replay passes "
          "and notices a wrong bit")


main()
