// SPDX-License-Identifier: Apache-2.0
//
// fn_fifo_replay - drives fn_fifo with vectors and checks its outputs after every step
//
// Made by tb/harness/gen_replay.py of fn_fifo-WIDTH-8-DEPTH-4.hex, seed 1.
// Ends with PASS and $finish, or FAIL and $stop.  +vectors=FILE where it is elsewhere.

`default_nettype none

module fn_fifo_replay #(
    parameter STEPS = 2000
);
    reg [43:0] vectors [0:STEPS-1];
    reg [43:0] word;
    reg [8*256-1:0] path;
    integer step;
    integer failures;

    // clocks
    reg clk;

    // inputs
    wire       rst     = word[36];
    wire       s_valid = word[32];
    wire [7:0] s_data  = word[31:24];
    wire       m_ready = word[20];

    // outputs, what they should be, and which of them count
    wire       s_ready;
    wire       m_valid;
    wire [7:0] m_data;

    wire       expected_s_ready = word[16];
    wire       expected_m_valid = word[12];
    wire [7:0] expected_m_data  = word[11:4];

    wire [2:0] counts = word[2:0];

    fn_fifo #(.WIDTH(8), .DEPTH(4)) dut (
        .clk(clk),
        .rst(rst),
        .s_valid(s_valid),
        .s_data(s_data),
        .m_ready(m_ready),
        .s_ready(s_ready),
        .m_valid(m_valid),
        .m_data(m_data)
    );

    task differs;
        begin
            if (failures == 0) $display("first difference at step %0d:", step);
            failures = failures + 1;
        end
    endtask

    task check;
        begin
            if (counts[0] !== 1'b0 && s_ready !== expected_s_ready) begin
                differs;
                if (failures <= 10)
                    $display("  step %0d: s_ready: expected %h, got %h",
                             step, expected_s_ready, s_ready);
            end
            if (counts[1] !== 1'b0 && m_valid !== expected_m_valid) begin
                differs;
                if (failures <= 10)
                    $display("  step %0d: m_valid: expected %h, got %h",
                             step, expected_m_valid, m_valid);
            end
            if (counts[2] !== 1'b0 && m_data !== expected_m_data) begin
                differs;
                if (failures <= 10)
                    $display("  step %0d: m_data: expected %h, got %h",
                             step, expected_m_data, m_data);
            end
        end
    endtask

    initial begin
        if (!$value$plusargs("vectors=%s", path)) path = "fn_fifo-WIDTH-8-DEPTH-4.hex";
        $readmemh(path, vectors, 0, STEPS - 1);
        failures = 0;
        clk = 1'b0;
        for (step = 0; step < STEPS; step = step + 1) begin
            word = vectors[step];
            if (^word === 1'bx) begin
                $display("FAIL fn_fifo: step %0d is not in the file", step);
                $stop;
            end
            #4;
            clk = word[40];
            #4;
            check;
            clk = 1'b0;
        end
        if (failures == 0) begin
            $display("PASS fn_fifo: %0d steps", STEPS);
            $finish;
        end else begin
            $display("FAIL fn_fifo: %0d differences in %0d steps", failures, STEPS);
            $stop;
        end
    end

endmodule

`default_nettype wire
