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

DRIVER_TEST := $(DRIVER_SOURCES) sw/examples/fn_echo.c $(wildcard tb/sw/*.c)

build/driver/test: $(DRIVER_TEST) $(wildcard sw/*.h sw/examples/*.h tb/sw/*.h)
	@mkdir -p $(@D)
	@gcc -std=c11 -O1 -g -Wall -Wextra -Wpedantic -Werror -fsanitize=address,undefined \
	    -fno-sanitize-recover -Isw -o $@ $(DRIVER_TEST)

.PHONY: rv32
rv32: $(RV32_OBJECTS)  ## the driver as rv32imc code, and its size
	@riscv64-unknown-elf-size -t $(RV32_OBJECTS)

build/rv32/%.o: %.c
	@mkdir -p $(@D)
	@riscv64-unknown-elf-gcc $(RV32_CFLAGS) -c $< -o $@

-include $(RV32_OBJECTS:.o=.d)
