/*
 * result_api.c - giving back for machines: what lies here and what was given, the acts beside the
 * last one, the day's list for the post. Results are named by their number among the files, papers
 * by theirs among the papers of the dossier.
 */
#include "dossier/dossier_acts_api.h"
#include "result/result.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define ITEMS_MAX 100

/* ---- facts ---- */

#define AT(m) .at = offsetof(struct giveable, m)
static const struct api_field giveable_fields[] = {
    {"item", A_INT, AT(no), .doc = "number among the files, or among the papers"},
    {"name", A_TEXT, AT(name)},
    {0}};
#undef AT
static const struct api_table giveable_api = {"Giveable", giveable_fields, sizeof(struct giveable)};

struct given_facts {
    struct given x;
    struct {
        const str *v;
        ptrdiff_t n;
    } items;
};
#define AT(m) .at = offsetof(struct given_facts, m)
static const struct api_field given_fields[] = {
    {"what", A_TEXT, AT(x.what), .doc = "result, part or originals"},
    {"at", A_TIME, AT(x.at)},
    {"by", A_TEXT, AT(x.by)},
    {"how", A_TEXT, AT(x.how), .doc = "counter, post or online"},
    {"collector", A_TEXT, AT(x.collector), .doc = "by post the number of the slip"},
    {"authority", A_TEXT, AT(x.authority), .doc = "owner, filer or authorised"},
    {"authorityNote", A_TEXT, AT(x.authority_note)},
    {"document", A_TEXT, AT(x.document), .doc = "the paper they showed"},
    {"note", A_TEXT, AT(x.note)},
    {"deliveredOn", A_DATE, AT(x.delivered_on)},
    {"items", A_TEXTS, AT(items), .doc = "their names; none: all that was left"},
    {0}};
#undef AT
static const struct api_table given_api = {"Given", given_fields, sizeof(struct given_facts)};

struct giving_facts {
    struct {
        const struct giveable *v;
        ptrdiff_t n;
    } results, papers;
    struct {
        struct given_facts *v;
        ptrdiff_t n;
    } given;
    instant announced;
};
#define AT(m) .at = offsetof(struct giving_facts, m)
static const struct api_field giving_fields[] = {
    {"results", A_LIST, AT(results), &giveable_api, .doc = "not given yet"},
    {"papers", A_LIST, AT(papers), &giveable_api, .doc = "that lie here"},
    {"given", A_LIST, AT(given), &given_api, .doc = "newest first"},
    {"announcedFor", A_TIME, AT(announced), .doc = "said beforehand: ready then"},
    {0}};
#undef AT
static const struct api_table giving_api = {"GivingBack", giving_fields, sizeof(struct giving_facts)};

static enum rc given_show(struct req *r)
{
    struct dossier d;
    struct giveables here;
    struct given *given;
    struct giving_facts f = {0};
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_giveables(&r->c, d.id, &here);
    if (!rc)
        rc = dossier_given(&r->c, d.id, &given, &f.given.n);
    if (!rc)
        rc = dossier_announced(&r->c, d.id, &f.announced);
    if (rc)
        return rc;
    f.results.v = here.results;
    f.results.n = here.results_n;
    f.papers.v = here.papers;
    f.papers.n = here.papers_n;
    f.given.v = NEW_N(r->c.mem, struct given_facts, f.given.n);
    for (ptrdiff_t i = 0; i < f.given.n; i++)
        f.given.v[i] = (struct given_facts){given[i], {given[i].items, given[i].n}};
    return show_json(r, 200, &giving_api, &f);
}

/* ---- the acts ---- */

struct give_body {
    struct form_rows items;
    str how, collector, authority, authority_note, document, note;
};
#define AT(m) .at = offsetof(struct give_body, m)
static const struct field give_fields[] = {{"items", F_INT, .required = true, .many = true, .min = 1,
                                            .max = 999, .max_rows = ITEMS_MAX, AT(items)},
                                           {"how", F_CHOICE, .required = true,
                                            .choices = "counter|post", .options = "dossier.return.how.",
                                            AT(how)},
                                           {"collector", F_TEXT, .max = 200, AT(collector)},
                                           {"authority", F_CHOICE, .choices = "owner|filer|authorised",
                                            .options = "dossier.give.authority.", AT(authority)},
                                           {"authority_note", F_TEXT, .max = 300, AT(authority_note)},
                                           {"document", F_TEXT, .max = 100, AT(document)},
                                           {"note", F_LINES, .max = 2000, AT(note)},
                                           {0}};
#undef AT
static const struct form give_form = {"result.give.", give_fields, sizeof(struct give_body), NULL};

typedef enum rc give_rule(struct ctx *c, struct dossier_id id, const struct give_in *in,
                          struct dossier_ref *ret_ref);

/* Numbers as they are read; the rule has them as they are stored. */
static int64_t stored(const struct giveable *v, ptrdiff_t n, int64_t no)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i].no == no)
            return v[i].id;
    return 0; /* which is nothing that lies here */
}

static enum rc give(struct req *r, const struct dossier *d, bool results, struct dossier_ref *ref)
{
    const struct give_body *in = r->in;
    give_rule *rule = results ? result_give_part : result_return_originals;
    int64_t *items = NEW_N(r->c.mem, int64_t, in->items.n);
    struct give_in act = {
        .seen_version = r->version,
        .to = {in->how, in->collector, in->document, in->authority, in->authority_note},
        .note = in->note,
        .items = items};
    struct giveables here;
    const enum rc rc = dossier_giveables(&r->c, d->id, &here);
    for (; !rc && act.n < in->items.n; act.n++)
        items[act.n] = results ? stored(here.results, here.results_n, in->items.v[act.n].number)
                               : stored(here.papers, here.papers_n, in->items.v[act.n].number);
    return rc ? rc : rule(&r->c, d->id, &act, ref);
}

