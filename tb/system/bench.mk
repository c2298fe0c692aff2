# SPDX-License-Identifier: Apache-2.0
#
# Figures: build/bench.json, and the pictures of them in docs/; coverage of the RTL.

CORE         := build/system/core
CORE_SOURCES := $(filter-out tb/system/flownic.c,$(SYSTEM_SOURCES)) tb/system/fn_core_bench.c \
                tb/system/fn_pages_bench.c tb/system/fn_rtp_bench.c
CORE_OBJECTS := $(CORE_SOURCES:%.c=build/c/%.o)

# The speed of each block is that of its unit tests' first runs, which are kept.
BENCH_UNITS  := $(foreach t,$(UNIT_SOURCES),$(firstword $(call runs_of,$t)))

.PHONY: bench
bench:  ## measure rate, latency and simulation speed into build/bench.json (FPGA=1: cost anew, too)
	@$(MAKE) --no-print-directory $(SYSTEM)/flownic_core_bench
	@-$(MAKE) --no-print-directory -k -j$(JOBS) $(BENCH_UNITS:%=$(UNIT)/results/verilator-%.passed)
	@if [ -n "$(FPGA)" ]; then $(MAKE) --no-print-directory fpga; fi
	@mkdir -p build/bench
	$(SYSTEM)/flownic_core_bench build/bench
	@$(VENV)/bin/python3 tb/system/bench.py build docs

$(CORE)/Vdut.h: $(wildcard rtl/*.v rtl/*/*.v) $(RECORDS)
	@mkdir -p $(@D)
	@$(VERILATE) -O3 --top-module flownic_core --Mdir $(@D) rtl/flownic_core.v

$(CORE)/dut_ports.inc: $(CORE)/Vdut.h tb/harness/gen_dut.py tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

$(SYSTEM)/flownic_core_bench: $(CORE)/dut_ports.inc $(CORE_OBJECTS) $(LIBRARY) $(VERILATOR_LIBRARY)
	@$(MAKE) -s -C $(CORE) -f Vdut.mk OPT_FAST=-O3 OPT_SLOW=-O1 \
	    USER_CPPFLAGS=-I$(CURDIR)/tb/harness Vdut__ALL.a dut_verilator.o \
	    > $(CORE)/build.log
	@g++ -o $@ $(CORE_OBJECTS) $(addprefix $(CORE)/,dut_verilator.o Vdut__ALL.a) \
	    $(VERILATOR_LIBRARY) $(LIBRARY) $(SYSTEM_LIBS)

-include $(CORE_OBJECTS:.o=.d)

# ---- Coverage ----
# Of the first run of each unit test: other parameters come through the same lines.  Not of
# flownic, which is wiring around the core, fn_net_rx and fn_net_tx.  Compiling takes longer
# than running: nothing is optimised.
COVERAGE_UNITS := $(filter-out flownic,$(BENCH_UNITS))

.PHONY: coverage
coverage: $(SETUP)  ## lines and toggles of the RTL that the unit tests run through, into build/coverage
	@-$(MAKE) --no-print-directory -k -j$(JOBS) COVERAGE=1 OPTIMISE=-O0 OPT_GLOBAL=-O0 \
	    $(COVERAGE_UNITS:%=build/coverage/results/verilator-%.passed)
	@tb/system/coverage.py build/coverage \
	    $(COVERAGE_UNITS:%=build/coverage/results/verilator-%.dat)
	@echo "build/coverage: summary.txt, summary.json, uncovered.txt"
