// SPDX-License-Identifier: Apache-2.0
//
// fn_keep - included inside a module: bytes of a beat, less 1; tkeep is contiguous from bit 0

/* verilator lint_off UNUSEDSIGNAL */  // bit 0 is always 1
function [2:0] last_byte(input [7:0] keep);
    last_byte = {keep[4], keep[6] || (keep[2] && !keep[4]),
                 keep[7] || (keep[5] && !keep[6])
                 || (keep[3] && !keep[4])
                 || (keep[1] && !keep[2])};
endfunction
/* verilator lint_on UNUSEDSIGNAL */
