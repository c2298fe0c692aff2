# SPDX-License-Identifier: Apache-2.0
#
# Test vectors for users of other tools: the C model's stimulus and expected response.
#
# make vectors VECTOR_STEPS=100000 ARGS=seed=7
# make replay-M    the vectors of every run of module M, written and replayed on Icarus

VECTORS           := vectors/generated
VECTOR_STEPS      ?= 2000
VECTORS_COMMITTED := $(basename $(notdir $(wildcard vectors/replay/*.hex)))

.PHONY: vectors
vectors:  ## every block's test vectors and replay benches, into vectors/generated
	@$(MAKE) --no-print-directory -j$(JOBS) $(UNITS:%=$(VECTORS)/%_replay.v)
	@echo "vectors of $(words $(UNITS)) runs in $(VECTORS), format in vectors/README.md"

# Written each time: seed and steps may be others.
$(VECTORS)/%_replay.v: $(UNIT)/verilator/%/test FORCE
	@mkdir -p $(@D)
	@$< vectors=$(VECTORS)/$*.hex run=$* cycles=$(VECTOR_STEPS) $(ARGS) > $(<D)/vectors.log
	@tb/harness/gen_replay.py $(VECTORS)/$*.hex > $@

replay-%: FORCE
	@for u in $(filter $* $*-%,$(UNITS)); do \
	    $(MAKE) --no-print-directory $(VECTORS)/$${u}_replay.v && \
	    tb/harness/replay.sh $(VECTORS)/$${u}_replay.v || exit 1; done

VECTORS_TESTS := $(VECTORS_COMMITTED:%=$(UNIT)/verilator/%/test)

.PHONY: vectors-check
vectors-check: $(VECTORS_TESTS)  ## are the committed vectors the C model's, and do they replay?
	@for u in $(VECTORS_COMMITTED); do \
	    tb/harness/check_vectors.py $(UNIT)/verilator/$$u/test vectors/replay/$$u.hex \
	        || exit 1; done

.PHONY: vectors-renew
vectors-renew:  ## write the committed vectors again, after a change of their tests or twins
	@$(MAKE) --no-print-directory VECTORS=vectors/replay \
	    $(VECTORS_COMMITTED:%=vectors/replay/%_replay.v)

# Not built by two makes at once.
$(UNIT)/results/vectors-check.passed: $(VECTORS_TESTS)
