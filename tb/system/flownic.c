// SPDX-License-Identifier: Apache-2.0
//
// flownic - the command line: run a capture through the controller
//
// Exit status: 0 all as foretold, 1 a mismatch, 2 wrong arguments or files.

#define _GNU_SOURCE

#include <getopt.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "system/fn_blocks.h"
#include "system/fn_difference.h"
#include "system/fn_run.h"

#define INSIDE_VVP "FLOWNIC_INSIDE_VVP"
#define MOST       0xfffffffful

enum { EXIT_MISMATCH = 1, EXIT_INPUT = 2, MAX_ARGUMENTS = 40 };

static const char usage[] =
"usage: flownic run --pcap FILE --flows FILE --out DIR [options]\n"
"  --random N                          N random packets instead of --pcap FILE\n"
"  --senders BYTES                     instead: every zero-copied flow has a sender of so many\n"
"                                      bytes, who sends again what has not come through; of UDP\n"
"                                      and RTP a datagram for every 128\n"
"  --engine model|rtl|lockstep|icarus  who computes (lockstep: model and RTL, compared at every\n"
"                                      clock edge; icarus: the same on Icarus)   [lockstep]\n"
"  --timing line|capture               back to back, or by the capture's clock   [line]\n"
"  --repeat N                          the capture N times                       [1]\n"
"  --seed N                            of everything random                      [1]\n"
"  --faults PERCENT                    spoil so many frames on the wire          [0]\n"
"  --unkind                            host memory with random latency, order, back-pressure\n"
"  --bus-errors N                      SLVERR to N of 65536 bursts               [0]\n"
"  --troubles                          small rings; software stays away or does not read them,\n"
"                                      pages are missing, contexts break, writes are not answered\n"
"                                      for a while; senders send what ends zero copy\n"
"  --cover-faults                      it is a mismatch if one of these, or a way back from zero\n"
"                                      copy, has not occurred\n"
"  --take-away N                       software takes zero-copied flows back: chance of each at\n"
"                                      each poll, every 16 cycles, in 65536ths   [0]\n"
"  --inside-from CYCLE                 from there on compare every block inside, too: icarus and\n"
"                                      build/system/flownic-debug can\n"
"  --trace FILE, --trace-from CYCLE    waveforms of flownic-debug, with --inside-from\n"
"  --vectors FILE                      inputs and the model's outputs of every step, for lockstep\n"
"                                      and icarus: see vectors/README.md\n"
"When model and RTL differ it runs again to name the block that differs first, and leaves\n"
"DIR/difference.fst, the waveform of some thousand cycles before.\n"
"Writes summary.json, stack.pcap, tx.pcap, completions.csv, reports.csv, parsed.csv, report.html;\n"
"of each zero-copied flow flow_HANDLE.bin, its stream, and flow_HANDLE.csv, what happened to it.\n"
"The file of flows is described in docs/flows.md.\n";

struct arguments {
    const char           *pcap, *flows, *out;
    struct fn_run_options options;
    bool                  is_icarus;
    unsigned              num_random;
    unsigned              inside_from, trace_from;
    bool                  is_inside;
    const char           *trace;
};

static int complain(const char *what)
{
    fprintf(stderr, "flownic: %s\n", what);
    return EXIT_INPUT;
}

static bool parse_engine(struct arguments *arguments, const char *name)
{
    static const struct { const char *name; enum engine_kind kind; } engines[] = {
        { "model", ENGINE_MODEL }, { "rtl", ENGINE_RTL }, { "lockstep", ENGINE_LOCKSTEP },
        { "icarus", ENGINE_LOCKSTEP }
    };
    for (unsigned e = 0; e < sizeof engines / sizeof engines[0]; e++)
        if (strcmp(name, engines[e].name) == 0) {
            arguments->options.engine_name = engines[e].name;
            arguments->options.engine = engines[e].kind;
            arguments->is_icarus = strcmp(name, "icarus") == 0;
            return true;
        }
    return false;
}

static bool parse_unsigned(const char *text, unsigned *value, unsigned long limit)
{
    char *end;
    const unsigned long number = strtoul(text, &end, 0);
    *value = (unsigned)number;
    return *text >= '0' && *text <= '9' && *end == '\0' && number <= limit;
}

static const struct option long_options[] = {
    { "pcap", required_argument, NULL, 'p' },    { "flows", required_argument, NULL, 'f' },
    { "out", required_argument, NULL, 'o' },     { "engine", required_argument, NULL, 'e' },
    { "timing", required_argument, NULL, 't' },  { "repeat", required_argument, NULL, 'r' },
    { "seed", required_argument, NULL, 's' },    { "faults", required_argument, NULL, 'x' },
    { "unkind", no_argument, NULL, 'u' },        { "bus-errors", required_argument, NULL, 'b' },
    { "random", required_argument, NULL, 'n' },  { "vectors", required_argument, NULL, 'v' },
    { "take-away", required_argument, NULL, 'a' }, { "troubles", no_argument, NULL, 'y' },
    { "cover-faults", no_argument, NULL, 'g' },
    { "senders", required_argument, NULL, 'd' },
    { "inside-from", required_argument, NULL, 'i' },
    { "trace", required_argument, NULL, 'w' },   { "trace-from", required_argument, NULL, 'c' },
    { "help", no_argument, NULL, 'h' },
    { 0 }
};

