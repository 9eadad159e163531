/*
 * dossier_assign_http.c - giving dossiers to a colleague: the ticked ones of a list or one from
 * its screen (/work/assign), and all that lies on a desk when somebody leaves (/work/desk). Both
 * are a page with one form; a refusal stands at its row and nothing has changed.
 */
#include "dossier/dossier_assign.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

#define PICKS 100

/* ---- forms ---- */

struct assign_form_in {
    struct form_rows picked; /* d_<public id> = the version seen */
    str to, reason;
};
#define PICKED(type)                                                                                   \
    {                                                                                                  \
        "d_*", F_INT, .min = 1, .max = INT32_MAX, .max_rows = PICKS, .at = offsetof(type, picked)      \
    }
static const struct field assign_fields[] = {
    PICKED(struct assign_form_in),
    {"to", F_PUBID, .required = true, .at = offsetof(struct assign_form_in, to)},
    {"reason", F_LINES, .max = 500, .hint = "dossier.assign.reason.hint",
     .at = offsetof(struct assign_form_in, reason)},
    {0}};
static const struct form assign_form = {"dossier.assign.", assign_fields, sizeof(struct assign_form_in),
                                        NULL};
static const struct field pick_fields[] = {PICKED(struct assign_form_in), {0}};
static const struct form pick_form = {"dossier.assign.", pick_fields, sizeof(struct assign_form_in),
                                      NULL};

struct desk_form_in {
    str from, to, reason;
};
static const struct field desk_fields[] = {
    {"from", F_PUBID, .required = true, .at = offsetof(struct desk_form_in, from)},
    {"to", F_PUBID, .required = true, .at = offsetof(struct desk_form_in, to)},
    {"reason", F_LINES, .required = true, .max = 500, .at = offsetof(struct desk_form_in, reason)},
    {0}};
static const struct form desk_form = {"dossier.hand_over.", desk_fields, sizeof(struct desk_form_in),
                                      NULL};
struct left_in {
    int64_t n, left;
};
static const struct field left_fields[] = {
    {"n", F_INT, .min = 0, .max = 1000, .at = offsetof(struct left_in, n)},
    {"left", F_INT, .min = 0, .max = 1000, .at = offsetof(struct left_in, left)},
    {0}};
static const struct form left_form = {"dossier.handed.", left_fields, sizeof(struct left_in), NULL};

/* ---- colleagues to choose from ---- */

static bool among(const struct colleagues *list, int64_t staff)
{
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (list->v[i].staff == staff)
            return true;
    return false;
}

static bool same_place(const struct work *a, const struct work *b)
{
    return a->role == b->role && a->agency_id == b->agency_id && a->unit_id.v == b->unit_id.v;
}

/* Those who may be given every one of them. */
static enum rc for_all(struct req *r, const struct dossier *d, ptrdiff_t n, struct colleagues *ret_list)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct colleagues here;
        if (i && same_place(&d[i].work, &d[i - 1].work))
            continue;
        rc = work_colleagues(&r->c, d[i].work.role, d[i].work.agency_id, d[i].work.unit_id.v, &here);
        if (!rc && !i)
            *ret_list = here;
        ptrdiff_t kept = 0;
        for (ptrdiff_t k = 0; !rc && k < ret_list->n; k++)
            if (among(&here, ret_list->v[k].staff))
                ret_list->v[kept++] = ret_list->v[k];
        ret_list->n = kept;
    }
    return rc;
}

static void choose(struct req *r, const struct saying *s, struct web_field *x,
                   const struct colleagues *list)
{
    struct web_option *o = NEW_N(s->mem, struct web_option, list->n + 1);
    o[0] = (struct web_option){.value = S(""), .text = text_get(s->lang, "dossier.assign.choose")};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const str args[] = {list->v[i].name, text_number(s->mem, s->lang, list->v[i].open)};
        o[i + 1] = (struct web_option){
            .value = list->v[i].pub,
            .text = dossier_say(s, list->v[i].away ? "dossier.assign.away" : "dossier.assign.load",
                                args, 2)};
    }
    field_select(r, x, o, list->n + 1);
}

/* ---- what was ticked ---- */

