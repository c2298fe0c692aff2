// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_merge - two sources of pieces share fn_dma_write: fn_dma_receive and fn_dma_place
//
// Changes between packets only.  A packet begins when its first command and its first beat
// are here, command and beat register are free; both leave one cycle after they came.  If both
// sources wait they take turns, the stack first.  The rest leaves one cycle after it came, too:
// a piece's command behind the last beat of the piece before, no beat before its command.  One
// beat per cycle, no pause between pieces or packets.  Of each source one command and one beat
// wait here at most.  A placed packet begins only when the command before, if of a placed one,
// has left: two such do not begin in two cycles on end.  Reset forgets all packets.

`default_nettype none

module fn_dma_merge (
    input  wire        clk,
    input  wire        rst,

    // stack: pieces of fn_dma_receive
    input  wire        s_stack_command_valid,
    output wire        s_stack_command_ready,
    input  wire [63:0] s_stack_command_address,
    input  wire        s_stack_axis_tvalid,
    output wire        s_stack_axis_tready,
    input  wire [63:0] s_stack_axis_tdata,
    input  wire [7:0]  s_stack_axis_tkeep,
    input  wire        s_stack_axis_tlast,
    input  wire [1:0]  s_stack_axis_tuser,

    // place: pieces of fn_dma_place
    input  wire        s_place_command_valid,
    output wire        s_place_command_ready,
    input  wire [63:0] s_place_command_address,
    input  wire [9:0]  s_place_command_index,
    input  wire        s_place_axis_tvalid,
    output wire        s_place_axis_tready,
    input  wire [63:0] s_place_axis_tdata,
    input  wire [7:0]  s_place_axis_tkeep,
    input  wire        s_place_axis_tlast,
    input  wire [1:0]  s_place_axis_tuser,

    // the pieces of both, to fn_dma_write
    output wire        m_command_valid,
    input  wire        m_command_ready,
    output wire [63:0] m_command_address,
    output wire        m_command_first,  // of its packet
    output wire        m_command_place,  // of place
    output wire [9:0]  m_command_index,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [63:0] m_axis_tdata,
    output wire [7:0]  m_axis_tkeep,
    output wire        m_axis_tlast,
    output wire [1:0]  m_axis_tuser
);
    // ---- What came: [0] of the stack, [1] of place ----
    wire [1:0]  command_valid, beat_valid;
    wire [63:0] stack_address, place_address;
    wire [9:0]  place_index;
    wire [74:0] stack_beat, place_beat;
    wire [1:0]  command_taken, beat_taken;

    fn_dma_merge_hold #(.WIDTH(64)) u_stack_command (
        .clk(clk), .rst(rst), .s_valid(s_stack_command_valid), .s_ready(s_stack_command_ready),
        .s_data(s_stack_command_address),
        .m_valid(command_valid[0]), .m_taken(command_taken[0]), .m_data(stack_address)
    );

    fn_dma_merge_hold #(.WIDTH(74)) u_place_command (
        .clk(clk), .rst(rst), .s_valid(s_place_command_valid), .s_ready(s_place_command_ready),
        .s_data({s_place_command_index, s_place_command_address}),
        .m_valid(command_valid[1]), .m_taken(command_taken[1]),
        .m_data({place_index, place_address})
    );

    fn_dma_merge_hold #(.WIDTH(75)) u_stack_beat (
        .clk(clk), .rst(rst), .s_valid(s_stack_axis_tvalid), .s_ready(s_stack_axis_tready),
        .s_data({s_stack_axis_tuser, s_stack_axis_tlast, s_stack_axis_tkeep, s_stack_axis_tdata}),
        .m_valid(beat_valid[0]), .m_taken(beat_taken[0]), .m_data(stack_beat)
    );

    fn_dma_merge_hold #(.WIDTH(75)) u_place_beat (
        .clk(clk), .rst(rst), .s_valid(s_place_axis_tvalid), .s_ready(s_place_axis_tready),
        .s_data({s_place_axis_tuser, s_place_axis_tlast, s_place_axis_tkeep, s_place_axis_tdata}),
        .m_valid(beat_valid[1]), .m_taken(beat_taken[1]), .m_data(place_beat)
    );

    // ---- Whose turn it is ----
    reg         open_q;       // a packet has begun and not ended
    reg         place_q;      // whose is or was it
    reg         given_q;      // the command of its piece has left
    reg         command_valid_q;
    reg  [63:0] address_q;
    reg         first_q;
    reg         is_place_q;
    reg  [9:0]  index_q;
    reg         beat_valid_q;
    reg  [74:0] beat_q;

    wire [1:0]  asks  = command_valid & beat_valid & {!(command_valid_q && is_place_q), 1'b1};
    wire        place = open_q ? place_q : asks[1] && !(asks[0] && place_q);
    wire [74:0] beat  = place ? place_beat : stack_beat;

    wire        command_free = !command_valid_q || m_command_ready;
    wire        beat_free    = !beat_valid_q || m_axis_tready;
    wire        begins       = !open_q && asks != 2'd0 && command_free && beat_free;
    wire        command_goes = begins || (open_q && !given_q && command_free
                                          && (place_q ? command_valid[1] : command_valid[0]));
    wire        beat_goes    = begins || (open_q && (given_q || command_goes) && beat_free
                                          && (place_q ? beat_valid[1] : beat_valid[0]));

    assign      command_taken = {command_goes && place, command_goes && !place};
    assign      beat_taken    = {beat_goes && place, beat_goes && !place};

    always @(posedge clk) begin
        if (command_free) address_q <= place ? place_address : stack_address;
        if (command_free) first_q    <= !open_q;
        if (command_free) is_place_q <= place;
        if (command_free) index_q    <= place_index & {10{place}};
        if (beat_free) beat_q       <= beat;
        command_valid_q <= command_goes || !command_free;
        beat_valid_q    <= beat_goes || !beat_free;
        given_q         <= (given_q || command_goes) && !(beat_goes && beat[72]);
        if (beat_goes) open_q <= !(beat[73] && beat[72]);
        if (begins) place_q   <= place;
        if (rst) begin
            command_valid_q <= 1'b0;
            beat_valid_q    <= 1'b0;
            given_q         <= 1'b0;
            open_q          <= 1'b0;
            place_q         <= 1'b1;
        end
    end

    assign m_command_valid   = command_valid_q;
    assign m_command_address = address_q;
    assign m_command_first   = first_q;
    assign m_command_place   = is_place_q;
    assign m_command_index   = index_q;
    assign m_axis_tvalid     = beat_valid_q;
    assign m_axis_tdata      = beat_q[63:0];
    assign m_axis_tkeep      = beat_q[71:64];
    assign m_axis_tlast      = beat_q[72];
    assign m_axis_tuser      = beat_q[74:73];

`ifdef FORMAL
    `include "fn_dma_merge_properties.vh"
`endif
endmodule

`default_nettype wire
