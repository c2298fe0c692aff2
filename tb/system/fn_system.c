// SPDX-License-Identifier: Apache-2.0
//
// fn_system - see fn_system.h

#include "system/fn_system.h"

#include <string.h>

enum { RESET_PICOSECONDS = 200000, PICOSECONDS_PER_NANOSECOND = 1000 };

// ---- One step ----

static void tick_host(struct fn_system *system, const struct flownic_out *before)
{
    struct fn_axi_master axi = FN_COMPUTER_AXI(before);
    const struct fn_axil_slave axil = FN_COMPUTER_AXIL(before);

    memcpy(axi.wdata, before->m_axi_wdata, sizeof axi.wdata);
    fn_computer_tick(&system->computer, &axi, &axil);
}

static void tick_wire(struct fn_system *system, const struct flownic_out *before, unsigned edges)
{
    const uint64_t time = system->engine.clocks.time;

    if (edges & FLOWNIC_GMII_RX_CLK) {
        if (system->feed != NULL && fn_gmii_source_is_idle(&system->source))
            system->feed(system->context, &system->source, time);
        fn_gmii_source_tick(&system->source);
        system->in.gmii_rxd = system->source.rxd;
        system->in.gmii_rx_dv = system->source.rx_dv;
        system->in.gmii_rx_er = system->source.rx_er;
    }
    if (edges & FLOWNIC_GMII_TX_CLK) {
        fn_gmii_sink_tick(&system->sink, before->gmii_txd, before->gmii_tx_en,
                          before->gmii_tx_er);
        if (system->sink.is_new && system->sent != NULL)
            system->sent(system->context, &system->sink, time);
    }
}

static void drive_resets(struct fn_system *system, unsigned edges, bool is_reset)
{
    if (edges & FLOWNIC_CLK) {
        if (system->in.rst && !is_reset)
            system->released = system->engine.cycles;
        system->in.rst = is_reset;
    }
    if (edges & FLOWNIC_GMII_RX_CLK)
        system->in.gmii_rx_rst = is_reset;
    if (edges & FLOWNIC_GMII_TX_CLK)
        system->in.gmii_tx_rst = is_reset;
}

bool fn_system_step(struct fn_system *system)
{
    const unsigned edges = engine_edges(&system->engine);
    const struct flownic_out before = system->out;
    const bool is_reset = system->engine.clocks.time < system->reset_until;

    if (edges & FLOWNIC_CLK)
        FN_COMPUTER_DRIVE(&system->computer, &system->in);
    if (!engine_step(&system->engine, &system->in, &system->out, sizeof system->out))
        return fn_computer_fail(&system->computer, "model and RTL differ: %s%s",
                                system->engine.difference,
                                system->engine.difference[0] == '\0' ? "inside" : "");
    if (!is_reset) {
        if (edges & FLOWNIC_CLK)
            tick_host(system, &before);
        if (edges & FLOWNIC_CLK && system->ticked != NULL)
            system->ticked(system->context);
        tick_wire(system, &before, edges);
    }
    drive_resets(system, edges, is_reset);
    return system->computer.fault[0] == '\0';
}

// ---- Opening ----

static bool step_owner(void *owner) { return fn_system_step(owner); }

static uint64_t time_of_owner(void *owner)
{
    return ((struct fn_system *)owner)->engine.clocks.time / PICOSECONDS_PER_NANOSECOND;
}

static void tick_twin(void *twin, const void *inputs, unsigned edges)
{
    flownic_tick(twin, inputs, edges);
}

static bool open_engine(struct fn_system *system, const struct fn_system_config *config)
{
    const struct engine_top top = {
        .inputs = flownic_inputs, .outputs = flownic_outputs,
        .clock_names = { "clk", "gmii_rx_clk", "gmii_tx_clk" },
        .periods = { FN_SYSTEM_CLK, FN_SYSTEM_GMII_CLK, FN_SYSTEM_GMII_CLK },
        .twin = &system->twin, .twin_outputs = &system->twin.out, .tick = tick_twin
    };
    flownic_reset(&system->twin, FN_SYSTEM_ENTRIES, FN_SYSTEM_DATA_BITS,
                  FN_SYSTEM_FLOWS);
    const char *fault = engine_open(&system->engine, config->engine, &top, config->seed);
    if (fault == NULL && config->inspection != NULL)
        fault = engine_inspect(&system->engine, config->inspection);
    if (fault == NULL && config->arguments != NULL)
        fault = engine_begin_test(&system->engine, config->arguments);
    if (fault != NULL)
        return fn_computer_fail(&system->computer, "%s", fault);
    return config->vectors == NULL
        || engine_write_vectors(&system->engine, config->vectors, "flownic", config->seed)
        || fn_computer_fail(&system->computer, "%s: vectors need lockstep and a file that can be "
                            "written", config->vectors);
}

bool fn_system_open(struct fn_system *system, const struct fn_system_config *config)
{
    const struct fn_computer_config computer = {
        .seed = config->seed, .data_bytes = FN_SYSTEM_DATA_BITS / 8,
        .is_unkind = config->is_unkind, .is_cramped = config->is_cramped,
        .error_rate = config->error_rate, .num_pages = config->num_pages,
        .frame_maximum = config->frame_maximum,
        .mac = { config->mac[0], config->mac[1], config->mac[2], config->mac[3],
                 config->mac[4], config->mac[5] },
        .step = step_owner, .time_ns = time_of_owner, .owner = system
    };

    memset(system, 0, sizeof *system);
    system->reset_until = RESET_PICOSECONDS;
    system->in.rst = system->in.gmii_rx_rst = system->in.gmii_tx_rst = true;
    fn_gmii_source_open(&system->source);
    fn_gmii_sink_open(&system->sink);
    if (!fn_computer_open(&system->computer, &computer) || !open_engine(system, config))
        return false;
    while (system->engine.clocks.time < 2 * system->reset_until)
        if (!fn_system_step(system))
            return false;
    return fn_computer_boot(&system->computer);
}

void fn_system_close(struct fn_system *system)
{
    if (!engine_close(&system->engine))
        fn_computer_fail(&system->computer, "vectors or coverage cannot be written");
    fn_computer_close(&system->computer);
}
