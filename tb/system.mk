# SPDX-License-Identifier: Apache-2.0
#
# The whole controller: the command line build/system/flownic, its runs and tests.

SYSTEM         := build/system
SYSTEM_SOURCES := $(filter-out tb/system/%_test.c tb/system/%_bench.c tb/system/fn_flow_model.c,$(wildcard tb/system/*.c)) \
                  tb/harness/engine.c tb/harness/inspection.c $(wildcard sw/*.c)
SYSTEM_OBJECTS := $(SYSTEM_SOURCES:%.c=build/c/%.o)
SYSTEM_LIBS    := -lcrypto -lpcap -lz -ljansson -lpthread

CAPTURE ?= vectors/captures/mixed.pcap
FLOWS   ?= vectors/captures/example.flows

.PHONY: run
run:  ## the main job: a real capture through model and RTL in lockstep, into build/run
	@$(MAKE) -s --no-print-directory system
	$(SYSTEM)/flownic run --pcap $(CAPTURE) --flows $(FLOWS) --out build/run
	@echo "report: build/run/report.html"

.PHONY: system
system: $(SYSTEM)/flownic  ## build the command line build/system/flownic
.PHONY: icarus-system
icarus-system: $(SYSTEM)/flownic $(SYSTEM)/flownic.vvp $(SYSTEM)/flownic.vpi  ## build what its --engine icarus needs

$(SYSTEM)/verilator/Vdut.h: $(wildcard rtl/*.v rtl/*/*.v) $(RECORDS)
	@echo "building $(SYSTEM)/flownic"
	@mkdir -p $(@D)
	@$(VERILATE) -O3 --top-module flownic --Mdir $(@D) rtl/flownic.v

$(SYSTEM)/verilator/dut_ports.inc: $(SYSTEM)/verilator/Vdut.h tb/harness/gen_dut.py \
                                   tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

$(SYSTEM)/flownic: $(SYSTEM)/verilator/dut_ports.inc $(SYSTEM_OBJECTS) $(LIBRARY) \
                   $(VERILATOR_LIBRARY)
	@$(MAKE) -s -C $(SYSTEM)/verilator -f Vdut.mk OPT_FAST=-O3 OPT_SLOW=-O1 \
	    USER_CPPFLAGS=-I$(CURDIR)/tb/harness Vdut__ALL.a dut_verilator.o \
	    > $(SYSTEM)/verilator/build.log
	@g++ -o $@ $(SYSTEM_OBJECTS) $(addprefix $(SYSTEM)/verilator/,dut_verilator.o Vdut__ALL.a) \
	    $(VERILATOR_LIBRARY) $(LIBRARY) $(SYSTEM_LIBS)

# The same with another number of flow contexts than 64: build/system-16/flownic.
SIZED_OBJECTS := fn_system fn_run

build/system-%/verilator/Vdut.h: $(wildcard rtl/*.v rtl/*/*.v) $(RECORDS)
	@echo "building build/system-$*/flownic"
	@mkdir -p $(@D)
	@$(VERILATE) -O3 -GFLOWS=$* --top-module flownic --Mdir $(@D) rtl/flownic.v

build/system-%/verilator/dut_ports.inc: build/system-%/verilator/Vdut.h tb/harness/gen_dut.py \
                                        tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

build/system-%/flownic: build/system-%/verilator/dut_ports.inc $(SYSTEM_OBJECTS) $(LIBRARY) \
                        $(VERILATOR_LIBRARY)
	@$(MAKE) -s -C $(<D) -f Vdut.mk OPT_FAST=-O1 OPT_SLOW=-O0 \
	    USER_CPPFLAGS=-I$(CURDIR)/tb/harness Vdut__ALL.a dut_verilator.o > $(@D)/build.log
	@for o in $(SIZED_OBJECTS); do \
	    gcc $(filter-out -MMD -MP,$(CFLAGS)) -DFN_SYSTEM_FLOWS=$* -c tb/system/$$o.c \
	        -o $(@D)/$$o.o || exit 1; done
	@g++ -o $@ $(SIZED_OBJECTS:%=$(@D)/%.o) \
	    $(filter-out $(SIZED_OBJECTS:%=build/c/tb/system/%.o),$(SYSTEM_OBJECTS)) \
	    $(addprefix $(<D)/,dut_verilator.o Vdut__ALL.a) $(VERILATOR_LIBRARY) $(LIBRARY) \
	    $(SYSTEM_LIBS)

# The same with its inside open to view and waveforms: slow, made when a difference occurs.
DEBUG := $(SYSTEM)/debug

$(DEBUG)/Vdut.h: $(wildcard rtl/*.v rtl/*/*.v) $(RECORDS)
	@mkdir -p $(@D)
	@$(VERILATE) --vpi --public-flat-rw --trace-fst --top-module flownic --Mdir $(@D) \
	    rtl/flownic.v

$(DEBUG)/dut_ports.inc: $(DEBUG)/Vdut.h tb/harness/gen_dut.py tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

DEBUG_VERILATED := $(sort $(VERILATED) verilated_fst_c.o verilated_vpi.o verilated_dpi.o)

$(SYSTEM)/flownic-debug: $(DEBUG)/dut_ports.inc $(SYSTEM_OBJECTS) $(LIBRARY)
	@$(MAKE) -s -C $(DEBUG) -f Vdut.mk OPT_FAST=-O1 OPT_SLOW=-O0 \
	    USER_CPPFLAGS="-I$(CURDIR)/tb/harness -DDUT_INSIDE=1" Vdut__ALL.a dut_verilator.o \
	    $(DEBUG_VERILATED) > $(DEBUG)/build.log
	@g++ -o $@ $(SYSTEM_OBJECTS) $(addprefix $(DEBUG)/,dut_verilator.o $(DEBUG_VERILATED) \
	    Vdut__ALL.a) $(LIBRARY) $(SYSTEM_LIBS)

$(SYSTEM)/flownic.vvp: $(SYSTEM)/verilator/Vdut.h
	@$(IVERILOG) -s flownic -o $@ rtl/flownic.v

$(SYSTEM)/flownic.vpi: $(SYSTEM)/verilator/dut_ports.inc tb/harness/dut_vpi.c \
                       $(SYSTEM_OBJECTS) $(LIBRARY)
	@gcc $(CFLAGS) -I$(<D) -isystem $$(iverilog-vpi --cflags | sed 's/.*-I\(\S*\).*/\1/') \
	    -shared -o $@ tb/harness/dut_vpi.c $(SYSTEM_OBJECTS) $(LIBRARY) $(SYSTEM_LIBS)

-include $(SYSTEM_OBJECTS:.o=.d)

.PHONY: difference-test
difference-test: $(SYSTEM)/flownic  ## break blocks inside: does the report of a run name them? (minutes)
	@tb/harness/run_test.sh build/results/difference.passed tb/system/difference_test.sh

# ---- Tests: runs in lockstep, each with 0 mismatches ----
CAPTURES       := $(basename $(notdir $(wildcard vectors/captures/*.pcap)))
EXAMPLE        := --flows vectors/captures/example.flows
RANDOM_RUN     := --random 20000 --flows vectors/captures/random.flows
SYSTEM_RUNS    := $(CAPTURES:%=capture-%) random faults unkind bus-errors capture-clock \
                  rtl icarus
SYSTEM_RESULTS := $(SYSTEM_RUNS:%=build/results/system-%.passed) \
                  build/results/system-command-line.passed build/results/system-parsed.passed

run_capture    = --pcap vectors/captures/$1.pcap $(EXAMPLE)
options_random := $(RANDOM_RUN)
options_faults := --pcap vectors/captures/mixed.pcap $(EXAMPLE) --repeat 20 --faults 25 --seed 2
options_unkind := --random 3000 --flows vectors/captures/random.flows --unkind --faults 5 --seed 3
options_bus-errors := --pcap vectors/captures/mixed.pcap $(EXAMPLE) --repeat 10 --unkind \
                      --bus-errors 600 --faults 10 --seed 3
options_rtl    := $(call run_capture,linux_udp) --engine rtl
options_icarus := $(call run_capture,secured) --engine icarus
options_capture-clock := $(call run_capture,mixed) --timing capture --repeat 2

build/results/system-capture-%.passed: $(SYSTEM)/flownic
	@tb/harness/run_test.sh $@ $< run --out build/runs/$* \
	    $(or $(options_capture-$*),$(call run_capture,$*))

build/results/system-icarus.passed: icarus-system
build/results/system-%.passed: $(SYSTEM)/flownic
	@tb/harness/run_test.sh $@ $< run --out build/runs/$* $(options_$*)

# What the runs of the captures wrote, against Wireshark and against malformed.csv.
build/results/system-parsed.passed: $(CAPTURES:%=build/results/system-capture-%.passed) \
        tb/system/parsed_test.sh tb/wire/compare_tshark.py tb/wire/check_reasons.py
	@tb/harness/run_test.sh $@ tb/system/parsed_test.sh build/runs $(CAPTURES)

build/results/system-command-line.passed: $(SYSTEM)/flownic tb/system/cli_test.sh
	@tb/harness/run_test.sh $@ tb/system/cli_test.sh $<
