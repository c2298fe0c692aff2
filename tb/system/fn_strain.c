// SPDX-License-Identifier: Apache-2.0
//
// fn_strain - see fn_strain.h

#include "system/fn_strain.h"

#include <stdlib.h>
#include <string.h>

#include "fn_driver_access.h"
#include "functional/fn_host_record.h"
#include "system/fn_random.h"

enum {
    TURNS = 20, TURN_CYCLES = 20000, MARATHON_BUFFERS = 34000, PARITY_TURN = TURNS - 1,
    FEW_FLOWS = 6, UDP = 17, PAGE = 4096, MOST_ENTRIES = 1 << FN_MAX_RING_SIZE,
    ADDRESS_BYTES = 8, ELSEWHERE_BYTES = 1 << 20, LONG_FRAME = 8000, SHORT_FRAME = 300,
    SMALL_FRAME = 60, LONGEST_OPTION = 255, DEFAULT_OPTION = 2, MOST_ROOM = 65535, LEAST_ROOM = 64,
    ALL_RINGS = FN_REG_CONTROL_BUFFER_RING_ENABLE_MASK | FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK
          | FN_REG_CONTROL_TRANSMIT_RING_ENABLE_MASK,
    FILTERS = FN_REG_CONTROL_PROMISCUOUS_MASK | FN_REG_CONTROL_BROADCAST_MASK
            | FN_REG_CONTROL_ALL_MULTICAST_MASK | FN_REG_CONTROL_HOLD_ALL_MASK
            | FN_REG_CONTROL_KEEP_BAD_CHECKSUM_MASK
};

static uint64_t random_word(struct fn_strain *strain)
{
    const uint64_t state = fn_random_next(&strain->random);
    const uint64_t x = (state ^ state >> 31) * 0x9e3779b97f4a7c15u;
    return x ^ x >> 29;
}

unsigned fn_strain_below(struct fn_strain *strain, unsigned limit)
{
    return (unsigned)((random_word(strain) >> 32) * limit >> 32);
}

static uint16_t random_16(struct fn_strain *strain)
{
    return (uint16_t)random_word(strain);
}

// ---- Packets ----

size_t fn_strain_next(struct fn_strain *strain, const uint8_t **bytes)
{
    uint8_t *packet = strain->bytes[strain->num_packets % 2];

    if (!strain->is_receiving || (!strain->is_marathon && fn_strain_below(strain, 4) == 0))
        return 0;
    strain->num_packets++;
    *bytes = packet;
    return fn_packet_maker_next(&strain->maker, packet);
}

static void choose_packets(struct fn_strain *strain)
{
    struct fn_packet_maker *maker = &strain->maker;
    const unsigned kind = strain->turn % 4;

    strain->is_crowded = !strain->is_marathon && strain->turn % 5 == 0;
    maker->salt = random_word(strain) | 1;
    maker->num_flows = !strain->is_crowded ? FEW_FLOWS
                     : strain->num_flows < FN_STRAIN_FLOWS ? strain->num_flows : FN_STRAIN_FLOWS;
    maker->favourite = strain->is_marathon ? 0 : UDP;
    maker->longest_option = kind == 1 ? LONGEST_OPTION : DEFAULT_OPTION;
    maker->longest_payload = strain->is_marathon ? 0 : kind == 2 ? LONG_FRAME
                           : strain->is_crowded ? SMALL_FRAME : SHORT_FRAME;
    maker->corrupt = maker->cut = maker->wrong_length = strain->is_marathon ? 0 : 16;
}

