// SPDX-License-Identifier: Apache-2.0
//
// fn_computer - host memory, AXI4-Lite and driver around a controller of any top level
//
// The owner steps its clocks and hands over pins; the driver's HAL calls step until its
// access is answered, so that a driver call looks instantaneous while packets move on.

#ifndef FN_COMPUTER_H
#define FN_COMPUTER_H

#include "fn_driver.h"
#include "host/fn_axi_memory.h"
#include "host/fn_axil_master.h"

enum {
    FN_COMPUTER_BUFFERS = 256, FN_COMPUTER_RING = 9,  // buffers; entries, as a logarithm
    FN_COMPUTER_SENDS = 6,                            // descriptors, as a logarithm
    FN_COMPUTER_FEW_BUFFERS = 48, FN_COMPUTER_SMALL_RING = 6, FN_COMPUTER_FEW_POLLS = 1000,
    FN_COMPUTER_SCRATCH = 1 << 20
};

struct fn_computer_config {
    unsigned seed;
    unsigned data_bytes;           // of the AXI4 bus
    bool     is_unkind;            // random latency, order and back-pressure
    bool     is_cramped;           // few buffers, a small completion ring, and no patience
    unsigned latency;              // of responses, cycles; 0: at once
    unsigned error_rate;           // in 65536ths of the bursts
    size_t   num_pages;            // of 4096 bytes, for whoever wants them
    uint16_t frame_maximum;
    uint8_t  mac[FN_MAC_BYTES];
    bool   (*step)(void *owner);   // one edge; false if it cannot go on
    uint64_t (*time_ns)(void *owner);
    void    *owner;
};

struct fn_computer {
    struct fn_computer_config config;
    struct fn_axi_memory      memory;
    struct fn_axil_master     axil;
    struct fn_hal             hal;
    struct fn_device          device;
    uint8_t                  *bytes;     // host memory
    uint8_t                  *buffers;   // the packet buffers in it
    uint8_t                  *scratch;   // free for the caller
    uint8_t                  *pages;
    uint16_t                  buffer_size;
    unsigned                  completion_ring;  // entries, as a logarithm; FN_COMPUTER_RING at most
    unsigned                  num_buffers;      // FN_COMPUTER_BUFFERS at most
    char                      fault[640];
};

// Memory only; the driver needs a controller that runs.  False and fault on an error.
bool fn_computer_open(struct fn_computer *computer, const struct fn_computer_config *config);

// Initialises the driver and posts all buffers; reception starts with fn_start().
bool fn_computer_boot(struct fn_computer *computer);

// Inverts bits of all bus addresses, from bit 24 on.  The driver must begin anew.
void fn_computer_move(struct fn_computer *computer, uint64_t bits);
void fn_computer_close(struct fn_computer *computer);

// Remembers the first fault only; always false.
bool fn_computer_fail(struct fn_computer *computer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// One edge of clk, with what the controller drove before it.
void fn_computer_tick(struct fn_computer *computer, const struct fn_axi_master *axi,
                      const struct fn_axil_slave *axil);

// From the pins of a top level's struct of outputs.
#define FN_COMPUTER_AXI(out)                                                               \
    { .awvalid = (out)->m_axi_awvalid, .wvalid = (out)->m_axi_wvalid,                      \
      .wlast = (out)->m_axi_wlast, .bready = (out)->m_axi_bready,                          \
      .arvalid = (out)->m_axi_arvalid, .rready = (out)->m_axi_rready,                      \
      .aw = { (out)->m_axi_awaddr, (out)->m_axi_awid, (out)->m_axi_awlen,                  \
              (out)->m_axi_awsize, (out)->m_axi_awburst },                                 \
      .ar = { (out)->m_axi_araddr, (out)->m_axi_arid, (out)->m_axi_arlen,                  \
              (out)->m_axi_arsize, (out)->m_axi_arburst },                                 \
      .wstrb = (out)->m_axi_wstrb }

#define FN_COMPUTER_AXIL(out)                                                              \
    { (out)->s_axil_awready, (out)->s_axil_wready, (out)->s_axil_bvalid,                   \
      (out)->s_axil_arready, (out)->s_axil_rvalid, (out)->s_axil_bresp,                    \
      (out)->s_axil_rresp, (out)->s_axil_rdata }

// To the pins of a top level's struct of inputs.
#define FN_COMPUTER_DRIVE(computer, in)                                                    \
    do {                                                                                   \
        const struct fn_axi_slave *const axi_ = &(computer)->memory.out;                   \
        const struct fn_axil_master *const axil_ = &(computer)->axil;                      \
        (in)->m_axi_awready = axi_->awready, (in)->m_axi_wready = axi_->wready;            \
        (in)->m_axi_bvalid = axi_->bvalid, (in)->m_axi_bid = axi_->bid;                    \
        (in)->m_axi_bresp = axi_->bresp, (in)->m_axi_arready = axi_->arready;              \
        (in)->m_axi_rvalid = axi_->rvalid, (in)->m_axi_rid = axi_->rid;                    \
        (in)->m_axi_rresp = axi_->rresp, (in)->m_axi_rlast = axi_->rlast;                  \
        memcpy((in)->m_axi_rdata, axi_->rdata, sizeof (in)->m_axi_rdata);                  \
        (in)->s_axil_awvalid = axil_->awvalid, (in)->s_axil_awaddr = axil_->awaddr;        \
        (in)->s_axil_wvalid = axil_->wvalid, (in)->s_axil_wdata = axil_->wdata;            \
        (in)->s_axil_wstrb = axil_->wstrb, (in)->s_axil_bready = axil_->bready;            \
        (in)->s_axil_arvalid = axil_->arvalid, (in)->s_axil_araddr = axil_->araddr;        \
        (in)->s_axil_rready = axil_->rready;                                               \
    } while (0)

#endif
