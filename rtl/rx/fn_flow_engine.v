// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine - the serial engine of all flow contexts (110, 115): one request at a time,
// each seeing and leaving a whole context, so that everything is atomic
//
// Requests: a packet, a bus failure, an operation of the driver, time.  Packets go first, but
// after 2 while others wait one of those does, in this order.  A packet that is taken in cycle
// 0 has its context read in cycle 1, its decision in 8, its first command in 11 (13 if trimmed
// at the front, then one every 5); it comes true, and shows in the context and at the report,
// in 13, or 4 after its verdict was taken, if that is later, and the report before is gone.  A
// packet every 10 cycles for ever.  An operation: answered in 13, the next request 14 after it.
// While s_report_room is 0 packets are dropped (NO_COMPLETION), others but failures wait.  A change
// of s_milliseconds visits all contexts.  Beyond a lost page: one command, last, of length 0.

`default_nettype none
`include "fn_records.vh"

module fn_flow_engine #(
    parameter FLOWS         = 64,  // from 16 to 1024
    parameter INTERVALS     = 4,   // or 3
    parameter SEQUENCE_BITS = 32,  // smaller ones, down to 6 and 3, are for exhaustive checks
    parameter PAGE_BITS     = 12
) (
    input  wire                              clk,
    input  wire                              rst,

    // time, counts up
    input  wire [15:0]                       s_milliseconds,

    // packet of a flow
    input  wire                              s_packet_valid,
    output wire                              s_packet_ready,
    input  wire [`FN_PACKET_RECORD_BITS-1:0] s_packet_record,

    // its fate: reason counts for DROP, sync and epoch for SOFTWARE, else 0
    output wire                              m_decision_valid,
    input  wire                              m_decision_ready,
    output wire [1:0]                        m_decision_fate,
    output wire [5:0]                        m_decision_reason,
    output wire [3:0]                        m_decision_sync,
    output wire [4:0]                        m_decision_epoch,

    // if it is placed, where
    output wire                              m_command_valid,
    input  wire                              m_command_ready,
    output wire [15:0]                       m_command_skip,
    output wire [15:0]                       m_command_length,
    output wire [63:0]                       m_command_address,
    output wire [9:0]                        m_command_index,
    output wire                              m_command_last,

    // its verdict
    input  wire                              s_verdict_valid,
    output wire                              s_verdict_ready,
    input  wire                              s_verdict_good,
    input  wire                              s_verdict_link,

    // operation of the driver
    input  wire                              s_operation_valid,
    output wire                              s_operation_ready,
    input  wire [2:0]                        s_operation_code,
    input  wire [9:0]                        s_operation_index,
    input  wire [63:0]                       s_operation_argument,
    output wire                              m_answer_valid,
    output wire                              m_answer_refused,
    output wire [31:0]                       m_answer_value,

    // bus failure
    input  wire                              s_failed_valid,
    output wire                              s_failed_ready,
    input  wire [9:0]                        s_failed_index,
    input  wire [4:0]                        s_failed_epoch,
    input  wire [31:0]                       s_failed_confirmed,

    // memory of contexts: 2 cycles to read, the error 1 later
    output wire                              m_read_valid,
    output wire [10:0]                       m_read_index,
    input  wire [`FN_CONTEXT_BITS-1:0]       s_read_context,
    input  wire                              s_read_error,
    output wire                              m_write_valid,
    output wire [10:0]                       m_write_index,
    output wire [`FN_CONTEXT_BITS-1:0]       m_write_context,

    // memory of page addresses: the same
    output wire                              m_page_read_valid,
    output wire [9:0]                        m_page_read_index,
    output wire [5:0]                        m_page_read_place,
    input  wire [51:0]                       s_page_read_address,
    input  wire                              s_page_read_error,
    output wire                              m_page_write_valid,
    output wire [9:0]                        m_page_write_index,
    output wire [5:0]                        m_page_write_place,
    output wire [51:0]                       m_page_write_address,

    // entry for fn_flow_report
    output wire                              m_report_valid,
    input  wire                              m_report_ready,
    output wire                              m_report_placed,
    output wire                              m_report_good,
    output wire                              m_report_reported,
    output wire                              m_report_answered,
    output wire                              m_report_begins,
    output wire [`FN_REPORT_BITS-1:0]        m_report_data,
    input  wire                              s_report_room
);
    localparam WIDTH  = 19;
    localparam RECORD = `FN_PACKET_RECORD_BITS;
    localparam [10:0] STAGED = FLOWS[10:0];

    generate
        if (FLOWS < 16 || FLOWS > 1024 || INTERVALS < 3 || INTERVALS > 4) begin : g_bad_parameter
            ERROR_fn_flow_engine_FLOWS_must_be_16_to_1024_and_INTERVALS_3_or_4 u_error ();
        end
    endgenerate

    // ---- the line of those that wait, and the next request while its context is read ----
    wire        ends, commit;
    wire        next_packet, next_failed, next_operation, next_stranger, next_error;
    wire        read_error, there, here;
    wire        has_verdict, good, link;
    wire [9:0]  next_index;
    wire [2:0]  code, state;
    wire [63:0] argument;
    wire [4:0]  failed_epoch, epoch;
    wire [15:0] milliseconds;
    wire [31:0] confirmed, next_end;
    wire [RECORD-1:0] next_record;
    reg         busy_q, packet_q, failed_q, operation_q, settled_q, ok_q, twice_q;
    reg         loads_q, changes_q;  // the next request; its context, not that of the one before

    fn_flow_engine_line #(.FLOWS(FLOWS), .SEQUENCE_BITS(SEQUENCE_BITS)) u_line (
        .clk(clk), .rst(rst), .s_milliseconds(s_milliseconds), .s_packet_valid(s_packet_valid),
        .s_packet_ready(s_packet_ready), .s_packet_record(s_packet_record),
        .s_verdict_valid(s_verdict_valid), .s_verdict_ready(s_verdict_ready),
        .s_verdict_good(s_verdict_good), .s_verdict_link(s_verdict_link),
        .s_operation_valid(s_operation_valid), .s_operation_ready(s_operation_ready),
        .s_operation_code(s_operation_code), .s_operation_index(s_operation_index),
        .s_operation_argument(s_operation_argument),
        .s_failed_valid(s_failed_valid), .s_failed_ready(s_failed_ready),
        .s_failed_index(s_failed_index), .s_failed_epoch(s_failed_epoch),
        .s_failed_confirmed(s_failed_confirmed), .s_room(s_report_room),
        .s_loads(loads_q), .s_serial(busy_q && !packet_q && !ends),
        .s_packet_done(commit && packet_q), .s_failed_done(commit && failed_q),
        .s_operation_done(commit && operation_q),
        .m_read_valid(m_read_valid), .m_read_index(m_read_index), .s_read_error(s_read_error),
        .m_there(there), .m_soon(here), .m_error_now(read_error), .m_error(next_error),
        .m_record(next_record), .m_end(next_end), .m_packet(next_packet),
        .m_failed(next_failed), .m_operation(next_operation),
        .m_index(next_index), .m_stranger(next_stranger), .m_verdict(has_verdict),
        .m_good(good), .m_link(link), .m_code(code), .m_argument(argument), .m_epoch(failed_epoch),
        .m_confirmed(confirmed), .m_milliseconds(milliseconds)
    );

    // ---- the request that is worked on: at_q[n] is its step n ----
    reg [10:0]                 at_q;
    reg [RECORD-1:0]           record_q;
    reg [31:0]                 sequence_q, end_q;
    reg [9:0]                  index_q;
    reg [10:0]                 home_q;
    reg [15:0]                 now_q;
    reg                        stranger_q, broken_q, kept_q, same_q, decision_q;

    wire [11:0] tcp_flags = record_q[`FN_PACKET_RECORD_TCP_FLAGS];
    wire unused = &{1'b0, tcp_flags, old_starts, old_ends};
    reg  begins_q, stops_q, exports_q, posts_q, accepts_q, sends_q, reads_q, writes_q;
    wire [`FN_CONTEXT_BITS-1:0] context;
    wire placed, place_now, done;   // done: all commands given
    wire decide = at_q[3] && (!packet_q || !decision_q || m_decision_ready);
    wire   go     = at_q[7] && settled_q && (!placed || done || !packet_q)
                 && !m_report_valid;
    assign commit = at_q[8];
    assign ends   = at_q[10] || (at_q[9] && !twice_q);
    wire   soon   = there && here && !loads_q
                 && (!busy_q || ends || (at_q[8] && !(ok_q && stops_q)) || (at_q[9] && twice_q));

    always @(posedge clk) begin
        at_q[2:0]  <= {at_q[1:0], loads_q};
        at_q[3]    <= at_q[2] || (at_q[3] && !decide);
        at_q[6:4]  <= {at_q[5:4], decide};
        at_q[7]    <= at_q[6] || (at_q[7] && !go);
        at_q[8]    <= go;
        at_q[9]    <= commit;
        at_q[10]   <= at_q[9] && twice_q;
        busy_q     <= loads_q || (busy_q && !ends);
        loads_q    <= soon;
        changes_q  <= soon && !(packet_q && same_q);
        same_q     <= home_q == m_read_index;
        if (loads_q) begin
            packet_q    <= next_packet;
            failed_q    <= next_failed;
            operation_q <= next_operation;
            begins_q    <= next_operation && code == `FN_OPERATION_START;
            stops_q     <= next_operation && code == `FN_OPERATION_STOP;
            exports_q   <= next_operation && code == `FN_OPERATION_EXPORT;
            posts_q     <= next_operation && code == `FN_OPERATION_POST_PAGE;
            accepts_q   <= next_operation && code == `FN_OPERATION_ACCEPT;
            sends_q     <= next_operation && code == `FN_OPERATION_SENT;
            reads_q     <= next_operation && code == `FN_OPERATION_READ;
            writes_q    <= next_operation && code == `FN_OPERATION_WRITE;
            stranger_q  <= next_stranger;
            index_q     <= next_index;
            home_q      <= m_read_index;
            now_q       <= milliseconds;
            kept_q      <= !changes_q;
            record_q    <= next_record;
            sequence_q  <= next_packet ? next_record[`FN_PACKET_RECORD_SEQUENCE] : argument[31:0];
            end_q       <= next_packet ? next_end : argument[63:32];
        end
        if (changes_q) broken_q <= next_error;
        if (read_error && !there && !kept_q) broken_q <= s_read_error;
        if (loss_q) broken_q <= 1'b0;
        if (rst) {at_q, busy_q, packet_q, loads_q, changes_q} <= 15'd0;
    end

    // ---- what it is and what it does ----
    wire [15:0]         offset, bytes;
    wire [WIDTH-1:0]    begin_at, end_at, start, stop, advance;
    wire late, beyond, empty, foreign, waiting, first, payload, fin_inside, udp, rtp, no_slot;
    wire stamps, news, advances, larger, gives, refuses, answers, overflow, missing, denied;
    wire software, drop, answer, surrender, fin, take, is_start, at_once, lost, applies;
    wire follows, opens, filled;
    wire plain = udp && !rtp;  // datagram after datagram
    wire [15:0]         from = rtp ? record_q[`FN_PACKET_RECORD_L4_OFFSET]
                                   : record_q[`FN_PACKET_RECORD_PAYLOAD_OFFSET];
    wire [3:0]          why_surrender, cause;
    wire [31:0]         shifted, edge_at;
    wire [5:0]          why_drop, place;
    wire [INTERVALS:0]  first_left, left;
    wire [INTERVALS*WIDTH-1:0] starts, ends_at;
    wire [4*WIDTH-1:0]         old_starts, old_ends;
    wire [2:0]                 count;

    fn_flow_engine_check #(.SEQUENCE_BITS(SEQUENCE_BITS), .PAGE_BITS(PAGE_BITS)) u_check (
        .clk(clk), .s_context(context), .s_record(record_q), .s_accept(accepts_q),
        .s_sequence(sequence_q), .s_end(end_q), .m_offset(offset), .m_begin(begin_at),
        .m_end(end_at), .m_late(late), .m_beyond(beyond), .m_empty(empty), .m_foreign(foreign),
        .m_waiting(waiting), .m_first(first), .m_udp(udp), .m_rtp(rtp), .m_no_slot(no_slot),
        .m_gives(gives), .m_surrender(why_surrender), .m_refuses(refuses), .m_reason(why_drop),
        .m_answer(answers), .m_payload(payload), .m_fin(fin_inside), .m_timestamp(stamps),
        .m_news(news), .m_advances(advances), .m_larger(larger), .m_window(shifted)
    );

    assign old_starts = {context[`FN_CONTEXT_START_3], context[`FN_CONTEXT_START_2],
                         context[`FN_CONTEXT_START_1], context[`FN_CONTEXT_START_0]};
    assign old_ends   = {context[`FN_CONTEXT_END_3], context[`FN_CONTEXT_END_2],
                         context[`FN_CONTEXT_END_1], context[`FN_CONTEXT_END_0]};

    fn_flow_engine_place #(.COUNT(INTERVALS), .WIDTH(WIDTH)) u_place (
        .clk(clk), .rst(rst),
        .s_starts(old_starts[INTERVALS*WIDTH-1:0]), .s_ends(old_ends[INTERVALS*WIDTH-1:0]),
        .s_count(plain ? 3'd0 : context[`FN_CONTEXT_INTERVALS]),
        .s_begin(begin_at), .s_end(end_at), .m_missing(missing), .m_overflow(overflow),
        .m_starts(starts), .m_ends(ends_at), .m_count(count), .m_advance(advance),
        .s_first(at_q[3]), .s_left(left), .m_left(first_left), .m_start(start), .m_stop(stop)
    );

    fn_flow_engine_decide u_decide (
        .clk(clk), .s_now(decide && packet_q), .s_room(s_report_room), .s_stranger(stranger_q),
        .s_broken(broken_q), .s_epoch(context[`FN_CONTEXT_EPOCH]),
        .s_foreign(foreign), .s_waiting(waiting), .s_first(first), .s_udp(udp), .s_rtp(rtp),
        .s_no_slot(no_slot), .s_gives(gives), .s_surrender(why_surrender), .s_refuses(refuses),
        .s_reason(why_drop), .s_answer(answers), .s_payload(payload), .s_beyond(beyond),
        .s_fin(fin_inside), .s_late(late), .s_some(context[`FN_CONTEXT_INTERVALS] != 3'd0),
        .s_missing(missing), .s_overflow(overflow), .m_go(place_now), .m_fate(m_decision_fate),
        .m_reason(m_decision_reason), .m_sync(m_decision_sync), .m_epoch(m_decision_epoch),
        .m_denied(denied), .m_place(placed), .m_software(software), .m_drop(drop),
        .m_answer(answer), .m_surrender(surrender), .m_fin(fin), .m_take(take),
        .m_start(is_start), .m_at_once(at_once), .m_cause(cause)
    );

    fn_flow_engine_commands #(.COUNT(INTERVALS), .WIDTH(WIDTH), .PAGE_BITS(PAGE_BITS)) u_commands (
        .clk(clk), .rst(rst), .s_look(at_q[2] && packet_q), .s_first(at_q[3]),
        .s_go(place_now), .s_index(home_q[9:0]), .m_command_last(m_command_last),
        .s_base({context[`FN_CONTEXT_PAGE_HEAD], context[`FN_CONTEXT_PAGE_OFFSET]}),
        .s_begin(begin_at), .s_from(offset - from), .s_start(start), .s_stop(stop),
        .s_left(first_left), .m_left(left), .m_done(done), .m_lost(lost), .m_bytes(bytes),
        .m_page_read_valid(m_page_read_valid),
        .m_page_read_index(m_page_read_index), .m_page_read_place(m_page_read_place),
        .s_page_read_address(s_page_read_address), .s_page_read_error(s_page_read_error),
        .m_command_valid(m_command_valid), .m_command_ready(m_command_ready),
        .m_command_skip(m_command_skip), .m_command_length(m_command_length),
        .m_command_address(m_command_address), .m_command_index(m_command_index)
    );

    fn_flow_engine_operation #(
        .INTERVALS(INTERVALS), .SEQUENCE_BITS(SEQUENCE_BITS), .PAGE_BITS(PAGE_BITS)
    ) u_operation (
        .clk(clk), .s_context(context), .s_operation(operation_q), .s_failed(failed_q),
        .s_code(code), .s_now(now_q), .s_epoch(failed_epoch), .s_empty(empty),
        .s_beyond(beyond), .s_overflow(overflow), .m_applies(applies), .m_follows(follows),
        .m_edge(edge_at), .m_opens(opens), .m_filled(filled), .m_place(place)
    );

    // ---- does it come true? ----
    reg  may_q, broken_too_q, link_too_q, write_q;
    wire fine   = !packet_q || good;
    wire ok_d   = go && may_q;
    wire loss_d = go && broken_too_q;
    wire link_d = go && link_too_q;
    wire put_d  = go && write_q;
    reg  loss_q, spoil_q, put_q, tells_q;  // now; tells_q: the report, of the packet
    always @(posedge clk) begin
        {ok_q, loss_q, spoil_q, put_q} <= rst ? 4'd0 : {ok_d, loss_d, link_d, put_d};
        tells_q <= ok_d && packet_q && !(placed && lost);
    end

    wire [31:0] receive_next;
    wire        reported, answered, surrendered;
    wire [15:0] packets;
    wire [7:0]  flags;
    wire [6:0]  pages;
    wire [3:0]  sync;

    fn_flow_engine_change #(.SEQUENCE_BITS(SEQUENCE_BITS), .PAGE_BITS(PAGE_BITS)) u_change (
        .clk(clk), .s_load(changes_q), .s_context(s_read_context), .m_context(context),
        .s_ok(ok_d), .s_broken(loss_d), .s_link(link_d), .s_put(put_d),
        .s_shows(at_q[0] && reads_q), .s_packet(packet_q), .s_failed(failed_q),
        .s_time(!packet_q && !failed_q && !operation_q), .s_begins(begins_q), .s_stop(stops_q),
        .s_post(posts_q), .s_accept(accepts_q), .s_sent(sends_q), .s_place(placed),
        .s_lost(lost), .s_software(software), .s_drop(drop), .s_answer(answer), .s_fin(fin),
        .s_surrender(surrender), .s_take(take), .s_start(is_start), .s_at_once(at_once),
        .s_push(plain || (context[`FN_CONTEXT_REPORT_PUSH] && (rtp || tcp_flags[3]))
                || (rtp && at_once)), .s_end(end_q),
        .s_acknowledgment(record_q[`FN_PACKET_RECORD_ACKNOWLEDGMENT]),
        .s_window(record_q[`FN_PACKET_RECORD_WINDOW]), .s_shifted(shifted),
        .s_stamp(record_q[`FN_PACKET_RECORD_TIMESTAMP_VALUE]), .s_timestamp(stamps),
        .s_news(news), .s_advances(advances), .s_larger(larger), .s_now(now_q),
        .s_bytes(bytes), .s_starts({{(4-INTERVALS)*WIDTH{1'b0}}, starts}),
        .s_ends({{(4-INTERVALS)*WIDTH{1'b0}}, ends_at}), .s_count(count), .s_advance(advance),
        .s_argument(argument), .s_confirmed(confirmed), .s_follows(follows), .s_edge(edge_at),
        .s_opens(opens), .s_filled(filled), .m_receive_next(receive_next), .m_state(state),
        .m_epoch(epoch), .m_reported(reported), .m_answered(answered), .m_packets(packets),
        .m_surrendered(surrendered), .m_pages(pages), .m_flags(flags), .m_sync(sync),
        .s_cause(cause)
    );

    fn_flow_engine_report u_report (
        .clk(clk), .rst(rst), .s_commit(commit), .s_tells(tells_q), .s_placed(packet_q && placed),
        .s_good(fine), .s_reported(reported), .s_answered(answered), .s_begins(ok_q && begins_q),
        .s_surrendered(surrendered), .s_packets(packets), .s_pages(pages), .s_flags(flags),
        .s_sync(sync), .s_broken(loss_q), .s_handle(context[`FN_CONTEXT_HANDLE]),
        .s_contiguous(receive_next), .s_state(state), .s_epoch(epoch), .s_record(record_q),
        .s_index(index_q), .s_sequence(plain ? context[`FN_CONTEXT_RECEIVE_NEXT] : sequence_q),
        .m_report_valid(m_report_valid), .m_report_ready(m_report_ready),
        .m_report_placed(m_report_placed), .m_report_good(m_report_good),
        .m_report_reported(m_report_reported), .m_report_answered(m_report_answered),
        .m_report_begins(m_report_begins), .m_report_data(m_report_data)
    );

    fn_flow_engine_answer u_answer (
        .clk(clk), .rst(rst), .s_commit(commit && operation_q), .s_stranger(stranger_q),
        .s_broken(broken_q), .s_reads(reads_q), .s_writes(writes_q), .s_word(argument[4:0]),
        .s_applies(applies), .s_context(context), .m_answer_valid(m_answer_valid),
        .m_answer_refused(m_answer_refused), .m_answer_value(m_answer_value)
    );

    // ---- the context ----
    reg         written_q, page_written_q;
    reg [10:0]  row_q;
    reg [9:0]   page_row_q;
    reg [5:0]   page_place_q;
    reg [51:0]  page_q;
    wire        is_word = {27'd0, argument[4:0]} < `FN_CONTEXT_BITS / 32;
    wire        flow    = !(begins_q || reads_q || writes_q);  // not the staged context

    always @(posedge clk) begin
        settled_q    <= !packet_q || has_verdict;
        may_q        <= fine && !stranger_q && !broken_q && (packet_q ? !denied : applies);
        broken_too_q <= fine && !stranger_q && broken_q && (packet_q ? !denied : flow);
        link_too_q   <= !fine && link && !stranger_q && !broken_q && !denied
                     && context[`FN_CONTEXT_SURRENDER_LINK]
                     && context[`FN_CONTEXT_STATE] != `FN_STATE_IDLE;
        write_q      <= !stranger_q && writes_q && is_word;

        written_q      <= ok_q || spoil_q || loss_q || put_q || (at_q[9] && twice_q);
        row_q          <= (exports_q && !broken_q) || writes_q || !commit ? STAGED
                                                                          : {1'b0, index_q};
        twice_q        <= commit ? ok_q && stops_q : twice_q;
        page_written_q <= ok_q && posts_q;
        page_row_q     <= index_q;
        page_place_q   <= place;
        page_q         <= argument[63:12];

        decision_q <= (decide && packet_q) || (decision_q && !m_decision_ready);
        if (rst) {written_q, page_written_q, decision_q} <= 3'd0;
    end

    assign m_decision_valid     = decision_q;
    assign m_write_valid        = written_q;
    assign m_write_index        = row_q;
    assign m_write_context      = context;
    assign m_page_write_valid   = page_written_q;
    assign m_page_write_index   = page_row_q;
    assign m_page_write_place   = page_place_q;
    assign m_page_write_address = page_q;
`ifdef FORMAL
    `include "fn_flow_engine_properties.vh"
`endif
endmodule
`default_nettype wire
