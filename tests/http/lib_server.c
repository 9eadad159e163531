/* lib_server.c - see lib_server.h. */
#include "http/lib_server.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "host/clock.h"
#include "host/file.h"
#include "lib_test.h"

static char constant[2000];

static const struct http_header text_plain[] = {
    {{"Content-Type", 12}, {"text/plain; charset=utf-8", 25}},
};

static void answer_text(struct http_call *call, int status, str body)
{
    http_answer(call, &(struct http_reply){
                          .status = status, .headers = text_plain, .header_n = 1, .body = body});
}

static void echo(struct http_call *call)
{
    const struct http_request *r = &call->req;
    struct buf b = buf_new(call->mem, 1 << 20);
    buf_add(&b, http_method_name(r->method));
    buf_add(&b, S(" path="));
    buf_add(&b, r->path);
    buf_add(&b, S(" query="));
    buf_add(&b, r->query.p ? r->query : S("-"));
    buf_add(&b, S(" peer="));
    buf_add(&b, r->peer);
    buf_char(&b, '\n');
    for (int i = 0; i < r->header_n; i++) {
        buf_add(&b, r->headers[i].name);
        buf_add(&b, S("=["));
        buf_add(&b, r->headers[i].value);
        buf_add(&b, S("]\n"));
    }
    buf_add(&b, S("body="));
    buf_add(&b, r->body.fd < 0 ? r->body.mem : S("spooled"));
    answer_text(call, 200, buf_str(&b));
}

static void sum(void *arg)
{
    struct http_call *call = arg;
    uint64_t h = 14695981039346656037u;
    char bytes[65536];
    int64_t at = 0;
    size_t got = 0;
    if (call->req.body.fd < 0)
        for (ptrdiff_t i = 0; i < call->req.body.mem.n; i++)
            h = (h ^ (unsigned char)call->req.body.mem.p[i]) * 1099511628211u;
    else
        while (host_file_read_at(call->req.body.fd, at, bytes, sizeof bytes, &got) == RC_OK &&
               got > 0) {
            for (size_t i = 0; i < got; i++)
                h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
            at += (int64_t)got;
        }
    answer_text(call, 200,
                str_fmt(call->mem, "%lld %016llx %s", (long long)call->req.body.n,
                        (unsigned long long)h, call->req.body.fd < 0 ? "memory" : "spool"));
}

static void answer_from_pool(void *arg)
{
    answer_text(arg, 200, S("from a worker"));
}

static struct {
    pthread_mutex_t lock;
    pthread_cond_t free;
    bool held;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, true};

static void held_in_pool(void *arg)
{
    pthread_mutex_lock(&gate.lock);
    while (gate.held)
        pthread_cond_wait(&gate.free, &gate.lock);
    pthread_mutex_unlock(&gate.lock);
    answer_text(arg, 200, S("let go"));
}

void test_server_let_go(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.held = false;
    pthread_cond_broadcast(&gate.free);
    pthread_mutex_unlock(&gate.lock);
}

static void slow_from_pool(void *arg)
{
    host_sleep_us(50000);
    answer_text(arg, 200, S("later"));
}

static void to_pool(struct http_call *call, void (*fn)(void *arg))
{
    if (http_pool_run(http_call_server(call), fn, call) != RC_OK)
        answer_text(call, 503, S("busy"));
}

static void send_file(struct http_call *call)
{
    int64_t n;
    char path[] = "/tmp/motcua-test-file-XXXXXX";
    if (!str_to_i64(call->req.query, &n)) {
        answer_text(call, 400, S("how long?"));
        return;
    }
    int fd = mkstemp(path);
    unlink(path);
    char line[64];
    memset(line, 'f', sizeof line);
    for (int64_t at = 0; at < n + 10; at += (int64_t)sizeof line)
        if (write(fd, line, sizeof line) < 0)
            abort();
    struct http_file file = {.fd = fd, .from = 10, .n = n};
    http_answer(
        call, &(struct http_reply){.status = 200, .headers = text_plain, .header_n = 1, .file = &file});
}

static void handle(struct http_call *call, void *arg)
{
    (void)arg;
    str p = call->req.path;
    if (str_eq(p, S("/const"))) {
        answer_text(call, 200, (str){constant, sizeof constant});
    } else if (str_eq(p, S("/gzip"))) {
        http_answer(call, &(struct http_reply){.status = 200,
                                               .headers = text_plain,
                                               .header_n = 1,
                                               .body = {constant, sizeof constant},
                                               .compress = true});
    } else if (str_eq(p, S("/sum"))) {
        to_pool(call, sum);
    } else if (str_eq(p, S("/pool"))) {
        to_pool(call, answer_from_pool);
    } else if (str_eq(p, S("/later"))) {
        to_pool(call, slow_from_pool);
    } else if (str_eq(p, S("/held"))) {
        to_pool(call, held_in_pool);
    } else if (str_eq(p, S("/file"))) {
        send_file(call);
    } else if (str_eq(p, S("/big"))) {
        size_t n = (size_t)8 << 20;
        answer_text(call, 200, (str){memset(arena_alloc(call->mem, n), 'b', n), (ptrdiff_t)n});
    } else if (str_eq(p, S("/full"))) {
        for (;;)
            arena_alloc(call->mem, 1 << 20);
    } else if (str_eq(p, S("/bad-reply"))) {
        struct http_header h = {S("X-Bad"), S("a\r\nSet-Cookie: b")};
        http_answer(call, &(struct http_reply){.status = 200, .headers = &h, .header_n = 1});
    } else if (str_eq(p, S("/long-head"))) {
        int64_t n;
        if (!str_to_i64(call->req.query, &n))
            n = 0;
        struct http_header h = {S("X-Long"),
                                {memset(arena_alloc(call->mem, (size_t)n), 'h', (size_t)n), n}};
        http_answer(
            call, &(struct http_reply){.status = 200, .headers = &h, .header_n = 1, .body = S("long")});
    } else if (str_eq(p, S("/none"))) {
        http_answer(call, &(struct http_reply){.status = 204});
    } else {
        echo(call);
    }
}

static void on_head(struct http_call *call, void *arg)
{
    (void)arg;
    if (str_eq(call->req.path, S("/early")))
        answer_text(call, 404, S("early"));
    if (str_eq(call->req.path, S("/small")))
        http_limit_body(call, 10);
    if (str_eq(call->req.path, S("/full-head")))
        for (;;)
            arena_alloc(call->mem, 1 << 20);
}

void test_server_start(struct test_server *t, const struct http_config *config)
{
    memset(constant, 'x', sizeof constant);
    struct http_config k = config ? *config : (struct http_config){0};
    if (!test_folder(t->folder, sizeof t->folder, "http"))
        abort();
    gate.held = true;
    t->mem = arena_new((size_t)1 << 20);
    t->c = (struct ctx){.mem = t->mem, .now = host_now()};
    if (!k.listen[0].p)
        k.listen[0] = S("127.0.0.1:0");
    k.spool = t->folder;
    k.handler = k.handler ? k.handler : handle;
    k.on_head = k.on_head ? k.on_head : on_head;
    if (http_server_start(&t->c, &k, &t->http) != RC_OK) {
        (void)!write(2, "the test server does not start\n", 31);
        abort();
    }
    t->port = http_server_port(t->http, 0);
}

void test_server_stop(struct test_server *t)
{
    http_server_stop(t->http, 1000);
    rmdir(t->folder);
    arena_free(t->mem);
}
