// SPDX-License-Identifier: Apache-2.0
//
// fn_driver_channels_test - see fn_driver_test.h; channels of the DMA

#include "fn_driver_test.h"

void test_channels(void)
{
    struct fn_channel channel;

    open_device();
    fake.channels[0] = 40u << 8 | 1u << 16;
    fake.channels[7] = 127u << 8 | 2u << 16 | 1u << 18 | 1u << 19 | 1023u << 20;
    fake.channels[8] = 1u << 18 | 5u << 20;
    fake_forget(&fake);
    CHECK(fn_read_channel(&device, 7, &channel) == FN_OK);
    CHECK(channel.in_flight == 127 && channel.state == FN_CHANNEL_RESET);
    CHECK(channel.is_owned && channel.is_shared && channel.flow == 1023);
    CHECK(fake_writes(&fake) == 1 && fake_write(&fake, 0)->offset == FN_REG_CHANNEL);
    CHECK(fake_write(&fake, 0)->value == 7 && fake.num_accesses == 2);
    CHECK(fn_read_channel(&device, 0, &channel) == FN_OK);
    CHECK(channel.in_flight == 40 && channel.state == FN_CHANNEL_ACTIVE);
    CHECK(!channel.is_owned && !channel.is_shared && channel.flow == 0);
    CHECK(fn_read_channel(&device, 8, &channel) == FN_OK);
    CHECK(channel.is_owned && !channel.is_shared && channel.flow == 5);
    CHECK(fn_read_channel(&device, FN_CHANNELS - 1, &channel) == FN_OK);
    CHECK(channel.in_flight == 0 && channel.state == FN_CHANNEL_FREE);
    REFUSED(FN_ARGUMENT, fn_read_channel(&device, FN_CHANNELS, &channel));
    REFUSED(FN_ARGUMENT, fn_read_channel(&device, 0, NULL));
    CHECK(fn_close(&device) == FN_OK);
    REFUSED(FN_STATE, fn_read_channel(&device, 0, &channel));
}
