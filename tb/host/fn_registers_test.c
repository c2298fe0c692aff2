// SPDX-License-Identifier: Apache-2.0
//
// fn_registers_test - rtl/host/fn_registers.v against its twin
//
// Besides the lockstep, by the ports alone: no answer without a question, SLVERR for every
// address where no register is, and a command's fields stand still while it is under way.

#include "host/fn_registers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fn_registers.h"
#include "lockstep.h"

static const uint16_t offsets[] = {
#define OFFSET(name, offset, ...) offset,
    FN_REGISTERS(OFFSET)
};

static const uint16_t commands[] = {
    FN_REG_FLOW_COMMAND, FN_REG_MULTICAST_COMMAND, FN_REG_STATISTICS_COMMAND,
    FN_REG_FLOW_CONTEXT_COMMAND
};

// Mostly registers, commands often; else one bit off, unaligned, or anything.
static uint16_t random_address(struct lockstep *bench)
{
    const unsigned kind = lockstep_below(bench, 16);
    uint16_t address = offsets[lockstep_below(bench, sizeof offsets / sizeof *offsets)];

    if (kind < 3)
        address = commands[lockstep_below(bench, 4)];
    if (kind == 3)
        address ^= (uint16_t)(1u << lockstep_below(bench, 16));
    if (kind == 4)
        address += (uint16_t)(1 + lockstep_below(bench, 3));
    if (kind == 5)
        lockstep_bytes(bench, &address, sizeof address);
    if (kind == 6)
        address = (uint16_t)(4 * lockstep_below(bench, 128));
    return address;
}

static bool is_among(const uint16_t *list, size_t count, uint16_t address)
{
    for (size_t n = 0; n < count; n++)
        if (list[n] == address)
            return true;
    return false;
}

static bool is_register(uint16_t address)
{
    return is_among(offsets, sizeof offsets / sizeof *offsets, address);
}

enum { QUESTIONS = 32, OKAY = 0, SLVERR = 2 };

// Addresses that were taken, by their numbers.
struct questions {
    uint16_t address[QUESTIONS];
};

struct traffic {
    struct lockstep_source aw, w, ar;
    unsigned               writes, datas, reads, write_answers, read_answers;
    unsigned               write_run, read_run;  // answers on end
    struct questions       written, read;
    struct fn_registers_out before;
};

static void offer(struct lockstep *bench, struct traffic *traffic, struct fn_registers_in *in,
                  const struct fn_registers_out *out)
{
    if (lockstep_offer(bench, &traffic->aw, &in->s_axil_awvalid, out->s_axil_awready)) {
        in->s_axil_awaddr = random_address(bench);
        in->s_axil_awprot = (uint8_t)lockstep_below(bench, 8);
    }
    if (lockstep_offer(bench, &traffic->w, &in->s_axil_wvalid, out->s_axil_wready)) {
        lockstep_bytes(bench, &in->s_axil_wdata, sizeof in->s_axil_wdata);
        in->s_axil_wstrb = lockstep_below(bench, 2) ? 15 : (uint8_t)lockstep_below(bench, 16);
    }
    if (lockstep_offer(bench, &traffic->ar, &in->s_axil_arvalid, out->s_axil_arready)) {
        in->s_axil_araddr = random_address(bench);
        in->s_axil_arprot = (uint8_t)lockstep_below(bench, 8);
    }
    in->s_axil_bready = lockstep_ready(bench);
    in->s_axil_rready = lockstep_ready(bench);
}

static void change_status(struct lockstep *bench, struct fn_registers_in *in)
{
#define CHANGE(port, name, lsb, bits, type)                            \
    if (lockstep_below(bench, 8) == 0) {                               \
        lockstep_bytes(bench, &in->port, sizeof in->port);             \
        in->port &= (type)((1ull << bits) - 1);                        \
    }
    FN_REGISTERS_STATUS(CHANGE)
#define END(port, ...) in->port = lockstep_below(bench, 16) == 0;
    FN_REGISTERS_ENDS(END)
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "FAIL fn_registers: %s\n", what);
    exit(EXIT_FAILURE);
}

