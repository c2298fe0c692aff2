// SPDX-License-Identifier: Apache-2.0
//
// fn_axi_memory - an AXI4 slave with memory behind it, as unkind as the standard allows
//
// Call fn_axi_memory_tick once per clock edge with what the master drove before it;
// then out holds what the memory drives until the next edge.  Rates, latencies and
// orders may be changed at any time.  Responses of one id come in order, those of
// two ids in any order if reorder is set.  A write reaches the memory when its response
// is shown, not before; one with an error never does.  What breaks a rule of the standard
// is named in fault.  Addresses outside all regions lie elsewhere, which repeats, if that is
// set, and else are answered by DECERR.

#ifndef FN_AXI_MEMORY_H
#define FN_AXI_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

enum {
    FN_AXI_BYTES = 16,  // of the widest bus
    FN_AXI_BEATS = 256, FN_AXI_BURSTS = 256, FN_AXI_IDS = 16,
    FN_AXI_REGIONS = 16, FN_AXI_ERRORS = 8
};

enum fn_axi_response { FN_AXI_OKAY = 0, FN_AXI_SLVERR = 2, FN_AXI_DECERR = 3 };

// Which of AW and W the slave wants to see first: both are legal, a master must wait for neither.
enum fn_axi_order { FN_AXI_ANY_ORDER, FN_AXI_ADDRESS_FIRST, FN_AXI_DATA_FIRST };

struct fn_axi_address {
    uint64_t addr;
    uint8_t  id, len, size, burst;
};

struct fn_axi_master {
    bool                  awvalid, wvalid, wlast, bready, arvalid, rready;
    struct fn_axi_address aw, ar;
    uint8_t               wdata[FN_AXI_BYTES];
    uint16_t              wstrb;
};

struct fn_axi_slave {
    bool    awready, wready, bvalid, arready, rvalid, rlast;
    uint8_t bid, bresp, rid, rresp;
    uint8_t rdata[FN_AXI_BYTES];
};

struct fn_axi_region {
    uint64_t base, size;
    uint8_t *bytes;
};

struct fn_axi_error {  // bursts that touch it get the response
    uint64_t base, size;
    uint8_t  response;
};

struct fn_axi_burst {
    struct fn_axi_address address;
    bool                  is_busy;
    unsigned              num_beats;
    uint64_t              sequence, due;
    uint8_t               response;
    uint8_t               data[FN_AXI_BEATS][FN_AXI_BYTES];
    uint16_t              strobe[FN_AXI_BEATS];
};

struct fn_axi_queue {  // bursts of one direction that wait for their response, by id
    uint16_t burst[FN_AXI_IDS][FN_AXI_BURSTS];
    unsigned put[FN_AXI_IDS], get[FN_AXI_IDS];
    unsigned waiting;  // one bit per id
};

struct fn_axi_memory {
    struct fn_axi_slave  out;
    const char          *fault;  // the first broken rule, or NULL

    // settings
    unsigned             data_bytes;                 // 4, 8 or 16
    unsigned             aw_rate, w_rate, ar_rate;   // chance of ready, in 256ths
    unsigned             b_rate, r_rate;             // chance of a beat when one is due
    uint64_t             silent_until;               // cycle: till then no write is answered
    unsigned             min_latency, max_latency;   // cycles until a response is due
    unsigned             error_rate;                 // chance of SLVERR, in 65536ths
    enum fn_axi_order    order;
    bool                 reorder, interleave;
    struct fn_axi_region regions[FN_AXI_REGIONS];
    unsigned             num_regions;
    uint8_t             *elsewhere;                  // or NULL
    uint64_t             elsewhere_size;             // a power of two, 4096 or more
    struct fn_axi_error  errors[FN_AXI_ERRORS];
    unsigned             num_errors;

    // figures
    uint64_t             cycle, writes, reads, write_errors, read_errors;
    unsigned             writes_inside, reads_inside, most_writes, most_reads;

    // inside
    uint64_t             random;
    uint64_t             aw_count, w_count, complete, ar_count;
    unsigned             beat;         // of the W burst under way
    int                  read_burst;   // under way without interleaving, or -1
    struct fn_axi_master before;       // what the master drove, to see that it holds
    struct fn_axi_slave  shown;
    struct fn_axi_burst  write[FN_AXI_BURSTS], read[FN_AXI_BURSTS];
    unsigned             read_beat[FN_AXI_BURSTS];
    struct fn_axi_queue  write_queue, read_queue;
};

// Everything always ready, latency 1, in order; no regions.
void fn_axi_memory_open(struct fn_axi_memory *memory, unsigned data_bytes, uint64_t seed);
void fn_axi_memory_add(struct fn_axi_memory *memory, uint64_t base, uint64_t size, uint8_t *bytes);

// Forgets what is in flight, keeps settings, memory and figures.
void fn_axi_memory_reset(struct fn_axi_memory *memory);
void fn_axi_memory_tick(struct fn_axi_memory *memory, const struct fn_axi_master *in);

// Nothing taken that is not answered.
bool fn_axi_memory_is_idle(const struct fn_axi_memory *memory);

// Where an address lies, or NULL if not all of its bytes are in one region.
uint8_t *fn_axi_memory_at(const struct fn_axi_memory *memory, uint64_t address, uint64_t size);

#endif
