/*
 * form_multipart.c - a multipart body as a form: plain parts are inputs, file parts are
 * streamed to the file store while they are read. A refused file (size, type) is a fault
 * at its field and the reading goes on, so that everything wrong is told at once.
 */
#include "core/buf.h"
#include "core/utf8.h"
#include "file/file_partial.h"
#include "web/form_read.h"

#define FIELD_MAX (64 * 1024)

struct reader {
    struct ctx *c;
    struct form_bag *bag;
    const struct form *f;
    struct file_store *files;
    struct form_place at;
    str name;
    str filename;
    bool is_file, skip, full;
    struct buf text;
    struct file_upload *upload;
};

static enum rc begin_file(struct reader *r, const struct http_part *part)
{
    r->is_file = true;
    if (!r->at.field || r->at.field->kind != F_FILE) {
        web__bag_malformed(r->bag, part->name, r->at.field ? "web.form.damaged" : "web.form.unknown");
        r->skip = true;
        return RC_OK;
    }
    r->skip = part->filename.n == 0 || !web__bag_file_fits(r->bag, r->at, part->name);
    if (r->skip)
        return RC_OK;
    if (!utf8_clean(r->c->mem, part->filename, UTF8_LINE, &r->filename) || r->filename.n == 0)
        r->filename = S("-");
    r->filename = utf8_cut(r->filename, 200);
    if (r->at.field->text) {
        r->text = buf_new(r->c->mem, (size_t)r->at.field->max);
        return RC_OK;
    }
    int64_t max = r->at.field->max > 0 ? r->at.field->max : web__form_file_max();
    return file_upload_begin(r->c, r->files, max, &r->upload);
}

static enum rc begin(void *arg, const struct http_part *part)
{
    struct reader *r = arg;
    r->name = part->name;
    r->at = web__form_place(r->f, part->name);
    r->is_file = r->skip = r->full = false;
    r->upload = NULL;
    if (part->filename.p)
        return begin_file(r, part);
    r->text = buf_new(r->c->mem, FIELD_MAX);
    return RC_OK;
}

static enum rc data(void *arg, str chunk)
{
    struct reader *r = arg;
    if (r->skip)
        return RC_OK;
    if (!r->is_file || r->at.field->text) {
        buf_add(&r->text, chunk);
        return RC_OK;
    }
    if (!r->full) /* what is wrong is remembered and said by file_upload_store */
        r->full = file_upload_write(r->upload, chunk.p, (size_t)chunk.n) != RC_OK;
    return RC_OK;
}

static enum rc end_piece(struct reader *r)
{
    const struct form_file file = {.name = r->filename, .piece = r->upload};
    const enum rc rc = file_piece_sync(r->c, r->upload, str_c(r->c->mem, r->name));
    if (rc == RC_OK)
        web__bag_file(r->bag, r->at, r->name, &file);
    else if (rc == RC_INVALID)
        web__bag_file_failed(r->bag, r->at);
    return rc == RC_INVALID ? RC_OK : rc;
}

/* A text is the form's like any input: its bytes go into the hash, nothing goes to disk. */
static enum rc end_text(struct reader *r)
{
    struct form_file file = {.name = r->filename, .text = buf_str(&r->text)};
    const char *field = str_c(r->c->mem, r->name);
    if (buf_full(&r->text) || !file.text.n) {
        const str most = str_fmt(r->c->mem, "%lld", (long long)(r->at.field->max >> 20));
        (void)fail_args(r->c, RC_INVALID, field, file.text.n ? "file.too_large" : "file.empty", &most,
                        1);
        web__bag_file_failed(r->bag, r->at);
        return RC_OK;
    }
    file.stored.sha = sha256_of(file.text);
    web__bag_file(r->bag, r->at, r->name, &file);
    return RC_OK;
}

static enum rc end(void *arg)
{
    struct reader *r = arg;
    struct form_file file = {.name = r->filename};
    if (r->skip)
        return RC_OK;
    if (!r->is_file) {
        web__bag_text(r->bag, r->name, buf_str(&r->text));
        return RC_OK;
    }
    if (r->at.field->text)
        return end_text(r);
    if (r->at.field->piece)
        return end_piece(r);
    enum rc rc =
        file_upload_store(r->c, r->upload, r->at.field->accept ? r->at.field->accept : FILE_ANY,
                          str_c(r->c->mem, r->name), &file.stored);
    if (rc == RC_OK)
        web__bag_file(r->bag, r->at, r->name, &file);
    else if (rc == RC_INVALID)
        web__bag_file_failed(r->bag, r->at);
    return rc == RC_INVALID ? RC_OK : rc;
}

enum rc web__form_multipart(struct ctx *c, const struct form *f, const struct form_body *body,
                            struct form_values *values, struct digest *ret_hash, const void **ret_in)
{
    struct reader r = {.c = c, .f = f, .files = body->files, .bag = web__bag_new(c, f, values)};
    web__bag_keeper(r.bag, &body->keeper);
    const struct http_multipart_sink sink = {begin, data, end, &r};
    const struct http_multipart_limits limits = {.parts = FORM_INPUTS_MAX, .field_bytes = FIELD_MAX};
    enum rc rc = http_multipart_read(c, body->content_type, body->body, &limits, &sink);
    *ret_hash = web__bag_hash(r.bag);
    if (rc == RC_INVALID) { /* http says why in words of its own; the form answers 400 */
        c->faults = NULL;
        web__bag_malformed(r.bag, S(""), "web.form.damaged");
    }
    return rc == RC_OK || rc == RC_INVALID ? web__bag_bind(r.bag, ret_in) : rc;
}
