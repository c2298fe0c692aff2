// SPDX-License-Identifier: Apache-2.0
//
// bench_arguments - see bench_arguments.h

#include "bench_arguments.h"

#include <stdlib.h>
#include <string.h>

#include "port_binding.h"

const char bench_mutant_port[] = "mutsel";

// The value of NAME=VALUE, NULL if the word has another name.
static const char *value_of(const char *word, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(word, name, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

const char *bench_arguments_read(struct bench_arguments *arguments, const char *run, int argc,
                                 char **argv)
{
    *arguments = (struct bench_arguments){ .seed = 1, .cycles = 20000, .run = run };
    for (int a = 1; a < argc; a++) {
        const char *value;
        if ((value = value_of(argv[a], "seed")) != NULL)
            arguments->seed = (unsigned)strtoul(value, NULL, 0);
        else if ((value = value_of(argv[a], "cycles")) != NULL)
            arguments->cycles = strtoul(value, NULL, 0);
        else if ((value = value_of(argv[a], "mutant")) != NULL)
            arguments->mutant = (unsigned)strtoul(value, NULL, 0);
        else if ((value = value_of(argv[a], "trace")) != NULL)
            arguments->trace = value;
        else if ((value = value_of(argv[a], "coverage")) != NULL)
            arguments->coverage = value;
        else if ((value = value_of(argv[a], "vectors")) != NULL)
            arguments->vectors = value;
        else if ((value = value_of(argv[a], "run")) != NULL)
            arguments->run = value;
        else
            return argv[a];
    }
    return NULL;
}

const char *bench_arguments_begin(const struct bench_arguments *arguments, struct dut *dut)
{
    const struct dut_port *port = port_find(dut, bench_mutant_port);
    if (port != NULL)
        memcpy(port->value, &arguments->mutant, port->size);
    if (arguments->trace != NULL && !dut_trace(dut, arguments->trace))
        return "this engine was built without traces";
    return NULL;
}

const char *bench_arguments_end(const struct bench_arguments *arguments, struct dut *dut)
{
    if (arguments->coverage != NULL && !dut_coverage(dut, arguments->coverage))
        return "this engine was built without coverage";
    return NULL;
}
