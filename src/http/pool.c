/*
 * pool.c - a fixed number of workers and a bounded queue: what may block (the database,
 * passwords, PDFs) runs here, never on a loop. A full queue is an answer, not a wait.
 */
#include <stdlib.h>

#include "http/http_internal.h"

struct work {
    void (*fn)(void *arg);
    void *arg;
};

struct http__pool {
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct work *ring;
    int cap, first, n, running, worker_n;
    bool ending;
    struct host_thread workers[256];
};

static void *work_on(void *arg)
{
    struct http__pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->n == 0 && !p->ending)
            pthread_cond_wait(&p->some, &p->lock);
        if (p->n == 0)
            break;
        struct work w = p->ring[p->first];
        p->first = (p->first + 1) % p->cap;
        p->n--;
        p->running++;
        pthread_mutex_unlock(&p->lock);
        w.fn(w.arg);
        pthread_mutex_lock(&p->lock);
        p->running--;
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct http__pool *http__pool_new(int workers, int queue)
{
    struct http__pool *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->ring = calloc((size_t)queue, sizeof *p->ring);
    p->cap = queue;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->some, NULL);
    while (p->ring && p->worker_n < workers && p->worker_n < 256) {
        if (host_thread_start(&p->workers[p->worker_n], "http-worker", work_on, p) < 0)
            break;
        p->worker_n++;
    }
    if (p->worker_n == 0) {
        http__pool_free(p);
        return NULL;
    }
    return p;
}

void http__pool_free(struct http__pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_broadcast(&p->some);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->worker_n; i++)
        host_thread_join(&p->workers[i]);
    pthread_cond_destroy(&p->some);
    pthread_mutex_destroy(&p->lock);
    free(p->ring);
    free(p);
}

enum rc http_pool_run(struct http_server *s, void (*fn)(void *arg), void *arg)
{
    struct http__pool *p = s->pool;
    pthread_mutex_lock(&p->lock);
    bool room = p->n < p->cap && !p->ending;
    if (room)
        p->ring[(p->first + p->n++) % p->cap] = (struct work){fn, arg};
    /* Under the lock: once the work can be done the server may end and the pool be freed. */
    if (room)
        pthread_cond_signal(&p->some);
    pthread_mutex_unlock(&p->lock);
    return room ? RC_OK : RC_BUSY;
}

void http__pool_metrics(struct http__pool *p, struct http_metrics *m)
{
    pthread_mutex_lock(&p->lock);
    m->pool_waiting = p->n;
    m->pool_running = p->running;
    pthread_mutex_unlock(&p->lock);
}
