/* log.c - one write(2) a line, so that lines of several threads do not mix. */
#include "host/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/clock.h"

#define LINE_MAX_BYTES 2048
#define ROOM_FOR_END 3

static _Atomic int least_level = LOG_INFO;

struct line {
    char v[LINE_MAX_BYTES];
    size_t n;
};

static void put(struct line *l, const char *s, size_t n)
{
    if (n <= sizeof l->v - ROOM_FOR_END - l->n) {
        memcpy(l->v + l->n, s, n);
        l->n += n;
    }
}

static void put_text(struct line *l, str s)
{
    char escape[8];
    put(l, "\"", 1);
    for (ptrdiff_t i = 0; i < s.n && l->n < sizeof l->v - 16; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        if (ch >= 0x20 && ch != '"' && ch != '\\' && ch != 0x7f)
            put(l, &s.p[i], 1);
        else
            put(l, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", ch));
    }
    put(l, "\"", 1);
}

static void put_field(struct line *l, const struct log_field *f)
{
    char number[32];
    put(l, ",", 1);
    put_text(l, str_of(f->name));
    put(l, ":", 1);
    if (f->s.p)
        put_text(l, f->s);
    else
        put(l, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)f->i));
}

void host_log(enum log_level level, const char *event, const struct log_field *fields)
{
    static const char *const names[] = {"info", "warn", "error"};
    struct line l = {.n = 0};
    char number[32];
    if ((int)level < atomic_load(&least_level))
        return;
    put(&l, "{\"us\":", 6);
    put(&l, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)host_now().us));
    put_field(&l, &(struct log_field){.name = "level", .s = str_of(names[level])});
    put_field(&l, &(struct log_field){.name = "event", .s = str_of(event)});
    for (; fields && fields->name; fields++)
        put_field(&l, fields);
    memcpy(l.v + l.n, "}\n", 2); /* ROOM_FOR_END */
    (void)!write(STDERR_FILENO, l.v, l.n + 2);
}

void host_log_level(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}
