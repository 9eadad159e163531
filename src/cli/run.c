/*
 * run.c - one command from its line to its exit code: in this process with the folder's lock
 * held, or handed to the server that holds it.
 */
#include <string.h>

#include "cli/internal.h"
#include "host/clock.h"
#include "host/console.h"
#include "host/random.h"

#define EXIT_USAGE 2
#define TRIES 40 /* another command may hold the folder for a moment */
#define TRY_PAUSE_US 50000
#define PATH_BYTES 4096
#define STDERR 2

struct run {
    struct cli cli;
    const struct cli_line *line;
    const struct cli_data *held; /* inside the server */
    struct cli_data *own;
    const char **ret_away;
    int exit;
};

const char *cli_path(struct cli *cli, str path)
{
    return str_starts(path, S("/")) ? str_c(cli->c.mem, path)
                                    : str_fmt(cli->c.mem, "%s/%.*s", cli->cwd, STR_ARG(path)).p;
}

/* ---- one run ---- */

static void say_faults(struct cli *cli)
{
    for (const struct fault *f = cli->c.faults; f; f = f->next) {
        const str text = text_fmt(cli->c.mem, cli->lang, f->key, f->args, 3);
        cli_err(cli, "motcua: %.*s%s%.*s", STR_ARG(f->field), f->field.n ? ": " : "", STR_ARG(text));
    }
}

static int exit_of(struct cli *cli, enum rc rc)
{
    say_faults(cli);
    if (rc && !cli->exit && !cli->c.faults)
        cli_err(cli, "motcua: %s: %s", cli->verb->name, rc_name(rc));
    return cli->exit ? cli->exit : rc_exit_code(rc);
}

static const char *why_not_open(enum rc rc)
{
    switch (rc) {
    case RC_NOT_FOUND:
        return "no data folder there";
    case RC_BUSY:
        return "another program holds the folder and does not answer";
    case RC_CONFLICT:
        return "the database is of another version of this program";
    case RC_OK:
    case RC_INVALID:
    case RC_DENIED:
    case RC_UNAVAILABLE:
    case RC_FAILED:
    case RC_COUNT:
        break;
    }
    return "the folder cannot be opened";
}

/* RC_BUSY and *ret_away set: a server holds it. */
static enum rc open_data(struct run *r)
{
    struct cli *cli = &r->cli;
    if (r->held) {
        cli->store = r->held->store;
        return RC_OK;
    }
    if (cli->verb->data != CLI_DEMO)
        cli_clock(cli->data);
    cli->c.now = host_now();
    const enum rc rc =
        cli_data_open(cli->app, cli->data, cli->database, cli->verb->data != CLI_DATA, &r->own);
    if (rc == RC_BUSY)
        *r->ret_away = cli->data;
    else if (rc)
        cli_err(cli, "motcua: %s: %s", cli->data, why_not_open(rc));
    else
        cli->store = r->own->store;
    return rc;
}

static bool find_folder(struct run *r, const char *given)
{
    struct cli *cli = &r->cli;
    const char *from = given ? given : host_env("MOTCUA_DATA");
    if (r->held) {
        cli->data = r->held->dir;
        return true;
    }
    if (!from || !*from) {
        (void)cli_usage(cli, "which folder? --data DIR, or MOTCUA_DATA");
        return false;
    }
    cli->data = cli_path(cli, str_of(from));
    return true;
}

static void run_verb(struct run *r, int words)
{
    struct cli *cli = &r->cli;
    const char *data = NULL;
    bool help = false;
    r->exit = EXIT_USAGE;
    if (!cli__parse(cli, r->line, words, &data, &help))
        return;
    if (help) {
        cli__help(cli, cli->verb);
        r->exit = 0;
        return;
    }
    const enum cli_need need = cli->verb->data;
    if (need == CLI_OWN && r->held) {
        r->exit = exit_of(cli, RC_BUSY);
        return;
    }
    if (need != CLI_NO_DATA && !find_folder(r, data))
        return;
    enum rc rc = need != CLI_NO_DATA && need != CLI_OWN ? open_data(r) : RC_OK;
    if (rc) {
        r->exit = rc_exit_code(rc);
        return;
    }
    rc = cli->verb->run(cli);
    r->exit = exit_of(cli, rc);
}

