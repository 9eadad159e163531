/*
 * casework_designer_http.c - pages of processes for the control office: the list, versions and
 * what differs, upload and download of the file, publishing with its checks. Editing a
 * draft: casework_edit_http.c; moving what runs: casework_move_http.c.
 */
#include "casework/casework_view.h"

#include "casework/casework_tpl.h"
#include "core/buf.h"
#include "core/json.h"

#define PAGE 100
#define NEED PERM_PROCESS_MANAGE

/* ---- list ---- */

struct list_in {
    str after;
};
static const struct field list_fields[] = {
    {"after", F_CODE, .hidden = true, .max = 40, .at = offsetof(struct list_in, after)}, {0}};
static const struct form list_form = {"casework.list.", list_fields, sizeof(struct list_in), NULL};

static struct web_tag state_tag(struct req *r, enum process_state s)
{
    static const struct {
        const char *tone, *icon, *key;
    } looks[] = {{"accent", "pen", "casework.designer.state.draft"},
                 {"ok", "check", "casework.designer.state.published"},
                 {"mute", "cross", "casework.designer.state.discarded"}};
    return (struct web_tag){str_of(looks[s].tone), str_of(looks[s].icon),
                            text_get(r->lang, looks[s].key)};
}

static struct web_tag code_tag(struct req *r, const struct process_code *p)
{
    if (p->drafts)
        return state_tag(r, PROCESS_DRAFT);
    return p->is_template
               ? (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "casework.designer.template")}
               : state_tag(r, PROCESS_PUBLISHED);
}

static enum rc list(struct req *r)
{
    const struct list_in *in = r->in;
    struct process_codes all;
    struct process_list_view v = {.import = HREF_TO("/admin/processes/import")};
    const enum rc rc = process_code_list(&r->c, STR_NONE, in->after, PAGE, &all);
    if (rc)
        return rc;
    struct process_row *rows = NEW_N(r->c.mem, struct process_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        rows[i] = (struct process_row){.to = HREF(r->c.mem, "/admin/processes/{}", all.v[i].code),
                                       .code = all.v[i].code,
                                       .name = all.v[i].name,
                                       .kind = all.v[i].kind,
                                       .versions = text_number(r->c.mem, r->lang, all.v[i].versions),
                                       .state = code_tag(r, &all.v[i])};
    v.rows = rows;
    v.rows_n = all.n;
    v.none = !all.n;
    v.empty.heading = text_get(r->lang, "casework.designer.none");
    v.has_pages = all.n == PAGE;
    if (v.has_pages)
        v.pages = (struct web_pages){
            .from = all.v[0].code,
            .to = all.v[all.n - 1].code,
            .next = HREF(r->c.mem, "/admin/processes?after={}", all.v[all.n - 1].code)};
    const struct page page = {
        .title = "casework.designer.list", .section = "processes", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_processes, &v);
}

/* ---- a file becomes a draft ---- */

struct text_in {
    str text;
};
static const struct field text_fields[] = {{"text", F_LINES, .required = true, .max = PROCESS_FILE_MAX,
                                            .hint = "casework.import.hint",
                                            .at = offsetof(struct text_in, text)},
                                           {0}};
static const struct form import_form = {"casework.import.", text_fields, sizeof(struct text_in), NULL};

static enum rc go_to(struct req *r, enum rc rc, struct process_id id)
{
    struct process_version v;
    if (!rc)
        rc = process_version_get(&r->c, id, &v);
    return rc ? rc : see_other(r, casework__version_href(r->c.mem, &v, ""));
}

static enum rc import_page(struct req *r)
{
    struct process_form_view view =
        casework__form(r, &import_form, NULL, HREF_TO("/admin/processes/import"));
    fields_get(view.fields, "text")->rows = 20;
    return casework__show_form(r, &view);
}

static enum rc import(struct req *r)
{
    const struct text_in *in = r->in;
    struct process_id id = {0};
    return go_to(r, process_import(&r->c, in->text, &id), id);
}

/* ---- one process ---- */

static void version_rows(struct req *r, const struct process_versions *all, struct process_view *v)
{
    struct process_version_row *rows = NEW_N(r->c.mem, struct process_version_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct process_version *x = &all->v[i];
        const str no = text_number(r->c.mem, r->lang, x->no);
        rows[i] = (struct process_version_row){
            .to = casework__version_href(r->c.mem, x, ""),
            .no = text_fmt(r->c.mem, r->lang, "casework.designer.version_no", &no, 1),
            .from = casework__day(r, x->valid_from),
            .by = x->published_by.n ? x->published_by : S("–"),
            .reason = x->reason.n ? x->reason : S("–"),
            .running = text_number(r->c.mem, r->lang, x->running),
            .state = state_tag(r, x->state)};
    }
    v->rows = rows;
    v->rows_n = all->n;
}

static enum rc order_rows(struct req *r, struct process_view *v)
{
    struct process_order *all;
    ptrdiff_t n;
    const enum rc rc = process_orders(&r->c, v->code, &all, &n);
    if (rc)
        return rc;
    struct process_order_row *rows = NEW_N(r->c.mem, struct process_order_row, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str counts[] = {text_number(r->c.mem, r->lang, all[i].moved),
                              text_number(r->c.mem, r->lang, all[i].refused)};
        const str way[] = {text_number(r->c.mem, r->lang, all[i].from_no),
                           text_number(r->c.mem, r->lang, all[i].to_no)};
        rows[i] = (struct process_order_row){
            .what = text_fmt(r->c.mem, r->lang, "casework.designer.order_of", way, 2),
            .when = text_time(r->c.mem, r->lang, all[i].ordered_at),
            .by = all[i].ordered_by.n ? all[i].ordered_by : S("–"),
            .reason = all[i].reason,
            .result = text_fmt(r->c.mem, r->lang,
                               instant_is_none(all[i].done_at) ? "casework.designer.going_on"
                                                               : "casework.designer.moved",
                               counts, 2)};
    }
    v->orders = rows;
    v->orders_n = n;
    return RC_OK;
}

static enum rc show_process(struct req *r)
{
    struct process_versions all;
    struct process_view v = {.code = param(r, "code"), .crumbs = casework__crumbs(r, NULL, STR_NONE)};
    enum rc rc = process_version_list(&r->c, v.code, &all);
    if (!rc)
        rc = order_rows(r, &v);
    if (rc)
        return rc;
    v.heading = all.v[0].name;
    version_rows(r, &all, &v);
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = v.code,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_process, &v);
}

