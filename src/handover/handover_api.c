/*
 * handover_api.c - hand-over for machines: the sheets of one's own unit, paper that is to go or lies
 * elsewhere, giving with a sheet and answering it line by line. Units are named by their codes.
 */
#include "dossier/dossier_read.h"
#include "handover/handover.h"
#include "org/org.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

/* ---- facts ---- */

#define AT(m) .at = offsetof(struct handover_line, m)
static const struct api_field line_fields[] = {
    {"dossier", A_TEXT, AT(dossier_pub)},
    {"code", A_TEXT, AT(code)},
    {"procedureName", A_TEXT, AT(procedure)},
    {"ownerName", A_TEXT, AT(owner)},
    {"form", A_TEXT, AT(form), .doc = "paper or electronic"},
    {"sets", A_INT, AT(sets)},
    {"dueAt", A_TIME, AT(due_at), .doc = "until then paper has to follow the work"},
    {"answered", A_BOOL, AT(answered)},
    {"taken", A_BOOL, AT(taken)},
    {"difference", A_TEXT, AT(difference), .doc = "why it was not taken, or what is otherwise"},
    {0}};
#undef AT
static const struct api_table line_api = {"HandoverLine", line_fields, sizeof(struct handover_line)};

struct sheet_facts {
    struct handover_sheet x;
    str from_code, to_code;
    struct {
        const struct handover_line *v;
        ptrdiff_t n;
    } lines;
};
#define AT(m) .at = offsetof(struct sheet_facts, m)
#define SHEET_HEAD                                                                                     \
    {"id", A_TEXT, AT(x.pub)}, {"fromUnit", A_TEXT, AT(from_code), .doc = "code"},                     \
        {"fromUnitName", A_TEXT, AT(x.from_unit)}, {"fromAgencyName", A_TEXT, AT(x.from_agency)},      \
        {"toUnit", A_TEXT, AT(to_code), .doc = "code"}, {"toUnitName", A_TEXT, AT(x.to_unit)},         \
        {"toAgencyName", A_TEXT, AT(x.to_agency)}, {"gaveBy", A_TEXT, AT(x.gave_by)},                  \
        {"gaveAt", A_TIME, AT(x.gave_at)}, {"note", A_TEXT, AT(x.note)},                               \
        {"receivedBy", A_TEXT, AT(x.received_by)}, {"receivedAt", A_TIME, AT(x.received_at)},          \
        {"receiverNote", A_TEXT, AT(x.receiver_note)},                                                 \
    {                                                                                                  \
        "count", A_INT, AT(x.count), .doc = "lines"                                                    \
    }
static const struct api_field head_fields[] = {SHEET_HEAD, {0}};
static const struct api_field sheet_fields[] = {
    SHEET_HEAD, {"lines", A_LIST, AT(lines), &line_api}, {0}};
#undef AT
static const struct api_table head_api = {"HandoverHead", head_fields, sizeof(struct sheet_facts)};
static const struct api_table sheet_api = {"Handover", sheet_fields, sizeof(struct sheet_facts)};

struct paper_facts {
    struct misplaced x;
    str to_code;
};
#define AT(m) .at = offsetof(struct paper_facts, m)
static const struct api_field paper_fields[] = {
    {"dossier", A_TEXT, AT(x.pub)},
    {"code", A_TEXT, AT(x.code)},
    {"procedureName", A_TEXT, AT(x.procedure)},
    {"ownerName", A_TEXT, AT(x.owner)},
    {"paperUnitName", A_TEXT, AT(x.paper_unit), .doc = "where the paper lies"},
    {"workUnit", A_TEXT, AT(to_code), .doc = "code; where the work is"},
    {"workUnitName", A_TEXT, AT(x.work_unit)},
    {"onItsWay", A_BOOL, AT(x.on_its_way)},
    {"since", A_TIME, AT(x.since), .doc = "the work is there"},
    {"dueAt", A_TIME, AT(x.due_at), .doc = "until then the paper has to follow"},
    {0}};
#undef AT
static const struct api_table paper_api = {"MisplacedPaper", paper_fields, sizeof(struct paper_facts)};

struct papers_facts {
    struct {
        struct paper_facts *v;
        ptrdiff_t n;
    } items;
    bool more;
};
#define AT(m) .at = offsetof(struct papers_facts, m)
static const struct api_field papers_fields[] = {
    {"items", A_LIST, AT(items), &paper_api}, {"more", A_BOOL, AT(more)}, {0}};
#undef AT
static const struct api_table papers_api = {"MisplacedPapers", papers_fields,
                                            sizeof(struct papers_facts)};

struct day_facts {
    date day;
    struct {
        struct sheet_facts *v;
        ptrdiff_t n;
    } sheets, waiting;
    struct papers_facts outgoing;
};
#define AT(m) .at = offsetof(struct day_facts, m)
static const struct api_field day_fields[] = {
    {"day", A_DATE, AT(day)},
    {"sheets", A_LIST, AT(sheets), &head_api, .doc = "given or received on that day"},
    {"waiting", A_LIST, AT(waiting), &head_api, .doc = "to be confirmed by one's own unit"},
    {"outgoing", A_OBJECT, AT(outgoing), &papers_api, .doc = "lies here and is awaited elsewhere"},
    {0}};
