// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_completion - the completion ring
//
// Hands out free slots, one waiting at each of four clients, in turns; queues up to 56
// records, taken in turns, too (receive, transmit, request, report), and writes them to the
// ring with the phase bit, in the order in which they came in: one every 4 cycles at 128
// bits, 5 if all are of one client; address 7 and first word 9 cycles after it was offered.
// A record of s_receive waits for its packet's writes (s_done, before it or after); if they
// failed its reason becomes BUS_ERROR.  A discarded one just consumes its s_done.
// Packets are delivered in order, 4 cycles after the response to their record came or later:
// BUS_ERROR if it failed, too.  Its place in the ring is used up, and the producer beyond it.
// Up to 128 records wait for their response, or for those of packets before them.
// s_enable 0: slots are withdrawn, producer and phase start anew, and so must s_consumer;
// base and size may change from its second cycle on.
// What is queued then, and what comes without a slot taken since, leaves no record; such a
// packet is delivered as NO_COMPLETION.  Records already offered to fn_dma_write are still
// written to the old place; their responses deliver their packets, but move no producer: from
// the third cycle on that is the number of entries queued and of responses awaited.
// A client may hold 255 slots, and keep some over s_enable 0: they count for nothing then.

`default_nettype none
`include "fn_records.vh"

module fn_dma_completion #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                           clk,
    input  wire                           rst,

    // configuration: ring of 2^s_ring_size records at s_ring_base (64-byte aligned)
    input  wire                           s_enable,
    input  wire [63:0]                    s_ring_base,
    input  wire [3:0]                     s_ring_size,

    // consumer: records the driver has taken, counted modulo 2^16
    input  wire [15:0]                    s_consumer,

    // producer: records written and responded, counted modulo 2^16; disabled: what is under way
    output wire [15:0]                    m_producer,

    // slots
    output wire                           m_receive_slot_valid,
    input  wire                           m_receive_slot_ready,
    output wire                           m_transmit_slot_valid,
    input  wire                           m_transmit_slot_ready,
    output wire                           m_request_slot_valid,
    input  wire                           m_request_slot_ready,
    output wire                           m_report_slot_valid,
    input  wire                           m_report_slot_ready,

    // records of received packets
    input  wire                           s_receive_valid,
    output wire                           s_receive_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_receive_data,
    input  wire                           s_receive_discard,

    // records of transmitted packets
    input  wire                           s_transmit_valid,
    output wire                           s_transmit_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_transmit_data,

    // buffer requests
    input  wire                           s_request_valid,
    output wire                           s_request_ready,
    input  wire [`FN_COMPLETION_BITS-1:0] s_request_data,

    // reports of flows
    input  wire                           s_report_valid,
    output wire                           s_report_ready,
    input  wire [`FN_REPORT_BITS-1:0]     s_report_data,

    // from fn_dma_write: done and record done; up to 64 done may be ahead of their records
    input  wire                           s_done_valid,
    input  wire                           s_done_error,
    input  wire                           s_record_done_valid,
    input  wire                           s_record_done_error,

    // to fn_dma_write: the records
    output wire                           m_record_valid,
    input  wire                           m_record_ready,
    output wire [63:0]                    m_record_address,

    // their words
    output wire                           m_record_axis_tvalid,
    input  wire                           m_record_axis_tready,
    output wire [DATA_BITS-1:0]           m_record_axis_tdata,
    output wire                           m_record_axis_tlast,

    // delivery: DELIVERED, BUS_ERROR or NO_COMPLETION for each packet not discarded
    output wire                           m_delivery_valid,
    input  wire                           m_delivery_ready,
    output wire [5:0]                     m_delivery_reason,

    // events of one cycle: a record can be read; a write (of a packet or a record) failed
    output wire                           m_completion_event,
    output wire                           m_bus_error_event
);
    localparam PLACES     = 64;
    localparam PLACE_BITS = 6;
    localparam WORDS      = 512 / DATA_BITS;
    localparam WORD_BITS  = $clog2(WORDS);
    localparam REASON     = 448 - (512 - DATA_BITS);  // in the last word
    localparam [WORD_BITS-1:0] LAST = {WORD_BITS{1'b1}};

    generate
        if (DATA_BITS != 64 && DATA_BITS != 128) begin : g_bad_parameter
            ERROR_fn_dma_completion_DATA_BITS_must_be_64_or_128 u_error ();
        end
    endgenerate

    // ---- Slots, queue, responses of packets ----
    wire [3:0]            tokens;
    wire [3:0]            spend;
    wire                  head_valid, take, is_receive, is_discarded, has_slot;
    wire [PLACE_BITS-1:0] place;
    wire [PLACE_BITS-1:0] inside;
    wire [PLACE_BITS+WORD_BITS-1:0] next_word;
    wire [DATA_BITS-1:0]  word;
    wire                  done_valid, done_error;
    wire [1:0]            unused_ready;

    fn_dma_completion_slots u_slots (
        .clk(clk), .rst(rst),
        .s_enable(s_enable), .s_ring_size(s_ring_size), .s_consumer(s_consumer),
        .m_slot_valid({m_report_slot_valid, m_request_slot_valid, m_transmit_slot_valid,
                       m_receive_slot_valid}),
        .m_slot_ready({m_report_slot_ready, m_request_slot_ready, m_transmit_slot_ready,
                       m_receive_slot_ready}),
        .m_tokens(tokens), .s_spend(spend)
    );

    fn_dma_completion_queue #(.DATA_BITS(DATA_BITS), .RECORDS(PLACES)) u_queue (
        .clk(clk), .rst(rst),
        .s_receive_valid(s_receive_valid), .s_receive_ready(s_receive_ready),
        .s_receive_data(s_receive_data), .s_receive_discard(s_receive_discard),
        .s_transmit_valid(s_transmit_valid), .s_transmit_ready(s_transmit_ready),
        .s_transmit_data(s_transmit_data),
        .s_request_valid(s_request_valid), .s_request_ready(s_request_ready),
        .s_request_data(s_request_data),
        .s_report_valid(s_report_valid), .s_report_ready(s_report_ready),
        .s_report_data(s_report_data),
        .s_tokens(tokens), .m_spend(spend),
        .m_valid(head_valid), .m_ready(take), .m_is_receive(is_receive),
        .m_is_discarded(is_discarded), .m_has_slot(has_slot), .m_place(place),
        .m_inside(inside), .s_next_word(next_word), .m_word(word)
    );

    fn_fifo #(.WIDTH(1), .DEPTH(128)) u_done (
        .clk(clk), .rst(rst),
        .s_valid(s_done_valid), .s_ready(unused_ready[0]), .s_data(s_done_error),
        .m_valid(done_valid), .m_ready(take && is_receive), .m_data(done_error)
    );

    // ---- The oldest entry leaves when all it may need is free, every 4 cycles or more ----
    reg                   free_q;
    reg  [1:0]            step_q;
    reg                   disabled_q;   // s_enable was 0
    reg  [PLACE_BITS-1:0] stale_q;      // entries from before s_enable, unless it was 0 just now
    reg                   stale_left_q; // one of them, in the last cycle
    reg                   is_stale_q;   // there are some, two cycles after one left
    reg  [7:0]            written_q;    // records that wait for their response
    reg  [7:0]            ignored_q;    // those from before s_enable, unless it was 0 just now
    reg                   skipped_q;    // one without record left while words still go out
    reg                   armed_q;      // a record for the words below
    reg                   armed_error_q;
    reg                   armed_phase_q;
    reg  [PLACE_BITS-1:0] armed_place_q;
    reg                   record_valid_q;
    reg                   busy_q;       // words go out
    wire                  begins;
    wire                  fate_ready;   // one more may wait for its response

    wire       is_stale   = disabled_q || is_stale_q;
    wire       is_dropped = !has_slot || is_stale;
    wire [PLACE_BITS-1:0] stale   = disabled_q ? inside
                                  : stale_q - {{PLACE_BITS-1{1'b0}}, stale_left_q};
    wire [7:0]            ignored = disabled_q ? written_q : ignored_q;
    wire       write      = take && !is_discarded && !is_dropped;
    wire       deliver    = take && is_receive && !is_discarded;
    wire       failed     = is_receive && done_error;

    assign take = head_valid && free_q && (!is_receive || done_valid);

    always @(posedge clk) begin
        step_q    <= {step_q[0], take};
        free_q    <= !take && step_q == 2'b00 && !armed_q && !record_valid_q && fate_ready
                  && !skipped_q;
        disabled_q   <= !s_enable;
        stale_q      <= stale;
        stale_left_q <= take && is_stale;
        is_stale_q   <= stale != {PLACE_BITS{1'b0}};
        written_q <= written_q + {7'd0, write} - {7'd0, s_record_done_valid};
        ignored_q <= ignored - {7'd0, s_record_done_valid && ignored != 8'd0};
        skipped_q <= busy_q && !begins && (take || skipped_q);  // else their place is overwritten
        armed_q   <= write || (armed_q && !begins);
        if (take) begin
            armed_error_q <= failed;
            armed_phase_q <= phase_q;
            armed_place_q <= place;
        end
        record_valid_q <= write || (record_valid_q && !m_record_ready);
        if (rst) begin
            step_q         <= 2'b00;
            free_q         <= 1'b0;
            disabled_q     <= 1'b0;
            stale_q        <= {PLACE_BITS{1'b0}};
            stale_left_q   <= 1'b0;
            is_stale_q     <= 1'b0;
            written_q      <= 8'd0;
            ignored_q      <= 8'd0;
            skipped_q      <= 1'b0;
            armed_q        <= 1'b0;
            record_valid_q <= 1'b0;
        end
    end

    assign m_record_valid = record_valid_q;

    // ---- What left waits for its record's response, in order: then its fate is known ----
    wire fate_valid, fate_delivers, fate_written, fate_failed;
    wire response_valid, response_error;
    reg  delivery_valid_q;
    reg  [5:0] delivery_reason_q;
    wire settle = fate_valid && (!fate_written || response_valid) && !delivery_valid_q;

    fn_fifo #(.WIDTH(3), .DEPTH(128)) u_fates (
        .clk(clk), .rst(rst),
        .s_valid(write || deliver), .s_ready(fate_ready), .s_data({deliver, write, failed}),
        .m_valid(fate_valid), .m_ready(settle),
        .m_data({fate_delivers, fate_written, fate_failed})
    );

    fn_fifo #(.WIDTH(1), .DEPTH(128)) u_responses (
        .clk(clk), .rst(rst),
        .s_valid(s_record_done_valid), .s_ready(unused_ready[1]), .s_data(s_record_done_error),
        .m_valid(response_valid), .m_ready(settle && fate_written), .m_data(response_error)
    );

    always @(posedge clk) begin
        delivery_valid_q <= (settle && fate_delivers) || (delivery_valid_q && !m_delivery_ready);
        if (settle) delivery_reason_q <= !fate_written ? `FN_REASON_NO_COMPLETION
                                       : fate_failed || response_error ? `FN_REASON_BUS_ERROR
                                       : `FN_REASON_DELIVERED;
        if (rst) delivery_valid_q <= 1'b0;
    end

    assign m_delivery_valid  = delivery_valid_q;
    assign m_delivery_reason = delivery_reason_q;

    // ---- Place in the ring: base and index are added in three steps ----
    reg  [15:0] next_q;
    reg  [14:0] mask_q;
    reg         phase_q;
    reg  [25:6] low_q;
    reg  [45:26] middle_q;
    reg  [63:46] high_q;
    reg         carry_low_q, carry_middle_q;
    reg  [63:6] address_q;

    always @(posedge clk) begin
        if (write) next_q          <= next_q + 16'd1;
        mask_q                     <= ~(15'h7fff << s_ring_size);
        phase_q                    <= (next_q & ({1'b0, mask_q} + 16'd1)) == 16'd0;
        {carry_low_q, low_q}       <= {1'b0, s_ring_base[25:6]} + {6'd0, next_q[14:0] & mask_q};
        {carry_middle_q, middle_q} <= {1'b0, s_ring_base[45:26]} + {20'd0, carry_low_q};
        high_q                     <= s_ring_base[63:46] + {17'd0, carry_middle_q};
        if (!record_valid_q) address_q <= {high_q, middle_q, low_q};
        if (rst || !s_enable) next_q <= 16'd0;
    end

    assign m_record_address = {address_q, 6'd0};

    // ---- Its words ----
    reg  [PLACE_BITS+WORD_BITS-1:0] at_q;
    reg                             error_q;
    reg                             end_phase_q;
    reg                             tvalid_q;
    reg                             tlast_q;
    reg  [DATA_BITS-1:0]            tdata_q;

    wire is_last = at_q[WORD_BITS-1:0] == LAST;
    wire move    = busy_q && (!tvalid_q || m_record_axis_tready);

    assign begins    = armed_q && (!busy_q || (move && is_last));
    assign next_word = begins ? {armed_place_q, {WORD_BITS{1'b0}}}
                     : move ? at_q + {{PLACE_BITS+WORD_BITS-1{1'b0}}, 1'b1} : at_q;

    always @(posedge clk) begin
        busy_q   <= begins || (busy_q && !(move && is_last));
        at_q     <= next_word;
        tvalid_q <= move || (tvalid_q && !m_record_axis_tready);
        if (begins) error_q     <= armed_error_q;
        if (begins) end_phase_q <= armed_phase_q;
        if (move) begin
            tlast_q <= is_last;
            tdata_q <= word;
            if (is_last) tdata_q[DATA_BITS-1]            <= end_phase_q;
            if (is_last && error_q) tdata_q[REASON +: 6] <= `FN_REASON_BUS_ERROR;
        end
        if (rst) busy_q   <= 1'b0;
        if (rst) tvalid_q <= 1'b0;
    end

    assign m_record_axis_tvalid = tvalid_q;
    assign m_record_axis_tlast  = tlast_q;
    assign m_record_axis_tdata  = tdata_q;

    // ---- Records that were written ----
    reg  [15:0] producer_q;
    reg         completion_event_q;
    reg         bus_error_event_q;
    wire        counts = s_record_done_valid && ignored == 8'd0 && s_enable;

    always @(posedge clk) begin
        producer_q         <= (disabled_q ? 16'd0 : producer_q) + {15'd0, counts};
        completion_event_q <= counts;
        bus_error_event_q  <= (s_done_valid && s_done_error)
                           || (s_record_done_valid && s_record_done_error);
        if (!s_enable) producer_q   <= {8'd0, ignored} + {{16-PLACE_BITS{1'b0}}, stale};
        if (rst) producer_q         <= 16'd0;
        if (rst) completion_event_q      <= 1'b0;
        if (rst) bus_error_event_q       <= 1'b0;
    end

    assign m_producer         = producer_q;
    assign m_completion_event = completion_event_q;
    assign m_bus_error_event  = bus_error_event_q;

    wire unused = &{1'b0, unused_ready, s_ring_base[5:0]};

`ifdef FORMAL
    `include "fn_dma_completion_properties.vh"
`endif
endmodule

`default_nettype wire
