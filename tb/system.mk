# SPDX-License-Identifier: Apache-2.0
#
# The whole controller: the command line build/system/flownic, its runs and tests.

SYSTEM         := build/system
SYSTEM_SOURCES := $(filter-out tb/system/%_test.c tb/system/%_bench.c,$(wildcard tb/system/*.c)) \
                  tb/harness/engine.c $(wildcard sw/*.c)
SYSTEM_OBJECTS := $(SYSTEM_SOURCES:%.c=build/c/%.o)
SYSTEM_LIBS    := -lcrypto -lpcap -lz -ljansson -lpthread

CAPTURE ?= vectors/captures/linux_tcp_bulk.pcap
FLOWS   ?= vectors/captures/example.flows

.PHONY: run
run: $(SETUP)  ## the main job: a real capture through model and RTL in lockstep, into build/run
	@$(MAKE) --no-print-directory system
	$(SYSTEM)/flownic run --pcap $(CAPTURE) --flows $(FLOWS) --out build/run
	@echo "report: build/run/report.html"

.PHONY: system
system: $(SYSTEM)/flownic  ## build the command line build/system/flownic
icarus-system: $(SYSTEM)/flownic $(SYSTEM)/flownic.vvp $(SYSTEM)/flownic.vpi

$(SYSTEM)/verilator/Vdut.h: $(wildcard rtl/*.v rtl/*/*.v) $(RECORDS)
	@mkdir -p $(@D)
	@$(VERILATE) -O3 --top-module flownic --Mdir $(@D) rtl/flownic.v

$(SYSTEM)/verilator/dut_ports.inc: $(SYSTEM)/verilator/Vdut.h tb/harness/gen_dut.py \
                                   tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

$(SYSTEM)/flownic: $(SYSTEM)/verilator/dut_ports.inc $(SYSTEM_OBJECTS) $(LIBRARY)
	@$(MAKE) -s -C $(SYSTEM)/verilator -f Vdut.mk OPT_FAST=-O3 OPT_SLOW=-O1 \
	    USER_CPPFLAGS=-I$(CURDIR)/tb/harness Vdut__ALL.a dut_verilator.o $(VERILATED) \
	    > $(SYSTEM)/verilator/build.log
	@g++ -o $@ $(SYSTEM_OBJECTS) $(addprefix $(SYSTEM)/verilator/,dut_verilator.o $(VERILATED) \
	    Vdut__ALL.a) $(LIBRARY) $(SYSTEM_LIBS)

$(SYSTEM)/flownic.vvp: $(SYSTEM)/verilator/Vdut.h
	@$(IVERILOG) -s flownic -o $@ rtl/flownic.v

$(SYSTEM)/flownic.vpi: $(SYSTEM)/verilator/dut_ports.inc tb/harness/dut_vpi.c \
                       $(SYSTEM_OBJECTS) $(LIBRARY)
	@gcc $(CFLAGS) -I$(<D) -isystem $$(iverilog-vpi --cflags | sed 's/.*-I\(\S*\).*/\1/') \
	    -shared -o $@ tb/harness/dut_vpi.c $(SYSTEM_OBJECTS) $(LIBRARY) $(SYSTEM_LIBS)

-include $(SYSTEM_OBJECTS:.o=.d)
