/*
 * dossier_http.c - work lists, search, the link beside each list with its number. The
 * screen of one dossier stands in dossier_desk_http.c, the counter is a folder of its own.
 */
#include "dossier/dossier_http.h"

#include "access/access.h"
#include "calendar/versions.h"
#include "casework/assign.h"
#include "dossier/dossier_tpl.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_list.h"
#include "file/file.h"
#include "org/org.h"
#include "web/module.h"
#include "web/page.h"

#define PAGE_ROWS 25

enum rc dossier_saying(struct req *r, struct saying *ret_saying)
{
    struct calendar_use use;
    struct unit unit = {0};
    const struct actor *a = r->c.actor;
    enum rc rc = a && a->unit ? org_unit_by_id(&r->c, a->unit, &unit) : RC_OK;
    if (!rc)
        rc = calendar_current(&r->c, unit.hours_set, &use);
    if (!rc)
        *ret_saying = (struct saying){r->c.mem, r->lang, r->c.now, use.w};
    return rc;
}

enum rc dossier_page_facts(struct req *r, struct saying *ret_saying, struct desk_facts *ret_facts)
{
    const enum rc rc = dossier_saying(r, ret_saying);
    return rc ? rc : dossier_desk(&r->c, param(r, "pub"), ret_facts);
}

enum rc dossier_page_file(struct req *r, const struct form_file *in, int64_t *ret_id, str *ret_name)
{
    struct file f = {.name = STR_NONE};
    const enum rc rc =
        in->name.p ? file_add(&r->c, &in->stored, in->name, r->c.actor->account, &f) : RC_OK;
    if (rc)
        return rc;
    *ret_id = f.id.v;
    *ret_name = f.name;
    return RC_OK;
}

enum rc dossier_keep_files(struct req *r, const struct form_rows *files, str key,
                           struct filing_paper *to)
{
    int64_t *ids = NEW_N(r->c.mem, int64_t, files->n);
    str *names = NEW_N(r->c.mem, str, files->n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < files->n; i++) {
        struct file f;
        if (key.p && !str_eq(files->v[i].key, key))
            continue;
        if (to->file_n == DOSSIER_PAPER_FILES)
            return fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "file_%.*s", STR_ARG(key)),
                           "dossier.paper_files");
        rc = file_add(&r->c, &files->v[i].file.stored, files->v[i].file.name, r->c.actor->account, &f);
        ids[to->file_n] = f.id.v;
        names[to->file_n++] = f.name;
    }
    to->files = ids;
    to->file_names = names;
    return rc;
}

/* ---- lists ---- */

#define LISTS "mine|stand_in|person|unit|open|waiting|sign|supplement|consult|today|overdue|ready"
static const char *const list_words[LIST_COUNT] = {"mine",    "stand_in", "person",  "unit",
                                                   "open",    "waiting",  "sign",    "supplement",
                                                   "consult", "today",    "overdue", "ready"};

struct work_in {
    str list, after;
    int64_t n;
    struct worklist_filter only;
};
static const struct field work_fields[] = {
    {"list", F_CHOICE, .choices = LISTS, .options = "dossier.list.",
     .at = offsetof(struct work_in, list)},
    {"after", F_CODE, .max = 60, .at = offsetof(struct work_in, after)},
    {"n", F_INT, .min = 0, .max = 1000000, .at = offsetof(struct work_in, n)},
    {"who", F_PUBID, .at = offsetof(struct work_in, only.who)},
    {"field", F_TEXT, .max = 200, .at = offsetof(struct work_in, only.field)},
    {"step", F_CHOICE, .choices = "receive|process|approve|issue",
     .at = offsetof(struct work_in, only.step)},
    {"channel", F_CHOICE, .choices = "direct|online|postal", .options = "dossier.channel.",
     .at = offsetof(struct work_in, only.channel)},
    {0}};
static const struct form work_form = {"dossier.work.", work_fields, sizeof(struct work_in), NULL};

/* Without a word: the own desk, or for who has none all in reach. */
static enum worklist list_of(const struct req *r, str word)
{
    for (int i = 0; i < LIST_COUNT; i++)
        if (str_eq(word, str_of(list_words[i])))
            return (enum worklist)i;
    return dossier_has_desk(r->c.actor) ? LIST_MINE : LIST_UNIT;
}

static bool may(const struct req *r, enum perm need)
{
    return authz(r->c.actor, need, REACH_UNIT) == RC_OK;
}

