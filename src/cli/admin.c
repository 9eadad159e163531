/*
 * admin.c - commands on a folder that a server holds: both ends of DIR/admin.sock. The
 * command sends its line and shows what comes back; the server runs the verb on a thread
 * with the same code a process of its own would run.
 *
 * Invariants: 1. only the server's own user gets in (host/local.h); 2. a command whose
 * reader has gone sees cli_alive false, its unit of work still ends whole; 3. the server
 * waits for running commands before it closes its store, but not for people: a command that
 * waits for a line, or has not said what it wants, is let go.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/internal.h"
#include "host/console.h"
#include "host/file.h"
#include "host/local.h"
#include "host/log.h"
#include "host/thread.h"

#define AT_ONCE 4
#define LINE_MAX_BYTES ((size_t)1 << 20)
#define FRAME_MAX ((size_t)1 << 20)
#define FIRST_FRAME_US (5 * SECOND_US) /* a command says at once what it wants */
#define STDOUT 1
#define STDERR 2

struct worker {
    struct cli_admin *admin;
    struct host_thread thread;
    int fd; /* -1 = free */
    bool started, ended;
};

struct cli_admin {
    const struct cli_app *app;
    const struct cli_data *data;
    int listening;
    struct host_thread thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool stopping;
    struct worker workers[AT_ONCE];
};

/* ---- the line on the wire: terminal, language, folder, words; each ends with NUL ---- */

static str pack(struct arena *mem, const struct cli_line *line, bool terminal)
{
    struct buf b = buf_new(mem, LINE_MAX_BYTES);
    buf_char(&b, terminal ? '1' : '0');
    buf_char(&b, line->lang == LANG_VI ? 'v' : 'e');
    buf_add_c(&b, line->cwd);
    buf_char(&b, 0);
    for (int i = 0; i < line->argc; i++) {
        buf_add_c(&b, line->argv[i]);
        buf_char(&b, 0);
    }
    return buf_full(&b) ? STR_NONE : buf_str(&b);
}

static char *next_word(str *rest)
{
    const struct str_cut cut = str_cut(*rest, 0);
    char *word = (char *)(uintptr_t)rest->p; /* the frame is ours to point into */
    *rest = cut.tail;
    return cut.found ? word : NULL;
}

static bool unpack(struct arena *mem, str bytes, struct cli_line *ret_line, bool *ret_terminal)
{
    if (bytes.n < 3 || bytes.p[bytes.n - 1] != 0)
        return false;
    *ret_terminal = bytes.p[0] == '1';
    ret_line->lang = bytes.p[1] == 'v' ? LANG_VI : LANG_EN;
    str rest = str_sub(bytes, 2, bytes.n);
    ret_line->cwd = next_word(&rest);
    ret_line->argv = NEW_N(mem, char *, CLI_ARGS_MAX + 1);
    for (ret_line->argc = 0; rest.n && ret_line->argc < CLI_ARGS_MAX; ret_line->argc++)
        ret_line->argv[ret_line->argc] = next_word(&rest);
    return ret_line->cwd && rest.n == 0;
}

/* ---- the command's side ---- */

struct away {
    const struct cli_line *line;
    struct arena *mem;
    int fd, exit;
};

static enum rc answer_prompt(struct away *a, str prompt)
{
    char *line = arena_alloc(a->mem, CLI_SECRET_MAX);
    return host_read_secret(str_c(a->mem, prompt), line, CLI_SECRET_MAX)
               ? cli__send(a->fd, FRAME_NO_LINE, S(""))
               : cli__send(a->fd, FRAME_LINE, str_of(line));
}

/* One frame from the server; RC_NOT_FOUND after the last. */
static enum rc show_frame(struct away *a)
{
    enum cli_frame kind;
    str bytes;
    enum rc rc = cli__receive(a->fd, a->mem, FRAME_MAX, &kind, &bytes);
    if (rc)
        return rc;
    switch (kind) {
    case FRAME_OUT:
        return host_file_write(STDOUT, bytes.p, (size_t)bytes.n);
    case FRAME_ERR:
        return host_file_write(STDERR, bytes.p, (size_t)bytes.n);
    case FRAME_PROMPT:
        return answer_prompt(a, bytes);
    case FRAME_EXIT:
        a->exit = bytes.n == 1 ? (unsigned char)bytes.p[0] : rc_exit_code(RC_FAILED);
        return RC_NOT_FOUND;
    case FRAME_LINE:
    case FRAME_NO_LINE:
    case FRAME_RUN:
        break;
    }
    return RC_FAILED;
}

static void show_all(void *arg)
{
    struct away *a = arg;
    const str line = pack(a->mem, a->line, host_is_terminal(STDERR));
    if (!line.p || cli__send(a->fd, FRAME_RUN, line))
        return;
    for (enum rc rc = RC_OK; rc == RC_OK;) {
        const struct arena_mark mark = arena_mark(a->mem);
        rc = show_frame(a);
        arena_reset(a->mem, mark);
    }
}

