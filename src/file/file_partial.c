/* file_partial.c - files that come in pieces; see file_partial.h. */
#include "file/file_partial.h"

#include "file/file_internal.h"
#include "file/file_partial_sql.h"

#include <string.h>

#define MIB (INT64_C(1) << 20)

static instant after(const struct ctx *c, int hours)
{
    return (instant){c->now.us + hours * HOUR_US};
}

static str bytes_of(const struct digest *sha)
{
    return (str){(const char *)sha->b, FILE_SHA_SIZE};
}

/* ---- begun, found ---- */

static enum rc check_size(struct ctx *c, const struct file_partial_in *in)
{
    const int64_t max = in->max < FILE_SIZE_MAX ? in->max : FILE_SIZE_MAX;
    if (in->size <= 0)
        return fail(c, RC_INVALID, "size", "file.empty");
    if (in->size <= max)
        return RC_OK;
    const str most = str_fmt(c->mem, "%lld", (long long)(max / MIB));
    return fail_args(c, RC_INVALID, "size", "file.too_large", &most, 1);
}

static enum rc add(struct ctx *c, int64_t account, const struct file_partial_in *in,
                   struct file_partial *ret_partial)
{
    struct q_file_partial_count_row count;
    struct q_file_partial_add_row row;
    struct file_partial p = {.size = in->size,
                             .pub = ctx_new_pubid(c),
                             .name = file_name_clean(c->mem, in->name, FILE_NONE),
                             .sha = in->sha,
                             .until = after(c, FILE_PARTIAL_HOURS)};
    enum rc rc = q_file_partial_count(c, account, c->now, &count);
    if (!rc && count.n >= FILE_PARTIALS_MAX)
        return fail(c, RC_CONFLICT, NULL, "file.partial.too_many");
    const struct q_file_partial_add_in row_in = {.pub = p.pub,
                                                 .account_id = account,
                                                 .sha = bytes_of(&p.sha),
                                                 .size = p.size,
                                                 .name = p.name,
                                                 .until = p.until};
    if (!rc)
        rc = q_file_partial_add(c, &row_in, &row);
    if (rc)
        return rc;
    p.id = row.id;
    *ret_partial = p;
    return RC_OK;
}

enum rc file_partial_begin(struct ctx *c, int64_t account, const struct file_partial_in *in,
                           struct file_partial *ret_partial)
{
    struct q_file_partial_by_sha_row row;
    enum rc rc = check_size(c, in);
    if (rc)
        return rc;
    rc = q_file_partial_by_sha(c, account, bytes_of(&in->sha), &row);
    if (rc == RC_NOT_FOUND)
        return add(c, account, in, ret_partial);
    if (rc)
        return rc;
    struct file_partial p = {.id = row.id,
                             .size = row.size,
                             .received = row.received,
                             .pub = row.pub,
                             .name = row.name,
                             .sha = in->sha,
                             .type = row.mime.p ? file_type_of_mime(row.mime) : FILE_NONE,
                             .until = row.until};
    if (p.until.us > c->now.us && p.size == in->size) {
        *ret_partial = p;
        return RC_OK;
    }
    rc = file_partial_drop(c, &p);
    return rc ? rc : add(c, account, in, ret_partial);
}

enum rc file_partial_get(struct ctx *c, int64_t account, str pub, struct file_partial *ret_partial)
{
    struct q_file_partial_by_pub_row row;
    const enum rc rc = q_file_partial_by_pub(c, account, pub, c->now, &row);
    if (rc)
        return rc;
    struct file_partial p = {.id = row.id,
                             .size = row.size,
                             .received = row.received,
                             .pub = pub,
                             .name = row.name,
                             .type = row.mime.p ? file_type_of_mime(row.mime) : FILE_NONE,
                             .until = row.until};
    BUG_IF(row.sha.n != FILE_SHA_SIZE);
    memcpy(p.sha.b, row.sha.p, FILE_SHA_SIZE);
    *ret_partial = p;
    return RC_OK;
}

