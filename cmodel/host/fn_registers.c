// SPDX-License-Identifier: Apache-2.0
//
// fn_registers - see fn_registers.h

#include "host/fn_registers.h"

#include <string.h>

#define IN  struct fn_registers_in
#define OUT struct fn_registers_out

// Cycles from the start of an access.
enum { WRITE_DONE = 2, WRITE_ANSWERED = 4, READ_DONE = 1, READ_ANSWERED = 4 };

#define INPUT(port, ...)  FN_PORT(IN, port),
#define OUTPUT(port, ...) FN_PORT(OUT, port),

const struct fn_port fn_registers_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_axil_awaddr), FN_PORT(IN, s_axil_awprot), FN_PORT(IN, s_axil_awvalid),
    FN_PORT(IN, s_axil_wdata), FN_PORT(IN, s_axil_wstrb), FN_PORT(IN, s_axil_wvalid),
    FN_PORT(IN, s_axil_bready),
    FN_PORT(IN, s_axil_araddr), FN_PORT(IN, s_axil_arprot), FN_PORT(IN, s_axil_arvalid),
    FN_PORT(IN, s_axil_rready),
    FN_REGISTERS_STATUS(INPUT) FN_REGISTERS_ENDS(INPUT) { 0 }
};

const struct fn_port fn_registers_outputs[] = {
    FN_PORT(OUT, s_axil_awready), FN_PORT(OUT, s_axil_wready),
    FN_PORT(OUT, s_axil_bresp), FN_PORT(OUT, s_axil_bvalid),
    FN_PORT(OUT, s_axil_arready),
    FN_PORT(OUT, s_axil_rdata), FN_PORT(OUT, s_axil_rresp), FN_PORT(OUT, s_axil_rvalid),
    FN_REGISTERS_VALUES(OUTPUT) FN_REGISTERS_CLEARS(OUTPUT) { 0 }
};