static enum rc work_show(struct req *r)
{
    const struct work_in *in = r->in;
    struct worklist_facts f = {.which = list_of(r, in->list)};
    struct saying s;
    struct dossier_work_view view;
    f.span = dossier_worklist_span(r->c.actor);
    f.list = str_of(list_words[f.which]);
    f.first = in->after.n == 0;
    f.before = f.first || in->n == FORM_NO_INT ? 0 : in->n;
    f.may_claim = dossier_has_desk(r->c.actor);
    f.counter = may(r, PERM_DOSSIER_RECEIVE);
    f.only = in->only;
    f.assigns = may(r, PERM_DOSSIER_ASSIGN);
    enum rc rc = dossier_saying(r, &s);
    if (!rc && f.assigns)
        rc = work_leads(&r->c, r->c.actor->agency, r->c.actor->unit, &f.leads);
    if (!rc)
        rc = dossier_worklist(&r->c, f.which, &f.only, in->after, PAGE_ROWS, &f.page);
    if (!rc)
        rc = catalog_facets(&r->c, FACET_OPEN_FIELD, &f.fields, &f.fields_n);
    if (rc)
        return rc;
    dossier__view_work(&s, &f, &view);
    return show_page(r,
                     (&(struct page){.title = dossier__list_key(f.span, f.which),
                                     .section = list_words[f.which],
                                     .layout = LAYOUT_STAFF}),
                     tpl_dossier_work, &view);
}

/* ---- search ---- */

struct search_in {
    str q;
};
static const struct field search_fields[] = {
    {"q", F_TEXT, .max = 100, .at = offsetof(struct search_in, q)}, {0}};
static const struct form search_form = {"dossier.search.", search_fields, sizeof(struct search_in),
                                        NULL};

static enum rc search_show(struct req *r)
{
    const struct search_in *in = r->in;
    struct saying s;
    struct worklist_page page = {0};
    struct dossier_work_view view;
    enum rc rc = dossier_saying(r, &s);
    if (!rc && in->q.n)
        rc = dossier_search(&r->c, in->q, 50, &page);
    if (rc)
        return rc;
    dossier__view_search(&s, dossier_worklist_span(r->c.actor), in->q, &page, &view);
    return show_page(r,
                     (&(struct page){.title = "dossier.search.title",
                                     .title_arg = in->q,
                                     .layout = LAYOUT_STAFF,
                                     .search = in->q}),
                     tpl_dossier_work, &view);
}

/* ---- the lists beside every page of staff ---- */

/* On the page of a list they follow its filter; elsewhere they count everything. */
static const struct worklist_filter *filter_of(const struct req *r)
{
    const struct work_in *in = r->route && r->route->form == &work_form ? r->in : NULL;
    return in ? &in->only : NULL;
}

static enum rc count_of(struct req *r, enum worklist which, struct nav_count *ret_count)
{
    const struct worklist_filter *only = filter_of(r);
    ret_count->late = which == LIST_OVERDUE;
    if (only) {
        const href list = HREF(r->c.mem, "/work?list={}", str_of(list_words[which]));
        ret_count->to = dossier__narrowed(r->c.mem, list, only).s;
    }
    ret_count->text = dossier__list_key(dossier_worklist_span(r->c.actor), which);
    const struct actor *a = r->c.actor;
    ret_count->hidden = (which == LIST_MINE && !dossier_has_desk(a)) ||
                        (which == LIST_SIGN && !actor_has_role(a, ROLE_LEADER)) ||
                        (which == LIST_STAND_IN && !a->staff);
    if (ret_count->hidden)
        return RC_OK;
    const enum rc rc = dossier_worklist_count(&r->c, which, only, &ret_count->n);
    /* Rare ones show when there is something. */
    ret_count->hidden = !ret_count->n && (which == LIST_OPEN || which == LIST_STAND_IN);
    return rc;
}

#define COUNT(name, which)                                                                             \
    static enum rc count_##name(struct req *r, struct nav_count *ret_count)                            \
    {                                                                                                  \
        return count_of(r, (which), ret_count);                                                        \
    }
COUNT(mine, LIST_MINE)
COUNT(stand_in, LIST_STAND_IN)
COUNT(sign, LIST_SIGN)
COUNT(consult, LIST_CONSULT)
COUNT(unit, LIST_UNIT)
COUNT(open, LIST_OPEN)
COUNT(waiting, LIST_WAITING)
COUNT(supplement, LIST_SUPPLEMENT)
COUNT(today, LIST_TODAY)
COUNT(overdue, LIST_OVERDUE)
COUNT(ready, LIST_READY)

#define LINK(name)                                                                                     \
    {                                                                                                  \
        NAV_STAFF, "dossier.nav", "dossier.list." #name, "/work?list=" #name, PERM_WORKLIST, #name,    \
            count_##name                                                                               \
    }

static const struct nav nav[] = {
    LINK(mine),       LINK(stand_in), LINK(unit),  LINK(open),    LINK(waiting), LINK(sign),
    LINK(supplement), LINK(consult),  LINK(today), LINK(overdue), LINK(ready),   {0},
};

static const struct route routes[] = {
    {GET, "/work", work_show, .need = PERM_WORKLIST, .form = &work_form},
    {GET, "/work/search", search_show, .need = PERM_WORKLIST, .form = &search_form},
    {0}};

const struct module dossier_work_module = {.name = "dossier_work", .nav = nav, .routes = routes};
