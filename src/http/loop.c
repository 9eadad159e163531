/* loop.c - one thread, one libuv loop, its own listening sockets (SO_REUSEPORT). */
#include <stdlib.h>
#include <unistd.h>

#include "http/http_internal.h"

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0)
        http__conn_accept(listener->data, listener);
}

static void start_drain(struct http__loop *l, int ms)
{
    if (l->draining)
        return;
    l->draining = true;
    l->drain_until = uv_now(&l->uv) + (uint64_t)ms;
    for (int i = 0; i < l->listener_n; i++)
        uv_close((uv_handle_t *)&l->listeners[i], NULL);
    http__loop_sweep_on(l);
    for (struct http__conn *c = l->conns, *next; c; c = next) {
        next = c->next; /* closing unlinks later, in its callback */
        if (ms == 0)
            http__conn_close(c);
        else
            http__conn_drain(c);
    }
}

static void on_wake(uv_async_t *wake)
{
    struct http__loop *l = wake->data;
    pthread_mutex_lock(&l->lock);
    struct http__call *answers = l->answers;
    l->answers = NULL;
    int stop_ms = l->stop_ms;
    pthread_mutex_unlock(&l->lock);
    struct http__call *first = NULL;
    while (answers) { /* they were stacked: oldest first is fair */
        struct http__call *call = answers;
        answers = call->next;
        call->next = first;
        first = call;
    }
    while (first) {
        struct http__call *call = first;
        first = call->next;
        http__call_answered(call);
    }
    if (stop_ms >= 0)
        start_drain(l, stop_ms);
    http__loop_check_end(l);
}

static void on_sweep(uv_timer_t *timer)
{
    struct http__loop *l = timer->data;
    uint64_t now = uv_now(&l->uv);
    bool cut = l->draining && now >= l->drain_until;
    for (struct http__conn *c = l->conns, *next; c; c = next) {
        next = c->next;
        if (cut)
            http__conn_close(c);
        else
            http__conn_sweep(c, now);
    }
    if (!l->conns && !l->draining) {
        uv_timer_stop(&l->sweep);
        l->sweeping = false;
    }
}

void http__loop_sweep_on(struct http__loop *l)
{
    if (l->sweeping)
        return;
    l->sweeping = true;
    uv_timer_start(&l->sweep, on_sweep, HTTP__SWEEP_MS, HTTP__SWEEP_MS);
}

void http__loop_check_end(struct http__loop *l)
{
    if (!l->draining || l->conn_n > 0 || l->call_n > 0 || uv_is_closing((uv_handle_t *)&l->wake))
        return;
    uv_close((uv_handle_t *)&l->wake, NULL);
    uv_close((uv_handle_t *)&l->sweep, NULL);
}

static void *run(void *arg)
{
    struct http__loop *l = arg;
    http__call_this_loop(l);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    return NULL;
}

static int open_listener(struct http__loop *l, int fd)
{
    uv_tcp_t *tcp = &l->listeners[l->listener_n];
    int e = uv_tcp_init(&l->uv, tcp);
    if (e < 0)
        return e;
    tcp->data = l;
    l->listener_n++;
    e = uv_tcp_open(tcp, fd);
    return e < 0 ? e : uv_listen((uv_stream_t *)tcp, 1024, on_connection);
}

static void close_handle(uv_handle_t *h, void *arg)
{
    (void)arg;
    if (!uv_is_closing(h))
        uv_close(h, NULL);
}

int http__loop_start(struct http__loop *l, const int *listen_fds, int n)
{
    l->stop_ms = -1;
    l->date_second = -1;
    int e = uv_loop_init(&l->uv);
    if (e < 0)
        return e;
    l->opened = true;
    l->wake.data = l->sweep.data = l;
    e = uv_async_init(&l->uv, &l->wake, on_wake);
    if (e == 0)
        e = uv_timer_init(&l->uv, &l->sweep);
    for (int i = 0; e == 0 && i < n; i++)
        e = open_listener(l, listen_fds[i]);
    if (e == 0)
        e = host_thread_start(&l->thread, "http-loop", run, l);
    l->started = e == 0;
    return e;
}

void http__loop_ask_stop(struct http__loop *l, int drain_ms)
{
    pthread_mutex_lock(&l->lock);
    l->stop_ms = drain_ms;
    uv_async_send(&l->wake);
    pthread_mutex_unlock(&l->lock);
}

/* Waits for the thread; a loop that never ran is taken apart here. */
void http__loop_end(struct http__loop *l)
{
    if (l->started) {
        host_thread_join(&l->thread);
    } else if (l->opened) {
        uv_walk(&l->uv, close_handle, NULL);
        uv_run(&l->uv, UV_RUN_DEFAULT);
    }
    if (l->opened) {
        int e = uv_loop_close(&l->uv);
        BUG_IF(e != 0);
    }
}
