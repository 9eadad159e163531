/*
 * account_stand_in_http.c - leave, substitutes and signing for a time: what was given to me, what I
 * gave, a new one; for a leader or an administrator also for somebody who is away. Rules stand in
 * access/delegate.h.
 */
#include "access/delegate.h"
#include "account/account_page_view.h"

#include "account/account_tpl.h"

#define PAST_DAYS 90

struct who_in {
    str who;
};
static const struct field who_fields[] = {{"who", F_PUBID, .at = offsetof(struct who_in, who)}, {0}};
static const struct form who_form = {"account.stand_in.", who_fields, sizeof(struct who_in), NULL};

struct stand_in_in {
    str who, kind, place, to_account, form, reason;
    date from, to;
};
static const struct field stand_in_fields[] = {
    {"who", F_PUBID, .hidden = true, .at = offsetof(struct stand_in_in, who)},
    {"kind", F_CHOICE, .required = true, .choices = "leave|signing",
     .at = offsetof(struct stand_in_in, kind)},
    {"place", F_TEXT, .required = true, .max = 50, .at = offsetof(struct stand_in_in, place)},
    {"to_account", F_PUBID, .required = true, .at = offsetof(struct stand_in_in, to_account)},
    {"from", F_DATE, .required = true, .at = offsetof(struct stand_in_in, from)},
    {"to", F_DATE, .required = true, .hint = "account.stand_in.to.hint",
     .at = offsetof(struct stand_in_in, to)},
    {"form", F_CHOICE, .choices = "kt|tuq|tl", .hint = "account.stand_in.form.hint",
     .at = offsetof(struct stand_in_in, form)},
    {"reason", F_LINES, .required = true, .max = 500, .at = offsetof(struct stand_in_in, reason)},
    {0}};
static const struct form stand_in_form = {"account.stand_in.", stand_in_fields,
                                          sizeof(struct stand_in_in), NULL};

struct end_in {
    str reason;
};
static const struct field end_fields[] = {
    {"reason", F_LINES, .required = true, .max = 500, .at = offsetof(struct end_in, reason)}, {0}};
static const struct form end_form = {"account.stand_in_end.", end_fields, sizeof(struct end_in), NULL};
static const struct field take_fields[] = {{0}};
static const struct form take_form = {"account.stand_in_take.", take_fields, sizeof(int), NULL};

/* ---- what is there ---- */

static struct web_tag state_of(struct req *r, const struct delegation *d)
{
    const date today = instant_date(r->c.now);
    if (delegation_holds(d, today))
        return (struct web_tag){S("accent"), S("dot"), text_get(r->lang, "account.stand_in.now")};
    if (instant_is_none(d->ended) && d->from.day > today.day)
        return (struct web_tag){S("mute"), S("clock"), text_get(r->lang, "account.stand_in.later")};
    return (struct web_tag){S("mute"), S("cross"), text_get(r->lang, "account.stand_in.past")};
}

static str what_of(struct req *r, const struct delegation *d)
{
    const str place =
        d->unit_name.n ? str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(d->unit_name), STR_ARG(d->agency_name))
                       : d->agency_name;
    const str args[] = {d->form, place};
    return text_fmt(r->c.mem, r->lang,
                    d->kind == DELEGATION_SIGNING ? "account.stand_in.signs"
                    : d->form.n                   ? "account.stand_in.leads"
                                                  : "account.stand_in.post",
                    args, 2);
}

static struct stand_in_row row_of(struct req *r, const struct delegation *d, bool given_to_me)
{
    const date today = instant_date(r->c.now);
    const str args[] = {text_day(r->c.mem, r->lang, d->from),
                        text_day(r->c.mem, r->lang, date_add(d->to, -1))};
    const bool open = instant_is_none(d->ended) && d->to.day > today.day;
    return (struct stand_in_row){.who = given_to_me ? d->from_name : d->to_name,
                                 .what = what_of(r, d),
                                 .when = text_fmt(r->c.mem, r->lang, "account.stand_in.days", args, 2),
                                 .reason = d->reason,
                                 .state = state_of(r, d),
                                 .take = given_to_me && delegation_holds(d, today)
                                             ? HREF(r->c.mem, "/account/stand-ins/{}/take", d->pub)
                                             : HREF_NONE,
                                 .end = open ? HREF(r->c.mem, "/account/stand-ins/{}/end", d->pub)
                                             : HREF_NONE};
}

