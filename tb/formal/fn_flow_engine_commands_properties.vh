// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_commands_properties - included by rtl/rx/fn_flow_engine_commands.v
//
// The pieces of a segment of SEGMENT bytes at most, in order: what fn_flow_engine_place gives.
// A packet has COMMANDS at most, the last of them last; while they are taken each comes EACH
// cycles after s_go or the one before at most, then m_done is 1.  What is offered stays; no
// command crosses the end of a page, only the last may be of length 0.  Not counted are cycles
// in which a command waits to be taken.

localparam SEGMENT  = 65535;
localparam CUTS     = (SEGMENT + (1 << PAGE_BITS) - 2) >> PAGE_BITS;  // ends of pages inside
localparam COMMANDS = CUTS + COUNT + 1;
localparam EACH     = 5;

reg           started = 1'b0;
reg [1:0]     owed;        // packets begun without their last command
reg           placed;      // s_go was, no packet since
reg           ready;       // the one before, taken in the cycle before
reg           valid;
reg [15:0]    skip, length;
reg [63:0]    address;
reg           is_last;
reg [2:0]     waits;
reg [7:0]     given;       // commands of this packet
reg [7:0]     cuts;        // of them, at the end of a page but not of a piece
reg [7:0]     pieces;      // that ended
reg [17:0]    base_before;
reg [WIDTH-1:0] begin_before;
reg [3:0]     gaps;        // left
integer       f;

// From the first byte of the page in which the segment begins.
wire [WIDTH:0] origin = {{WIDTH-11{1'b0}}, s_base[11:0]} + {1'b0, s_begin};
wire [WIDTH:0] place  = {{WIDTH-11{1'b0}}, s_base[11:0]} + {1'b0, start_q};
wire [WIDTH:0] pages  = (place >> PAGE_BITS) - (origin >> PAGE_BITS);
wire [WIDTH:0] limit  = {1'b0, s_begin} + SEGMENT;
wire           next   = give && fits_q && !last;   // the next piece is taken

always @(posedge clk) begin
    started <= 1'b1;
    owed    <= owed + s_go - (m_command_valid && m_command_ready && m_command_last);
    placed  <= s_go || (placed && !s_first);
    valid   <= m_command_valid;
    ready   <= m_command_ready;
    {skip, length, address, is_last} <= {m_command_skip, m_command_length, m_command_address,
                                         m_command_last};
    waits   <= s_go || !active_q || give ? 3'd0 : waits + (!m_command_valid || m_command_ready);
    given   <= s_first ? 8'd0 : given + give;
    cuts    <= s_first ? 8'd0 : cuts + (give && !fits_q);
    pieces  <= s_first ? 8'd0 : pieces + (give && fits_q);
    base_before  <= s_base;
    begin_before <= s_begin;
    if (rst) begin
        owed  <= 2'd0;
        placed <= 1'b0;
        valid <= 1'b0;
        waits <= 3'd0;
        given <= 8'd0;
    end
end

always @* begin
    gaps = 4'd0;
    for (f = 0; f <= COUNT; f = f + 1)
        gaps = gaps + left_q[f];

    if (!started) assume (rst);
    // One packet after the other, its context as it was.
    if (s_first) assume (!active_q);
    if (s_go) assume (s_first);
    if (active_q) assume (s_base == base_before && s_begin == begin_before);
    // Pieces of the segment, in order; each has its gap, which is left no more.
    if (s_go || next) begin
        assume (s_begin <= s_start && s_start < s_stop && {1'b0, s_stop} <= limit);
        assume (limit[WIDTH] == 1'b0);
    end
    if (next) assume (stop_q <= s_start);
    if (next) assume ((s_left & ~left_q) == 0 && s_left != left_q);
    if (s_go) assume (s_left != {COUNT+1{1'b1}});

    if (started) begin
        assert (owed == active_q + (m_command_valid && m_command_last));
        assert (waits < EACH);
        assert (!placed || active_q || m_done);
        assert (!active_q || given < COMMANDS);
        assert (given <= COMMANDS);
        if (give && !lost) assert (cut_q != 0);
        if (give) assert (byte_q + cut_q <= 1 << PAGE_BITS);
        assert (!valid || ready || (m_command_valid && {skip, length, address, is_last}
                == {m_command_skip, m_command_length, m_command_address, m_command_last}));
        if (m_command_valid) assert (m_command_length != 0 || m_command_last);

        // what leads there
        if (active_q) begin
            assert (s_begin <= start_q && start_q < stop_q && {1'b0, stop_q} <= limit);
            assert (limit[WIDTH] == 1'b0);
            assert (given == pieces + cuts);
            assert (cuts <= pages && pages <= CUTS);
            assert (pieces + gaps <= COUNT);
            if (age_q[0]) assert (length_q == stop_q - start_q && byte_q == here
                                  && room_q == (1 << PAGE_BITS) - here);
            if (age_q[1]) assert (fits_q == (length_q <= room_q)
                                  && cut_q == (fits_q ? length_q : room_q));
            assert (age_q == 3'd0 || age_q == 3'd1 || age_q == 3'd3 || age_q == 3'd7);
            assert (!due_q || age_q[1]);
        end
        cover (give && last && given == 4 && pieces == 4);
        cover (give && given == 2 && cuts == 2);
        cover (waits == EACH - 1);
    end
end