// Fragments of any address, seldom such as make no sense; in the marathon small packets.
static void fill_transmit_ring(struct fn_strain *strain)
{
    for (unsigned d = 0; d < 1u << strain->transmit_size; d++) {
        const bool is_odd = !strain->is_marathon && fn_strain_below(strain, 8) == 0;
        const bool is_long = !strain->is_marathon && fn_strain_below(strain, 16) == 0;
        const struct fn_descriptor descriptor = {
            .address = random_word(strain),
            .length = (uint16_t)(is_long ? fn_strain_below(strain, 9100)
                                         : 14 + fn_strain_below(strain, 50)),
            .ip_offset = is_odd ? (uint8_t)random_16(strain) : 14,
            .l4_offset = is_odd ? random_16(strain) : 34,
            .l4_length = is_odd ? random_16(strain) : 20,
            .cookie = (uint32_t)random_word(strain),
            .begin = !is_odd || fn_strain_below(strain, 2),
            .end = !is_odd || fn_strain_below(strain, 2),
            .complete = fn_strain_below(strain, 2) == 0,
            .ipv4_checksum = fn_strain_below(strain, 2) == 0,
            .tcp_checksum = fn_strain_below(strain, 4) == 0,
            .udp_checksum = fn_strain_below(strain, 4) == 0,
            .ip_version = (uint8_t)fn_strain_below(strain, 4)
        };
        uint8_t *bytes = strain->transmit_ring + (size_t)d * FN_DESCRIPTOR_BYTES;
        memset(bytes, 0, FN_DESCRIPTOR_BYTES);
        fn_record_pack(&fn_descriptor_record, &descriptor, bytes);
    }
}

// ---- Settings ----

static uint64_t write_base(struct fn_strain *strain, unsigned offset, unsigned alignment)
{
    const uint64_t base = random_word(strain) & ~(uint64_t)(alignment - 1);

    fn_strain_write(strain, offset, (uint32_t)base);
    fn_strain_write(strain, offset + 4, (uint32_t)(base >> 32));
    return base;
}

static unsigned random_size(struct fn_strain *strain)
{
    return strain->is_marathon ? FN_MAX_RING_SIZE
         : FN_MIN_RING_SIZE + fn_strain_below(strain, FN_MAX_RING_SIZE - FN_MIN_RING_SIZE + 1);
}

static void write_rings(struct fn_strain *strain)
{
    struct fn_axi_region *regions = strain->computer->memory.regions;

    strain->transmit_size = random_size(strain);
    strain->buffer_size = random_size(strain);
    const unsigned completion_size = random_size(strain);
    fill_transmit_ring(strain);
    for (size_t b = 0; b < (size_t)ADDRESS_BYTES << strain->buffer_size; b++)
        strain->buffer_ring[b] = (uint8_t)random_word(strain);
    regions[0] = (struct fn_axi_region){
        write_base(strain, FN_REG_TRANSMIT_RING_BASE_LOW, FN_DESCRIPTOR_BYTES),
        (uint64_t)FN_DESCRIPTOR_BYTES << strain->transmit_size, strain->transmit_ring
    };
    regions[1] = (struct fn_axi_region){
        write_base(strain, FN_REG_BUFFER_RING_BASE_LOW, 64),
        (uint64_t)ADDRESS_BYTES << strain->buffer_size, strain->buffer_ring
    };
    write_base(strain, FN_REG_COMPLETION_RING_BASE_LOW, FN_COMPLETION_BYTES);
    fn_strain_write(strain, FN_REG_TRANSMIT_RING_SIZE, strain->transmit_size);
    fn_strain_write(strain, FN_REG_BUFFER_RING_SIZE, strain->buffer_size);
    fn_strain_write(strain, FN_REG_COMPLETION_RING_SIZE, completion_size);
    fn_strain_write(strain, FN_REG_TRANSMIT_RING_PRODUCER, 0);
    fn_strain_write(strain, FN_REG_COMPLETION_RING_CONSUMER, 0);
}

