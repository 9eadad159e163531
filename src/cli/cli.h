/*
 * cli.h - commands as rows. A capability lists its verbs in <folder>_cli.c and names the list
 * in its module descriptor; app puts the lists together. A verb that needs data runs with the
 * folder's lock held, or, when a server holds it, inside that server: the command line goes
 * through DIR/admin.sock and the output streams back. So a verb never uses stdin, stdout,
 * stderr, the working folder or the environment, only what stands in struct cli.
 *
 *     static enum rc verify(struct cli *cli) { ... }
 *     const struct verb record_verbs[] = {
 *         {.name = "record verify", .help = "replays the chain", .data = CLI_DATA, .run = verify},
 *         {0}};
 *
 * Exit codes: by rc (core/rc.h); 1 after cli_wrong, 2 after cli_usage. --data, --database,
 * --json and --help belong to every verb and are not listed. `--json` prints one JSON
 * document on stdout; everything else goes to stderr.
 */
#ifndef MOTCUA_CLI_CLI_H
#define MOTCUA_CLI_CLI_H

#include <stdio.h>

#include "core/buf.h"
#include "core/i18n.h"
#include "db/db.h"

enum cli_need {
    CLI_NO_DATA, /* needs no folder; --data is refused */
    CLI_DATA,    /* an existing folder, its own or through the server that holds it */
    CLI_NEW,     /* the same, made when missing: first account, first import */
    CLI_DEMO,    /* the same, and it becomes a demo folder: MOTCUA_NOW holds (cli_clock) */
    CLI_OWN      /* must hold the folder itself, made when missing: serve. The verb opens it */
};

struct cli_option {
    const char *name; /* long name */
    char letter;      /* 0 = none */
    const char *arg;  /* what its value is called in help; NULL = a flag */
    const char *help;
};

struct cli_io; /* where output goes: the terminal, or the socket of a waiting command */

struct cli {
    struct ctx c;         /* mem, now, rng; no database: store_read and store_write open it */
    struct store *store;  /* NULL for CLI_NO_DATA and CLI_OWN */
    const char *data;     /* the folder, absolute */
    const char *database; /* --database, or NULL */
    int argc;             /* operands: what stands behind verb and options */
    char **argv;
    bool json;
    enum lang lang;
    struct cli_io *io;
    const struct cli_app *app;
    /* the runner's own */
    const struct verb *verb;
    const char *cwd;     /* where the command was typed */
    const char **values; /* by option */
    int exit;
};

struct verb {
    const char *name;     /* one word or two: "routes", "record verify"; "__..." is not shown in help */
    const char *operands; /* for help: "FILE|DIR..." */
    const char *help;
    enum cli_need data;
    int min, max;                     /* operands; max -1 = any number */
    const struct cli_option *options; /* ends with a NULL name */
    enum rc (*run)(struct cli *cli);
};

/* ---- options ---- */
str cli_get(const struct cli *cli, const char *option); /* absent: STR_NONE */
bool cli_flag(const struct cli *cli, const char *option);
/* `otherwise` when absent; a usage error when it is no number of min..max. */
MUST_USE enum rc cli_get_int(struct cli *cli, const char *option, int64_t otherwise, int64_t min,
                             int64_t max, int64_t *ret_value);
/* An operand or value as a path, seen from where the command was typed. */
const char *cli_path(struct cli *cli, str path);

/* ---- output ---- */
void cli_out(struct cli *cli, str s); /* stdout, held back until it is worth sending */
void cli_flush(struct cli *cli);      /* now: for what somebody waits for while the verb runs on */
void cli_printf(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cli_err(struct cli *cli, const char *fmt, ...)
    __attribute__((format(printf, 2, 3))); /* stderr, a line */
/* A bar on stderr, only when it is a terminal; `total` 0 = unknown. Ends itself at done = total. */
void cli_progress(struct cli *cli, const char *what, int64_t done, int64_t total);
/* A line typed without echo; RC_UNAVAILABLE when nobody can type. In c.mem. */
MUST_USE enum rc cli_secret(struct cli *cli, const char *prompt, str *ret_line);
/* False once the reader of the output is gone: long work may stop. */
bool cli_alive(const struct cli *cli);

/* ---- endings ---- */
/* Done, and something is wrong: exit code 1 (verify, check). */
enum rc cli_wrong(struct cli *cli);
/* The command line is at fault: says so with the verb's usage; exit code 2. */
enum rc cli_usage(struct cli *cli, const char *why);

/* ---- for app ---- */
struct cli_app {
    const char *version;
    const struct verb *const *lists; /* ends with NULL */
    /* After opening and migrating: sealer, listeners. May be NULL. */
    enum rc (*on_open)(struct store *s, const char *dir);
    const struct embed *migrations;
};

/* Finds and runs the verb; the exit code. */
int cli_main(const struct cli_app *app, int argc, char **argv);

/* The data folder and its store, for `serve` and for the runner itself. */
struct cli_data {
    char *dir; /* absolute */
    struct host_lock *lock;
    struct store *store; /* migrated */
};
/* RC_BUSY: another process holds it; RC_NOT_FOUND: no such folder and not `make`. */
MUST_USE enum rc cli_data_open(const struct cli_app *app, const char *dir, const char *database,
                               bool make, struct cli_data **ret_data);
void cli_data_close(struct cli_data *data);
/* MOTCUA_NOW is for demo folders: before any other is opened the system's clock goes on, because
   real work has the real time. */
void cli_clock(const char *dir);

/* The server's side of DIR/admin.sock: commands of the same user run here, at most four at a
   time, on threads of their own. stop waits for those that run. */
struct cli_admin;
MUST_USE enum rc cli_admin_start(const struct cli_app *app, const struct cli_data *data,
                                 struct cli_admin **ret_admin);
void cli_admin_stop(struct cli_admin *admin);

#endif
