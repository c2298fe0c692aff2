// SPDX-License-Identifier: Apache-2.0
//
// fn_host_test - rtl/host/fn_host.v against its twin
//
// runs with: ENTRIES=64+COUNTER_BITS=8, ENTRIES=16+DATA_BITS=64, ENTRIES=256
//
// Stretches take turns: anything on the bus while events come; a driver that writes
// flows, multicast addresses and registers and reads counters and causes.  What the
// driver wrote must stand at the ports, and what it reads is what happened, by the field
// positions of sw/fn_registers.h.

#include "host/fn_host.h"

#include <string.h>

#include "fn_driver_access.h"
#include "fn_registers.h"
#include "host/fn_axil_master.h"
#include "host/fn_host_ports.h"
#include "lockstep.h"

enum { STRETCH = 2048, FLOW_WORDS = 15, REASONS = FN_REASON_TOTAL };

static const uint16_t offsets[] = {
#define OFFSET(name, offset, ...) offset,
    FN_REGISTERS(OFFSET)
};

static struct fn_host twin;
static unsigned       num_entries, data_bits;
static uint64_t       tally[FN_STATISTICS_COUNTERS];  // as wide as the counters
static uint64_t       counter_mask;

// ---- The table: ready falls with each write it takes ----

static struct {
    unsigned            busy, writes;
    uint8_t             index;
    bool                enable;
    uint16_t            mask;
    struct fn_flow_key  key;
    struct fn_flow_info info;
} table;

static struct { unsigned writes; uint8_t index; bool enable; uint64_t address; } multicast;

static void take_writes(struct lockstep *bench, const struct fn_host_in *in)
{
    const struct fn_host_out *out = &twin.out;

    table.busy -= table.busy != 0;
    if (!in->rst && out->m_write_valid && in->m_write_ready) {
        lockstep_check(bench, "one write for each command", table.writes == 0);
        table.writes++;
        table.busy = 1 + lockstep_below(bench, 40);
        table.index = out->m_write_index;
        table.enable = out->m_write_enable;
        table.mask = out->m_write_mask;
        table.key = out->m_write_key;
        table.info = out->m_write_info;
    }
    if (!in->rst && out->m_multicast_valid) {
        multicast.writes++;
        multicast.index = out->m_multicast_index;
        multicast.enable = out->m_multicast_enable;
        multicast.address = out->m_multicast_address;
    }
}

// ---- The driver: one access after another ----

static struct {
    struct fn_axil_master master;
    unsigned              step, counter, event, port;
    uint32_t              word[FLOW_WORDS + 1], low, written;
    uint64_t              address;
} driver;

