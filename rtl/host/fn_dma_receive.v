// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive - takes verdict and packet to a packet buffer (302)
//
// Two buffers and two slots of the completion ring are taken ahead.  A packet that finds none at
// its first beat is dropped: NO_BUFFER, then NO_COMPLETION.  The others leave while they arrive,
// two cycles later, one beat per cycle; a bad one-beat packet leaves nothing.  Beyond
// s_buffer_size a packet ends early: BUFFER_SIZE.  A flow with split has its payload, and what
// follows it, put at s_split_offset if header and payload fit; that may cost the packet one cycle.
// A monitored flow's state is GET_NEXT_BUFF1 if s_buffers_low when the record is taken.
// At its end a packet that sent a command leaves its completion and, if it is bad, every packet
// its reason in drop, its own first; buffer and slot then stay for the next one (205, 207, 209).
// A packet begins only when command and completion can be written, and no drop is offered.  While
// these are taken no beat with its record, and no record whose packet is next, waits longer than 2
// cycles (proved).  Reset forgets all buffers and slots; one cycle later so does an enable of 0,
// but a packet that has begun goes on with its own.

`default_nettype none
`include "fn_records.vh"

module fn_dma_receive (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static
    input  wire [15:0]                       s_buffer_size,
    input  wire [15:0]                       s_split_offset,
    input  wire                              s_buffer_enable,
    input  wire                              s_slot_enable,

    // record of each packet, before its first beat
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    /* verilator lint_off UNUSEDSIGNAL */    // the completion has fewer fields; tkeep[0] is 1
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // packets that arrive
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // buffer: the next posted packet buffer
    input  wire                              s_buffer_valid,
    output wire                              s_buffer_ready,
    input  wire [63:0]                       s_buffer_address,
    input  wire                              s_buffers_low,

    // slot: a free record of the completion ring
    input  wire                              s_slot_valid,
    output wire                              s_slot_ready,

    // command: where the next piece of a packet goes, not later than its first beat
    output wire                              m_command_valid,
    input  wire                              m_command_ready,
    output wire [63:0]                       m_command_address,

    // the pieces, each packed from byte 0 and ended by tlast; tuser there: [0] the last of its
    // packet, [1] and its verdict is bad
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [1:0]                        m_axis_tuser,

    // completion: one for each packet that sent a command; discard: no record
    output wire                              m_completion_valid,
    input  wire                              m_completion_ready,
    output wire [`FN_COMPLETION_BITS-1:0]    m_completion_data,
    output wire                              m_completion_discard,

    // drop: reason of each packet that is not delivered
    output wire                              m_drop_valid,
    input  wire                              m_drop_ready,
    output wire [5:0]                        m_drop_reason
);
    `include "fn_keep.vh"

    // ---- What is taken ahead: a beat, buffers, slots ----
    wire [2:0] top = last_byte(s_axis_tkeep);

    wire                              beat_valid;
    wire                              beat_ready;
    wire [63:0]                       beat_data;
    wire [2:0]                        beat_top;
    wire                              beat_last;
    wire [`FN_PACKET_STATUS_BITS-1:0] beat_status;

    wire                              s_bad = s_axis_tuser[`FN_PACKET_STATUS_REASON]
                                           != `FN_REASON_DELIVERED;
    wire                              bad;

    fn_skid_buffer #(.WIDTH(5 + `FN_PACKET_STATUS_BITS)) u_beat (
        .clk(clk), .rst(rst), .s_valid(s_axis_tvalid), .s_ready(s_axis_tready),
        .s_data({s_bad, s_axis_tuser, s_axis_tlast, top}),
        .m_valid(beat_valid), .m_ready(beat_ready),
        .m_data({bad, beat_status, beat_last, beat_top})
    );

    // Its bytes beside it, and those of the one before, in LUT RAM: beat_ready comes late, and
    // moves but pointers here.
    wire        take = beat_valid && beat_ready;
    reg  [63:0] bytes_q [0:3];
    reg  [1:0]  put_beat_q;
    reg  [1:0]  get_beat_q;
    reg  [1:0]  got_beat_q;
    wire [63:0] before;

    always @(posedge clk) begin
        if (s_axis_tvalid && s_axis_tready) bytes_q[put_beat_q] <= s_axis_tdata;
        if (s_axis_tvalid && s_axis_tready) put_beat_q          <= put_beat_q + 2'd1;
        if (take) begin
            get_beat_q <= get_beat_q + 2'd1;
            got_beat_q <= get_beat_q;
        end
        if (rst) begin
            put_beat_q <= 2'd0;
            get_beat_q <= 2'd0;
        end
    end

    assign      beat_data = bytes_q[get_beat_q];
    assign      before    = bytes_q[got_beat_q];

    wire        start, spends;
    wire        has_buffer, has_slot, has_home;
    wire [63:0] buffer;

    fn_dma_receive_homes u_homes (
        .clk(clk), .rst(rst), .s_buffer_size(s_buffer_size), .s_buffer_enable(s_buffer_enable),
        .s_slot_enable(s_slot_enable), .s_buffer_valid(s_buffer_valid),
        .s_buffer_ready(s_buffer_ready), .s_buffer_address(s_buffer_address),
        .s_slot_valid(s_slot_valid), .s_slot_ready(s_slot_ready), .s_start(start),
        .s_spends(spends), .m_buffer(buffer), .m_has_buffer(has_buffer), .m_has_slot(has_slot),
        .m_has_home(has_home)
    );

    // ---- The record of the next packet, and whether it is to be split ----
    wire [15:0] payload_offset = s_record_data[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    wire [15:0] payload_length = s_record_data[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
    wire        is_hit         = s_record_data[`FN_PACKET_RECORD_HIT];
    wire [`FN_COMPLETION_BITS-1:0] described;
    reg  [`FN_COMPLETION_BITS-1:0] completion;

    fn_dma_receive_described u_described (
        .s_record_data(s_record_data), .s_buffers_low(s_buffers_low),
        .m_completion_data(described)
    );

    reg         record_ready_q;  // 1: there is none
    reg [`FN_COMPLETION_BITS-1:0] record_q [0:1];  // LUT RAM: the next packet's, the present one's
    reg         put_q;
    reg [16:0]  split_room_q;    // behind s_split_offset; bit 16: not even that fits
    reg [15:0]  size_q;          // s_buffer_size
    reg         no_room_q;
    reg [3:0]   size_is_q;       // s_buffer_size below 8, up to 8, the same if it were 8 less
    reg [1:0]   split_is_q;      // split_room_q below 8, up to 8
    reg         record_split_q;
    reg [15:0]  record_left_q;   // bytes of the header, less 1
    reg         record_near_q;   // these, less 1, below 8
    reg [15:0]  record_fit_q;    // bytes of the packet that fit if it is split

    wire        packet_begins;
    wire        may_begin;       // nobody needs what the last one has loaded

    always @(posedge clk) begin
        split_room_q <= {1'b0, s_buffer_size} - {1'b0, s_split_offset};
        size_q       <= s_buffer_size;
        no_room_q    <= s_buffer_size == 16'd0;
        size_is_q    <= {s_buffer_size[15:3] == 13'd0, s_buffer_size <= 16'd8,
                         s_buffer_size[15:3] == 13'd1, s_buffer_size <= 16'd16};
        split_is_q   <= {split_room_q[15:3] == 13'd0, split_room_q[15:0] <= 16'd8};
        if (record_ready_q) begin
            record_q[put_q] <= described;
            record_left_q   <= payload_offset - 16'd1;
            record_near_q   <= payload_offset <= 16'd8;
            record_fit_q    <= payload_offset + split_room_q[15:0];
            record_split_q  <= is_hit && s_record_data[`FN_PACKET_RECORD_SPLIT]
                            && payload_offset != 16'd0 && payload_length != 16'd0
                            && payload_offset <= s_split_offset
                            && payload_length <= split_room_q[15:0] && !split_room_q[16];
        end
        put_q          <= put_q ^ packet_begins;
        record_ready_q <= record_ready_q ? !s_record_valid : packet_begins;
        if (rst) put_q          <= 1'b0;
        if (rst) record_ready_q <= 1'b1;
    end

    // ---- The packet ----
    reg         inside_q;      // its first beat was taken
    reg         flush_q;       // its last beat was taken, but not all of it is gone
    reg         sent_q;        // it sent a command
    reg         pass_q;        // its beats leave, else they are sunk
    reg         piece_q;       // the next beat out begins its second piece
    reg         armed_q;       // still to be split
    reg [15:0]  left_q;        // then: bytes of the header from here on, less 1
    reg         split_q;       // was split
    reg [15:0]  split_offset_q;  // s_split_offset
    reg         near_q;        // left_q is below 8
    reg [2:0]   shift_q;       // bytes of a beat that leave with the one before it
    reg [2:0]   before_top_q;  // of that one
    reg [15:0]  room_q;        // bytes of the piece that still fit
    reg [1:0]   room_is_q;     // these below 8, up to 8
    reg [16:0]  fit_q;         // bytes of the packet that still fit, signed
    reg [4:0]   fate_q;        // why it was dropped at once
    reg         bad_q;         // its verdict, behind its last beat

    assign      start    = !inside_q;
    wire [5:0]  verdict  = beat_status[`FN_PACKET_STATUS_REASON];
    wire        pass     = start ? has_home && !(beat_last && bad) : pass_q;
    wire        sent     = start ? pass : sent_q;
    wire        armed    = start ? record_split_q : armed_q;
    wire [15:0] left     = start ? record_left_q : left_q;
    wire        near     = start ? record_near_q : near_q;
    wire [15:0] bytes    = start ? size_q : room_q;
    wire [1:0]  room_is  = start ? size_is_q[3:2] : room_is_q;
    wire [1:0]  after_is = start ? size_is_q[1:0]  // the same after 8 more
                                 : {room_q[15:3] == 13'd1, room_q <= 16'd16};
    wire [16:0] fit      = start ? {1'b0, record_split_q ? record_fit_q : size_q} : fit_q;
    wire [5:0]  fate     = !start      ? {1'b0, fate_q}
                         : !has_buffer   ? `FN_REASON_NO_BUFFER
                         : no_room_q     ? `FN_REASON_BUFFER_SIZE
                         : !has_slot     ? `FN_REASON_NO_COMPLETION : `FN_REASON_DELIVERED;

    // What others are ready for comes late and from afar: it is asked last.
    wire        over   = fit[16] || (fit[15:3] == 13'd0 && beat_top >= fit[2:0]);
    wire        good   = !bad && fate == `FN_REASON_DELIVERED && !over;
    wire        command_free, out_free, end_free;
    wire        may    = start ? !record_ready_q && command_free : !piece_q || command_free;
    wire        room   = out_free || (inside_q && !pass_q);
    wire        go     = take || (flush_q && may && out_free);

    assign      beat_ready    = !flush_q && may && room && (inside_q || end_free);
    assign      packet_begins = take && start;
    assign      spends        = take && beat_last && good;

    // ---- The beat that leaves: bytes of this one behind those of the one before ----
    wire [63:0] out_data;

    genvar lane;
    generate
        for (lane = 0; lane < 8; lane = lane + 1) begin : g_lane
            wire [2:0] from = lane[2:0] + shift_q;
            wire [7:0] now  = beat_data[{from, 3'd0} +: 8];
            wire [7:0] old  = before[{from, 3'd0} +: 8];

            assign out_data[8*lane +: 8] = shift_q != 3'd0 && from >= shift_q ? old
                                         : now & {8{!flush_q}};
        end
    endgenerate

    // cut: the header ends in this beat, and something follows.
    wire       cut  = armed && near && (!beat_last || beat_top > left[2:0]);
    wire       rest = shift_q != 3'd0 && beat_top >= shift_q;  // of the last beat, for a flush
    wire       ends = flush_q || cut || (beat_last && !rest);
    wire [2:0] out_top = cut ? left[2:0] : (flush_q ? before_top_q : beat_top) - shift_q;
    wire [7:0] whole   = ends ? ~(8'hfe << out_top) : 8'hff;
    wire       full    = !cut && room_is[0];                   // no byte fits behind this beat
    wire [7:0] fits    = room_is[1] ? ~(8'hff << bytes[2:0]) : 8'hff;
    wire       more    = pass && (cut || (rest && !full));     // a flush follows a last beat

    // ---- The end of the packet ----
    wire       finish = take && beat_last;
    wire [5:0] reason = bad ? verdict : fate != `FN_REASON_DELIVERED ? fate
                      : over ? `FN_REASON_BUFFER_SIZE : `FN_REASON_DELIVERED;

    always @(posedge clk) begin
        if (take) begin
            before_top_q <= beat_top;
            left_q       <= left - 16'd8;
            near_q       <= left[15:3] == 13'd1;
            fit_q        <= fit - 17'd8;
            fate_q       <= fate[4:0];
            bad_q        <= bad;
            sent_q       <= sent;
        end
        if (go) begin
            pass_q    <= pass && (ends || !full);
            piece_q   <= pass && cut;
            armed_q   <= armed && !cut;
            split_q   <= (pass && cut) || (!start && split_q);
            split_offset_q <= s_split_offset;
            room_q    <= cut ? split_room_q[15:0] : bytes - 16'd8;
            room_is_q <= cut ? split_is_q : after_is;
            if (pass && cut) shift_q <= left[2:0] + 3'd1;
            inside_q  <= 1'b1;
            flush_q   <= beat_last && more;
        end
        if (rst || (go && (flush_q || (beat_last && !more)))) begin
            shift_q  <= 3'd0;
            piece_q  <= 1'b0;
            inside_q <= 1'b0;
            flush_q  <= 1'b0;
        end
    end

    // ---- Outputs ----
    reg        command_valid_q;
    reg [63:0] command_address_q;
    reg        out_valid_q;
    reg [63:0] out_data_q;
    reg [7:0]  out_keep_q;
    reg        out_last_q;
    reg [1:0]  out_user_q;
    reg        completion_valid_q;
    reg        discard_q;
    reg        drop_valid_q;
    reg [5:0]  reason_q;
    reg [63:0] buffer_q;
    reg [16:0] second_q;     // low bits of the second piece's address
    reg [15:0] length_q;
    reg [3:0]  checksums_q;

    wire       out_write     = go && pass;
    wire       command_write = out_write && (start || piece_q);

    assign     may_begin    = start && (!completion_valid_q || m_completion_ready);
    assign     command_free = !command_valid_q || m_command_ready;
    assign     out_free     = !out_valid_q || m_axis_tready;
    assign     end_free     = (!completion_valid_q || m_completion_ready)
                           && !drop_valid_q;

    always @(posedge clk) begin
        if (command_free) command_address_q <= start ? buffer
            : {buffer_q[63:16] + {47'd0, second_q[16]}, second_q[15:0]};
        if (out_free) begin
            out_data_q <= out_data;
            out_keep_q <= whole & (cut ? 8'hff : fits);
            out_last_q <= ends || full;
            out_user_q <= {2{(ends || full) && !cut}} & {flush_q ? bad_q : beat_last && bad, 1'b1};
        end
        if (may_begin) begin
            buffer_q <= buffer;
            second_q <= {1'b0, buffer[15:0]} + {1'b0, s_split_offset};
        end
        if (take) begin
            length_q    <= {(start ? 13'd0 : length_q[15:3]) + {12'd0, &beat_top},
                            beat_top + 3'd1};
            checksums_q <= {beat_status[`FN_PACKET_STATUS_L4_CHECKSUM],
                            beat_status[`FN_PACKET_STATUS_IP_CHECKSUM]};
        end
        if (finish) begin
            reason_q  <= reason;
            discard_q <= !good;
        end
        command_valid_q    <= command_write || !command_free;
        out_valid_q        <= out_write || !out_free;
        completion_valid_q <= finish && sent || completion_valid_q && !m_completion_ready;
        drop_valid_q       <= finish && !good || drop_valid_q && !m_drop_ready;
        if (rst) begin
            command_valid_q    <= 1'b0;
            out_valid_q        <= 1'b0;
            completion_valid_q <= 1'b0;
            drop_valid_q       <= 1'b0;
        end
    end

    assign s_record_ready       = record_ready_q;
    assign m_command_valid      = command_valid_q;
    assign m_command_address    = command_address_q;
    assign m_axis_tvalid        = out_valid_q;
    assign m_axis_tdata         = out_data_q;
    assign m_axis_tkeep         = out_keep_q;
    assign m_axis_tlast         = out_last_q;
    assign m_axis_tuser         = out_user_q;
    assign m_completion_valid   = completion_valid_q;
    assign m_completion_discard = discard_q;
    assign m_drop_valid         = drop_valid_q;
    assign m_drop_reason        = reason_q;
    assign m_completion_data    = completion;

    // What the record says of the packet, and what was found at its end.
    always @* begin
        completion = record_q[!put_q];
        completion[`FN_COMPLETION_BUFFER]       = buffer_q;
        completion[`FN_COMPLETION_FRAME_LENGTH] = length_q;
        completion[`FN_COMPLETION_SPLIT_OFFSET] = split_offset_q & {16{split_q}};
        completion[`FN_COMPLETION_REASON]       = reason_q;
        completion[`FN_COMPLETION_IP_CHECKSUM]  = checksums_q[1:0];
        completion[`FN_COMPLETION_L4_CHECKSUM]  = checksums_q[3:2];
        completion[`FN_COMPLETION_SPLIT]        = split_q;
    end

`ifdef FORMAL
    `include "fn_dma_receive_properties.vh"
`endif
endmodule

`default_nettype wire