int cli__away(const char *dir, const struct cli_line *line)
{
    struct away a = {.line = line, .exit = rc_exit_code(RC_UNAVAILABLE)};
    if (host_local_connect(dir, CLI_SOCKET, &a.fd))
        return -1;
    a.mem = arena_new(CLI_MEMORY);
    if (a.mem && !arena_run(a.mem, show_all, &a))
        a.exit = rc_exit_code(RC_UNAVAILABLE);
    arena_free(a.mem);
    host_local_close(a.fd);
    return a.exit;
}

/* ---- the server's side ---- */

struct visit {
    struct worker *w;
    struct arena *mem;
    struct cli_io io;
    int exit;
};

static void serve_line(void *arg)
{
    struct visit *v = arg;
    struct cli_line line = {0};
    enum cli_frame kind;
    str bytes;
    bool terminal = false;
    const char *away = NULL;
    v->exit = 2;
    host_local_patience(v->w->fd, FIRST_FRAME_US);
    if (cli__receive(v->w->fd, v->mem, LINE_MAX_BYTES, &kind, &bytes) || kind != FRAME_RUN ||
        !unpack(v->mem, bytes, &line, &terminal))
        return;
    host_local_patience(v->w->fd, 0); /* from here on people may type */
    cli__io_start(&v->io, v->w->fd, terminal);
    v->exit = cli__run(v->w->admin->app, &line, &v->io, v->w->admin->data, &away, v->mem);
}

static void serve_visit(struct worker *w)
{
    struct visit *v = calloc(1, sizeof *v);
    if (!v)
        return;
    v->w = w;
    v->mem = arena_new(CLI_MEMORY);
    v->exit = rc_exit_code(RC_UNAVAILABLE);
    if (v->mem && !arena_run(v->mem, serve_line, v))
        v->exit = rc_exit_code(RC_UNAVAILABLE);
    const char code = (char)v->exit;
    if (cli__send(w->fd, FRAME_EXIT, (str){&code, 1}))
        LOG(LOG_INFO, "cli.reader_gone", LOG_INT("exit", v->exit));
    arena_free(v->mem);
    free(v);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    struct cli_admin *a = w->admin;
    serve_visit(w);
    (void)pthread_mutex_lock(&a->lock);
    host_local_close(w->fd);
    w->fd = -1;
    w->ended = true;
    (void)pthread_cond_signal(&a->ended);
    (void)pthread_mutex_unlock(&a->lock);
    return NULL;
}

/* The caller holds the lock. */
static void reap(struct cli_admin *a)
{
    for (int i = 0; i < AT_ONCE; i++)
        if (a->workers[i].ended) {
            host_thread_join(&a->workers[i].thread);
            a->workers[i].ended = a->workers[i].started = false;
        }
}

static struct worker *free_worker(struct cli_admin *a)
{
    for (;;) {
        reap(a);
        for (int i = 0; i < AT_ONCE; i++)
            if (!a->workers[i].started)
                return &a->workers[i];
        (void)pthread_cond_wait(&a->ended, &a->lock);
    }
}

static void hand_over(struct cli_admin *a, int fd)
{
    (void)pthread_mutex_lock(&a->lock);
    struct worker *w = free_worker(a);
    w->admin = a;
    w->fd = fd;
    w->started = true;
    if (a->stopping || host_thread_start(&w->thread, "command", worker_main, w)) {
        host_local_close(fd);
        w->started = false;
    }
    (void)pthread_mutex_unlock(&a->lock);
}

static void *listen_main(void *arg)
{
    struct cli_admin *a = arg;
    int fd;
    while (host_local_accept(a->listening, &fd) == RC_OK)
        hand_over(a, fd);
    return NULL;
}

enum rc cli_admin_start(const struct cli_app *app, const struct cli_data *data,
                        struct cli_admin **ret_admin)
{
    struct cli_admin *a = calloc(1, sizeof *a);
    if (!a)
        return RC_UNAVAILABLE;
    a->app = app;
    a->data = data;
    BUG_IF(pthread_mutex_init(&a->lock, NULL));
    BUG_IF(pthread_cond_init(&a->ended, NULL));
    enum rc rc = host_local_listen(data->dir, CLI_SOCKET, &a->listening);
    if (rc == RC_OK && host_thread_start(&a->thread, "admin", listen_main, a)) {
        host_local_close(a->listening);
        rc = RC_UNAVAILABLE;
    }
    if (rc) {
        free(a);
        return rc;
    }
    *ret_admin = a;
    return RC_OK;
}

/* The listener itself may be waiting for one of them to end. */
static void let_go(struct cli_admin *a)
{
    (void)pthread_mutex_lock(&a->lock);
    a->stopping = true;
    for (int i = 0; i < AT_ONCE; i++)
        if (a->workers[i].started && !a->workers[i].ended)
            host_local_deafen(a->workers[i].fd);
    (void)pthread_mutex_unlock(&a->lock);
}

void cli_admin_stop(struct cli_admin *admin)
{
    if (!admin)
        return;
    let_go(admin);
    host_local_wake(admin->listening);
    host_thread_join(&admin->thread);
    host_local_remove(admin->data->dir, CLI_SOCKET);
    host_local_close(admin->listening);
    for (int i = 0; i < AT_ONCE; i++)
        if (admin->workers[i].started)
            host_thread_join(&admin->workers[i].thread);
    (void)pthread_cond_destroy(&admin->ended);
    (void)pthread_mutex_destroy(&admin->lock);
    free(admin);
}
