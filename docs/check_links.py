#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the relative links in these Markdown files lead to files?

usage: check_links.py FILE.md ...
"""
import os
import re
import sys

broken = [f"{path}: no {link}" for path in sys.argv[1:]
          for link in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", open(path).read())
          if not os.path.exists(os.path.join(os.path.dirname(path), link))]
sys.exit("\n".join(broken) or 0)
