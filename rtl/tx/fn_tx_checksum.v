// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum - inserts IPv4 header, TCP and UDP checksums (120)
//
// As its record asks, from the offsets there; the IPv4 header's length is its own.  What
// the checksum fields hold counts as 0; a UDP sum of 0 is sent as 0xFFFF; with both flags
// set TCP counts.  A checksum whose offset is odd, or whose header, or range, does not fit
// the packet is not inserted: at least 20 bytes of IPv4 header; the transport header
// behind the IP header's first 20 or 40 bytes, 20 bytes for TCP and 8 for UDP.  Stores a
// packet while it sums: the first beat leaves 10 cycles after the last one arrived, while
// the next ones are stored.  One beat per cycle, no cycle between packets.  A packet of more
// than 16,384 bytes (or 2,048 beats) leaves as that many with reason DESCRIPTOR, unchanged.

`default_nettype none
`include "fn_records.vh"

module fn_tx_checksum (
    input  wire                                clk,
    input  wire                                rst,

    // record of each packet, before its first beat
    input  wire                                s_record_valid,
    output wire                                s_record_ready,
    input  wire [`FN_TRANSMIT_RECORD_BITS-1:0] s_record_data,

    // packets that arrive
    input  wire                                s_axis_tvalid,
    output wire                                s_axis_tready,
    input  wire [63:0]                         s_axis_tdata,
    /* verilator lint_off UNUSEDSIGNAL */      // tkeep[0] is 1
    input  wire [7:0]                          s_axis_tkeep,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire                                s_axis_tlast,
    input  wire [5:0]                          s_axis_tuser,

    // the same packets
    output wire                                m_axis_tvalid,
    input  wire                                m_axis_tready,
    output wire [63:0]                         m_axis_tdata,
    output wire [7:0]                          m_axis_tkeep,
    output wire                                m_axis_tlast,
    output wire [5:0]                          m_axis_tuser
);
    `include "fn_keep.vh"

    localparam BITS    = 11;           // of an address in the memory
    localparam BEATS   = 1 << BITS;
    localparam PACKETS = 16;           // that may be inside

    // ---- Beats that arrive ----

    wire [2:0]  s_top = last_byte(s_axis_tkeep);

    wire        beat_valid, beat_ready, beat_last;
    wire [63:0] beat_data;
    wire [2:0]  beat_top;
    wire [5:0]  beat_user;

    fn_skid_buffer #(.WIDTH(74)) u_beat (
        .clk(clk), .rst(rst), .s_valid(s_axis_tvalid), .s_ready(s_axis_tready),
        .s_data({s_axis_tuser, s_axis_tlast, s_top, s_axis_tdata}),
        .m_valid(beat_valid), .m_ready(beat_ready),
        .m_data({beat_user, beat_last, beat_top, beat_data})
    );

    // ---- Into the memory ----

    (* no_rw_check *)  // never read where it is written
    reg  [67:0]     memory_q [0:BEATS-1];  // last, top, data
    reg  [BITS:0]   put_q;                 // one bit more: full is not empty
    reg  [BITS-1:0] index_q;               // of the beat in its packet
    reg             inside_q;              // a packet
    reg             long_q;                // the packet at hand: the rest of it is lost
    reg             beat_room_q, packet_room_q;
    reg  [BITS-1:0] beats_q;               // modulo BEATS
    reg  [3:0]      packets_q;             // modulo PACKETS

    wire            sum_ready, read, shown;
    wire            take  = beat_valid && beat_ready;
    wire            store = take && !long_q;
    wire            full  = &index_q;
    wire [BITS:0]   put_d     = put_q + {{BITS{1'b0}}, store};
    wire            begins    = take && !inside_q;

    assign beat_ready = sum_ready && (beat_room_q || long_q) && (packet_room_q || inside_q);

    always @(posedge clk) begin
        if (beat_room_q) memory_q[put_q[BITS-1:0]] <= {beat_last || full, beat_top, beat_data};
        put_q         <= put_d;
        if (store != read) beats_q <= store ? beats_q + 11'd1 : beats_q - 11'd1;
        if (begins != shown) packets_q <= begins ? packets_q + 4'd1 : packets_q - 4'd1;
        beat_room_q   <= read || (beat_room_q && !(&beats_q && store));
        packet_room_q <= shown || (packet_room_q && !(&packets_q && begins));
        if (take) begin
            inside_q <= !beat_last;
            index_q  <= beat_last ? {BITS{1'b0}} : full ? index_q : index_q + 11'd1;
            long_q   <= full && !beat_last;
        end
        if (rst) begin
            put_q         <= {BITS+1{1'b0}};
            beats_q       <= {BITS{1'b0}};
            packets_q     <= 4'd0;
            beat_room_q   <= 1'b1;
            packet_room_q <= 1'b1;
            inside_q      <= 1'b0;
            index_q       <= {BITS{1'b0}};
            long_q        <= 1'b0;
        end
    end

    // ---- Its checksums, and with them the packet's end ----

    wire            summed;
    wire            ip_insert, l4_insert;
    wire [7:0]      ip_place;
    wire [12:0]     l4_place;
    wire [15:0]     ip_value, l4_value;

    wire [5:0]      user = long_q && beat_user == `FN_REASON_DELIVERED ? `FN_REASON_DESCRIPTOR
                                                                       : beat_user;
    wire [BITS:0]   end_place;  // of the next packet
    wire [5:0]      end_user;

    fn_tx_checksum_sum u_sum (
        .clk(clk), .rst(rst),
        .s_record_valid(s_record_valid), .s_record_ready(s_record_ready),
        .s_record_data(s_record_data),
        .s_ready(sum_ready), .s_take(take), .s_data(beat_data), .s_index(index_q),
        .s_top(beat_top), .s_last(beat_last), .s_whole(!long_q),
        .s_tag({put_d, user}), .m_valid(summed), .m_tag({end_place, end_user}),
        .m_ip_insert(ip_insert), .m_ip_place(ip_place), .m_ip_value(ip_value),
        .m_l4_insert(l4_insert), .m_l4_place(l4_place), .m_l4_value(l4_value)
    );

    reg  [BITS:0]   end_q;  // the beats before it may leave
    wire            fix_ip, fix_l4;
    wire [7:0]      fix_ip_place;
    wire [12:0]     fix_l4_place;
    wire [15:0]     fix_ip_value, fix_l4_value;
    wire [5:0]      fix_user;
    /* verilator lint_off UNUSEDSIGNAL */    // packets_q and the latencies see to that
    wire            fix_ready, fix_valid;
    /* verilator lint_on UNUSEDSIGNAL */

    fn_fifo #(.WIDTH(61), .DEPTH(PACKETS)) u_fix (
        .clk(clk), .rst(rst), .s_valid(summed), .s_ready(fix_ready),
        .s_data({end_user, ip_insert, ip_place, ip_value, l4_insert, l4_place, l4_value}),
        .m_valid(fix_valid), .m_ready(shown),
        .m_data({fix_user, fix_ip, fix_ip_place, fix_ip_value, fix_l4, fix_l4_place, fix_l4_value})
    );

    // ---- Out of it ----

    reg  [BITS:0]   get_q;
    reg  [BITS:0]   after_q;  // get_q + 1
    reg             some_q;
    reg  [67:0]     read_q;
    reg  [BITS-1:0] out_index_q;
    reg             out_valid_q;
    reg  [63:0]     out_data_q;
    reg  [7:0]      out_keep_q;
    reg             out_last_q;
    reg  [5:0]      out_user_q;

    wire            room, here;
    wire [67:0]     beat;
    wire            out_free = !out_valid_q || m_axis_tready;
    wire            move     = here && out_free;
    wire            ip_here  = fix_ip && out_index_q == {5'd0, fix_ip_place[7:2]};
    wire            l4_here  = fix_l4 && out_index_q == fix_l4_place[12:2];

    assign read  = some_q && room;
    assign shown = move && beat[67];

    fn_fifo_ahead #(.WIDTH(68)) u_ahead (
        .clk(clk), .rst(rst),
        .s_room(room), .s_read(read), .s_data(read_q),
        .m_valid(here), .m_data(beat), .pop(move)
    );

    integer w;
    always @(posedge clk) begin
        read_q <= memory_q[get_q[BITS-1:0]];
        if (read) begin
            get_q   <= after_q;
            after_q <= after_q + {{BITS{1'b0}}, 1'b1};
        end
        if (summed) end_q <= end_place;
        some_q      <= summed || (read ? after_q != end_q : get_q != end_q);
        out_valid_q <= here || !out_free;
        if (out_free) begin
            for (w = 0; w < 4; w = w + 1)
                out_data_q[16*w +: 16] <= ip_here && fix_ip_place[1:0] == w[1:0] ? fix_ip_value
                                        : l4_here && fix_l4_place[1:0] == w[1:0] ? fix_l4_value
                                        : beat[16*w +: 16];
            out_keep_q  <= {~(7'h7f << beat[66:64]), 1'b1};
            out_last_q  <= beat[67];
            out_user_q  <= beat[67] ? fix_user : 6'd0;
        end
        if (move) out_index_q <= beat[67] ? {BITS{1'b0}} : out_index_q + 11'd1;
        if (rst) begin
            get_q       <= {BITS+1{1'b0}};
            after_q     <= {{BITS{1'b0}}, 1'b1};
            end_q       <= {BITS+1{1'b0}};
            some_q      <= 1'b0;
            out_valid_q <= 1'b0;
            out_index_q <= {BITS{1'b0}};
        end
    end

    assign m_axis_tvalid = out_valid_q;
    assign m_axis_tdata  = out_data_q;
    assign m_axis_tkeep  = out_keep_q;
    assign m_axis_tlast  = out_last_q;
    assign m_axis_tuser  = out_user_q;

endmodule

`default_nettype wire
