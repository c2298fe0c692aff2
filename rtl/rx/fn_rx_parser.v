// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_parser - reads the headers of every packet (98)
//
// The packet passes through untouched, each beat 8 cycles after it was taken.  Each
// packet gives, in order, one record, 6 cycles after the beat with the last header byte
// that must be read was taken, or after its last beat, and one key, a cycle earlier; that of
// a TCP segment 5 cycles after the beat with the last byte of its ports.  What is
// malformed adds its reason to tuser on the last beat, unless there is one already.  What
// a header means: cmodel/functional/fn_parse.h.
//
// One beat per cycle; none is taken while 16 are inside, nor a packet's first one while two
// keys or two records wait, nor in the two cycles after a last beat that came less than 3
// cycles after the beat that completed the record.  That holds 10 Gb/s at every length: on the
// wire a frame takes at least two beats more than here.
// While the outputs are taken no beat waits longer than 3 cycles, whatever is in it (proved).

`default_nettype none
`include "fn_records.vh"
`include "fn_rx_parser_kinds.vh"

module fn_rx_parser (
    input  wire                              clk,
    input  wire                              rst,

    // filter: addresses with the first byte of the wire in bits 7:0, quasi-static
    input  wire [47:0]                       s_filter_address,
    input  wire                              s_filter_promiscuous,
    input  wire                              s_filter_broadcast,
    input  wire                              s_filter_all_multicast,

    // multicast: writes one of 16 list entries, always taken
    input  wire                              s_multicast_valid,
    input  wire [3:0]                        s_multicast_index,
    input  wire                              s_multicast_enable,
    input  wire [47:0]                       s_multicast_address,

    // packets that arrive
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // the same packets
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // key: what fn_flow_table is asked
    output wire                              m_key_valid,
    input  wire                              m_key_ready,
    output wire [`FN_FLOW_KEY_BITS-1:0]      m_key_data,

    // record: what was parsed
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data
);
    localparam DEPTH     = 16;  // beats inside
    localparam STATUS    = `FN_PACKET_STATUS_BITS;
    localparam BEAT_BITS = 64 + 8 + 1 + STATUS;

    // ---- Taking beats.  What reads the end of a packet must not see the next one's headers ----
    reg        ready_q;
    reg        middle_q;    // of a packet
    reg        walked_q;    // the packet's headers have been read, some cycles ago
    reg        gap_q;       // the second cycle without a beat follows, after a packet
    reg [4:0]  inside_q;    // beats
    reg [1:0]  keys_q;      // of packets that began: not yet given
    reg [1:0]  records_q;
    reg [47:0] now_q;       // cycles since the reset, less 1: it is read a cycle late

    wire       c_done, c_key_done;  // of fn_rx_parser_chain
    wire       take   = s_axis_tvalid && ready_q;
    wire       first  = take && !middle_q;
    wire       gap    = take && s_axis_tlast && !(middle_q && walked_q);
    wire       middle = take ? !s_axis_tlast : middle_q;
    wire       give_key    = m_key_valid && m_key_ready;
    wire       give_record = m_record_valid && m_record_ready;
    wire       give      = m_axis_tvalid && m_axis_tready;
    wire       full      = !give && (inside_q[4] || (&inside_q[3:0] && take));
    wire [1:0] keys_d    = keys_q + {1'b0, first} - {1'b0, give_key};
    wire [1:0] records_d = records_q + {1'b0, first} - {1'b0, give_record};

    always @(posedge clk) begin
        ready_q   <= !full && !gap && !gap_q
                     && (middle || (!keys_d[1] && !records_d[1]));
        middle_q  <= middle;
        walked_q  <= !first && (walked_q || c_done);
        gap_q     <= gap;
        inside_q  <= inside_q + {4'd0, take} - {4'd0, give};
        keys_q    <= keys_d;
        records_q <= records_d;
        now_q     <= now_q + 48'd1;
        if (rst) begin
            ready_q   <= 1'b1;
            middle_q  <= 1'b0;
            walked_q  <= 1'b0;
            gap_q     <= 1'b0;
            inside_q  <= 5'd0;
            keys_q    <= 2'd0;
            records_q <= 2'd0;
            now_q     <= {48{1'b1}};
        end
    end

    assign s_axis_tready = ready_q;

    reg        first_q;
    reg [47:0] began_q;  // when the packet's first beat was taken

    always @(posedge clk) first_q <= first;
    always @(posedge clk) if (first_q) began_q <= now_q;

    // ---- Parts ----
    wire                      w_valid, w_first, w_last, w_low_here, w_high_here;
    wire [3:0]                w_tail;
    wire [31:0]               w_low, w_high;
    wire [`FN_HINT_BITS-1:0]  w_low_hint, w_high_hint;
    wire [7:0]                w_cut_byte;

    fn_rx_parser_window u_window (
        .clk(clk), .rst(rst),
        .s_valid(take), .s_first(first), .s_last(s_axis_tlast), .s_data(s_axis_tdata),
        .s_keep(s_axis_tkeep),
        .m_valid(w_valid), .m_first(w_first), .m_last(w_last), .m_tail(w_tail), .m_low(w_low),
        .m_high(w_high), .m_low_here(w_low_here), .m_high_here(w_high_here),
        .m_low_hint(w_low_hint), .m_high_hint(w_high_hint), .m_cut_byte(w_cut_byte)
    );

    wire                      c_first, c_last, c_low_llc, c_high_llc;
    wire [31:0]               c_low, c_high;
    wire                      c_tag, c_inner_tag, c_low_type, c_high_type, c_low_snap, c_high_snap;
    wire [9:0]                c_ip;
    wire                      c_ip_swap, c_extension, c_low_fragment, c_high_fragment;
    wire                      c_segments_left, c_ah, c_esp, c_low_spi, c_high_spi;
    wire                      c_low_sequence, c_high_sequence, c_l4_swap;
    wire [4:0]                c_l4;
    wire [3:0]                c_tcp_offset;
    wire                      c_low_options, c_high_options, c_transport, c_ipv6, c_fragment;
    wire [15:0]               c_transport_offset, c_transport_length;
    wire                      c_in_ethernet, c_in_ip, c_in_start, c_in_tcp;
    wire [`FN_NAMED_BITS-1:0] c_named;
    wire [7:0]                c_protocol, c_cut_byte;
    wire                      c_bad_version, c_bad_ipv4, c_bad_extension, c_bad_ah, c_too_short;
    wire                      c_beyond, c_llc_beyond;

    fn_rx_parser_chain u_chain (
        .clk(clk), .rst(rst),
        .s_valid(w_valid), .s_first(w_first), .s_last(w_last), .s_tail(w_tail), .s_low(w_low),
        .s_high(w_high), .s_low_here(w_low_here), .s_high_here(w_high_here),
        .s_low_hint(w_low_hint), .s_high_hint(w_high_hint), .s_cut_byte(w_cut_byte),
        .m_done(c_done), .m_key_done(c_key_done), .m_first(c_first), .m_last(c_last),
        .m_low(c_low), .m_high(c_high),
        .m_low_llc(c_low_llc), .m_high_llc(c_high_llc), .m_cut_byte(c_cut_byte), .m_tag(c_tag),
        .m_inner_tag(c_inner_tag), .m_low_type(c_low_type), .m_high_type(c_high_type),
        .m_low_snap(c_low_snap), .m_high_snap(c_high_snap), .m_ip(c_ip), .m_ip_swap(c_ip_swap),
        .m_extension(c_extension), .m_low_fragment(c_low_fragment),
        .m_high_fragment(c_high_fragment), .m_segments_left(c_segments_left), .m_ah(c_ah),
        .m_esp(c_esp), .m_low_spi(c_low_spi), .m_high_spi(c_high_spi),
        .m_low_sequence(c_low_sequence), .m_high_sequence(c_high_sequence), .m_l4(c_l4),
        .m_l4_swap(c_l4_swap), .m_low_options(c_low_options), .m_high_options(c_high_options),
        .m_transport(c_transport), .m_transport_offset(c_transport_offset),
        .m_transport_length(c_transport_length), .m_in_ethernet(c_in_ethernet), .m_in_ip(c_in_ip),
        .m_in_start(c_in_start), .m_in_tcp(c_in_tcp), .m_named(c_named), .m_protocol(c_protocol),
        .m_ipv6(c_ipv6), .m_fragment(c_fragment), .m_tcp_offset(c_tcp_offset),
        .m_bad_version(c_bad_version), .m_bad_ipv4(c_bad_ipv4), .m_bad_extension(c_bad_extension),
        .m_bad_ah(c_bad_ah), .m_too_short(c_too_short), .m_beyond(c_beyond),
        .m_llc_beyond(c_llc_beyond)
    );

    wire        o_good, o_other, o_stamps;
    wire [2:0]  o_sack_blocks;
    wire [31:0] o_stamp_value, o_stamp_echo;

    fn_rx_parser_options u_options (
        .clk(clk), .rst(rst), .s_ahead_valid(w_valid), .s_ahead_low(w_low),
        .s_ahead_high(w_high), .s_clear(c_first),
        .s_low_valid(c_low_options), .s_high_valid(c_high_options),
        .s_low(c_low), .s_high(c_high),
        .m_good(o_good), .m_other(o_other), .m_sack_blocks(o_sack_blocks), .m_stamps(o_stamps),
        .m_stamp_value(o_stamp_value), .m_stamp_echo(o_stamp_echo)
    );

    wire [1:0] f_class;
    wire       f_accept;

    fn_rx_parser_filter u_filter (
        .clk(clk), .rst(rst),
        .s_filter_address(s_filter_address), .s_filter_promiscuous(s_filter_promiscuous),
        .s_filter_broadcast(s_filter_broadcast),
        .s_filter_all_multicast(s_filter_all_multicast),
        .s_multicast_valid(s_multicast_valid), .s_multicast_index(s_multicast_index),
        .s_multicast_enable(s_multicast_enable), .s_multicast_address(s_multicast_address),
        .s_valid(first), .s_whole(s_axis_tkeep[5]), .s_address(s_axis_tdata[47:0]),
        .m_class(f_class), .m_accept(f_accept)
    );

    reg [1:0]                         key_done_q;  // the key is complete two cycles later,
    reg [2:0]                         done_q;      // the record three
    wire [`FN_PACKET_RECORD_BITS-1:0] record;
    wire [`FN_FLOW_KEY_BITS-1:0]      key;
    wire [5:0]                        reason;

    fn_rx_parser_fields u_fields (
        .clk(clk), .s_first(c_first), .s_last(c_last), .s_done(done_q[2]), .s_low(c_low),
        .s_high(c_high), .s_low_llc(c_low_llc), .s_high_llc(c_high_llc),
        .s_cut_byte(c_cut_byte), .s_tag(c_tag), .s_inner_tag(c_inner_tag),
        .s_low_type(c_low_type), .s_high_type(c_high_type),
        .s_low_snap(c_low_snap), .s_high_snap(c_high_snap), .s_ip(c_ip), .s_ip_swap(c_ip_swap),
        .s_extension(c_extension), .s_low_fragment(c_low_fragment),
        .s_high_fragment(c_high_fragment), .s_segments_left(c_segments_left), .s_ah(c_ah),
        .s_esp(c_esp), .s_low_spi(c_low_spi), .s_high_spi(c_high_spi),
        .s_low_sequence(c_low_sequence), .s_high_sequence(c_high_sequence), .s_l4(c_l4),
        .s_l4_swap(c_l4_swap), .s_transport(c_transport), .s_transport_offset(c_transport_offset),
        .s_transport_length(c_transport_length), .s_in_ethernet(c_in_ethernet), .s_in_ip(c_in_ip),
        .s_in_start(c_in_start), .s_in_tcp(c_in_tcp), .s_named(c_named), .s_protocol(c_protocol),
        .s_ipv6(c_ipv6), .s_fragment(c_fragment), .s_tcp_offset(c_tcp_offset),
        .s_bad_version(c_bad_version), .s_bad_ipv4(c_bad_ipv4), .s_bad_extension(c_bad_extension),
        .s_bad_ah(c_bad_ah), .s_too_short(c_too_short), .s_beyond(c_beyond),
        .s_llc_beyond(c_llc_beyond),
        .s_timestamp(began_q), .s_mac_class(f_class), .s_mac_accept(f_accept),
        .s_options_good(o_good), .s_options_other(o_other), .s_sack_blocks(o_sack_blocks),
        .s_stamps(o_stamps), .s_stamp_value(o_stamp_value), .s_stamp_echo(o_stamp_echo),
        .m_record(record), .m_key(key), .m_reason(reason)
    );

    // ---- Keys and records ----
    // What cannot be offered yet waits in the parts: no packet that could disturb it begins.
    reg                              key_waits_q, record_waits_q;
    reg                              key_valid_q, record_valid_q;
    reg [`FN_FLOW_KEY_BITS-1:0]      key_q;
    reg [`FN_PACKET_RECORD_BITS-1:0] record_q;

    wire key_due     = key_done_q[1] || key_waits_q;
    wire record_due  = done_q[2] || record_waits_q;
    wire move_key    = key_due && (give_key || !key_valid_q);
    wire move_record = record_due && (give_record || !record_valid_q);

    always @(posedge clk) begin
        key_done_q <= {key_done_q[0], c_key_done};
        done_q     <= {done_q[1:0], c_done};
        if (move_key) key_q       <= key;
        if (move_record) record_q <= record;
        key_waits_q    <= key_due && !move_key;
        record_waits_q <= record_due && !move_record;
        key_valid_q    <= move_key || (key_valid_q && !give_key);
        record_valid_q <= move_record || (record_valid_q && !give_record);
        if (rst) begin
            key_done_q     <= 2'd0;
            done_q         <= 3'd0;
            key_waits_q    <= 1'b0;
            record_waits_q <= 1'b0;
            key_valid_q    <= 1'b0;
            record_valid_q <= 1'b0;
        end
    end

    assign m_key_valid    = key_valid_q;
    assign m_key_data     = key_q;
    assign m_record_valid = record_valid_q;
    assign m_record_data  = record_q;

    // ---- Beats wait for the reason ----
    localparam WAIT = 6;

    reg [WAIT-1:0]           valid_q;
    reg [WAIT*BEAT_BITS-1:0] beat_q;

    wire [BEAT_BITS-1:0] waited = beat_q[(WAIT-1)*BEAT_BITS +: BEAT_BITS];
    wire [STATUS-1:0]    status = waited[STATUS-1:0];
    wire                 ends   = waited[STATUS];
    reg  [STATUS-1:0]    status_d;

    always @* begin
        status_d = status;
        if (ends && status[`FN_PACKET_STATUS_REASON] == `FN_REASON_DELIVERED)
            status_d[`FN_PACKET_STATUS_REASON] = reason;
    end

    always @(posedge clk) begin
        valid_q <= {valid_q[WAIT-2:0], take};
        beat_q  <= {beat_q[0 +: (WAIT-1)*BEAT_BITS], s_axis_tdata, s_axis_tkeep, s_axis_tlast,
                    s_axis_tuser};
        if (rst) valid_q <= {WAIT{1'b0}};
    end

    wire unused_ready;  // room is kept for every beat inside

    fn_fifo #(.WIDTH(BEAT_BITS), .DEPTH(DEPTH)) u_beats (
        .clk(clk), .rst(rst),
        .s_valid(valid_q[WAIT-1]), .s_ready(unused_ready),
        .s_data({waited[BEAT_BITS-1:STATUS], status_d}),
        .m_valid(m_axis_tvalid), .m_ready(m_axis_tready),
        .m_data({m_axis_tdata, m_axis_tkeep, m_axis_tlast, m_axis_tuser})
    );

`ifdef FORMAL
    `include "fn_rx_parser_properties.vh"
`endif
endmodule

`default_nettype wire
