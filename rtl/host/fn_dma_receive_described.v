// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive_described - what a packet's record says, where a completion record says it
//
// Wires only: the fields of the same names.  Without a hit the state is IDLE; a monitored flow is
// in GET_NEXT_BUFF1 while buffers are low.

`default_nettype none
`include "fn_records.vh"

module fn_dma_receive_described (
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,
    input  wire                              s_buffers_low,
    output wire [`FN_COMPLETION_BITS-1:0]    m_completion_data
);
    wire unused = &{1'b0, s_record_data};
    wire [2:0] state = s_record_data[`FN_PACKET_RECORD_STATE];
    wire       needs = s_buffers_low && state == `FN_STATE_MONITOR;
    reg [`FN_COMPLETION_BITS-1:0] completion;

    always @* begin
        completion = {`FN_COMPLETION_BITS{1'b0}};
        completion[`FN_COMPLETION_KIND]      = `FN_KIND_PACKET;
        completion[`FN_COMPLETION_STATE]     = !s_record_data[`FN_PACKET_RECORD_HIT]
                                             ? `FN_STATE_IDLE
                                             : needs ? `FN_STATE_GET_NEXT_BUFF1 : state;
        completion[`FN_COMPLETION_TIMESTAMP] = s_record_data[`FN_PACKET_RECORD_TIMESTAMP];
        completion[`FN_COMPLETION_HANDLE]   = s_record_data[`FN_PACKET_RECORD_HANDLE];
        completion[`FN_COMPLETION_PAYLOAD_OFFSET] = s_record_data[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
        completion[`FN_COMPLETION_PAYLOAD_LENGTH] = s_record_data[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
        completion[`FN_COMPLETION_L4_OFFSET] = s_record_data[`FN_PACKET_RECORD_L4_OFFSET];
        completion[`FN_COMPLETION_IP_OFFSET] = s_record_data[`FN_PACKET_RECORD_IP_OFFSET];
        completion[`FN_COMPLETION_PROTOCOL] = s_record_data[`FN_PACKET_RECORD_PROTOCOL];
        completion[`FN_COMPLETION_VLAN_TCI] = s_record_data[`FN_PACKET_RECORD_VLAN_TCI];
        completion[`FN_COMPLETION_VLAN_INNER_TCI] = s_record_data[`FN_PACKET_RECORD_VLAN_INNER_TCI];
        completion[`FN_COMPLETION_ETHERTYPE] = s_record_data[`FN_PACKET_RECORD_ETHERTYPE];
        completion[`FN_COMPLETION_SOURCE_PORT] = s_record_data[`FN_PACKET_RECORD_SOURCE_PORT];
        completion[`FN_COMPLETION_DESTINATION_PORT] =
            s_record_data[`FN_PACKET_RECORD_DESTINATION_PORT];
        completion[`FN_COMPLETION_WINDOW]   = s_record_data[`FN_PACKET_RECORD_WINDOW];
        completion[`FN_COMPLETION_SEQUENCE] = s_record_data[`FN_PACKET_RECORD_SEQUENCE];
        completion[`FN_COMPLETION_ACKNOWLEDGMENT] = s_record_data[`FN_PACKET_RECORD_ACKNOWLEDGMENT];
        completion[`FN_COMPLETION_SPI]      = s_record_data[`FN_PACKET_RECORD_SPI];
        completion[`FN_COMPLETION_IP_VERSION] = s_record_data[`FN_PACKET_RECORD_IP_VERSION];
        completion[`FN_COMPLETION_VLAN_COUNT] = s_record_data[`FN_PACKET_RECORD_VLAN_COUNT];
        completion[`FN_COMPLETION_MAC_CLASS] = s_record_data[`FN_PACKET_RECORD_MAC_CLASS];
        completion[`FN_COMPLETION_TCP_FLAGS] = s_record_data[`FN_PACKET_RECORD_TCP_FLAGS];
        completion[`FN_COMPLETION_SECURITY] = s_record_data[`FN_PACKET_RECORD_SECURITY];
        completion[`FN_COMPLETION_FRAGMENT] = s_record_data[`FN_PACKET_RECORD_FRAGMENT];
        completion[`FN_COMPLETION_IP_OPTIONS] = s_record_data[`FN_PACKET_RECORD_IP_OPTIONS];
        completion[`FN_COMPLETION_RTP]      = s_record_data[`FN_PACKET_RECORD_RTP];
        completion[`FN_COMPLETION_UDP_ENCAPSULATION] =
            s_record_data[`FN_PACKET_RECORD_UDP_ENCAPSULATION];
        completion[`FN_COMPLETION_HIT]      = s_record_data[`FN_PACKET_RECORD_HIT];
        completion[`FN_COMPLETION_FLOW_INDEX] = s_record_data[`FN_PACKET_RECORD_FLOW_INDEX];
        completion[`FN_COMPLETION_SYNC]     = s_record_data[`FN_PACKET_RECORD_SYNC];
        completion[`FN_COMPLETION_EPOCH]    = s_record_data[`FN_PACKET_RECORD_EPOCH];
    end

    assign m_completion_data = completion;
endmodule

`default_nettype wire
