// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_fifo - holds a packet until it is whole (122)
//
// So that the wire never waits for memory: the first beat of a packet leaves 3 cycles
// after its last one was taken, one beat per cycle without a gap.  A packet with a reason
// on its last beat is dropped.  Holds 2,048 beats, beside two on their way out and one at
// m; a packet of more beats is dropped.

`default_nettype none

module fn_tx_fifo (
    input  wire        clk,
    input  wire        rst,

    // packets that arrive
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    /* verilator lint_off UNUSEDSIGNAL */    // tkeep[0] is 1
    input  wire [7:0]  s_axis_tkeep,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire        s_axis_tlast,
    input  wire [5:0]  s_axis_tuser,

    // whole packets
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0]  m_axis_tkeep,
    output wire        m_axis_tlast
);
    `include "fn_keep.vh"

    localparam BITS  = 11;  // of an address
    localparam BEATS = 1 << BITS;

    // ---- In: end_q follows put_q at the end of a good packet, put_q goes back to it else ----

    wire [2:0]    top = last_byte(s_axis_tkeep);

    (* no_rw_check *)  // never read where it is written
    reg  [67:0]     memory_q [0:BEATS-1];  // last, top, data
    reg             ready_q;
    reg  [BITS:0]   put_q, end_q, get_q;   // one bit more: full is not empty
    reg  [BITS:0]   limit_q;               // place of the last beat that a packet can have
    reg             long_q;                // it does not fit: the rest of it is lost

    wire            take   = s_axis_tvalid && ready_q;
    wire            bad    = long_q || s_axis_tuser != 6'd0;
    wire            excess = put_q == limit_q;  // and this beat is not the last
    wire [BITS:0]   next   = put_q + {{BITS{1'b0}}, 1'b1};
    wire            back   = long_q || (s_axis_tlast ? bad : excess);
    wire [BITS:0]   put_d  = !take ? put_q : back ? end_q : next;
    wire            good   = take && s_axis_tlast && !bad;
    wire [BITS:0]   end_d  = good ? next : end_q;
    wire [BITS:0]   full   = {!get_q[BITS], get_q[BITS-1:0]};

    always @(posedge clk) begin
        if (ready_q) memory_q[put_q[BITS-1:0]] <= {s_axis_tlast, top, s_axis_tdata};
        put_q   <= put_d;
        end_q   <= end_d;
        ready_q <= take ? back || next != full : put_q != full;  // put_d != full
        limit_q <= end_d + {1'b0, {BITS{1'b1}}};
        if (take) long_q <= !s_axis_tlast && (excess || long_q);
        if (rst) begin
            put_q   <= {BITS+1{1'b0}};
            end_q   <= {BITS+1{1'b0}};
            limit_q <= {1'b0, {BITS{1'b1}}};
            ready_q <= 1'b1;
            long_q  <= 1'b0;
        end
    end

    // ---- Out ----

    reg             some_q;
    reg  [BITS:0]   after_q;  // get_q + 1
    reg  [67:0]     read_q;
    reg             out_valid_q;
    reg  [63:0]     out_data_q;
    reg  [7:0]      out_keep_q;
    reg             out_last_q;

    wire            room, beat_some;
    wire [67:0]     beat;
    wire            out_free = !out_valid_q || m_axis_tready;
    wire            read     = some_q && room;

    fn_fifo_ahead #(.WIDTH(68)) u_ahead (
        .clk(clk), .rst(rst),
        .s_room(room), .s_read(read), .s_data(read_q),
        .m_valid(beat_some), .m_data(beat), .pop(beat_some && out_free)
    );

    always @(posedge clk) begin
        read_q <= memory_q[get_q[BITS-1:0]];
        if (out_free) begin
            out_data_q <= beat[63:0];
            out_keep_q <= {~(7'h7f << beat[66:64]), 1'b1};
            out_last_q <= beat[67];
        end
        if (read) begin
            get_q   <= after_q;
            after_q <= after_q + {{BITS{1'b0}}, 1'b1};
        end
        some_q      <= good || (read ? after_q != end_q : get_q != end_q);
        out_valid_q <= beat_some || !out_free;
        if (rst) begin
            get_q       <= {BITS+1{1'b0}};
            after_q     <= {{BITS{1'b0}}, 1'b1};
            some_q      <= 1'b0;
            out_valid_q <= 1'b0;
        end
    end

    assign s_axis_tready = ready_q;
    assign m_axis_tvalid = out_valid_q;
    assign m_axis_tdata  = out_data_q;
    assign m_axis_tkeep  = out_keep_q;
    assign m_axis_tlast  = out_last_q;

endmodule

`default_nettype wire
