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

FPGA_NAMES   := $(FPGA_MODULES) $(FPGA_MORE) flownic
fpga_results  = $(1:%=build/fpga/%.measured.json)

# A seed that is asked for is another measurement.  One at a time: two nextpnr of the whole
# controller would not fit into small machines.
.PHONY: fpga
fpga:  ## synthesize and route every block and the whole controller for ECP5 (two hours; RUN=fn_x for one, FPGA_SEED=2)
	@$(if $(filter command line environment,$(origin FPGA_SEED)),rm -f $(call fpga_results,$(or $(RUN),$(FPGA_NAMES))))
	@$(MAKE) --no-print-directory -j1 $(call fpga_results,$(or $(RUN),$(FPGA_NAMES)))
	@$(VENV)/bin/python3 fpga/table.py fpga/results.json docs/fpga.md \
	    $(if $(RUN),build/fpga $(RUN),--all build/fpga $(FPGA_NAMES))
	@cat docs/fpga.md

fpga-%:
	@$(VENV)/bin/python3 fpga/measure.py --seed $(FPGA_SEED) $*

# A result is kept until its module's own sources change: measure.py writes which those are.
build/fpga/%.measured.json:
	@$(VENV)/bin/python3 fpga/measure.py --seed $(FPGA_SEED) $(call module,$*) \
	    $(call pairs_of,,$(wordlist 2,99,$(subst -, ,$*)))

-include $(wildcard build/fpga/*.measured.d)
