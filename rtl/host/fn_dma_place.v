// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_place - cuts a packet into pieces that go to memory (262)
//
// Each command skips bytes of its packet and sends the next ones to an address, as a piece
// packed from byte 0; behind the last one, which alone may have length 0, the rest of the
// packet is dropped.  If the packet ends first, so do its pieces, and its other commands are
// ignored.  A piece's end that may be the packet's last one waits to be told: by the next
// piece's first byte, the last command's end or the packet's.  m_end, one for each packet,
// comes one cycle after its last beat was used; that waits until the end before is
// gone, as a piece's first byte does until the command before is.
// Latency of payload 2 cycles; a beat that straddles two comes with the second.  One beat per
// cycle, one command every two.  The commands of a packet with several cost it 2 cycles each
// at most; one alone costs none, but a packet that gives a beat out of its first one may wait a
// cycle for the end of the packet before.  A piece's beats do not wait until its own command is
// taken.  Bytes without keep are 0.  A piece has the flow index of its command.  If its last beat
// ends the packet's last piece, and is bad, so is that.  Reset forgets packet and commands.

`default_nettype none

module fn_dma_place (
    input  wire        clk,
    input  wire        rst,

    // command: what becomes of a packet's next bytes; last: its last command
    input  wire        s_command_valid,
    output wire        s_command_ready,
    input  wire [15:0] s_command_skip,
    input  wire [15:0] s_command_length,
    input  wire [63:0] s_command_address,
    input  wire [9:0]  s_command_index,
    input  wire        s_command_last,

    // packets; tuser on tlast: it is bad, else 0
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [63:0] s_axis_tdata,
    /* verilator lint_off UNUSEDSIGNAL */  // tkeep[0] is 1
    input  wire [7:0]  s_axis_tkeep,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire        s_axis_tlast,
    input  wire [0:0]  s_axis_tuser,

    // command: where the next piece goes, not later than its first beat
    output wire        m_command_valid,
    input  wire        m_command_ready,
    output wire [63:0] m_command_address,
    output wire [9:0]  m_command_index,

    // the pieces; tuser on tlast: [0] the last of its packet, [1] and that is bad
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0]  m_axis_tkeep,
    output wire        m_axis_tlast,
    output wire [1:0]  m_axis_tuser,

    // end of each packet; written: it had a piece
    output wire        m_end_valid,
    input  wire        m_end_ready,
    output wire        m_end_written
);
    `include "fn_keep.vh"

    // ---- The beat at hand ----
    wire [2:0] top = last_byte(s_axis_tkeep);

    wire        beat_valid;
    wire        beat_ready;
    wire [63:0] beat_data;
    wire [2:0]  beat_top;
    wire        beat_last;
    wire        beat_bad;

    fn_skid_buffer #(.WIDTH(5)) u_beat (
        .clk(clk), .rst(rst), .s_valid(s_axis_tvalid), .s_ready(s_axis_tready),
        .s_data({s_axis_tuser, s_axis_tlast, top}),
        .m_valid(beat_valid), .m_ready(beat_ready), .m_data({beat_bad, beat_last, beat_top})
    );

    // Its bytes beside it, in LUT RAM: beat_ready comes late, and moves but pointers here.
    wire       unused_valid, unused_full;

    fn_queue #(.WIDTH(64), .DEPTH(4)) u_bytes (
        .clk(clk), .rst(rst),
        .put(s_axis_tvalid && s_axis_tready), .s_data(s_axis_tdata), .full_d(unused_full),
        .m_valid(unused_valid), .m_data(beat_data), .pop(beat_valid && beat_ready)
    );

    wire       unused = &{1'b0, unused_valid, unused_full};

    // ---- The command at hand, its first and last byte counted from the beat's, and the next ----
    reg         s_command_ready_q;  // 1: there is no next
    reg  [15:0] next_skip_q;
    reg  [16:0] next_total_q;       // skip and length
    reg         next_empty_q;
    reg         next_last_q;
    reg         next_skip_near_q;   // below 8
    reg         next_total_near_q;  // below 8
    reg         next_total_8_q;     // or 8

    reg         command_q;          // there is one at hand
    reg  [16:0] first_q;
    reg  [17:0] tail_q;
    reg         first_near_q;       // both below 8
    reg         tail_near_q;
    reg         empty_q;
    reg         last_q;

    reg  [73:0] address_q [0:1];    // LUT RAM: the next one's, that of the one at hand; index
    reg         put_q;

    reg         stay_q;             // none: the next begins behind the one before, in this beat
    reg         discard_q;          // the packet's last command is done
    reg         drain_q;            // the packet's last beat is gone, not its last command
    reg         begun_q;            // the command's piece
    reg         written_q;          // the packet had a piece

    wire        command_free, out_free, end_free;
    reg         hold_q, flush_q;

    wire        active = command_q && !discard_q;
    wire [2:0]  shift  = first_q[2:0];
    wire        bytes  = active && !empty_q
                      && (begun_q || (first_near_q && shift <= beat_top));
    wire        done   = active
                      && (empty_q || (tail_near_q && tail_q[2:0] <= beat_top));
    wire        stay   = done && !last_q && tail_q[2:0] != beat_top;  // the beat has more
    wire        ends   = done || beat_last;
    wire        final  = (done && last_q) || (beat_last && !stay);    // nothing more is written

    // A beat out: all but the first bytes of a piece that reaches beyond this beat make one;
    // its end, perhaps, even two.
    wire        emits  = begun_q || shift == 3'd0 || ends;
    wire        spill  = begun_q && shift != 3'd0 && (done ? tail_q[2:0] >= shift
                                                           : beat_last && beat_top >= shift);
    wire [2:0]  to     = done ? tail_q[2:0] - shift : beat_top - shift;
    wire        room   = emits ? out_free && !flush_q && !hold_q : out_free || !flush_q;
    wire        end_room     = !beat_last || end_free;
    wire        command_room = begun_q || command_free;
    wire        may    = (discard_q || command_q) && end_room && (!bytes || (room && command_room));

    wire        go      = beat_valid && may;
    wire        take    = (beat_valid && bytes && end_room && command_room) && room;  // go && bytes
    wire        put     = take && emits;
    wire        waiting = beat_valid && bytes;          // if flush or hold: a new piece
    wire        finish  = go && active && !bytes && final;
    wire        over    = go && active && ends;         // the command
    wire        ending  = go && beat_last && !stay;     // the packet
    wire        load    = !s_command_ready_q && !drain_q
                       && (!command_q || (over && (last_q || stay || !beat_last)));

    // Where the next command begins, less 1.
    wire        inside  = command_q ? stay : stay_q;
    wire [17:0] from    = {{15{!inside}}, tail_q[2:0] | {3{!inside}}};
    wire [2:0]  left    = ~tail_q[2:0];  // bytes from there to the beat's end
    wire [4:0]  total   = {1'b0, s_command_skip[3:0]} + {1'b0, s_command_length[3:0]};
    wire        short   = s_command_skip[15:4] == 12'd0 && s_command_length[15:4] == 12'd0;

    assign      beat_ready = may && !stay;

    always @(posedge clk) begin
        if (s_command_ready_q) begin
            next_skip_q       <= s_command_skip;
            next_total_q      <= {1'b0, s_command_skip} + {1'b0, s_command_length};
            address_q[put_q]  <= {s_command_index, s_command_address};
            next_empty_q      <= s_command_length == 16'd0;
            next_last_q       <= s_command_last;
            next_skip_near_q  <= s_command_skip[15:3] == 13'd0;
            next_total_near_q <= short && total[4:3] == 2'd0;
            next_total_8_q    <= short && (total[4:3] == 2'd0 || total == 5'd8);
        end
        if (load) begin
            first_q      <= {1'b0, next_skip_q} + from[16:0] + 17'd1;
            tail_q       <= {1'b0, next_total_q} + from;
            first_near_q <= next_skip_near_q && !(inside && next_skip_q[2:0] >= left);
            tail_near_q  <= inside ? next_total_near_q && next_total_q[2:0] <= left
                                   : next_total_8_q;
            empty_q      <= next_empty_q;
            last_q       <= next_last_q;
        end else if (go && active && !ends) begin
            first_q[16:3] <= first_q[16:3] - 14'd1;
            tail_q[17:3]  <= tail_q[17:3] - 15'd1;
            first_near_q  <= first_q[16:3] == 14'd1;
            tail_near_q   <= tail_q[17:3] == 15'd1;
        end
        if (over) stay_q <= stay;
        if (go) begin
            begun_q   <= (begun_q || bytes) && !ends;
            discard_q <= !beat_last && (discard_q || (done && last_q));
            written_q <= !ending && (written_q || bytes);
        end
        put_q             <= put_q ^ load;
        command_q         <= load || (command_q && !over);
        drain_q           <= drain_q ? s_command_ready_q || !next_last_q
                                     : ending && active && !last_q;
        s_command_ready_q <= s_command_ready_q ? !s_command_valid : load || drain_q;
        if (rst) begin
            s_command_ready_q <= 1'b1;
            put_q             <= 1'b0;
            command_q         <= 1'b0;
            stay_q            <= 1'b0;
            discard_q         <= 1'b0;
            drain_q           <= 1'b0;
            begun_q           <= 1'b0;
            written_q         <= 1'b0;
        end
    end

    // ---- Outputs.  hold: the beat there ends a piece, perhaps the packet's last one ----
    reg         command_valid_q;
    reg  [63:0] command_address_q;
    reg  [9:0]  command_index_q;
    reg         out_valid_q;
    reg  [63:0] out_data_q;
    reg  [7:0]  out_keep_q;
    reg         out_last_q;
    reg         out_user_q;
    reg         out_bad_q;
    reg         end_valid_q;
    reg         end_written_q;
    reg  [2:0]  flush_top_q;
    reg         flush_final_q;
    reg         flush_bad_q;
    reg  [55:0] before_q;       // the beat before, rotated; its last lane always leaves at once

    wire        told    = waiting || finish;
    wire [2:0]  out_top = flush_q ? flush_top_q : to;
    wire        closes  = flush_q || (ends && !spill);
    // Lanes of the beat before; the rotation brought bytes of this one around into the others.
    wire [6:0]  old     = {7{flush_q}} | ({7{begun_q}} & (7'h7f >> (shift - 3'd1)));
    wire [7:0]  keep    = ~(8'hfe << (out_top | {3{!closes}}));

    assign      command_free = !command_valid_q;
    assign      out_free     = !out_valid_q || m_axis_tready;
    assign      end_free     = !end_valid_q;

    always @(posedge clk) begin
        if (command_free) {command_index_q, command_address_q} <= address_q[!put_q];
        command_valid_q <= command_valid_q ? !m_command_ready : take && !begun_q;
        if (end_free) end_written_q <= written_q || bytes;
        end_valid_q     <= end_valid_q ? !m_end_ready : ending;

        if (put) begin
            flush_top_q   <= to;
            flush_final_q <= final;
            flush_bad_q   <= beat_bad;
        end else if (finish) begin
            flush_final_q <= 1'b1;
            if (!flush_final_q) flush_bad_q <= beat_bad;
        end
        flush_q <= flush_q ? !out_free : put && spill;

        if (hold_q) begin
            out_valid_q <= told;
            out_user_q  <= finish;
            out_bad_q   <= finish && beat_bad;
            hold_q      <= !told;
        end else if (out_free) begin
            out_valid_q <= flush_q ? flush_final_q || told : put && (!closes || final);
            out_keep_q  <= keep;
            out_last_q  <= closes;
            out_user_q  <= closes && (flush_q ? flush_final_q || finish : final);
            out_bad_q   <= closes && (flush_q ? flush_final_q ? flush_bad_q : finish && beat_bad
                                              : final && beat_bad);
            hold_q      <= flush_q ? !flush_final_q && !told : put && closes && !final;
        end
        if (rst) begin
            command_valid_q <= 1'b0;
            end_valid_q     <= 1'b0;
            flush_q         <= 1'b0;
            out_valid_q     <= 1'b0;
            hold_q          <= 1'b0;
        end
    end

    genvar lane;
    generate
        for (lane = 0; lane < 8; lane = lane + 1) begin : g_lane
            wire [2:0] source = lane[2:0] + shift;
            wire [7:0] now    = beat_data[{source, 3'd0} +: 8];
            wire [7:0] out;

            if (lane < 7) begin : g_before
                always @(posedge clk) if (take) before_q[lane*8 +: 8] <= now;
                assign out = old[lane] ? before_q[lane*8 +: 8] : now;
            end else begin : g_now
                assign out = now;
            end

            always @(posedge clk)
                if (out_free && !hold_q) out_data_q[lane*8 +: 8] <= {8{keep[lane]}} & out;
        end
    endgenerate

    assign s_command_ready   = s_command_ready_q;
    assign m_command_valid   = command_valid_q;
    assign m_command_address = command_address_q;
    assign m_command_index   = command_index_q;
    assign m_axis_tvalid     = out_valid_q;
    assign m_axis_tdata      = out_data_q;
    assign m_axis_tkeep      = out_keep_q;
    assign m_axis_tlast      = out_last_q;
    assign m_axis_tuser      = {out_bad_q, out_user_q};
    assign m_end_valid       = end_valid_q;
    assign m_end_written     = end_written_q;

`ifdef FORMAL
    `include "fn_dma_place_properties.vh"
`endif
endmodule

`default_nettype wire