#undef AT
static const struct api_table day_api = {"Handovers", day_fields, sizeof(struct day_facts)};

/* ---- reading ---- */

static enum rc code_of(struct ctx *c, int64_t unit, str *ret_code)
{
    struct unit u;
    const enum rc rc = unit ? org_unit_by_id(c, unit, &u) : RC_NOT_FOUND;
    *ret_code = rc ? STR_NONE : u.code;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc sheet_of(struct ctx *c, const struct handover_sheet *h, struct sheet_facts *to)
{
    *to = (struct sheet_facts){.x = *h, .lines = {h->lines, h->n}};
    const enum rc rc = code_of(c, h->from_unit_id, &to->from_code);
    return rc ? rc : code_of(c, h->to_unit_id, &to->to_code);
}

static enum rc sheets_of(struct ctx *c, const struct handover_list *l, struct sheet_facts **ret_v,
                         ptrdiff_t *ret_n)
{
    enum rc rc = RC_OK;
    *ret_v = NEW_N(c->mem, struct sheet_facts, l->n);
    *ret_n = l->n;
    for (ptrdiff_t i = 0; !rc && i < l->n; i++)
        rc = sheet_of(c, &l->v[i], &(*ret_v)[i]);
    return rc;
}

static enum rc papers_of(struct ctx *c, const struct misplaced_list *l, struct papers_facts *to)
{
    enum rc rc = RC_OK;
    *to = (struct papers_facts){.items = {NEW_N(c->mem, struct paper_facts, l->n), l->n},
                                .more = l->more};
    for (ptrdiff_t i = 0; !rc && i < l->n; i++) {
        to->items.v[i].x = l->v[i];
        rc = code_of(c, l->v[i].work_unit_id, &to->items.v[i].to_code);
    }
    return rc;
}

struct day_in {
    date day;
};
static const struct field day_in_fields[] = {{"day", F_DATE, .at = offsetof(struct day_in, day)}, {0}};
static const struct form day_form = {"handover.", day_in_fields, sizeof(struct day_in), NULL};

static enum rc day_show(struct req *r)
{
    const struct day_in *in = r->in;
    struct handover_list sheets, waiting;
    struct misplaced_list outgoing;
    struct day_facts f = {.day = date_is_none(in->day) ? instant_date(r->c.now) : in->day};
    enum rc rc = handover_day(&r->c, f.day, &sheets, &waiting);
    if (!rc)
        rc = handover_outgoing(&r->c, &outgoing);
    if (!rc)
        rc = sheets_of(&r->c, &sheets, &f.sheets.v, &f.sheets.n);
    if (!rc)
        rc = sheets_of(&r->c, &waiting, &f.waiting.v, &f.waiting.n);
    if (!rc)
        rc = papers_of(&r->c, &outgoing, &f.outgoing);
    return rc ? rc : show_json(r, 200, &day_api, &f);
}

static enum rc unmatched_show(struct req *r)
{
    struct misplaced_list l;
    struct papers_facts f;
    enum rc rc = handover_misplaced(&r->c, &l);
    if (!rc)
        rc = papers_of(&r->c, &l, &f);
    return rc ? rc : show_json(r, 200, &papers_api, &f);
}

static enum rc read_sheet(struct req *r, str pub, struct sheet_facts *to)
{
    struct handover_sheet h;
    const enum rc rc = handover_get(&r->c, pub, &h);
    return rc ? rc : sheet_of(&r->c, &h, to);
}

static enum rc sheet_show(struct req *r)
{
    struct sheet_facts f;
    const enum rc rc = read_sheet(r, param(r, "pub"), &f);
    return rc ? rc : show_json(r, 200, &sheet_api, &f);
}

static enum rc sheet_done(struct req *r, str pub)
{
    struct sheet_facts f;
    const enum rc rc = read_sheet(r, pub, &f);
    return rc ? rc : show_created(r, HREF(r->c.mem, "/api/v1/handovers/{}", pub), &sheet_api, &f);
}

/* ---- giving ---- */

struct give_body {
    str to, note;
    struct form_rows dossiers;
};
static const struct field give_fields[] = {
    {"to", F_CODE, .required = true, .max = 40, .at = offsetof(struct give_body, to)},
    {"dossiers", F_CODE, .required = true, .many = true, .max = 40, .max_rows = HANDOVER_MAX + 1,
     .at = offsetof(struct give_body, dossiers)},
    {"note", F_TEXT, .max = 300, .at = offsetof(struct give_body, note)},
    {0}};
static const struct form give_form = {"handover.", give_fields, sizeof(struct give_body), NULL};

static enum rc give(struct req *r)
{
    const struct give_body *in = r->in;
    struct dossier_id *ids = NEW_N(r->c.mem, struct dossier_id, in->dossiers.n);
    str *fields = NEW_N(r->c.mem, str, in->dossiers.n), pub;
    struct unit to = {0}; /* unknown: for the rule to refuse, in its turn */
    enum rc rc = org_unit_by_code(&r->c, in->to, &to);
    rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    for (ptrdiff_t i = 0; !rc && i < in->dossiers.n; i++) {
        fields[i] = str_fmt(r->c.mem, "/dossiers/%td", i);
        rc = dossier_find(&r->c, in->dossiers.v[i].text, &ids[i]);
    }
    if (!rc)
        rc = handover_pass(
            &r->c,
            &(struct handover_in){
                .to_unit = to.id, .note = in->note, .ids = ids, .fields = fields, .n = in->dossiers.n},
            &pub);
    return rc ? rc : sheet_done(r, pub);
}

/* ---- taking over ---- */

struct line_body {
    str dossier, difference;
    bool taken;
};
static const struct field line_in_fields[] = {
    {"dossier", F_PUBID, .required = true, .at = offsetof(struct line_body, dossier)},
    {"taken", F_BOOL, .at = offsetof(struct line_body, taken)},
    {"difference", F_TEXT, .max = 300, .at = offsetof(struct line_body, difference)},
    {0}};
static const struct form line_form = {"handover.", line_in_fields, sizeof(struct line_body), NULL};
struct take_body {
    struct form_rows lines;
    str remark;
};
static const struct field take_fields[] = {
    {"lines", F_OBJECT, .required = true, .many = true, .max_rows = HANDOVER_MAX, .of = &line_form,
     .at = offsetof(struct take_body, lines)},
    {"remark", F_TEXT, .max = 300, .at = offsetof(struct take_body, remark)},
    {0}};
static const struct form take_form = {"handover.", take_fields, sizeof(struct take_body), NULL};

static int64_t on_sheet(const struct handover_sheet *h, str pub)
{
    for (ptrdiff_t i = 0; i < h->n; i++)
        if (str_eq(h->lines[i].dossier_pub, pub))
            return h->lines[i].dossier_id;
    return 0;
}

/* The rule speaks of stored ids: what it would refuse in a line is told at the line that was sent. */
static enum rc lines_of(struct req *r, const struct handover_sheet *h, struct takeover_line *lines)
{
    const struct take_body *in = r->in;
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; i < in->lines.n; i++) {
        const struct line_body *x = in->lines.v[i].part;
        lines[i] = (struct takeover_line){on_sheet(h, x->dossier), x->taken, x->difference};
        if (!lines[i].dossier_id)
            rc = fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/lines/%td/dossier", i),
                         "handover.every_line");
        for (ptrdiff_t k = 0; k < i; k++)
            if (lines[k].dossier_id == lines[i].dossier_id)
                rc = fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/lines/%td/dossier", i),
                             "handover.twice");
        if (!x->taken && !x->difference.n)
            rc = fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/lines/%td/difference", i),
                         "handover.say_difference");
    }
    return rc || in->lines.n == h->n ? rc : fail(&r->c, RC_INVALID, "lines", "handover.every_line");
}