static void cover_refused(struct lockstep *bench, uint16_t address, bool is_write)
{
    const bool is_command = is_among(commands, sizeof commands / sizeof *commands, address);
    lockstep_cover(bench, "SLVERR: a write to an unaligned address", is_write && address % 4 != 0);
    lockstep_cover(bench, "SLVERR: a read of an unaligned address", !is_write && address % 4 != 0);
    lockstep_cover(bench, "SLVERR: a write where no register is",
                   is_write && address % 4 == 0 && !is_register(address));
    lockstep_cover(bench, "SLVERR: a read where no register is",
                   !is_write && address % 4 == 0 && !is_register(address));
    lockstep_cover(bench, "SLVERR: a write to a command under way", is_write && is_command);
    lockstep_cover(bench, "SLVERR: a write to what cannot be written",
                   is_write && is_register(address) && !is_command);
}

// What the answers of this edge say of the addresses that they are of.
static void check_answers(struct lockstep *bench, const struct traffic *traffic,
                          const struct fn_registers_in *in, const struct fn_registers_out *out)
{
    const uint16_t written = traffic->written.address[traffic->write_answers % QUESTIONS];
    const uint16_t read = traffic->read.address[traffic->read_answers % QUESTIONS];

    if (out->s_axil_bvalid && in->s_axil_bready) {
        if (out->s_axil_bresp != SLVERR && (out->s_axil_bresp != OKAY || !is_register(written)))
            fail("a write where no register is was not refused");
        if (out->s_axil_bresp == SLVERR)
            cover_refused(bench, written, true);
    }
    if (out->s_axil_rvalid && in->s_axil_rready) {
        if (out->s_axil_rresp != (is_register(read) ? OKAY : SLVERR))
            fail("a read is refused where no register is, and nowhere else");
        if (out->s_axil_rresp == SLVERR)
            cover_refused(bench, read, false);
    }
}

// Counts handshakes by the ports alone.
static void check_channels(struct lockstep *bench, struct traffic *traffic,
                           const struct fn_registers_in *in, const struct fn_registers_out *out)
{
    if (in->rst) {
        traffic->writes = traffic->datas = traffic->write_answers = 0;
        traffic->reads = traffic->read_answers = 0;
        return;
    }
    const bool b = out->s_axil_bvalid && in->s_axil_bready;
    const bool r = out->s_axil_rvalid && in->s_axil_rready;
    check_answers(bench, traffic, in, out);
    traffic->write_answers += b;
    traffic->read_answers += r;
    traffic->write_run = b ? traffic->write_run + 1 : 0;
    traffic->read_run = r ? traffic->read_run + 1 : 0;
    if (traffic->write_answers > traffic->writes || traffic->write_answers > traffic->datas
            || traffic->read_answers > traffic->reads)
        fail("an answer without a question");
    traffic->written.address[traffic->writes % QUESTIONS] = in->s_axil_awaddr;
    traffic->read.address[traffic->reads % QUESTIONS] = in->s_axil_araddr;
    traffic->writes += in->s_axil_awvalid && out->s_axil_awready;
    traffic->datas += in->s_axil_wvalid && out->s_axil_wready;
    traffic->reads += in->s_axil_arvalid && out->s_axil_arready;
}

// Fields of a command are payload: stable while go is 1.
static void check_commands(const struct fn_registers_out *old, const struct fn_registers_out *now,
                           bool rst)
{
    if (!rst && old->m_flow_command_go && now->m_flow_command_go
            && (old->m_flow_command_index != now->m_flow_command_index
                || old->m_flow_command_enable != now->m_flow_command_enable
                || old->m_flow_spi != now->m_flow_spi
                || old->m_flow_info_0_handle != now->m_flow_info_0_handle
                || old->m_flow_mask_rtp != now->m_flow_mask_rtp
                || old->m_flow_destination_address_0 != now->m_flow_destination_address_0))
        fail("the flow window moved under its command");
    if (!rst && old->m_multicast_command_go && now->m_multicast_command_go
            && (old->m_multicast_low != now->m_multicast_low
                || old->m_multicast_command_index != now->m_multicast_command_index))
        fail("the multicast address moved under its command");
    if (!rst && old->m_flow_context_command_go && now->m_flow_context_command_go
            && (old->m_flow_context_command_index != now->m_flow_context_command_index
                || old->m_flow_context_command_operation != now->m_flow_context_command_operation
                || old->m_flow_context_argument_low != now->m_flow_context_argument_low
                || old->m_flow_context_argument_high != now->m_flow_context_argument_high))
        fail("the argument moved under its command");
}

