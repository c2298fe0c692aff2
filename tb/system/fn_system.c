// SPDX-License-Identifier: Apache-2.0
//
// fn_system - see fn_system.h

#include "system/fn_system.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RESET_PICOSECONDS = 200000, ACCESS_CYCLES = 20000, PICOSECONDS_PER_NANOSECOND = 1000 };

static const uint64_t memory_base = (uint64_t)FN_SYSTEM_BASE_HIGH << 32;

static bool fail(struct fn_system *system, const char *format, ...)
{
    va_list arguments;
    if (system->fault[0] != '\0')
        return false;
    va_start(arguments, format);
    vsnprintf(system->fault, sizeof system->fault, format, arguments);
    va_end(arguments);
    return false;
}

// ---- One step ----

static void drive(struct fn_system *system)
{
    const struct fn_axi_slave *axi = &system->memory.out;
    const struct fn_axil_master *axil = &system->axil;
    struct flownic_in *in = &system->in;

    in->m_axi_awready = axi->awready, in->m_axi_wready = axi->wready;
    in->m_axi_bvalid = axi->bvalid, in->m_axi_bid = axi->bid, in->m_axi_bresp = axi->bresp;
    in->m_axi_arready = axi->arready, in->m_axi_rvalid = axi->rvalid, in->m_axi_rid = axi->rid;
    in->m_axi_rresp = axi->rresp, in->m_axi_rlast = axi->rlast;
    memcpy(in->m_axi_rdata, axi->rdata, sizeof in->m_axi_rdata);
    in->s_axil_awvalid = axil->awvalid, in->s_axil_awaddr = axil->awaddr;
    in->s_axil_wvalid = axil->wvalid, in->s_axil_wdata = axil->wdata;
    in->s_axil_wstrb = axil->wstrb, in->s_axil_bready = axil->bready;
    in->s_axil_arvalid = axil->arvalid, in->s_axil_araddr = axil->araddr;
    in->s_axil_rready = axil->rready;
}

// What the agents of clk saw before the edge.
static void tick_host(struct fn_system *system, const struct flownic_out *out)
{
    struct fn_axi_master master = {
        .awvalid = out->m_axi_awvalid, .wvalid = out->m_axi_wvalid, .wlast = out->m_axi_wlast,
        .bready = out->m_axi_bready, .arvalid = out->m_axi_arvalid, .rready = out->m_axi_rready,
        .aw = { out->m_axi_awaddr, out->m_axi_awid, out->m_axi_awlen, out->m_axi_awsize,
                out->m_axi_awburst },
        .ar = { out->m_axi_araddr, out->m_axi_arid, out->m_axi_arlen, out->m_axi_arsize,
                out->m_axi_arburst },
        .wstrb = out->m_axi_wstrb
    };
    const struct fn_axil_slave slave = {
        out->s_axil_awready, out->s_axil_wready, out->s_axil_bvalid, out->s_axil_arready,
        out->s_axil_rvalid, out->s_axil_bresp, out->s_axil_rresp, out->s_axil_rdata
    };
    memcpy(master.wdata, out->m_axi_wdata, sizeof master.wdata);
    fn_axi_memory_tick(&system->memory, &master);
    fn_axil_master_tick(&system->axil, &slave);
    if (system->memory.fault != NULL)
        fail(system, "cycle %llu: AXI4: %s", (unsigned long long)system->engine.cycles,
             system->memory.fault);
}

static void tick_wire(struct fn_system *system, const struct flownic_out *out, unsigned edges)
{
    const struct fn_system_config *config = &system->config;

    if (edges & FLOWNIC_GMII_RX_CLK) {
        if (config->feed != NULL && fn_gmii_source_is_idle(&system->source))
            config->feed(config->context, &system->source, system->engine.time);
        fn_gmii_source_tick(&system->source);
        system->in.gmii_rxd = system->source.rxd;
        system->in.gmii_rx_dv = system->source.rx_dv;
        system->in.gmii_rx_er = system->source.rx_er;
    }
    if (edges & FLOWNIC_GMII_TX_CLK) {
        fn_gmii_sink_tick(&system->sink, out->gmii_txd, out->gmii_tx_en, out->gmii_tx_er);
        if (system->sink.is_new && config->sent != NULL)
            config->sent(config->context, &system->sink, system->engine.time);
    }
}

bool fn_system_step(struct fn_system *system)
{
    const unsigned edges = engine_edges(&system->engine);
    const struct flownic_out before = system->out;
    const bool is_reset = system->engine.time < system->reset_until;

    if (!engine_step(&system->engine, &system->in, &system->out, sizeof system->out))
        return fail(system, "model and RTL differ: %s", system->engine.difference);
    if (!is_reset) {
        if (edges & FLOWNIC_CLK)
            tick_host(system, &before);
        tick_wire(system, &before, edges);
    }
    drive(system);
    if (edges & FLOWNIC_CLK) {
        if (system->in.rst && !is_reset)
            system->released = system->engine.cycles;
        system->in.rst = is_reset;
    }
    if (edges & FLOWNIC_GMII_RX_CLK)
        system->in.gmii_rx_rst = is_reset;
    if (edges & FLOWNIC_GMII_TX_CLK)
        system->in.gmii_tx_rst = is_reset;
    return system->fault[0] == '\0';
}

// ---- HAL ----

static void finish_access(struct fn_system *system, const char *what, uint32_t offset)
{
    const uint64_t start = system->engine.cycles;
    while (system->axil.busy && fn_system_step(system))
        if (system->engine.cycles - start > ACCESS_CYCLES) {
            fail(system, "AXI4-Lite: no answer to a %s at 0x%03x", what, (unsigned)offset);
            system->axil = (struct fn_axil_master){ 0 };
        }
    if (system->axil.response != 0)
        fail(system, "AXI4-Lite: SLVERR to a %s at 0x%03x", what, (unsigned)offset);
}