static bool parse_option(struct arguments *arguments, int option)
{
    struct fn_run_options *options = &arguments->options;
    switch (option) {
    case 'p': arguments->pcap = optarg; return true;
    case 'f': arguments->flows = optarg; return true;
    case 'o': arguments->out = optarg; return true;
    case 'e': return parse_engine(arguments, optarg);
    case 'r': return parse_unsigned(optarg, &options->repeat, MOST) && options->repeat > 0;
    case 's': return parse_unsigned(optarg, &options->seed, MOST);
    case 'x': return parse_unsigned(optarg, &options->fault_percent, 100);
    case 'b': return parse_unsigned(optarg, &options->error_rate, 65536);
    case 'd': return parse_unsigned(optarg, &options->senders, MOST) && options->senders > 0;
    case 'g': return options->covers_faults = true;
    case 'y': return options->has_troubles = true;
    case 'a': return parse_unsigned(optarg, &options->take_away, 65536);
    case 'i': return arguments->is_inside = parse_unsigned(optarg, &arguments->inside_from, MOST);
    case 'w': arguments->trace = optarg; return true;
    case 'c': return parse_unsigned(optarg, &arguments->trace_from, MOST);
    case 'v': options->vectors = optarg; return true;
    case 'n': return parse_unsigned(optarg, &arguments->num_random, MOST)
                  && arguments->num_random > 0;
    case 'u': return options->is_unkind = true;
    case 't':
        options->timing = strcmp(optarg, "capture") == 0 ? FN_FEED_CAPTURE_CLOCK
                                                         : FN_FEED_LINE_RATE;
        return options->timing == FN_FEED_CAPTURE_CLOCK || strcmp(optarg, "line") == 0;
    default: return false;
    }
}

// What does not go together, or NULL.
static const char *missing(const struct arguments *arguments)
{
    const struct fn_run_options *options = &arguments->options;
    if ((arguments->pcap != NULL) + (arguments->num_random > 0) + (options->senders > 0) != 1)
        return "one of --pcap, --random and --senders is needed";
    if (arguments->flows == NULL || arguments->out == NULL)
        return "--flows and --out are needed";
    if (arguments->trace != NULL && !arguments->is_inside)
        return "--trace needs --inside-from";
    if (options->covers_faults && (options->senders == 0 || options->engine == ENGINE_RTL))
        return "--cover-faults needs --senders and the model";
    return NULL;
}

// 0, or the exit status.
static int parse_arguments(struct arguments *arguments, int argc, char **argv)
{
    int option;
    *arguments = (struct arguments){ .options = { .seed = 1, .repeat = 1 } };
    parse_engine(arguments, "lockstep");
    optind = 2;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
        if (!parse_option(arguments, option)) {
            if (option != '?' && option != 'h')
                fprintf(stderr, "flownic: %s: not understood\n", optarg);
            fputs(usage, stderr);
            return EXIT_INPUT;
        }
    const char *fault = optind < argc ? "a word that belongs to no option" : missing(arguments);
    if (fault != NULL) {
        fprintf(stderr, "flownic: %s\n%s", fault, usage);
        return EXIT_INPUT;
    }
    arguments->options.show_progress = isatty(STDERR_FILENO);
    return 0;
}

// Under vvp, the program that started it.
static const char *own_program(void)
{
    static char path[4096];
    const char *starter = getenv(INSIDE_VVP);
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (starter != NULL || length < 0)
        return starter != NULL ? starter : "./flownic";
    path[length] = '\0';
    return path;
}

// vvp runs the same bench as a VPI module beside this program; its + arguments are ours.
static int run_icarus(int argc, char **argv)
{
    static char words[MAX_ARGUMENTS][1024];
    char *vvp[MAX_ARGUMENTS + 8] = { "vvp", "-M", NULL, "-m", "flownic", NULL };
    static char program[4200], module[4200], path[4096];
    int n = 6;

    snprintf(path, sizeof path, "%s", own_program());
    char *folder = dirname(path);
    snprintf(program, sizeof program, "%s/flownic.vvp", folder);
    snprintf(module, sizeof module, "%s/flownic.vpi", folder);
    if (access(program, R_OK) != 0 || access(module, R_OK) != 0)
        return complain("not built for Icarus: make icarus-system");
    vvp[2] = folder;
    vvp[5] = program;
    for (int a = 1; a < argc && a < MAX_ARGUMENTS; a++) {
        snprintf(words[a], sizeof words[a], "+%s", argv[a]);
        vvp[n++] = words[a];
    }
    setenv(INSIDE_VVP, own_program(), 1);
    execvp("vvp", vvp);
    return complain("vvp (Icarus Verilog) cannot be started");
}

