// SPDX-License-Identifier: Apache-2.0
//
// fn_zero_copy - sends each packet to software or to pages (110; Fig. 10)
//
// A packet whose flow is in state ZERO_COPY waits for its fate from fn_flow_engine, which
// fn_rx_fifo has asked, in up to 32 beats of memory; each other one goes to software at once.
// SOFTWARE: record, with sync and epoch of the decision, and beats leave at m_record and
// m_axis; PLACE: its beats from the first byte of payload, or of the UDP header, on, or its
// last one, at m_place_axis; DROP: they end here.  fn_flow_engine hears the verdict of a packet
// it was asked about 1 cycle after its last beat was taken, however long its fate takes.
// m_unplaced: one for each packet that was asked about and is not placed: dropped here, given to
// software, or placed but with a bad verdict; its reason is that of the verdict or, if this is
// good, of the decision: DELIVERED if it went to software.  Beats leave in order, one per cycle,
// 1 cycle after they were taken or 2 after their fate was; of those to be placed the first one 3
// after both, and the headers in front of it make room in that cycle, or at once if memory is
// full of them.  A record leaves 1 cycle after it was taken or its fate was.  A record is taken
// when the one before has its fate and is gone, and no third packet would be begun; a beat after
// its record, and the last one of a packet asked about when the verdict before is gone.

`default_nettype none
`include "fn_records.vh"

