// SPDX-License-Identifier: Apache-2.0
//
// fn_difference - see fn_difference.h

#define _GNU_SOURCE

#include "system/fn_difference.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BACK_CYCLES = 200000, TRACE_CYCLES = 4000, MAX_ARGUMENTS = 60 };

static char debug_program[] = "build/system/flownic-debug";

static int run_program(char *const *arguments, const char *log)
{
    const pid_t child = fork();
    int status = -1;
    if (child == 0) {
        const int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
        dup2(file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        unsetenv("FLOWNIC_INSIDE_VVP");
        unsetenv("MAKEFLAGS");
        unsetenv("MAKELEVEL");
        execvp(arguments[0], arguments);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

// Two runs that fail together must not make it together.
static bool make_debug_program(const struct fn_difference *difference, const char *log)
{
    char program[4096];
    char *const arguments[] = { "flock", program, "make", "-s", "-j2", debug_program, NULL };
    snprintf(program, sizeof program, "%s", difference->program);
    fprintf(stderr, "flownic: running again to look inside (the first time %s is built)\n",
            debug_program);
    return run_program(arguments, log) == 0;
}

// Runs again with the options of a second run; text gets its difference.
static bool look_inside(const struct fn_difference *difference, const char *folder,
                        const char *log, uint64_t from, const char *trace, uint64_t trace_from,
                        char *text, size_t room)
{
    char program[4200], file[4200], numbers[2][24];
    char *arguments[MAX_ARGUMENTS + 10] = { program };
    unsigned n = 1;

    snprintf(program, sizeof program, "%s%s", difference->program,
             difference->is_icarus ? "" : "-debug");
    snprintf(numbers[0], sizeof numbers[0], "%llu", (unsigned long long)from);
    snprintf(numbers[1], sizeof numbers[1], "%llu", (unsigned long long)trace_from);
    for (char **a = difference->arguments; *a != NULL && n < MAX_ARGUMENTS; a++)
        arguments[n++] = *a;
    arguments[n++] = "--out";
    arguments[n++] = (char *)folder;
    arguments[n++] = "--inside-from";
    arguments[n++] = numbers[0];
    if (trace != NULL) {
        arguments[n++] = "--trace";
        arguments[n++] = (char *)trace;
        arguments[n++] = "--trace-from";
        arguments[n++] = numbers[1];
    }

    snprintf(file, sizeof file, "%s/" FN_DIFFERENCE_FILE, folder);
    remove(file);
    run_program(arguments, log);
    FILE *found = fopen(file, "r");
    const bool is_found = found != NULL && fgets(text, (int)room, found) != NULL;
    if (found != NULL)
        fclose(found);
    return is_found;
}

static uint64_t back(uint64_t cycle, uint64_t cycles)
{
    return cycle > cycles ? cycle - cycles : 0;
}

void fn_difference_report(const struct fn_difference *difference)
{
    char folder[4096], log[4120], trace[4120], text[1024];
    uint64_t from = back(difference->cycle, BACK_CYCLES);
    unsigned long long cycle = 0;

    snprintf(folder, sizeof folder, "%s/difference", difference->out);
    snprintf(log, sizeof log, "%s/run.log", folder);
    snprintf(trace, sizeof trace, "%s.fst", folder);
    mkdir(folder, 0777);
    remove(log);
    remove(trace);
    if (!difference->is_icarus && !make_debug_program(difference, log)) {
        fprintf(stderr, "flownic: %s cannot be made: run from the project's folder; see %s\n",
                debug_program, log);
        return;
    }
    bool is_found = look_inside(difference, folder, log, from, NULL, 0, text, sizeof text)
                 && sscanf(text, "cycle %llu", &cycle) == 1;
    if (is_found && cycle == from && from > 0) {  // it is older
        from = 0;
        is_found = look_inside(difference, folder, log, from, NULL, 0, text, sizeof text)
                && sscanf(text, "cycle %llu", &cycle) == 1;
    }
    if (!is_found) {
        fprintf(stderr, "flownic: no block differs in the second run: see %s\n", log);
        return;
    }
    fprintf(stderr, "first difference: %s", text);
    if (!difference->is_icarus
            && look_inside(difference, folder, log, from, trace, back(cycle, TRACE_CYCLES), text,
                           sizeof text))
        fprintf(stderr, "waveform: %s\n", trace);
}
