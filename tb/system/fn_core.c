// SPDX-License-Identifier: Apache-2.0
//
// fn_core - see fn_core.h

#include "system/fn_core.h"

#include <string.h>

enum { RESET_CYCLES = 32, CLK_PERIOD = 6400, BEAT = 8, PICOSECONDS_PER_NANOSECOND = 1000 };

// ---- Packets in ----

static void show_beat(struct fn_core *core)
{
    struct flownic_core_in *in = &core->in;
    const size_t rest = core->packet.length - core->at;
    const size_t bytes = rest < BEAT ? rest : BEAT;

    in->s_axis_tvalid = true;
    in->s_axis_tdata = 0;
    for (size_t b = 0; b < bytes; b++)
        in->s_axis_tdata |= (uint64_t)core->packet.bytes[core->at + b] << 8 * b;
    in->s_axis_tkeep = (uint8_t)((1u << bytes) - 1);
    in->s_axis_tlast = rest <= BEAT;
    memset(&in->s_axis_tuser, 0, sizeof in->s_axis_tuser);
    if (in->s_axis_tlast)
        in->s_axis_tuser = (struct fn_packet_status){
            .reason = core->packet.reason, .ip_checksum = core->packet.checksums & 3,
            .l4_checksum = core->packet.checksums >> 2 & 3
        };
}

// After an edge before which ready was as given: what to offer next.
static void feed(struct fn_core *core, bool ready)
{
    if (core->is_offered && !ready)
        return;
    if (core->is_offered) {
        if (core->at == 0)
            core->first_beat = core->engine.cycles;
        core->last_beat = core->engine.cycles;
        core->at += BEAT;
        core->is_offered = core->at < core->packet.length;
    }
    if (!core->is_offered && core->next != NULL && core->next(core->context, &core->packet)) {
        core->is_offered = true;
        core->at = 0;
    }
    core->in.s_axis_tvalid = false;
    if (core->is_offered)
        show_beat(core);
}

// ---- Packets out ----

static void collect(struct fn_core *core, const struct flownic_core_out *before)
{
    if (!before->m_axis_tvalid || !core->in.m_axis_tready)
        return;
    for (unsigned b = 0; b < BEAT && before->m_axis_tkeep >> b & 1; b++)
        if (core->left < sizeof core->leaving)
            core->leaving[core->left++] = (uint8_t)(before->m_axis_tdata >> 8 * b);
    if (before->m_axis_tlast) {
        if (core->sent != NULL)
            core->sent(core->context, core->leaving, core->left);
        core->left = 0;
    }
}

// ---- Memory ----

static void watch_writes(struct fn_core *core, const struct flownic_core_out *before)
{
    if (before->m_axi_awvalid && core->in.m_axi_awready)
        core->bursts[core->num_addresses++ % FN_CORE_BURSTS].address = before->m_axi_awaddr;
    if (before->m_axi_wvalid && core->in.m_axi_wready && before->m_axi_wlast)
        core->bursts[core->num_bursts++ % FN_CORE_BURSTS].cycle = core->engine.cycles;
    while (core->num_written < core->num_addresses && core->num_written < core->num_bursts) {
        const struct fn_core_burst *burst = &core->bursts[core->num_written++ % FN_CORE_BURSTS];
        if (core->written != NULL)
            core->written(core->context, burst);
    }
}

static void tick_host(struct fn_core *core, const struct flownic_core_out *before)
{
    struct fn_axi_master axi = FN_COMPUTER_AXI(before);
    const struct fn_axil_slave axil = FN_COMPUTER_AXIL(before);

    memcpy(axi.wdata, before->m_axi_wdata, sizeof axi.wdata);
    watch_writes(core, before);
    fn_computer_tick(&core->computer, &axi, &axil);
}

bool fn_core_step(struct fn_core *core)
{
    const struct flownic_core_out before = core->out;
    const bool is_reset = core->engine.cycles < RESET_CYCLES;

    FN_COMPUTER_DRIVE(&core->computer, &core->in);
    core->in.rst = is_reset;
    core->in.m_axis_tready = !core->is_held;
    if (!engine_step(&core->engine, &core->in, &core->out, sizeof core->out))
        return fn_computer_fail(&core->computer, "model and RTL differ: %s",
                                core->engine.difference);
    if (is_reset) {
        core->released = core->engine.cycles;
    } else {
        tick_host(core, &before);
        collect(core, &before);
        feed(core, before.s_axis_tready);
    }
    if (core->watch != NULL)
        core->watch(core->context);
    return core->computer.fault[0] == '\0';
}

// ---- Opening ----

static bool step_owner(void *owner) { return fn_core_step(owner); }

static uint64_t time_of_owner(void *owner)
{
    return ((struct fn_core *)owner)->engine.clocks.time / PICOSECONDS_PER_NANOSECOND;
}

static void tick_twin(void *twin, const void *inputs, unsigned edges)
{
    (void)edges;
    flownic_core_tick(twin, inputs);
}

bool fn_core_open(struct fn_core *core, const struct fn_core_config *config)
{
    const struct fn_computer_config computer = {
        .seed = config->seed, .data_bytes = config->data_bits / 8,
        .is_unkind = config->is_unkind, .latency = config->latency,
        .error_rate = config->error_rate, .frame_maximum = config->frame_maximum,
        .num_pages = config->num_pages,
        .mac = { config->mac[0], config->mac[1], config->mac[2], config->mac[3],
                 config->mac[4], config->mac[5] },
        .step = step_owner, .time_ns = time_of_owner, .owner = core
    };
    const struct engine_top top = {
        .inputs = flownic_core_inputs, .outputs = flownic_core_outputs,
        .clock_names = { "clk" }, .periods = { CLK_PERIOD },
        .twin = &core->twin, .twin_outputs = &core->twin.out, .tick = tick_twin
    };

    memset(core, 0, sizeof *core);
    flownic_core_reset(&core->twin, config->num_entries, config->data_bits,
                       config->num_flows);
    if (!fn_computer_open(&core->computer, &computer))
        return false;
    const char *fault = engine_open(&core->engine, config->engine, &top, config->seed);
    if (fault == NULL && config->arguments != NULL)
        fault = engine_begin_test(&core->engine, config->arguments);
    if (fault != NULL)
        return fn_computer_fail(&core->computer, "%s", fault);
    while (core->engine.cycles < 2 * RESET_CYCLES)
        if (!fn_core_step(core))
            return false;
    return fn_computer_boot(&core->computer);
}

void fn_core_close(struct fn_core *core)
{
    if (!engine_close(&core->engine))
        fn_computer_fail(&core->computer, "vectors or coverage cannot be written");
    fn_computer_close(&core->computer);
}