struct picks {
    struct dossier v[PICKS];
    str version[PICKS];
    ptrdiff_t n;
};

/* What is out of reach or not there is left out: somebody's list was older than their rights. */
static enum rc read_picks(struct req *r, struct picks *to)
{
    str names[PICKS];
    const ptrdiff_t n = form_names(&r->values, S("d_"), names, PICKS);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        rc = dossier_get(&r->c, str_sub(names[i], 2, names[i].n), &to->v[to->n]);
        if (!rc)
            to->version[to->n++] = form_value(&r->values, names[i]);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

static struct web_field picked_field(struct req *r, const struct saying *s, const struct dossier *d,
                                     str version)
{
    struct web_field x =
        form_field(r, &assign_form, &r->values, str_fmt(s->mem, "d_%.*s", STR_ARG(d->pub)));
    const str args[] = {d->code, d->work.step_name, d->handler};
    x.label = d->procedure_name;
    x.hint = dossier_say(s, d->handler.n ? "dossier.assign.with" : "dossier.assign.free", args, 3);
    x.checkbox = true;
    x.chosen = true;
    x.value = version;
    return x;
}

static enum rc ask_page(struct req *r, const struct dossier_ask_view *v, const char *title,
                        const char *section)
{
    return show_page(r, (&(struct page){.title = title, .section = section, .layout = LAYOUT_STAFF}),
                     tpl_dossier_ask, v);
}

static struct web_fields assign_fields_of(struct req *r, const struct saying *s, const struct picks *p,
                                          const struct colleagues *list)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, p->n + 2);
    for (ptrdiff_t i = 0; i < p->n; i++)
        x[i] = picked_field(r, s, &p->v[i], p->version[i]);
    x[p->n] = form_field(r, &assign_form, &r->values, S("to"));
    choose(r, s, &x[p->n], list);
    x[p->n + 1] = form_field(r, &assign_form, &r->values, S("reason"));
    return (struct web_fields){x, p->n + 2};
}

static enum rc assign_show(struct req *r)
{
    struct saying s;
    struct colleagues list = {0};
    struct picks *p = NEW(r->c.mem, struct picks);
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = read_picks(r, p);
    if (!rc)
        rc = for_all(r, p->v, p->n, &list);
    if (rc)
        return rc;
    struct dossier_ask_view v = {
        .heading = text_get(s.lang, "dossier.assign.heading"),
        .intro = text_get(s.lang, p->n ? "dossier.assign.intro" : "dossier.assign.none"),
        .errors = req_errors(r),
        .action = p->n ? HREF_TO("/work/assign") : HREF_NONE,
        .button = text_get(s.lang, "dossier.assign.go"),
        .back = HREF_TO("/work?list=unit")};
    if (p->n)
        v.fields = assign_fields_of(r, &s, p, &list);
    return ask_page(r, &v, "dossier.assign.heading", "unit");
}

/* Each refusal stands at its row; when there is but one, where the rule put it. */
static enum rc assign_one(struct req *r, const struct form_row *row, const struct work_assign *in,
                          bool alone, struct dossier *ret_d)
{
    struct dossier_ref ref;
    struct fault *const before = r->c.faults;
    enum rc rc = dossier_get(&r->c, row->key, ret_d);
    if (!rc)
        rc = dossier_assign(&r->c, ret_d->id, in, &ref);
    if (!rc || alone || !r->c.faults || r->c.faults == before)
        return rc;
    const char *key = r->c.faults->key;
    r->c.faults = before;
    return fail_at(&r->c, rc, str_fmt(r->c.mem, "d_%.*s", STR_ARG(row->key)), key);
}

static enum rc assign(struct req *r)
{
    const struct assign_form_in *in = r->in;
    struct colleague to;
    struct dossier d = {0};
    enum rc rc = work_colleague_by_pub(&r->c, in->to, &to);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "to", "casework.assign.unknown");
    if (!rc && !in->picked.n)
        return fail(&r->c, RC_INVALID, NULL, "dossier.assign.none");
    for (ptrdiff_t i = 0; i < in->picked.n && (!rc || rc == RC_INVALID); i++) {
        const struct work_assign each = {in->picked.v[i].number, to.staff, in->reason};
        const enum rc one = assign_one(r, &in->picked.v[i], &each, in->picked.n == 1, &d);
        rc = one ? one : rc;
    }
    if (rc)
        return rc;
    return see_other(r, in->picked.n == 1 ? HREF(r->c.mem, "/work/dossiers/{}", d.pub)
                                          : HREF_TO("/work?list=unit"));
}