static void add_rows(struct req *r, const struct delegations *list, int64_t account,
                     struct stand_ins_view *v)
{
    struct stand_in_row *to_me = NEW_N(r->c.mem, struct stand_in_row, list->n);
    struct stand_in_row *by_me = NEW_N(r->c.mem, struct stand_in_row, list->n);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct delegation *d = &list->v[i];
        if (d->to_account == account)
            to_me[v->to_me_n++] = row_of(r, d, true);
        else
            by_me[v->by_me_n++] = row_of(r, d, false);
    }
    v->to_me = to_me;
    v->by_me = by_me;
}

/* ---- the form ---- */

static void places(struct req *r, const struct grants *g, struct web_field *x)
{
    struct web_option *o = NEW_N(r->c.mem, struct web_option, g->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < g->n; i++) {
        const str value =
            str_fmt(r->c.mem, "%lld.%lld", (long long)g->v[i].agency, (long long)g->v[i].unit);
        bool met = !g->v[i].agency;
        for (ptrdiff_t k = 0; k < n; k++)
            met = met || str_eq(o[k].value, value);
        if (!met)
            o[n++] =
                (struct web_option){.value = value,
                                    .text = g->v[i].unit_name.p ? str_fmt(r->c.mem, "%.*s, %.*s",
                                                                          STR_ARG(g->v[i].unit_name),
                                                                          STR_ARG(g->v[i].agency_name))
                                                                : g->v[i].agency_name};
    }
    field_select(r, x, o, n);
}

static void accounts_select(struct req *r, const struct accounts *list, int64_t but,
                            struct web_field *x)
{
    struct web_option *o = NEW_N(r->c.mem, struct web_option, list->n + 1);
    ptrdiff_t n = 0;
    o[n++] = (struct web_option){.value = S(""), .text = text_get(r->lang, "account.stand_in.choose")};
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (list->v[i].id != but)
            o[n++] = (struct web_option){.value = list->v[i].pub, .text = list->v[i].name};
    field_select(r, x, o, n);
}

/* Colleagues of the first agency the person works in. */
static enum rc add_form(struct req *r, const struct account *who, struct stand_ins_view *v)
{
    struct grants g;
    struct accounts people = {0};
    enum rc rc = access_grant_list(&r->c, who->id, instant_date(r->c.now), &g);
    for (ptrdiff_t i = 0; !rc && i < g.n && !people.n; i++)
        rc = g.v[i].agency ? access_agency_accounts(&r->c, g.v[i].agency, &people) : RC_OK;
    if (rc)
        return rc;
    if (who->id != r->who.actor_id && !form_value(&r->values, S("who")).n)
        form_add(r->c.mem, &r->values, S("who"), who->pub);
    v->make = account__form(r, &stand_in_form, HREF_TO("/account/stand-ins"));
    places(r, &g, fields_get(v->make.fields, "place"));
    accounts_select(r, &people, who->id, fields_get(v->make.fields, "to_account"));
    v->may_make = people.n > 1 && !r->who.actor->acting_for;
    return RC_OK;
}

/* Whose: one's own, or of who is away, for those who may name a substitute there. */
static enum rc whose(struct req *r, str pub, struct account *ret_who)
{
    struct grants g;
    enum rc rc = pub.n ? access_account_by_pub(&r->c, pub, ret_who)
                       : access_account_by_id(&r->c, r->who.actor_id, ret_who);
    if (rc || ret_who->id == r->who.actor_id)
        return rc;
    rc = access_grant_list(&r->c, ret_who->id, instant_date(r->c.now), &g);
    if (!rc)
        rc = access_may_delegate(&r->c, ret_who->id, g.n ? g.v[0].agency : 0);
    r->c.faults = rc == RC_DENIED ? NULL : r->c.faults;
    return rc == RC_DENIED ? RC_NOT_FOUND : rc;
}

static enum rc add_others(struct req *r, int64_t shown, struct stand_ins_view *v)
{
    const struct actor *a = r->who.actor;
    struct accounts people;
    if (!actor_has_role(a, ROLE_LEADER) || a->acting_for)
        return RC_OK;
    const enum rc rc = access_agency_accounts(&r->c, a->agency, &people);
    v->for_others = !rc;
    v->whose = form_field(r, &who_form, &r->values, S("who"));
    v->whose.hidden = false;
    if (!rc)
        accounts_select(r, &people, shown, &v->whose);
    return rc;
}

