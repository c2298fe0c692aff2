// SPDX-License-Identifier: Apache-2.0
//
// fn_registers_bus - the AXI4-Lite side of fn_registers
//
// A write starts (m_write_valid, one cycle) one cycle after its address and its data
// are both there, in any order; a read one cycle after its address.  The registers
// answer every start, in order, a few cycles later (s_write_done, s_read_done, one
// cycle), and cannot be refused: of each kind at most 8 are started and not yet
// answered at bvalid or rvalid.  One write and one read per cycle.

`default_nettype none

module fn_registers_bus (
    input  wire        clk,
    input  wire        rst,

    // s_axil: AXI4-Lite
    input  wire [15:0] s_axil_awaddr,
    input  wire        s_axil_awvalid,
    output wire        s_axil_awready,
    input  wire [31:0] s_axil_wdata,
    input  wire [3:0]  s_axil_wstrb,
    input  wire        s_axil_wvalid,
    output wire        s_axil_wready,
    output wire [1:0]  s_axil_bresp,
    output wire        s_axil_bvalid,
    input  wire        s_axil_bready,
    input  wire [15:0] s_axil_araddr,
    input  wire        s_axil_arvalid,
    output wire        s_axil_arready,
    output wire [31:0] s_axil_rdata,
    output wire [1:0]  s_axil_rresp,
    output wire        s_axil_rvalid,
    input  wire        s_axil_rready,

    // write: one word, and how it went
    output wire        m_write_valid,
    output wire [15:0] m_write_address,
    output wire [31:0] m_write_data,
    output wire [3:0]  m_write_strobe,
    input  wire        s_write_done,
    input  wire        s_write_error,

    // read: one word
    output wire        m_read_valid,
    output wire [15:0] m_read_address,
    input  wire        s_read_done,
    input  wire [31:0] s_read_data,
    input  wire        s_read_error
);
    wire        aw_valid, w_valid, ar_valid;
    wire [15:0] aw_address, ar_address;
    wire [31:0] w_data;
    wire [3:0]  w_strobe;
    wire        write_error, read_error;

    reg  [3:0]  writes_q;  // started and not yet answered
    reg  [3:0]  reads_q;
    reg         write_valid_q, read_valid_q;
    reg  [15:0] write_address_q, read_address_q;
    reg  [31:0] write_data_q;
    reg  [3:0]  write_strobe_q;

    wire write = aw_valid && w_valid && !writes_q[3];
    wire read  = ar_valid && !reads_q[3];

    always @(posedge clk) begin
        writes_q        <= writes_q + {3'd0, write}
                           - {3'd0, s_axil_bvalid && s_axil_bready};
        reads_q         <= reads_q + {3'd0, read}
                           - {3'd0, s_axil_rvalid && s_axil_rready};
        write_valid_q   <= write;
        write_address_q <= aw_address;
        write_data_q    <= w_data;
        write_strobe_q  <= w_strobe;
        read_valid_q    <= read;
        read_address_q  <= ar_address;
        if (rst) begin
            writes_q      <= 4'd0;
            reads_q       <= 4'd0;
            write_valid_q <= 1'b0;
            read_valid_q  <= 1'b0;
        end
    end

    fn_skid_buffer #(.WIDTH(16)) u_aw (
        .clk(clk), .rst(rst),
        .s_valid(s_axil_awvalid), .s_ready(s_axil_awready), .s_data(s_axil_awaddr),
        .m_valid(aw_valid), .m_ready(write), .m_data(aw_address)
    );

    fn_skid_buffer #(.WIDTH(36)) u_w (
        .clk(clk), .rst(rst),
        .s_valid(s_axil_wvalid), .s_ready(s_axil_wready), .s_data({s_axil_wstrb, s_axil_wdata}),
        .m_valid(w_valid), .m_ready(write), .m_data({w_strobe, w_data})
    );

    fn_skid_buffer #(.WIDTH(16)) u_ar (
        .clk(clk), .rst(rst),
        .s_valid(s_axil_arvalid), .s_ready(s_axil_arready), .s_data(s_axil_araddr),
        .m_valid(ar_valid), .m_ready(read), .m_data(ar_address)
    );

    // Answers.
    /* verilator lint_off PINCONNECTEMPTY */  // of 8 started ones all find room here
    fn_fifo #(.WIDTH(1), .DEPTH(8)) u_b (
        .clk(clk), .rst(rst),
        .s_valid(s_write_done), .s_ready(), .s_data(s_write_error),
        .m_valid(s_axil_bvalid), .m_ready(s_axil_bready), .m_data(write_error)
    );

    fn_fifo #(.WIDTH(33), .DEPTH(8)) u_r (
        .clk(clk), .rst(rst),
        .s_valid(s_read_done), .s_ready(), .s_data({s_read_error, s_read_data}),
        .m_valid(s_axil_rvalid), .m_ready(s_axil_rready), .m_data({read_error, s_axil_rdata})
    );
    /* verilator lint_on PINCONNECTEMPTY */

    assign s_axil_bresp    = {write_error, 1'b0};  // OKAY or SLVERR
    assign s_axil_rresp    = {read_error, 1'b0};
    assign m_write_valid   = write_valid_q;
    assign m_write_address = write_address_q;
    assign m_write_data    = write_data_q;
    assign m_write_strobe  = write_strobe_q;
    assign m_read_valid    = read_valid_q;
    assign m_read_address  = read_address_q;

endmodule

`default_nettype wire
