// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_write - AXI4 write master: packet pieces and completion records
//
// Pieces, the first beat not before its command: any address, any length from 1 byte, aligned
// to the bus with byte strobes and cut into bursts at each 256-byte-aligned address; a burst is
// asked for when all of its data are here, and its data follow without a pause.  Records: 64
// bytes, aligned, one burst.  Pieces and records take turns.
// A channel is an AXI id: 0 of the stack's packets and of records, 1 to 15 of placed packets,
// each all of a packet, so that what one flow writes arrives in order (a retransmission can not
// be overtaken by a bad packet's bytes) and flows do not wait for each other.  The user says
// which, 2 cycles after the piece's command: the time to find it.  A channel has many bursts in
// flight, for one alone could not keep a packet in 10 cycles if responses take 200.  In flight: 120
// to 124 of channel 0, as many of all others.
// The burst with the end of a packet that turned bad is written without strobes (205, 207, 209).
// m_stack_done, m_place_done: once per packet, each in order; error: SLVERR or DECERR among its
// responses.  m_record_done the same for each record.  2 cycles after the last response, of
// placed packets 4, and one burst a cycle if they waited for one before.
// m_channel_in_flight: bursts of the channel, s_channel_index 2 cycles before, that were asked for
// and not answered; m_channel_state: FREE (0), none; ACTIVE (1); RESET (2), a bad packet's was
// asked for since it was FREE.  No burst is asked for in the first 18 cycles after a reset.
// Latency, idle, from a piece's last beat taken to its last write beat given: the number
// of words + 1 (3 words and more; else 4), and 1 more if the last beat straddles 8 bytes.  One beat
// in per cycle, less that 1; 16 pieces wait at most; no pause between bursts that are ready,
// but bursts of pieces come 4 cycles or more after each other.
// awcache 0011: normal, non-cacheable, bufferable.  Unwritten bytes of a word are 0.

