# SPDX-License-Identifier: Apache-2.0
#
# The functional parser against Wireshark, standards and a sanitizer.

PARSE          := build/parse
PARSE_CAPTURES := $(basename $(notdir $(wildcard vectors/captures/*.pcap)))
PARSE_SOURCES  := tb/tools/fn_parse_pcap.c $(wildcard tb/wire/fn_pa*.c) tb/wire/fn_capture.c \
                  $(addprefix cmodel/functional/,fn_parse.c fn_parse_transport.c fn_checksum.c \
                  fn_verdict.c)
PARSE_SEED     ?= 1

.PHONY: parse-check
parse-check: $(PARSE)/fn_parse_pcap $(PARSE)/sanitized  ## does fn_parse agree with Wireshark, on every capture and on made packets?
	@mkdir -p $(PARSE)/made
	@$(PARSE)/fn_parse_pcap make=5000 seed=$(PARSE_SEED) $(PARSE)/made/made.pcap
	@for c in $(PARSE_CAPTURES:%=vectors/captures/%) $(PARSE)/made/made; do p=$(PARSE)/$${c##*/}; \
	    $(PARSE)/fn_parse_pcap $$c.pcap $$p.csv $$p.checksums.csv && \
	    tb/wire/compare_tshark.py $$p.csv $$c.pcap $$p.checksums.csv && \
	    tb/wire/check_reasons.py $$(ls $$c.csv 2>/dev/null || echo valid) $$p.csv || exit 1; done
	@$(PARSE)/sanitized robust=2000000 damage=200 seed=$(PARSE_SEED)

# Captures that no stack sends on demand.
.PHONY: captures
captures:  ## write the made captures and malformed.csv again
	$(VENV)/bin/python3 tb/wire/make_captures.py vectors/captures

$(PARSE)/fn_parse_pcap: tb/tools/fn_parse_pcap.c $(LIBRARY)
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -MF $@.d -o $@ $< $(LIBRARY) -lpcap

$(PARSE)/sanitized: $(PARSE_SOURCES) $(wildcard cmodel/functional/*.h)
	@mkdir -p $(@D)
	@gcc $(filter-out -MMD -MP -fPIC,$(CFLAGS)) -fsanitize=address,undefined \
	    -fno-sanitize-recover=all -o $@ $(PARSE_SOURCES) -lpcap
