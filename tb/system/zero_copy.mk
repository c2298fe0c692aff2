# SPDX-License-Identifier: Apache-2.0
#
# The impaired streams through zero copy: the rules alone, then the whole controller.

ZERO_COPY        := build/zero_copy
FLOW_MODEL       := fn_flow_model fn_flow_model_test fn_oracle fn_flows fn_applications fn_paging \
                    fn_paged_flow fn_paged_hand_over fn_paged_bytes fn_page_pool \
                    fn_stream_receiver fn_byte_ranges
FLOW_MODEL_LIBS  := -lcrypto -lpcap -lz

$(ZERO_COPY)/flow_model: $(FLOW_MODEL:%=build/c/tb/system/%.o) $(patsubst %.c,build/c/%.o,$(wildcard sw/*.c)) \
                         $(LIBRARY)
	@mkdir -p $(@D)
	@gcc -o $@ $^ $(FLOW_MODEL_LIBS)

-include $(FLOW_MODEL:%=build/c/tb/system/%.d)

.PHONY: stream-model
stream-model: $(ZERO_COPY)/flow_model streams  ## do the rules of core and driver give every impaired stream, byte for byte?
	@tb/system/stream_model_test.sh $< $(STREAM) $(ZERO_COPY) $(STREAMS)
