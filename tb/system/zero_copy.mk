# SPDX-License-Identifier: Apache-2.0
#
# The impaired streams through zero copy: the rules alone, then the whole controller.

ZERO_COPY        := build/zero_copy
STREAM_FILES     := $(STREAMS:%=$(STREAM)/%.pcap)
FLOW_MODEL       := fn_flow_model fn_flow_model_test fn_oracle fn_flows fn_applications fn_paging \
                    fn_paged_flow fn_paged_hand_over fn_paged_bytes fn_paged_rtp fn_page_pool \
                    fn_stream_receiver fn_byte_ranges fn_senders fn_senders_segments \
                    fn_senders_datagrams fn_datagrams
FLOW_MODEL_LIBS  := -lcrypto -lpcap -lz
MODEL_ROWS       := $(addprefix tb/system/,model_rows.sh stream_model_test.sh rtp_model_test.sh)

$(ZERO_COPY)/flow_model: $(FLOW_MODEL:%=build/c/tb/system/%.o) $(patsubst %.c,build/c/%.o,$(wildcard sw/*.c)) \
                         $(LIBRARY)
	@mkdir -p $(@D)
	@gcc -o $@ $^ $(FLOW_MODEL_LIBS)

-include $(FLOW_MODEL:%=build/c/tb/system/%.d)

.PHONY: stream-model
stream-model: $(ZERO_COPY)/flow_model streams  ## do the rules of core and driver give every impaired stream, byte for byte?
	@tb/system/stream_model_test.sh $< $(STREAM) $(ZERO_COPY) $(STREAMS)

# ---- Runs: model and RTL in lockstep, every stream byte for byte ----
# What each run adds to stream, words, checks and options.
STREAM_TESTS := overlap recut wrap_hole fin_v6 paws blind_ack holes few_pages no_page unkind \
                taken faults faults-cover udp flows_64_wrap keep accept
CONTEXT_TESTS := 16 1024
STREAM_TEST_RESULTS := $(STREAM_TESTS:%=build/results/stream-%.passed) \
                       $(addprefix build/results/stream-,model.passed rtp-many.passed \
                         rtp-minimum.passed rtp-model.passed rtp-rules.passed \
                         tcp-rules.passed window-rules.passed) \
                       $(CONTEXT_TESTS:%=build/results/stream-contexts-%.passed)

stream_few_pages := merge
stream_words_few_pages  := pages=24 low_water=20 window=262144 ack=driver report_push
stream_no_page   := lossy_v6
stream_words_no_page    := pages=3 window=262144
stream_unkind    := lossy_v4
stream_options_unkind   := --unkind --seed 5
stream_taken     := stalled
stream_words_taken      := ack=driver
stream_options_taken    := --take-away 3 --seed 6
stream_checks_taken     := --short
stream_options_flows_64_wrap := --engine model
# Damaged packets write where software's bytes go, too.
stream_accept    := damage_often
stream_words_accept     := pages=2 low_water=1 window=100000 ack=driver
# A wrong checksum is kept for software, but never placed.
stream_keep      := damage
stream_words_keep       := ack=driver\nkeep-bad-checksum

stream_test = tb/system/stream_test.sh $(SYSTEM)/flownic $(STREAM)/$(or $(stream_$1),$1) \
              build/runs/stream-$1 'check_ack $(or $(stream_words_$1),ack=driver)' '$(stream_checks_$1)' $(stream_options_$1)

build/results/stream-%.passed: $(SYSTEM)/flownic $(STREAM_FILES)
	@tb/harness/run_test.sh $@ $(call stream_test,$*)

build/results/stream-model.passed: $(ZERO_COPY)/flow_model $(STREAM_FILES) $(MODEL_ROWS)
	@tb/harness/run_test.sh $@ tb/system/stream_model_test.sh $< $(STREAM) $(ZERO_COPY) \
	    $(filter-out large_%,$(STREAMS))

# Everything that can go wrong at once; those who sent send again.  In lockstep a short run, in
# which not everything occurs; the model alone runs until it has.
TROUBLES := --faults 5 --take-away 2 --troubles
FAULT_TESTS := faults faults-cover
fault_options_faults       := --senders 6000 --bus-errors 200
fault_options_faults-cover := --senders 160000 --bus-errors 200 --cover-faults --engine model

$(FAULT_TESTS:%=build/results/stream-%.passed): build/results/stream-%.passed: \
        $(SYSTEM)/flownic $(STREAM)/flows_8.pcap tb/system/fault_flows.sh
	@mkdir -p build/runs/stream-$*
	@tb/system/fault_flows.sh $(STREAM)/flows_8.flows 8 1 1 > build/runs/stream-$*/flows
	@tb/harness/run_test.sh $@ $< run --flows build/runs/stream-$*/flows \
	    --out build/runs/stream-$* $(TROUBLES) $(fault_options_$*)

# The smallest and the largest number of flow contexts.
$(CONTEXT_TESTS:%=build/results/stream-contexts-%.passed): build/results/stream-contexts-%.passed: \
        build/system-%/flownic $(STREAM)/flows_8.pcap tb/system/fault_flows.sh
	@mkdir -p build/runs/stream-contexts-$*
	@tb/system/fault_flows.sh $(STREAM)/flows_8.flows 8 1 1 > build/runs/stream-contexts-$*/flows
	@tb/harness/run_test.sh $@ $< run --flows build/runs/stream-contexts-$*/flows \
	    --out build/runs/stream-contexts-$* $(TROUBLES) --senders 6000 --bus-errors 200

# UDP: datagram after datagram.
build/results/stream-udp.passed: $(SYSTEM)/flownic tb/system/udp_test.sh
	@tb/harness/run_test.sh $@ tb/system/udp_test.sh $< vectors/captures/linux_udp.pcap \
	    build/runs/stream-udp

# RTP by its sequence number: made streams, each with its size of slots.
RTP         := build/streams/rtp
RTP_STREAMS := clean wrap lossy burst video minimum many
RTP_FILES   := $(RTP_STREAMS:%=$(RTP)/%.pcap)
rtp_slot     = $(or $(rtp_slot_$1),256)
rtp_slot_wrap  := 512
rtp_slot_lossy := 1024
rtp_slot_video := 2048

$(RTP_FILES) &: tb/wire/make_rtp.py
	@tb/wire/make_rtp.py $(RTP) $(RTP_STREAMS)

build/results/stream-rtp-%.passed: $(SYSTEM)/flownic $(RTP_FILES)
	@tb/harness/run_test.sh $@ tb/system/stream_test.sh $< $(RTP)/$* build/runs/stream-rtp-$* \
	    'slot=$(call rtp_slot,$*)' '--least 80'

build/results/stream-rtp-model.passed: $(ZERO_COPY)/flow_model $(RTP_FILES) $(MODEL_ROWS)
	@tb/harness/run_test.sh $@ tb/system/rtp_model_test.sh $< $(RTP) $(ZERO_COPY) \
	    $(foreach s,$(RTP_STREAMS),$s=$(call rtp_slot,$s))

# Rules: rows of the RFCs, and a map of RTP's numbers.
RULES := tcp rtp window

$(RULES:%=build/results/stream-%-rules.passed): build/results/stream-%-rules.passed: $(ZERO_COPY)/%_rules
	@tb/harness/run_test.sh $@ $<

$(ZERO_COPY)/%_rules: build/c/tb/system/fn_%_rules_test.o $(LIBRARY)
	@mkdir -p $(@D)
	@gcc -o $@ $^

-include $(wildcard build/c/tb/system/fn_*_rules_test.d)

.PHONY: fault-run
fault-run: $(SYSTEM)/flownic $(STREAM)/flows_64.pcap tb/system/fault_flows.sh  ## 64 flows, 200,000 packets and more, everything that can go wrong at once, in lockstep
	@mkdir -p build/runs/faults
	@tb/system/fault_flows.sh $(STREAM)/flows_64.flows 54 6 4 > build/runs/faults/flows
	$< run --senders 190000 --flows build/runs/faults/flows --out build/runs/faults $(TROUBLES) \
	    --bus-errors 100 --cover-faults --engine $(or $(ENGINE),lockstep)

.PHONY: rtp-run
rtp-run: $(SYSTEM)/flownic $(RTP_FILES)  ## every made stream of RTP through the controller in lockstep
	@$(foreach s,$(RTP_STREAMS),tb/system/stream_test.sh $< $(RTP)/$s build/runs/rtp/$s \
	    'slot=$(call rtp_slot,$s)' '' --engine $(or $(ENGINE),lockstep) &&) true

.PHONY: stream-run
stream-run: $(SYSTEM)/flownic streams  ## every impaired stream through the controller in lockstep, the large ones too
	@for s in $(STREAMS); do \
	    tb/system/stream_test.sh $< $(STREAM)/$$s build/runs/streams/$$s 'check_ack ack=driver' '' \
	        --engine $(or $(ENGINE),lockstep) || exit 1; done
SYSTEM_RESULTS += $(STREAM_TEST_RESULTS)
