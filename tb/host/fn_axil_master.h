// SPDX-License-Identifier: Apache-2.0
//
// fn_axil_master - an AXI4-Lite master that does one access at a time
//
// Start an access, then tick once per clock edge with what the slave drove before
// it, until busy is false.  Address and data of a write are offered together.

#ifndef FN_AXIL_MASTER_H
#define FN_AXIL_MASTER_H

#include <stdbool.h>
#include <stdint.h>

struct fn_axil_slave {
    bool     awready, wready, bvalid, arready, rvalid;
    uint8_t  bresp, rresp;
    uint32_t rdata;
};

struct fn_axil_master {
    // driven until the next edge
    bool     awvalid, wvalid, bready, arvalid, rready;
    uint16_t awaddr, araddr;
    uint32_t wdata;
    uint8_t  wstrb;

    bool     busy;
    uint8_t  response;  // of the last access
    uint32_t data;      // of the last read
};

void fn_axil_master_write(struct fn_axil_master *master, uint16_t address, uint32_t data);
void fn_axil_master_read(struct fn_axil_master *master, uint16_t address);
void fn_axil_master_tick(struct fn_axil_master *master, const struct fn_axil_slave *slave);

#endif