enum rc file_partial_list(struct ctx *c, int64_t account, struct file_partials *ret_list)
{
    struct q_file_partial_list_rows rows;
    const enum rc rc = q_file_partial_list(c, account, c->now, FILE_PARTIALS_MAX, &rows);
    if (rc)
        return rc;
    struct file_partials list = {NEW_N(c->mem, struct file_partial, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct file_partial){.id = rows.v[i].id,
                                          .size = rows.v[i].size,
                                          .received = rows.v[i].received,
                                          .pub = rows.v[i].pub,
                                          .name = rows.v[i].name,
                                          .until = rows.v[i].until};
    *ret_list = list;
    return RC_OK;
}

/* ---- growing ---- */

enum rc file_partial_add(struct ctx *c, struct file_partial *p, int64_t at, struct file_upload *piece)
{
    int64_t changed = 0;
    const int64_t size = file__upload_size(piece);
    const instant until = after(c, FILE_PARTIAL_HOURS);
    enum rc rc = q_file_partial_grow(c, p->id, at, size, until, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, "at", "file.partial.elsewhere");
    if (!rc)
        rc = q_file_piece_add(c, p->id, at, size, file__upload_name(piece), NULL);
    if (rc)
        return rc;
    file__upload_stays(piece);
    p->received = at + size;
    p->until = until;
    return RC_OK;
}

enum rc file_pieces(struct ctx *c, const struct file_partial *p, struct file_pieces *ret)
{
    struct q_file_pieces_rows rows;
    const enum rc rc = q_file_pieces(c, p->id, &rows);
    if (rc)
        return rc;
    struct file_pieces list = {NEW_N(c->mem, struct file_piece, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list.v[i] = (struct file_piece){rows.v[i].at, rows.v[i].size, rows.v[i].spool};
    *ret = list;
    return RC_OK;
}

/* ---- whole ---- */

enum rc file_partial_join(struct ctx *c, struct file_store *s, const struct file_partial *p,
                          const struct file_pieces *pieces, struct file_stored *ret_stored)
{
    struct file_upload *up;
    struct digest sha = {0};
    int64_t at = 0;
    enum rc rc = file_upload_begin(c, s, p->size, &up);
    for (ptrdiff_t i = 0; !rc && i < pieces->n; i++) {
        if (pieces->v[i].at != at)
            break;
        rc = file__upload_copy(c, up, pieces->v[i].spool, pieces->v[i].size);
        at += pieces->v[i].size;
    }
    if (!rc)
        sha = file__upload_sha(up);
    if (rc == RC_NOT_FOUND || (!rc && (at != p->size || !digest_eq(&sha, &p->sha)))) {
        file_upload_abandon(up);
        return fail(c, RC_CONFLICT, NULL, "file.partial.again");
    }
    return rc ? rc : file_upload_store(c, up, FILE_ANY, "file", ret_stored);
}

enum rc file_partial_stored(struct ctx *c, struct file_partial *p, enum file_type type)
{
    const instant until = after(c, FILE_PARTIAL_STORED_H);
    enum rc rc = q_file_partial_stored(c, p->id, file_type_mime(type), until, NULL);
    if (!rc)
        rc = q_file_pieces_delete(c, p->id, NULL);
    if (rc)
        return rc;
    p->type = type;
    p->until = until;
    return RC_OK;
}

enum rc file_partial_drop(struct ctx *c, const struct file_partial *p)
{
    const enum rc rc = q_file_pieces_delete(c, p->id, NULL);
    return rc ? rc : q_file_partial_delete(c, p->id, NULL);
}

enum rc file_partial_expire(struct ctx *c, int64_t max, int64_t *ret_gone)
{
    struct q_file_partial_expired_rows rows;
    enum rc rc = q_file_partial_expired(c, c->now, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = file_partial_drop(c, &(struct file_partial){.id = rows.v[i].id});
    if (!rc)
        *ret_gone = rows.n;
    return rc;
}
