// SPDX-License-Identifier: Apache-2.0
//
// fn_host_test - rtl/host/fn_host.v against its twin
//
// runs with: ENTRIES=64+COUNTER_BITS=8+FLOWS=16, ENTRIES=16+DATA_BITS=64, ENTRIES=256+FLOWS=1000
//
// Stretches take turns: anything on the bus while events come; a driver that writes
// flows, multicast addresses and registers and reads counters and causes.  What the
// driver wrote must stand at the ports, and what it reads is what happened, by the field
// positions of sw/fn_registers.h.  A long run ends with the driver, and a time of 16 bits.

#include "host/fn_host.h"

#include <string.h>

#include "host/fn_axil_master.h"
#include "host/fn_host_contexts.h"
#include "host/fn_host_packets.h"
#include "host/fn_host_ports.h"
#include "host/fn_host_tables.h"

static const uint16_t offsets[] = {
#define OFFSET(name, offset, ...) offset,
    FN_REGISTERS(OFFSET)
};

static struct fn_host twin;
static unsigned       num_entries, data_bits, num_flows;
static uint64_t       counter_mask;

// ---- The driver: one access after another ----

static struct {
    struct fn_axil_master master;
    unsigned              step, counter, event, num_events, port;
    uint32_t              word[FLOW_WORDS + 1], low, written;
    uint64_t              address, station, argument;
    unsigned long         until;  // the millisecond stays as it is
} driver;

static void check_port(struct lockstep *bench)
{
    const struct port_of_register *p = &ports[driver.port];
    uint64_t value = 0;

    memcpy(&value, (const uint8_t *)&twin.out + p->member, p->size);
    lockstep_check(bench, "a port is what its register says",
                   ((value >> p->member_lsb ^ driver.written >> p->lsb)
                    & ((UINT64_C(1) << p->bits) - 1)) == 0);
}

// Small numbers too: times that pass within a run.
static uint32_t random_mask(struct lockstep *bench)
{
    return lockstep_below(bench, 2) ? UINT32_MAX : UINT32_MAX >> lockstep_below(bench, 32);
}

// Most of those have no register; some are those of one but for a bit.
static uint16_t random_address(struct lockstep *bench)
{
    if (lockstep_below(bench, 2))
        return (uint16_t)(random_word(bench) & random_mask(bench));
    return (uint16_t)(offsets[lockstep_below(bench, sizeof offsets / sizeof *offsets)]
                      ^ 1u << lockstep_below(bench, 16));
}

enum step {  // behind the words of the flow window
    FLOW_GO = FLOW_WORDS, FLOW_POLL, MAC_0, MAC_1, MULTICAST_0, MULTICAST_1, MULTICAST_GO,
    MULTICAST_POLL, STATISTICS_GO, STATISTICS_POLL, COUNT_LOW, COUNT_HIGH, MODERATION, MASK, CLEAR,
    EVENT, CAUSE, PARITY, PORT, PORT_DONE, PARAMETERS, FLOW_PARAMETERS, CHANNEL_INDEX, CHANNEL,
    MILLISECOND, ARGUMENT_LOW, ARGUMENT_HIGH, CONTEXT_GO, CONTEXT_POLL, CONTEXT_VALUE, STEPS
};

static void start_flow(struct lockstep *bench, struct fn_axil_master *master)
{
    if (driver.step < FLOW_WORDS) {
        driver.word[driver.step] = random_word(bench);
        fn_axil_master_write(master, (uint16_t)(FN_REG_FLOW_DESTINATION_ADDRESS_0
                                                + 4 * driver.step), driver.word[driver.step]);
    } else if (driver.step == FLOW_GO) {
        table.writes = 0;
        driver.word[FLOW_WORDS] = random_word(bench) | FN_REG_FLOW_COMMAND_GO_MASK;
        fn_axil_master_write(master, FN_REG_FLOW_COMMAND, driver.word[FLOW_WORDS]);
    } else {
        fn_axil_master_read(master, FN_REG_FLOW_COMMAND);
    }
}

// Of this station, or for the list of multicast addresses.
static void start_address(struct lockstep *bench, struct fn_axil_master *master)
{
    static const uint16_t halves[] = {
        FN_REG_MAC_LOW, FN_REG_MAC_HIGH, FN_REG_MULTICAST_LOW, FN_REG_MULTICAST_HIGH
    };
    const uint32_t word = random_word(bench);

    if (driver.step == MAC_0 || driver.step == MULTICAST_0) {
        driver.station = twin.out.m_filter_address;
        driver.address = word;
    } else {
        driver.address |= (uint64_t)(word & 0xffff) << 32;
    }
    fn_axil_master_write(master, halves[driver.step - MAC_0], word);
}

