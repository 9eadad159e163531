/* org_staff.c - staff and their posts. A person is one row; each post has its own dates. */
#include "core/fold.h"
#include "core/ident.h"
#include "org/inner.h"
#include "org/org_sql.h"

enum rc org_staff_by_id(struct ctx *c, int64_t id, struct staff *ret_staff)
{
    struct q_staff_by_id_row r;
    const enum rc rc = q_staff_by_id(c, id, &r);
    if (!rc)
        *ret_staff = (struct staff){r.id, r.pub, r.code, r.name, r.email, r.phone};
    return rc;
}

enum rc org_staff_by_code(struct ctx *c, str code, struct staff *ret_staff)
{
    struct q_staff_by_code_row r;
    const enum rc rc = q_staff_by_code(c, code, &r);
    if (!rc)
        *ret_staff = (struct staff){r.id, r.pub, r.code, r.name, r.email, r.phone};
    return rc;
}

/* One @ with something on both sides, no blanks: the rest is the mail server's to say. */
static bool email_good(str s)
{
    const struct str_cut cut = str_cut(s, '@');
    return cut.found && cut.head.n > 0 && cut.tail.n > 2 && s.n <= 200 &&
           str_find(cut.tail, S("@")) < 0 && str_find(s, S(" ")) < 0 && str_find(cut.tail, S(".")) > 0;
}

enum rc org_staff_add(struct ctx *c, const struct staff *s, int64_t *ret_id)
{
    struct staff same;
    struct q_staff_add_row row;
    str phone = STR_NONE;
    enum rc rc = org__check_code(c, "code", s->code);
    if (org__check_name(c, "name", s->name, 100))
        rc = RC_INVALID;
    if (s->email.p && !email_good(s->email))
        rc = fail(c, RC_INVALID, "email", "org.email");
    if (s->phone.p && !ident_phone_parse(c->mem, s->phone, &phone))
        rc = fail(c, RC_INVALID, "phone", "org.phone");
    if (rc)
        return rc;
    rc = org_staff_by_code(c, s->code, &same);
    if (!rc)
        return fail(c, RC_CONFLICT, "code", "org.code_taken");
    if (rc != RC_NOT_FOUND)
        return rc;
    const struct q_staff_add_in in = {ctx_new_pubid(c),      s->code,  s->name,
                                      fold(c->mem, s->name), s->email, phone};
    rc = q_staff_add(c, &in, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("code", s->code), EV_TEXT("name", s->name)};
    rc = record_append(c, &(struct event){.kind = "org.staff_added",
                                          .object = row.id,
                                          .object_pub = in.pub,
                                          .members = members,
                                          .member_count = 2});
    if (!rc)
        *ret_id = row.id;
    return rc;
}

static enum rc check_post(struct ctx *c, const struct staff_post *p, struct staff *ret_staff)
{
    struct unit u;
    enum rc rc = org__check_name(c, "title", p->title, 100);
    if (org__check_period(c, p->from, p->to))
        rc = RC_INVALID;
    if (!rc)
        rc = org_staff_by_id(c, p->staff, ret_staff);
    if (!rc)
        rc = org_unit_by_id(c, p->unit, &u);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "unit", "org.unit_unknown");
    if (!rc && !org__within(p->from, p->to, u.from, u.to))
        return fail(c, RC_INVALID, "from", "org.parent_period");
    return rc;
}

static enum rc append_post(struct ctx *c, const char *kind, const struct staff *s,
                           const struct event_member *v, int n)
{
    return record_append(
        c, &(struct event){
               .kind = kind, .object = s->id, .object_pub = s->pub, .members = v, .member_count = n});
}

enum rc org_staff_appoint(struct ctx *c, const struct staff_post *p, int64_t *ret_id)
{
    struct staff s = {0};
    struct q_staff_post_add_row row;
    enum rc rc = check_post(c, p, &s);
    if (rc)
        return rc;
    const struct q_staff_post_add_in in = {p->staff, p->unit, p->title, p->head, p->from, p->to};
    rc = q_staff_post_add(c, &in, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_INT("post", row.id),     EV_INT("unit", p->unit),
                                           EV_TEXT("title", p->title), EV_BOOL("head", p->head),
                                           EV_DATE("from", p->from),   EV_DATE("to", p->to)};
    rc = append_post(c, "org.staff_appointed", &s, members, 6);
    if (!rc)
        *ret_id = row.id;
    return rc;
}

enum rc org_staff_leave(struct ctx *c, int64_t post, date to, str reason)
{
    struct q_staff_post_by_id_row row;
    struct staff s;
    int64_t changed = 0;
    enum rc rc = q_staff_post_by_id(c, post, &row);
    if (!rc)
        rc = org_staff_by_id(c, row.staff_id, &s);
    if (rc)
        return rc;
    if (!date_is_none(row.valid_to))
        return fail(c, RC_CONFLICT, NULL, "org.already_closed");
    if (date_is_none(to) || to.day <= row.valid_from.day)
        return fail(c, RC_INVALID, "to", "org.period");
    rc = q_staff_post_end(c, post, to, &changed);
    if (!rc && !changed)
        rc = RC_CONFLICT;
    const struct event_member members[] = {EV_INT("post", post), EV_DATE("to", to),
                                           EV_TEXT("reason", reason)};
    return rc ? rc : append_post(c, "org.staff_left", &s, members, 3);
}

enum rc org_staff_posts(struct ctx *c, int64_t staff, date on, struct staff_post **ret_v,
                        ptrdiff_t *ret_n)
{
    struct q_staff_posts_rows rows;
    const enum rc rc = q_staff_posts(c, staff, on, &rows);
    if (rc)
        return rc;
    struct staff_post *v = NEW_N(c->mem, struct staff_post, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_staff_posts_row *r = &rows.v[i];
        v[i] = (struct staff_post){r->id,    r->staff_id, r->unit_id,    r->agency_id,
                                   r->title, r->head,     r->valid_from, r->valid_to};
    }
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc org_unit_staff(struct ctx *c, int64_t unit, date on, struct staff_member **ret_v,
                       ptrdiff_t *ret_n)
{
    struct q_unit_staff_rows rows;
    const enum rc rc = q_unit_staff(c, unit, on, &rows);
    if (rc)
        return rc;
    struct staff_member *v = NEW_N(c->mem, struct staff_member, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_unit_staff_row *r = &rows.v[i];
        v[i].staff = (struct staff){r->staff_id, r->pub, r->code, r->name, r->email, r->phone};
        v[i].post = (struct staff_post){r->id,    r->staff_id, r->unit_id,    r->agency_id,
                                        r->title, r->head,     r->valid_from, r->valid_to};
    }
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}
