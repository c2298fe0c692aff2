// SPDX-License-Identifier: Apache-2.0
//
// fn_dma_read - see fn_dma_read.h

#include "host/fn_dma_read.h"

#include <string.h>

#define IN  struct fn_dma_read_in
#define OUT struct fn_dma_read_out

const struct fn_port fn_dma_read_inputs[] = {
    FN_PORT(IN, rst),
    FN_PORT(IN, s_buffer_valid),
    FN_PORT(IN, s_buffer_address),
    FN_PORT(IN, s_buffer_length),
    FN_PORT(IN, m_buffer_axis_tready),
    FN_PORT(IN, s_descriptor_valid),
    FN_PORT(IN, s_descriptor_address),
    FN_PORT(IN, s_descriptor_length),
    FN_PORT(IN, m_descriptor_axis_tready),
    FN_PORT(IN, s_data_valid),
    FN_PORT(IN, s_data_address),
    FN_PORT(IN, s_data_length),
    FN_PORT(IN, m_data_axis_tready),
    FN_PORT(IN, m_axi_arready),
    FN_PORT(IN, m_axi_rvalid),
    FN_PORT(IN, m_axi_rid),
    FN_PORT(IN, m_axi_rdata),
    FN_PORT(IN, m_axi_rresp),
    FN_PORT(IN, m_axi_rlast),
    { 0 }
};

const struct fn_port fn_dma_read_outputs[] = {
    FN_PORT(OUT, s_buffer_ready),
    FN_PORT(OUT, m_buffer_axis_tvalid),
    FN_PORT(OUT, m_buffer_axis_tdata),
    FN_PORT(OUT, m_buffer_axis_tlast),
    FN_PORT(OUT, m_buffer_axis_tuser),
    FN_PORT(OUT, s_descriptor_ready),
    FN_PORT(OUT, m_descriptor_axis_tvalid),
    FN_PORT(OUT, m_descriptor_axis_tdata),
    FN_PORT(OUT, m_descriptor_axis_tlast),
    FN_PORT(OUT, m_descriptor_axis_tuser),
    FN_PORT(OUT, s_data_ready),
    FN_PORT(OUT, m_data_axis_tvalid),
    FN_PORT(OUT, m_data_axis_tdata),
    FN_PORT(OUT, m_data_axis_tlast),
    FN_PORT(OUT, m_data_axis_tuser),
    FN_PORT(OUT, m_axi_arvalid),
    FN_PORT(OUT, m_axi_arid),
    FN_PORT(OUT, m_axi_araddr),
    FN_PORT(OUT, m_axi_arlen),
    FN_PORT(OUT, m_axi_arsize),
    FN_PORT(OUT, m_axi_arburst),
    FN_PORT(OUT, m_axi_arlock),
    FN_PORT(OUT, m_axi_arcache),
    FN_PORT(OUT, m_axi_arprot),
    FN_PORT(OUT, m_axi_rready),
    { 0 }
};

// Edges from a request, and from a grant, until the next burst is wanted; and from a word
// on the bus to its client.
enum { REQUEST_TO_WANT = 3, GRANT_TO_WANT = 2, WORD_TO_CLIENT = 2 };

void fn_dma_read_reset(struct fn_dma_read *dma, unsigned data_bits)
{
    dma->word_bytes = data_bits / 8;
    dma->cycle = 0;
    dma->turn = FN_DMA_READ_CLIENTS - 1;
    for (unsigned c = 0; c < FN_DMA_READ_CLIENTS; c++) {
        struct fn_dma_read_client *client = &dma->client[c];
        client->busy = client->wants = client->given = false;
        client->free = c == 0 ? FN_READ_BURST_BYTES / dma->word_bytes : FN_DMA_READ_WORDS;
        client->asked = client->answered = client->came = client->shown = 0;
    }
    memset(&dma->out, 0, sizeof dma->out);
    dma->out.s_buffer_ready = dma->out.s_descriptor_ready = dma->out.s_data_ready = true;
    dma->out.m_axi_rready = true;
    dma->out.m_axi_arsize = data_bits == 128 ? 4 : 3;
    dma->out.m_axi_arburst = 1;
    dma->out.m_axi_arcache = 3;
}

static void request(struct fn_dma_read *dma, struct fn_dma_read_client *client, bool valid,
                    uint64_t address, uint16_t length)
{
    if (!valid || client->busy)
        return;
    client->busy = true;
    client->address = address;
    client->bytes = length;
    client->burst = fn_read_burst(&client->address, &client->bytes, dma->word_bytes);
    client->wants_due = dma->cycle + REQUEST_TO_WANT;
}

