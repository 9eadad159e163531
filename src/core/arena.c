/* arena.c - block lists; see arena.h for the invariants. */
#include "core/arena.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16 * 1024)
#define ALIGN ((size_t)16)

struct arena_block {
    struct arena_block *prev;
    size_t size, used;
    _Alignas(16) unsigned char data[];
};

struct arena {
    struct arena_block *block;
    struct arena_defer *defers;
    size_t limit, total;
};

struct boundary {
    jmp_buf jump;
    struct boundary *outer;
};

static _Thread_local struct boundary *boundary;
static _Thread_local size_t fail_countdown;

void arena_fail_after(size_t n)
{
    fail_countdown = n;
}

struct arena *arena_new(size_t limit)
{
    struct arena *a = calloc(1, sizeof *a);
    if (a)
        a->limit = limit;
    return a;
}

static void run_defers(struct arena *a, const struct arena_defer *until)
{
    while (a->defers != until) {
        struct arena_defer *d = a->defers;
        BUG_IF(!d);
        a->defers = d->next;
        d->fn(d->arg);
    }
}

static void free_blocks(struct arena *a, const struct arena_block *until)
{
    while (a->block != until) {
        struct arena_block *b = a->block;
        BUG_IF(!b);
        a->block = b->prev;
        free(b);
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    run_defers(a, NULL);
    free_blocks(a, NULL);
    free(a);
}

void arena_clear(struct arena *a)
{
    run_defers(a, NULL);
    while (a->block && a->block->prev) {
        struct arena_block *b = a->block;
        a->block = b->prev;
        free(b);
    }
    if (a->block)
        a->block->used = 0;
    a->total = 0;
}

static _Noreturn void unwind(void)
{
    BUG_IF(!boundary);
    longjmp(boundary->jump, 1);
}

static void add_block(struct arena *a, size_t need)
{
    size_t size = need > BLOCK_SIZE ? need : BLOCK_SIZE;
    if (fail_countdown && --fail_countdown == 0)
        unwind();
    struct arena_block *b = malloc(sizeof *b + size);
    if (!b)
        unwind();
    b->prev = a->block;
    b->size = size;
    b->used = 0;
    a->block = b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t need;
    if (__builtin_add_overflow(size, ALIGN - 1, &need))
        unwind();
    need &= ~(ALIGN - 1);
    if (need > a->limit - a->total)
        unwind();
    if (!a->block || need > a->block->size - a->block->used)
        add_block(a, need);
    void *p = a->block->data + a->block->used;
    a->block->used += need;
    a->total += need;
    return memset(p, 0, need);
}

void *arena_alloc_n(struct arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        unwind();
    return arena_alloc(a, bytes);
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){a->block, a->block ? a->block->used : 0, a->total, a->defers};
}

void arena_reset(struct arena *a, struct arena_mark mark)
{
    run_defers(a, mark.defers);
    free_blocks(a, mark.block);
    if (a->block)
        a->block->used = mark.used;
    a->total = mark.total;
}

void arena_defer(struct arena *a, struct arena_defer *node, void (*fn)(void *arg), void *arg)
{
    node->fn = fn;
    node->arg = arg;
    node->next = a->defers;
    a->defers = node;
}

void arena_undefer(struct arena *a, struct arena_defer *node)
{
    struct arena_defer **at = &a->defers;
    while (*at && *at != node)
        at = &(*at)->next;
    BUG_IF(!*at);
    *at = node->next;
    node->fn(node->arg);
}

bool arena_run(struct arena *a, void (*fn)(void *arg), void *arg)
{
    struct boundary here = {.outer = boundary};
    const struct arena_mark mark = arena_mark(a);
    if (setjmp(here.jump)) {
        boundary = here.outer;
        arena_reset(a, mark);
        return false;
    }
    boundary = &here;
    fn(arg);
    boundary = here.outer;
    return true;
}
