// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write_done - part of fn_dma_write: write responses become done pulses
//
// Counts the bursts of each of 16 channels, which are AXI ids, issued and answered.  Channel 0
// is answered in order: its memory says of each burst whether it is a record or its packet's
// last one.  Of the others one memory keeps each response's error and one queue the order of
// issue; the oldest burst of that passes when its channel has been answered often enough.
// Stack and record done come 2 cycles after the response, place done 4 if nothing is ahead,
// else one burst a cycle.  From DEPTH - 8 bursts on, 2 cycles later, there is no room; nor in
// the first 17 cycles after a reset, in which the counts are cleared.

`default_nettype none

module fn_dma_write_done #(
    parameter DEPTH = 128  // bursts of channel 0, and of all others, a power of two
) (
    input  wire       clk,
    input  wire       rst,

    // issued: a burst; reset: of a packet that turned bad
    input  wire       s_issued_valid,
    input  wire [3:0] s_issued_channel,
    input  wire       s_issued_record,
    input  wire       s_issued_last,
    input  wire       s_issued_reset,

    // room for a few bursts more: of records, of any kind
    output wire       m_record_room,
    output wire       m_room,

    // write responses, always taken
    input  wire       s_response_valid,
    input  wire [3:0] s_response_channel,
    input  wire       s_response_error,

    // done
    output wire       m_stack_done_valid,
    output wire       m_stack_done_error,
    output wire       m_place_done_valid,
    output wire       m_place_done_error,
    output wire       m_record_done_valid,
    output wire       m_record_done_error,

    // state of a channel, 2 cycles after its index
    input  wire [3:0] s_channel_index,
    output wire [$clog2(DEPTH)-1:0] m_channel_in_flight,
    output wire [1:0] m_channel_state
);
    localparam BITS = $clog2(DEPTH);

    localparam FREE   = 2'd0;
    localparam ACTIVE = 2'd1;
    localparam RESET  = 2'd2;

    // ---- Of each channel: bursts issued, answered, passed on in order, modulo DEPTH ----
    reg  [4:0]      cleared_q;  // channels, since the reset
    reg             response_q;
    reg  [3:0]      id_q;
    reg             error_q;

    wire            clear = !cleared_q[4];
    wire            walk;       // the oldest burst of the queue
    wire [3:0]      oldest;     // its channel

    (* ram_style = "distributed" *)
    reg  [BITS:0]   issued_q   [0:15];  // and whether it is reset
    (* ram_style = "distributed" *)
    reg  [BITS-1:0] answered_q [0:15];
    (* ram_style = "distributed" *)
    reg  [BITS-1:0] walked_q   [0:15];

    wire [BITS-1:0] issued, answered, walked;
    wire            was_reset;
    wire            keeps = was_reset && issued != answered_q[s_issued_channel];

    assign {was_reset, issued} = issued_q[s_issued_channel];
    assign answered            = answered_q[id_q];
    assign walked              = walked_q[oldest];

    always @(posedge clk) begin
        if (s_issued_valid || clear)
            issued_q[clear ? cleared_q[3:0] : s_issued_channel]
                <= {s_issued_reset || keeps, issued + 1'b1} & {BITS+1{!clear}};
        if (response_q || clear)
            answered_q[clear ? cleared_q[3:0] : id_q] <= (answered + 1'b1) & {BITS{!clear}};
        if (walk || clear)
            walked_q[clear ? cleared_q[3:0] : oldest] <= (walked + 1'b1) & {BITS{!clear}};
    end

    always @(posedge clk) begin
        if (clear) cleared_q <= cleared_q + 5'd1;
        response_q           <= s_response_valid;
        id_q                 <= s_response_channel;
        error_q              <= s_response_error;
        if (rst) cleared_q   <= 5'd0;
        if (rst) response_q  <= 1'b0;
    end

    // ---- Channel 0: in order ----
    reg  [1:0]      memory_q [0:DEPTH-1];
    reg  [BITS-1:0] put_q;
    reg  [BITS-1:0] get_q;
    reg  [BITS-1:0] inside_q;
    reg             failed_q;  // one of the packet's bursts up to now
    reg             stack_done_q, record_done_q, stack_error_q, record_error_q;

    wire            put = s_issued_valid && s_issued_channel == 4'd0;
    wire            get = response_q && id_q == 4'd0;
    wire            is_record, is_last;

    assign {is_record, is_last} = memory_q[get_q];

    always @(posedge clk) begin
        memory_q[put_q] <= {s_issued_record, s_issued_last};  // a free place
        put_q           <= put_q + {{BITS-1{1'b0}}, put};
        get_q           <= get_q + {{BITS-1{1'b0}}, get};
        inside_q        <= inside_q + {{BITS-1{1'b0}}, put} - {{BITS-1{1'b0}}, get};
        if (get && !is_record) failed_q <= (failed_q || error_q) && !is_last;
        stack_done_q    <= get && !is_record && is_last;
        record_done_q   <= get && is_record;
        stack_error_q   <= failed_q || error_q;
        record_error_q  <= error_q;
        if (rst) begin
            put_q         <= {BITS{1'b0}};
            get_q         <= {BITS{1'b0}};
            inside_q      <= {BITS{1'b0}};
            failed_q      <= 1'b0;
            stack_done_q  <= 1'b0;
            record_done_q <= 1'b0;
        end
    end

    // ---- The others: passed in the order of issue ----
    (* no_rw_check *)  // read at the earliest in the cycle after it was written
    reg             errors_q [0:16*DEPTH-1];
    reg             walk_error_q;
    reg  [BITS-1:0] waiting_q;
    reg             walk_q, walk_last_q;
    reg             place_failed_q;
    reg             place_done_q, place_error_q;

    wire            push = s_issued_valid && s_issued_channel != 4'd0;
    wire            some, ends;

    fn_dma_write_queue #(.WIDTH(5), .DEPTH(DEPTH)) u_order (
        .clk(clk), .rst(rst),
        .s_valid(push), .s_data({s_issued_channel, s_issued_last}),
        .m_valid(some), .m_ready(walk), .m_data({oldest, ends})
    );

    assign walk = some && answered_q[oldest] != walked;

    always @(posedge clk) begin
        if (response_q) errors_q[{id_q, answered}] <= error_q;
        walk_error_q <= errors_q[{oldest, walked}];
    end

    always @(posedge clk) begin
        waiting_q      <= waiting_q + {{BITS-1{1'b0}}, push} - {{BITS-1{1'b0}}, walk};
        walk_q         <= walk;
        walk_last_q    <= ends;
        if (walk_q) place_failed_q <= (place_failed_q || walk_error_q) && !walk_last_q;
        place_done_q   <= walk_q && walk_last_q;
        place_error_q  <= place_failed_q || walk_error_q;
        if (rst) begin
            waiting_q      <= {BITS{1'b0}};
            walk_q         <= 1'b0;
            place_failed_q <= 1'b0;
            place_done_q   <= 1'b0;
        end
    end

    // ---- Room, and what is shown ----
    reg             record_room_q, room_q;
    reg  [BITS-1:0] flight_q;
    reg             reset_q;
    reg  [BITS-1:0] m_channel_in_flight_q;
    reg  [1:0]      m_channel_state_q;

    always @(posedge clk) begin
        record_room_q      <= !clear && !(&inside_q[BITS-1:3]);
        room_q             <= !clear && !(&inside_q[BITS-1:3]) && !(&waiting_q[BITS-1:3]);
        flight_q           <= issued_q[s_channel_index][BITS-1:0] - answered_q[s_channel_index];
        reset_q            <= issued_q[s_channel_index][BITS];
        m_channel_in_flight_q <= flight_q;
        m_channel_state_q  <= flight_q == {BITS{1'b0}} ? FREE : reset_q ? RESET : ACTIVE;
        if (rst || clear) flight_q <= {BITS{1'b0}};
        if (rst) begin
            record_room_q      <= 1'b0;
            room_q             <= 1'b0;
            m_channel_in_flight_q <= {BITS{1'b0}};
            m_channel_state_q  <= FREE;
        end
    end

    assign m_record_room       = record_room_q;
    assign m_room              = room_q;
    assign m_stack_done_valid  = stack_done_q;
    assign m_stack_done_error  = stack_error_q;
    assign m_place_done_valid  = place_done_q;
    assign m_place_done_error  = place_error_q;
    assign m_record_done_valid = record_done_q;
    assign m_record_done_error = record_error_q;
    assign m_channel_in_flight    = m_channel_in_flight_q;
    assign m_channel_state     = m_channel_state_q;

`ifdef FORMAL
    `include "fn_dma_write_done_properties.vh"
`endif
endmodule

`default_nettype wire
