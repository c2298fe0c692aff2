# SPDX-License-Identifier: Apache-2.0
#
# Checks of the tree itself.

GENERATED := rtl/host/fn_registers.v sw/fn_registers.h docs/registers.md \
             cmodel/host/fn_registers_table.h

.PHONY: generated
generated: $(SETUP)  ## are the committed generated files what their sources give?
	@rm -rf build/generated && mkdir -p build/generated
	@$(VENV)/bin/python3 rtl/host/gen_registers.py build/generated
	@for f in $(GENERATED); do diff -u $$f build/generated/$$f || exit 1; done
	@python3 tb/harness/gen_records.py $(RECORD_TABLES) | diff -u $(RECORDS) -
	@echo "generated files are up to date"

.PHONY: registers
registers: $(SETUP)  ## write again what is made from rtl/host/fn_registers.rdl
	$(VENV)/bin/python3 rtl/host/gen_registers.py