// Low water a little below what is posted, so that it is reached; often next to no headers.
static void write_sizes(struct fn_strain *strain)
{
    const unsigned entries = 1u << strain->buffer_size;
    const unsigned posted = strain->is_marathon ? entries : 1 + fn_strain_below(strain, entries);
    const unsigned room = strain->is_marathon ? 2048
                        : strain->turn % 4 == 3 ? MOST_ROOM - fn_strain_below(strain, 16384)
                        : LEAST_ROOM + fn_strain_below(strain, MOST_ROOM - LEAST_ROOM);
    const unsigned split = strain->turn % 4 == 3 ? room - fn_strain_below(strain, 512)
                         : strain->turn % 2 ? fn_strain_below(strain, room)
                         : fn_strain_below(strain, 512);

    fn_strain_write(strain, FN_REG_BUFFER_RING_PRODUCER, posted);
    fn_strain_write(strain, FN_REG_BUFFER_LOW_WATER,
                    strain->is_marathon || posted < 64 ? posted
                                                       : posted - fn_strain_below(strain, 64));
    fn_strain_write(strain, FN_REG_BUFFER_SIZE, room);
    fn_strain_write(strain, FN_REG_SPLIT_OFFSET, split < room ? split : room - 1);
    fn_strain_write(strain, FN_REG_FRAME_MAXIMUM, random_16(strain));
    fn_strain_write(strain, FN_REG_MILLISECOND_CYCLES, 1 + fn_strain_below(strain, 64));
    fn_strain_write(strain, FN_REG_INTERRUPT_MASK, random_16(strain));
    fn_strain_write(strain, FN_REG_INTERRUPT_MODERATION, (uint32_t)random_word(strain) & 0xff0f);
}

static void write_addresses(struct fn_strain *strain)
{
    const uint64_t mac = random_word(strain) & ~(uint64_t)1;

    for (unsigned b = 0; b < FN_MAC_BYTES; b++)
        strain->maker.address[b] = (uint8_t)(mac >> 8 * b);
    fn_strain_write(strain, FN_REG_MAC_LOW, (uint32_t)mac);
    fn_strain_write(strain, FN_REG_MAC_HIGH, (uint32_t)(mac >> 32));
    fn_strain_write(strain, FN_REG_MULTICAST_LOW, (uint32_t)random_word(strain));
    fn_strain_write(strain, FN_REG_MULTICAST_HIGH, random_16(strain));
    fn_strain_write(strain, FN_REG_MULTICAST_COMMAND,
                    FN_PUT(MULTICAST_COMMAND_INDEX, fn_strain_below(strain, 16))
                    | FN_PUT(MULTICAST_COMMAND_ENABLE, fn_strain_below(strain, 4) != 0)
                    | FN_REG_MULTICAST_COMMAND_GO_MASK);
    fn_strain_await(strain, FN_REG_MULTICAST_COMMAND, FN_REG_MULTICAST_COMMAND_GO_MASK);
}

static void choose_memory(struct fn_strain *strain)
{
    struct fn_axi_memory *memory = &strain->computer->memory;
    const bool is_kind = strain->is_marathon;

    memory->aw_rate = memory->w_rate = memory->ar_rate = memory->b_rate = memory->r_rate
        = is_kind ? 256 : 200;
    memory->max_latency = is_kind ? 1 : strain->turn % 3 ? 60 : 400;
    memory->error_rate = strain->turn % 4 == 3 ? 2000 : 0;
    memory->num_errors = !is_kind && strain->turn % 4 == 2;
    memory->errors[0] = (struct fn_axi_error){
        random_word(strain) >> 1, (uint64_t)1 << 60, FN_AXI_DECERR
    };
}

// Everything off, and nothing under way, pages too.
static void quiesce(struct fn_strain *strain)
{
    static const unsigned counts[] = {
        FN_REG_BUFFER_RING_CONSUMER, FN_REG_COMPLETION_RING_PRODUCER,
        FN_REG_TRANSMIT_RING_CONSUMER
    };

    strain->is_receiving = false;
    for (unsigned c = 0; c < strain->num_contexts && c < FN_STRAIN_FLOWS; c++)
        fn_strain_operate(strain, FN_OPERATION_STOP, strain->contexts[c], 0);
    strain->num_contexts = 0;
    strain->control = 0;
    fn_strain_write(strain, FN_REG_CONTROL, 0);
    for (unsigned c = 0; c < 3; c++)
        fn_strain_await(strain, counts[c], 0xffff);
}

static void set_up(struct fn_strain *strain)
{
    quiesce(strain);
    choose_memory(strain);
    choose_packets(strain);
    write_rings(strain);
    write_sizes(strain);
    write_addresses(strain);
    strain->control = ALL_RINGS | FN_REG_CONTROL_RX_ENABLE_MASK
                    | (strain->is_marathon ? FN_REG_CONTROL_PROMISCUOUS_MASK
                                           : (uint32_t)random_word(strain) & FILTERS);
    fn_strain_write(strain, FN_REG_CONTROL, strain->control);
    if (!strain->is_marathon)
        for (unsigned f = 0; f < strain->maker.num_flows; f++)
            fn_strain_add_flow(strain, f);
    strain->is_receiving = true;
}

