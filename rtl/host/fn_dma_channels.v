// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_channels - the pool of DMA channels: which one a packet's pieces go through
//
// Channel 0 is the stack's.  A placed packet gets of 1 to 15: its flow's own one; else the
// flow's home if that is shared; else the lowest free one, which becomes its flow's own; else,
// as all are taken, its home, which is shared from then on.  Home of flow h is h modulo 16, and
// where that is 0, 8 + h / 16 modulo 8.  A channel is taken until its last packet's done.
// So all that one flow has in flight is in one channel: it owns none while it is a guest, for it
// comes to own one only if its home is not shared, which that would be; as long as it has
// packets in flight a channel stays its own, or its home shared.
// m_packet_channel changes 2 cycles after s_packet_valid, always: nobody waits.  What it sees is
// as of that cycle; a channel is free 2 cycles after the done.  Placed packets do not
// begin in two cycles on end; not more than 255 are without done.  Reset frees all channels.

`default_nettype none

module fn_dma_channels (
    input  wire       clk,
    input  wire       rst,

    // a packet begins: its flow; place: 0, it is the stack's
    input  wire       s_packet_valid,
    input  wire       s_packet_place,
    input  wire [9:0] s_packet_index,

    // its channel
    output wire [3:0] m_packet_channel,

    // done of a placed packet, in order
    input  wire       s_done_valid,

    // state of a channel, 2 cycles after its index
    input  wire [3:0] s_channel_index,
    output wire       m_channel_owned,
    output wire       m_channel_shared,
    output wire [9:0] m_channel_flow
);
    reg  [15:1] owned_q;
    reg  [15:1] shared_q;
    reg  [7:0]  number_q;       // of the packet that began last
    reg  [7:0]  done_q;         // of the one that was done last

    // ---- What the packet finds.  Of 15 bits at most one is 1 where that is said ----
    reg         begins_q;
    reg         place_q;
    reg  [9:0]  flow_q;
    reg  [15:1] own_q;          // one: the channels that its flow owns
    reg  [15:1] home_q;         // one
    reg  [15:1] free_q;         // one: the lowest
    reg         guest_q;        // the home is shared
    reg         none_q;         // free
    wire [15:1] own;
    wire [3:0]  home    = s_packet_index[3:0] == 4'd0 ? {1'b1, s_packet_index[6:4]}
                                                      : s_packet_index[3:0];
    wire [15:1] is_home = 15'd1 << (home - 4'd1);

    always @(posedge clk) begin
        begins_q <= s_packet_valid;
        place_q  <= s_packet_valid && s_packet_place;
        flow_q   <= s_packet_index;
        own_q    <= own;
        home_q   <= is_home;
        free_q   <= ~owned_q & (owned_q + 15'd1);
        guest_q  <= |(is_home & shared_q);
        none_q   <= &owned_q;
        number_q <= number_q + {7'd0, s_packet_valid && s_packet_place};
        done_q   <= done_q + {7'd0, s_done_valid};
        if (rst) begin
            begins_q <= 1'b0;
            place_q  <= 1'b0;
            number_q <= 8'd0;
            done_q   <= 8'd0;
        end
    end

    // ---- What it gets ----
    reg  [3:0]  channel_q;
    wire        has_own  = own_q != 15'd0;
    wire        goes_home = guest_q || none_q;
    wire [15:1] given    = own_q | ({15{!has_own}} & (goes_home ? home_q : free_q));
    wire        takes    = place_q && !has_own && !goes_home;
    wire        shares   = place_q && !has_own && goes_home;
    wire [15:1] over;           // all of the channel's packets are done
    wire [3:0]  channel  = {|given[15:8], |{given[15:12], given[7:4]},
                            |{given[15:14], given[11:10], given[7:6], given[3:2]},
                            given[15] || given[13] || given[11] || given[9] || given[7] || given[5]
                            || given[3] || given[1]};

    always @(posedge clk) begin
        if (begins_q) channel_q <= place_q ? channel : 4'd0;
        owned_q  <= (owned_q & ~over) | (given & {15{place_q}});
        shared_q <= (shared_q & ~over) | (home_q & {15{shares}});
        if (rst) begin
            channel_q <= 4'd0;
            owned_q   <= 15'd0;
            shared_q  <= 15'd0;
        end
    end

    genvar c;
    generate
        for (c = 1; c < 16; c = c + 1) begin : g_channel
            reg [9:0] owner_q;
            reg [7:0] last_q;   // number of its last packet

            assign own[c]  = owned_q[c] && owner_q == s_packet_index;
            assign over[c] = last_q == done_q;

            always @(posedge clk) begin
                if (takes && free_q[c]) owner_q  <= flow_q;
                if (place_q && given[c]) last_q <= number_q;
            end
        end
    endgenerate

    // ---- What is shown; the memory of owners is written, and so read, a cycle later ----
    (* ram_style = "distributed" *)
    reg  [9:0]  owners_q [0:15];
    reg         takes_q;
    reg  [9:0]  taker_q;
    reg  [3:0]  index_q;
    reg         shown_owned_q, m_channel_owned_q;
    reg         shown_shared_q, m_channel_shared_q;
    reg  [9:0]  m_channel_flow_q;
    wire [15:0] owned  = {owned_q, 1'b0};
    wire [15:0] shared = {shared_q, 1'b0};

    always @(posedge clk) begin
        takes_q <= takes;
        taker_q <= flow_q;
        if (takes_q) owners_q[channel_q] <= taker_q;
        index_q            <= s_channel_index;
        shown_owned_q      <= owned[s_channel_index];
        shown_shared_q     <= shared[s_channel_index];
        m_channel_flow_q   <= owners_q[index_q] & {10{shown_owned_q}};
        m_channel_owned_q  <= shown_owned_q;
        m_channel_shared_q <= shown_shared_q;
        if (rst) begin
            takes_q            <= 1'b0;
            shown_owned_q      <= 1'b0;
            shown_shared_q     <= 1'b0;
            m_channel_flow_q   <= 10'd0;
            m_channel_owned_q  <= 1'b0;
            m_channel_shared_q <= 1'b0;
        end
    end

    assign m_packet_channel = channel_q;
    assign m_channel_owned  = m_channel_owned_q;
    assign m_channel_shared = m_channel_shared_q;
    assign m_channel_flow   = m_channel_flow_q;

`ifdef FORMAL
    `include "fn_dma_channels_properties.vh"
`endif
endmodule

`default_nettype wire
