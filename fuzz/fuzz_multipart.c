/*
 * fuzz_multipart.c - the first line is the Content-Type, the rest the body: read from memory
 * and from a file the same parts come out, none longer than allowed.
 */
#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "http/form.h"

struct seen {
    struct buf text;
    int64_t n;
    int parts;
    bool open;
};

static enum rc on_begin(void *arg, const struct http_part *part)
{
    struct seen *s = arg;
    FUZZ_CHECK(!s->open && part->name.n > 0 && utf8_valid(part->name) && utf8_valid(part->filename));
    FUZZ_CHECK(!memchr(part->name.p, 0, (size_t)part->name.n));
    s->open = true;
    s->n = 0;
    s->parts++;
    buf_add(&s->text, part->name);
    buf_char(&s->text, part->filename.p ? '@' : '=');
    buf_add(&s->text, part->filename);
    buf_add(&s->text, part->media);
    return RC_OK;
}

static enum rc on_data(void *arg, str chunk)
{
    struct seen *s = arg;
    FUZZ_CHECK(s->open && chunk.n > 0 && chunk.n <= 65536);
    s->n += chunk.n;
    FUZZ_CHECK(s->n <= 5000);
    buf_add(&s->text, chunk);
    return RC_OK;
}

static enum rc on_end(void *arg)
{
    struct seen *s = arg;
    FUZZ_CHECK(s->open);
    s->open = false;
    return RC_OK;
}

static enum rc read_one(struct arena *mem, str type, const struct http_body *body, struct seen *s)
{
    struct ctx c = {.mem = mem};
    struct http_multipart_limits limits = {.parts = 20, .field_bytes = 5000, .file_bytes = 5000};
    struct http_multipart_sink sink = {on_begin, on_data, on_end, s};
    *s = (struct seen){.text = buf_new(mem, 1 << 22)};
    enum rc rc = http_multipart_read(&c, type, body, &limits, &sink);
    FUZZ_CHECK(rc == RC_OK || rc == RC_INVALID);
    FUZZ_CHECK((rc == RC_OK) == (c.faults == NULL));
    FUZZ_CHECK(s->parts <= 20 && (rc != RC_OK || !s->open));
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static int fd = -1;
    struct arena *mem = fuzz_arena();
    struct str_cut cut = str_cut((str){(const char *)bytes, (ptrdiff_t)n}, '\n');
    struct seen memory, file;
    if (fd < 0)
        fd = memfd_create("fuzz", 0);
    FUZZ_CHECK(fd >= 0 && ftruncate(fd, 0) == 0);
    FUZZ_CHECK(pwrite(fd, cut.tail.p, (size_t)cut.tail.n, 0) == cut.tail.n);
    struct http_body in_memory = {cut.tail.n, cut.tail, -1}, in_file = {cut.tail.n, STR_NONE, fd};
    if (!cut.found)
        return 0;
    enum rc rc = read_one(mem, cut.head, &in_memory, &memory);
    FUZZ_CHECK(rc == read_one(mem, cut.head, &in_file, &file));
    if (rc == RC_OK)
        FUZZ_CHECK(str_eq(buf_str(&memory.text), buf_str(&file.text)));
    return 0;
}