/* ---- one version ---- */

static struct web_facts version_facts(struct req *r, const struct designed *d)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 6);
    ptrdiff_t n = 0;
#define FACT(key, words) f[n++] = (struct web_fact){.term = text_get(r->lang, key), .value = words}
    FACT("casework.designer.code", d->v.code);
    FACT("casework.designer.time", d->def.time.n ? d->def.time : S("–"));
    FACT("casework.designer.from", casework__day(r, d->v.valid_from));
    FACT("casework.designer.by", d->v.published_by.n ? d->v.published_by : S("–"));
    FACT("casework.designer.reason", d->v.reason.n ? d->v.reason : S("–"));
    FACT("casework.designer.running", text_number(r->c.mem, r->lang, d->v.running));
#undef FACT
    return (struct web_facts){f, n};
}

static struct web_links version_links(struct req *r, const struct designed *d)
{
    const bool draft = d->v.state == PROCESS_DRAFT;
    struct web_link *to = NEW_N(r->c.mem, struct web_link, 6);
    ptrdiff_t n = 0;
#define LINK(key, below)                                                                               \
    to[n++] = (struct web_link){.text = text_get(r->lang, key),                                        \
                                .to = casework__version_href(r->c.mem, &d->v, below)}
    LINK("casework.designer.picture", "/picture");
    if (draft)
        LINK("casework.designer.edit_head", "/head");
    if (draft)
        LINK("casework.designer.edit_text", "/text");
    if (d->v.no > 1)
        LINK("casework.designer.diff", "/diff");
    if (d->v.state == PROCESS_PUBLISHED && d->v.running)
        LINK("casework.designer.move", "/move");
    LINK("casework.designer.download", "/file");
#undef LINK
    return (struct web_links){to, n};
}

