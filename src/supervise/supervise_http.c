/* supervise_http.c - /supervise: where work lies and is late, and the cases behind each number. */
#include "calendar/versions.h"
#include "org/org.h"
#include "supervise/supervise_tpl.h"
#include "supervise/supervise_view.h"
#include "web/module.h"
#include "web/page.h"

struct place_in {
    str agency, unit;
};
static const struct field place_fields[] = {
    {"agency", F_PUBID, .at = offsetof(struct place_in, agency)},
    {"unit", F_PUBID, .at = offsetof(struct place_in, unit)},
    {0}};
static const struct form place_form = {"supervise.form.", place_fields, sizeof(struct place_in), NULL};

struct cases_in {
    str unit, what, who, step;
};
static const struct field cases_fields[] = {
    {"unit", F_PUBID, .required = true, .at = offsetof(struct cases_in, unit)},
    {"what", F_CHOICE, .required = true, .choices = "open|soon|overdue|waiting|late|step",
     .at = offsetof(struct cases_in, what)},
    {"who", F_CODE, .max = 26, .at = offsetof(struct cases_in, who)},
    {"step", F_TEXT, .max = 300, .at = offsetof(struct cases_in, step)},
    {0}};
static const struct form cases_form = {"supervise.form.", cases_fields, sizeof(struct cases_in), NULL};

/* The hours are those of the unit looked at, else the usual ones. */
static enum rc saying(struct req *r, const struct supervise_place *p, struct supervise_saying *ret)
{
    struct calendar_use use;
    struct unit unit = {0};
    enum rc rc = p->unit ? org_unit_by_id(&r->c, p->unit, &unit) : RC_OK;
    if (!rc)
        rc = calendar_current(&r->c, unit.hours_set, &use);
    if (!rc)
        *ret = (struct supervise_saying){r->c.mem, r->lang, r->c.now, use.w};
    return rc;
}

static enum rc overview(struct req *r)
{
    const struct place_in *in = r->in;
    struct supervise_facts f = {.predicted = {0}};
    struct supervise_saying s;
    struct supervise_view view;
    enum rc rc = supervise_place(&r->c, in->agency, in->unit, &f.place);
    if (!rc)
        rc = saying(r, &f.place, &s);
    if (!rc)
        rc = supervise_loads(&r->c, &f.place, &f.loads);
    if (!rc)
        rc = supervise_times(&r->c, &f.place, &f.times);
    if (!rc)
        rc = supervise_predict(&r->c, &f.place, &f.predicted);
    if (rc)
        return rc;
    supervise__view(&s, &f, &view);
    return show_page(r,
                     (&(struct page){.title = "supervise.title",
                                     .title_arg = view.place,
                                     .section = "supervise",
                                     .layout = LAYOUT_STAFF}),
                     tpl_supervise_overview, &view);
}

static enum supervise_what what_of(str word)
{
    for (int i = SHOW_OPEN; i <= SHOW_STEP; i++)
        if (str_eq(word, supervise__what_word((enum supervise_what)i)))
            return (enum supervise_what)i;
    return SHOW_OPEN;
}

static enum rc cases(struct req *r)
{
    const struct cases_in *in = r->in;
    const struct supervise_ask ask = {what_of(in->what), in->who, in->step};
    struct supervise_place p;
    struct supervise_saying s;
    struct supervise_cases list;
    struct supervise_cases_view view;
    enum rc rc = supervise_place(&r->c, STR_NONE, in->unit, &p);
    if (!rc)
        rc = saying(r, &p, &s);
    if (!rc)
        rc = supervise_cases(&r->c, &p, &ask, &list);
    if (rc)
        return rc;
    supervise__view_cases(&s, &p, &ask, &list, &view);
    return show_page(r,
                     (&(struct page){.title = "supervise.title",
                                     .title_arg = p.unit_name,
                                     .section = "supervise",
                                     .layout = LAYOUT_STAFF}),
                     tpl_supervise_cases, &view);
}

/* Shown to who leads only. */
static enum rc nav_count(struct req *r, struct nav_count *ret_count)
{
    bool may = false;
    const enum rc rc = supervise_may(&r->c, &may);
    ret_count->hidden = !may;
    return rc;
}

static const struct nav nav[] = {
    {NAV_STAFF, "supervise.group", "supervise.nav", "/supervise", PERM_WORKLIST, "supervise",
     nav_count},
    {0},
};
static const struct route routes[] = {
    {GET, "/supervise", overview, .need = PERM_WORKLIST, .form = &place_form},
    {GET, "/supervise/cases", cases, .need = PERM_WORKLIST, .form = &cases_form},
    {0}};
extern const struct module supervise_module;
const struct module supervise_module = {.name = "supervise", .nav = nav, .routes = routes};
