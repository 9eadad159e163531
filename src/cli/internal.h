/* internal.h - inside src/cli only: where output goes, the parts of a run, the wire. */
#ifndef MOTCUA_CLI_INTERNAL_H
#define MOTCUA_CLI_INTERNAL_H

#include "cli/cli.h"

#define CLI_MEMORY ((size_t)1 << 30)
#define CLI_SOCKET "admin.sock"
#define CLI_ARGS_MAX 512
#define CLI_SECRET_MAX 1024

/* Frames from server to command: a letter, four bytes of length (big endian), the bytes. */
enum cli_frame {
    FRAME_OUT = 'O',
    FRAME_ERR = 'E',
    FRAME_PROMPT = 'P', /* asks for a line; the answer comes as one FRAME_LINE */
    FRAME_LINE = 'L',
    FRAME_NO_LINE = 'N', /* nobody can type */
    FRAME_RUN = 'R',     /* from the command, first: what to run */
    FRAME_EXIT = 'X'     /* last: one byte */
};

struct cli_io {
    int socket;    /* -1: this process's own stdout and stderr */
    bool terminal; /* stderr of who typed the command */
    bool gone;
    int shown;   /* percent the bar shows, -1 = no bar */
    size_t held; /* of stdout, not yet sent */
    char out[16 * 1024];
};

/* What was typed, and from where. */
struct cli_line {
    int argc; /* without the program's name */
    char **argv;
    const char *cwd;
    enum lang lang;
};

void cli__io_start(struct cli_io *io, int socket, bool terminal);
void cli__flush(struct cli_io *io);
enum rc cli__send(int fd, enum cli_frame kind, str bytes);
/* The bytes in `mem`, at most `max`. */
enum rc cli__receive(int fd, struct arena *mem, size_t max, enum cli_frame *ret_kind, str *ret_bytes);

/* run.c: `data` is given inside the server; NULL: the run opens what it needs. Sets *ret_away
   when another process holds the folder: nothing was run. */
int cli__run(const struct cli_app *app, const struct cli_line *line, struct cli_io *io,
             const struct cli_data *data, const char **ret_away, struct arena *mem);

/* parse.c */
const struct verb *cli__find_verb(const struct cli_app *app, const struct cli_line *line,
                                  int *ret_words);
/* Fills values, argc, argv, json; false after saying why. */
bool cli__parse(struct cli *cli, const struct cli_line *line, int words, const char **ret_data,
                bool *ret_help);
void cli__help(struct cli *cli, const struct verb *verb);
void cli__list(struct cli *cli);

/* admin.c: the command's side. The exit code; -1 when nobody listens. */
int cli__away(const char *dir, const struct cli_line *line);

#endif
