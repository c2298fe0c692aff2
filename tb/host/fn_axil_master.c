// SPDX-License-Identifier: Apache-2.0
//
// fn_axil_master - see fn_axil_master.h

#include "host/fn_axil_master.h"

void fn_axil_master_write(struct fn_axil_master *master, uint16_t address, uint32_t data)
{
    master->awaddr = address;
    master->wdata = data;
    master->wstrb = 0xf;
    master->awvalid = master->wvalid = master->bready = master->busy = true;
}

void fn_axil_master_read(struct fn_axil_master *master, uint16_t address)
{
    master->araddr = address;
    master->arvalid = master->rready = master->busy = true;
}

void fn_axil_master_tick(struct fn_axil_master *master, const struct fn_axil_slave *slave)
{
    if (!master->busy)
        return;
    if (slave->awready)
        master->awvalid = false;
    if (slave->wready)
        master->wvalid = false;
    if (slave->arready)
        master->arvalid = false;
    if (master->bready && slave->bvalid) {
        master->response = slave->bresp;
        master->bready = master->busy = false;
    }
    if (master->rready && slave->rvalid) {
        master->response = slave->rresp;
        master->data = slave->rdata;
        master->rready = master->busy = false;
    }
}
