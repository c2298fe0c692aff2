// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read - AXI4 read master for three clients
//
// A request is an address and a length in bytes, 1 to 65,535; it is cut at multiples of
// 256 bytes, so that no burst crosses 4 KB, and asked for from its first word's address on.
// Answers are the whole bus words as they lie in memory, in order, tlast at a request's
// end, tuser on each word with SLVERR or DECERR.  Client 0, 1, 2 has that id: answers
// of different ids may overtake each other and interleave.  A burst waits for room for
// all of its words (256 bytes for client 0, 256 words for the others), so rready is
// constant.  Clients take turns.  Address 4 cycles after its request at the earliest, 3 after
// the burst before; an answer 3 cycles after its word.

`default_nettype none

module fn_dma_read #(
    parameter DATA_BITS = 128  // 64 or 128
) (
    input  wire                 clk,
    input  wire                 rst,

    // client 0: packet buffer ring
    input  wire                 s_buffer_valid,
    output wire                 s_buffer_ready,
    input  wire [63:0]          s_buffer_address,
    input  wire [15:0]          s_buffer_length,
    output wire                 m_buffer_axis_tvalid,
    input  wire                 m_buffer_axis_tready,
    output wire [DATA_BITS-1:0] m_buffer_axis_tdata,
    output wire                 m_buffer_axis_tlast,
    output wire [0:0]           m_buffer_axis_tuser,

    // client 1: transmit descriptors
    input  wire                 s_descriptor_valid,
    output wire                 s_descriptor_ready,
    input  wire [63:0]          s_descriptor_address,
    input  wire [15:0]          s_descriptor_length,
    output wire                 m_descriptor_axis_tvalid,
    input  wire                 m_descriptor_axis_tready,
    output wire [DATA_BITS-1:0] m_descriptor_axis_tdata,
    output wire                 m_descriptor_axis_tlast,
    output wire [0:0]           m_descriptor_axis_tuser,

    // client 2: packet data
    input  wire                 s_data_valid,
    output wire                 s_data_ready,
    input  wire [63:0]          s_data_address,
    input  wire [15:0]          s_data_length,
    output wire                 m_data_axis_tvalid,
    input  wire                 m_data_axis_tready,
    output wire [DATA_BITS-1:0] m_data_axis_tdata,
    output wire                 m_data_axis_tlast,
    output wire [0:0]           m_data_axis_tuser,

    // AXI4 read address
    output wire                 m_axi_arvalid,
    input  wire                 m_axi_arready,
    output wire [3:0]           m_axi_arid,
    output wire [63:0]          m_axi_araddr,
    output wire [7:0]           m_axi_arlen,
    output wire [2:0]           m_axi_arsize,
    output wire [1:0]           m_axi_arburst,
    output wire                 m_axi_arlock,
    output wire [3:0]           m_axi_arcache,
    output wire [2:0]           m_axi_arprot,

    // AXI4 read data
    input  wire                 m_axi_rvalid,
    output wire                 m_axi_rready,
    input  wire [3:0]           m_axi_rid,
    input  wire [DATA_BITS-1:0] m_axi_rdata,
    input  wire [1:0]           m_axi_rresp,
    input  wire                 m_axi_rlast
);
    generate
        if (DATA_BITS != 64 && DATA_BITS != 128) begin : g_bad_parameter
            ERROR_fn_dma_read_DATA_BITS_must_be_64_or_128 u_error ();
        end
    endgenerate

    localparam CLIENTS = 3;

    // Channels as vectors: client 0 in the low bits.
    wire [CLIENTS-1:0]           request_valid, request_ready;
    wire [CLIENTS*64-1:0]        request_address;
    wire [CLIENTS*16-1:0]        request_length;
    wire [CLIENTS-1:0]           tvalid, tready, tlast, tuser;
    wire [CLIENTS*DATA_BITS-1:0] tdata;

    assign request_valid   = {s_data_valid, s_descriptor_valid, s_buffer_valid};
    assign request_address = {s_data_address, s_descriptor_address, s_buffer_address};
    assign request_length  = {s_data_length, s_descriptor_length, s_buffer_length};
    assign tready = {m_data_axis_tready, m_descriptor_axis_tready, m_buffer_axis_tready};

    assign {s_data_ready, s_descriptor_ready, s_buffer_ready} = request_ready;
    assign {m_data_axis_tvalid, m_descriptor_axis_tvalid, m_buffer_axis_tvalid} = tvalid;
    assign {m_data_axis_tlast, m_descriptor_axis_tlast, m_buffer_axis_tlast} = tlast;
    assign {m_data_axis_tuser, m_descriptor_axis_tuser, m_buffer_axis_tuser} = tuser;
    assign {m_data_axis_tdata, m_descriptor_axis_tdata, m_buffer_axis_tdata} = tdata;

    // ---- Bursts take turns: after a client the next higher one comes first ----
    reg         arvalid_q;
    reg  [1:0]  arid_q;  // also whose turn was the last
    reg  [63:0] araddr_q;
    reg  [4:0]  arlen_q;

    wire [CLIENTS-1:0]    want;
    wire [CLIENTS*64-1:0] address;
    wire [CLIENTS*5-1:0]  beats;

    reg  [1:0] chosen;
    wire       load  = !arvalid_q || m_axi_arready;
    wire       grant = load && want != 3'b000;

    always @* begin
        case (arid_q)
            2'd0:    chosen = want[1] ? 2'd1 : want[2] ? 2'd2 : 2'd0;
            2'd1:    chosen = want[2] ? 2'd2 : want[0] ? 2'd0 : 2'd1;
            default: chosen = want[0] ? 2'd0 : want[1] ? 2'd1 : 2'd2;
        endcase
    end

    always @(posedge clk) begin
        if (load) arvalid_q <= want != 3'b000;
        if (grant) begin
            arid_q   <= chosen;
            araddr_q <= chosen == 2'd0 ? address[0 +: 64] : chosen == 2'd1 ? address[64 +: 64]
                                                         : address[128 +: 64];
            arlen_q  <= chosen == 2'd0 ? beats[0 +: 5] : chosen == 2'd1 ? beats[5 +: 5]
                                                      : beats[10 +: 5];
        end
        if (rst) begin
            arvalid_q <= 1'b0;
            arid_q    <= 2'd2;
        end
    end

    // ---- Words from the bus ----
    reg [CLIENTS-1:0]   rvalid_q;  // whose
    reg [DATA_BITS-1:0] rdata_q;
    reg                 rerror_q;
    reg                 rlast_q;
    integer             i;

    always @(posedge clk) begin
        for (i = 0; i < CLIENTS; i = i + 1)
            rvalid_q[i] <= m_axi_rvalid && m_axi_rid == i[3:0];
        rdata_q  <= m_axi_rdata;
        rerror_q <= m_axi_rresp[1];
        rlast_q  <= m_axi_rlast;
        if (rst) rvalid_q <= {CLIENTS{1'b0}};
    end

    genvar c;
    generate
        for (c = 0; c < CLIENTS; c = c + 1) begin : g_client
            localparam [1:0] ID = c;

            fn_dma_read_client #(
                .DATA_BITS(DATA_BITS), .ROOM(c == 0 ? 2048 / DATA_BITS : 256)
            ) u_client (
                .clk(clk), .rst(rst),
                .s_request_valid(request_valid[c]), .s_request_ready(request_ready[c]),
                .s_request_address(request_address[64*c +: 64]),
                .s_request_length(request_length[16*c +: 16]),
                .m_burst_valid(want[c]), .m_burst_ready(load && chosen == ID),
                .m_burst_address(address[64*c +: 64]), .m_burst_beats(beats[5*c +: 5]),
                .s_word_valid(rvalid_q[c]), .s_word_data(rdata_q),
                .s_word_last(rlast_q), .s_word_error(rerror_q),
                .m_axis_tvalid(tvalid[c]), .m_axis_tready(tready[c]),
                .m_axis_tdata(tdata[DATA_BITS*c +: DATA_BITS]),
                .m_axis_tlast(tlast[c]), .m_axis_tuser(tuser[c]));
        end
    endgenerate

    wire unused_rresp = m_axi_rresp[0];  // SLVERR and DECERR have bit 1, OKAY has not

    assign m_axi_arvalid = arvalid_q;
    assign m_axi_arid    = {2'b00, arid_q};
    assign m_axi_araddr  = araddr_q;
    assign m_axi_arlen   = {3'b000, arlen_q};
    assign m_axi_arsize  = DATA_BITS == 128 ? 3'd4 : 3'd3;
    assign m_axi_arburst = 2'b01;    // INCR
    assign m_axi_arlock  = 1'b0;
    assign m_axi_arcache = 4'b0011;  // normal, non-cacheable, bufferable
    assign m_axi_arprot  = 3'b000;
    assign m_axi_rready  = 1'b1;

`ifdef FORMAL
    `include "fn_dma_read_properties.vh"
`endif
endmodule

`default_nettype wire