/* ---- all of a desk ---- */

static struct web_notice handed(const struct saying *s, const struct left_in *in)
{
    const str args[] = {text_number(s->mem, s->lang, in->n), text_number(s->mem, s->lang, in->left)};
    return (struct web_notice){.tone = in->left ? S("warn") : S("ok"),
                               .icon = in->left ? S("warn") : S("check"),
                               .strong = dossier_say(s, "dossier.hand_over.done", args, 1),
                               .text = in->left ? dossier_say(s, "dossier.hand_over.left", &args[1], 1)
                                                : S(""),
                               .status = true};
}

static enum rc desk_fields_of(struct req *r, const struct saying *s, struct web_fields *ret_fields)
{
    struct colleagues desks = {0}, to = {0};
    const struct actor *a = r->c.actor;
    enum rc rc = work_desks(&r->c, &desks);
    if (!rc)
        rc = work_staff_of(&r->c, a->agency, actor_has_role(a, ROLE_LEADER) ? 0 : a->unit, false, &to);
    if (rc)
        return rc;
    *ret_fields = form_fields(r, &desk_form, &r->values);
    choose(r, s, fields_get(*ret_fields, "from"), &desks);
    choose(r, s, fields_get(*ret_fields, "to"), &to);
    return RC_OK;
}

static enum rc desk_show(struct req *r)
{
    struct saying s;
    const struct left_in *in = r->route->form == &left_form ? r->in : NULL;
    struct dossier_ask_view v = {0};
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = desk_fields_of(r, &s, &v.fields);
    if (rc)
        return rc;
    v.heading = text_get(s.lang, "dossier.hand_over.heading");
    v.intro = text_get(s.lang, "dossier.hand_over.intro");
    v.errors = req_errors(r);
    v.action = HREF_TO("/work/desk");
    v.button = text_get(s.lang, "dossier.hand_over.go");
    v.back = HREF_TO("/work");
    v.noticed = in && in->n != FORM_NO_INT && in->left != FORM_NO_INT;
    if (v.noticed)
        v.notice = handed(&s, in);
    return ask_page(r, &v, "dossier.hand_over.heading", "desk");
}

static enum rc desk(struct req *r)
{
    const struct desk_form_in *in = r->in;
    struct colleague from, to;
    struct handed_over done;
    enum rc rc = work_colleague_by_pub(&r->c, in->from, &from);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "from", "casework.assign.unknown");
    if (!rc)
        rc = work_colleague_by_pub(&r->c, in->to, &to);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "to", "casework.assign.unknown");
    if (!rc)
        rc = dossier_hand_over(&r->c, &(struct hand_over_in){from.staff, to.staff, in->reason}, &done);
    if (rc)
        return rc;
    const str n = str_fmt(r->c.mem, "%lld", (long long)done.n);
    const str left = str_fmt(r->c.mem, "%lld", (long long)done.left);
    return see_other(r, HREF(r->c.mem, "/work/desk?n={}&left={}", n, left));
}

static const struct nav nav[] = {
    {NAV_STAFF, "dossier.nav", "dossier.hand_over.nav", "/work/desk", PERM_DOSSIER_ASSIGN, "desk",
     NULL},
    {0},
};

static const struct route routes[] = {
    {GET, "/work/assign", assign_show, .need = PERM_DOSSIER_ASSIGN, .form = &pick_form},
    {POST, "/work/assign", .write = assign, .again = assign_show, .need = PERM_DOSSIER_ASSIGN,
     .form = &assign_form},
    {GET, "/work/desk", desk_show, .need = PERM_DOSSIER_ASSIGN, .form = &left_form},
    {POST, "/work/desk", .write = desk, .again = desk_show, .need = PERM_DOSSIER_ASSIGN,
     .form = &desk_form},
    {0}};
const struct module dossier_assign_module = {.name = "dossier_assign", .nav = nav, .routes = routes};