// ---- What software does meanwhile ----

static void move_rings(struct fn_strain *strain)
{
    const unsigned taken = fn_strain_read(strain, FN_REG_COMPLETION_RING_PRODUCER);
    const unsigned fetched = fn_strain_read(strain, FN_REG_BUFFER_RING_CONSUMER);
    const unsigned sent = fn_strain_read(strain, FN_REG_TRANSMIT_RING_CONSUMER);

    fn_strain_write(strain, FN_REG_COMPLETION_RING_CONSUMER, taken);
    if (strain->is_marathon || fn_strain_below(strain, 4) == 0) {
        fn_strain_write(strain, FN_REG_BUFFER_RING_PRODUCER,
                        (fetched + (1u << strain->buffer_size)) & 0xffff);
        fn_strain_write(strain, FN_REG_TRANSMIT_RING_PRODUCER,
                        (sent + (1u << strain->transmit_size)) & 0xffff);
    }
}

static void operate_some(struct fn_strain *strain)
{
    const unsigned operation = fn_strain_below(strain, 8);
    const unsigned any = fn_strain_below(strain, 1024);
    const unsigned count = strain->num_contexts < FN_STRAIN_FLOWS ? strain->num_contexts
                                                                  : FN_STRAIN_FLOWS;
    const unsigned context = count == 0 ? any : strain->contexts[fn_strain_below(strain, count)];

    if (operation == FN_OPERATION_READ || operation == FN_OPERATION_WRITE) {
        fn_strain_operate(strain, FN_OPERATION_READ, context, fn_strain_below(strain, 32));
        fn_strain_read(strain, FN_REG_FLOW_CONTEXT_VALUE);
    } else if (operation == FN_OPERATION_EXPORT || operation == FN_OPERATION_SENT) {
        fn_strain_operate(strain, operation, fn_strain_below(strain, 2) ? any : context,
                          random_word(strain));
    } else {
        fn_strain_operate(strain, FN_OPERATION_POST_PAGE, context,
                          random_word(strain) & ~(uint64_t)(PAGE - 1));
    }
}

static void read_counter(struct fn_strain *strain)
{
    fn_strain_write(strain, FN_REG_STATISTICS_COMMAND,
                    FN_PUT(STATISTICS_COMMAND_INDEX, fn_strain_below(strain, 128))
                    | FN_PUT(STATISTICS_COMMAND_FLOW, fn_strain_below(strain, 2))
                    | FN_PUT(STATISTICS_COMMAND_CONTEXT, fn_strain_below(strain, 1024))
                    | FN_REG_STATISTICS_COMMAND_GO_MASK);
    fn_strain_await(strain, FN_REG_STATISTICS_COMMAND, FN_REG_STATISTICS_COMMAND_GO_MASK);
    fn_strain_read(strain, FN_REG_STATISTICS_LOW);
}

// What is written meanwhile has wrong parity: of the flow table only where no flow is to come.
static void break_parity(struct fn_strain *strain)
{
    fn_strain_write(strain, FN_REG_CONTROL, strain->control | FN_REG_CONTROL_PARITY_TEST_MASK);
    for (unsigned o = 0; o < 4; o++)
        operate_some(strain);
    if (strain->turn == PARITY_TURN && fn_strain_below(strain, 4) == 0)
        fn_strain_add_flow(strain, 0);
    fn_strain_write(strain, FN_REG_CONTROL, strain->control);
    fn_strain_read(strain, FN_REG_PARITY_ERRORS);
}

