# SPDX-License-Identifier: Apache-2.0
#
# Streams of Linux TCP, made worse: vectors/streams/.
#
# make streams STREAM_WORDS="split"     words for each flow in the files of flows

STREAM      := build/streams
STREAM_LIST := vectors/streams/streams.list
STREAMS     := $(shell awk '/^[a-z]/ { print $$1 }' $(STREAM_LIST))
STREAM_RUN  := damage

.PHONY: streams
streams: $(STREAMS:%=$(STREAM)/%.pcap)  ## the impaired streams of vectors/streams, into build/streams
	@echo "$(words $(STREAMS)) streams in $(STREAM)"

$(STREAM)/%.pcap: $(STREAM_LIST) $(STREAM)/impair $(wildcard vectors/streams/recordings/*)
	@set -- $$(awk '$$1 == "$*" { $$1 = ""; print }' $<); recording=$$1; shift; \
	    $(STREAM)/impair vectors/streams/recordings/$$recording.pcap.gz $(STREAM)/$* \
	    "words=$(STREAM_WORDS)" "$$@"

$(STREAM)/impair: tb/tools/impair.c $(LIBRARY)
	@mkdir -p $(@D)
	@gcc $(CFLAGS) -MF $@.d -o $@ $< $(LIBRARY) -lpcap -lz -lcrypto

# Every stream without the large ones; what tshark follows; what a run delivers.
.PHONY: stream-check
stream-check: $(SETUP) streams $(SYSTEM)/flownic  ## do the impaired streams still hold what was written?
	@tb/wire/check_streams.py $(STREAM_LIST) $(STREAM) $(filter-out large_%,$(STREAMS)) \
	    --tshark overlap,recut,fin_v6,wrap_hole,lossy_v4
	@$(SYSTEM)/flownic run --engine model --pcap $(STREAM)/$(STREAM_RUN).pcap \
	    --flows $(STREAM)/$(STREAM_RUN).flows --out build/runs/stream > $(STREAM)/run.log
	@tb/wire/check_streams.py $(STREAM_LIST) $(STREAM) --run build/runs/stream $(STREAM_RUN)

.PHONY: stream-check-all
stream-check-all: streams  ## the large ones, too
	@tb/wire/check_streams.py $(STREAM_LIST) $(STREAM) $(STREAMS)