`default_nettype none

module fn_dma_write #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                   clk,
    input  wire                   rst,

    // command: where the next piece goes
    input  wire                   s_command_valid,
    output wire                   s_command_ready,
    input  wire [63:0]            s_command_address,

    // channel of the piece whose command was taken 2 cycles before
    input  wire [3:0]             s_piece_channel,

    // the pieces; tuser on tlast: [0] the last of its packet, [1] and that turned bad
    input  wire                   s_axis_tvalid,
    output wire                   s_axis_tready,
    input  wire [63:0]            s_axis_tdata,
    input  wire [7:0]             s_axis_tkeep,
    input  wire                   s_axis_tlast,
    input  wire [1:0]             s_axis_tuser,

    // record command: where the next record goes
    input  wire                   s_record_valid,
    output wire                   s_record_ready,
    input  wire [63:0]            s_record_address,

    // the records: 64 bytes each, whole words
    input  wire                   s_record_axis_tvalid,
    output wire                   s_record_axis_tready,
    input  wire [DATA_BITS-1:0]   s_record_axis_tdata,
    input  wire                   s_record_axis_tlast,

    // done of packets: one cycle long, always taken
    output wire                   m_stack_done_valid,
    output wire                   m_stack_done_error,
    output wire                   m_place_done_valid,
    output wire                   m_place_done_error,

    // record done: one cycle long, always taken
    output wire                   m_record_done_valid,
    output wire                   m_record_done_error,

    // state of a channel
    input  wire [3:0]             s_channel_index,
    output wire [6:0]             m_channel_in_flight,
    output wire [1:0]             m_channel_state,

    // AXI4 write address
    output wire                   m_axi_awvalid,
    input  wire                   m_axi_awready,
    output wire [3:0]             m_axi_awid,
    output wire [63:0]            m_axi_awaddr,
    output wire [7:0]             m_axi_awlen,
    output wire [2:0]             m_axi_awsize,
    output wire [1:0]             m_axi_awburst,
    output wire                   m_axi_awlock,
    output wire [3:0]             m_axi_awcache,
    output wire [2:0]             m_axi_awprot,

    // AXI4 write data
    output wire                   m_axi_wvalid,
    input  wire                   m_axi_wready,
    output wire [DATA_BITS-1:0]   m_axi_wdata,
    output wire [DATA_BITS/8-1:0] m_axi_wstrb,
    output wire                   m_axi_wlast,

    // AXI4 write response
    input  wire                   m_axi_bvalid,
    output wire                   m_axi_bready,
    input  wire [3:0]             m_axi_bid,
    input  wire [1:0]             m_axi_bresp
);
    localparam BYTES  = DATA_BITS / 8;
    localparam SIZE   = $clog2(BYTES);
    localparam RECORD = 64 / BYTES - 1;  // words of a record less one
    localparam WORDS  = 512;             // of pieces that wait
    localparam BURSTS = 64;

    generate
        if (DATA_BITS != 64 && DATA_BITS != 128) begin : g_bad_parameter
            ERROR_fn_dma_write_DATA_BITS_must_be_64_or_128 u_error ();
        end
    endgenerate

    // ---- Pieces: their addresses, words and bursts ----
    wire                   word_valid;
    wire [DATA_BITS-1:0]   word_data;
    wire [BYTES-1:0]       word_strobe;
    wire                   burst_valid;
    wire                   burst_more;
    wire [7:0]             burst;  // len, first, drop, last
    reg                    room_q;
    wire                   issue_first;
    reg                    issue_first_q;  // addresses are not in a hurry
    wire [1:0]             unused_ready;
    wire [2:0]             unused_valid;   // what is told of is there
    wire                   unused_full;
    wire [63:SIZE]         address;
    wire [3:0]             channel;
    wire                   piece_next;
    reg                    piece_next_q;
    wire [DATA_BITS-1:0]   piece_data;
    wire [BYTES-1:0]       piece_strobe;

    fn_dma_write_align #(.DATA_BITS(DATA_BITS)) u_align (
        .clk(clk), .rst(rst),
        .s_command_valid(s_command_valid), .s_command_ready(s_command_ready),
        .s_command_address(s_command_address[7:0]), .s_issued(issue_first_q),
        .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep),
        .s_axis_tlast(s_axis_tlast), .s_axis_tuser(s_axis_tuser), .s_room(room_q),
        .m_word_valid(word_valid), .m_word_data(word_data), .m_word_strobe(word_strobe),
        .m_burst_valid(burst_valid), .m_burst_more(burst_more), .m_burst_len(burst[7:3]),
        .m_burst_first(burst[2]), .m_burst_last(burst[1:0])
    );

    // The aligner lets no more than 16 of these and no more than 512 words in.
    fn_dma_write_words #(.WIDTH(64 - SIZE), .DEPTH(16)) u_addresses (
        .clk(clk), .rst(rst),
        .s_valid(s_command_valid && s_command_ready), .s_ready(unused_ready[0]),
        .s_data(s_command_address[63:SIZE]), .m_next(issue_first_q), .m_data(address)
    );

    // A piece's first burst is issued 3 cycles after its command at the earliest.
    reg  [1:0] taken_q;

    fn_queue #(.WIDTH(4), .DEPTH(16)) u_channels (
        .clk(clk), .rst(rst),
        .put(taken_q[1]), .s_data(s_piece_channel), .full_d(unused_full),
        .m_valid(unused_valid[2]), .m_data(channel), .pop(issue_first_q)
    );

    always @(posedge clk) begin
        taken_q <= {taken_q[0], s_command_valid && s_command_ready};
        if (rst) taken_q <= 2'd0;
    end

    fn_fifo_deep #(.WIDTH(DATA_BITS + BYTES), .DEPTH(WORDS)) u_words (
        .clk(clk), .rst(rst),
        .s_valid(word_valid), .s_ready(unused_ready[1]), .s_data({word_strobe, word_data}),
        .m_valid(unused_valid[0]), .m_data({piece_strobe, piece_data}),
        .pop(piece_next), .freed(piece_next_q)
    );

    // Up to 4 words are on their way when there is no room any more.
    reg  [8:0] words_q;

    always @(posedge clk) begin
        piece_next_q <= piece_next;
        words_q      <= words_q + {8'd0, word_valid} - {8'd0, piece_next_q};
        room_q       <= !(&words_q[8:3]);
        if (rst) piece_next_q <= 1'b0;
        if (rst) words_q      <= 9'd0;
        if (rst) room_q       <= 1'b1;
    end

    // Bursts of one and two words are held back, that their data are in time.  They cannot
    // meet: the next burst has at least as many beats to take as it has words.  16 pieces
    // and the rest of one more in 512 words are at most 62 bursts.
    reg  [7:0] held_1_q, held_2_q;
    reg        is_held_1_q, is_held_2_q;
    wire       is_1    = burst_valid && burst[7:3] == 5'd0;
    wire       is_2    = burst_valid && burst[7:3] == 5'd1;
    wire       wait_valid, issue_piece;
    wire [4:0] wait_len;
    wire       wait_first, wait_drop, wait_last;

    always @(posedge clk) begin
        is_held_2_q <= is_1;
        is_held_1_q <= is_2 || is_held_2_q;
        held_2_q    <= burst;
        held_1_q    <= is_held_2_q ? held_2_q : burst;
        if (rst) is_held_2_q <= 1'b0;
        if (rst) is_held_1_q <= 1'b0;
    end

    fn_dma_write_queue #(.WIDTH(8), .DEPTH(BURSTS)) u_bursts (
        .clk(clk), .rst(rst),
        .s_valid(is_held_1_q || burst_more), .s_data(is_held_1_q ? held_1_q : burst),
        .m_valid(wait_valid), .m_ready(issue_piece),
        .m_data({wait_len, wait_first, wait_drop, wait_last})
    );

    // ---- Records: their addresses and words ----
    wire                 issue_record, record_next;
    wire [63:6]          place;
    wire [DATA_BITS-1:0] record_data;
    reg                  issue_record_q;
    reg                  record_next_q;
    reg                  place_q;          // one was taken
    reg  [4:0]           places_q;         // taken
    reg  [2:0]           records_q;        // complete
    reg                  may_record_q;     // some of both, responses have room
    wire                 record_room;
    wire                 record_end = s_record_axis_tvalid && s_record_axis_tready
                                   && s_record_axis_tlast;

    fn_dma_write_words #(.WIDTH(58), .DEPTH(16)) u_places (
        .clk(clk), .rst(rst),
        .s_valid(s_record_valid), .s_ready(s_record_ready), .s_data(s_record_address[63:6]),
        .m_next(issue_record_q), .m_data(place)
    );

    fn_fifo_deep #(.WIDTH(DATA_BITS), .DEPTH(512), .LIMIT(16)) u_record_words (
        .clk(clk), .rst(rst),
        .s_valid(s_record_axis_tvalid), .s_ready(s_record_axis_tready),
        .s_data(s_record_axis_tdata), .m_valid(unused_valid[1]), .m_data(record_data),
        .pop(record_next), .freed(record_next_q)
    );

    always @(posedge clk) begin
        record_next_q <= record_next;
        if (rst) record_next_q <= 1'b0;
    end

    always @(posedge clk) begin
        place_q       <= s_record_valid && s_record_ready;
        places_q      <= places_q + {4'd0, place_q} - {4'd0, issue_record};
        records_q     <= records_q + {2'd0, record_end} - {2'd0, issue_record};
        may_record_q  <= record_room && (issue_record
                       ? (place_q || places_q > 5'd1) && (record_end || records_q > 3'd1)
                       : (place_q || places_q != 5'd0) && (record_end || records_q != 3'd0));
        if (rst) begin
            place_q       <= 1'b0;
            places_q      <= 5'd0;
            records_q     <= 3'd0;
            may_record_q  <= 1'b0;
        end
    end

    // ---- Turns: a burst is issued when address and data register are free for it ----
    reg         awvalid_q;
    reg         wvalid_q;
    reg         issue_q;
    reg         last_q;       // its packet's last
    reg         busy_q;       // words of the burst issued last are still to come
    reg         is_record_q;  // which was it
    reg         drop_q;       // or a packet's that turned bad
    reg  [4:0]  left_q;       // how many, less one
    reg         may_piece_q;  // none was issued in the last 3 cycles, responses have room
    wire        room;

    wire        may_piece  = wait_valid && may_piece_q;
    wire        choose     = !busy_q && (!awvalid_q || m_axi_awready);
    wire        pick       = may_record_q && !(may_piece && is_record_q);
    wire        source     = busy_q ? is_record_q : pick;
    wire        issue      = choose && (may_piece || may_record_q);
    wire        move       = (busy_q || issue) && (!wvalid_q || m_axi_wready);
    wire [4:0]  len        = pick ? RECORD[4:0] : wait_len;
    wire [4:0]  left       = busy_q ? left_q : len;
    wire        drop       = busy_q ? drop_q : wait_drop;

    assign issue_record = issue && pick;
    assign issue_piece  = issue && !pick;
    assign issue_first  = issue_piece && wait_first;
    assign record_next  = move && source;
    assign piece_next   = move && !source;

    always @(posedge clk) begin
        busy_q  <= (busy_q || issue) && !(move && left == 5'd0);
        left_q  <= left - {4'd0, move};
        if (issue) is_record_q <= pick;
        if (issue) drop_q      <= wait_drop && !pick;
        if (issue) last_q      <= wait_last;
        issue_q                <= issue;
        if (rst) busy_q        <= 1'b0;
        if (rst) is_record_q   <= 1'b1;
        if (rst) issue_q       <= 1'b0;
    end

    // ---- Where the next burst of a piece goes: the next 256 bytes, added in three steps ----
    reg [63:8] next_q;
    reg [3:0]  channel_q;
    reg [2:0]  step_q;
    reg        carry_q;

    always @(posedge clk) begin
        issue_first_q  <= issue_first;
        issue_record_q <= issue_record;
        step_q         <= {step_q[1:0], issue_piece};
        may_piece_q    <= !issue_piece && !step_q[0] && !step_q[1] && room;
        if (issue_first) channel_q    <= channel;
        if (issue_first) next_q[63:8] <= address[63:8];
        else if (step_q[0]) {carry_q, next_q[26:8]}  <= {1'b0, next_q[26:8]} + 20'd1;
        else if (step_q[1]) {carry_q, next_q[45:27]} <= {1'b0, next_q[45:27]} + {19'd0, carry_q};
        else if (step_q[2]) next_q[63:46] <= next_q[63:46] + {17'd0, carry_q};
        if (rst) begin
            issue_first_q  <= 1'b0;
            issue_record_q <= 1'b0;
            step_q         <= 3'd0;
            may_piece_q    <= 1'b0;
        end
    end

    // ---- AXI ----
    reg  [3:0]  awid_q;
    reg [63:0]  awaddr_q;
    reg [4:0]   awlen_q;
    reg [DATA_BITS-1:0] wdata_q;
    reg [BYTES-1:0]     wstrb_q;
    reg                 wlast_q;

    always @(posedge clk) begin
        if (choose) begin
            awid_q   <= pick ? 4'd0 : wait_first ? channel : channel_q;
            awlen_q  <= len;
            awaddr_q <= pick ? {place, 6'd0}
                      : wait_first ? {address, {SIZE{1'b0}}} : {next_q, 8'd0};
        end
        if (!wvalid_q || m_axi_wready) begin
            wdata_q <= source ? record_data : piece_data;
            wstrb_q <= source ? {BYTES{1'b1}} : piece_strobe & {BYTES{!drop}};
            wlast_q <= left == 5'd0;
        end
        awvalid_q <= issue || (awvalid_q && !m_axi_awready);
        wvalid_q  <= move || (wvalid_q && !m_axi_wready);
        if (rst) awvalid_q <= 1'b0;
        if (rst) wvalid_q  <= 1'b0;
    end

    fn_dma_write_done #(.DEPTH(128)) u_done (
        .clk(clk), .rst(rst),
        .s_issued_valid(issue_q), .s_issued_channel(awid_q), .s_issued_record(is_record_q),
        .s_issued_last(last_q), .s_issued_reset(drop_q),
        .m_record_room(record_room), .m_room(room),
        .s_response_valid(m_axi_bvalid), .s_response_channel(m_axi_bid),
        .s_response_error(m_axi_bresp[1]),
        .m_stack_done_valid(m_stack_done_valid), .m_stack_done_error(m_stack_done_error),
        .m_place_done_valid(m_place_done_valid), .m_place_done_error(m_place_done_error),
        .m_record_done_valid(m_record_done_valid), .m_record_done_error(m_record_done_error),
        .s_channel_index(s_channel_index), .m_channel_in_flight(m_channel_in_flight),
        .m_channel_state(m_channel_state)
    );

    assign m_axi_awvalid = awvalid_q;
    assign m_axi_awid    = awid_q;
    assign m_axi_awaddr  = awaddr_q;
    assign m_axi_awlen   = {3'd0, awlen_q};
    assign m_axi_awsize  = SIZE[2:0];
    assign m_axi_awburst = 2'b01;
    assign m_axi_awlock  = 1'b0;
    assign m_axi_awcache = 4'b0011;
    assign m_axi_awprot  = 3'b000;
    assign m_axi_wvalid  = wvalid_q;
    assign m_axi_wdata   = wdata_q;
    assign m_axi_wstrb   = wstrb_q;
    assign m_axi_wlast   = wlast_q;
    assign m_axi_bready  = 1'b1;

    wire unused = &{1'b0, s_record_address[5:0], m_axi_bid[3:1], m_axi_bresp[0], unused_ready};

`ifdef BOUND
    `include "fn_dma_write_bound_properties.vh"
`elsif FORMAL
    `include "fn_dma_write_properties.vh"
`endif
endmodule

`default_nettype wire
