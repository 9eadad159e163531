/*
 * slip_http.c - templates of papers for administrators: a sample as PDF, the text, a replacement
 * that is tried before it is taken, and the way back.
 */
#include "slip/slip.h"
#include "slip/slip_tpl.h"
#include "slip/slip_view.h"
#include "web/module.h"
#include "web/page.h"

#define TEMPLATE_MAX 32768

static const struct page list_page = {
    .title = "slip.heading", .section = "slips", .layout = LAYOUT_STAFF};

static str number(struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}

static str plain(struct req *r, int64_t n)
{
    return str_fmt(r->c.mem, "%lld", (long long)n);
}

static str name_of(struct req *r, str paper)
{
    const struct slip_kind *k = slip_kind_of(paper);
    return k ? text_get(r->lang, k->title) : paper;
}

/* Shipped ones begin with the beginning. */
static str begins(struct req *r, instant at)
{
    return at.us ? text_time(r->c.mem, r->lang, at) : text_get(r->lang, "slip.from_start");
}

/* ---- the list ---- */

static enum rc set_now(struct req *r, str code, struct ruleset *ret)
{
    struct ruleset_versions all;
    const enum rc rc = ruleset_list(&r->c, &all);
    bool found = false;
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (str_eq(all.v[i].set.code, code)) {
            *ret = all.v[i].set;
            found = true;
        }
    return rc || found ? rc : RC_NOT_FOUND;
}

static str form_number(struct req *r, const struct ruleset *s, str paper)
{
    const struct slip_kind *k = slip_kind_of(paper);
    const str n = k && k->form != SLIP_NO_FORM ? ruleset_form(s, k->form) : STR_NONE;
    return n.n ? text_fmt(r->c.mem, r->lang, "ruleset.form_number", &n, 1) : S("–");
}

static enum rc fill_set(struct req *r, const struct slip_versions *all, ptrdiff_t from, ptrdiff_t to,
                        struct slip_set *ret)
{
    struct ruleset s;
    const enum rc rc = set_now(r, all->v[from].ruleset, &s);
    if (rc)
        return rc;
    struct slip_row *rows = NEW_N(r->c.mem, struct slip_row, to - from);
    for (ptrdiff_t i = from; i < to; i++) {
        const struct slip_version *x = &all->v[i];
        rows[i - from] = (struct slip_row){
            .to = HREF(r->c.mem, "/admin/slips/{}/{}", x->ruleset, x->paper),
            .sample = HREF(r->c.mem, "/admin/slips/{}/{}/versions/{}/sample.pdf", x->ruleset, x->paper,
                           plain(r, x->version)),
            .name = name_of(r, x->paper),
            .number = form_number(r, &s, x->paper),
            .version = number(r, x->version),
            .from = begins(r, x->from_at),
            .reason = x->reason,
        };
    }
    *ret = (struct slip_set){s.name, s.code, rows, to - from};
    return RC_OK;
}

static enum rc list(struct req *r)
{
    struct slip_versions all;
    struct slip_list_view v = {0};
    enum rc rc = slip_list_versions(&r->c, STR_NONE, STR_NONE, &all);
    if (rc)
        return rc;
    struct slip_set *sets = NEW_N(r->c.mem, struct slip_set, all.n);
    for (ptrdiff_t from = 0, to = 0; !rc && from < all.n; from = to) {
        while (to < all.n && str_eq(all.v[to].ruleset, all.v[from].ruleset))
            to++;
        rc = fill_set(r, &all, from, to, &sets[v.sets_n++]);
    }
    v.sets = sets;
    return rc ? rc : show_page(r, &list_page, tpl_slip_list, &v);
}

/* ---- one paper ---- */

struct look_in {
    str done;
};
static const struct field look_fields[] = {
    {"done", F_CODE, .max = 10, .at = offsetof(struct look_in, done)}, {0}};
static const struct form look_form = {"slip.", look_fields, sizeof(struct look_in), NULL};

