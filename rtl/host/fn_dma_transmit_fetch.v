// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_transmit_fetch - asks for the descriptors that the driver has written
//
// Up to eight at a time, never across a multiple of eight in the ring, so never across
// its end; a request every 4 cycles, 32 of them in flight.

`default_nettype none

module fn_dma_transmit_fetch (
    input  wire        clk,
    input  wire        rst,

    // control
    input  wire        s_stop,   // no new request
    input  wire        s_clear,  // start anew at 0
    output wire        m_idle,   // nothing asked for that has not come

    // ring
    input  wire [63:0] s_ring_base,
    input  wire [3:0]  s_ring_size,
    input  wire [15:0] s_producer,

    // requests, and the last word of an answer
    output wire        m_descriptor_valid,
    input  wire        m_descriptor_ready,
    output wire [63:0] m_descriptor_address,
    output wire [15:0] m_descriptor_length,
    input  wire        s_answered
);
    localparam WAIT = 2'd0, LOW = 2'd1, HIGH = 2'd2, OFFER = 2'd3;

    reg [1:0]  state_q;
    reg        valid_q;
    reg [15:0] fetched_q;
    reg [15:0] available_q;  // written and not asked for, one cycle late
    reg [3:0]  count_q;      // descriptors of this request
    reg [18:0] low_q;        // address from bit 5 on
    reg        carry_q;
    reg [39:0] high_q;       // address from bit 24 on
    reg [5:0]  inside_q;     // requests in flight

    wire [14:0] mask  = ~(15'h7fff << s_ring_size);
    wire [3:0]  room  = {1'b0, ~fetched_q[2:0] & mask[2:0]} + 4'd1;
    wire        start = state_q == WAIT && !s_stop && available_q != 16'd0 && !inside_q[5];

    always @(posedge clk) begin
        available_q <= s_producer - fetched_q;
        count_q     <= state_q != WAIT ? count_q
                     : available_q < {12'd0, room} ? available_q[3:0] : room;
        if (state_q == LOW)
            {carry_q, low_q} <= {1'b0, s_ring_base[23:5]} + {5'd0, fetched_q[14:0] & mask};
        if (state_q == HIGH) begin
            high_q    <= s_ring_base[63:24] + {39'd0, carry_q};
            fetched_q <= fetched_q + {12'd0, count_q};
        end
        case (state_q)
            WAIT:    if (start) state_q <= LOW;
            LOW:     state_q <= HIGH;
            HIGH:    state_q <= OFFER;
            default: if (m_descriptor_ready) state_q <= WAIT;
        endcase
        valid_q  <= state_q == HIGH || (valid_q && !m_descriptor_ready);
        inside_q <= inside_q + {5'd0, state_q == HIGH} - {5'd0, s_answered};
        if (rst || s_clear) begin
            fetched_q   <= 16'd0;
            available_q <= 16'd0;
        end
        if (rst) begin
            state_q  <= WAIT;
            valid_q  <= 1'b0;
            inside_q <= 6'd0;
        end
    end

    wire unused_base = &{1'b0, s_ring_base[4:0]};  // descriptors are aligned

    assign m_idle               = state_q == WAIT && inside_q == 6'd0;
    assign m_descriptor_valid   = valid_q;
    assign m_descriptor_address = {high_q, low_q, 5'd0};
    assign m_descriptor_length  = {7'd0, count_q, 5'd0};

endmodule

`default_nettype wire