static void draw_report(const char *out)
{
    const char *const python[] = { "build/venv/bin/python3", "tb/system/report.py", out, NULL };
    const pid_t child = fork();
    int status = 1;
    if (child == 0) {
        execv(python[0], (char *const *)python);
        _exit(1);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        fprintf(stderr, "flownic: no report.html: run it from the project's folder, after "
                        "make setup\n");
}

static void print_result(const struct fn_run *run, const char *out)
{
    const struct fn_summary *summary = &run->summary;
    const uint64_t found = run->oracle.num_differences;
    const uint64_t shown = found < FN_ORACLE_DIFFERENCES ? found : FN_ORACLE_DIFFERENCES;
    for (uint64_t d = 0; d < shown; d++)
        fprintf(stderr, "mismatch: %s\n", run->oracle.differences[d]);
    if (summary->fault[0] != '\0')
        fprintf(stderr, "flownic: %s\n", summary->fault);
    printf("%s: %llu packets in, %llu delivered, %llu out, %llu mismatches, %llu cycles, "
           "%.0f cycles/s, seed %llu: %s\n", summary->engine,
           (unsigned long long)summary->packets_in, (unsigned long long)summary->delivered,
           (unsigned long long)summary->packets_out, (unsigned long long)summary->mismatches,
           (unsigned long long)summary->cycles,
           (double)summary->simulated / (summary->seconds > 0 ? summary->seconds : 1),
           (unsigned long long)summary->seed, out);
}

// For the run that looks inside because another one has differed.
static bool write_difference(const struct fn_run *run, const char *out)
{
    const struct inspection *inspection = run->options.inspection;
    char path[4096];
    snprintf(path, sizeof path, "%s/" FN_DIFFERENCE_FILE, out);
    FILE *file = inspection->difference[0] == '\0' ? NULL : fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "cycle %llu, %llu frames fed, %llu records delivered: %s\n",
            (unsigned long long)inspection->cycle, (unsigned long long)run->fed_before,
            (unsigned long long)run->delivered_before, inspection->difference);
    return fclose(file) == 0;
}

static void explain(const struct fn_run *run, const struct arguments *arguments, char **argv)
{
    const struct fn_difference difference = {
        .program = own_program(), .arguments = argv + 1, .out = arguments->out,
        .is_icarus = arguments->is_icarus, .cycle = run->system.engine.cycles
    };
    if (run->options.inspection != NULL)
        write_difference(run, arguments->out);
    else if (run->system.engine.difference[0] != '\0')
        fn_difference_report(&difference);
}

static bool open_capture(struct fn_capture *capture, const struct arguments *arguments)
{
    if (arguments->options.senders > 0)
        return true;
    if (arguments->num_random > 0)
        return fn_capture_random(capture, arguments->options.seed, arguments->num_random);
    if (!fn_capture_read(capture, arguments->pcap))
        return false;
    fn_capture_pad(capture);
    return true;
}

static int run_command(struct arguments *arguments, char **argv)
{
    static struct inspection inspection;
    static struct fn_run run;
    static struct fn_flows flows;
    static struct fn_capture capture;
    static struct fn_outputs outputs;

    if (!fn_flows_read(&flows, arguments->flows))
        return complain(flows.fault);
    if (!open_capture(&capture, arguments))
        return complain(capture.fault);
    if (!fn_outputs_open(&outputs, arguments->out))
        return complain(outputs.fault);

    if (arguments->is_inside) {
        inspection = (struct inspection){ .blocks = fn_blocks, .from = arguments->inside_from,
                                          .trace = arguments->trace,
                                          .trace_from = arguments->trace_from };
        arguments->options.inspection = &inspection;
        arguments->options.vectors = NULL;  // the first run's
    }
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    const bool is_good = fn_run(&run, &arguments->options, &flows, &capture, &outputs);
    clock_gettime(CLOCK_MONOTONIC, &after);
    run.summary.seconds = (double)(after.tv_sec - before.tv_sec)
                        + 1e-9 * (double)(after.tv_nsec - before.tv_nsec);
    run.summary.mismatches += !is_good;
    if (!fn_outputs_close(&outputs, &run.summary))
        return complain(outputs.fault);
    fn_run_free(&run);
    fn_capture_close(&capture);
    if (run.is_refused)
        return complain(run.summary.fault);
    if (!arguments->is_inside)
        draw_report(arguments->out);
    print_result(&run, arguments->out);
    explain(&run, arguments, argv);
    return run.summary.mismatches > 0 ? EXIT_MISMATCH : EXIT_SUCCESS;
}

int bench_main(int argc, char **argv)
{
    struct arguments arguments;

    if (argc < 2 || strcmp(argv[1], "run") != 0) {
        fputs(usage, argc > 1 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
        return argc > 1 && strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : EXIT_INPUT;
    }
    const int status = parse_arguments(&arguments, argc, argv);
    if (status != 0)
        return status;
    if (arguments.is_icarus && getenv(INSIDE_VVP) == NULL)
        return run_icarus(argc, argv);
    return run_command(&arguments, argv);
}