struct replace_in {
    str template, reason;
    date from;
};
static const struct field replace_fields[] = {
    {"template", F_LINES, .required = true, .max = TEMPLATE_MAX, .hint = "slip.replace.template.hint",
     .at = offsetof(struct replace_in, template)},
    {"from", F_DATE, .hint = "slip.replace.from.hint", .at = offsetof(struct replace_in, from)},
    {"reason", F_TEXT, .required = true, .max = 300, .at = offsetof(struct replace_in, reason)},
    {0}};
static const struct form replace_form = {"slip.replace.", replace_fields, sizeof(struct replace_in),
                                         NULL};

struct back_in {
    int64_t version;
    str reason;
};
static const struct field back_fields[] = {
    {"version", F_INT, .required = true, .min = 1, .max = 1000000,
     .at = offsetof(struct back_in, version)},
    {"back_reason", F_TEXT, .required = true, .max = 300, .at = offsetof(struct back_in, reason)},
    {0}};
static const struct form back_form = {"slip.back.", back_fields, sizeof(struct back_in), NULL};

static struct web_tag state_of(struct req *r, const struct slip_versions *all, ptrdiff_t at)
{
    const bool later = at + 1 < all->n && all->v[at + 1].from_at.us <= r->c.now.us;
    if (all->v[at].from_at.us > r->c.now.us)
        return (struct web_tag){S("accent"), S("hourglass"), text_get(r->lang, "ruleset.state.next")};
    return later ? (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "ruleset.state.over")}
                 : (struct web_tag){S("ok"), S("check"), text_get(r->lang, "ruleset.state.now")};
}

static void add_versions(struct req *r, const struct slip_versions *all, struct slip_show_view *v)
{
    struct slip_version_row *rows = NEW_N(r->c.mem, struct slip_version_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct slip_version *x = &all->v[all->n - 1 - i];
        const str when = text_time(r->c.mem, r->lang, x->made_at);
        rows[i] = (struct slip_version_row){
            .sample = HREF(r->c.mem, "/admin/slips/{}/{}/versions/{}/sample.pdf", x->ruleset, x->paper,
                           plain(r, x->version)),
            .file = HREF(r->c.mem, "/admin/slips/{}/{}/versions/{}/file", x->ruleset, x->paper,
                         plain(r, x->version)),
            .number = plain(r, x->version),
            .from = begins(r, x->from_at),
            .reason = x->reason,
            .made = x->made_by.n ? str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(x->made_by), STR_ARG(when))
                                 : when,
            .state = state_of(r, all, all->n - 1 - i),
            .can_go_back = i > 0,
        };
    }
    v->versions = rows;
    v->versions_n = all->n;
}

static void add_forms(struct req *r, str set, str paper, struct slip_show_view *v)
{
    v->action = HREF(r->c.mem, "/admin/slips/{}/{}", set, paper);
    v->go_back = HREF(r->c.mem, "/admin/slips/{}/{}/back", set, paper);
    v->fields = form_fields(r, &replace_form, &r->values);
    v->reason = form_field(r, &back_form, &r->values, S("back_reason"));
    fields_get(v->fields, "template")->rows = 24;
}

static enum rc show(struct req *r)
{
    const str set = param(r, "set"), paper = param(r, "paper");
    struct slip_versions all;
    struct ruleset s;
    enum rc rc = slip_list_versions(&r->c, set, paper, &all);
    if (!rc)
        rc = all.n ? set_now(r, set, &s) : RC_NOT_FOUND;
    if (rc)
        return rc;
    if (!form_value(&r->values, S("template")).n)
        form_add(r->c.mem, &r->values, S("template"), all.v[all.n - 1].body);
    struct slip_show_view v = {
        .back = {.text = text_get(r->lang, "slip.heading"), .to = HREF_TO("/admin/slips")},
        .errors = req_errors(r),
        .has_done = r->route->method == GET && form_value(&r->values, S("done")).n,
        .done = {.tone = S("ok"),
                 .icon = S("check"),
                 .text = text_get(r->lang, "slip.done"),
                 .status = true},
        .heading = name_of(r, paper),
        .lead = s.name,
    };
    add_forms(r, set, paper, &v);
    add_versions(r, &all, &v);
    const struct page page = {
        .title = "slip.title", .title_arg = v.heading, .section = "slips", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_slip_show, &v);
}