static void start_context(struct lockstep *bench, struct fn_axil_master *master)
{
    const uint32_t word = random_word(bench);

    switch (driver.step) {
    case MILLISECOND:
        driver.written = random_millisecond(bench, &driver.until);
        fn_axil_master_write(master, FN_REG_MILLISECOND_CYCLES, driver.written);
        break;
    case ARGUMENT_LOW:
        driver.argument = word;
        fn_axil_master_write(master, FN_REG_FLOW_CONTEXT_ARGUMENT_LOW, word);
        break;
    case ARGUMENT_HIGH:
        driver.argument |= (uint64_t)word << 32;
        fn_axil_master_write(master, FN_REG_FLOW_CONTEXT_ARGUMENT_HIGH, word);
        break;
    case CONTEXT_GO:
        contexts.taken = 0;
        driver.written = word | FN_REG_FLOW_CONTEXT_COMMAND_GO_MASK;
        fn_axil_master_write(master, FN_REG_FLOW_CONTEXT_COMMAND, driver.written);
        break;
    case CONTEXT_POLL: fn_axil_master_read(master, FN_REG_FLOW_CONTEXT_COMMAND); break;
    default: fn_axil_master_read(master, FN_REG_FLOW_CONTEXT_VALUE);
    }
}

static void start_rest(struct lockstep *bench, struct fn_axil_master *master)
{
    static const uint16_t reads[STEPS] = {
        [MULTICAST_POLL] = FN_REG_MULTICAST_COMMAND,
        [STATISTICS_POLL] = FN_REG_STATISTICS_COMMAND, [COUNT_LOW] = FN_REG_STATISTICS_LOW,
        [COUNT_HIGH] = FN_REG_STATISTICS_HIGH, [CAUSE] = FN_REG_INTERRUPT_CAUSE,
        [PARAMETERS] = FN_REG_PARAMETERS, [FLOW_PARAMETERS] = FN_REG_FLOW_PARAMETERS,
        [PARITY] = FN_REG_PARITY_ERRORS, [CHANNEL] = FN_REG_CHANNEL
    };

    switch (driver.step) {
    case MULTICAST_GO:
        multicast.writes = 0;
        driver.written = random_word(bench) | FN_REG_MULTICAST_COMMAND_GO_MASK;
        fn_axil_master_write(master, FN_REG_MULTICAST_COMMAND, driver.written);
        break;
    case STATISTICS_GO:
        driver.counter = random_counter(bench, num_flows);
        fn_axil_master_write(master, FN_REG_STATISTICS_COMMAND,
                             driver.counter | FN_REG_STATISTICS_COMMAND_GO_MASK);
        break;
    case MODERATION:
        driver.event = lockstep_below(bench, 4);
        driver.num_events = driver.event || lockstep_below(bench, 2) ? 1
                          : 1 + lockstep_below(bench, 255);
        fn_axil_master_write(master, FN_REG_INTERRUPT_MODERATION,
                             FN_PUT(INTERRUPT_MODERATION_COUNT,
                                    (driver.num_events + lockstep_below(bench, 3) - 1) & 0xff)
                             | FN_PUT(INTERRUPT_MODERATION_CYCLES, lockstep_below(bench, 600)));
        break;
    case MASK:  fn_axil_master_write(master, FN_REG_INTERRUPT_MASK, 0xff); break;
    case CLEAR: fn_axil_master_write(master, FN_REG_INTERRUPT_CAUSE, 0xff); break;
    case PORT:
        driver.port = lockstep_below(bench, sizeof ports / sizeof *ports);
        driver.written = random_word(bench);
        fn_axil_master_write(master, ports[driver.port].offset, driver.written);
        break;
    case CHANNEL_INDEX: fn_axil_master_write(master, FN_REG_CHANNEL, driver.written); break;
    default: fn_axil_master_read(master, reads[driver.step]);
    }
}

static void finish_context(struct lockstep *bench, uint32_t data)
{
    if (driver.step == MILLISECOND) {
        watch.cycles = driver.written;
        watch.whole = 0;
    }
    if (driver.step == CONTEXT_POLL)
        check_operation(bench, driver.written, data, driver.argument);
    if (driver.step == CONTEXT_VALUE)
        lockstep_check(bench, "the value is the answer's", data == contexts.value);
    if (driver.step == CHANNEL)
        check_channel(bench, driver.written, data);
    if (driver.step == FLOW_PARAMETERS)
        lockstep_check(bench, "the parameters of flows are those of the module",
                       data == (num_flows | 64u << 16 | 4u << 24));
}

