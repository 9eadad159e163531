/* pdf_child.c - the painter as a kind of child (host/spawn.h): description in, PDF out. */
#include "pdf/pdf_parts.h"

#include <string.h>

#define READ_ARENA ((size_t)64 << 20)

struct paint {
    struct arena *mem;
    str in;
    bool ok;
    int out;
    size_t held; /* cairo writes a few bytes at a time */
    char hold[65536];
};

static bool flush(struct paint *p)
{
    const size_t n = p->held;
    p->held = 0;
    return spawn_write(p->out, p->hold, n);
}

static bool write_out(void *arg, const void *bytes, size_t n)
{
    struct paint *p = arg;
    if (n > sizeof p->hold - p->held && !flush(p))
        return false;
    if (n > sizeof p->hold)
        return spawn_write(p->out, bytes, n);
    memcpy(p->hold + p->held, bytes, n);
    p->held += n;
    return true;
}

static void paint(void *arg)
{
    struct paint *p = arg;
    struct pdf_parsed doc;
    p->ok = pdf__read(p->mem, p->in, &doc) && pdf__paint(&doc, write_out, p) && flush(p);
}

static enum rc painter_work(int in, int out)
{
    str bytes;
    if (!spawn_input(in, PDF_INPUT_MAX + 1, &bytes))
        return RC_INVALID;
    static struct paint p;
    p = (struct paint){.mem = arena_new(READ_ARENA), .in = bytes, .out = out};
    /* A foreign library's frames are never unwound: only the reader allocates from the arena. */
    return p.mem && arena_run(p.mem, paint, &p) && p.ok ? RC_OK : RC_INVALID;
}

const struct spawn_kind pdf_painter = {
    .verb = "__painter",
    .name = "painter",
    .may_read = pdf__font_places,
    .threads = true, /* Pango asks fontconfig on one */
    .warm = pdf__warm,
    .work = painter_work,
};