static enum rc page_show(struct req *r)
{
    struct account who;
    struct delegations list;
    struct stand_ins_view v = {.to_me = NULL};
    if (!r->who.staff)
        return RC_NOT_FOUND;
    enum rc rc = whose(r, form_value(&r->values, S("who")), &who);
    if (!rc)
        rc = access_delegation_list(&r->c, who.id, date_add(instant_date(r->c.now), -PAST_DAYS), &list);
    if (!rc)
        rc = add_form(r, &who, &v);
    if (!rc)
        rc = add_others(r, who.id, &v);
    if (rc)
        return rc;
    v.heading = who.id == r->who.actor_id
                    ? text_get(r->lang, "account.stand_ins.heading")
                    : text_fmt(r->c.mem, r->lang, "account.stand_ins.of", &who.name, 1);
    v.own = who.id == r->who.actor_id;
    v.acting = r->who.actor->acting_for != 0;
    add_rows(r, &list, who.id, &v);
    const struct page page = {
        .title = "account.stand_ins.heading", .layout = LAYOUT_STAFF, .section = "stand_ins"};
    return show_page(r, &page, tpl_account_stand_ins, &v);
}

/* ---- acts ---- */

/* As it stands above a signature. */
static str form_of(str word)
{
    return str_eq(word, S("kt"))    ? S("KT")
           : str_eq(word, S("tuq")) ? S("TUQ")
           : str_eq(word, S("tl"))  ? S("TL")
                                    : STR_NONE;
}

static enum rc make(struct req *r)
{
    const struct stand_in_in *in = r->in;
    const struct str_cut cut = str_cut(in->place, '.');
    struct account who, to = {0};
    struct delegation d = {.form = form_of(in->form),
                           .from = in->from,
                           .to = date_add(in->to, 1),
                           .reason = in->reason,
                           .ended = INSTANT_NONE};
    str pub;
    if (!r->who.staff)
        return RC_NOT_FOUND;
    if (!delegation_kind_parse(in->kind, &d.kind) || !str_to_i64(cut.head, &d.agency) ||
        !str_to_i64(cut.tail, &d.unit))
        return fail(&r->c, RC_INVALID, "place", "account.post.unknown");
    enum rc rc = whose(r, in->who, &who);
    if (rc)
        return rc;
    rc = access_account_by_pub(&r->c, in->to_account, &to);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "to_account", "access.delegation.unknown");
    d.from_account = who.id;
    d.to_account = to.id;
    if (!rc)
        rc = access_delegate(&r->c, &d, &pub);
    return rc          ? rc
           : in->who.n ? see_other(r, HREF(r->c.mem, "/account/stand-ins?who={}", in->who))
                       : see_other(r, HREF_TO("/account/stand-ins"));
}

static enum rc take(struct req *r)
{
    const enum rc rc = access_stand_in(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF_TO("/work"));
}

static enum rc end_show(struct req *r)
{
    struct account_form_view view =
        account__form(r, &end_form, HREF(r->c.mem, "/account/stand-ins/{}/end", param(r, "pub")));
    if (!r->who.staff)
        return RC_NOT_FOUND;
    view.lead = text_get(r->lang, "account.stand_in_end.lead");
    return account__show(r, &view);
}

static enum rc end(struct req *r)
{
    const struct end_in *in = r->in;
    const enum rc rc = access_delegation_end(&r->c, param(r, "pub"), in->reason);
    return rc ? rc : see_other(r, HREF_TO("/account/stand-ins"));
}

const struct route account_stand_in_routes[] = {
    {GET, "/account/stand-ins", page_show, .need = PERM_SIGNED_IN, .form = &who_form},
    {POST, "/account/stand-ins", .write = make, .again = page_show, .need = PERM_SIGNED_IN,
     .form = &stand_in_form},
    {POST, "/account/stand-ins/:pub/take", .write = take, .again = page_show, .need = PERM_SIGNED_IN,
     .form = &take_form, .flags = ROUTE_REPEAT},
    {GET, "/account/stand-ins/:pub/end", end_show, .need = PERM_SIGNED_IN},
    {POST, "/account/stand-ins/:pub/end", .write = end, .again = end_show, .need = PERM_SIGNED_IN,
     .form = &end_form},
    {0},
};
