/*
 * casework_move_http.c - running work to another version of its process: which step becomes which,
 * what would go and what would stay, and then the order. The preview is the rule's own answer.
 */
#include "casework/casework_view.h"

#include "casework/casework_tpl.h"
#include "casework/casework_words_view.h"

#define NEED PERM_PROCESS_MANAGE
#define STAYS "-" /* a step that nothing stands for in the new version */

struct move_in {
    int64_t to;
    struct form_rows map;
    str reason;
};
#define MOVE_FIELDS(must)                                                                              \
    {"to", F_INT, .required = true, .min = 1, .max = 100000, .at = offsetof(struct move_in, to)},      \
        {"map_*", F_TEXT, .max = 40, .max_rows = PROCESS_STEPS_MAX,                                    \
         .at = offsetof(struct move_in, map)},                                                         \
        {"reason", F_LINES, .required = must, .max = 1000, .at = offsetof(struct move_in, reason)},    \
    {                                                                                                  \
        0                                                                                              \
    }
static const struct field move_fields[] = {MOVE_FIELDS(true)};
static const struct form move_form = {"casework.move.", move_fields, sizeof(struct move_in), NULL};
/* To look what would become of it no reason is asked. */
static const struct field look_fields[] = {MOVE_FIELDS(false)};
static const struct form look_form = {"casework.move.", look_fields, sizeof(struct move_in), NULL};

struct moving {
    struct designed d;
    struct process_versions all;
    struct process_version to; /* .no 0: there is none it could go to */
    struct process_def to_def;
};

/* Nothing runs on what was never published. */
static enum rc running_version(struct req *r, struct moving *m)
{
    const enum rc rc = casework__designed(r, &m->d);
    return !rc && m->d.v.state != PROCESS_PUBLISHED ? RC_NOT_FOUND : rc;
}

static bool may_be_target(const struct moving *m, const struct process_version *v)
{
    return v->state == PROCESS_PUBLISHED && v->no != m->d.v.no;
}

/* The version asked for, or the newest it could go to. */
static enum rc find_target(struct req *r, struct moving *m)
{
    int64_t asked = 0;
    const bool told = str_to_i64(form_value(&r->values, S("to")), &asked);
    enum rc rc = process_version_list(&r->c, m->d.v.code, &m->all);
    for (ptrdiff_t i = 0; !rc && i < m->all.n; i++)
        if (may_be_target(m, &m->all.v[i]) && (!m->to.no || (told && m->all.v[i].no == asked)))
            m->to.no = m->all.v[i].no;
    if (!rc && m->to.no)
        rc = process_version_by(&r->c, m->d.v.code, m->to.no, &m->to);
    return rc || !m->to.no ? rc : process_read(&r->c, m->to.content, &m->to_def);
}

static str map_name(struct req *r, const struct def_step *s)
{
    return str_fmt(r->c.mem, "map_%.*s", STR_ARG(s->key));
}

/* What stands for a step: as chosen, else the one of the same key. */
static str stands_for(struct req *r, const struct moving *m, const struct def_step *s)
{
    const str chosen = form_value(&r->values, map_name(r, s));
    if (chosen.n)
        return process_def_step(&m->to_def, chosen) ? chosen : S(STAYS);
    return process_def_step(&m->to_def, s->key) ? s->key : S(STAYS);
}

static void select_version(struct req *r, const struct moving *m, struct web_field *x)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, m->all.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < m->all.n; i++) {
        const struct process_version *one = &m->all.v[i];
        const str args[] = {text_number(r->c.mem, r->lang, one->no), casework__day(r, one->valid_from)};
        if (may_be_target(m, one))
            v[n++] = (struct web_option){
                .value = str_fmt(r->c.mem, "%lld", (long long)one->no),
                .text = text_fmt(r->c.mem, r->lang, "casework.move.version", args, 2)};
    }
    x->value = str_fmt(r->c.mem, "%lld", (long long)m->to.no);
    field_select(r, x, v, n);
}

/* The version, a step each, the reason. */
static struct web_fields move_fields_of(struct req *r, const struct moving *m)
{
    const struct def_steps *was = &m->d.def.steps, *is = &m->to_def.steps;
    struct web_field *v = NEW_N(r->c.mem, struct web_field, was->n + 2);
    struct web_option *steps = NEW_N(r->c.mem, struct web_option, is->n + 1);
    for (ptrdiff_t i = 0; i < is->n; i++)
        steps[i] = (struct web_option){.value = is->v[i].key, .text = is->v[i].name};
    steps[is->n] =
        (struct web_option){.value = S(STAYS), .text = text_get(r->lang, "casework.move.stays")};
    v[0] = form_field(r, &look_form, &r->values, S("to"));
    v[0].width = STR_NONE; /* a number, but chosen by its words */
    select_version(r, m, &v[0]);
    for (ptrdiff_t i = 0; i < was->n; i++) {
        v[i + 1] = form_field(r, &look_form, &r->values, map_name(r, &was->v[i]));
        v[i + 1].label = text_fmt(r->c.mem, r->lang, "casework.move.step", &was->v[i].name, 1);
        v[i + 1].optional = false;
        v[i + 1].value = stands_for(r, m, &was->v[i]);
        field_select(r, &v[i + 1], steps, is->n + 1);
    }
    v[was->n + 1] = form_field(r, &move_form, &r->values, S("reason"));
    return (struct web_fields){v, was->n + 2};
}

