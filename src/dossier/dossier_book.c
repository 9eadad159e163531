/* dossier_book.c - the follow-up book of an agency's year, a paper that is not of one dossier. */
#include "core/ident.h"
#include "dossier/dossier_book_sql.h"
#include "dossier/dossier_internal.h"
#include "dossier/dossier_pdf.h"
#include "dossier/dossier_slip_words.h"
#include "org/org.h"

#define VI LANG_VI
#define YEAR_MIN 2018
#define YEAR_MAX 2100

static str number(struct ctx *c, int64_t n)
{
    return str_fmt(c->mem, "%lld", (long long)n);
}

static str day(struct ctx *c, instant t)
{
    return instant_is_none(t) ? S("") : text_day(c->mem, VI, instant_date(t));
}

/* ---- the book ---- */

static instant new_year(int year)
{
    return instant_at(date_from_civil((struct civil){year, 1, 1}), 0);
}

enum rc dossier_book_count(struct ctx *c, int64_t agency, int year, int64_t *ret_n)
{
    struct q_dossier_book_count_row row;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return RC_NOT_FOUND;
    const enum rc rc = q_dossier_book_count(c, agency, new_year(year), new_year(year + 1), &row);
    if (!rc)
        *ret_n = row.n;
    return rc;
}

static str contact(struct ctx *c, const struct person *p)
{
    const str phone = p->phone.n ? ident_phone_national(c->mem, p->phone) : STR_NONE;
    if (!p->address.n)
        return phone;
    return phone.n ? str_fmt(c->mem, "%.*s; %.*s", STR_ARG(p->address), STR_ARG(phone)) : p->address;
}

static str outcome(const struct q_dossier_book_rows_row *r)
{
    if (str_eq(r->punctuality, S("early")))
        return text_get(VI, "dossier.slip.early");
    if (str_eq(r->punctuality, S("on_time")))
        return text_get(VI, "dossier.slip.on_time");
    return str_eq(r->punctuality, S("late")) ? text_get(VI, "dossier.slip.late")
                                             : text_get(VI, "dossier.slip.open");
}

static str way(str result_by)
{
    if (str_eq(result_by, S("post")))
        return text_get(VI, "dossier.slip.by_post");
    return text_get(VI, str_eq(result_by, S("online")) ? "dossier.slip.by_online"
                                                       : "dossier.slip.by_counter");
}

static enum rc put_row(struct ctx *c, struct slip_data *s, int64_t no,
                       const struct q_dossier_book_rows_row *r)
{
    struct person owner;
    struct agency competent;
    enum rc rc = person_by_id(c, r->owner_id, &owner);
    if (!rc)
        rc = org_agency_by_id(c, r->competent_id, &competent);
    if (rc)
        return rc;
    const str cells[] = {number(c, no),     r->code,
                         r->procedure,      str_fmt(c->mem, "%02lld", (long long)r->sets),
                         r->owner,          contact(c, &owner),
                         competent.name,    day(c, r->accepted_at),
                         day(c, r->due_at), day(c, r->returned_at),
                         way(r->result_by), outcome(r)};
    slip_row(s, "dossiers", cells);
    return RC_OK;
}

static enum rc put_rows(struct ctx *c, struct slip_data *s, int64_t agency, int year, int64_t volume)
{
    struct q_dossier_book_rows_rows rows;
    const struct q_dossier_book_rows_in in = {.agency = agency,
                                              .from_at = new_year(year),
                                              .to_at = new_year(year + 1),
                                              .skip = (volume - 1) * BOOK_VOLUME,
                                              .max = BOOK_VOLUME};
    enum rc rc = q_dossier_book_rows(c, &in, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = put_row(c, s, in.skip + i + 1, &rows.v[i]);
    if (!rc)
        slip_put(s, "count", number(c, rows.n));
    return rc;
}

/* The set of the year's last day, or of today while the year goes on: it names form and layout. */
static enum rc rules_of(struct ctx *c, int year, struct ruleset *ret)
{
    const date today = instant_date(c->now), last = date_from_civil((struct civil){year, 12, 31});
    return ruleset_on(c, last.day < today.day ? last : today, ret);
}

enum rc dossier_book_doc(struct ctx *c, int64_t agency, int year, int64_t volume,
                         struct pdf_doc **ret_doc)
{
    const struct slip_kind *kind = slip_kind_of(S("follow_up_book"));
    struct agency a;
    struct unit unit;
    struct ruleset rules;
    int64_t n = 0;
    BUG_IF(!kind);
    enum rc rc = dossier_book_count(c, agency, year, &n);
    const int64_t volumes = (n + BOOK_VOLUME - 1) / BOOK_VOLUME;
    if (!rc && (volume < 1 || volume > volumes))
        return RC_NOT_FOUND;
    if (!rc)
        rc = org_agency_by_id(c, agency, &a);
    if (!rc)
        rc = rules_of(c, year, &rules);
    if (rc)
        return rc;
    struct slip_data *s = slip_data_new(c->mem, kind);
    const str form = ruleset_form(&rules, RULE_FORM_FOLLOW_UP_BOOK);
    const str printed = slip_words_day(c->mem, instant_date(c->now));
    rc = org_unit_one_stop(c, agency, instant_date(c->now), &unit);
    slip_put(s, "unit", rc ? text_get(VI, "dossier.slip.one_stop") : unit.name);
    slip_put(s, "form_no", text_fmt(c->mem, VI, "ruleset.form_number", &form, 1));
    slip_put(s, "agency", slip_words_lines(c->mem, a.name));
    slip_put(s, "year", number(c, year));
    slip_put(s, "volume", number(c, volume));
    slip_put(s, "volumes", number(c, volumes));
    slip_put(s, "printed", str_fmt(c->mem, "ngày %.*s", STR_ARG(printed)));
    rc = put_rows(c, s, agency, year, volume);
    return rc ? rc : slip_fill(c, &rules, kind, s, instant_at(instant_date(c->now), 0), ret_doc);
}
