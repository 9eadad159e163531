/*
 * dossier_ruleset.c - rule sets (NĐ 61, NĐ 118 …) from packs/rulesets: data with dates. A
 * set that is already stored stays as it is; a decree's change is a new set.
 */
#include "dossier/dossier_internal.h"

#include "calendar/clock.h"
#include "calendar/versions.h"
#include "core/embed.h"
#include "core/json.h"

#include <string.h>

static enum rc put(struct ctx *c, struct json set)
{
    struct q_ruleset_put_in in = {
        .code = json_text_of(set, "code"),
        .name = json_text_of(set, "name"),
        .valid_to = DATE_NONE,
        .code_owner = json_text_of(set, "code_owner"),
        .reply_hours = json_int_of(set, "reply_hours", 0),
        .notice_days = json_int_of(set, "notice_days", 0),
        .close_days = json_int_of(set, "close_days", -1),
        .start_ground = json_text_of(set, "start_ground"),
        .stop_ground = json_text_of(set, "stop_ground"),
        .source = json_text_of(set, "source"),
    };
    const struct json to = json_get(set, "valid_to");
    const bool owner_known =
        str_eq(in.code_owner, S("receiving")) || str_eq(in.code_owner, S("competent"));
    if (!in.code.n || !in.name.n || !owner_known || in.reply_hours < 1 || in.notice_days < 1 ||
        in.close_days < 0 || !date_parse(json_text_of(set, "valid_from"), &in.valid_from) ||
        (!json_is_absent(to) && !date_parse(json_text(to), &in.valid_to)))
        return fail(c, RC_INVALID, "rulesets", "dossier.ruleset_malformed");
    return q_ruleset_put(c, &in, NULL);
}

enum rc dossier_load_rulesets(struct ctx *c)
{
    const struct embed *pack = embed_packs;
    struct json doc;
    while (pack->name && strcmp(pack->name, "rulesets/vn.json") != 0)
        pack++;
    BUG_IF(!pack->name);
    if (!json_parse(c->mem, (str){(const char *)pack->bytes, (ptrdiff_t)pack->size}, &doc, NULL))
        return fail(c, RC_INVALID, "rulesets", "dossier.ruleset_malformed");
    const struct json sets = json_get(doc, "rulesets");
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < json_count(sets); i++)
        rc = put(c, json_item(sets, i));
    return rc;
}

/* A time of `n` units from then, by the calendar in force; no stops, no extension. */
enum rc dossier__time_from(struct ctx *c, instant from, enum due_unit unit, int64_t n, instant *ret_by)
{
    struct calendar_use use;
    struct clock_due due;
    const struct clock_case k = {.start = from,
                                 .rule = {.unit = unit, .n = (int32_t)n},
                                 .extended_at = INSTANT_NONE,
                                 .extended_to = DATE_NONE};
    enum rc rc = calendar_current(c, STR_NONE, &use);
    if (!rc)
        rc = clock_due(c, use.w, &k, &due);
    if (!rc)
        *ret_by = due.due;
    return rc;
}

enum rc dossier_reply_by(struct ctx *c, instant from, int64_t *ret_hours, instant *ret_by)
{
    struct q_ruleset_on_row rules;
    enum rc rc = q_ruleset_on(c, instant_date(from), &rules);
    if (!rc)
        rc = dossier__time_from(c, from, DUE_HOURS, rules.reply_hours, ret_by);
    if (!rc)
        *ret_hours = rules.reply_hours;
    return rc;
}

enum rc dossier_notice_by(struct ctx *c, const struct dossier *d, instant *ret_by)
{
    struct q_ruleset_get_row rules;
    if (instant_is_none(d->accepted_at))
        return RC_NOT_FOUND;
    const enum rc rc = q_ruleset_get(c, d->ruleset, &rules);
    return rc ? rc : dossier__time_from(c, d->accepted_at, DUE_WORKING_DAYS, rules.notice_days, ret_by);
}
