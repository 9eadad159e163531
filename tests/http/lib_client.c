/* lib_client.c - see lib_client.h. */
#include "http/lib_client.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "host/net.h"

bool client_open(struct client *c, int port, int timeout_ms)
{
    struct host_addr a;
    *c = (struct client){.fd = -1};
    if (!host_addr_parse(S("127.0.0.1:0"), &a))
        return false;
    host_addr_set_port(&a, port);
    c->fd = host_connect(&a);
    if (c->fd < 0)
        return false;
    struct timeval t = {timeout_ms / 1000, timeout_ms % 1000 * 1000};
    return setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t) == 0;
}

void client_close(struct client *c)
{
    if (c->fd >= 0)
        close(c->fd);
    free(c->in);
    *c = (struct client){.fd = -1};
}

bool client_send(struct client *c, str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(c->fd, bytes.p, (size_t)bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, n, bytes.n);
    }
    return true;
}

/* > 0 bytes came, 0 the end, < 0 nothing in time */
static ssize_t more(struct client *c)
{
    if (c->cap - c->n < 16384) {
        size_t cap = c->cap * 2 + 65536;
        char *grown = realloc(c->in, cap);
        if (!grown)
            return -1;
        c->in = grown;
        c->cap = cap;
    }
    ssize_t n;
    do
        n = recv(c->fd, c->in + c->n, c->cap - c->n, 0);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        c->n += (size_t)n;
    return n < 0 && errno == ECONNRESET ? 0 : n;
}

static str pending(const struct client *c)
{
    return (str){c->in ? c->in : "", (ptrdiff_t)c->n};
}

static void take(struct client *c, ptrdiff_t n)
{
    memmove(c->in, c->in + n, c->n - (size_t)n);
    c->n -= (size_t)n;
}

str answer_header_at(const struct answer *a, str name, int n)
{
    str rest = a->head;
    while (rest.n > 0) {
        struct str_cut line = str_cut(rest, '\n');
        struct str_cut colon = str_cut(line.head, ':');
        if (colon.found && str_eq_nocase(colon.head, name) && n-- == 0)
            return str_trim(colon.tail);
        rest = line.tail;
    }
    return STR_NONE;
}

str answer_header(const struct answer *a, str name)
{
    return answer_header_at(a, name, 0);
}

static bool read_head(struct client *c, struct arena *mem, struct answer *to)
{
    ptrdiff_t end;
    while ((end = str_find(pending(c), S("\r\n\r\n"))) < 0)
        if (more(c) <= 0)
            return c->n == 0; /* a silent close is an answer with status 0 */
    to->head = str_dup(mem, str_sub(pending(c), 0, end + 4));
    take(c, end + 4);
    int64_t status;
    if (!str_starts(to->head, S("HTTP/1.1 ")) || !str_to_i64(str_sub(to->head, 9, 3), &status))
        return false;
    to->status = (int)status;
    return true;
}

bool client_read(struct client *c, struct arena *mem, bool head_only, struct answer *ret_answer)
{
    struct answer a = {0};
    if (!read_head(c, mem, &a))
        return false;
    int64_t n = 0;
    str length = answer_header(&a, S("content-length"));
    bool none = head_only || a.status < 200 || a.status == 204 || a.status == 304;
    if (a.status && !none && !str_to_i64(length, &n))
        return false;
    while ((int64_t)c->n < n)
        if (more(c) <= 0)
            return false;
    a.body = str_dup(mem, str_sub(pending(c), 0, (ptrdiff_t)n));
    if (n > 0)
        take(c, (ptrdiff_t)n);
    *ret_answer = a;
    return true;
}

bool client_ended(struct client *c)
{
    return c->n == 0 && more(c) == 0;
}

str client_rest(struct client *c, struct arena *mem)
{
    while (more(c) > 0)
        continue;
    str all = str_dup(mem, pending(c));
    c->n = 0;
    return all;
}

bool client_once(int port, struct arena *mem, str bytes, struct answer *ret_answer)
{
    struct client c;
    bool head = str_starts(bytes, S("HEAD "));
    bool ok =
        client_open(&c, port, 5000) && client_send(&c, bytes) && client_read(&c, mem, head, ret_answer);
    client_close(&c);
    return ok;
}

#define TWINS_MAX 64

struct twin {
    pthread_t thread;
    int port;
    str bytes;
    struct client_twin *ret;
    bool ok;
};

static void *run_twin(void *arg)
{
    struct twin *t = arg;
    struct arena *mem = arena_new((size_t)8 << 20);
    struct answer a = {0};
    t->ok = client_once(t->port, mem, t->bytes, &a);
    if (t->ok) {
        t->ret->status = a.status;
        (void)snprintf(t->ret->place, sizeof t->ret->place, "%.*s",
                       STR_ARG(answer_header(&a, S("location"))));
    }
    arena_free(mem);
    return NULL;
}

bool client_twins(int port, str bytes, int n, struct client_twin *ret_twins)
{
    struct twin twins[TWINS_MAX];
    int begun = 0;
    BUG_IF(n > TWINS_MAX);
    for (; begun < n; begun++) {
        twins[begun] = (struct twin){.port = port, .bytes = bytes, .ret = &ret_twins[begun]};
        if (pthread_create(&twins[begun].thread, NULL, run_twin, &twins[begun]))
            break;
    }
    bool ok = begun == n;
    for (int i = 0; i < begun; i++)
        ok = pthread_join(twins[i].thread, NULL) == 0 && twins[i].ok && ok;
    return ok;
}