static void grant(struct fn_dma_read *dma, unsigned id)
{
    struct fn_dma_read_client *client = &dma->client[id];

    dma->turn = id;
    dma->out.m_axi_arvalid = true;
    dma->out.m_axi_arid = (uint8_t)id;
    dma->out.m_axi_araddr = client->burst.address;
    dma->out.m_axi_arlen = (uint8_t)(client->burst.words - 1);
    client->ends[client->asked++ % FN_DMA_READ_WORDS] = client->burst.last;
    client->free -= client->burst.words;
    client->wants = false;
    client->busy = !client->burst.last;
    if (client->busy)
        client->burst = fn_read_burst(&client->address, &client->bytes, dma->word_bytes);
    client->wants_due = dma->cycle + GRANT_TO_WANT;
}

static void arbitrate(struct fn_dma_read *dma, const struct fn_dma_read_in *in)
{
    if (dma->out.m_axi_arvalid && !in->m_axi_arready)
        return;
    dma->out.m_axi_arvalid = false;
    for (unsigned next = 1; next <= FN_DMA_READ_CLIENTS; next++) {
        const unsigned id = (dma->turn + next) % FN_DMA_READ_CLIENTS;
        if (dma->client[id].wants) {
            grant(dma, id);
            return;
        }
    }
}

static void take_word(struct fn_dma_read *dma, const struct fn_dma_read_in *in)
{
    if (!in->m_axi_rvalid || in->m_axi_rid >= FN_DMA_READ_CLIENTS)
        return;
    struct fn_dma_read_client *client = &dma->client[in->m_axi_rid];
    struct fn_dma_read_word *word = &client->words[client->came++ % FN_DMA_READ_WORDS];
    memcpy(word->data, in->m_axi_rdata, sizeof word->data);
    word->error = in->m_axi_rresp >= 2;
    word->last = in->m_axi_rlast && client->ends[client->answered % FN_DMA_READ_WORDS];
    client->answered += in->m_axi_rlast;
    word->due = dma->cycle + WORD_TO_CLIENT;
}

static void want(struct fn_dma_read *dma)
{
    for (unsigned c = 0; c < FN_DMA_READ_CLIENTS; c++) {
        struct fn_dma_read_client *client = &dma->client[c];
        client->wants = client->busy && client->wants_due <= dma->cycle
                     && client->free >= client->burst.words;
    }
}

static void show(struct fn_dma_read *dma, struct fn_dma_read_client *client, bool tready,
                 bool *tvalid, uint8_t *tdata, bool *tlast, bool *tuser)
{
    // Room comes back one edge after its word has left.
    client->free += client->given;
    client->given = *tvalid && tready;
    if (*tvalid && !tready)
        return;
    const struct fn_dma_read_word *word = &client->words[client->shown % FN_DMA_READ_WORDS];
    *tvalid = client->shown != client->came && word->due <= dma->cycle;
    if (*tvalid) {
        memcpy(tdata, word->data, sizeof word->data);
        *tlast = word->last;
        *tuser = word->error;
        client->shown++;
    }
}

void fn_dma_read_tick(struct fn_dma_read *dma, const struct fn_dma_read_in *in)
{
    struct fn_dma_read_client *const client = dma->client;
    struct fn_dma_read_out *const out = &dma->out;

    if (in->rst) {
        fn_dma_read_reset(dma, dma->word_bytes * 8);
        return;
    }
    request(dma, &client[0], in->s_buffer_valid, in->s_buffer_address, in->s_buffer_length);
    request(dma, &client[1], in->s_descriptor_valid, in->s_descriptor_address,
            in->s_descriptor_length);
    request(dma, &client[2], in->s_data_valid, in->s_data_address, in->s_data_length);
    arbitrate(dma, in);
    want(dma);
    take_word(dma, in);
    show(dma, &client[0], in->m_buffer_axis_tready, &out->m_buffer_axis_tvalid,
         out->m_buffer_axis_tdata, &out->m_buffer_axis_tlast, &out->m_buffer_axis_tuser);
    show(dma, &client[1], in->m_descriptor_axis_tready, &out->m_descriptor_axis_tvalid,
         out->m_descriptor_axis_tdata, &out->m_descriptor_axis_tlast,
         &out->m_descriptor_axis_tuser);
    show(dma, &client[2], in->m_data_axis_tready, &out->m_data_axis_tvalid,
         out->m_data_axis_tdata, &out->m_data_axis_tlast, &out->m_data_axis_tuser);
    out->s_buffer_ready = !client[0].busy;
    out->s_descriptor_ready = !client[1].busy;
    out->s_data_ready = !client[2].busy;
    dma->cycle++;
}
