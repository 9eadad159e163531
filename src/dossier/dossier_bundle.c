/* dossier_bundle.c - see dossier_bundle.h. */
#include "dossier/dossier_bundle.h"

#include "dossier/dossier_bundle_sql.h"
#include "dossier/dossier_internal.h"

#define TAKINGS_MAX 50
#define TAKEN_US (10 * MINUTE_US) /* so long a taking that was written down holds */

enum rc dossier_bundle_take(struct ctx *c, str pub)
{
    struct dossier d;
    struct dossier_file *files;
    ptrdiff_t n;
    int64_t bytes = 0;
    enum rc rc = c->actor && c->actor->account ? dossier_get(c, pub, &d) : RC_NOT_FOUND;
    if (!rc)
        rc = dossier_files(c, &d, &files, &n);
    if (rc)
        return rc;
    if (!n)
        return fail(c, RC_INVALID, NULL, "dossier.bundle.empty");
    for (ptrdiff_t i = 0; i < n; i++)
        bytes += files[i].size;
    const struct event_member members[] = {EV_INT("files", n), EV_INT("bytes", bytes)};
    return record_append(c, &(struct event){.kind = "bundle.taken",
                                            .object = d.id.v,
                                            .object_pub = d.pub,
                                            .members = members,
                                            .member_count = 2});
}

static enum rc was_taken(struct ctx *c, struct dossier_id id)
{
    struct q_bundle_takings_rows rows;
    const enum rc rc = q_bundle_takings(c, id.v, TAKINGS_MAX, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        if (rows.v[i].actor_id.set && rows.v[i].actor_id.v == c->actor->account &&
            c->now.us - rows.v[i].at.us < TAKEN_US)
            return RC_OK;
    return rc ? rc : fail(c, RC_DENIED, NULL, "dossier.bundle.ask_first");
}

/* "01 Tờ khai.pdf": its place makes the name unique. */
static enum rc member_of(struct ctx *c, const struct dossier_file *f, struct file_member *to)
{
    struct file *file = NEW(c->mem, struct file);
    const enum rc rc = file_get(c, (struct file_id){f->file_id}, file);
    if (rc)
        return rc;
    const str name = str_fmt(c->mem, "%02lld %.*s", (long long)f->no, STR_ARG(f->name));
    *to = (struct file_member){file, file_name_clean(c->mem, name, file->type)};
    return RC_OK;
}

enum rc dossier_bundle_get(struct ctx *c, str pub, struct dossier_bundle *ret_bundle)
{
    struct dossier d;
    struct dossier_file *files = NULL;
    ptrdiff_t n = 0;
    enum rc rc = c->actor && c->actor->account ? dossier_get(c, pub, &d) : RC_NOT_FOUND;
    if (!rc)
        rc = was_taken(c, d.id);
    if (!rc)
        rc = dossier_files(c, &d, &files, &n);
    struct file_member *members = NEW_N(c->mem, struct file_member, n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        rc = member_of(c, &files[i], &members[i]);
    if (!rc)
        *ret_bundle = (struct dossier_bundle){str_fmt(c->mem, "%.*s.zip", STR_ARG(d.code)), members, n};
    return rc;
}

enum rc dossier_bundle_takings(struct ctx *c, struct dossier_id id, struct bundle_taking **ret_v,
                               ptrdiff_t *ret_n)
{
    struct q_bundle_takings_rows rows;
    enum rc rc = q_bundle_takings(c, id.v, TAKINGS_MAX, &rows);
    if (rc)
        return rc;
    struct bundle_taking *v = NEW_N(c->mem, struct bundle_taking, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct q_dossier_actor_row who = {.name = STR_NONE};
        rc = q_dossier_actor(c, rows.v[i].actor_id.v, rows.v[i].agency_id.v, &who);
        v[i] = (struct bundle_taking){.at = rows.v[i].at, .actor = who.name, .office = who.office};
        (void)!record_member_int(rows.v[i].payload, S("files"), &v[i].files);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    *ret_v = v;
    *ret_n = rows.n;
    return rc;
}
