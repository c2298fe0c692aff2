# SPDX-License-Identifier: Apache-2.0
#
# Test vectors for users of other tools: the C model's stimulus and expected response.
#
# make vectors VECTOR_STEPS=100000 ARGS=seed=7
# make replay-M    the vectors of every run of module M, written and replayed on Icarus

VECTORS           := vectors/generated
VECTOR_STEPS      ?= 2000
VECTORS_COMMITTED := $(basename $(notdir $(wildcard vectors/replay/*.hex)))

# Before its VECTOR_STEPS the driver boots a whole core or controller.
BOOT_STEPS_flownic_core := 22000
BOOT_STEPS_flownic      := 80000
steps = $(shell echo $$(($(VECTOR_STEPS) + $(or $(BOOT_STEPS_$(call module,$1)),0))))

.PHONY: vectors
vectors:  ## test vectors and replay benches of every block and of the whole, into vectors/generated
	@$(MAKE) --no-print-directory -j$(JOBS) $(UNITS:%=$(VECTORS)/%_replay.v)
	@echo "vectors of $(words $(UNITS)) runs in $(VECTORS), format in vectors/README.md"

# The test with the twin alone: of the module only its ports are needed.
build/vectors/%/write: $(UNIT)/verilator/%/dut_ports.inc tb/harness/dut_none.c \
                       $$(call test,$$*) $(LIBRARY)
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -MF $@.d -DDUT_RUN='"$*"' -I$(<D) -Wl,--wrap=port_differs -o $@ \
	    tb/harness/dut_none.c $(call test,$*) $(LIBRARY) -lcrypto -lpcap -lz -lpthread

# Written each time: seed and steps may be others.
$(VECTORS)/%_replay.v: build/vectors/%/write FORCE
	@mkdir -p $(@D)
	@$< vectors=$(VECTORS)/$*.hex run=$* cycles=$(call steps,$*) $(ARGS) > $(<D)/log \
	    || { cat $(<D)/log; exit 1; }
	@tb/harness/gen_replay.py $(VECTORS)/$*.hex > $@
	@echo "written  $*  $$(grep -vc ^// $(VECTORS)/$*.hex) steps"

replay-%: FORCE  ## the vectors of one module, written and replayed on Icarus (replay-fn_fifo)
	@for u in $(filter $* $*-%,$(UNITS)); do \
	    $(MAKE) --no-print-directory $(VECTORS)/$${u}_replay.v && \
	    tb/harness/replay.sh $(VECTORS)/$${u}_replay.v || exit 1; done

# The core's vectors are too many to be committed: they are written, and replayed; of the run
# with fewest contexts, which boots soonest.
VECTORS_CORE  := $(lastword $(filter flownic_core-%,$(UNITS)))
VECTORS_TESTS := $(VECTORS_COMMITTED:%=$(UNIT)/verilator/%/test) \
                 $(UNIT)/verilator/$(VECTORS_CORE)/test

.PHONY: vectors-check
vectors-check: $(VECTORS_TESTS)  ## are the committed vectors the C model's, do they and the core's replay?
	@for u in $(VECTORS_COMMITTED); do \
	    tb/harness/check_vectors.py $(UNIT)/verilator/$$u/test vectors/replay/$$u.hex \
	        || exit 1; done
	@tb/harness/check_vectors.py $(UNIT)/verilator/$(VECTORS_CORE)/test \
	    build/vectors/$(VECTORS_CORE).hex $(call steps,$(VECTORS_CORE))

.PHONY: vectors-renew
vectors-renew:  ## write the committed vectors again, after a change of their tests or twins
	@$(MAKE) --no-print-directory VECTORS=vectors/replay \
	    $(VECTORS_COMMITTED:%=vectors/replay/%_replay.v)

# Not built by two makes at once.
$(UNIT)/results/vectors-check.passed: $(VECTORS_TESTS)