static void run_line(void *arg)
{
    struct run *r = arg;
    int words = 0;
    const bool help = r->line->argc == 1 && (strcmp(r->line->argv[0], "--help") == 0 ||
                                             strcmp(r->line->argv[0], "help") == 0);
    r->cli.verb = cli__find_verb(r->cli.app, r->line, &words);
    if (r->cli.verb) {
        run_verb(r, words);
        return;
    }
    if (help) {
        cli__list(&r->cli);
        r->exit = 0;
        return;
    }
    cli_err(&r->cli, "motcua: %s; try: motcua help",
            r->line->argc > 0 ? str_fmt(r->cli.c.mem, "no such command: %s", r->line->argv[0]).p
                              : "what shall it do?");
    r->exit = EXIT_USAGE;
}

int cli__run(const struct cli_app *app, const struct cli_line *line, struct cli_io *io,
             const struct cli_data *data, const char **ret_away, struct arena *mem)
{
    struct run *r = NEW(mem, struct run);
    r->cli = (struct cli){.c = {.mem = mem, .now = host_now(), .rng = host_rng_new()},
                          .app = app,
                          .io = io,
                          .cwd = line->cwd,
                          .lang = line->lang};
    r->line = line;
    r->held = data;
    r->ret_away = ret_away;
    if (!arena_run(mem, run_line, r)) {
        cli_err(&r->cli, "motcua: out of memory");
        r->exit = rc_exit_code(RC_UNAVAILABLE);
    }
    cli__flush(io);
    cli_data_close(r->own);
    if (io->gone && r->exit == 0)
        r->exit = rc_exit_code(RC_UNAVAILABLE);
    return r->exit;
}

/* ---- the process ---- */

static enum lang user_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *v = host_env(names[i]);
        if (v && *v)
            return strncmp(v, "vi", 2) == 0 ? LANG_VI : LANG_EN;
    }
    return LANG_EN;
}

static int run_once(const struct cli_app *app, const struct cli_line *line, const char **ret_away)
{
    static struct cli_io io;
    struct arena *mem = arena_new(CLI_MEMORY);
    if (!mem)
        return rc_exit_code(RC_UNAVAILABLE);
    cli__io_start(&io, -1, host_is_terminal(STDERR));
    static char away[PATH_BYTES];
    const char *dir = NULL;
    const int code = cli__run(app, line, &io, NULL, &dir, mem);
    if (dir) {
        (void)snprintf(away, sizeof away, "%s", dir);
        *ret_away = away;
    }
    arena_free(mem);
    return code;
}

/* MOTCUA_NOW stops the clock at a moment, so that tests and pictures are the same every day. */
static bool stop_clock(void)
{
    const char *given = host_env("MOTCUA_NOW");
    instant at = INSTANT_NONE;
    if (given && *given && !instant_parse(str_of(given), &at))
        return false;
    host_clock_set(at);
    return true;
}

int cli_main(const struct cli_app *app, int argc, char **argv)
{
    static char cwd[PATH_BYTES];
    if (!stop_clock()) {
        (void)fprintf(stderr, "motcua: MOTCUA_NOW wants a moment: 2026-11-19T14:00\n");
        return EXIT_USAGE;
    }
    if (host_cwd(cwd, sizeof cwd))
        cwd[0] = 0;
    const struct cli_line line = {argc - 1, argv + 1, cwd, user_language()};
    for (int i = 0; i < TRIES; i++) {
        const char *away = NULL;
        int code = run_once(app, &line, &away);
        if (!away)
            return code;
        code = cli__away(away, &line);
        if (code >= 0)
            return code;
        host_sleep_us(TRY_PAUSE_US);
    }
    (void)fprintf(stderr, "motcua: %s\n", why_not_open(RC_BUSY));
    return rc_exit_code(RC_BUSY);
}
