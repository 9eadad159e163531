/*
 * arrival_read.c - what the cells of one row say: moments, times the clock stood, states, people.
 * Nothing is looked up here, so that it can be tried on any bytes (fuzz/fuzz_arrival.c).
 */
#include "arrival/arrival_internal.h"

#include "core/fold.h"
#include "core/hash.h"

#define CLOSE_US (17 * HOUR_US + 30 * MINUTE_US)
#define OPEN_US (8 * HOUR_US)

static bool digits(str s, ptrdiff_t from, ptrdiff_t n, int32_t *ret)
{
    int64_t v;
    if (from + n > s.n || !str_to_i64(str_sub(s, from, n), &v) || v < 0)
        return false;
    *ret = (int32_t)v;
    return true;
}

/* 09/11/2026 */
static bool day_of(str s, date *ret_day)
{
    struct civil d;
    if (date_parse(s, ret_day))
        return true;
    if (s.n != 10 || s.p[2] != '/' || s.p[5] != '/' || !digits(s, 0, 2, &d.day) ||
        !digits(s, 3, 2, &d.month) || !digits(s, 6, 4, &d.year) || !civil_valid(d))
        return false;
    *ret_day = date_from_civil(d);
    return true;
}

bool arrival__moment(str text, int64_t day_us, instant *ret_at)
{
    const struct str_cut cut = str_cut(text, ' ');
    int64_t us = day_us;
    date day;
    if (instant_parse(text, ret_at))
        return true;
    if (!day_of(cut.head, &day) || (cut.found && !time_of_day_parse(str_trim(cut.tail), &us)))
        return false;
    *ret_at = instant_at(day, us);
    return true;
}

struct arrival_named arrival__file_next(str *rest)
{
    const struct str_cut cut = str_cut(*rest, ';');
    const struct str_cut name = str_cut(cut.head, '=');
    *rest = cut.found ? cut.tail : S("");
    return name.found ? (struct arrival_named){str_trim(name.head), str_trim(name.tail)}
                      : (struct arrival_named){STR_NONE, str_trim(cut.head)};
}

/* ---- one cell ---- */

struct reader {
    struct ctx *c;
    const str *cell;
    enum rc rc;
};

static str cell(const struct reader *r, const char *member)
{
    const int at = arrival__column(str_of(member));
    BUG_IF(at < 0);
    return r->cell[at].p ? r->cell[at] : S("");
}

static void wrong(struct reader *r, const char *member, const char *key)
{
    r->rc = fail(r->c, RC_INVALID, member, key);
}

static instant moment(struct reader *r, const char *member, int64_t day_us)
{
    instant at = INSTANT_NONE;
    const str text = cell(r, member);
    if (text.n && !arrival__moment(text, day_us, &at)) {
        wrong(r, member, "arrival.cell.moment");
        return INSTANT_NONE;
    }
    return at;
}

static date day(struct reader *r, const char *member)
{
    date on = DATE_NONE;
    const str text = cell(r, member);
    if (text.n && !day_of(text, &on)) {
        wrong(r, member, "arrival.cell.day");
        return DATE_NONE;
    }
    return on;
}

static str needed(struct reader *r, const char *member)
{
    const str text = cell(r, member);
    if (!text.n)
        wrong(r, member, "dossier.arrive.needed");
    return text;
}

/* Our word, or the label of either language. */
static bool is_word(struct reader *r, str text, str word, const char *key)
{
    const str folded = fold(r->c->mem, text);
    return str_eq(text, word) || str_eq(folded, fold(r->c->mem, text_get(LANG_VI, key))) ||
           str_eq(folded, fold(r->c->mem, text_get(LANG_EN, key)));
}

static enum work_status status(struct reader *r)
{
    static const char *const keys[WORK_STATUS_COUNT] = {
        "casework.status.waiting",    "casework.status.supplement", "casework.status.accepted",
        "casework.status.processing", "casework.status.approving",  "casework.status.approved",
        "casework.status.issued",     "casework.status.returned",   "casework.status.refused",
        "casework.status.withdrawn",  "casework.status.stopped",    "casework.status.cancelled",
        "casework.status.forwarded",
    };
    const str text = needed(r, "status");
    for (int s = 0; text.n && s < WORK_STATUS_COUNT; s++)
        if (is_word(r, text, work_status_code((enum work_status)s), keys[s]))
            return (enum work_status)s;
    if (text.n)
        wrong(r, "status", "arrival.cell.status");
    return WORK_WAITING;
}

static enum dossier_channel channel(struct reader *r)
{
    const str text = cell(r, "channel");
    for (int k = 0; text.n && k < CHANNEL_COUNT; k++)
        if (str_eq(text, dossier_channel_code((enum dossier_channel)k)))
            return (enum dossier_channel)k;
    if (text.n)
        wrong(r, "channel", "arrival.cell.channel");
    return CHANNEL_DIRECT;
}

static bool yes(struct reader *r, const char *member)
{
    const str text = cell(r, member);
    const bool is = str_eq(text, S("1")) || str_eq(text, S("yes")) || str_eq(text, S("x"));
    if (text.n && !is && !str_eq(text, S("0")) && !str_eq(text, S("no")))
        wrong(r, member, "arrival.cell.yes");
    return is;
}

