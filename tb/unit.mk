# SPDX-License-Identifier: Apache-2.0
#
# Unit tests: a module, its twin and its test, on Verilator and on Icarus.
#
# A test names the parameters it runs with in a comment of its own, one run after
# each comma:      // runs with: ENTRIES=2, ENTRIES=64+WIDTH=8
# make unit-M      every run of module M on both simulators
# make test TRACE=1 COVERAGE=1 ARGS="seed=7 cycles=1000 trace=build/x.fst"

CYCLES_verilator ?= 200000
CYCLES_icarus    ?= 20000

# Runs of a test file as words: fn_x-ENTRIES-2, or fn_x alone.
runs_of = $(shell sed -n 's|^// runs with: *||p' $1 | tr -d ' ' | tr ',' '\n' | tr '=+' '--' \
            | sed 's|^|$(patsubst %_test.c,%,$(notdir $1))-|' | grep . \
            || echo $(patsubst %_test.c,%,$(notdir $1)))

UNIT_SOURCES := $(wildcard tb/common/*_test.c tb/net/*_test.c tb/rx/*_test.c tb/tx/*_test.c \
                           tb/host/*_test.c tb/*_test.c)
UNITS        := $(foreach t,$(UNIT_SOURCES),$(call runs_of,$t))
C_SOURCES    := $(wildcard cmodel/*.c cmodel/*/*.c) \
                $(addprefix tb/harness/,lockstep.c port_binding.c vector_file.c engine.c \
                                        inspection.c clock_set.c bench_arguments.c) \
                $(addprefix tb/system/fn_,applications.c byte_ranges.c computer.c core.c feed.c \
                                       flow_balance.c flows.c oracle.c page_pool.c paged_bytes.c paged_flow.c \
                                       paged_hand_over.c paged_rtp.c paging.c paging_driver.c \
                                       senders.c senders_datagrams.c senders_segments.c strain.c strain_flows.c strain_registers.c \
                                       datagrams.c stack.c stream_receiver.c streams.c \
                                       system.c traffic.c) \
                $(wildcard sw/*.c) \
                $(filter-out %_test.c,$(wildcard tb/host/*.c tb/wire/*.c tb/rx/*.c))

RTL_FOLDERS := rtl rtl/common rtl/net rtl/rx rtl/tx rtl/host
RTL_PATHS   := $(RTL_FOLDERS:%=-y %) -Irtl/common -Irtl/rx

LIBRARY  := build/c/libbench.a
OBJECTS  := $(C_SOURCES:%.c=build/c/%.o)
CFLAGS   := -std=c11 -O2 -g -fPIC -Wall -Wextra -Wpedantic -Werror -MMD -MP \
            -Icmodel -Itb -Itb/harness -Isw
VERILOG  := --language 1364-2005 $(RTL_PATHS) \
            $(if $(MUTATED),-Wno-lint -Wno-style -Wno-UNOPTFLAT -Wno-fatal,-Wall)
OPTIMISE ?= -O2
# Icarus: whole arrays in a sensitivity list cost speed alone.
IVERILOG := iverilog -g2005 -Wall -Wno-sensitivity-entire-array -Irtl/common -Irtl/rx \
            $(RTL_FOLDERS:%=-y%)
# Of netlists with mutants Verilator 5.006 makes wrong programs by its data flow graph.
VERILATE := verilator --cc $(VERILOG) --x-assign unique --x-initial unique --prefix Vdut \
            $(if $(MUTATED),-fno-dfg) $(if $(TRACE),--trace-fst) \
            $(if $(COVERAGE),--coverage-line --coverage-toggle)
UNIT     := $(BUILD)$(if $(TRACE),/trace)$(if $(COVERAGE),/coverage)

module     = $(word 1,$(subst -, ,$1))
pairs_of   = $(if $2,$1$(word 1,$2)=$(word 2,$2) $(call pairs_of,$1,$(wordlist 3,99,$2)))
parameters = $(if $(MUTATED),,$(call pairs_of,$1,$(wordlist 2,99,$(subst -, ,$2))))
rtl        = $(if $(MUTATED),$(MUTATED),$(wildcard rtl/*/$(call module,$1).v rtl/$(call module,$1).v))
test       = $(wildcard tb/*/$(call module,$1)_test.c tb/$(call module,$1)_test.c)

unit-%: FORCE  ## the unit test of one module, on both simulators (unit-fn_fifo)
	@$(MAKE) --no-print-directory $(foreach u,$(filter $* $*-%,$(UNITS)), \
	    $(UNIT)/results/verilator-$u.passed $(UNIT)/results/icarus-$u.passed)

# Phony, or .SECONDARY makes it an intermediate file that forces nothing.
.PHONY: FORCE
FORCE:

# MUTATED=FILE replaces the RTL by the netlist with mutants of tb/harness/mutate.py.
.PHONY: mutate
mutate:  ## break each block in 50 ways: its unit test must notice (RUN=fn_x for one)
	@for u in $(if $(RUN),$(foreach r,$(RUN),$(firstword $(filter $r,$(UNITS)) $(filter $r-%,$(UNITS)))), \
	              $(foreach t,$(UNIT_SOURCES),$(firstword $(call runs_of,$t)))); do \
	    tb/harness/mutate.py $$u || exit 1; done

UNIT_RESULTS := $(foreach u,$(UNITS),$(UNIT)/results/verilator-$u.passed \
                                     $(UNIT)/results/icarus-$u.passed)

$(UNIT)/results/verilator-%.passed: $(UNIT)/verilator/%/test
	@tb/harness/run_test.sh $@ $< cycles=$(CYCLES_verilator) $(ARGS) \
	    $(if $(COVERAGE),coverage=$(@:.passed=.dat))

$(UNIT)/results/icarus-%.passed: $(UNIT)/icarus/%/test.vvp $(UNIT)/icarus/%/bench.vpi
	@tb/harness/run_test.sh $@ vvp -M $(<D) -m bench $< +cycles=$(CYCLES_icarus) $(ARGS:%=+%)

# ---- C ----
build/c/%.o: %.c
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -c $< -o $@

$(LIBRARY): $(OBJECTS) tb/unit.mk
	@rm -f $@
	@ar rcs $@ $(OBJECTS)

$(RECORDS): $(RECORD_TABLES) tb/harness/gen_records.py
	python3 tb/harness/gen_records.py $(RECORD_TABLES) > $@

# A source that is gone makes old what was built from it.
rtl/%.v rtl/%.vh: ;

# ---- Verilator ----
$(UNIT)/verilator/%/Vdut.h: $$(call rtl,$$*) $(RECORDS)
	@mkdir -p $(@D)
	@$(VERILATE) $(call parameters,-G,$*) --top-module $(call module,$*) --Mdir $(@D) $<

$(UNIT)/%/dut_ports.inc: $(UNIT)/%/Vdut.h tb/harness/gen_dut.py tb/harness/dut.h
	@python3 tb/harness/gen_dut.py $(@D)

# Verilator's own library is compiled once for all.
VERILATOR_LIBRARY := $(UNIT)/verilated/verilated.o $(UNIT)/verilated/verilated_threads.o \
                     $(if $(TRACE),$(UNIT)/verilated/verilated_fst_c.o) \
                     $(if $(COVERAGE),$(UNIT)/verilated/verilated_cov.o)

$(UNIT)/verilated/%.o: $(SETUP)
	@mkdir -p $(@D)
	@root=$$(verilator --getenv VERILATOR_ROOT)/include && g++ -O2 -w -I$$root -I$$root/vltstd \
	    -DVERILATOR=1 -DVM_SC=0 -DVM_TRACE=$(if $(TRACE),1,0) -DVM_TRACE_FST=$(if $(TRACE),1,0) \
	    -DVM_COVERAGE=$(if $(COVERAGE),1,0) -c $$root/$*.cpp -o $@

$(UNIT)/verilator/%/test: $(UNIT)/verilator/%/dut_ports.inc $$(call test,$$*) $(LIBRARY) \
                          $(VERILATOR_LIBRARY)
	@gcc $(CFLAGS) -MT $@ -DDUT_RUN='"$*"' -c $(call test,$*) -o $(@D)/test.o
	@$(MAKE) -s -C $(@D) -f Vdut.mk OPT_FAST=$(OPTIMISE) USER_CPPFLAGS=-I$(CURDIR)/tb/harness \
	    Vdut__ALL.a dut_verilator.o > $(@D)/build.log
	@g++ -o $@ $(addprefix $(@D)/,test.o dut_verilator.o Vdut__ALL.a) $(VERILATOR_LIBRARY) $(LIBRARY) \
	    -lcrypto -lpcap -lz -lpthread

# ---- Icarus: the ports are read from the same Verilator header ----
$(UNIT)/icarus/%/bench.vpi: $(UNIT)/verilator/%/dut_ports.inc tb/harness/dut_vpi.c \
                            $$(call test,$$*) $(LIBRARY)
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -DDUT_RUN='"$*"' -I$(<D) -isystem $$(iverilog-vpi --cflags | sed 's/.*-I\(\S*\).*/\1/') \
	    -shared -o $@ tb/harness/dut_vpi.c $(call test,$*) $(LIBRARY) -lcrypto -lpcap -lz

$(UNIT)/icarus/%/test.vvp: $(UNIT)/verilator/%/Vdut.h
	@mkdir -p $(@D)
	@$(IVERILOG) $(call parameters,-P$(call module,$*).,$*) -s $(call module,$*) -o $@ \
	    $(call rtl,$*)

-include $(OBJECTS:.o=.d) $(wildcard $(UNIT)/verilator/*/*.d $(UNIT)/icarus/*/*.d)
