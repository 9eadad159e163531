/* petition_exchange.c - see petition_exchange.h. */
#include "petition/petition_exchange.h"

#include "access/access.h"
#include "core/buf.h"
#include "core/json.h"
#include "petition/petition_internal.h"

#define FORMAT "motcua.petition-exchange/1"
#define EXPORT_MAX 5000
#define EXPORT_BYTES ((size_t)24 << 20)

/* ---- in ---- */

/* The faults of one petition get its place in the file. */
static void place_faults(struct ctx *c, ptrdiff_t at)
{
    static const char *const names[][2] = {{"body", "text"},          {"filed_at", "filedAt"},
                                           {"outside_id", "number"},  {"name", "sender/name"},
                                           {"phone", "sender/phone"}, {"email", "sender/email"}};
    for (struct fault *f = c->faults; f; f = f->next) {
        str field = f->field;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (str_eq(f->field, str_of(names[i][0])))
                field = str_of(names[i][1]);
        f->field = str_fmt(c->mem, "/petitions/%td/%.*s", at, STR_ARG(field));
    }
}

/* Behind those of the petitions before it. */
static struct fault *joined(struct fault *before, struct fault *after)
{
    struct fault *f = before;
    while (f && f->next)
        f = f->next;
    if (!f)
        return after;
    f->next = after;
    return before;
}

/* Longer words than a page takes are no petition. */
static enum rc check_lengths(struct ctx *c, const struct petition_in *in)
{
    const struct {
        const char *field;
        str text;
        ptrdiff_t max;
    } limits[] = {{"outside_id", in->outside_id, 60}, {"title", in->title, 800},
                  {"body", in->body, 24000},          {"name", in->name, 400},
                  {"phone", in->phone, 20},           {"email", in->email, 120},
                  {"address", in->address, 1200}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (limits[i].text.n > limits[i].max)
            (void)fail(c, RC_INVALID, limits[i].field, "petition.exchange.long");
    if (!str_trim(in->outside_id).n)
        (void)fail(c, RC_INVALID, "outside_id", "petition.outside_empty");
    return c->faults ? RC_INVALID : RC_OK;
}

static enum rc take_one(struct ctx *c, struct petition_in *in, struct petition_imported *n)
{
    struct q_petition_by_outside_row seen;
    struct petition_ref ref;
    in->channel = S("national");
    in->matter = S("rule");
    in->outside_id = str_trim(in->outside_id);
    if (instant_is_none(in->filed_at))
        (void)fail(c, RC_INVALID, "filed_at", "petition.exchange.moment");
    enum rc rc = check_lengths(c, in);
    if (rc)
        return rc;
    rc = q_petition_by_outside(c, in->outside_id, &seen);
    if (rc == RC_OK) {
        n->known++;
        return RC_OK;
    }
    if (rc == RC_NOT_FOUND)
        rc = petition_send(c, in, &ref);
    if (rc == RC_DENIED || rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "agency", "petition.exchange.reach");
    n->fresh += rc == RC_OK;
    return rc;
}

enum rc petition_take_in(struct ctx *c, struct petition_in *v, ptrdiff_t n,
                         struct petition_imported *ret_counts)
{
    struct petition_imported counts = {0};
    bool wrong = false;
    enum rc rc = access_reach(c->actor, PERM_PETITION_HANDLE) > REACH_NOTHING ? RC_OK : RC_DENIED;
    if (!rc && n > PETITION_EXCHANGE_MAX)
        rc = fail(c, RC_INVALID, "file", "petition.exchange.many");
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct fault *before = c->faults;
        c->faults = NULL; /* each is judged by itself */
        rc = take_one(c, &v[i], &counts);
        place_faults(c, i);
        wrong = wrong || rc == RC_INVALID;
        rc = rc == RC_INVALID ? RC_OK : rc;
        c->faults = joined(before, c->faults);
    }
    if (rc || wrong)
        return rc ? rc : RC_INVALID;
    *ret_counts = counts;
    return RC_OK;
}

static struct petition_in from_file(struct json j)
{
    const struct json who = json_get(j, "sender");
    struct petition_in in = {.agency = json_text_of(j, "agency"),
                             .title = json_text_of(j, "title"),
                             .body = json_text_of(j, "text"),
                             .name = json_text_of(who, "name"),
                             .phone = json_text_of(who, "phone"),
                             .email = json_text_of(who, "email"),
                             .address = json_text_of(who, "address"),
                             .hide_name = json_bool_of(who, "hideName", false),
                             .outside_id = json_text_of(j, "number")};
    if (!instant_parse(json_text_of(j, "filedAt"), &in.filed_at))
        in.filed_at = INSTANT_NONE;
    return in;
}