static struct process_version_view version_view(struct req *r, const struct designed *d)
{
    const str args[] = {d->v.name, text_number(r->c.mem, r->lang, d->v.no)};
    return (struct process_version_view){
        .crumbs = casework__crumbs(r, &d->v, STR_NONE),
        .links = version_links(r, d),
        .heading = text_fmt(r->c.mem, r->lang, "casework.designer.heading", args, 2),
        .version = str_fmt(r->c.mem, "%lld", (long long)d->v.edit),
        .state = state_tag(r, d->v.state),
        .facts = version_facts(r, d),
        .draft = d->v.state == PROCESS_DRAFT,
        .can_copy = d->v.state != PROCESS_DRAFT,
        .copy = casework__version_href(r->c.mem, &d->v, "/copy"),
        .discard = casework__version_href(r->c.mem, &d->v, "/discard"),
        .publish = casework__version_href(r->c.mem, &d->v, "/publish")};
}

/* Without staff it may be published, on purpose: the form asks. */
static bool may_publish(struct req *r, const struct designed *d)
{
    struct fault *kept = r->c.faults;
    const bool sound = process_check(&r->c, &d->def) == RC_OK;
    r->c.faults = kept;
    return sound;
}

static enum rc show_version(struct req *r)
{
    struct designed d;
    enum rc rc = casework__designed(r, &d);
    if (rc)
        return rc;
    struct process_version_view v = version_view(r, &d);
    struct process_findings all = {0};
    if (v.draft)
        rc = casework__findings(r, &d, &all);
    if (rc)
        return rc;
    casework__steps_view(r, &d, &all, &v);
    v.sound = v.draft && may_publish(r, &d);
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = v.heading,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_version, &v);
}

static enum rc download(struct req *r)
{
    struct designed d;
    const enum rc rc = casework__designed(r, &d);
    return rc ? rc
              : show_bytes(r, S("application/json"), d.v.content,
                           str_fmt(r->c.mem, "%.*s-%lld.json", STR_ARG(d.v.code), (long long)d.v.no));
}

/* Of one side the members that the other has otherwise; what is no object, or stands alone, whole. */
static str differing(struct arena *mem, str one, str other)
{
    struct json a, b;
    struct buf text = buf_new(mem, 4 * PROCESS_FILE_MAX);
    if (!one.p || !other.p || !json_parse(mem, one, &a, NULL) || !json_parse(mem, other, &b, NULL))
        return one;
    for (struct json_walk it = json_walk(a); json_next(&it);) {
        const str was = json_write(mem, it.value, false);
        if (!str_eq(was, json_write(mem, json_get_str(b, it.key), false)))
            buf_fmt(&text, "%s%.*s: %.*s", text.n ? ", " : "", STR_ARG(it.key), STR_ARG(was));
    }
    return buf_str(&text);
}

const struct process_change_row *casework__change_rows(struct arena *mem,
                                                       const struct process_changes *all)
{
    struct process_change_row *rows = NEW_N(mem, struct process_change_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++)
        rows[i] =
            (struct process_change_row){all->v[i].at, differing(mem, all->v[i].before, all->v[i].after),
                                        differing(mem, all->v[i].after, all->v[i].before)};
    return rows;
}

static enum rc diff(struct req *r)
{
    struct designed d;
    struct process_version before;
    struct process_def was;
    enum rc rc = casework__designed(r, &d);
    if (!rc)
        rc = process_version_by(&r->c, d.v.code, d.v.no - 1, &before);
    if (!rc)
        rc = process_read(&r->c, before.content, &was);
    if (rc)
        return rc;
    const struct process_changes all = process_diff(r->c.mem, &was, &d.def);
    const str args[] = {text_number(r->c.mem, r->lang, before.no),
                        text_number(r->c.mem, r->lang, d.v.no)};
    struct process_diff_view v = {.crumbs = casework__crumbs(r, &d.v, S("x")),
                                  .heading =
                                      text_fmt(r->c.mem, r->lang, "casework.designer.diff_of", args, 2),
                                  .rows = casework__change_rows(r->c.mem, &all),
                                  .rows_n = all.n};
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = v.heading,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_diff, &v);
}

/* ---- the picture ---- */