static struct work_migrate migrate_of(struct req *r, const struct moving *m)
{
    const struct def_steps *was = &m->d.def.steps;
    struct work_step_map *map = NEW_N(r->c.mem, struct work_step_map, was->n);
    for (ptrdiff_t i = 0; i < was->n; i++) {
        const str to = stands_for(r, m, &was->v[i]);
        map[i] = (struct work_step_map){was->v[i].key, str_eq(to, S(STAYS)) ? S("") : to};
    }
    return (struct work_migrate){
        .to = m->to.id, .map = map, .n = was->n, .reason = form_value(&r->values, S("reason"))};
}

static enum rc preview_rows(struct req *r, const struct moving *m, struct process_moving_view *v)
{
    const struct work_migrate in = migrate_of(r, m);
    struct process_move_row *all;
    int64_t sums[2] = {0}; /* stay, go */
    ptrdiff_t n;
    const enum rc rc = process_move_preview(&r->c, m->d.v.id, &in, &all, &n);
    if (rc)
        return rc;
    struct process_moving_row *rows = NEW_N(r->c.mem, struct process_moving_row, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const bool goes = all[i].to_key.n > 0;
        sums[goes] += all[i].n;
        rows[i] = (struct process_moving_row){
            .step = all[i].step_name,
            .status = words_status(r->lang, all[i].status).text,
            .n = text_number(r->c.mem, r->lang, all[i].n),
            .to = goes ? all[i].to_name : S("–"),
            .what = (struct web_tag){
                goes ? S("ok") : S("warn"), goes ? S("check") : S("pause"),
                text_get(r->lang, goes ? "casework.move.goes" : "casework.move.stays")}};
    }
    const str args[] = {text_number(r->c.mem, r->lang, sums[1]),
                        text_number(r->c.mem, r->lang, sums[0])};
    v->sum = text_fmt(r->c.mem, r->lang, "casework.move.sum", args, 2);
    v->rows = rows;
    v->rows_n = n;
    return RC_OK;
}

static enum rc move_page(struct req *r)
{
    struct moving m = {0};
    enum rc rc = running_version(r, &m);
    if (!rc)
        rc = find_target(r, &m);
    if (rc)
        return rc;
    const str n = text_number(r->c.mem, r->lang, m.d.v.running);
    struct process_moving_view v = {.crumbs = casework__crumbs(r, &m.d.v, S("x")),
                                    .errors = req_errors(r),
                                    .lead = text_fmt(r->c.mem, r->lang, "casework.move.lead", &n, 1),
                                    .none = !m.to.no,
                                    .version = str_fmt(r->c.mem, "%lld", (long long)m.d.v.edit),
                                    .action = casework__version_href(r->c.mem, &m.d.v, "/move"),
                                    .look = casework__version_href(r->c.mem, &m.d.v, "/move/look")};
    if (m.to.no) {
        v.fields = move_fields_of(r, &m);
        rc = preview_rows(r, &m, &v);
    }
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = text_get(r->lang, "casework.move.heading"),
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return rc ? rc : show_page(r, &page, tpl_casework_move, &v);
}

static enum rc move(struct req *r)
{
    const struct move_in *in = r->in;
    struct moving m = {0};
    enum rc rc = running_version(r, &m);
    if (rc)
        return rc;
    rc = process_version_by(&r->c, m.d.v.code, in->to, &m.to);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "to", "casework.move.other_process");
    if (!rc)
        rc = process_read(&r->c, m.to.content, &m.to_def);
    if (rc)
        return rc;
    const struct work_migrate how = migrate_of(r, &m);
    rc = process_move(&r->c, m.d.v.id, &how);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/processes/{}", m.d.v.code));
}

const struct route casework_move_routes[] = {
    {GET, "/admin/processes/:code/:no/move", move_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/move", .write = move, .again = move_page, .need = NEED,
     .form = &move_form, .flags = ROUTE_VERSION},
    {POST, "/admin/processes/:code/:no/move/look", .read = move_page, .need = NEED, .form = &look_form},
    {0}};
