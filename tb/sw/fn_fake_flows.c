// SPDX-License-Identifier: Apache-2.0
//
// fn_fake_flows - flow contexts of the fake device, by the functional model
//
// A packet takes effect at once; its record for software comes before its report, as early as
// the device may write it.

#include <string.h>

#include "fn_fake_device.h"
#include "fn_registers.h"
#include "functional/fn_host_record.h"

enum { WORD_BYTES = 4 };

static uint8_t *memory_at(struct fake *fake, uint64_t address)
{
    return fake->memory + (address - FAKE_BUS_BASE);
}

static uint64_t base(const struct fake *fake, uint32_t low_register)
{
    return fake->value[low_register / 4] | (uint64_t)fake->value[low_register / 4 + 1] << 32;
}

static void complete(struct fake *fake, uint8_t *bytes)
{
    const unsigned size = fake->value[FN_REG_COMPLETION_RING_SIZE / 4];
    const unsigned count = fake->flows.completions++;

    bytes[FN_COMPLETION_BYTES - 1] |= count >> size & 1 ? 0 : 0x80;
    memcpy(memory_at(fake, base(fake, FN_REG_COMPLETION_RING_BASE_LOW))
           + (size_t)FN_COMPLETION_BYTES * (count & ((1u << size) - 1)), bytes,
           FN_COMPLETION_BYTES);
    fake->value[FN_REG_COMPLETION_RING_PRODUCER / 4] = (uint16_t)fake->flows.completions;
}

static void change(struct fake *fake, unsigned index, const struct fn_flow_change *change)
{
    uint8_t bytes[FN_COMPLETION_BYTES] = { 0 };
    struct fn_report report = change->report;

    fake->flows.context[index] = change->next;
    if (!change->reported)
        return;
    if (fake->flows.fails_writes)
        fn_report_fail(&report, fake->flows.confirmed[index]);
    fake->flows.confirmed[index] = report.contiguous;
    if (fake->flows.keeps_reports) {  // its place is passed over
        fake->flows.completions++;
        fake->value[FN_REG_COMPLETION_RING_PRODUCER / 4] = (uint16_t)fake->flows.completions;
        return;
    }
    fn_record_pack(&fn_report_record, &report, bytes);
    if (fake->value[FN_REG_CONTROL / 4] & FN_REG_CONTROL_COMPLETION_RING_ENABLE_MASK)
        complete(fake, bytes);
}

// ---- Operations ----

static void read_write(struct fake *fake, bool is_write, uint64_t argument)
{
    struct fake_flows *const flows = &fake->flows;
    const unsigned word = (unsigned)argument % 32;
    uint8_t bytes[WORD_BYTES * FN_CONTEXT_WORDS] = { 0 };

    flows->is_refused = word >= FN_CONTEXT_WORDS;
    if (flows->is_refused)
        return;
    fn_record_pack(&fn_context_record, &flows->staged, bytes);
    if (!is_write)
        memcpy(&fake->value[FN_REG_FLOW_CONTEXT_VALUE / 4], bytes + WORD_BYTES * word, WORD_BYTES);
    for (unsigned b = 0; b < WORD_BYTES && is_write; b++)
        bytes[WORD_BYTES * word + b] = (uint8_t)(argument >> (32 + 8 * b));
    if (is_write)
        fn_record_unpack(&fn_context_record, bytes, &flows->staged);
}

void fake_operate(struct fake *fake, uint32_t command)
{
    struct fake_flows *const flows = &fake->flows;
    const unsigned index = command & FN_REG_FLOW_CONTEXT_COMMAND_INDEX_MASK;
    const enum fn_operation code = (command & FN_REG_FLOW_CONTEXT_COMMAND_OPERATION_MASK)
                                   >> FN_REG_FLOW_CONTEXT_COMMAND_OPERATION_LSB;
    const uint64_t argument = base(fake, FN_REG_FLOW_CONTEXT_ARGUMENT_LOW);
    struct fn_flow_operation operation;

    flows->operations[code]++;
    if (index >= FAKE_CONTEXTS) {
        flows->is_refused = true;
        return;
    }
    if (code == FN_OPERATION_READ || code == FN_OPERATION_WRITE) {
        read_write(fake, code == FN_OPERATION_WRITE, argument);
        return;
    }
    fn_flow_operation(&flows->context[index], &flows->staged, code, argument, index, &operation);
    flows->is_refused = operation.refused;
    if (operation.refused)
        return;
    change(fake, index, &operation.change);
    if (code == FN_OPERATION_START)
        flows->confirmed[index] = operation.change.next.receive_next;
    if (operation.is_staged)
        flows->staged = operation.staged;
    if (operation.posts)
        flows->page[index][operation.place] = argument;
}