static enum rc picture(struct req *r)
{
    struct designed d;
    const enum rc rc = casework__designed(r, &d);
    if (rc)
        return rc;
    struct process_picture_view v = casework__picture(r, &d);
    const str args[] = {d.v.name, text_number(r->c.mem, r->lang, d.v.no)};
    v.crumbs = casework__crumbs(r, &d.v, S("x"));
    v.heading = text_fmt(r->c.mem, r->lang, "casework.designer.heading", args, 2);
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = v.heading,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_picture, &v);
}

/* ---- copying, discarding, publishing ---- */

static const struct field no_fields[] = {{0}};
static const struct form empty_form = {"casework.empty.", no_fields, 1, NULL};

static enum rc copy(struct req *r)
{
    struct designed d;
    struct process_id id = {0};
    enum rc rc = casework__designed(r, &d);
    if (!rc)
        rc = process_draft(&r->c, &d.def, &id);
    return go_to(r, rc, id);
}

static enum rc discard(struct req *r)
{
    struct designed d;
    enum rc rc = casework__designed(r, &d);
    if (!rc)
        rc = process_discard(&r->c, d.v.id, r->version);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/processes/{}", d.v.code));
}

struct publish_in {
    date valid_from;
    str reason;
    bool unstaffed;
};
static const struct field publish_fields[] = {
    {"valid_from", F_DATE, .required = true, .at = offsetof(struct publish_in, valid_from)},
    {"reason", F_LINES, .required = true, .max = 1000, .at = offsetof(struct publish_in, reason)},
    {"unstaffed", F_BOOL, .hint = "casework.publish.unstaffed.hint",
     .at = offsetof(struct publish_in, unstaffed)},
    {0}};
static const struct form publish_form = {"casework.publish.", publish_fields, sizeof(struct publish_in),
                                         NULL};

static enum rc publish_page(struct req *r)
{
    struct designed d;
    enum rc rc = casework__designed(r, &d);
    if (rc)
        return rc;
    if (!r->values.first)
        form_add_date(r->c.mem, &r->values, "valid_from", instant_date(r->c.now));
    struct process_form_view view =
        casework__form(r, &publish_form, &d.v, casework__version_href(r->c.mem, &d.v, "/publish"));
    struct process_findings all = {0};
    rc = casework__findings(r, &d, &all);
    struct process_fault_row *rows = NEW_N(r->c.mem, struct process_fault_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        rows[i] = casework__finding_row(r, &all.v[i]);
    view.faults = rows;
    view.faults_n = all.n;
    view.checked = casework__checked(r, all.n);
    return rc ? rc : casework__show_form(r, &view);
}

static enum rc publish(struct req *r)
{
    const struct publish_in *in = r->in;
    struct designed d;
    enum rc rc = casework__designed(r, &d);
    if (!rc)
        rc = process_publish(&r->c, d.v.id,
                             &(struct process_publish){.seen_edit = r->version,
                                                       .valid_from = in->valid_from,
                                                       .reason = in->reason,
                                                       .unstaffed = in->unstaffed});
    return go_to(r, rc, d.v.id);
}

extern const struct route casework_designer_routes[];
const struct route casework_designer_routes[] = {
    {GET, "/admin/processes", list, .need = NEED, .form = &list_form},
    {GET, "/admin/processes/import", import_page, .need = NEED},
    {POST, "/admin/processes/import", .write = import, .again = import_page, .need = NEED,
     .form = &import_form, .body_max = 4 * PROCESS_FILE_MAX},
    {GET, "/admin/processes/:code", show_process, .need = NEED},
    {GET, "/admin/processes/:code/:no", show_version, .need = NEED},
    {GET, "/admin/processes/:code/:no/file", download, .need = NEED, .flags = ROUTE_DATA},
    {GET, "/admin/processes/:code/:no/picture", picture, .need = NEED},
    {GET, "/admin/processes/:code/:no/diff", diff, .need = NEED},
    {POST, "/admin/processes/:code/:no/copy", .write = copy, .need = NEED, .form = &empty_form},
    {POST, "/admin/processes/:code/:no/discard", .write = discard, .again = show_version, .need = NEED,
     .form = &empty_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/publish", publish_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/publish", .write = publish, .again = publish_page, .need = NEED,
     .form = &publish_form, .flags = ROUTE_VERSION},
    {0}};