static uint32_t number_of(const struct fn_address *address, unsigned word)
{
    const uint8_t *byte = address->byte + 4 * word;
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

static void check_flow(struct lockstep *bench)
{
    const uint32_t *const word = driver.word;
    const uint32_t attributes = word[10], mask = word[12];
    const struct fn_flow_key *const key = &table.key;
    const bool has_port = (mask & 0x18) != 0;
    bool good = table.writes == 1;

    for (unsigned w = 0; w < 4; w++)
        good = good && number_of(&key->destination_address, w) == word[w]
            && number_of(&key->source_address, w) == word[4 + w];
    good = good && key->spi == word[8]
        && key->destination_port == FN_GET(FLOW_PORTS_DESTINATION, word[9])
        && key->source_port == FN_GET(FLOW_PORTS_SOURCE, word[9])
        && key->protocol == FN_GET(FLOW_ATTRIBUTES_PROTOCOL, attributes)
        && key->security == FN_GET(FLOW_ATTRIBUTES_SECURITY, attributes)
        && key->ip_version == FN_GET(FLOW_ATTRIBUTES_IP_VERSION, attributes)
        && key->vlan_present == FN_GET(FLOW_ATTRIBUTES_VLAN_PRESENT, attributes)
        && key->rtp == FN_GET(FLOW_ATTRIBUTES_RTP, attributes)
        && key->vlan_id == FN_GET(FLOW_ATTRIBUTES_VLAN_ID, attributes)
        && key->association == FN_GET(FLOW_ASSOCIATION, word[11]) && key->ports_present == 1
        && table.mask == ((mask & 0x17ff) | (has_port ? 0x800u : 0))
        && table.info.handle == FN_GET(FLOW_INFO_0_HANDLE, word[13])
        && table.info.context == FN_GET(FLOW_INFO_0_CONTEXT, word[13])
        && table.info.association == FN_GET(FLOW_INFO_1_ASSOCIATION, word[14])
        && table.info.state == FN_GET(FLOW_INFO_1_STATE, word[14])
        && table.info.split == FN_GET(FLOW_INFO_1_SPLIT, word[14])
        && table.info.hold == FN_GET(FLOW_INFO_1_HOLD, word[14])
        && table.index == word[FLOW_WORDS] % num_entries
        && table.enable == FN_GET(FLOW_COMMAND_ENABLE, word[FLOW_WORDS]);
    lockstep_check(bench, "the entry is what the window says", good);
    lockstep_check(bench, "a command is over when the table is", table.busy == 0);
    lockstep_cover(bench, "flow written", true);
    lockstep_cover(bench, "flow with a port", has_port);
}

static void check_port(struct lockstep *bench)
{
    const struct port_of_register *p = &ports[driver.port];
    uint64_t value = 0;

    memcpy(&value, (const uint8_t *)&twin.out + p->member, p->size);
    lockstep_check(bench, "a port is what its register says",
                   ((value >> p->member_lsb ^ driver.written >> p->lsb)
                    & ((UINT64_C(1) << p->bits) - 1)) == 0);
}

static uint32_t random_word(struct lockstep *bench)
{
    uint32_t word;
    lockstep_bytes(bench, &word, sizeof word);
    return word;
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
    FLOW_GO = FLOW_WORDS, FLOW_POLL, MULTICAST_0, MULTICAST_1, MULTICAST_GO, MULTICAST_POLL,
    STATISTICS_GO, STATISTICS_POLL, COUNT_LOW, COUNT_HIGH, MASK, CLEAR, EVENT, CAUSE, PORT,
    PORT_DONE, PARAMETERS, STEPS
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

static void start_multicast(struct lockstep *bench, struct fn_axil_master *master)
{
    const uint32_t word = random_word(bench);

    if (driver.step == MULTICAST_0) {
        driver.address = word;
        fn_axil_master_write(master, FN_REG_MULTICAST_LOW, word);
    } else if (driver.step == MULTICAST_1) {
        driver.address |= (uint64_t)(word & 0xffff) << 32;
        fn_axil_master_write(master, FN_REG_MULTICAST_HIGH, word);
    } else if (driver.step == MULTICAST_GO) {
        multicast.writes = 0;
        driver.written = word | FN_REG_MULTICAST_COMMAND_GO_MASK;
        fn_axil_master_write(master, FN_REG_MULTICAST_COMMAND, driver.written);
    } else {
        fn_axil_master_read(master, FN_REG_MULTICAST_COMMAND);
    }
}

static void start_rest(struct lockstep *bench, struct fn_axil_master *master)
{
    static const uint16_t reads[STEPS] = {
        [STATISTICS_POLL] = FN_REG_STATISTICS_COMMAND, [COUNT_LOW] = FN_REG_STATISTICS_LOW,
        [COUNT_HIGH] = FN_REG_STATISTICS_HIGH, [CAUSE] = FN_REG_INTERRUPT_CAUSE,
        [PARAMETERS] = FN_REG_PARAMETERS
    };

    switch (driver.step) {
    case STATISTICS_GO:
        driver.counter = lockstep_below(bench, 4) ? lockstep_below(bench, 128)
                                                  : REASONS + 64 * lockstep_below(bench, 2);
        fn_axil_master_write(master, FN_REG_STATISTICS_COMMAND,
                             driver.counter | FN_REG_STATISTICS_COMMAND_GO_MASK);
        break;
    case MASK:  fn_axil_master_write(master, FN_REG_INTERRUPT_MASK, 0xff); break;
    case CLEAR: fn_axil_master_write(master, FN_REG_INTERRUPT_CAUSE, 0xff); break;
    case PORT:
        driver.port = lockstep_below(bench, sizeof ports / sizeof *ports);
        driver.written = random_word(bench);
        fn_axil_master_write(master, ports[driver.port].offset, driver.written);
        break;
    default: fn_axil_master_read(master, reads[driver.step]);
    }
}

// What the finished access says; the step after it.
static unsigned finish(struct lockstep *bench, const struct fn_axil_master *master)
{
    const bool is_busy = master->data >> 31;

    lockstep_cover(bench, "poll while a flow is written", driver.step == FLOW_POLL && is_busy);
    lockstep_cover(bench, "counter above 0", driver.step == COUNT_HIGH && tally[driver.counter]);
    if ((driver.step == FLOW_POLL || driver.step == MULTICAST_POLL
         || driver.step == STATISTICS_POLL) && is_busy)
        return driver.step;
    if (driver.step == FLOW_POLL)
        check_flow(bench);
    if (driver.step == MULTICAST_POLL)
        lockstep_check(bench, "the multicast address is written once, as it was said",
                       multicast.writes == 1 && multicast.address == driver.address
                       && multicast.index == FN_GET(MULTICAST_COMMAND_INDEX, driver.written)
                       && multicast.enable == FN_GET(MULTICAST_COMMAND_ENABLE, driver.written));
    if (driver.step == COUNT_LOW)
        driver.low = master->data;
    if (driver.step == COUNT_HIGH)
        lockstep_check(bench, "the counter says what happened",
                       (driver.low | (uint64_t)master->data << 32)
                       == (tally[driver.counter] & counter_mask));
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
    if (driver.step == EVENT) {
        driver.event = lockstep_below(bench, 4);
        in->s_completion_event = driver.event == 0;
        in->s_low_water_event = driver.event == 1;
        in->s_bus_error_event = driver.event == 2;
        in->s_underrun_event = driver.event == 3;
        driver.step++;
    } else if (driver.step == PORT_DONE) {
        check_port(bench);
        driver.step++;
    } else if (driver.step <= FLOW_POLL) {
        start_flow(bench, master);
    } else if (driver.step <= MULTICAST_POLL) {
        start_multicast(bench, master);
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
    static struct lockstep_source aw, w, ar;
    const struct fn_host_out *const out = &twin.out;
    const unsigned num_offsets = sizeof offsets / sizeof *offsets;

    if (bench->cycle % STRETCH == 0)
        aw.is_refused = w.is_refused = ar.is_refused = false;
    if (lockstep_offer(bench, &aw, &in->s_axil_awvalid, out->s_axil_awready))
        in->s_axil_awaddr = lockstep_below(bench, 4) ? offsets[lockstep_below(bench, num_offsets)]
                          : lockstep_below(bench, 3) == 0 ? FN_REG_FLOW_COMMAND
                          : lockstep_below(bench, 2) ? FN_REG_STATISTICS_COMMAND
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

// Packets; none in the driver's stretches, whose counters stand still.
static void drive_packets(struct lockstep *bench, struct fn_host_in *in, bool is_quiet)
{
    static struct lockstep_source sources[4];
    const struct fn_host_out *const out = &twin.out;
    struct { bool *valid, ready; uint8_t *reason; unsigned counter, total; } channels[] = {
        { &in->s_received_valid, out->s_received_ready, NULL, REASONS, 0 },
        { &in->s_drop_valid, out->s_drop_ready, &in->s_drop_reason, 0, 0 },
        { &in->s_delivery_valid, out->s_delivery_ready, &in->s_delivery_reason, 0, 0 },
        { &in->s_transmit_valid, out->s_transmit_ready, &in->s_transmit_reason, 64, 64 + REASONS }
    };

    for (unsigned c = 0; c < 4; c++) {
        if (lockstep_offer(bench, &sources[c], channels[c].valid, channels[c].ready)) {
            if (is_quiet)
                *channels[c].valid = sources[c].is_refused = false;
            if (channels[c].reason != NULL)
                *channels[c].reason = (uint8_t)lockstep_below(bench, REASONS);
        }
        if (in->rst || !*channels[c].valid || !channels[c].ready)
            continue;
        tally[channels[c].counter + (channels[c].reason ? *channels[c].reason : 0)]++;
        tally[channels[c].total] += channels[c].total != 0;
    }
    if (in->rst)
        memset(tally, 0, sizeof tally);
}

static void cover(struct lockstep *bench, const struct fn_host_in *in)
{
    const struct fn_host_out *const out = &twin.out;

    lockstep_cover(bench, "irq", out->irq);
    lockstep_cover(bench, "write refused", out->m_write_valid && !in->m_write_ready);
    lockstep_cover(bench, "read of a counter waits", twin.statistics.in.s_read_valid
                   && !twin.statistics.twin.out.s_read_ready);
    lockstep_cover(bench, "reset while a flow is written", in->rst && twin.is_writing);
    lockstep_cover(bench, "reset while a counter is read", in->rst && twin.is_asked);
}

int bench_main(int argc, char **argv)
{
    static struct fn_host_in in;
    struct lockstep bench;

    lockstep_open(&bench, "fn_host", argc, argv, fn_host_inputs, fn_host_outputs);
    num_entries = 1u << lockstep_bits(&bench, "m_write_index");
    data_bits = lockstep_parameter("DATA_BITS") ? lockstep_parameter("DATA_BITS") : 128;
    const unsigned counter_bits = lockstep_parameter("COUNTER_BITS")
                                ? lockstep_parameter("COUNTER_BITS") : 64;
    counter_mask = UINT64_MAX >> (64 - counter_bits);
    fn_host_reset(&twin, num_entries, data_bits, counter_bits);
    do {
        const unsigned t = (unsigned)(bench.cycle % (3 * STRETCH));
        const bool is_driver = t >= STRETCH;

        in.rst = t == 0 || t == STRETCH || (!is_driver && lockstep_reset(&bench));
        if (in.rst) {
            memset(&driver, 0, sizeof driver);
            table.busy = 0;
        }
        drive_packets(&bench, &in, is_driver && t >= STRETCH + 600);
        if (!is_driver)
            drive_anything(&bench, &in);
        else if (!in.rst && t >= STRETCH + 620)
            drive(&bench, &in);
        if (is_driver)
            move_pins(&bench, &in);
        in.m_write_ready = table.busy == 0 && lockstep_below(&bench, 4) != 0;
        if (lockstep_below(&bench, 16) == 0) {
            in.s_buffer_ring_consumer = (uint16_t)random_word(&bench);
            in.s_completion_ring_producer = (uint16_t)random_word(&bench);
            in.s_transmit_ring_consumer = (uint16_t)random_word(&bench);
        }
        cover(&bench, &in);
        take_writes(&bench, &in);
        fn_host_tick(&twin, &in);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