static const struct {
    uint16_t               offset;
    uint32_t               reset, stored, clear, go;
    enum fn_registers_name lock, effect;
} map[] = {
#define REGISTER(name, offset, reset, stored, clear, go, lock, effect) \
    { offset, reset, stored, clear, go, FN_REGISTERS_##lock, FN_REGISTERS_##effect },
    FN_REGISTERS(REGISTER)
};

static enum fn_registers_name find(uint16_t address)
{
    unsigned r = 0;
    while (r < FN_REGISTERS_NONE && map[r].offset != address)
        r++;
    return (enum fn_registers_name)r;
}

static uint32_t field(uint32_t value, unsigned lsb, unsigned bits)
{
    return value >> lsb & (uint32_t)((1ull << bits) - 1);
}

// What takes effect, now that one was written, or ALL at reset.
static void show_values(struct fn_registers *registers, enum fn_registers_name written)
{
    OUT *const out = &registers->out;
#define VALUE(port, name, lsb, bits, type)                                      \
    if (map[FN_REGISTERS_##name].effect == FN_REGISTERS_NONE                    \
            || map[FN_REGISTERS_##name].effect == written                       \
            || written == FN_REGISTERS_ALL)                                     \
        out->port = (type)field(registers->value[FN_REGISTERS_##name], lsb, bits);
    FN_REGISTERS_VALUES(VALUE)
}

void fn_registers_reset(struct fn_registers *registers)
{
    memset(registers, 0, sizeof *registers);
    for (unsigned r = 0; r < FN_REGISTERS_NONE; r++)
        registers->value[r] = map[r].reset;
    show_values(registers, FN_REGISTERS_ALL);
    registers->out.s_axil_awready = true;
    registers->out.s_axil_wready = true;
    registers->out.s_axil_arready = true;
}

// ---- What an access does ----

static uint8_t write_register(struct fn_registers *registers,
                              const struct fn_registers_access *access)
{
    const enum fn_registers_name r = access->name;
    uint32_t bytes = 0;

    for (unsigned b = 0; b < 4; b++)
        bytes |= access->strobe >> b & 1 ? 0xffu << 8 * b : 0;
    if (r == FN_REGISTERS_NONE || (map[r].stored | map[r].clear) == 0)
        return FN_REGISTERS_SLVERR;
    if (map[r].lock != FN_REGISTERS_NONE
            && registers->value[map[r].lock] & map[map[r].lock].go)
        return FN_REGISTERS_SLVERR;
    registers->value[r] &= ~(bytes & map[r].stored);
    registers->value[r] |= bytes & map[r].stored & access->data;
#define CLEAR(port, name, lsb, bits, type) \
    if (r == FN_REGISTERS_##name)          \
        registers->out.port = (type)field(access->data & bytes, lsb, bits);
    FN_REGISTERS_CLEARS(CLEAR)
    return FN_REGISTERS_OKAY;
}

static void read_register(const struct fn_registers *registers, const IN *in,
                          struct fn_registers_access *access)
{
    const enum fn_registers_name r = access->name;

    access->response = r == FN_REGISTERS_NONE ? FN_REGISTERS_SLVERR : FN_REGISTERS_OKAY;
    access->data = r == FN_REGISTERS_NONE ? 0 : registers->value[r];
#define STATUS(port, name, lsb, ...) \
    if (r == FN_REGISTERS_##name)    \
        access->data |= (uint32_t)in->port << lsb;
    FN_REGISTERS_STATUS(STATUS)
}

// ---- When ----

static void take(struct fn_registers_queue *queue, uint32_t word, uint8_t strobe)
{
    queue->item[queue->taken % 2].word = word;
    queue->item[queue->taken % 2].strobe = strobe;
    queue->taken++;
}

static bool is_empty(const struct fn_registers_queue *queue)
{
    return queue->taken == queue->given;
}

static struct fn_registers_access *start(struct fn_registers *registers,
                                         struct fn_registers_flight *flight,
                                         struct fn_registers_queue *address)
{
    struct fn_registers_access *access =
        &flight->access[flight->started++ % FN_REGISTERS_UNDER_WAY];
    access->start = registers->cycle;
    access->name = find((uint16_t)address->item[address->given++ % 2].word);
    return access;
}

// The access at a place in its flight, if it is there and as old as that.
static struct fn_registers_access *due(const struct fn_registers *registers,
                                       struct fn_registers_flight *flight, unsigned place,
                                       unsigned age)
{
    struct fn_registers_access *access = &flight->access[place % FN_REGISTERS_UNDER_WAY];
    return place != flight->started && access->start + age <= registers->cycle ? access : NULL;
}

static void run_writes(struct fn_registers *registers, const IN *in)
{
    struct fn_registers_flight *const flight = &registers->writes;
    struct fn_registers_access *access = due(registers, flight, flight->done, WRITE_DONE);
    enum fn_registers_name written = FN_REGISTERS_NONE;
    bool has_ended = false;

#define UNCLEAR(port, ...) registers->out.port = 0;
    FN_REGISTERS_CLEARS(UNCLEAR)
    if (access != NULL) {
        access->response = write_register(registers, access);
        flight->done++;
        if (access->response == FN_REGISTERS_OKAY)
            written = access->name;
    }
    // A command that could be written was not under way.
#define END(port, name, ...)                                                        \
    if (in->port && written != FN_REGISTERS_##name                                  \
            && registers->value[FN_REGISTERS_##name] & map[FN_REGISTERS_##name].go) { \
        registers->value[FN_REGISTERS_##name] &= ~map[FN_REGISTERS_##name].go;      \
        has_ended = true;                                                           \
    }
    FN_REGISTERS_ENDS(END)
    if (has_ended || written != FN_REGISTERS_NONE)
        show_values(registers, written);
}

static void run_reads(struct fn_registers *registers, const IN *in)
{
    struct fn_registers_flight *const flight = &registers->reads;
    struct fn_registers_access *access = due(registers, flight, flight->done, READ_DONE);
    if (access != NULL) {
        read_register(registers, in, access);
        flight->done++;
    }
}

static void show_channels(struct fn_registers *registers)
{
    OUT *const out = &registers->out;
    struct fn_registers_flight *const writes = &registers->writes, *const reads = &registers->reads;
    const struct fn_registers_access *b = due(registers, writes, writes->answered, WRITE_ANSWERED);
    const struct fn_registers_access *r = due(registers, reads, reads->answered, READ_ANSWERED);

    out->s_axil_awready = registers->aw.taken - registers->aw.given < 2;
    out->s_axil_wready = registers->w.taken - registers->w.given < 2;
    out->s_axil_arready = registers->ar.taken - registers->ar.given < 2;
    out->s_axil_bvalid = b != NULL;
    out->s_axil_rvalid = r != NULL;
    if (b != NULL)
        out->s_axil_bresp = b->response;
    if (r != NULL) {
        out->s_axil_rresp = r->response;
        out->s_axil_rdata = r->data;
    }
}

void fn_registers_tick(struct fn_registers *registers, const struct fn_registers_in *in)
{
    const OUT *const out = &registers->out;
    struct fn_registers_flight *const writes = &registers->writes, *const reads = &registers->reads;

    if (in->rst) {
        fn_registers_reset(registers);
        return;
    }
    run_reads(registers, in);
    run_writes(registers, in);
    if (!is_empty(&registers->aw) && !is_empty(&registers->w)
            && writes->started - writes->answered < FN_REGISTERS_UNDER_WAY) {
        struct fn_registers_access *const access = start(registers, writes, &registers->aw);
        access->data = registers->w.item[registers->w.given % 2].word;
        access->strobe = registers->w.item[registers->w.given++ % 2].strobe;
    }
    if (!is_empty(&registers->ar) && reads->started - reads->answered < FN_REGISTERS_UNDER_WAY)
        start(registers, reads, &registers->ar);
    writes->answered += out->s_axil_bvalid && in->s_axil_bready;
    reads->answered += out->s_axil_rvalid && in->s_axil_rready;
    if (in->s_axil_awvalid && out->s_axil_awready)
        take(&registers->aw, in->s_axil_awaddr, 0);
    if (in->s_axil_wvalid && out->s_axil_wready)
        take(&registers->w, in->s_axil_wdata, in->s_axil_wstrb);
    if (in->s_axil_arvalid && out->s_axil_arready)
        take(&registers->ar, in->s_axil_araddr, 0);
    show_channels(registers);
    registers->cycle++;
}
