#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is there what these Markdown files name?  Files by relative links, files of the tree
in backticks, targets of make, options of build/system/flownic.  The README names all options.

usage: check_documents.py FILE.md ...
"""
import glob
import os
import re
import sys

MAKEFILES = "".join(open(path).read() for path in ["Makefile"] + glob.glob("[!b]*/**/*.mk", recursive=True))
TARGETS = set(re.findall(r"^([a-z0-9-]+%?):", MAKEFILES, re.M))
OPTIONS = set(re.findall(r'{ "([a-z-]+)", \w+_argument', open("tb/system/flownic.c").read()))
FOLDERS = r"(?:rtl|cmodel|tb|sw|docs|vectors|fpga)/"


def exists(path):
    return os.path.exists(path) or path.startswith("vectors/generated") or "/F/" in path


def is_target(word):
    return word in TARGETS or re.sub("-.*", "-%", word) in TARGETS


def faults(path, text):
    for link in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text):
        if not exists(os.path.join(os.path.dirname(path), link)):
            yield f"no {link}"
    for name in re.findall(rf"`({FOLDERS}[\w./-]*)`", text):
        if not exists(name):
            yield f"no {name}"
    for words in re.findall(r"(?:`|^ {4})make ([a-z][a-z0-9 _-]*)(?![\w=/])", text, re.M):
        for word in words.split(" #")[0].split():
            if not is_target(word):
                yield f"no make {word}"
    for option in re.findall(r"(?<![\w-])--([a-z][a-z-]{2,})", text):
        if option not in OPTIONS:
            yield f"no option --{option}"
    if path == "README.md":
        yield from (f"not a word of --{option}" for option in sorted(OPTIONS - {"help"})
                    if f"--{option}" not in text)


broken = [f"{path}: {fault}" for path in sys.argv[1:] for fault in faults(path, open(path).read())]
sys.exit("\n".join(broken) or 0)