module fn_zero_copy (
    input  wire                              clk,
    input  wire                              rst,

    // record of each packet, before its first beat
    input  wire                              s_record_valid,
    output wire                              s_record_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_record_data,

    // packets that arrive, with their verdict on the last beat
    input  wire                              s_axis_tvalid,
    output wire                              s_axis_tready,
    input  wire [63:0]                       s_axis_tdata,
    input  wire [7:0]                        s_axis_tkeep,
    input  wire                              s_axis_tlast,
    input  wire [`FN_PACKET_STATUS_BITS-1:0] s_axis_tuser,

    // fate of each packet that is asked about; reason: DELIVERED, but for DROP
    input  wire                              s_decision_valid,
    output wire                              s_decision_ready,
    input  wire [1:0]                        s_decision_fate,
    input  wire [5:0]                        s_decision_reason,
    input  wire [3:0]                        s_decision_sync,
    input  wire [4:0]                        s_decision_epoch,

    // its verdict: good, or bad for the data link layer
    output wire                              m_verdict_valid,
    input  wire                              m_verdict_ready,
    output wire                              m_verdict_good,
    output wire                              m_verdict_link,

    // record of each packet for software
    output wire                              m_record_valid,
    input  wire                              m_record_ready,
    output wire [`FN_PACKET_RECORD_BITS-1:0] m_record_data,

    // packets for software
    output wire                              m_axis_tvalid,
    input  wire                              m_axis_tready,
    output wire [63:0]                       m_axis_tdata,
    output wire [7:0]                        m_axis_tkeep,
    output wire                              m_axis_tlast,
    output wire [`FN_PACKET_STATUS_BITS-1:0] m_axis_tuser,

    // packets to be placed; tuser on tlast: it is bad, else 0
    output wire                              m_place_axis_tvalid,
    input  wire                              m_place_axis_tready,
    output wire [63:0]                       m_place_axis_tdata,
    output wire [7:0]                        m_place_axis_tkeep,
    output wire                              m_place_axis_tlast,
    output wire [0:0]                        m_place_axis_tuser,

    // unplaced: each packet of a flow that was not placed; software: it goes there, and if it has
    // a reason it is dropped there
    output wire                              m_unplaced_valid,
    input  wire                              m_unplaced_ready,
    output wire [9:0]                        m_unplaced_context,
    output wire [5:0]                        m_unplaced_reason,
    output wire                              m_unplaced_software
);
    localparam RECORD_BITS = `FN_PACKET_RECORD_BITS;
    localparam BEAT_BITS   = `FN_PACKET_STATUS_BITS + 1 + 8 + 64;
    localparam SOFTWARE    = 2'd0;  // enum fn_fate
    localparam PLACE       = 2'd1;

    // ---- The record: it waits for its fate, then for software to take it ----
    reg                   s_record_ready_q;
    reg                   asking_q;        // it waits for its fate
    reg                   record_valid_q;  // for software
    reg [RECORD_BITS-1:0] record_q;
    reg                   decision_ready_q;

    wire load       = s_record_valid && s_record_ready_q;
    wire asks       = s_record_data[`FN_PACKET_RECORD_HIT]
                   && s_record_data[`FN_PACKET_RECORD_STATE] == `FN_STATE_ZERO_COPY;
    wire decide     = s_decision_valid && decision_ready_q;
    wire record_give = record_valid_q && m_record_ready;
    wire record_set = (load && !asks) || (decide && s_decision_fate == SOFTWARE);
    wire asking_d   = (load && asks) || (asking_q && !decide);
    wire record_valid_d = record_set || (record_valid_q && !record_give);

    // Fates in the order of packets: up to 4 whose beats have not all left.
    wire       fate_set   = (load && !asks) || decide;
    wire [18:0] fate_new  = {decide, record_q[`FN_PACKET_RECORD_CONTEXT], s_decision_reason,
                             decide ? s_decision_fate : SOFTWARE};
    reg  [18:0] fate_q [0:3];
    reg  [1:0] fate_put_q;
    reg  [1:0] fate_get_q;
    reg  [2:0] fates_q;
    wire       fate_take;
    wire [2:0] fates_d  = fates_q + {2'd0, fate_set} - {2'd0, fate_take};
    wire       fates_free_d = fates_d < 3'd4;

    // ---- The packet that comes in, and perhaps the record of the next one ----
    reg        s_axis_tready_q;
    reg        this_q;
    reg        next_q;
    reg        this_asks_q;
    reg        next_asks_q;
    reg [12:0] this_headers_q;  // beats of headers to come
    reg [12:0] next_headers_q;
    reg        in_payload_q;
    reg        verdict_valid_q;
    reg        verdict_good_q;
    reg        verdict_link_q;

    wire       take    = s_axis_tvalid && s_axis_tready_q;
    wire       ends    = take && s_axis_tlast;
    wire       free    = !this_q || ends;
    wire       this_d  = !free || next_q || load;
    wire       next_d  = !free && (next_q || load);
    wire       this_asks_d = !free ? this_asks_q : next_q ? next_asks_q : asks;
    /* verilator lint_off UNUSEDSIGNAL */  // whole beats count
    wire [15:0] offset = s_record_data[`FN_PACKET_RECORD_UDP]
                       ? s_record_data[`FN_PACKET_RECORD_L4_OFFSET]
                       : s_record_data[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    /* verilator lint_on UNUSEDSIGNAL */
    wire [5:0] reason  = s_axis_tuser[`FN_PACKET_STATUS_REASON];
    wire       judge   = ends && this_asks_q;
    // The beat with the first byte of payload, or the last one.
    wire       begins  = take && !in_payload_q && (this_headers_q == 13'd0 || s_axis_tlast);
    wire       verdict_valid_d = judge || (verdict_valid_q && !m_verdict_ready);

    // ---- Beats: memory, passed by if it is empty ----
    (* no_rw_check *)
    reg  [BEAT_BITS-1:0] memory_q [0:31];
    reg  [4:0]           put_q;
    reg  [4:0]           get_q;
    reg  [5:0]           inside_q;
    reg                  stored_q;     // inside_q is not 0
    reg  [BEAT_BITS-1:0] beat_q;
    reg                  software_valid_q;
    reg                  place_valid_q;
    reg                  place_bad_q;
    reg                  unplaced_valid_q;
    reg  [9:0]           unplaced_context_q;
    reg  [5:0]           unplaced_reason_q;
    reg                  unplaced_software_q;

    wire [BEAT_BITS-1:0] s_beat = {s_axis_tuser, s_axis_tlast, s_axis_tkeep, s_axis_tdata};
    wire [BEAT_BITS-1:0] beat   = stored_q ? memory_q[get_q] : s_beat;
    wire                 last   = beat[72];
    wire [5:0]           judged = beat[73 +: 6];  // reason, the first field of tuser
    wire [18:0]          fate   = fate_q[fate_get_q];

    // Where each packet's payload begins: the beats in front of it are not placed.
    reg  [4:0]           payload_q [0:7];
    reg  [2:0]           payload_put_q;
    reg  [2:0]           payload_get_q;
    reg                  found_q;      // get_q is past the headers of a packet to be placed
    reg  [4:0]           passed_q;     // so many beats inside_q still counts
    wire                 tell   = fate[18]  // it was asked about
                               && (fate[1:0] != PLACE || judged != `FN_REASON_DELIVERED);
    wire                 out_free  = (!software_valid_q || m_axis_tready)
                                  && (!place_valid_q || m_place_axis_tready);
    wire                 unplaced_free = !unplaced_valid_q || m_unplaced_ready;
    wire                 known  = fates_q != 3'd0;
    wire                 seek   = known && fate[1:0] == PLACE && !found_q;
    wire                 find   = seek && payload_put_q != payload_get_q;
    wire                 empty  = seek && !find && inside_q[5];  // nothing but headers is there
    wire [4:0]           payload = payload_q[payload_get_q];
    wire                 move   = known && !seek && (stored_q || take) && out_free && unplaced_free;
    wire                 store  = take && (stored_q || !move);
    wire                 unload = stored_q && move;
    wire [5:0]           left   = inside_q - {1'b0, passed_q};
    wire                 full_d = store == unload ? left[5] && !empty
                                : store && (&left[4:0]);

    assign fate_take = move && last;

    always @(posedge clk) begin
        // Enables that are registers: record_q is wide.
        if (s_record_ready_q) record_q <= s_record_data;
        if (asking_q) begin
            record_q[`FN_PACKET_RECORD_SYNC]  <= s_decision_sync;
            record_q[`FN_PACKET_RECORD_EPOCH] <= s_decision_epoch;
        end
        if (fate_set)      fate_q[fate_put_q] <= fate_new;
        if (free)          this_asks_q <= this_asks_d;
        if (s_record_ready_q) next_asks_q <= asks;
        if (s_record_ready_q) next_headers_q <= offset[15:3];
        if (free)          this_headers_q <= next_q ? next_headers_q : offset[15:3];
        else if (take)     this_headers_q <= this_headers_q - 13'd1;
        if (begins)        payload_q[payload_put_q] <= put_q;
        if (judge)         verdict_good_q <= reason == `FN_REASON_DELIVERED;
        if (judge)         verdict_link_q <= reason >= `FN_REASON_OVERRUN
                                          && reason <= `FN_REASON_FCS;
        if (s_axis_tready_q) memory_q[put_q] <= s_beat;  // a free place: store comes late
        if (out_free)      beat_q <= beat;
        if (out_free)      place_bad_q <= last && judged != `FN_REASON_DELIVERED;
        if (fate_take) begin
            unplaced_context_q  <= fate[17:8];
            unplaced_reason_q   <= judged != `FN_REASON_DELIVERED ? judged : fate[7:2];
            unplaced_software_q <= fate[1:0] == SOFTWARE;
        end

        s_record_ready_q <= !asking_d && !record_valid_d && fates_free_d && !next_d;
        asking_q         <= asking_d;
        decision_ready_q <= asking_d && !record_valid_d && fates_free_d;
        record_valid_q   <= record_valid_d;
        fate_put_q       <= fate_put_q + {1'b0, fate_set};
        fate_get_q       <= fate_get_q + {1'b0, fate_take};
        fates_q          <= fates_d;
        this_q           <= this_d;
        next_q           <= next_d;
        verdict_valid_q  <= verdict_valid_d;
        s_axis_tready_q  <= this_d && !full_d && !(verdict_valid_d && this_asks_d);
        if (store) put_q <= put_q + 5'd1;
        get_q            <= find ? payload : get_q + {4'd0, unload};  // empty: put_q, the same
        passed_q         <= find ? payload - get_q : 5'd0;
        in_payload_q     <= !ends && (in_payload_q || begins);
        payload_put_q    <= payload_put_q + {2'd0, begins};
        payload_get_q    <= payload_get_q + {2'd0, fate_take};
        found_q          <= !fate_take && (found_q || find);
        stored_q         <= move ? stored_q && (take || left > 6'd1)
                          : take || (left != 6'd0 && !empty);
        inside_q         <= empty ? 6'd0 : left + {5'd0, store} - {5'd0, unload};
        if (out_free) begin
            software_valid_q <= move && fate[1:0] == SOFTWARE;
            place_valid_q    <= move && fate[1:0] == PLACE;
        end else begin
            software_valid_q <= software_valid_q && !m_axis_tready;
            place_valid_q    <= place_valid_q && !m_place_axis_tready;
        end
        unplaced_valid_q <= (fate_take && tell) || (unplaced_valid_q && !m_unplaced_ready);
        if (rst) begin
            s_record_ready_q <= 1'b1;
            asking_q         <= 1'b0;
            decision_ready_q <= 1'b0;
            record_valid_q   <= 1'b0;
            fate_put_q       <= 2'd0;
            fate_get_q       <= 2'd0;
            fates_q          <= 3'd0;
            this_q           <= 1'b0;
            next_q           <= 1'b0;
            verdict_valid_q  <= 1'b0;
            s_axis_tready_q  <= 1'b0;
            put_q            <= 5'd0;
            get_q            <= 5'd0;
            passed_q         <= 5'd0;
            in_payload_q     <= 1'b0;
            payload_put_q    <= 3'd0;
            payload_get_q    <= 3'd0;
            found_q          <= 1'b0;
            inside_q         <= 6'd0;
            stored_q         <= 1'b0;
            software_valid_q <= 1'b0;
            place_valid_q    <= 1'b0;
            unplaced_valid_q <= 1'b0;
        end
    end

    assign s_record_ready      = s_record_ready_q;
    assign s_axis_tready       = s_axis_tready_q;
    assign s_decision_ready    = decision_ready_q;
    assign m_verdict_valid     = verdict_valid_q;
    assign m_verdict_good      = verdict_good_q;
    assign m_verdict_link      = verdict_link_q;
    assign m_record_valid      = record_valid_q;
    assign m_record_data       = record_q;
    assign m_axis_tvalid       = software_valid_q;
    assign m_place_axis_tvalid = place_valid_q;
    assign {m_axis_tuser, m_axis_tlast, m_axis_tkeep, m_axis_tdata} = beat_q;
    assign {m_place_axis_tlast, m_place_axis_tkeep, m_place_axis_tdata} = beat_q[72:0];
    assign m_place_axis_tuser  = place_bad_q;
    assign m_unplaced_valid    = unplaced_valid_q;
    assign m_unplaced_context  = unplaced_context_q;
    assign m_unplaced_reason   = unplaced_reason_q;
    assign m_unplaced_software = unplaced_software_q;
`ifdef FORMAL
    `include "fn_zero_copy_properties.vh"
`endif
endmodule

`default_nettype wire
