/* parse.c - the command line: which verb, which options, and what --help says of them. */
#include <getopt.h>
#include <pthread.h>
#include <string.h>

#include "cli/internal.h"

#define OPTIONS_MAX 32
#define FIRST_CODE 1000 /* above every letter */

static const struct cli_option common[] = {
    {"data", 0, "DIR", "the data folder (or MOTCUA_DATA)"},
    {"database", 0, "URL", "postgresql://... instead of the folder's own database"},
    {"json", 0, NULL, "one JSON document on stdout"},
    {"help", 'h', NULL, "this text"},
};
enum { COMMON_DATA, COMMON_DATABASE, COMMON_JSON, COMMON_HELP, COMMON_COUNT };

/* ---- the verb ---- */

static bool matches(const struct verb *v, const struct cli_line *line, int *ret_words)
{
    const char *space = strchr(v->name, ' ');
    const size_t n = space ? (size_t)(space - v->name) : strlen(v->name);
    if (line->argc < 1 || strlen(line->argv[0]) != n || memcmp(line->argv[0], v->name, n) != 0)
        return false;
    *ret_words = space ? 2 : 1;
    return !space || (line->argc > 1 && strcmp(line->argv[1], space + 1) == 0);
}

const struct verb *cli__find_verb(const struct cli_app *app, const struct cli_line *line,
                                  int *ret_words)
{
    for (const struct verb *const *list = app->lists; *list; list++)
        for (const struct verb *v = *list; v->name; v++)
            if (matches(v, line, ret_words))
                return v;
    return NULL;
}

/* ---- help ---- */

static void print_option(struct cli *cli, const struct cli_option *o)
{
    char left[64];
    (void)snprintf(left, sizeof left, "--%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
    cli_printf(cli, "  %-26s %s\n", left, o->help);
}

void cli__help(struct cli *cli, const struct verb *verb)
{
    cli_printf(cli, "motcua %s%s%s%s: %s\n", verb->name, verb->data == CLI_NO_DATA ? "" : " --data DIR",
               verb->operands ? " " : "", verb->operands ? verb->operands : "", verb->help);
    for (const struct cli_option *o = verb->options; o && o->name; o++)
        print_option(cli, o);
    for (int i = verb->data == CLI_NO_DATA ? COMMON_JSON : 0; i < COMMON_COUNT; i++)
        print_option(cli, &common[i]);
}

void cli__list(struct cli *cli)
{
    cli_printf(cli, "motcua %s\n\n", cli->app->version);
    for (const struct verb *const *list = cli->app->lists; *list; list++)
        for (const struct verb *v = *list; v->name; v++)
            if (strncmp(v->name, "__", 2) != 0)
                cli_printf(cli, "  motcua %-20s %s\n", v->name, v->help);
    cli_printf(cli, "\nmotcua VERB --help says more.\n");
}

/* ---- options ---- */

struct table {
    struct option longs[OPTIONS_MAX + COMMON_COUNT + 1];
    char letters[2 * (OPTIONS_MAX + COMMON_COUNT) + 3];
    const char *common[COMMON_COUNT];
    int own;
};

static void add_option(struct table *t, int at, const struct cli_option *o)
{
    t->longs[at] =
        (struct option){o->name, o->arg ? required_argument : no_argument, NULL, FIRST_CODE + at};
    if (!o->letter)
        return;
    size_t n = strlen(t->letters);
    t->letters[n++] = o->letter;
    if (o->arg)
        t->letters[n++] = ':';
}

static void make_table(struct table *t, const struct verb *verb)
{
    t->letters[0] = ':'; /* tell a missing value from an unknown option */
    for (const struct cli_option *o = verb->options; o && o->name; o++) {
        BUG_IF(t->own == OPTIONS_MAX);
        add_option(t, t->own++, o);
    }
    for (int i = 0; i < COMMON_COUNT; i++)
        add_option(t, t->own + i, &common[i]);
}

/* The index of what getopt found, a letter or a code. */
static int index_of(const struct table *t, const struct verb *verb, int code)
{
    if (code >= FIRST_CODE)
        return code - FIRST_CODE;
    for (int i = 0; i < t->own; i++)
        if (verb->options[i].letter == code)
            return i;
    for (int i = 0; i < COMMON_COUNT; i++)
        if (common[i].letter == code)
            return t->own + i;
    return -1;
}

struct mistake {
    int code; /* ':' a value is missing, '?' no such option, 0 = none */
    const char *said;
};

static struct mistake take_options(struct cli *cli, struct table *t, int argc, char **argv)
{
    optind = 0; /* GNU: start anew */
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, t->letters, t->longs, NULL)) != -1;) {
        const int at = code == '?' || code == ':' ? -1 : index_of(t, cli->verb, code);
        if (at < 0)
            return (struct mistake){code, optind > 0 && optind <= argc ? argv[optind - 1] : ""};
        *(at < t->own ? &cli->values[at] : &t->common[at - t->own]) = optarg ? optarg : "";
    }
    cli->argc = argc - optind;
    cli->argv = argv + optind;
    return (struct mistake){0, NULL};
}

/* getopt keeps its state in globals; inside a server several commands are read at once. */
static struct mistake take_options_alone(struct cli *cli, struct table *t, int argc, char **argv)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    (void)pthread_mutex_lock(&lock);
    const struct mistake m = take_options(cli, t, argc, argv);
    (void)pthread_mutex_unlock(&lock);
    return m;
}

static bool check_operands(struct cli *cli)
{
    const struct verb *v = cli->verb;
    if (cli->argc >= v->min && (v->max < 0 || cli->argc <= v->max))
        return true;
    (void)cli_usage(cli, cli->argc < v->min ? "an operand is missing" : "too many operands");
    return false;
}

bool cli__parse(struct cli *cli, const struct cli_line *line, int words, const char **ret_data,
                bool *ret_help)
{
    struct table t = {.own = 0};
    make_table(&t, cli->verb);
    cli->values = NEW_N(cli->c.mem, const char *, t.own + 1);
    /* getopt reorders: its own copy, with the verb in the program's place */
    char **argv = NEW_N(cli->c.mem, char *, line->argc + 1);
    memcpy(argv, line->argv + words - 1, (size_t)(line->argc - words + 1) * sizeof *argv);
    const struct mistake m = take_options_alone(cli, &t, line->argc - words + 1, argv);
    if (m.code) {
        const str why =
            str_fmt(cli->c.mem, "%s: %s", m.said,
                    m.code == ':' ? "wants a value" : "no such option, or a value it cannot take");
        (void)cli_usage(cli, why.p);
        return false;
    }
    cli->json = t.common[COMMON_JSON] != NULL;
    cli->database = t.common[COMMON_DATABASE];
    *ret_data = t.common[COMMON_DATA];
    *ret_help = t.common[COMMON_HELP] != NULL;
    if (*ret_help)
        return true;
    if (cli->verb->data == CLI_NO_DATA && (*ret_data || cli->database)) {
        (void)cli_usage(cli, "this command needs no data folder");
        return false;
    }
    return check_operands(cli);
}