static void do_something(struct fn_strain *strain)
{
    const unsigned offset = 4 * fn_strain_below(strain, 128);

    switch (fn_strain_below(strain, 16)) {
    case 0: read_counter(strain); break;
    case 1: fn_strain_write(strain, FN_REG_BUFFER_LOW_WATER,
                            (unsigned)random_16(strain) >> fn_strain_below(strain, 8));
            break;
    case 2: fn_strain_crowd(strain); break;
    case 3: fn_strain_access(strain, false, offset ^ 1u << fn_strain_below(strain, 16), 0, 15);
            break;
    case 4: fn_strain_access(strain, true, FN_REG_SCRATCH ^ 1u << (9 + fn_strain_below(strain, 7)),
                             (uint32_t)random_word(strain), 15);
            break;
    case 5: fn_strain_access(strain, true, FN_REG_SCRATCH, (uint32_t)random_word(strain),
                             fn_strain_below(strain, 16));
            fn_strain_read(strain, FN_REG_SCRATCH);
            break;
    case 6: fn_strain_write(strain, FN_REG_INTERRUPT_CAUSE, random_16(strain)); break;
    case 7:
    case 8: fn_strain_write(strain, FN_REG_CHANNEL, fn_strain_below(strain, 16));
            fn_strain_read(strain, FN_REG_CHANNEL);
            break;
    case 9: if (strain->turn % 2 && fn_strain_below(strain, 8) == 0)
                break_parity(strain);
            break;
    case 10:
    case 11: operate_some(strain); break;
    default: move_rings(strain);
    }
}

// A long silence, in which much is in flight.
static void fall_silent(struct fn_strain *strain)
{
    struct fn_axi_memory *memory = &strain->computer->memory;

    if (fn_strain_below(strain, 32) == 0 && memory->silent_until < memory->cycle)
        memory->silent_until = memory->cycle + (strain->is_crowded ? 4000 : 1200);
}

static bool take_turn(struct fn_strain *strain)
{
    struct fn_computer *computer = strain->computer;

    set_up(strain);
    const uint64_t end = *strain->cycle + TURN_CYCLES;
    unsigned buffers = 0, before = 0;
    while (computer->fault[0] == '\0'
           && (strain->is_marathon ? buffers < MARATHON_BUFFERS : *strain->cycle < end)) {
        if (strain->is_marathon) {
            move_rings(strain);
            const unsigned now = fn_strain_read(strain, FN_REG_BUFFER_RING_CONSUMER);
            buffers += (uint16_t)(now - before);
            before = now;
        } else {
            do_something(strain);
            fall_silent(strain);
        }
        for (unsigned steps = fn_strain_below(strain, 32); steps > 0; steps--)
            computer->config.step(computer->config.owner);
    }
    computer->memory.error_rate = computer->memory.num_errors = 0;
    return computer->fault[0] == '\0';
}

static bool open_memory(struct fn_strain *strain)
{
    struct fn_axi_memory *memory = &strain->computer->memory;

    strain->transmit_ring = calloc(MOST_ENTRIES, FN_DESCRIPTOR_BYTES);
    strain->buffer_ring = calloc(MOST_ENTRIES, ADDRESS_BYTES);
    strain->elsewhere = malloc(ELSEWHERE_BYTES);
    if (strain->transmit_ring == NULL || strain->buffer_ring == NULL || strain->elsewhere == NULL)
        return fn_computer_fail(strain->computer, "strain: no memory");
    for (size_t b = 0; b < ELSEWHERE_BYTES; b++)
        strain->elsewhere[b] = (uint8_t)random_word(strain);
    memory->elsewhere = strain->elsewhere;
    memory->elsewhere_size = ELSEWHERE_BYTES;
    return true;
}

bool fn_strain_run(struct fn_strain *strain, struct fn_computer *computer, const uint64_t *cycle,
                   unsigned num_entries, unsigned num_flows, unsigned seed)
{
    memset(strain, 0, sizeof *strain);
    strain->computer = computer;
    strain->cycle = cycle;
    strain->num_entries = num_entries;
    strain->num_flows = num_flows;
    strain->random = seed;
    fn_packet_maker_open(&strain->maker, seed);
    bool is_good = open_memory(strain);
    for (; is_good && strain->turn <= TURNS; strain->turn++) {
        strain->is_marathon = strain->turn == TURNS;
        is_good = take_turn(strain);
    }
    strain->is_receiving = false;
    free(strain->transmit_ring);
    free(strain->buffer_ring);
    free(strain->elsewhere);
    computer->memory.num_regions = 0;
    computer->memory.elsewhere = NULL;
    return is_good;
}
