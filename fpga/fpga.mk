# SPDX-License-Identifier: Apache-2.0
#
# FPGA: cost and clock rate on a Lattice ECP5, LFE5UM5G-85F-8, by yosys and nextpnr.

# Modules with a twin; the rest are their private parts, or wiring.
FPGA_WIRING  := fn_receive_path fn_transmit_path fn_dma fn_host
FPGA_MODULES := $(filter-out $(FPGA_WIRING),$(basename $(notdir $(wildcard \
                    $(patsubst rtl/%.v,cmodel/%.c,$(wildcard rtl/*/fn_*.v))))))
FPGA_SEED    ?= 1

.PHONY: fpga
fpga: $(SETUP)  ## synthesize and route every block and the whole controller for ECP5 (an hour)
	@$(MAKE) --no-print-directory -j$(JOBS) $(FPGA_MODULES:%=build/fpga/%.measured.json) \
	    build/fpga/flownic.measured.json
	@$(VENV)/bin/python3 fpga/table.py build/fpga docs/fpga.md
	@cat docs/fpga.md

fpga-%: $(SETUP)
	@fpga/measure.py --seed $(FPGA_SEED) $*

build/fpga/%.measured.json: $$(wildcard rtl/*.v rtl/*/*.v) fpga/measure.py
	@fpga/measure.py --seed $(FPGA_SEED) $*
