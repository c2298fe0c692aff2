// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_receive - takes verdict and packet to a packet buffer (302)
//
// Two buffers and two slots of the completion ring are taken ahead.  A packet that finds
// none at its first beat is dropped: NO_BUFFER, then NO_COMPLETION.  The others leave
// while they arrive, two cycles later, one beat per cycle; a bad one-beat packet leaves
// nothing.  Beyond s_buffer_size a packet ends early: BUFFER_SIZE.  A flow with split has
// its payload, and what follows it, put at s_split_offset if header and payload fit; that
// may cost the packet one cycle.  At its end a packet that sent a command leaves its
// completion and, if it is bad, every packet its reason in drop, its own first; buffer
// and slot then stay for the next one (205, 207, 209).  A packet begins only when
// command, completion and drop can be written.  Reset forgets all buffers and slots.

`default_nettype none
`include "fn_records.vh"

module fn_dma_receive (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static
    input  wire [15:0]                       s_buffer_size,
    input  wire [15:0]                       s_split_offset,

    // record of each packet, before its first beat
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // packets that arrive
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // buffer: the next posted packet buffer
    input  wire                              s_buffer_valid,
    output wire                              s_buffer_ready,
    input  wire [63:0]                       s_buffer_address,

    // slot: a free record of the completion ring
    input  wire                              s_slot_valid,
    output wire                              s_slot_ready,

    // command: where the next piece of a packet goes, not later than its first beat
    output wire                              m_command_valid,
    input  wire                              m_command_ready,
    output wire [63:0]                       m_command_address,

    // the pieces, each packed from byte 0 and ended by tlast; tuser there: the last of its packet
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [0:0]                        m_axis_tuser,

    // completion: one for each packet that sent a command; discard: no record, just awaits the writes
    output wire                              m_completion_valid,
    input  wire                              m_completion_ready,
    output wire [`FN_COMPLETION_BITS-1:0]    m_completion_data,
    output wire                              m_completion_discard,

    // drop: reason of each packet that is not delivered
    output wire                              m_drop_valid,
    input  wire                              m_drop_ready,
    output wire [5:0]                        m_drop_reason
);
    // ---- What is taken ahead: a beat, a buffer, a slot ----

    wire                              beat_valid;
    wire                              beat_ready;
    wire [63:0]                       beat_data;
    wire [7:0]                        beat_keep;
    wire                              beat_last;
    wire [`FN_PACKET_STATUS_BITS-1:0] beat_status;
    wire                              buffer_valid;
    wire [63:0]                       buffer_address;
    wire                              slot_valid;
    wire                              spend;  // buffer and slot now belong to a record

    fn_skid_buffer #(.WIDTH(73 + `FN_PACKET_STATUS_BITS)) u_beat (
        .clk(clk), .rst(rst), .s_valid(s_axis_tvalid), .s_ready(s_axis_tready),
        .s_data({s_axis_tuser, s_axis_tlast, s_axis_tkeep, s_axis_tdata}),
        .m_valid(beat_valid), .m_ready(beat_ready),
        .m_data({beat_status, beat_last, beat_keep, beat_data})
    );

    fn_skid_buffer #(.WIDTH(64)) u_buffer (
        .clk(clk), .rst(rst), .s_valid(s_buffer_valid), .s_ready(s_buffer_ready),
        .s_data(s_buffer_address),
        .m_valid(buffer_valid), .m_ready(spend), .m_data(buffer_address)
    );

    reg  [1:0]                        slots_q;
    reg                               slot_ready_q;
    wire [1:0]                        slots_d = slots_q + {1'b0, s_slot_valid && slot_ready_q}
                                              - {1'b0, spend};

    assign slot_valid = slots_q != 2'd0;

    always @(posedge clk) begin
        slots_q      <= slots_d;
        slot_ready_q <= slots_d != 2'd2;
        if (rst) slots_q      <= 2'd0;
        if (rst) slot_ready_q <= 1'b1;
    end

    // ---- The record of the next packet, and whether it is to be split ----

    wire [15:0] payload_offset = s_record_data[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    wire [15:0] payload_length = s_record_data[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
    wire        wants_split    = s_record_data[`FN_PACKET_RECORD_HIT]
                              && s_record_data[`FN_PACKET_RECORD_SPLIT];

    reg         record_ready_q;  // 1: there is none
    /* verilator lint_off UNUSEDSIGNAL */  // some fields are not in the completion record
    reg [`FN_PACKET_RECORD_BITS-1:0] record_q, packet_q;
    /* verilator lint_on UNUSEDSIGNAL */
    reg [2:0]   state_q;
    reg [16:0]  split_room_q;    // behind s_split_offset; bit 16: not even that fits
    reg         no_room_q;
    reg         record_split_q;
    reg [15:0]  record_left_q;   // bytes of the header, less 1

    wire        packet_begins;

    always @(posedge clk) begin
        split_room_q <= {1'b0, s_buffer_size} - {1'b0, s_split_offset};
        no_room_q    <= s_buffer_size == 16'd0;
        if (record_ready_q) begin
            record_q       <= s_record_data;
            record_left_q  <= payload_offset - 16'd1;
            record_split_q <= wants_split && payload_offset != 16'd0 && payload_length != 16'd0
                           && payload_offset <= s_split_offset
                           && payload_length <= split_room_q[15:0] && !split_room_q[16];
        end
        if (packet_begins) begin
            packet_q <= record_q;
            state_q  <= record_q[`FN_PACKET_RECORD_HIT] ? record_q[`FN_PACKET_RECORD_STATE]
                                                        : `FN_STATE_IDLE;
        end
        record_ready_q <= record_ready_q ? !s_record_valid : packet_begins;
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
    reg [15:0]  split_offset_q;
    reg [2:0]   shift_q;       // bytes of a beat that leave with the one before it
    reg [71:0]  before_q;      // that one, keep and data
    reg [15:0]  room_q;        // bytes that still fit
    reg [5:0]   fate_q;        // what became of it without its own verdict
    reg [5:0]   verdict_q;     // its own

    wire        start  = !inside_q;
    wire [5:0]  status_reason = beat_status[`FN_PACKET_STATUS_REASON];
    wire        bad    = beat_last && status_reason != `FN_REASON_DELIVERED;
    wire        homeless = !buffer_valid || no_room_q || !slot_valid;
    wire [5:0]  why    = !buffer_valid ? `FN_REASON_NO_BUFFER
                       : no_room_q     ? `FN_REASON_BUFFER_SIZE
                       :                 `FN_REASON_NO_COMPLETION;
    wire        pass   = start ? !homeless && !bad : pass_q;
    wire        armed  = start ? record_split_q : armed_q;
    wire [15:0] left   = start ? record_left_q : left_q;

    wire        command_free, out_free, end_free;
    wire        out_go = out_free && (command_free || !piece_q);
    wire        go_beat = start ? !record_ready_q && end_free && command_free && out_free
                                : !pass_q || out_go;
    wire        take   = beat_valid && beat_ready;
    wire        go     = flush_q ? out_go : take;

    assign      beat_ready    = go_beat && !flush_q;
    assign      packet_begins = take && start;

    // ---- The beat that leaves: bytes of this one behind those of the one before ----

    wire [71:0] now = flush_q ? 72'd0 : {beat_keep, beat_data};
    reg  [63:0] out_data;
    reg  [7:0]  out_keep;

    integer i;
    always @* begin
        out_data = now[63:0];
        out_keep = now[71:64];
        for (i = 1; i < 8; i = i + 1)
            if (shift_q == i[2:0]) begin
                out_data = (now[63:0] << (64 - 8 * i)) | (before_q[63:0] >> (8 * i));
                out_keep = (now[71:64] << (8 - i)) | (before_q[71:64] >> i);
            end
    end

    // The header ends in this beat, and something follows.
    wire       at_cut = armed && left[15:3] == 13'd0;
    wire       beyond = !beat_last || |(beat_keep & (8'hfe << left[2:0]));
    wire       cut    = at_cut && beyond;
    wire [7:0] head   = ~(8'hfe << left[2:0]);

    wire       rest   = shift_q != 3'd0 && beat_keep[shift_q];  // of the last beat, for a flush
    wire       ends   = flush_q || cut || (beat_last && !rest);
    wire [7:0] fits   = room_q[15:3] == 13'd0 ? ~(8'hff << room_q[2:0]) : 8'hff;
    wire       over   = |(out_keep & ~fits) || (!ends && room_q == 16'd8);
    wire       cut_short = over && !cut;

    // ---- The end of the packet ----

    wire       sent    = start ? pass : sent_q;
    wire       more    = pass && !cut_short && (cut || rest);
    wire       finish  = go && (flush_q ? 1'b1 : beat_last && !more);
    wire [5:0] verdict = flush_q ? verdict_q : status_reason;
    wire [5:0] fate    = start && homeless ? why
                       : pass && cut_short ? `FN_REASON_BUFFER_SIZE
                       : start             ? `FN_REASON_DELIVERED : fate_q;
    wire [5:0] reason  = verdict != `FN_REASON_DELIVERED ? verdict : fate;
    wire       good    = reason == `FN_REASON_DELIVERED;

    assign     spend = finish && good;

    always @(posedge clk) begin
        if (take) begin
            before_q  <= {beat_keep, beat_data};
            verdict_q <= status_reason;
            left_q    <= left - 16'd8;
        end
        if (go) begin
            sent_q  <= sent;
            pass_q  <= pass && !cut_short;
            piece_q <= pass && cut;
            armed_q <= armed && !cut;
            split_q <= pass && cut || !start && split_q;
            if (start)       split_offset_q <= 16'd0;
            if (pass && cut) split_offset_q <= s_split_offset;
            fate_q  <= fate;
            room_q  <= cut ? split_room_q[15:0] : room_q - 16'd8;
            if (pass && cut) shift_q <= left[2:0] + 3'd1;
            inside_q <= 1'b1;
            flush_q  <= beat_last && more && !flush_q;
        end
        if (finish || rst) begin
            room_q   <= s_buffer_size;
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
    reg        out_user_q;
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

    assign     command_free = !command_valid_q || m_command_ready;
    assign     out_free     = !out_valid_q || m_axis_tready;
    assign     end_free     = (!completion_valid_q || m_completion_ready)
                           && (!drop_valid_q || m_drop_ready);

    // tkeep is contiguous.
    wire [7:0] k         = beat_keep;
    wire [3:0] num_bytes = {k[7], k[3] && !k[7], (k[1] && !k[3]) || (k[5] && !k[7]),
                            (k[0] && !k[1]) || (k[2] && !k[3]) || (k[4] && !k[5])
                            || (k[6] && !k[7])};

    always @(posedge clk) begin
        if (command_write) command_address_q <= start ? buffer_address
            : {buffer_q[63:16] + {47'd0, second_q[16]}, second_q[15:0]};
        if (out_write) begin
            out_data_q <= out_data;
            out_keep_q <= out_keep & (cut ? head : fits);
            out_last_q <= ends || over;
            out_user_q <= (ends || over) && !cut;
        end
        if (packet_begins) begin
            buffer_q <= buffer_address;
            second_q <= {1'b0, buffer_address[15:0]} + {1'b0, s_split_offset};
        end
        if (take) begin
            length_q    <= (start ? 16'd0 : length_q) + {12'd0, num_bytes};
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
    assign s_slot_ready         = slot_ready_q;
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

    assign m_completion_data[`FN_COMPLETION_BUFFER]           = buffer_q;
    assign m_completion_data[`FN_COMPLETION_TIMESTAMP]        = packet_q[`FN_PACKET_RECORD_TIMESTAMP];
    assign m_completion_data[`FN_COMPLETION_HANDLE]           = packet_q[`FN_PACKET_RECORD_HANDLE];
    assign m_completion_data[`FN_COMPLETION_FRAME_LENGTH]     = length_q;
    assign m_completion_data[`FN_COMPLETION_PAYLOAD_OFFSET]   = packet_q[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    assign m_completion_data[`FN_COMPLETION_PAYLOAD_LENGTH]   = packet_q[`FN_PACKET_RECORD_PAYLOAD_LENGTH];
    assign m_completion_data[`FN_COMPLETION_SPLIT_OFFSET]     = split_offset_q;
    assign m_completion_data[`FN_COMPLETION_L4_OFFSET]        = packet_q[`FN_PACKET_RECORD_L4_OFFSET];
    assign m_completion_data[`FN_COMPLETION_IP_OFFSET]        = packet_q[`FN_PACKET_RECORD_IP_OFFSET];
    assign m_completion_data[`FN_COMPLETION_PROTOCOL]         = packet_q[`FN_PACKET_RECORD_PROTOCOL];
    assign m_completion_data[`FN_COMPLETION_VLAN_TCI]         = packet_q[`FN_PACKET_RECORD_VLAN_TCI];
    assign m_completion_data[`FN_COMPLETION_VLAN_INNER_TCI]   = packet_q[`FN_PACKET_RECORD_VLAN_INNER_TCI];
    assign m_completion_data[`FN_COMPLETION_ETHERTYPE]        = packet_q[`FN_PACKET_RECORD_ETHERTYPE];
    assign m_completion_data[`FN_COMPLETION_SOURCE_PORT]      = packet_q[`FN_PACKET_RECORD_SOURCE_PORT];
    assign m_completion_data[`FN_COMPLETION_DESTINATION_PORT] = packet_q[`FN_PACKET_RECORD_DESTINATION_PORT];
    assign m_completion_data[`FN_COMPLETION_WINDOW]           = packet_q[`FN_PACKET_RECORD_WINDOW];
    assign m_completion_data[`FN_COMPLETION_SEQUENCE]         = packet_q[`FN_PACKET_RECORD_SEQUENCE];
    assign m_completion_data[`FN_COMPLETION_ACKNOWLEDGMENT]   = packet_q[`FN_PACKET_RECORD_ACKNOWLEDGMENT];
    assign m_completion_data[`FN_COMPLETION_SPI]              = packet_q[`FN_PACKET_RECORD_SPI];
    assign m_completion_data[`FN_COMPLETION_COOKIE]           = 32'd0;
    assign m_completion_data[`FN_COMPLETION_REASON]           = reason_q;
    assign m_completion_data[`FN_COMPLETION_IP_CHECKSUM]      = checksums_q[1:0];
    assign m_completion_data[`FN_COMPLETION_L4_CHECKSUM]      = checksums_q[3:2];
    assign m_completion_data[`FN_COMPLETION_IP_VERSION]       = packet_q[`FN_PACKET_RECORD_IP_VERSION];
    assign m_completion_data[`FN_COMPLETION_VLAN_COUNT]       = packet_q[`FN_PACKET_RECORD_VLAN_COUNT];
    assign m_completion_data[`FN_COMPLETION_MAC_CLASS]        = packet_q[`FN_PACKET_RECORD_MAC_CLASS];
    assign m_completion_data[`FN_COMPLETION_TCP_FLAGS]        = packet_q[`FN_PACKET_RECORD_TCP_FLAGS];
    assign m_completion_data[`FN_COMPLETION_SECURITY]         = packet_q[`FN_PACKET_RECORD_SECURITY];
    assign m_completion_data[`FN_COMPLETION_FRAGMENT]         = packet_q[`FN_PACKET_RECORD_FRAGMENT];
    assign m_completion_data[`FN_COMPLETION_IP_OPTIONS]       = packet_q[`FN_PACKET_RECORD_IP_OPTIONS];
    assign m_completion_data[`FN_COMPLETION_RTP]              = packet_q[`FN_PACKET_RECORD_RTP];
    assign m_completion_data[`FN_COMPLETION_UDP_ENCAPSULATION] = packet_q[`FN_PACKET_RECORD_UDP_ENCAPSULATION];
    assign m_completion_data[`FN_COMPLETION_HIT]              = packet_q[`FN_PACKET_RECORD_HIT];
    assign m_completion_data[`FN_COMPLETION_SPLIT]            = split_q;
    assign m_completion_data[`FN_COMPLETION_STATE]            = state_q;
    assign m_completion_data[`FN_COMPLETION_FLOW_INDEX]       = packet_q[`FN_PACKET_RECORD_FLOW_INDEX];
    assign m_completion_data[`FN_COMPLETION_RESERVED_0]       = 9'd0;
    assign m_completion_data[`FN_COMPLETION_KIND]             = `FN_KIND_PACKET;
    assign m_completion_data[`FN_COMPLETION_PHASE]            = 1'b0;

endmodule

`default_nettype wire
