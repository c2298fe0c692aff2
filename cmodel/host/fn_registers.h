// SPDX-License-Identifier: Apache-2.0
//
// fn_registers - twin of rtl/host/fn_registers.v, which states the contract
//
// fn_registers_table.h, generated from the same source, gives ports and registers.

#ifndef FN_REGISTERS_TWIN_H
#define FN_REGISTERS_TWIN_H

#include <stdbool.h>

#include "common/fn_record.h"
#include "host/fn_registers_table.h"

enum { FN_REGISTERS_OKAY = 0, FN_REGISTERS_SLVERR = 2, FN_REGISTERS_UNDER_WAY = 8 };

#define FN_REGISTERS_NUMBER(name, ...) FN_REGISTERS_##name,
enum fn_registers_name {
    FN_REGISTERS(FN_REGISTERS_NUMBER) FN_REGISTERS_NONE, FN_REGISTERS_ALL
};

#define FN_REGISTERS_MEMBER(port, name, lsb, bits, type) type port;

struct fn_registers_in {
    bool     rst;
    uint16_t s_axil_awaddr;
    uint8_t  s_axil_awprot;
    bool     s_axil_awvalid;
    uint32_t s_axil_wdata;
    uint8_t  s_axil_wstrb;
    bool     s_axil_wvalid;
    bool     s_axil_bready;
    uint16_t s_axil_araddr;
    uint8_t  s_axil_arprot;
    bool     s_axil_arvalid;
    bool     s_axil_rready;
    FN_REGISTERS_STATUS(FN_REGISTERS_MEMBER)
    FN_REGISTERS_ENDS(FN_REGISTERS_MEMBER)
};

struct fn_registers_out {
    bool     s_axil_awready;
    bool     s_axil_wready;
    uint8_t  s_axil_bresp;
    bool     s_axil_bvalid;
    bool     s_axil_arready;
    uint32_t s_axil_rdata;
    uint8_t  s_axil_rresp;
    bool     s_axil_rvalid;
    FN_REGISTERS_VALUES(FN_REGISTERS_MEMBER)
    FN_REGISTERS_CLEARS(FN_REGISTERS_MEMBER)
};

// Addresses and data as they were taken, counted for ever.
struct fn_registers_queue {
    struct { uint32_t word; uint8_t strobe; } item[2];
    unsigned taken, given;
};

// What was started: done to the registers at one cycle, answered from another one on.
struct fn_registers_access {
    uint64_t               start;
    enum fn_registers_name name;  // NONE: no register
    uint8_t                strobe, response;
    uint32_t               data;
};

struct fn_registers_flight {
    struct fn_registers_access access[FN_REGISTERS_UNDER_WAY];
    unsigned started, done, answered;  // counted for ever
};

struct fn_registers {
    struct fn_registers_out    out;
    uint32_t                   value[FN_REGISTERS_NONE];
    uint64_t                   cycle;
    struct fn_registers_queue  aw, w, ar;
    struct fn_registers_flight writes, reads;
};

extern const struct fn_port fn_registers_inputs[], fn_registers_outputs[];

void fn_registers_reset(struct fn_registers *registers);
void fn_registers_tick(struct fn_registers *registers, const struct fn_registers_in *in);

#endif