/* Read and painted before the unit of work: the painter is a child. */
static enum rc try_first(struct req *r)
{
    const struct replace_in *in = r->in;
    const struct slip_kind *k = slip_kind_of(param(r, "paper"));
    str pdf;
    return k ? slip_try(&r->c, k, in->template, &pdf) : RC_NOT_FOUND;
}

static enum rc replace(struct req *r)
{
    const struct replace_in *in = r->in;
    int64_t version;
    const struct slip_change x = {.ruleset = param(r, "set"),
                                  .paper = param(r, "paper"),
                                  .body = in->template,
                                  .reason = in->reason,
                                  .from = in->from};
    const enum rc rc = slip_replace(&r->c, &x, &version);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/slips/{}/{}?done=1", x.ruleset, x.paper));
}

static enum rc go_back(struct req *r)
{
    const struct back_in *in = r->in;
    const str set = param(r, "set"), paper = param(r, "paper");
    int64_t version;
    const enum rc rc = slip_back(&r->c, set, paper, in->version, in->reason, &version);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/slips/{}/{}?done=1", set, paper));
}

/* ---- a version ---- */

static enum rc find(struct req *r, struct slip_version *ret)
{
    struct slip_versions all;
    int64_t version;
    if (!str_to_i64(param(r, "version"), &version))
        return RC_NOT_FOUND;
    const enum rc rc = slip_list_versions(&r->c, param(r, "set"), param(r, "paper"), &all);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (all.v[i].version == version) {
            *ret = all.v[i];
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}

static enum rc sample_read(struct req *r)
{
    struct slip_version x;
    struct ruleset s;
    const struct slip_template *t;
    const struct slip_kind *k = slip_kind_of(param(r, "paper"));
    enum rc rc = k ? find(r, &x) : RC_NOT_FOUND;
    if (!rc)
        rc = set_now(r, x.ruleset, &s);
    if (!rc)
        rc = slip_read(&r->c, k, x.body, &t);
    if (rc)
        return rc;
    struct slip_data *d = slip_sample(r->c.mem, k);
    if (k->form != SLIP_NO_FORM)
        slip_put(d, "form_no", form_number(r, &s, x.paper));
    r->kept = slip_doc(r->c.mem, t, d, x.from_at);
    return RC_OK;
}

static enum rc file(struct req *r)
{
    struct slip_version x;
    const enum rc rc = find(r, &x);
    if (rc)
        return rc;
    const str name = str_fmt(r->c.mem, "%.*s-%.*s-%lld.slip", STR_ARG(x.ruleset), STR_ARG(x.paper),
                             (long long)x.version);
    return show_bytes(r, S("text/plain; charset=utf-8"), x.body, name);
}

static const struct nav nav[] = {
    {NAV_STAFF, "account.admin", "slip.heading", "/admin/slips", PERM_SETTING_MANAGE, "slips", NULL},
    {0}};

static const struct route routes[] = {
    {GET, "/admin/slips", list, .need = PERM_SETTING_MANAGE},
    {GET, "/admin/slips/:set/:paper", show, .need = PERM_SETTING_MANAGE, .form = &look_form},
    {POST, "/admin/slips/:set/:paper", .before = try_first, .write = replace, .again = show,
     .need = PERM_SETTING_MANAGE, .form = &replace_form, .body_max = 4 * TEMPLATE_MAX},
    {POST, "/admin/slips/:set/:paper/back", .write = go_back, .again = show,
     .need = PERM_SETTING_MANAGE, .form = &back_form},
    {GET, "/admin/slips/:set/:paper/versions/:version/sample.pdf", sample_read, .after = show_pdf,
     .need = PERM_SETTING_MANAGE, .flags = ROUTE_DATA},
    {GET, "/admin/slips/:set/:paper/versions/:version/file", file, .need = PERM_SETTING_MANAGE,
     .flags = ROUTE_DATA},
    {0}};

extern const struct module slip_module;
const struct module slip_module = {
    .name = "slip", .nav = nav, .routes = routes, .kinds = slip_event_kinds};