// What the finished access says; the step after it.
static unsigned finish(struct lockstep *bench, const struct fn_axil_master *master)
{
    const bool is_busy = master->data >> 31;

    lockstep_cover(bench, "poll while a flow is written", driver.step == FLOW_POLL && is_busy);
    lockstep_cover(bench, "counter above 0", driver.step == COUNT_HIGH && counted(driver.counter));
    if (num_flows <= MANY_FLOWS)
        lockstep_cover(bench, "counter of a flow above 0", driver.step == COUNT_HIGH
                       && driver.counter >= 2 * SENT && counted(driver.counter));
    if ((driver.step == FLOW_POLL || driver.step == MULTICAST_POLL
         || driver.step == STATISTICS_POLL || driver.step == CONTEXT_POLL) && is_busy)
        return driver.step;
    finish_context(bench, master->data);
    if (driver.step == FLOW_POLL)
        check_flow(bench, driver.word, num_entries);
    if (driver.step == MULTICAST_POLL)
        lockstep_check(bench, "the multicast address is written once, as it was said",
                       multicast.writes == 1 && multicast.address == driver.address
                       && multicast.index == FN_GET(MULTICAST_COMMAND_INDEX, driver.written)
                       && multicast.enable == FN_GET(MULTICAST_COMMAND_ENABLE, driver.written));
    if (driver.step == MAC_0)
        lockstep_check(bench, "half an address is none",
                       twin.out.m_filter_address == driver.station);
    if (driver.step == MAC_1)
        lockstep_check(bench, "both halves take effect",
                       twin.out.m_filter_address == driver.address);
    if (driver.step == COUNT_LOW)
        driver.low = master->data;
    if (driver.step == COUNT_HIGH)
        lockstep_check(bench, "the counter says what happened",
                       (driver.low | (uint64_t)master->data << 32)
                       == (counted(driver.counter) & counter_mask));
    if (driver.step == PARITY)
        lockstep_check(bench, "parity errors are counted", master->data
                       == (tally.table_parity | (uint32_t)tally.context_parity << 16));
    if (driver.step == CAUSE)
        lockstep_check(bench, "the event is the cause", master->data == 1u << driver.event);
    if (driver.step == PARAMETERS)
        lockstep_check(bench, "the parameters are those of the module",
                       master->data == (num_entries | data_bits << 16));
    return driver.step + 1;
}

static void drive(struct lockstep *bench, struct fn_host_in *in)
{
    struct fn_axil_master *const master = &driver.master;

    in->s_completion_event = in->s_low_water_event = false;
    in->s_bus_error_event = in->s_underrun_event = false;
    if (master->busy)
        return;
    driver.step %= STEPS;
    driver.step += driver.step == MILLISECOND && bench->cycle < driver.until;
    if (driver.step == EVENT) {
        in->s_completion_event = driver.event == 0;
        in->s_low_water_event = driver.event == 1;
        in->s_bus_error_event = driver.event == 2;
        in->s_underrun_event = driver.event == 3;
        driver.step += --driver.num_events == 0;
    } else if (driver.step == PORT_DONE) {
        check_port(bench);
        driver.step++;
    } else if (driver.step <= FLOW_POLL) {
        start_flow(bench, master);
    } else if (driver.step <= MULTICAST_1) {
        start_address(bench, master);
    } else if (driver.step >= MILLISECOND) {
        start_context(bench, master);
    } else {
        start_rest(bench, master);
    }
}

static void move_pins(struct lockstep *bench, struct fn_host_in *in)
{
    struct fn_axil_master *const master = &driver.master;
    const struct fn_host_out *const out = &twin.out;
    const struct fn_axil_slave slave = {
        out->s_axil_awready, out->s_axil_wready, out->s_axil_bvalid, out->s_axil_arready,
        out->s_axil_rvalid, out->s_axil_bresp, out->s_axil_rresp, out->s_axil_rdata
    };

    in->s_axil_awvalid = master->awvalid, in->s_axil_awaddr = master->awaddr;
    in->s_axil_wvalid = master->wvalid, in->s_axil_wdata = master->wdata;
    in->s_axil_wstrb = master->wstrb, in->s_axil_bready = master->bready;
    in->s_axil_arvalid = master->arvalid, in->s_axil_araddr = master->araddr;
    in->s_axil_rready = master->rready;
    if (!master->busy)
        return;
    fn_axil_master_tick(master, &slave);
    if (!master->busy) {
        lockstep_check(bench, "registers answer OKAY", master->response == 0);
        driver.step = finish(bench, master);
    }
}

// ---- Anything on the bus ----