static enum rc open_file(struct ctx *c, str text, struct json *ret_list)
{
    struct json doc;
    if (text.n > PETITION_EXCHANGE_BYTES || !json_parse(c->mem, text, &doc, NULL) ||
        !str_eq(json_text_of(doc, "format"), S(FORMAT)) || !json_is_list(json_get(doc, "petitions")))
        return fail(c, RC_INVALID, "file", "petition.exchange.format");
    *ret_list = json_get(doc, "petitions");
    return json_count(*ret_list) > PETITION_EXCHANGE_MAX
               ? fail(c, RC_INVALID, "file", "petition.exchange.many")
               : RC_OK;
}

enum rc petition_import(struct ctx *c, str text, struct petition_imported *ret_counts)
{
    struct json list;
    enum rc rc = access_reach(c->actor, PERM_PETITION_HANDLE) > REACH_NOTHING ? RC_OK : RC_DENIED;
    if (!rc)
        rc = open_file(c, text, &list);
    if (rc)
        return rc;
    struct petition_in *v = NEW_N(c->mem, struct petition_in, json_count(list));
    for (ptrdiff_t i = 0; i < json_count(list); i++)
        v[i] = from_file(json_item(list, i));
    return petition_take_in(c, v, json_count(list), ret_counts);
}

/* ---- out ---- */

static void member(struct buf *b, const char *name, str text)
{
    if (!text.n)
        return;
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, text);
}

static str moment(struct buf *b, instant at)
{
    return instant_is_none(at) ? STR_NONE : instant_iso(b->mem, at);
}

enum rc petition_outcomes(struct ctx *c, struct petition_outcomes *ret)
{
    const struct access_scope s = access_scope(c->actor, PERM_PETITION_READ);
    struct q_petition_outside_list_rows rows;
    const enum rc rc = q_petition_outside_list(c, s.agency, s.tree, s.all, EXPORT_MAX, &rows);
    if (rc)
        return rc;
    struct petition_outcome *v = NEW_N(c->mem, struct petition_outcome, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_petition_outside_list_row *r = &rows.v[i];
        const bool told = !instant_is_none(r->answered_at); /* a draft is nobody's yet */
        v[i] = (struct petition_outcome){.number = r->outside_id,
                                         .code = r->code,
                                         .agency = r->agency,
                                         .state = r->status,
                                         .outcome = told ? r->outcome : STR_NONE,
                                         .answer = told ? r->answer : STR_NONE,
                                         .forwarded_to = r->forwarded_to,
                                         .reason = r->ended_reason,
                                         .filed_at = r->filed_at,
                                         .due_at = r->stage_due_at,
                                         .answered_at = r->answered_at,
                                         .published_at = r->published_at};
    }
    *ret = (struct petition_outcomes){v, rows.n};
    return RC_OK;
}

static void put(struct buf *b, const struct petition_outcome *p)
{
    buf_add_c(b, "{\"number\":");
    buf_json(b, p->number);
    member(b, "code", p->code);
    member(b, "agency", p->agency);
    member(b, "state", p->state);
    member(b, "filedAt", moment(b, p->filed_at));
    member(b, "dueAt", moment(b, p->due_at));
    member(b, "answeredAt", moment(b, p->answered_at));
    member(b, "publishedAt", moment(b, p->published_at));
    member(b, "outcome", p->outcome);
    member(b, "answer", p->answer);
    member(b, "forwardedTo", p->forwarded_to);
    member(b, "reason", p->reason);
    buf_char(b, '}');
}

enum rc petition_export(struct ctx *c, str *ret_text)
{
    struct buf b = buf_new(c->mem, EXPORT_BYTES);
    struct petition_outcomes all;
    const enum rc rc = petition_outcomes(c, &all);
    if (rc)
        return rc;
    buf_add_c(&b, "{\"format\":\"" FORMAT "\",\"petitions\":[");
    for (ptrdiff_t i = 0; i < all.n; i++) {
        if (i)
            buf_add_c(&b, ",\n");
        put(&b, &all.v[i]);
    }
    buf_add_c(&b, "]}\n");
    if (buf_full(&b))
        return RC_UNAVAILABLE;
    *ret_text = buf_str(&b);
    return RC_OK;
}
