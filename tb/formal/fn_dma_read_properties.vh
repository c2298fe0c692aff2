// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read_properties - included by rtl/host/fn_dma_read.v
//
// Rules of an AXI4 master that reads.  The bus may answer each id's bursts in order, ids
// in any order and interleaved, from the cycle after its address was taken on.  Nobody starves:
// a client that wants the bus sees at most a burst of each of the others before its own.

localparam LINE = 2048 / DATA_BITS;  // words of 256 bytes

reg        started = 1'b0;
reg        refused;
reg [76:0] offered;
reg [9:0]  owed   [0:CLIENTS-1];  // words asked for on the bus, not yet given
reg [9:0]  bursts [0:CLIENTS-1];  // bursts of which words are owed
reg [2:0]  overtaken [0:CLIENTS-1];  // bursts of others since it wants the bus
integer    f, g;

wire [76:0] offer = {m_axi_arid, m_axi_araddr, m_axi_arlen, m_axi_arlock};
wire        asked = m_axi_arvalid && m_axi_arready;

// The same from the grant of a client's burst to its words at the client.
reg [9:0]  client_owed   [0:CLIENTS-1];
reg [9:0]  client_bursts [0:CLIENTS-1];
reg [2:0]  granted;  // in the cycle before
wire [2:0] grants = {load && want[2] && chosen == 2'd2, load && want[1] && chosen == 2'd1,
                     load && want[0] && chosen == 2'd0};

always @(posedge clk) begin
    started <= 1'b1;
    refused <= m_axi_arvalid && !m_axi_arready && !rst;
    offered <= offer;
    granted <= rst ? 3'd0 : grants;
    for (f = 0; f < CLIENTS; f = f + 1) begin
        client_owed[f]   <= rst ? 10'd0 : client_owed[f]
                          + (grants[f] ? beats[5*f +: 5] + 1 : 0) - rvalid_q[f];
        overtaken[f]     <= rst || !want[f] || grants[f] ? 3'd0 : overtaken[f] + grant;
        client_bursts[f] <= rst ? 10'd0 : client_bursts[f]
                          + grants[f] - (rvalid_q[f] && rlast_q);
        owed[f]   <= rst ? 10'd0 : owed[f]
                   + (asked && m_axi_arid == f ? m_axi_arlen + 1 : 0)
                   - (m_axi_rvalid && m_axi_rid == f);
        bursts[f] <= rst ? 10'd0 : bursts[f]
                   + (asked && m_axi_arid == f)
                   - (m_axi_rvalid && m_axi_rid == f && m_axi_rlast);
    end
end

always @* begin
    if (!started) assume (rst);

    // the bus gives what was asked for
    if (m_axi_rvalid) begin
        assume (m_axi_rid < CLIENTS);
        for (g = 0; g < CLIENTS; g = g + 1)
            if (m_axi_rid == g) begin
                assume (owed[g] != 0);
                assume (m_axi_rlast ? bursts[g] != 0 : owed[g] > bursts[g]);
            end
    end

    // what is proved of fn_dma_read_client
    for (g = 0; g < CLIENTS; g = g + 1)
        if (want[g]) begin
            assume (address[64*g +: $clog2(DATA_BITS/8)] == 0);
            assume (address[64*g + $clog2(DATA_BITS/8) +: $clog2(LINE)] + beats[5*g +: 5] < LINE);
            assume (client_owed[g] + beats[5*g +: 5] + 1 <= (g == 0 ? LINE : 256));
        end

    if (started) begin
        assert (m_axi_rready);
        if (refused) assert (m_axi_arvalid && offer == offered);
        assert (arid_q < CLIENTS);
        if (m_axi_arvalid) begin
            assert (m_axi_arsize == $clog2(DATA_BITS / 8));
            assert (m_axi_arburst == 2'b01);
            assert (m_axi_araddr[$clog2(DATA_BITS/8)-1:0] == 0);
            assert (m_axi_araddr[7:$clog2(DATA_BITS/8)] + m_axi_arlen < LINE);
        end

        // asked for: in the address register, on the bus, in the data register
        for (g = 0; g < CLIENTS; g = g + 1) begin
            assert (client_owed[g] == owed[g]
                    + (arvalid_q && arid_q == g ? m_axi_arlen + 1 : 0)
                    + rvalid_q[g]);
            assert (client_bursts[g] == bursts[g] + (arvalid_q && arid_q == g)
                    + (rvalid_q[g] && rlast_q));
            assert (client_owed[g] <= (g == 0 ? LINE : 256));
            if (rvalid_q[g]) begin  // what is assumed there
                assert (client_owed[g] != 0);
                assert (!rlast_q || client_bursts[g] > granted[g]);
                assert (rlast_q || client_owed[g] > client_bursts[g]);
            end
            assert (bursts[g] <= owed[g]);
            assert (owed[g] <= (g == 0 ? LINE : 256));
            assert (overtaken[g] + (g + CLIENTS - 1 - arid_q) % CLIENTS < CLIENTS);
            if (want[g] && load) assert (grant);
            if (granted[g]) assert (arvalid_q && arid_q == g);
        end
        assert ((rvalid_q & (rvalid_q - 1'b1)) == 0);
        cover (owed[1] == 40 && bursts[2] == 2);
    end
end