void fake_fail(struct fake *fake, unsigned index)
{
    struct fn_flow_change failure;

    if (!fn_flow_failed(&fake->flows.context[index], fake->flows.context[index].epoch,
                        fake->flows.confirmed[index], index, &failure))
        return;
    failure.report.reason = FN_REASON_BUS_ERROR;
    change(fake, index, &failure);
}

// ---- Packets ----

static void deliver(struct fake *fake, const struct fn_packet_record *record,
                    const struct fn_flow_packet *packet, const uint8_t *bytes)
{
    const unsigned entries = 1u << fake->value[FN_REG_BUFFER_RING_SIZE / 4];
    const uint8_t *ring = memory_at(fake, base(fake, FN_REG_BUFFER_RING_BASE_LOW));
    uint8_t out[FN_COMPLETION_BYTES] = { 0 };
    struct fn_completion completion = {
        .handle = fake->flows.context[record->context].handle,
        .payload_offset = record->payload_offset, .payload_length = record->payload_length,
        .frame_length = (uint16_t)(record->payload_offset + record->payload_length),
        .sequence = record->sequence, .acknowledgment = record->acknowledgment,
        .tcp_flags = record->tcp_flags, .window = record->window, .ip_version = FN_IPV4,
        .l4_checksum = FN_CHECKSUM_GOOD, .hit = 1, .rtp = record->rtp, .state = FN_STATE_ZERO_COPY,
        .sync = (uint8_t)packet->change.sync, .epoch = packet->epoch, .kind = FN_KIND_PACKET
    };

    if ((uint16_t)fake->flows.buffers == fake->value[FN_REG_BUFFER_RING_PRODUCER / 4])
        return;  // NO_BUFFER
    memcpy(&completion.buffer, ring + 8 * (fake->flows.buffers++ & (entries - 1)), 8);
    memcpy(memory_at(fake, completion.buffer), bytes, completion.frame_length);
    fn_record_pack(&fn_completion_record, &completion, out);
    complete(fake, out);
}

static void place(struct fake *fake, const struct fn_packet_record *record,
                  const struct fn_flow_packet *packet, const uint8_t *bytes)
{
    struct fn_flow_command command[FN_FLOW_COMMANDS_MAX];
    const unsigned count = fn_flow_commands(&fake->flows.context[record->context], record, packet,
                                            command);
    const unsigned end = (unsigned)record->payload_offset + record->payload_length;
    unsigned at = 0;

    for (unsigned c = 0; c < count; c++) {
        at += command[c].skip;
        const unsigned left = at < end ? end - at : 0;
        memcpy(memory_at(fake, fake->flows.page[record->context][command[c].place])
               + command[c].offset, bytes + at,
               command[c].length < left ? command[c].length : left);
        at += command[c].length;
    }
}

void fake_receive(struct fake *fake, struct fn_packet_record *record, const uint8_t *bytes)
{
    struct fake_flows *const flows = &fake->flows;
    struct fn_flow_packet packet;

    record->handle = flows->context[record->context].handle;  // that of its entry
    fn_flow_packet(&flows->context[record->context], record, flows->milliseconds, &packet);
    if (packet.fate == FN_FATE_PLACE)
        place(fake, record, &packet, bytes);
    if (packet.fate == FN_FATE_SOFTWARE)
        deliver(fake, record, &packet, bytes);
    flows->placed += packet.fate == FN_FATE_PLACE;
    flows->software += packet.fate == FN_FATE_SOFTWARE;
    flows->dropped += packet.fate == FN_FATE_DROP;
    change(fake, record->context, &packet.change);
}
