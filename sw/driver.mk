# SPDX-License-Identifier: Apache-2.0
#
# The driver: its unit test on this machine, and as RISC-V code.

DRIVER_SOURCES := $(wildcard sw/*.c)
EXAMPLES       := $(wildcard sw/examples/*.c)
RV32_OBJECTS   := $(DRIVER_SOURCES:%.c=build/rv32/%.o) $(EXAMPLES:%.c=build/rv32/%.o)
RV32_CFLAGS    := -march=rv32imc -mabi=ilp32 -std=c11 -Os -ffreestanding --specs=picolibc.specs \
                  -Wall -Wextra -Wpedantic -Werror -MMD -Isw

.PHONY: driver-test
driver-test: build/driver/test  ## the driver against a register file that records every access
	@$<

# What the device does to a flow is taken from the model.
DRIVER_MODEL := $(addprefix cmodel/functional/,fn_flow_operation.c fn_flow_change.c \
                  fn_flow_context.c fn_flow_packet.c fn_rtp_slot.c fn_segment_check.c fn_placement.c \
                  fn_packet_record.c fn_host_record.c) cmodel/common/fn_record.c
DRIVER_TEST  := $(DRIVER_SOURCES) $(filter-out %_main.c,$(EXAMPLES)) $(wildcard tb/sw/*.c) \
                $(DRIVER_MODEL)

build/driver/test: $(DRIVER_TEST) $(wildcard sw/*.h sw/examples/*.h tb/sw/*.h cmodel/functional/*.h)
	@mkdir -p $(@D)
	@gcc -std=c11 -O1 -g -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined \
	    -fno-sanitize-recover -Isw -Icmodel -o $@ $(DRIVER_TEST)

.PHONY: rv32
rv32: $(RV32_OBJECTS)  ## the driver as rv32imc code, and its size
	@riscv64-unknown-elf-size -t $(RV32_OBJECTS)

build/rv32/%.o: %.c
	@mkdir -p $(@D)
	@riscv64-unknown-elf-gcc $(RV32_CFLAGS) -c $< -o $@

-include $(RV32_OBJECTS:.o=.d)
