/* file.c - the rows of files; see file.h. */
#include "file/file.h"

#include "file/file_sql.h"

enum rc file_add(struct ctx *c, const struct file_stored *stored, str name, int64_t by,
                 struct file *ret_file)
{
    struct file f = {.pub = ctx_new_pubid(c),
                     .sha = stored->sha,
                     .size = stored->size,
                     .type = stored->type,
                     .name = file_name_clean(c->mem, name, stored->type),
                     .at = c->now,
                     .by = by};
    const struct q_file_add_in in = {.pub = f.pub,
                                     .sha = {(const char *)f.sha.b, FILE_SHA_SIZE},
                                     .size = f.size,
                                     .mime = file_type_mime(f.type),
                                     .name = f.name,
                                     .at = f.at,
                                     .by_id = by};
    struct q_file_add_row row;
    const enum rc rc = q_file_add(c, &in, &row);
    if (rc)
        return rc;
    f.id.v = row.id;
    *ret_file = f;
    return RC_OK;
}

static void put_sha(struct digest *to, str sha)
{
    BUG_IF(sha.n != FILE_SHA_SIZE);
    for (int i = 0; i < FILE_SHA_SIZE; i++)
        to->b[i] = (unsigned char)sha.p[i];
}

enum rc file_destroy(struct ctx *c, struct file_id id)
{
    return q_file_destroy(c, id.v, NULL);
}

#define FILE_FILL(f, r)                                                                                \
    do {                                                                                               \
        (f) = (struct file){.id = {(r)->id},                                                           \
                            .pub = (r)->pub,                                                           \
                            .size = (r)->size,                                                         \
                            .type = file_type_of_mime((r)->mime),                                      \
                            .name = (r)->name,                                                         \
                            .at = (r)->at,                                                             \
                            .by = (r)->by_id};                                                         \
        put_sha(&(f).sha, (r)->sha);                                                                   \
    } while (0)

enum rc file_get(struct ctx *c, struct file_id id, struct file *ret_file)
{
    struct q_file_by_id_row r;
    const enum rc rc = q_file_by_id(c, id.v, &r);
    if (rc)
        return rc;
    FILE_FILL(*ret_file, &r);
    return RC_OK;
}

enum rc file_list(struct ctx *c, struct file_id after, int64_t max, struct file_list *ret_list)
{
    struct q_file_list_rows rows;
    const enum rc rc = q_file_list(c, after.v, max, &rows);
    if (rc)
        return rc;
    struct file_list list = {.v = NEW_N(c->mem, struct file, rows.n), .n = rows.n, .last = after};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        FILE_FILL(list.v[i], &rows.v[i]);
        list.last.v = rows.v[i].id;
    }
    *ret_list = list;
    return RC_OK;
}

enum rc file_get_by_pub(struct ctx *c, str pub, struct file *ret_file)
{
    struct q_file_by_pub_row r;
    const enum rc rc = q_file_by_pub(c, pub, &r);
    return rc ? rc : file_get(c, (struct file_id){r.id}, ret_file);
}