static enum rc take(struct req *r)
{
    const struct take_body *in = r->in;
    struct takeover_line *lines = NEW_N(r->c.mem, struct takeover_line, in->lines.n);
    struct handover_sheet h;
    enum rc rc = handover_get(&r->c, param(r, "pub"), &h);
    if (!rc)
        rc = lines_of(r, &h, lines);
    if (!rc)
        rc = handover_confirm(
            &r->c, h.pub, &(struct takeover_in){.note = in->remark, .lines = lines, .n = in->lines.n});
    return rc ? rc : sheet_done(r, h.pub);
}

static const struct route routes[] = {
    {GET, "/api/v1/handovers", day_show, .need = PERM_WORKLIST, .form = &day_form, .flags = ROUTE_API,
     .out = &day_api,
     .doc = "Hand-over of one's own unit: the day's sheets, what waits, what is to go"},
    {POST, "/api/v1/handovers", .write = give, .need = PERM_WORKLIST, .form = &give_form,
     .flags = ROUTE_API | ROUTE_KEY, .out = &sheet_api,
     .doc = "Give dossiers to another unit with a sheet: all or none"},
    {GET, "/api/v1/handovers/unmatched", unmatched_show, .need = PERM_WORKLIST, .flags = ROUTE_API,
     .out = &papers_api, .doc = "Paper that is not where the work is, in all units of the agency"},
    {GET, "/api/v1/handovers/:pub", sheet_show, .need = PERM_WORKLIST, .flags = ROUTE_API,
     .out = &sheet_api, .doc = "A hand-over sheet"},
    {POST, "/api/v1/handovers/:pub/confirmations", .write = take, .need = PERM_WORKLIST,
     .form = &take_form, .flags = ROUTE_API | ROUTE_KEY, .out = &sheet_api,
     .doc = "Confirm it, line by line; what was not taken says why"},
    {0}};
extern const struct module handover_api_module;
const struct module handover_api_module = {.name = "handover_api", .routes = routes};
