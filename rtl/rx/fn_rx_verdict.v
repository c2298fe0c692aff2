// SPDX-License-Identifier: Apache-2.0
//
// fn_rx_verdict - end-of-packet checks: one verdict per packet (204, 205)
//
// tuser.reason of the last beat becomes the first that holds, in the order of trust:
// what arrived in it, IPV4_CHECKSUM, MAC_FILTER, TCP_CHECKSUM, UDP_CHECKSUM, or
// DELIVERED.  s_keep_bad_checksum lets packets with a wrong TCP or UDP checksum pass
// as delivered: software sees l4_checksum; but none of a flow in state ZERO_COPY, whose
// bytes would be taken for the stream's.  Beats leave 1 cycle after they were taken, one
// per cycle, records too, one every 2 cycles and at most one before its packet's turn.  A
// packet's received event comes 1 cycle after its last beat was taken; while 3 of them
// wait no beat is taken.  While its outputs are taken no beat and no record whose turn it is
// waits longer than 1 cycle (proved).

`default_nettype none
`include "fn_records.vh"

module fn_rx_verdict (
    input  wire                              clk,
    input  wire                              rst,

    // configuration, quasi-static
    input  wire                              s_keep_bad_checksum,

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

    // record
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // the same packets, with their verdict on the last beat
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // received: one for each packet, at its last beat
    output wire                              m_received_valid,
    input  wire                              m_received_ready
);
    localparam RECORD_BITS = `FN_PACKET_RECORD_BITS;
    localparam STATUS_BITS = `FN_PACKET_STATUS_BITS;
    localparam BEAT_BITS   = STATUS_BITS + 1 + 8 + 64;

    // ---- Records: what the verdict needs of the packet's and of the next one's ----
    reg                   s_record_ready_q;
    reg                   m_record_valid_q;
    reg [RECORD_BITS-1:0] m_record_data_q;
    reg                   this_q;       // the record of the packet that comes in was taken
    reg                   next_q;       // that of the one behind it too
    reg [3:0]             this_kind_q;  // zero copy, mac_accept, tcp, udp
    reg [3:0]             next_kind_q;
    reg                   s_axis_tready_q;

    wire       load        = s_record_valid && s_record_ready_q;
    wire [3:0] load_kind   = {s_record_data[`FN_PACKET_RECORD_STATE] == `FN_STATE_ZERO_COPY,
                              s_record_data[`FN_PACKET_RECORD_MAC_ACCEPT],
                              s_record_data[`FN_PACKET_RECORD_TCP],
                              s_record_data[`FN_PACKET_RECORD_UDP]};
    wire       take        = s_axis_tvalid && s_axis_tready_q;
    wire       ends        = take && s_axis_tlast;
    wire       this_free_d = !this_q || ends;
    wire       this_d      = !this_free_d || next_q || load;
    wire       next_d      = this_free_d ? 1'b0 : next_q || load;
    wire       m_record_valid_d = load || (m_record_valid_q && !m_record_ready);

    always @(posedge clk) begin
        if (this_free_d)      this_kind_q     <= next_q ? next_kind_q : load_kind;
        if (s_record_ready_q) next_kind_q     <= load_kind;
        if (s_record_ready_q) m_record_data_q <= s_record_data;
        s_record_ready_q <= !next_d && !m_record_valid_d;
        m_record_valid_q <= m_record_valid_d;
        this_q           <= this_d;
        next_q           <= next_d;
        if (rst) begin
            s_record_ready_q <= 1'b1;
            m_record_valid_q <= 1'b0;
            this_q           <= 1'b0;
            next_q           <= 1'b0;
        end
    end

    // ---- Verdict ----
    wire [5:0] arrived = s_axis_tuser[`FN_PACKET_STATUS_REASON];
    wire       ip_bad  = s_axis_tuser[`FN_PACKET_STATUS_IP_CHECKSUM] == `FN_CHECKSUM_BAD;
    wire       l4_bad  = s_axis_tuser[`FN_PACKET_STATUS_L4_CHECKSUM] == `FN_CHECKSUM_BAD
                      && (!s_keep_bad_checksum || this_kind_q[3]);
    wire [5:0] reason  = arrived != `FN_REASON_DELIVERED || !s_axis_tlast ? arrived
                       : ip_bad                   ? `FN_REASON_IPV4_CHECKSUM
                       : !this_kind_q[2]          ? `FN_REASON_MAC_FILTER
                       : l4_bad && this_kind_q[1] ? `FN_REASON_TCP_CHECKSUM
                       : l4_bad && this_kind_q[0] ? `FN_REASON_UDP_CHECKSUM
                       : `FN_REASON_DELIVERED;
    reg [STATUS_BITS-1:0] status;

    always @* begin
        status = s_axis_tuser;
        status[`FN_PACKET_STATUS_REASON] = reason;
    end

    // ---- Beats: a register and one beat more ----
    reg                 m_axis_tvalid_q;
    reg                 skid_valid_q;
    reg [BEAT_BITS-1:0] beat_q;
    reg [BEAT_BITS-1:0] skid_q;
    reg [1:0]           received_q;  // events that were not taken
    reg                 m_received_valid_q;

    wire [BEAT_BITS-1:0] s_beat = {status, s_axis_tlast, s_axis_tkeep, s_axis_tdata};
    wire       refused      = m_axis_tvalid_q && !m_axis_tready;
    wire       skid_valid_d = refused && (skid_valid_q || take);
    wire       counted      = m_received_valid_q && m_received_ready;
    wire [1:0] received_d   = received_q + {1'b0, ends} - {1'b0, counted};

    always @(posedge clk) begin
        if (!refused) m_axis_tvalid_q <= take || skid_valid_q;
        if (!refused) beat_q <= skid_valid_q ? skid_q : s_beat;
        if (s_axis_tready_q) skid_q <= s_beat;
        skid_valid_q       <= skid_valid_d;
        s_axis_tready_q    <= this_d && !skid_valid_d && received_d != 2'd3;
        received_q         <= received_d;
        m_received_valid_q <= received_d != 2'd0;
        if (rst) begin
            m_axis_tvalid_q    <= 1'b0;
            skid_valid_q       <= 1'b0;
            s_axis_tready_q    <= 1'b0;
            received_q         <= 2'd0;
            m_received_valid_q <= 1'b0;
        end
    end

    assign s_record_ready   = s_record_ready_q;
    assign s_axis_tready    = s_axis_tready_q;
    assign m_record_valid   = m_record_valid_q;
    assign m_record_data    = m_record_data_q;
    assign m_axis_tvalid    = m_axis_tvalid_q;
    assign {m_axis_tuser, m_axis_tlast, m_axis_tkeep, m_axis_tdata} = beat_q;
    assign m_received_valid = m_received_valid_q;

`ifdef FORMAL
    `include "fn_rx_verdict_properties.vh"
`endif
endmodule

`default_nettype wire
