// SPDX-License-Identifier: Apache-2.0
//
// fn_strain_registers - AXI4-Lite as the standard allows it: fn_strain.h

#include "fn_registers.h"
#include "system/fn_strain.h"

enum { ACCESS_STEPS = 20000, POLLS = 20000, CROWD = 12, PATIENCE = 16, ALL_BYTES = 15 };

static bool step(struct fn_strain *strain)
{
    struct fn_computer *computer = strain->computer;

    return computer->fault[0] == '\0' && computer->config.step(computer->config.owner);
}

uint32_t fn_strain_access(struct fn_strain *strain, bool is_write, unsigned offset,
                          uint32_t value, unsigned strobe)
{
    struct fn_axil_master *axil = &strain->computer->axil;
    const unsigned late = fn_strain_below(strain, 4) ? 0 : 1 + fn_strain_below(strain, 8);
    const unsigned kind = late ? fn_strain_below(strain, 3) : 3;

    if (is_write)
        fn_axil_master_write(axil, (uint16_t)offset, value);
    else
        fn_axil_master_read(axil, (uint16_t)offset);
    axil->wstrb = (uint8_t)strobe;
    const bool takes_write = axil->bready, takes_read = axil->rready;
    if (kind == 0)
        axil->awvalid = false;
    if (kind == 1)
        axil->wvalid = false;
    axil->bready = takes_write && kind != 2;
    axil->rready = takes_read && kind != 2;
    for (unsigned steps = 0; axil->busy; steps++) {
        if (steps == late && kind == 0)
            axil->awvalid = is_write;
        if (steps == late && kind == 1)
            axil->wvalid = is_write;
        if (steps == PATIENCE && kind == 2) {
            axil->bready = takes_write;
            axil->rready = takes_read;
        }
        if (steps == ACCESS_STEPS)
            fn_computer_fail(strain->computer, "strain: no answer at 0x%03x", offset);
        if (!step(strain))
            *axil = (struct fn_axil_master){ 0 };
    }
    strain->num_errors += axil->response != 0;
    return axil->data;
}

void fn_strain_write(struct fn_strain *strain, unsigned offset, uint32_t value)
{
    fn_strain_access(strain, true, offset, value, ALL_BYTES);
}

uint32_t fn_strain_read(struct fn_strain *strain, unsigned offset)
{
    return fn_strain_access(strain, false, offset, 0, ALL_BYTES);
}

// What waits for room in the completion ring gets it.
void fn_strain_await(struct fn_strain *strain, unsigned offset, uint32_t mask)
{
    for (unsigned poll = 0; fn_strain_read(strain, offset) & mask; poll++) {
        if (poll == POLLS)
            fn_computer_fail(strain->computer, "strain: 0x%03x does not become 0", offset);
        if (strain->computer->fault[0] != '\0')
            return;
        if (strain->control & FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK)
            fn_strain_write(strain, FN_REG_COMPLETION_RING_CONSUMER,
                            fn_strain_read(strain, FN_REG_COMPLETION_RING_PRODUCER));
    }
}

void fn_strain_crowd(struct fn_strain *strain)
{
    struct fn_axil_master *axil = &strain->computer->axil;
    const bool is_write = fn_strain_below(strain, 2);
    unsigned offered = 0, steps = 0;

    while (offered < CROWD && steps < PATIENCE) {
        if (is_write)
            fn_axil_master_write(axil, FN_REG_SCRATCH, (uint32_t)strain->random);
        else
            fn_axil_master_read(axil, (uint16_t)(4 * fn_strain_below(strain, 128)));
        axil->bready = axil->rready = false;
        offered++;
        for (steps = 0; steps < PATIENCE && (axil->awvalid || axil->wvalid || axil->arvalid);
             steps++)
            if (!step(strain))
                return;
    }
    strain->num_crowded += steps == PATIENCE;
    for (unsigned answer = 0; answer < offered; answer++) {
        axil->busy = true;
        axil->bready = is_write;
        axil->rready = !is_write;
        while (axil->busy)
            if (!step(strain))
                return;
    }
}