static enum rc part_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    return give(r, d, true, ref);
}

static enum rc originals_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    return give(r, d, false, ref);
}

struct more_body {
    str file;
};
static const struct field more_fields[] = {
    {"file", F_PUBID, .required = true, .at = offsetof(struct more_body, file)}, {0}};
static const struct form more_form = {"result.give.", more_fields, sizeof(struct more_body), NULL};

static enum rc more_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct more_body *in = r->in;
    struct file f;
    const enum rc rc = dossier_api_file(r, in->file, S("file"), &f);
    return rc ? rc : result_add(&r->c, d->id, r->version, f.id.v, f.name, ref);
}

struct arrived_body {
    date on;
};
static const struct field arrived_fields[] = {
    {"on", F_DATE, .required = true, .at = offsetof(struct arrived_body, on)}, {0}};
static const struct form arrived_form = {"result.give.", arrived_fields, sizeof(struct arrived_body),
                                         NULL};

static enum rc arrived_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct arrived_body *in = r->in;
    return result_delivered(&r->c, d->id, r->version, in->on, ref);
}

struct early_body {
    instant ready_at;
};
static const struct field early_fields[] = {
    {"ready_at", F_TIME, .required = true, .at = offsetof(struct early_body, ready_at)}, {0}};
static const struct form early_form = {"result.give.", early_fields, sizeof(struct early_body), NULL};

static enum rc early_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref)
{
    const struct early_body *in = r->in;
    return result_announce(&r->c, d->id, r->version, in->ready_at, ref);
}

#define HANDLER(name)                                                                                  \
    static enum rc name##_act(struct req *r)                                                           \
    {                                                                                                  \
        return dossier_api_act(r, name##_rule);                                                        \
    }
HANDLER(part)
HANDLER(originals)
HANDLER(more)
HANDLER(arrived)
HANDLER(early)

/* ---- the post ---- */

#define AT(m) .at = offsetof(struct posting, m)
static const struct api_field posting_fields[] = {
    {"dossier", A_TEXT, AT(pub)},
    {"code", A_TEXT, AT(code)},
    {"ownerName", A_TEXT, AT(owner)},
    {"address", A_TEXT, AT(address)},
    {"slip", A_TEXT, AT(slip), .doc = "number of the letter"},
    {"sentAt", A_TIME, AT(sent_at)},
    {"sentBy", A_TEXT, AT(by)},
    {"deliveredOn", A_DATE, AT(delivered_on)},
    {0}};
#undef AT
static const struct api_table posting_api = {"Posting", posting_fields, sizeof(struct posting)};
struct postings_facts {
    date day;
    struct {
        const struct posting *v;
        ptrdiff_t n;
    } sent, open;
};
#define AT(m) .at = offsetof(struct postings_facts, m)
static const struct api_field postings_fields[] = {
    {"day", A_DATE, AT(day)},
    {"sent", A_LIST, AT(sent), &posting_api, .doc = "on that day"},
    {"open", A_LIST, AT(open), &posting_api, .doc = "of any day, not arrived yet"},
    {0}};
#undef AT
static const struct api_table postings_api = {"Postings", postings_fields,
                                              sizeof(struct postings_facts)};

struct day_in {
    date day;
};
static const struct field day_fields[] = {{"day", F_DATE, .at = offsetof(struct day_in, day)}, {0}};
static const struct form day_form = {"handover.", day_fields, sizeof(struct day_in), NULL};

static enum rc postings_show(struct req *r)
{
    const struct day_in *in = r->in;
    struct postings sent, open;
    struct postings_facts f = {.day = date_is_none(in->day) ? instant_date(r->c.now) : in->day};
    const enum rc rc = dossier_postings(&r->c, f.day, &sent, &open);
    if (rc)
        return rc;
    f.sent.v = sent.v;
    f.sent.n = sent.n;
    f.open.v = open.v;
    f.open.n = open.n;
    return show_json(r, 200, &postings_api, &f);
}

#define ACT(name, fn, perm, body, text)                                                                \
    {                                                                                                  \
        POST, "/api/v1/dossiers/:pub/" name, .write = (fn), .need = (perm), .form = &(body),           \
                                             .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY,           \
                                             .out = &dossier_api, .doc = (text)                        \
    }

static const struct route routes[] = {
    {GET, "/api/v1/dossiers/:pub/given", given_show, .need = PERM_DOSSIER_READ, .flags = ROUTE_API,
     .out = &giving_api, .doc = "What lies here to be given back, and what was given to whom"},
    ACT("results", more_act, PERM_DOSSIER_RETURN, more_form, "One more result of an approved dossier"),
    ACT("part-returns", part_act, PERM_DOSSIER_RETURN, give_form,
        "Some of the results; the last act gives the rest"),
    ACT("original-returns", originals_act, PERM_DOSSIER_RETURN, give_form,
        "Papers go back to whom they belong"),
    ACT("deliveries", arrived_act, PERM_DOSSIER_RETURN, arrived_form, "The letter arrived on that day"),
    ACT("announcements", early_act, PERM_WORKLIST, early_form,
        "Say that the result will be ready before the promised day"),
    {GET, "/api/v1/postings", postings_show, .need = PERM_DOSSIER_RETURN, .form = &day_form,
     .flags = ROUTE_API, .out = &postings_api,
     .doc = "What went by post that day, and has not arrived"},
    {0}};
extern const struct module result_api_module;
const struct module result_api_module = {.name = "result_api", .routes = routes};
