// SPDX-License-Identifier: Apache-2.0
//
// fn_flow_engine_commands - the pieces of a placed packet, cut at the ends of pages
//
// s_look reads the page of the segment's first byte before its fate is known.  s_first: the
// first piece, s_go, in the same cycle as the last s_first, begins: a command 3 cycles later if
// its page is that one, else 5 later, as after every command.  m_done stays 1 from the last one
// on, until s_go.  A page with a parity error ends the packet: last, of length 0; m_lost.
// m_bytes: of all pieces begun 3 cycles ago.

`default_nettype none

module fn_flow_engine_commands #(
    parameter COUNT     = 4,
    parameter WIDTH     = 19,
    parameter PAGE_BITS = 12
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             s_look,
    input  wire             s_first,
    input  wire             s_go,
    input  wire [9:0]       s_index,
    input  wire [17:0]      s_base,      // page_head, page_offset
    input  wire [WIDTH-1:0] s_begin,
    input  wire [15:0]      s_from,      // of the first byte of the packet; 1 cycle ahead
    input  wire [WIDTH-1:0] s_start,     // the first piece in one of the gaps m_left
    input  wire [WIDTH-1:0] s_stop,
    input  wire [COUNT:0]   s_left,      // without its gap
    output wire [COUNT:0]   m_left,
    output wire             m_done,
    output wire             m_lost,
    output wire [15:0]      m_bytes,

    output wire             m_page_read_valid,
    output wire [9:0]       m_page_read_index,
    output wire [5:0]       m_page_read_place,
    input  wire [51:0]      s_page_read_address,
    input  wire             s_page_read_error,

    output wire             m_command_valid,
    input  wire             m_command_ready,
    output wire [15:0]      m_command_skip,
    output wire [15:0]      m_command_length,
    output wire [63:0]      m_command_address,
    output wire [9:0]       m_command_index,
    output wire             m_command_last
);
    reg             active_q, first_q, fresh_q, done_q, lost_q;
    reg [2:0]       age_q;                   // cycles since the piece came, up to 3
    reg             due_q;                   // 2 of them, or 4
    reg [WIDTH-1:0] start_q, stop_q, length_q;
    reg [COUNT:0]   left_q;
    reg [15:0]      from_0_q, from_q, skip_q, bytes_q;
    reg [12:0]      room_q, cut_q;
    reg [11:0]      byte_q;
    reg             fits_q;
    reg             read_q, read_1_q, read_2_q, read_3_q;
    reg [5:0]       place_q;
    reg [51:0]      page_q;
    reg             error_q;
    reg             valid_q, last_q;
    reg [15:0]      out_skip_q, out_length_q;
    reg [63:0]      out_address_q;
    reg [9:0]       out_index_q;

    wire        lost  = read_3_q ? s_page_read_error : error_q;
    wire        known = first_q && start_q == s_begin;  // its page is being read already
    wire        give  = active_q && due_q && (!valid_q || m_command_ready);
    wire        last  = lost || (fits_q && left_q == {COUNT+1{1'b0}});
    wire [11:0] here  = s_base[11:0] + start_q[11:0] & 12'hfff >> 12 - PAGE_BITS;
    wire [WIDTH-1:0] rest = start_q + {{WIDTH-13{1'b0}}, cut_q};
    wire [17:0] base  = ({12'd0, s_base[17:12]} << PAGE_BITS) + {6'd0, s_base[11:0]};
    wire [17:0] looks = base + (s_look ? s_begin[17:0] : start_q[17:0]);

    wire unused = &{1'b0, s_begin, looks};

    always @(posedge clk) begin
        // a piece, or what is left of it behind the end of a page
        age_q <= s_first || give ? 3'd0 : {age_q[1:0], 1'b1};
        due_q <= s_first || give ? 1'b0 : known ? age_q[0] : age_q[2];
        if (s_first || give) begin
            start_q <= s_first || fits_q ? s_start : rest;
            from_q  <= s_first ? from_0_q : rest[15:0];
            first_q <= s_first;
            fresh_q <= s_first || fits_q;
        end
        from_0_q <= s_from;
        if (s_first || (give && fits_q)) stop_q <= s_stop;
        if (s_first || (give && fits_q)) left_q <= s_left;
        active_q <= s_go || (active_q && !(give && last));
        done_q   <= !s_first && (done_q || (give && last));
        lost_q   <= !s_first && (lost_q || (give && lost));

        // its first page
        length_q <= stop_q - start_q;
        skip_q   <= start_q[15:0] - from_q;
        byte_q   <= here;
        room_q   <= (13'd1 << PAGE_BITS) - {1'b0, here};
        fits_q   <= length_q <= {{WIDTH-13{1'b0}}, room_q};
        cut_q    <= length_q <= {{WIDTH-13{1'b0}}, room_q} ? length_q[12:0] : room_q;
        if (s_first) bytes_q <= 16'd0;
        else if (active_q && fresh_q && age_q[1:0] == 2'b01)
            bytes_q <= bytes_q + length_q[15:0];

        // its address
        read_q   <= s_look || (active_q && !age_q[0] && !known);
        place_q  <= looks[PAGE_BITS +: 6];
        read_1_q <= read_q;
        read_2_q <= read_1_q;
        read_3_q <= read_2_q;
        if (read_2_q) page_q  <= s_page_read_address;
        if (read_3_q) error_q <= s_page_read_error;

        if (give) begin
            out_skip_q    <= skip_q;
            out_length_q  <= lost ? 16'd0 : {3'd0, cut_q};
            out_address_q <= {page_q, byte_q};
            out_index_q   <= s_index;
            last_q        <= last;
        end
        valid_q <= give || (valid_q && !m_command_ready);
        if (rst) valid_q  <= 1'b0;
        if (rst) active_q <= 1'b0;
        if (rst) read_q   <= 1'b0;
    end

    assign m_left            = left_q;
    assign m_done            = done_q;
    assign m_lost            = lost_q;
    assign m_bytes           = bytes_q;
    assign m_page_read_valid = read_q;
    assign m_page_read_index = s_index;
    assign m_page_read_place = place_q;
    assign m_command_valid   = valid_q;
    assign m_command_skip    = out_skip_q;
    assign m_command_length  = out_length_q;
    assign m_command_address = out_address_q;
    assign m_command_index   = out_index_q;
    assign m_command_last    = last_q;
`ifdef FORMAL
    `include "fn_flow_engine_commands_properties.vh"
`endif
endmodule

`default_nettype wire
