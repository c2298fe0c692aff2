// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_checksum - verifies IPv4 header, TCP and UDP checksums (108)
//
// Sums while the packet passes, from the offsets in its record, which leaves 1 cycle after
// it was taken, a record every 2 cycles.  A packet's first beat may be taken with its record,
// never before; beats leave after 2 cycles, the last one, with the results in tuser, too, but
// after 3 if it came with its record.  One beat per cycle, between packets too: while
// the outputs are taken no beat with its record, and no record between packets, waits longer
// than 1 cycle (proved).  What is verified, and what a record that lies gives:
// cmodel/functional/fn_checksum.h.

`default_nettype none
`include "fn_records.vh"

module fn_rx_checksum (
    input  wire                              clk,
    input  wire                              rst,

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
    /* verilator lint_off UNUSEDSIGNAL */    // checksum results that arrive do not count
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,
    /* verilator lint_on UNUSEDSIGNAL */

    // record
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // the same packets
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser
);
    localparam RECORD_BITS = `FN_PACKET_RECORD_BITS;
    localparam STATUS_BITS = `FN_PACKET_STATUS_BITS;

    // ---- Packets come in ----
    reg                   s_record_ready_q;  // no packet is inside, and m_record is free
    reg                   s_axis_tready_q;
    reg                   has_record_q;      // of the packet that comes in
    reg                   has_beat_q;        // its first beat was taken
    reg                   late_q;            // its only beat came with its record
    reg                   m_record_valid_q;
    reg [RECORD_BITS-1:0] m_record_data_q;

    wire full_d;
    wire load             = s_record_ready_q;  // whether there is a record or not
    wire take             = s_axis_tvalid && s_axis_tready_q;
    wire late_d           = take && s_axis_tlast && !has_record_q;
    wire ends             = (take && s_axis_tlast && has_record_q) || late_q;
    wire has_record_d     = (has_record_q || (s_record_valid && s_record_ready_q)) && !ends;
    wire m_record_valid_d = (s_record_valid && s_record_ready_q)
                         || (m_record_valid_q && !m_record_ready);

    always @(posedge clk) begin
        s_record_ready_q <= !has_record_d && !m_record_valid_d;
        s_axis_tready_q  <= (has_record_d || !m_record_valid_d) && !late_d && !full_d;
        has_record_q     <= has_record_d;
        has_beat_q       <= take ? !s_axis_tlast : has_beat_q;
        late_q           <= late_d;
        m_record_valid_q <= m_record_valid_d;
        if (load) m_record_data_q <= s_record_data;
        if (rst) begin
            s_record_ready_q <= 1'b1;
            s_axis_tready_q  <= 1'b1;
            has_record_q     <= 1'b0;
            has_beat_q       <= 1'b0;
            late_q           <= 1'b0;
            m_record_valid_q <= 1'b0;
        end
    end

    // ---- What its record says is to be summed ----
    wire [1:0] ip_version = s_record_data[`FN_PACKET_RECORD_IP_VERSION];
    wire [7:0] protocol   = s_record_data[`FN_PACKET_RECORD_PROTOCOL];
    wire       is_ipv4    = ip_version == 2'd1;
    wire       is_ip      = is_ipv4 || ip_version == 2'd2;
    wire       is_tcp     = s_record_data[`FN_PACKET_RECORD_TCP] && protocol == 8'd6;
    wire       is_udp     = s_record_data[`FN_PACKET_RECORD_UDP] && protocol == 8'd17;
    wire       is_unknown = s_record_data[`FN_PACKET_RECORD_CHECKSUM_UNKNOWN]
                         || s_record_data[`FN_PACKET_RECORD_FRAGMENT];
    wire       may_lack   = is_ipv4 || s_record_data[`FN_PACKET_RECORD_UDP_ENCAPSULATION];
    wire       is_zero    = is_udp && s_record_data[`FN_PACKET_RECORD_UDP_CHECKSUM_ZERO];

    reg        is_ipv4_q;
    reg [1:0]  l4_q;         // the result; GOOD: the sum decides

    always @(posedge clk) begin
        if (load) begin
            is_ipv4_q <= is_ipv4;
            l4_q      <= !is_ip || is_unknown || !(is_tcp || is_udp) ? `FN_CHECKSUM_NONE
                       : !is_zero ? `FN_CHECKSUM_GOOD
                       : may_lack ? `FN_CHECKSUM_ABSENT : `FN_CHECKSUM_BAD;
        end
    end

    // ---- Sums: of beat 0, which has only MAC addresses, nothing counts ----
    wire ip_verified;
    wire l4_verified;

    fn_rx_checksum_sums u_sums (
        .clk(clk),
        .load(load),
        .s_ip_offset(s_record_data[`FN_PACKET_RECORD_IP_OFFSET]),
        .s_ip_length(s_record_data[`FN_PACKET_RECORD_IPV4_HEADER_LENGTH]),
        .s_is_ipv4(is_ipv4),
        .s_l4_offset(s_record_data[`FN_PACKET_RECORD_L4_OFFSET]),
        .s_l4_length(s_record_data[`FN_PACKET_RECORD_L4_LENGTH]),
        .s_protocol(protocol),
        .s_valid(take && has_beat_q), .s_data(s_axis_tdata), .s_keep(s_axis_tkeep),
        .m_ip_verified(ip_verified), .m_l4_verified(l4_verified)
    );

    // ---- Results, 1 cycle after the last beat ----
    reg       result_comes_q;
    reg       ended_ipv4_q;
    reg [1:0] ended_l4_q;

    always @(posedge clk) begin
        result_comes_q <= ends;
        ended_ipv4_q   <= is_ipv4_q;
        ended_l4_q     <= l4_q;
        if (rst) result_comes_q <= 1'b0;
    end

    wire [1:0] ip_result = !ended_ipv4_q ? `FN_CHECKSUM_NONE
                         : ip_verified ? `FN_CHECKSUM_GOOD : `FN_CHECKSUM_BAD;
    wire [1:0] l4_result = ended_l4_q == `FN_CHECKSUM_GOOD && !l4_verified ? `FN_CHECKSUM_BAD
                         : ended_l4_q;

    // ---- Packets leave ----
    localparam REASON_BITS = STATUS_BITS - 4;
    localparam BEAT_BITS   = 64 + 8 + 1 + REASON_BITS;

    wire                   beat_some;
    wire [63:0]            beat_data;
    wire [7:0]             beat_keep;
    wire                   beat_last;
    wire [REASON_BITS-1:0] beat_reason;
    wire                   result_some;
    wire [3:0]             result;
    /* verilator lint_off UNUSEDSIGNAL */  // no more results than beats
    wire                   results_full_d;
    /* verilator lint_on UNUSEDSIGNAL */

    reg                    m_axis_tvalid_q;
    reg [63:0]             m_axis_tdata_q;
    reg [7:0]              m_axis_tkeep_q;
    reg                    m_axis_tlast_q;
    reg [STATUS_BITS-1:0]  m_axis_tuser_q;

    // a result goes to the last beat at once if that is there and it is its turn
    wire       beat_free   = !m_axis_tvalid_q || m_axis_tready;
    wire       beat_pop    = beat_some && beat_free
                          && (!beat_last || result_some || result_comes_q);
    wire       last_pop    = beat_pop && beat_last;
    wire [3:0] last_result = result_some ? result : {l4_result, ip_result};

    fn_queue #(.WIDTH(BEAT_BITS), .DEPTH(16)) u_beats (
        .clk(clk), .rst(rst),
        .put(take), .full_d(full_d),
        .s_data({s_axis_tuser[`FN_PACKET_STATUS_REASON], s_axis_tlast, s_axis_tkeep,
                 s_axis_tdata}),
        .m_valid(beat_some), .m_data({beat_reason, beat_last, beat_keep, beat_data}),
        .pop(beat_pop)
    );

    fn_queue #(.WIDTH(4), .DEPTH(16)) u_results (
        .clk(clk), .rst(rst),
        .put(result_comes_q && (result_some || !last_pop)), .full_d(results_full_d),
        .s_data({l4_result, ip_result}),
        .m_valid(result_some), .m_data(result), .pop(result_some && last_pop)
    );

    always @(posedge clk) begin
        if (beat_free) begin
            m_axis_tvalid_q <= beat_pop;
            m_axis_tdata_q  <= beat_data;
            m_axis_tkeep_q  <= beat_keep;
            m_axis_tlast_q  <= beat_last;
            m_axis_tuser_q[`FN_PACKET_STATUS_REASON]      <= beat_reason;
            m_axis_tuser_q[`FN_PACKET_STATUS_IP_CHECKSUM] <= last_result[1:0] & {2{beat_last}};
            m_axis_tuser_q[`FN_PACKET_STATUS_L4_CHECKSUM] <= last_result[3:2] & {2{beat_last}};
        end
        if (rst) m_axis_tvalid_q <= 1'b0;
    end

    assign s_record_ready = s_record_ready_q;
    assign s_axis_tready  = s_axis_tready_q;
    assign m_record_valid = m_record_valid_q;
    assign m_record_data  = m_record_data_q;
    assign m_axis_tvalid  = m_axis_tvalid_q;
    assign m_axis_tdata   = m_axis_tdata_q;
    assign m_axis_tkeep   = m_axis_tkeep_q;
    assign m_axis_tlast   = m_axis_tlast_q;
    assign m_axis_tuser   = m_axis_tuser_q;

`ifdef FORMAL
    `include "fn_rx_checksum_properties.vh"
`endif
endmodule

`default_nettype wire