static void cover(struct lockstep *bench, const struct fn_registers *twin,
                  const struct traffic *traffic, const struct fn_registers_in *in)
{
    const struct fn_registers_out *const out = &twin->out;
    const unsigned writes = twin->writes.started - twin->writes.answered;
    const unsigned reads = twin->reads.started - twin->reads.answered;

    lockstep_cover(bench, "8 writes under way", writes == FN_REGISTERS_UNDER_WAY);
    lockstep_cover(bench, "8 reads under way", reads == FN_REGISTERS_UNDER_WAY);
    lockstep_cover(bench, "address refused", in->s_axil_awvalid && !out->s_axil_awready);
    lockstep_cover(bench, "data refused", in->s_axil_wvalid && !out->s_axil_wready);
    lockstep_cover(bench, "address long before data",
                   twin->aw.taken - twin->w.taken == 2 && !out->s_axil_awready);
    lockstep_cover(bench, "data long before address",
                   twin->w.taken - twin->aw.taken == 2 && !out->s_axil_wready);
    lockstep_cover(bench, "write OKAY", out->s_axil_bvalid && !out->s_axil_bresp);
    lockstep_cover(bench, "write SLVERR", out->s_axil_bvalid && out->s_axil_bresp);
    lockstep_cover(bench, "read OKAY", out->s_axil_rvalid && !out->s_axil_rresp);
    lockstep_cover(bench, "read SLVERR", out->s_axil_rvalid && out->s_axil_rresp);
    lockstep_cover(bench, "some bytes of a word", in->s_axil_wvalid && in->s_axil_wstrb != 15
                                                  && in->s_axil_wstrb != 0);
    lockstep_cover(bench, "no byte of a word", in->s_axil_wvalid && in->s_axil_wstrb == 0);
    lockstep_cover(bench, "causes cleared", out->m_interrupt_cause_clear != 0);
    lockstep_cover(bench, "flow command ends",
                   out->m_flow_command_go && in->s_flow_command_go_clear);
    lockstep_cover(bench, "multicast command ends",
                   out->m_multicast_command_go && in->s_multicast_command_go_clear);
    lockstep_cover(bench, "statistics command ends",
                   out->m_statistics_command_go && in->s_statistics_command_go_clear);
    lockstep_cover(bench, "flow context command ends",
                   out->m_flow_context_command_go && in->s_flow_context_command_go_clear);
    lockstep_cover(bench, "half a MAC address waits",
                   twin->value[FN_REGISTERS_MAC_LOW] != out->m_mac_low);
    lockstep_cover(bench, "both halves of it take effect",
                   out->m_mac_low != traffic->before.m_mac_low
                   && out->m_mac_high != traffic->before.m_mac_high);
    lockstep_cover(bench, "a write each cycle, 24 on end", traffic->write_run == 24);
    lockstep_cover(bench, "a read each cycle, 24 on end", traffic->read_run == 24);
    lockstep_cover(bench, "reset with writes under way", in->rst && writes != 0);
}

int bench_main(int argc, char **argv)
{
    static struct fn_registers twin;
    static struct fn_registers_in in;
    static struct traffic traffic;
    struct lockstep bench;

    lockstep_open(&bench, "fn_registers", argc, argv, fn_registers_inputs, fn_registers_outputs);
    fn_registers_reset(&twin);
    do {
        in.rst = lockstep_reset(&bench);
        offer(&bench, &traffic, &in, &twin.out);
        change_status(&bench, &in);
        cover(&bench, &twin, &traffic, &in);
        check_channels(&bench, &traffic, &in, &twin.out);
        traffic.before = twin.out;
        fn_registers_tick(&twin, &in);
        check_commands(&traffic.before, &twin.out, in.rst);
    } while (lockstep_step(&bench, &in, &twin.out));
    return lockstep_close(&bench);
}
