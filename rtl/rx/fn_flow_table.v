// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_table - the flow tuple CAM (100): which flow does a key belong to?
//
// An entry matches if it is enabled and every field whose mask bit is 1 equals the
// key's.  Lowest index wins; on a miss index and info are 0.  The entries form G = 1
// (16), 2 (32) or 4 groups.  One lookup every G cycles, in order, 4 in flight; m_match
// follows s_key after G + 4 cycles if it is not stalled.
// A write takes 256 steps from its second cycle on, one in every second cycle at most, none
// while a lookup reads its groups; no lookup is taken in a step, but at least one between
// two steps: 512 to 256 (G + 1) cycles.  The first step disables the entry, the last one
// makes it whole; s_write_ready is 1 again 2 cycles later.  Other entries are not
// disturbed.  Reset disables all.
// Parity, a bit for each row of match memory: a lookup that reads a wrong row in a group with
// an enabled entry is a miss with m_match_error 1.  A write that reads one while another entry
// of its group is enabled makes the group wrong: each lookup errs until no entry of the group
// is enabled.  The write of the only entry of a group makes all its rows good.  s_break: rows
// that are written get wrong parity.

`default_nettype none
`include "fn_records.vh"

module fn_flow_table #(
    parameter ENTRIES    = 64,              // a power of two, 16 to 256
    parameter INDEX_BITS = $clog2(ENTRIES)  // derived, do not override
) (
    input  wire                           clk,
    input  wire                           rst,

    // test of parity
    input  wire                           s_break,

    // write: one whole entry
    input  wire                           s_write_valid,
    output wire                           s_write_ready,
    input  wire [INDEX_BITS-1:0]          s_write_index,
    input  wire                           s_write_enable,
    input  wire [`FN_FLOW_KEY_BITS-1:0]   s_write_key,
    input  wire [`FN_FLOW_KEY_FIELDS-1:0] s_write_mask,   // 1: the field must be equal
    input  wire [`FN_FLOW_INFO_BITS-1:0]  s_write_info,

    // key: one lookup
    input  wire                           s_key_valid,
    output wire                           s_key_ready,
    input  wire [`FN_FLOW_KEY_BITS-1:0]   s_key_data,

    // match: its answer
    output wire                           m_match_valid,
    input  wire                           m_match_ready,
    output wire                           m_match_hit,
    output wire [INDEX_BITS-1:0]          m_match_index,
    output wire [`FN_FLOW_INFO_BITS-1:0]  m_match_info,
    output wire                           m_match_error   // parity: a miss, whatever the key
);
    generate
        if (ENTRIES < 16 || ENTRIES > 256 || ENTRIES != (1 << INDEX_BITS)) begin : g_bad_parameter
            ERROR_fn_flow_table_ENTRIES_must_be_a_power_of_two_from_16_to_256 u_error ();
        end
    endgenerate

    localparam INFO_BITS  = `FN_FLOW_INFO_BITS;
    localparam GROUPS     = ENTRIES < 64 ? ENTRIES / 16 : 4;
    localparam WIDTH      = ENTRIES / GROUPS;  // entries of a group, looked up at once
    localparam POSITION   = $clog2(WIDTH);     // bits of the place in its group

    // ---- Lookup: flight_q[n] is 1 in the cycle n + 1 after the one it was taken in ----
    localparam          STAGES     = GROUPS + 3;
    localparam [31:0]   MORE       = (1 << (GROUPS - 1)) - 1;  // another group follows
    localparam          PLACE_BITS = 2;

    reg  [STAGES-1:0]   flight_q;
    reg                 slot_q;       // a step of a write
    reg                 key_ready_q;
    reg  [PLACE_BITS:0] in_flight_q;
    reg  [1:0]          group_q;      // whose rows are read or written, and a cycle later
    reg  [1:0]          group_late_q;
    reg                 match_valid_q;

    wire                walking;
    wire [1:0]          write_group;
    wire                take        = s_key_valid && key_ready_q;
    wire                give        = match_valid_q && m_match_ready;
    wire [STAGES-1:0]   flight_d    = {flight_q[STAGES-2:0], take};
    wire                more_d      = |(flight_d & MORE[STAGES-1:0]);
    wire                slot_d      = walking && !slot_q && !more_d;
    wire [PLACE_BITS:0] in_flight_d = in_flight_q + {{PLACE_BITS{1'b0}}, take}
                                                  - {{PLACE_BITS{1'b0}}, give};

    always @(posedge clk) begin
        flight_q     <= flight_d;
        slot_q       <= slot_d;
        key_ready_q  <= !slot_d && !more_d && !in_flight_d[PLACE_BITS];
        in_flight_q  <= in_flight_d;
        group_q      <= slot_d ? write_group : more_d ? group_q + 2'd1 : 2'd0;
        group_late_q <= group_q;
        if (rst) begin
            flight_q    <= {STAGES{1'b0}};
            slot_q      <= 1'b0;
            key_ready_q <= 1'b1;
            in_flight_q <= {PLACE_BITS+1{1'b0}};
            group_q     <= 2'd0;
        end
    end

    // ---- Write ----
    wire [6:0]                     row;
    wire                           row_write;
    wire                           row_merge;
    wire                           disable_write;
    wire                           complete_write;
    wire [INDEX_BITS-1:0]          write_index;
    wire                           write_enable;
    wire [`FN_FLOW_KEY_BITS-1:0]   write_key;
    wire [`FN_FLOW_KEY_FIELDS-1:0] write_mask;
    wire [INFO_BITS-1:0]           write_info;

    fn_flow_table_walk #(.INDEX_BITS(INDEX_BITS)) u_walk (
        .clk            (clk),
        .rst            (rst),
        .s_write_valid  (s_write_valid),
        .s_write_ready  (s_write_ready),
        .s_write_index  (s_write_index),
        .s_write_enable (s_write_enable),
        .s_write_key    (s_write_key),
        .s_write_mask   (s_write_mask),
        .s_write_info   (s_write_info),
        .slot           (slot_q),
        .m_walking      (walking),
        .m_row          (row),
        .m_row_write    (row_write),
        .m_row_merge    (row_merge),
        .m_disable      (disable_write),
        .m_complete     (complete_write),
        .m_index        (write_index),
        .m_enable       (write_enable),
        .m_key          (write_key),
        .m_mask         (write_mask),
        .m_info         (write_info)
    );

    generate
        if (GROUPS == 1)      assign write_group = 2'd0;
        else if (GROUPS == 2) assign write_group = {1'b0, write_index[INDEX_BITS-1]};
        else                  assign write_group = write_index[INDEX_BITS-1 -: 2];
    endgenerate

    // ---- Enables: a lookup reads its group's a cycle after the rows ----
    reg  [WIDTH-1:0]   select_q;  // the entry that is written, in its group
    reg  [ENTRIES-1:0] enable_q;
    reg  [WIDTH-1:0]   enables_d;
    reg  [WIDTH-1:0]   enables_q;
    reg  [WIDTH-1:0]   keep_d;
    reg  [WIDTH-1:0]   keep_q;    // enabled in the group that is written
    reg  [GROUPS-1:0]  enabled;   // groups with an enabled entry
    integer            g, h;

    always @* begin
        enables_d = {WIDTH{1'b0}};
        keep_d    = {WIDTH{1'b0}};
        for (g = 0; g < GROUPS; g = g + 1) begin
            if (group_late_q == g[1:0]) enables_d = enable_q[g*WIDTH +: WIDTH];
            if (write_group == g[1:0])  keep_d    = enable_q[g*WIDTH +: WIDTH];
            enabled[g] = |enable_q[g*WIDTH +: WIDTH];
        end
    end

    always @(posedge clk) begin
        select_q  <= {{WIDTH-1{1'b0}}, 1'b1} << write_index[POSITION-1:0];
        enables_q <= enables_d;
        keep_q    <= keep_d;
        for (h = 0; h < GROUPS; h = h + 1)
            if (write_group == h[1:0]) begin
                if (disable_write) enable_q[h*WIDTH +: WIDTH] <=
                    enable_q[h*WIDTH +: WIDTH] & ~select_q;
                if (complete_write && write_enable) enable_q[h*WIDTH +: WIDTH] <=
                    enable_q[h*WIDTH +: WIDTH] | select_q;
            end
        if (rst) enable_q <= {ENTRIES{1'b0}};
    end

    // ---- Match ----
    wire [WIDTH-1:0]      match;
    wire                  wrong_row;
    wire                  wrong;
    wire                  hit;
    wire                  error;
    wire [INDEX_BITS-1:0] index;

    fn_flow_table_match #(.WIDTH(WIDTH)) u_match (
        .clk          (clk),
        .load         (key_ready_q),
        .load_key     (s_key_data),
        .group        (group_q),
        .row_load     (slot_d),
        .row          (row),
        .row_write    (row_write),
        .row_merge    (row_merge),
        .row_break    (s_break),
        .entry_keep   (keep_q),
        .entry_select (select_q),
        .entry_key    (write_key),
        .entry_mask   (write_mask),
        .enables      (enables_q),
        .m_match      (match),
        .m_wrong      (wrong_row)
    );

    fn_flow_table_parity #(.GROUPS(GROUPS)) u_parity (
        .clk       (clk),
        .group     (group_late_q),
        .enables   (|enables_q),
        .enabled   (enabled),
        .row_read  (row_merge),
        .row_group (write_group),
        .s_wrong   (wrong_row),
        .m_wrong   (wrong)
    );

    fn_flow_table_first #(.WIDTH(WIDTH), .INDEX_BITS(INDEX_BITS)) u_first (
        .clk     (clk),
        .s_match (match),
        .s_begin (flight_q[2]),
        .s_wrong (wrong),
        .m_hit   (hit),
        .m_error (error),
        .m_index (index)
    );

    // ---- Info, written long after the last lookup that matched the old entry; places ----
    localparam ANSWER_BITS = 2 + INDEX_BITS + INFO_BITS;

    reg  [INFO_BITS-1:0]   info_q  [0:ENTRIES-1];
    reg  [ANSWER_BITS-1:0] place_q [0:(1<<PLACE_BITS)-1];
    reg  [PLACE_BITS-1:0]  put_q;
    reg  [PLACE_BITS-1:0]  get_q;
    reg                    some_q;   // put_q is ahead of get_q
    reg  [ANSWER_BITS-1:0] match_data_q;

    wire                   put    = flight_q[STAGES-1];
    wire                   move   = give || !match_valid_q;
    wire                   store  = put && (some_q || !move);
    wire [INFO_BITS-1:0]   info   = info_q[index] & {INFO_BITS{hit}};
    wire [ANSWER_BITS-1:0] answer = {error, hit, index & {INDEX_BITS{hit}}, info};
    wire [PLACE_BITS-1:0]  put_d  = put_q + {{PLACE_BITS-1{1'b0}}, store};
    wire [PLACE_BITS-1:0]  get_d  = get_q + {{PLACE_BITS-1{1'b0}}, some_q && move};

    always @(posedge clk) begin
        if (complete_write) info_q[write_index] <= write_info;
        if (store) place_q[put_q] <= answer;
        if (move)  match_data_q   <= some_q ? place_q[get_q] : answer;
        if (move)  match_valid_q  <= some_q || put;
        put_q  <= put_d;
        get_q  <= get_d;
        some_q <= put_d != get_d;
        if (rst) begin
            put_q         <= {PLACE_BITS{1'b0}};
            get_q         <= {PLACE_BITS{1'b0}};
            some_q        <= 1'b0;
            match_valid_q <= 1'b0;
        end
    end

    assign s_key_ready   = key_ready_q;
    assign m_match_valid = match_valid_q;
    assign {m_match_error, m_match_hit, m_match_index, m_match_info} = match_data_q;

`ifdef FORMAL
    `include "fn_flow_table_properties.vh"
`endif
endmodule

`default_nettype wire
