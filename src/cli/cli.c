/* cli.c - what a verb calls: its options, its output, its ending. */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "cli/internal.h"
#include "host/console.h"
#include "host/file.h"
#include "host/local.h"

#define BAR_WIDTH 30
#define LINE_BYTES 4000

/* ---- options ---- */

static const char *value_of(const struct cli *cli, const char *option)
{
    for (int i = 0; cli->verb->options && cli->verb->options[i].name; i++)
        if (strcmp(cli->verb->options[i].name, option) == 0)
            return cli->values[i];
    BUG_IF("an option the verb does not list");
    return NULL;
}

str cli_get(const struct cli *cli, const char *option)
{
    return str_of(value_of(cli, option));
}

bool cli_flag(const struct cli *cli, const char *option)
{
    return value_of(cli, option) != NULL;
}

enum rc cli_get_int(struct cli *cli, const char *option, int64_t otherwise, int64_t min, int64_t max,
                    int64_t *ret_value)
{
    const str s = cli_get(cli, option);
    int64_t v = otherwise;
    if (s.p && (!str_to_i64(s, &v) || v < min || v > max)) {
        const str why = str_fmt(cli->c.mem, "--%s wants a number from %lld to %lld", option,
                                (long long)min, (long long)max);
        return cli_usage(cli, why.p);
    }
    *ret_value = v;
    return RC_OK;
}

/* ---- the wire ---- */

void cli__io_start(struct cli_io *io, int socket, bool terminal)
{
    io->socket = socket;
    io->terminal = terminal;
    io->gone = false;
    io->shown = -1;
    io->held = 0;
}

enum rc cli__send(int fd, enum cli_frame kind, str bytes)
{
    const size_t n = (size_t)bytes.n;
    const unsigned char head[5] = {(unsigned char)kind, (unsigned char)(n >> 24),
                                   (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n};
    const enum rc rc = host_local_send(fd, head, sizeof head);
    return rc ? rc : host_local_send(fd, bytes.p, n);
}

enum rc cli__receive(int fd, struct arena *mem, size_t max, enum cli_frame *ret_kind, str *ret_bytes)
{
    unsigned char head[5];
    enum rc rc = host_local_receive(fd, head, sizeof head);
    if (rc)
        return rc;
    const size_t n = (size_t)head[1] << 24 | (size_t)head[2] << 16 | (size_t)head[3] << 8 | head[4];
    if (n > max)
        return RC_INVALID;
    char *p = arena_alloc(mem, n + 1);
    rc = host_local_receive(fd, p, n);
    if (rc == RC_OK) {
        *ret_kind = (enum cli_frame)head[0];
        *ret_bytes = (str){p, (ptrdiff_t)n};
    }
    return rc;
}

/* ---- output ---- */

static void emit(struct cli_io *io, enum cli_frame kind, str s)
{
    if (io->gone || s.n == 0)
        return;
    const enum rc rc =
        io->socket >= 0
            ? cli__send(io->socket, kind, s)
            : host_file_write(kind == FRAME_OUT ? STDOUT_FILENO : STDERR_FILENO, s.p, (size_t)s.n);
    if (rc && kind == FRAME_OUT)
        io->gone = true;
}

void cli__flush(struct cli_io *io)
{
    emit(io, FRAME_OUT, (str){io->out, (ptrdiff_t)io->held});
    io->held = 0;
}

void cli_out(struct cli *cli, str s)
{
    struct cli_io *io = cli->io;
    if ((size_t)s.n > sizeof io->out - io->held)
        cli__flush(io);
    if ((size_t)s.n > sizeof io->out) {
        for (ptrdiff_t at = 0; at < s.n; at += (ptrdiff_t)sizeof io->out)
            emit(io, FRAME_OUT, str_sub(s, at, (ptrdiff_t)sizeof io->out));
        return;
    }
    if (s.n)
        memcpy(io->out + io->held, s.p, (size_t)s.n);
    io->held += (size_t)s.n;
}

void cli_flush(struct cli *cli)
{
    cli__flush(cli->io);
}

void cli_printf(struct cli *cli, const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    BUG_IF(n < 0 || (size_t)n >= sizeof line); /* long text goes through cli_out */
    cli_out(cli, (str){line, n});
}

/* The bar gives way to a line. */
static void clear_bar(struct cli_io *io)
{
    if (io->shown >= 0)
        emit(io, FRAME_ERR, S("\r\033[K"));
    io->shown = -1;
}

void cli_err(struct cli *cli, const char *fmt, ...)
{
    char line[LINE_BYTES];
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(line, sizeof line - 1, fmt, args);
    va_end(args);
    BUG_IF(n < 0);
    const int end = n < (int)sizeof line - 1 ? n : (int)sizeof line - 2;
    line[end] = '\n';
    cli__flush(cli->io);
    clear_bar(cli->io);
    emit(cli->io, FRAME_ERR, (str){line, end + 1});
}

static int percent_of(int64_t done, int64_t total)
{
    if (total <= 0 || done < 0)
        return 0;
    if (done >= total)
        return 100;
    return (int)(total > INT64_MAX / 100 ? done / (total / 100) : done * 100 / total);
}

void cli_progress(struct cli *cli, const char *what, int64_t done, int64_t total)
{
    struct cli_io *io = cli->io;
    char bar[BAR_WIDTH + 1], line[200];
    const int percent = total > 0 ? percent_of(done, total) : (int)(done % 1000);
    if (!io->terminal || percent == io->shown)
        return;
    for (int i = 0; i < BAR_WIDTH; i++)
        bar[i] = i * 100 < percent * BAR_WIDTH ? '#' : '.';
    bar[BAR_WIDTH] = 0;
    const int n = total > 0 ? snprintf(line, sizeof line, "\r\033[K%s [%s] %3d%%", what, bar, percent)
                            : snprintf(line, sizeof line, "\r\033[K%s %lld", what, (long long)done);
    emit(io, FRAME_ERR, (str){line, n < (int)sizeof line ? n : (int)sizeof line - 1});
    io->shown = percent;
    if (total > 0 && done >= total) {
        emit(io, FRAME_ERR, S("\n"));
        io->shown = -1;
    }
}

static enum rc ask_away(struct cli *cli, const char *prompt, str *ret_line)
{
    enum cli_frame kind = FRAME_NO_LINE;
    enum rc rc = cli__send(cli->io->socket, FRAME_PROMPT, str_of(prompt));
    if (rc == RC_OK)
        rc = cli__receive(cli->io->socket, cli->c.mem, CLI_SECRET_MAX, &kind, ret_line);
    return rc == RC_OK && kind == FRAME_LINE ? RC_OK : RC_UNAVAILABLE;
}

enum rc cli_secret(struct cli *cli, const char *prompt, str *ret_line)
{
    cli__flush(cli->io);
    clear_bar(cli->io);
    if (cli->io->socket >= 0)
        return ask_away(cli, prompt, ret_line);
    char *line = arena_alloc(cli->c.mem, CLI_SECRET_MAX);
    const enum rc rc = host_read_secret(prompt, line, CLI_SECRET_MAX);
    if (rc == RC_OK)
        *ret_line = str_of(line);
    return rc;
}

bool cli_alive(const struct cli *cli)
{
    return !cli->io->gone;
}

/* ---- endings ---- */

enum rc cli_wrong(struct cli *cli)
{
    cli->exit = 1;
    return RC_OK;
}

enum rc cli_usage(struct cli *cli, const char *why)
{
    cli_err(cli, "motcua: %s", why);
    cli_err(cli, "try: motcua %s --help", cli->verb->name);
    cli->exit = 2;
    return RC_INVALID;
}
