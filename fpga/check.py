#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: check.py MODULE - yosys reads, elaborates and checks one module."""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from measure import needed_sources, yosys  # noqa: E402

os.makedirs("build/fpga", exist_ok=True)
module = sys.argv[1]
yosys(f"read_verilog -Irtl/common -Irtl/rx {' '.join(needed_sources(module))}; "
      f"hierarchy -check -top {module}; proc; check -assert", f"build/fpga/{module}.check.log")
