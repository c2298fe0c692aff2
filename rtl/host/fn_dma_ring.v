// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_ring - fetches posted packet buffers (302) from their ring
//
// The ring holds 2^s_ring_size addresses of 8 bytes.  One read fetches the posted ones up
// to the next multiple of 8 entries, or the ring's end; up to 4 reads are in flight.  Keeps
// up to 32 buffers, reads among them, and reads on while 8 places are free: a packet every
// 10 cycles may see a read latency of 200.  m_buffers_low: fewer than s_low_water posted buffers
// have not reached m_buffer, two cycles before.  When that begins the driver is asked for more by
// one BUFFER_REQUEST record (GET_NEXT_BUFF1).  Entries in a word with a read error are dropped,
// one bus error event a word.  s_enable 0 empties it; from the third cycle on m_consumer is then
// the number of reads in flight.  It starts anew at 0 when all were answered.  s_slot_ready
// waits for a need of a slot.

`default_nettype none
`include "fn_records.vh"

module fn_dma_ring #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                           clk,
    input  wire                           rst,

    // configuration; base (64-byte aligned) and size change only while s_enable is 0
    input  wire                           s_enable,
    /* verilator lint_off UNUSEDSIGNAL */    // the low bits are 0
    input  wire [63:0]                    s_ring_base,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [3:0]                     s_ring_size,
    input  wire [15:0]                    s_low_water,

    // producer: buffers the driver has posted, counted modulo 2^16
    input  wire [15:0]                    s_producer,

    // consumer: buffers fetched, counted modulo 2^16; while disabled: reads in flight
    output wire [15:0]                    m_consumer,

    // read: to fn_dma_read
    output wire                           m_read_valid,
    input  wire                           m_read_ready,
    output wire [63:0]                    m_read_address,
    output wire [15:0]                    m_read_length,

    // its data
    input  wire                           s_read_axis_tvalid,
    output wire                           s_read_axis_tready,
    input  wire [DATA_BITS-1:0]           s_read_axis_tdata,
    input  wire                           s_read_axis_tlast,
    input  wire [0:0]                     s_read_axis_tuser,

    // buffer: the next one
    output wire                           m_buffer_valid,
    input  wire                           m_buffer_ready,
    output wire [63:0]                    m_buffer_address,

    // slot: a free record of the completion ring
    input  wire                           s_slot_valid,
    output wire                           s_slot_ready,

    // request: the record that asks for buffers
    output wire                           m_request_valid,
    input  wire                           m_request_ready,
    output wire [`FN_COMPLETION_BITS-1:0] m_request_data,

    // events of one cycle
    output wire                           m_buffers_low,
    output wire                           m_low_water_event,
    output wire                           m_bus_error_event
);
    generate
        if (DATA_BITS != 64 && DATA_BITS != 128) begin : g_bad_parameter
            ERROR_fn_dma_ring_DATA_BITS_must_be_64_or_128 u_error ();
        end
    endgenerate

    // ---- Counters of entries: asked for, arrived, gone to m_buffer ----

    reg         active_q;
    reg  [15:0] asked_q;
    reg  [15:0] arrived_q;
    reg  [15:0] used_q;
    reg  [15:0] mask_q;       // entries of the ring, less 1
    reg  [15:0] posted_q;     // and not asked for, as of the last cycle
    reg         has_room_q;   // for 8, as of the last cycle
    reg  [2:0]  flights_q;    // reads not answered yet

    wire        put, pop;

    // ---- Reads ----

    reg         read_valid_q;
    reg  [5:0]  read_index_q;  // of the entry inside its 64 bytes, and length
    reg  [3:0]  read_length_q;
    reg  [57:0] group_q;       // the 64 bytes of the next entry to ask for
    reg  [57:0] read_group_q;
    reg         moved_q;       // asked_q did

    wire [3:0]  to_end  = {1'b0, ~asked_q[2:0] & mask_q[2:0]} + 4'd1;
    wire        enough  = posted_q[15:3] != 13'd0 || {1'b0, posted_q[2:0]} >= to_end;
    wire [3:0]  length  = enough ? to_end : {1'b0, posted_q[2:0]};
    wire        ask     = active_q && !read_valid_q && posted_q != 16'd0 && has_room_q
                       && flights_q != 3'd4;
    wire [5:0]  reserved = asked_q[5:0] - used_q[5:0];

    always @(posedge clk) begin
        mask_q     <= ~(16'hffff << s_ring_size);
        posted_q   <= s_producer - asked_q;
        has_room_q <= reserved <= 6'd24;
        moved_q    <= ask;
        asked_q    <= asked_q + {12'd0, ask ? length : 4'd0};
        if (moved_q && (asked_q & mask_q) == 16'd0)
            group_q <= s_ring_base[63:6];
        else if (moved_q && asked_q[2:0] == 3'd0)
            group_q <= group_q + 58'd1;
        if (ask) begin
            read_group_q  <= group_q;
            read_index_q  <= {asked_q[2:0] & mask_q[2:0], 3'd0};
            read_length_q <= length;
        end
        read_valid_q <= ask || (read_valid_q && !m_read_ready);
        if (rst || !active_q) begin
            posted_q <= 16'd0;
            asked_q  <= 16'd0;
            group_q  <= s_ring_base[63:6];
        end
        if (rst) read_valid_q <= 1'b0;
    end

    // ---- Words that arrive: which halves are entries, one entry a cycle ----

    reg         word_ready_q;
    reg  [1:0]  halves_q;      // of the word at hand, still to be put
    reg  [DATA_BITS-1:0] word_q;
    reg         error_q;
    reg         event_q;

    wire        take     = s_read_axis_tvalid && word_ready_q;
    wire        answered = take && s_read_axis_tlast;
    wire [1:0]  halves;
    wire [63:0] entry;
    wire [2:0]  flights_left = flights_q - {2'd0, answered};

    generate
        if (DATA_BITS == 128) begin : g_halves
            reg        inside_q;      // a read, behind its first word
            reg  [3:0] odd_starts_q;  // of the reads in flight, the oldest in bit 0
            reg  [3:0] odd_ends_q;
            wire       odd = asked_q[0] && mask_q[0];

            integer f;
            always @(posedge clk) begin
                if (take) inside_q <= !s_read_axis_tlast;
                if (rst)  inside_q <= 1'b0;
                for (f = 0; f < 4; f = f + 1)
                    if (ask && flights_left == f[2:0]) begin
                        odd_starts_q[f] <= odd;
                        odd_ends_q[f]   <= odd ^ length[0];
                    end else if (answered && f < 3) begin
                        odd_starts_q[f] <= odd_starts_q[(f + 1) % 4];
                        odd_ends_q[f]   <= odd_ends_q[(f + 1) % 4];
                    end
            end

            assign halves[0] = inside_q || !odd_starts_q[0];
            assign halves[1] = !(s_read_axis_tlast && odd_ends_q[0]);
            assign entry     = halves_q[0] ? word_q[63:0] : word_q[DATA_BITS-1 -: 64];
        end else begin : g_whole
            assign halves = 2'b01;
            assign entry  = word_q[63:0];
        end
    endgenerate

    assign put = halves_q != 2'd0;

    always @(posedge clk) begin
        if (take) word_q  <= s_read_axis_tdata;
        if (take) error_q <= s_read_axis_tuser[0];
        if (take && active_q)  halves_q <= halves;
        else                   halves_q <= {halves_q == 2'b11, 1'b0};
        word_ready_q <= !(take && active_q && halves == 2'b11);
        event_q      <= take && active_q && s_read_axis_tuser[0];
        arrived_q    <= arrived_q + {15'd0, put};
        flights_q    <= flights_left + {2'd0, ask};
        active_q <= s_enable && (active_q || (flights_q == 3'd0 && halves_q == 2'd0));
        if (!active_q) halves_q <= 2'd0;
        if (!active_q) arrived_q <= s_enable ? 16'd0 : {13'd0, flights_left};
        if (rst) arrived_q <= 16'd0;
        if (rst) begin
            word_ready_q <= 1'b1;
            halves_q     <= 2'd0;
            event_q      <= 1'b0;
            flights_q    <= 3'd0;
            active_q     <= 1'b0;
        end
    end

    // ---- The store; an entry that met an error is skipped ----

    reg  [64:0] store_q [0:31];
    reg         buffer_valid_q;
    reg  [63:0] buffer_q;

    wire [64:0] next = store_q[used_q[4:0]];

    assign pop = used_q[5:0] != arrived_q[5:0] && (m_buffer_ready || !buffer_valid_q);

    always @(posedge clk) begin
        if (put) store_q[arrived_q[4:0]] <= {error_q, entry};
        if (pop) buffer_q <= next[63:0];
        buffer_valid_q <= pop ? !next[64] : buffer_valid_q && !m_buffer_ready;
        if (pop) used_q <= used_q + 16'd1;
        if (rst || !active_q) begin
            used_q         <= 16'd0;
            buffer_valid_q <= 1'b0;
        end
    end

    // ---- Low water ----

    reg  [15:0] unused_q;
    reg         below_q;
    reg         was_below_q;
    reg         low_event_q;
    reg         want_q;
    reg         slot_ready_q;
    reg         request_valid_q;

    wire        falls     = below_q && !was_below_q;
    wire        take_slot = s_slot_valid && slot_ready_q;
    wire        want_d    = active_q && (falls || (want_q && !take_slot));
    wire        request_d = take_slot || (request_valid_q && !m_request_ready);

    always @(posedge clk) begin
        unused_q        <= s_producer - used_q;
        below_q         <= active_q && unused_q < s_low_water;
        was_below_q     <= active_q && below_q;
        if (!active_q) unused_q <= 16'hffff;
        low_event_q     <= falls;
        want_q          <= want_d;
        slot_ready_q    <= want_d && !request_d;
        request_valid_q <= request_d;
        if (rst) begin
            below_q         <= 1'b0;
            was_below_q     <= 1'b0;
            low_event_q     <= 1'b0;
            want_q          <= 1'b0;
            slot_ready_q    <= 1'b0;
            request_valid_q <= 1'b0;
        end
    end

    function [`FN_COMPLETION_BITS-1:0] request(input [2:0] state);
        begin
            request = {`FN_COMPLETION_BITS{1'b0}};
            request[`FN_COMPLETION_KIND]  = `FN_KIND_BUFFER_REQUEST;
            request[`FN_COMPLETION_STATE] = state;
        end
    endfunction

    assign m_consumer         = arrived_q;
    assign m_read_valid       = read_valid_q;
    assign m_read_address     = {read_group_q, read_index_q};
    assign m_read_length      = {9'd0, read_length_q, 3'd0};
    assign s_read_axis_tready = word_ready_q;
    assign m_buffer_valid     = buffer_valid_q;
    assign m_buffer_address   = buffer_q;
    assign s_slot_ready       = slot_ready_q;
    assign m_request_valid    = request_valid_q;
    assign m_request_data     = request(`FN_STATE_GET_NEXT_BUFF1);
    assign m_buffers_low      = below_q;
    assign m_low_water_event  = low_event_q;
    assign m_bus_error_event  = event_q;

endmodule

`default_nettype wire
