/* slip_store.c - templates in versions: shipped, replaced, gone back to; see slip.h. */
#include "access/access.h"
#include "core/embed.h"
#include "db/db.h"
#include "slip/slip_parts.h"
#include "slip/slip_sql.h"

#define FROM_THE_BEGINNING ((instant){0})

const struct record_kind slip_event_kinds[] = {{"slip.replaced", "slip_template"}, {0}};

enum rc slip_find(struct ctx *c, const struct ruleset *set, str paper, instant at,
                  struct slip_version *ret_version)
{
    struct q_slip_template_at_row r;
    struct ruleset s = *set;
    enum rc rc = q_slip_template_at(c, s.code, paper, at, &r);
    while (rc == RC_NOT_FOUND) {
        rc = ruleset_on(c, date_add(s.set_from, -1), &s);
        if (rc)
            return rc;
        rc = q_slip_template_at(c, s.code, paper, at, &r);
    }
    if (!rc)
        *ret_version = (struct slip_version){.ruleset = s.code,
                                             .paper = paper,
                                             .body = r.body,
                                             .reason = r.reason,
                                             .version = r.version,
                                             .from_at = r.from_at,
                                             .made_at = r.made_at};
    return rc;
}

enum rc slip_fill(struct ctx *c, const struct ruleset *set, const struct slip_kind *kind,
                  const struct slip_data *d, instant at, struct pdf_doc **ret_doc)
{
    struct slip_version v;
    const struct slip_template *t;
    enum rc rc = slip_find(c, set, str_of(kind->key), at, &v);
    if (!rc)
        rc = slip_read(c, kind, v.body, &t);
    if (!rc)
        *ret_doc = slip_doc(c->mem, t, d, at);
    return rc;
}

static enum rc list_one(struct ctx *c, str ruleset, str paper, struct slip_versions *ret)
{
    struct q_slip_template_versions_rows rows;
    const enum rc rc = q_slip_template_versions(c, ruleset, paper, &rows);
    if (rc)
        return rc;
    struct slip_version *v = NEW_N(c->mem, struct slip_version, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_slip_template_versions_row *r = &rows.v[i];
        v[i] = (struct slip_version){r->ruleset, r->paper,   r->body,    r->reason,
                                     r->made_by, r->version, r->from_at, r->made_at};
    }
    *ret = (struct slip_versions){v, rows.n};
    return RC_OK;
}

enum rc slip_list_versions(struct ctx *c, str ruleset, str paper, struct slip_versions *ret)
{
    struct q_slip_template_all_rows rows;
    if (paper.n)
        return list_one(c, ruleset, paper, ret);
    const enum rc rc = q_slip_template_all(c, &rows);
    if (rc)
        return rc;
    struct slip_version *v = NEW_N(c->mem, struct slip_version, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_slip_template_all_row *r = &rows.v[i];
        v[i] = (struct slip_version){r->ruleset, r->paper,   r->body,    r->reason,
                                     r->made_by, r->version, r->from_at, r->made_at};
    }
    *ret = (struct slip_versions){v, rows.n};
    return RC_OK;
}

