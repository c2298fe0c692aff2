// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive_homes - part of fn_dma_receive: two buffers and two slots taken ahead
//
// m_buffer is the next packet's; m_has_... say whether it has one, as long as s_start is 1.
// s_spends: a packet ends that keeps its own, those that were the next when s_start was last 1.
// They are no longer there in the next cycle.  One cycle later than it comes, an enable of 0
// forgets what was taken.

`default_nettype none

module fn_dma_receive_homes (
    input  wire        clk,
    input  wire        rst,

    // configuration, quasi-static
    input  wire [15:0] s_buffer_size,
    input  wire        s_buffer_enable,
    input  wire        s_slot_enable,

    // buffer: the next posted packet buffer
    input  wire        s_buffer_valid,
    output wire        s_buffer_ready,
    input  wire [63:0] s_buffer_address,

    // slot: a free record of the completion ring
    input  wire        s_slot_valid,
    output wire        s_slot_ready,

    // packets
    input  wire        s_start,
    input  wire        s_spends,

    // the next one's
    output wire [63:0] m_buffer,
    output wire        m_has_buffer,
    output wire        m_has_slot,
    output wire        m_has_home      // both, and room
);
    reg  [63:0] buffer_0_q, buffer_1_q;
    reg  [1:0]  buffers_q, slots_q;
    reg         buffer_ready_q, slot_ready_q;
    reg         spend_q;                     // the last packet keeps its buffer and its slot
    reg         owns_buffer_q, owns_slot_q;  // if they are still among those taken ahead
    reg         buffer_enable_q, slot_enable_q;
    reg         has_buffer_q, has_slot_q, has_home_q;

    wire        spend_buffer = spend_q && owns_buffer_q;
    wire        spend_slot   = spend_q && owns_slot_q;
    wire [1:0]  buffers_d = buffers_q + {1'b0, s_buffer_valid && buffer_ready_q}
                          - {1'b0, spend_buffer};
    wire [1:0]  slots_d   = slots_q + {1'b0, s_slot_valid && slot_ready_q} - {1'b0, spend_slot};

    // Of the next cycle; s_spends comes late: all that can be is decided without it.
    wire        buffer_left   = buffer_enable_q && buffers_d != 2'd0;
    wire        slot_left     = slot_enable_q && slots_d != 2'd0;
    wire        buffer_beside = buffer_enable_q && buffers_d[1];
    wire        slot_beside   = slot_enable_q && slots_d[1];
    wire        buffer_spent  = s_start || owns_buffer_q ? buffer_beside : buffer_left;
    wire        slot_spent    = s_start || owns_slot_q ? slot_beside : slot_left;
    wire        has_room      = s_buffer_size != 16'd0;
    wire        home_left     = buffer_left && slot_left && has_room;
    wire        home_spent    = buffer_spent && slot_spent && has_room;

    always @(posedge clk) begin
        buffer_enable_q <= s_buffer_enable;
        slot_enable_q   <= s_slot_enable;
        if (buffer_ready_q) buffer_1_q <= s_buffer_address;
        if (spend_buffer || buffers_q == 2'd0)
            buffer_0_q <= buffers_q[1] ? buffer_1_q : s_buffer_address;
        buffers_q      <= buffers_d;
        slots_q        <= slots_d;
        buffer_ready_q <= buffers_d != 2'd2;
        slot_ready_q   <= slots_d != 2'd2;
        owns_buffer_q  <= buffer_enable_q && (s_start || owns_buffer_q);
        owns_slot_q    <= slot_enable_q && (s_start || owns_slot_q);
        spend_q        <= s_spends && !rst;
        has_buffer_q   <= s_spends ? buffer_spent : buffer_left;
        has_slot_q     <= s_spends ? slot_spent : slot_left;
        has_home_q     <= s_spends ? home_spent : home_left;
        if (rst || !buffer_enable_q) buffers_q      <= 2'd0;
        if (rst || !buffer_enable_q) buffer_ready_q <= 1'b1;
        if (rst || !slot_enable_q)   slots_q        <= 2'd0;
        if (rst || !slot_enable_q)   slot_ready_q   <= 1'b1;
        if (rst) has_buffer_q <= 1'b0;
        if (rst) has_slot_q   <= 1'b0;
        if (rst) has_home_q   <= 1'b0;
    end

    assign s_buffer_ready = buffer_ready_q;
    assign s_slot_ready   = slot_ready_q;
    assign m_buffer       = spend_buffer ? buffer_1_q : buffer_0_q;
    assign m_has_buffer   = has_buffer_q;
    assign m_has_slot     = has_slot_q;
    assign m_has_home     = has_home_q;

endmodule

`default_nettype wire
