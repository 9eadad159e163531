/* petition_file.c - see petition_file.h. */
#include "petition/petition_file.h"

#include "access/access.h"
#include "petition/petition_internal.h"

enum rc petition_files(struct ctx *c, const struct petition *p, struct petition_file **ret_v,
                       ptrdiff_t *ret_n)
{
    struct q_petition_files_rows rows;
    enum rc rc = q_petition_files(c, p->id.v, &rows);
    if (rc)
        return rc;
    struct petition_file *v = NEW_N(c->mem, struct petition_file, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        v[i].no = rows.v[i].no;
        v[i].by_sender = p->account_id && rows.v[i].added_by == p->account_id;
        rc = file_get(c, (struct file_id){rows.v[i].file_id}, &v[i].file);
    }
    *ret_v = v;
    *ret_n = rc ? 0 : rows.n;
    return rc;
}

enum rc petition_file_get(struct ctx *c, const struct petition *p, str no, struct file *ret_file)
{
    struct petition_file *v;
    int64_t wanted;
    ptrdiff_t n = 0;
    const enum rc rc = str_to_i64(no, &wanted) ? petition_files(c, p, &v, &n) : RC_NOT_FOUND;
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (v[i].no == wanted) {
            *ret_file = v[i].file;
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}

static bool is_sender(const struct ctx *c, const struct petition *p)
{
    return actor_is_citizen(c->actor) && p->account_id && p->account_id == c->actor->account;
}

enum rc petition_mine_get(struct ctx *c, str pub, struct petition *ret)
{
    struct petition p;
    const enum rc rc = petition_follow(c, pub, &p);
    if (rc || !is_sender(c, &p))
        return rc ? rc : RC_NOT_FOUND;
    *ret = p;
    return RC_OK;
}

static enum rc may_add(struct ctx *c, const struct petition *p, int64_t have, ptrdiff_t n)
{
    const enum rc rc = is_sender(c, p) ? RC_OK : petition__check(c, p, PERM_PETITION_HANDLE);
    if (rc)
        return rc;
    if (!work_status_open(p->work.status))
        return fail(c, RC_CONFLICT, NULL, "petition.files.over");
    if (!n)
        return fail(c, RC_INVALID, "file", "petition.files.none");
    if (have + n > PETITION_FILES)
        return fail(c, RC_INVALID, "file", "petition.files.many");
    return RC_OK;
}

enum rc petition_add_files(struct ctx *c, const struct petition *p, const struct petition_file_in *v,
                           ptrdiff_t n)
{
    struct q_petition_files_rows have;
    str *names = NEW_N(c->mem, str, n);
    enum rc rc = q_petition_files(c, p->id.v, &have);
    if (!rc)
        rc = may_add(c, p, have.n, n);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct file f;
        rc = file_add(c, &v[i].stored, v[i].name, c->actor->account, &f);
        if (rc)
            return rc;
        names[i] = f.name;
        const struct q_petition_file_add_in row = {.petition_id = p->id.v,
                                                   .no = have.n + i + 1,
                                                   .file_id = f.id.v,
                                                   .added_by = c->actor->account,
                                                   .added_at = c->now};
        rc = q_petition_file_add(c, &row, NULL);
    }
    const struct petition_said said[] = {{"note", str_join(c->mem, names, n, S(", "))}};
    return rc ? rc : petition__event_files(c, p, said, 1, n);
}