static uint32_t hal_read32(void *context, uint32_t offset)
{
    struct fn_system *system = context;
    fn_axil_master_read(&system->axil, (uint16_t)offset);
    drive(system);
    finish_access(system, "read", offset);
    return system->axil.data;
}

static void hal_write32(void *context, uint32_t offset, uint32_t value)
{
    struct fn_system *system = context;
    fn_axil_master_write(&system->axil, (uint16_t)offset, value);
    drive(system);
    finish_access(system, "write", offset);
}

static void hal_barrier(void *context) { (void)context; }

static uint64_t hal_bus_address(void *context, const volatile void *pointer)
{
    const struct fn_system *system = context;
    return memory_base + (uint64_t)((const volatile uint8_t *)pointer - system->bytes);
}

// Time passes for whoever waits.
static uint64_t hal_time_ns(void *context)
{
    struct fn_system *system = context;
    fn_system_step(system);
    return system->engine.time / PICOSECONDS_PER_NANOSECOND;
}

// ---- Opening ----

static void tick_twin(void *twin, const void *inputs, unsigned edges)
{
    flownic_tick(twin, inputs, edges);
}

static bool open_engine(struct fn_system *system)
{
    const struct engine_top top = {
        .inputs = flownic_inputs, .outputs = flownic_outputs,
        .clock_names = { "clk", "gmii_rx_clk", "gmii_tx_clk" },
        .periods = { FN_SYSTEM_CLK, FN_SYSTEM_GMII_CLK, FN_SYSTEM_GMII_CLK },
        .twin = &system->twin, .twin_outputs = &system->twin.out,
        .tick = tick_twin
    };
    flownic_reset(&system->twin, FN_SYSTEM_ENTRIES, FN_SYSTEM_DATA_BITS);
    const char *fault = engine_open(&system->engine, system->config.engine, &top,
                                    system->config.seed);
    return fault == NULL || fail(system, "%s", fault);
}

static bool open_driver(struct fn_system *system)
{
    const size_t records = (size_t)FN_COMPLETION_BYTES << FN_SYSTEM_RING;
    const size_t sends = (size_t)FN_DESCRIPTOR_BYTES << FN_SYSTEM_SENDS;
    struct fn_config config = {
        .hal = &system->hal,
        .completion_ring = system->bytes, .completion_ring_size = FN_SYSTEM_RING,
        .transmit_ring = system->bytes + records, .transmit_ring_size = FN_SYSTEM_SENDS,
        .buffer_ring = system->bytes + records + sends, .buffer_ring_size = FN_SYSTEM_RING,
        .buffers = system->buffers, .buffer_size = system->buffer_size,
        .buffers_bytes = (size_t)system->buffer_size * FN_SYSTEM_BUFFERS,
        .buffer_low_water = FN_SYSTEM_BUFFERS / 8, .split_offset = 256,
        .frame_maximum = system->config.frame_maximum
    };
    memcpy(config.mac, system->config.mac, sizeof config.mac);
    enum fn_status status = fn_init(&system->device, &config);
    for (unsigned b = 0; b < FN_SYSTEM_BUFFERS && status == FN_OK; b++) {
        void *const buffer = system->buffers + (size_t)b * system->buffer_size;
        status = fn_post_buffers(&system->device, &buffer, 1);
    }
    return status == FN_OK || fail(system, "driver: %s", fn_status_text(status));
}

static bool open_memory(struct fn_system *system)
{
    const size_t rings = 1 << 17;
    struct fn_axi_memory *memory = &system->memory;

    system->buffer_size = (uint16_t)((system->config.frame_maximum + 256 + 63) / 64 * 64);
    system->num_bytes = rings + (size_t)system->buffer_size * FN_SYSTEM_BUFFERS
                      + FN_SYSTEM_SCRATCH;
    system->bytes = aligned_alloc(4096, (system->num_bytes + 4095) / 4096 * 4096);
    if (system->bytes == NULL)
        return fail(system, "no memory");
    memset(system->bytes, 0, system->num_bytes);
    system->buffers = system->bytes + rings;
    system->scratch = system->buffers + (size_t)system->buffer_size * FN_SYSTEM_BUFFERS;
    fn_axi_memory_open(memory, FN_SYSTEM_DATA_BITS / 8, system->config.seed);
    fn_axi_memory_add(memory, memory_base, system->num_bytes, system->bytes);
    if (system->config.is_unkind) {
        memory->aw_rate = memory->w_rate = memory->ar_rate = 200;
        memory->b_rate = memory->r_rate = 200;
        memory->max_latency = 60;
        memory->reorder = memory->interleave = true;
    }
    memory->error_rate = system->config.error_rate;
    return true;
}

bool fn_system_open(struct fn_system *system, const struct fn_system_config *config)
{
    memset(system, 0, sizeof *system);
    system->config = *config;
    system->reset_until = RESET_PICOSECONDS;
    system->hal = (struct fn_hal){
        system, hal_read32, hal_write32, hal_barrier, hal_bus_address, hal_time_ns
    };
    fn_gmii_source_open(&system->source);
    fn_gmii_sink_open(&system->sink);
    system->in.rst = system->in.gmii_rx_rst = system->in.gmii_tx_rst = true;
    if (!open_memory(system) || !open_engine(system))
        return false;
    while (system->engine.time < 2 * system->reset_until)
        if (!fn_system_step(system))
            return false;
    return open_driver(system);
}

void fn_system_close(struct fn_system *system)
{
    engine_close(&system->engine);
    free(system->bytes);
}