/* "from/to from/to": into place by their beginning. */
static void stands(struct reader *r, const char *member, bool restart, struct arrival_read *to)
{
    for (str rest = cell(r, member); rest.n;) {
        struct str_cut cut = str_cut(rest, ';');
        const struct str_cut span = str_cut(str_trim(cut.head), '/');
        struct arrival_stand s = {.restart = restart};
        rest = cut.found ? str_trim(cut.tail) : S("");
        if (!arrival__moment(str_trim(span.head), OPEN_US, &s.from) ||
            !arrival__moment(str_trim(span.tail), OPEN_US, &s.to) || s.to.us <= s.from.us) {
            wrong(r, member, "arrival.cell.span");
            return;
        }
        if (to->to.stand_n == ARRIVAL_STANDS) {
            wrong(r, member, "arrival.cell.spans");
            return;
        }
        ptrdiff_t at = to->to.stand_n++;
        for (; at > 0 && to->stands[at - 1].from.us > s.from.us; at--)
            to->stands[at] = to->stands[at - 1];
        to->stands[at] = s;
    }
}

/* ---- people ---- */

static void owner(struct reader *r, struct filing *f)
{
    const str kind = cell(r, "owner_kind");
    const str tax = cell(r, "owner_tax_code");
    const bool business = kind.n ? str_eq(kind, S("business")) : tax.n > 0;
    if (kind.n && !business && !str_eq(kind, S("person")))
        wrong(r, "owner_kind", "arrival.cell.owner_kind");
    f->owner = (struct person){.kind = business ? PERSON_BUSINESS : PERSON_NATURAL,
                               .name = needed(r, "owner_name"),
                               .number = cell(r, "owner_number"),
                               .tax_code = tax,
                               .birth = day(r, "owner_birth"),
                               .phone = cell(r, "owner_phone"),
                               .email = cell(r, "owner_email"),
                               .address = cell(r, "owner_address")};
}

static void filer(struct reader *r, struct filing *f)
{
    const str authority = cell(r, "authority");
    f->authority = authority.n ? authority : S("self");
    f->authority_note = cell(r, "authority_note");
    f->filer = (struct person){.kind = PERSON_NATURAL,
                               .name = cell(r, "filer_name"),
                               .number = cell(r, "filer_number"),
                               .phone = cell(r, "filer_phone"),
                               .birth = DATE_NONE};
    if (!str_eq(f->authority, S("self")) && !f->filer.name.n)
        wrong(r, "filer_name", "dossier.arrive.needed");
}

static int64_t sets(struct reader *r)
{
    int64_t n = 1;
    const str text = cell(r, "sets");
    if (text.n && !str_to_i64(text, &n))
        wrong(r, "sets", "dossier.sets_bounds");
    return n;
}

/* The same content however its columns stand: member, value, in the order of the table. */
static str hash_of(struct arena *mem, const str *cells)
{
    struct sha256 h;
    sha256_start(&h);
    for (int i = 0; arrival_columns[i].member; i++)
        if (cells[i].n) {
            sha256_add_str(&h, str_of(arrival_columns[i].member));
            sha256_add(&h, "=", 1);
            sha256_add_str(&h, cells[i]);
            sha256_add(&h, "\x1f", 1);
        }
    const struct digest d = sha256_end(&h);
    return digest_hex(mem, &d);
}

static void times(struct reader *r, struct arrival *a)
{
    a->filing.filed_at = moment(r, "received_at", OPEN_US);
    a->accepted_at = moment(r, "accepted_at", OPEN_US);
    a->since = moment(r, "since", OPEN_US);
    a->due_at = moment(r, "due_at", CLOSE_US);
    a->finished_at = moment(r, "finished_at", OPEN_US);
    a->returned_at = moment(r, "returned_at", OPEN_US);
    a->asked_at = moment(r, "asked_at", OPEN_US);
    a->extended_at = moment(r, "extended_at", OPEN_US);
    a->extended_to = day(r, "extended_to");
    if (!cell(r, "received_at").n)
        wrong(r, "received_at", "dossier.arrive.needed");
    if (instant_is_none(a->accepted_at) && a->status != WORK_WAITING && a->status != WORK_SUPPLEMENT)
        a->accepted_at = a->filing.filed_at;
}

enum rc arrival__read(struct ctx *c, enum arrival_kind kind, const str *cells, struct arrival_read *ret)
{
    struct reader r = {.c = c, .cell = cells};
    struct arrival *a = &ret->to;
    *ret = (struct arrival_read){.receiving = needed(&r, "receiving"),
                                 .competent = cell(&r, "competent"),
                                 .unit = cell(&r, "unit"),
                                 .handler = cell(&r, "handler"),
                                 .received_by = cell(&r, "received_by"),
                                 .files = cell(&r, "files")};
    a->code = needed(&r, "code");
    a->content_hash = hash_of(c->mem, cells);
    a->status = status(&r);
    a->told_status = cell(&r, "status");
    a->step = cell(&r, "step");
    a->case_name = cell(&r, "case");
    a->paid = yes(&r, "paid");
    a->asked_for = cell(&r, "asked_for");
    const str ground = cell(&r, "stand_ground");
    a->stand_ground = ground.n ? ground : text_get(LANG_VI, "arrival.ground");
    times(&r, a);
    stands(&r, "paused", false, ret);
    stands(&r, "restarted", true, ret);
    a->stands = ret->stands;
    struct filing *f = &a->filing;
    f->procedure_code = needed(&r, "procedure");
    f->channel = channel(&r);
    f->origin = kind == ARRIVAL_SYNCED         ? ORIGIN_MINISTRY_SYSTEM
                : f->channel == CHANNEL_ONLINE ? ORIGIN_OWN_PORTAL
                                               : ORIGIN_COUNTER;
    const str result = cell(&r, "result_by");
    f->result_by = result.n ? result : S("counter");
    f->result_address = cell(&r, "result_address");
    f->note = cell(&r, "note");
    f->sets = sets(&r);
    owner(&r, f);
    filer(&r, f);
    return r.rc;
}