static enum rc tell(struct ctx *c, const struct q_slip_template_put_in *in, int64_t back_to)
{
    struct q_slip_template_of_row row;
    const enum rc rc = q_slip_template_of(c, in->ruleset, in->paper, in->version, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {
        EV_TEXT("ruleset", in->ruleset), EV_TEXT("paper", in->paper),   EV_INT("version", in->version),
        EV_TIME("from_at", in->from_at), EV_TEXT("reason", in->reason), EV_INT("back_to", back_to)};
    return record_append(c, &(struct event){.kind = "slip.replaced",
                                            .object = row.id,
                                            .object_pub = row.pub,
                                            .members = members,
                                            .member_count = 6});
}

static enum rc put(struct ctx *c, const struct slip_change *x, int64_t version, instant from,
                   int64_t back_to)
{
    const struct q_slip_template_put_in in = {
        .pub = ctx_new_pubid(c),
        .ruleset = x->ruleset,
        .paper = x->paper,
        .version = version,
        .from_at = from,
        .body = x->body,
        .reason = x->reason,
        .made_at = c->now,
        .made_by = c->actor && c->actor->staff ? OPT_INT(c->actor->staff) : OPT_INT_NONE,
    };
    const enum rc rc = q_slip_template_put(c, &in, NULL);
    return rc ? rc : tell(c, &in, back_to);
}

/* At once, or with the beginning of a day to come; never before the newest version. */
static enum rc begin_of(struct ctx *c, date from, instant newest, instant *ret)
{
    if (!date_is_none(from) && from.day <= instant_date(c->now).day)
        return fail(c, RC_INVALID, "from", "slip.past");
    *ret = date_is_none(from) ? c->now : instant_at(from, 0);
    return ret->us < newest.us ? fail(c, RC_INVALID, "from", "slip.order") : RC_OK;
}

enum rc slip_replace(struct ctx *c, const struct slip_change *in, int64_t *ret_version)
{
    const struct slip_kind *kind = slip_kind_of(in->paper);
    const struct slip_template *t;
    struct q_slip_template_newest_row now;
    instant from;
    if (!kind)
        return RC_NOT_FOUND;
    enum rc rc = q_slip_template_newest(c, in->ruleset, in->paper, &now);
    if (!rc && !str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "slip.reason");
    if (!rc)
        rc = slip_read(c, kind, in->body, &t);
    if (!rc)
        rc = begin_of(c, in->from, now.from_at, &from);
    if (!rc && str_eq(now.body, in->body))
        return fail(c, RC_CONFLICT, "template", "slip.same");
    if (!rc)
        rc = put(c, in, now.version + 1, from, 0);
    if (!rc)
        *ret_version = now.version + 1;
    return rc;
}

enum rc slip_back(struct ctx *c, str ruleset, str paper, int64_t version, str reason,
                  int64_t *ret_version)
{
    struct q_slip_template_newest_row now;
    struct q_slip_template_of_row old;
    const struct slip_kind *kind = slip_kind_of(paper);
    const struct slip_template *t;
    instant from;
    enum rc rc = kind ? q_slip_template_newest(c, ruleset, paper, &now) : RC_NOT_FOUND;
    if (!rc)
        rc = q_slip_template_of(c, ruleset, paper, version, &old);
    if (!rc && !str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "slip.reason");
    if (!rc && str_eq(now.body, old.body))
        return fail(c, RC_CONFLICT, NULL, "slip.same");
    if (!rc)
        rc = slip_read(c, kind, old.body, &t); /* what it names may have gone since */
    if (!rc)
        rc = begin_of(c, DATE_NONE, now.from_at, &from);
    const struct slip_change x = {
        .ruleset = ruleset, .paper = paper, .body = old.body, .reason = reason};
    if (!rc)
        rc = put(c, &x, now.version + 1, from, version);
    if (!rc)
        *ret_version = now.version + 1;
    return rc;
}

/* "slips/nd118/receipt.slip" */
static bool parts_of(str name, str *ret_set, str *ret_paper)
{
    const struct str_cut top = str_cut(name, '/'), set = str_cut(top.tail, '/');
    const str ending = S(".slip");
    if (!str_eq(top.head, S("slips")) || !set.found || !str_ends(set.tail, ending))
        return false;
    *ret_set = set.head;
    *ret_paper = str_sub(set.tail, 0, set.tail.n - ending.n);
    return true;
}

static enum rc install_one(struct ctx *c, str set, str paper, str body)
{
    const struct slip_kind *kind = slip_kind_of(paper);
    const struct slip_template *t;
    struct q_slip_template_newest_row now;
    enum rc rc = q_slip_template_newest(c, set, paper, &now);
    if (rc != RC_NOT_FOUND)
        return rc;
    BUG_IF(!kind); /* tests/slip reads every shipped one */
    rc = slip_read(c, kind, body, &t);
    const struct slip_change x = {
        .ruleset = set, .paper = paper, .body = body, .reason = text_get(LANG_VI, "slip.shipped")};
    return rc ? rc : put(c, &x, 1, FROM_THE_BEGINNING, 0);
}

enum rc slip_install(struct ctx *c)
{
    enum rc rc = RC_OK;
    for (const struct embed *e = embed_packs; !rc && e->name; e++) {
        str set, paper;
        if (parts_of(str_of(e->name), &set, &paper))
            rc = install_one(c, set, paper, (str){(const char *)e->bytes, (ptrdiff_t)e->size});
    }
    return rc;
}
