// SPDX-License-Identifier: Apache-2.0
//
// fn_tx_checksum_sum - the checksums of a packet, and where they go
//
// Private to fn_tx_checksum.  Beats pass by, one a cycle at most, s_ready permitting for
// the first one of a packet; 6 cycles after the last one m_valid is 1 for a cycle.
//
// beat    | bytes are chosen, for the header sum and for the transport sum
// cycle 1 | words are added in pairs
// cycle 2 | pairs are added
// cycle 3 | beats are added, the transport sum from length and protocol on
// cycle 4 | upper half and lower half are added
// cycle 5 | and what was carried
//
// One's complement sums do not mind the order of bytes: words are added as they lie.

`default_nettype none
`include "fn_records.vh"

module fn_tx_checksum_sum (
    input  wire                                clk,
    input  wire                                rst,

    // record of each packet
    input  wire                                s_record_valid,
    output wire                                s_record_ready,
    input  wire [`FN_TRANSMIT_RECORD_BITS-1:0] s_record_data,

    // beats; index: number of the beat in its packet, top: its bytes less 1
    output wire                                s_ready,
    input  wire                                s_take,
    input  wire [63:0]                         s_data,
    input  wire [10:0]                         s_index,
    input  wire [2:0]                          s_top,
    input  wire                                s_last,
    input  wire                                s_whole,  // 0: do not change the packet
    input  wire [17:0]                         s_tag,    // counts with s_last

    // for each packet: checksums to insert, and their word of the packet
    output wire                                m_valid,
    output wire [17:0]                         m_tag,
    output wire                                m_ip_insert,
    output wire [7:0]                          m_ip_place,
    output wire [15:0]                         m_ip_value,
    output wire                                m_l4_insert,
    output wire [12:0]                         m_l4_place,
    output wire [15:0]                         m_l4_value
);
    // ---- The record, and what follows from it ----

    reg                                 raw_ready_q;  // 1: there is none
    reg  [`FN_TRANSMIT_RECORD_BITS-1:0] raw_q;
    reg                                 ready_q;

    wire [7:0]  ip_offset = raw_q[`FN_TRANSMIT_RECORD_IP_OFFSET];
    wire [15:0] l4_offset = raw_q[`FN_TRANSMIT_RECORD_L4_OFFSET];
    wire [15:0] l4_length = raw_q[`FN_TRANSMIT_RECORD_L4_LENGTH];
    wire        tcp       = raw_q[`FN_TRANSMIT_RECORD_TCP_CHECKSUM];
    wire        wants_udp = raw_q[`FN_TRANSMIT_RECORD_UDP_CHECKSUM];
    wire        ipv4      = raw_q[`FN_TRANSMIT_RECORD_IP_VERSION] == 2'd1;
    wire        ipv6      = raw_q[`FN_TRANSMIT_RECORD_IP_VERSION] == 2'd2;
    wire [8:0]  ip_end    = {1'b0, ip_offset} + (ipv4 ? 9'd20 : 9'd40);
    wire [16:0] l4_end    = {1'b0, l4_offset} + {1'b0, l4_length} - 17'd1;

    // Places in the packet: of the first byte, or of the last one.
    reg         wants_ip_q, wants_l4_q, udp_q;
    reg  [7:1]  ip_first_q;
    reg  [8:1]  ip_field_q;
    reg  [8:1]  address_first_q, address_last_q;
    reg  [13:1] l4_first_q, l4_field_q;
    reg  [13:0] l4_last_q;
    reg  [16:0] pseudo_q;

    wire        ends = s_take && s_last;
    wire        load = !raw_ready_q && (!ready_q || ends);

    always @(posedge clk) begin
        if (raw_ready_q) raw_q <= s_record_data;
        raw_ready_q <= raw_ready_q ? !s_record_valid : load;
        ready_q     <= load || (ready_q && !ends);
        if (load) begin
            wants_ip_q <= raw_q[`FN_TRANSMIT_RECORD_IPV4_CHECKSUM] && ipv4 && !ip_offset[0];
            wants_l4_q <= (tcp || wants_udp) && (ipv4 || ipv6) && !ip_offset[0] && !l4_offset[0]
                       && l4_offset >= {7'd0, ip_end} && l4_length >= (tcp ? 16'd20 : 16'd8)
                       && l4_end[16:14] == 3'd0;
            udp_q           <= !tcp;
            ip_first_q      <= ip_offset[7:1];
            ip_field_q      <= {1'b0, ip_offset[7:1]} + 8'd5;
            address_first_q <= {1'b0, ip_offset[7:1]} + (ipv4 ? 8'd6 : 8'd4);
            address_last_q  <= ip_end[8:1] - 8'd1;
            l4_first_q      <= l4_offset[13:1];
            l4_field_q      <= l4_offset[13:1] + (tcp ? 13'd8 : 13'd3);
            l4_last_q       <= l4_end[13:0];
            pseudo_q        <= {1'b0, l4_length[7:0], l4_length[15:8]}
                            + (tcp ? 17'h0600 : 17'h1100);
        end
        if (rst) begin
            raw_ready_q <= 1'b1;
            ready_q     <= 1'b0;
        end
    end

    // ---- Where this beat is ----

    wire at_ip_first      = s_index == {6'd0, ip_first_q[7:3]};
    wire at_address_first = s_index == {5'd0, address_first_q[8:3]};
    wire at_address_last  = s_index == {5'd0, address_last_q[8:3]};
    wire at_l4_first      = s_index == l4_first_q[13:3];
    wire at_l4_last       = s_index == l4_last_q[13:3];
    wire at_ip_field      = s_index == {5'd0, ip_field_q[8:3]};
    wire at_l4_field      = s_index == l4_field_q[13:3];

    reg  after_ip_first_q, after_ip_last_q, after_address_first_q, after_address_last_q;
    reg  after_l4_first_q, after_l4_last_q;

    // The header's own length is known before its third beat.
    reg  [3:0] ihl_q;
    reg        ihl_valid_q;
    reg        known_q;
    reg        long_enough_q;
    reg  [8:0] ip_last_q;
    wire       at_ip_last = known_q && s_index == {5'd0, ip_last_q[8:3]};
    reg  [3:0] nibble;

    always @* case (ip_first_q[2:1])
        2'd0:    nibble = s_data[3:0];
        2'd1:    nibble = s_data[19:16];
        2'd2:    nibble = s_data[35:32];
        default: nibble = s_data[51:48];
    endcase

    always @(posedge clk) begin
        ip_last_q     <= {1'b0, ip_first_q, 1'b0} + {3'd0, ihl_q, 2'd0} - 9'd1;
        long_enough_q <= ihl_q >= 4'd5;
        known_q       <= known_q || ihl_valid_q;
        if (s_take) begin
            if (at_ip_first) ihl_q <= nibble;
            ihl_valid_q           <= ihl_valid_q || at_ip_first;
            after_ip_first_q      <= after_ip_first_q || at_ip_first;
            after_ip_last_q       <= after_ip_last_q || at_ip_last;
            after_address_first_q <= after_address_first_q || at_address_first;
            after_address_last_q  <= after_address_last_q || at_address_last;
            after_l4_first_q      <= after_l4_first_q || at_l4_first;
            after_l4_last_q       <= after_l4_last_q || at_l4_last;
        end
        if (rst || ends) begin
            ihl_valid_q           <= 1'b0;
            known_q               <= 1'b0;
            after_ip_first_q      <= 1'b0;
            after_ip_last_q       <= 1'b0;
            after_address_first_q <= 1'b0;
            after_address_last_q  <= 1'b0;
            after_l4_first_q      <= 1'b0;
            after_l4_last_q       <= 1'b0;
        end
    end

    // ---- Words of each range in this beat; the last of a transport range may be half one ----

    function [3:0] from_word(input after, input at, input [1:0] word);
        from_word = after ? 4'hf : at ? 4'hf << word : 4'h0;
    endfunction

    function [3:0] to_word(input after, input at, input [1:0] word);
        to_word = after ? 4'h0 : at ? ~(4'he << word) : 4'hf;
    endfunction

    function [7:0] double(input [3:0] words);
        double = {{2{words[3]}}, {2{words[2]}}, {2{words[1]}}, {2{words[0]}}};
    endfunction

    wire [3:0] ip_words = from_word(after_ip_first_q, at_ip_first, ip_first_q[2:1])
                        & to_word(after_ip_last_q, at_ip_last, ip_last_q[2:1])
                        & ~(at_ip_field ? 4'd1 << ip_field_q[2:1] : 4'd0);
    wire [3:0] address_words =
        from_word(after_address_first_q, at_address_first, address_first_q[2:1])
        & to_word(after_address_last_q, at_address_last, address_last_q[2:1]);
    wire [3:0] l4_words = from_word(after_l4_first_q, at_l4_first, l4_first_q[2:1])
                        & ~(at_l4_field ? 4'd1 << l4_field_q[2:1] : 4'd0);
    wire [7:0] l4_to = after_l4_last_q ? 8'h00 : at_l4_last ? ~(8'hfe << l4_last_q[2:0]) : 8'hff;
    wire [7:0] l4_bytes = double(address_words) | (double(l4_words) & l4_to);

    // ---- The sums ----

    reg  [63:0] data_q;
    reg  [3:0]  ip_words_q;
    reg  [7:0]  l4_bytes_q;
    reg  [5:0]  lasts_q;   // when the last beat is how far
    reg  [2:0]  takes_q, firsts_q;
    reg  [16:0] pseudo_1_q, pseudo_2_q, pseudo_3_q;
    wire [16:0] ip_pair_0, ip_pair_1, l4_pair_0, l4_pair_1;
    reg  [16:0] ip_pair_0_q, ip_pair_1_q, l4_pair_0_q, l4_pair_1_q;
    reg  [17:0] ip_beat_q, l4_beat_q;
    reg  [28:0] ip_sum_q, l4_sum_q;
    reg  [16:0] ip_half_q, l4_half_q;
    reg  [15:0] ip_value_q, l4_value_q;

    function [15:0] pick(input [15:0] word, input [1:0] bytes);
        pick = word & {{8{bytes[1]}}, {8{bytes[0]}}};
    endfunction

    function [16:0] half(input [28:0] sum);
        half = {1'b0, sum[15:0]} + {4'd0, sum[28:16]};
    endfunction

    assign ip_pair_0 = {1'b0, pick(data_q[15:0],  {2{ip_words_q[0]}})}
                     + {1'b0, pick(data_q[31:16], {2{ip_words_q[1]}})};
    assign ip_pair_1 = {1'b0, pick(data_q[47:32], {2{ip_words_q[2]}})}
                     + {1'b0, pick(data_q[63:48], {2{ip_words_q[3]}})};
    assign l4_pair_0 = {1'b0, pick(data_q[15:0],  l4_bytes_q[1:0])}
                     + {1'b0, pick(data_q[31:16], l4_bytes_q[3:2])};
    assign l4_pair_1 = {1'b0, pick(data_q[47:32], l4_bytes_q[5:4])}
                     + {1'b0, pick(data_q[63:48], l4_bytes_q[7:6])};

    always @(posedge clk) begin
        data_q      <= s_data;
        ip_words_q  <= ip_words;
        l4_bytes_q  <= l4_bytes;
        pseudo_1_q  <= pseudo_q;
        pseudo_2_q  <= pseudo_1_q;
        pseudo_3_q  <= pseudo_2_q;
        ip_pair_0_q <= ip_pair_0;
        ip_pair_1_q <= ip_pair_1;
        l4_pair_0_q <= l4_pair_0;
        l4_pair_1_q <= l4_pair_1;
        ip_beat_q   <= {1'b0, ip_pair_0_q} + {1'b0, ip_pair_1_q};
        l4_beat_q   <= {1'b0, l4_pair_0_q} + {1'b0, l4_pair_1_q};
        if (takes_q[2]) begin
            ip_sum_q <= (firsts_q[2] ? 29'd0 : ip_sum_q) + {11'd0, ip_beat_q};
            l4_sum_q <= (firsts_q[2] ? {12'd0, pseudo_3_q} : l4_sum_q) + {11'd0, l4_beat_q};
        end
        ip_half_q  <= half(ip_sum_q);
        l4_half_q  <= half(l4_sum_q);
        ip_value_q <= ~(ip_half_q[15:0] + {15'd0, ip_half_q[16]});
        l4_value_q <= ~(l4_half_q[15:0] + {15'd0, l4_half_q[16]});
        takes_q    <= {takes_q[1:0], s_take};
        firsts_q   <= {firsts_q[1:0], s_index == 11'd0};
        lasts_q    <= {lasts_q[4:0], ends};
        if (rst) takes_q <= 3'd0;
        if (rst) lasts_q <= 6'd0;
    end

    // ---- What the record asked for waits for the sums ----

    wire ip_fits = known_q && long_enough_q
                && (after_ip_last_q || (at_ip_last && s_top >= ip_last_q[2:0]));
    wire l4_fits = after_l4_last_q || (at_l4_last && s_top >= l4_last_q[2:0]);
    wire udp;
    /* verilator lint_off UNUSEDSIGNAL */    // never full: two packets are two cycles apart
    wire fifo_ready, fifo_valid;
    /* verilator lint_on UNUSEDSIGNAL */

    fn_fifo #(.WIDTH(42), .DEPTH(4)) u_places (
        .clk(clk), .rst(rst), .s_valid(ends), .s_ready(fifo_ready),
        .s_data({s_tag, wants_ip_q && ip_fits && s_whole, ip_field_q,
                 wants_l4_q && l4_fits && s_whole, l4_field_q, udp_q}),
        .m_valid(fifo_valid), .m_ready(lasts_q[5]),
        .m_data({m_tag, m_ip_insert, m_ip_place, m_l4_insert, m_l4_place, udp})
    );

    assign s_record_ready = raw_ready_q;
    assign s_ready        = ready_q;
    assign m_valid        = lasts_q[5];
    assign m_ip_value     = ip_value_q;
    assign m_l4_value     = udp && l4_value_q == 16'd0 ? 16'hffff : l4_value_q;

endmodule

`default_nettype wire