static void drive_anything(struct lockstep *bench, struct fn_host_in *in)
{
    static const uint16_t commands[] = {
        FN_REG_FLOW_COMMAND, FN_REG_STATISTICS_COMMAND, FN_REG_FLOW_CONTEXT_COMMAND
    };
    static struct lockstep_source aw, w, ar;
    const struct fn_host_out *const out = &twin.out;
    const unsigned num_offsets = sizeof offsets / sizeof *offsets;

    if (bench->cycle % STRETCH == 0)
        aw.is_refused = w.is_refused = ar.is_refused = false;
    if (lockstep_offer(bench, &aw, &in->s_axil_awvalid, out->s_axil_awready))
        in->s_axil_awaddr = lockstep_below(bench, 4) ? offsets[lockstep_below(bench, num_offsets)]
                          : lockstep_below(bench, 2) ? commands[lockstep_below(bench, 3)]
                          : random_address(bench);
    if (lockstep_offer(bench, &w, &in->s_axil_wvalid, out->s_axil_wready)) {
        in->s_axil_wdata = random_word(bench) & random_mask(bench);
        in->s_axil_wstrb = (uint8_t)(lockstep_below(bench, 4) ? 15 : lockstep_below(bench, 16));
    }
    if (lockstep_offer(bench, &ar, &in->s_axil_arvalid, out->s_axil_arready))
        in->s_axil_araddr = lockstep_below(bench, 4) ? offsets[lockstep_below(bench, num_offsets)]
                          : random_address(bench);
    in->s_axil_bready = lockstep_ready(bench);
    in->s_axil_rready = lockstep_ready(bench);
    in->s_completion_event = lockstep_below(bench, 8) == 0;
    in->s_low_water_event = lockstep_below(bench, 32) == 0;
    in->s_bus_error_event = lockstep_below(bench, 32) == 0;
    in->s_underrun_event = lockstep_below(bench, 32) == 0;
    table.writes = 0;
}

static void cover(struct lockstep *bench, const struct fn_host_in *in)
{
    const struct fn_host_out *const out = &twin.out;

    lockstep_cover(bench, "irq", out->irq);
    lockstep_cover(bench, "write refused", out->m_write_valid && !in->m_write_ready);
    lockstep_cover(bench, "read of a counter waits", twin.statistics.in.s_read_valid
                   && !twin.statistics.twin.out.s_read_ready);
    if (bench->num_cycles < 100000)  // what follows is rare
        return;
    lockstep_cover(bench, "reset while a flow is written", in->rst && twin.is_writing);
    lockstep_cover(bench, "reset while a counter is read", in->rst && twin.is_asked);
    if (bench->num_cycles >= LONG_RUN) {
        lockstep_cover(bench, "each bit of the time", out->m_milliseconds == 0x8000);
        lockstep_cover(bench, "a millisecond of more than 2^15 cycles",
                       watch.cycles == LONG_MILLISECOND && watch.whole > 1);
    }
}

// More often while something is under way.
static bool random_reset(struct lockstep *bench)
{
    return lockstep_reset(bench) || ((contexts.busy != 0 || twin.is_asked)
                                     && lockstep_below(bench, 40) == 0);
}

int bench_main(int argc, char **argv)
{
    static struct fn_host_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_host", argc, argv, fn_host_inputs, fn_host_outputs);
    num_entries = 1u << lockstep_bits(&bench, "m_write_index");
    data_bits = lockstep_parameter("DATA_BITS") ? lockstep_parameter("DATA_BITS") : 128;
    num_flows = lockstep_parameter("FLOWS") ? lockstep_parameter("FLOWS") : 64;
    const unsigned bits = lockstep_parameter("COUNTER_BITS"), counter_bits = bits ? bits : 64;
    counter_mask = UINT64_MAX >> (64 - counter_bits);
    fn_host_reset(&twin, num_entries, data_bits, num_flows, counter_bits);
    do {
        const unsigned t = cycle_of_stretches(&bench);
        const bool is_driver = t >= STRETCH;

        in.rst = t == 0 || t == STRETCH || (!is_driver && random_reset(&bench));
        if (in.rst) {
            memset(&driver, 0, sizeof driver);
            table.busy = 0;
        }
        drive_packets(&bench, &in, &twin.out, num_flows,
                      is_driver && t >= STRETCH + DRIVES_AFTER - 20);
        if (!is_driver)
            drive_anything(&bench, &in);
        else if (!in.rst && t >= STRETCH + DRIVES_AFTER)
            drive(&bench, &in);
        if (is_driver)
            move_pins(&bench, &in);
        in.m_write_ready = table.busy == 0 && lockstep_below(&bench, 4) != 0;
        if (lockstep_below(&bench, 16) == 0) {
            in.s_buffer_ring_consumer = (uint16_t)random_word(&bench);
            in.s_completion_ring_producer = (uint16_t)random_word(&bench);
            in.s_transmit_ring_consumer = (uint16_t)random_word(&bench);
        }
        drive_contexts(&bench, &in);
        drive_channel(&in, &twin.out);
        cover(&bench, &in);
        take_writes(&bench, &in, &twin.out);
        take_operations(&bench, &in, &twin.out);
        watch_time(&bench, &in, &twin.out);
        fn_host_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
