# SPDX-License-Identifier: Apache-2.0
#
# FPGA: cost and clock rate on a Lattice ECP5, LFE5UM5G-85F-8, by yosys and nextpnr.

# Modules with a twin; the rest are their private parts, or wiring.
FPGA_WIRING  := fn_receive_path fn_placement_path fn_transmit_path fn_dma fn_host
FPGA_MODULES := $(filter-out $(FPGA_WIRING),$(basename $(notdir $(wildcard \
                    $(patsubst rtl/%.v,cmodel/%.c,$(wildcard rtl/*/fn_*.v))))))
# With parameters, as MODULE-PARAMETER-VALUE: what others have measured their like with.
FPGA_MORE    := fn_dma_write-DATA_BITS-64
FPGA_SEED    ?= 1

FPGA_RESULTS := $(FPGA_MODULES:%=build/fpga/%.measured.json) \
                $(FPGA_MORE:%=build/fpga/%.measured.json) build/fpga/flownic.measured.json

# One at a time: two nextpnr of the whole controller would not fit into small machines.
.PHONY: fpga
fpga:  ## synthesize and route every block and the whole controller for ECP5 (half an hour)
	@$(MAKE) --no-print-directory -j1 fpga-results
	@$(VENV)/bin/python3 fpga/table.py build/fpga docs/fpga.md
	@cat docs/fpga.md

.PHONY: fpga-results
fpga-results: $(FPGA_RESULTS)

fpga-%:
	@$(VENV)/bin/python3 fpga/measure.py --seed $(FPGA_SEED) $*

# A result is kept until its module's own sources change: measure.py writes which those are.
build/fpga/%.measured.json:
	@$(VENV)/bin/python3 fpga/measure.py --seed $(FPGA_SEED) $(call module,$*) \
	    $(call pairs_of,,$(wordlist 2,99,$(subst -, ,$*)))

-include $(wildcard build/fpga/*.measured.d)
