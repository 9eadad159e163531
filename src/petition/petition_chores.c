/*
 * petition_chores.c - what nobody asks for: the shipped process and times of a new folder, pauses that
 * run out, a new calendar, and an order that moves petitions to another version of the process.
 */
#include "petition/petition_internal.h"

#include <string.h>

#include "access/access.h"
#include "casework/ledger.h"
#include "casework/process.h"
#include "core/embed.h"
#include "core/json.h"

#define AT_ONCE 20

static str pack(const char *name)
{
    const struct embed *p = embed_packs;
    while (p->name && strcmp(p->name, name) != 0)
        p++;
    BUG_IF(!p->name);
    return (str){(const char *)p->bytes, (ptrdiff_t)p->size};
}

/* ---- install ---- */

static enum rc put_rule(struct ctx *c, struct json r)
{
    struct q_petition_rule_put_in in = {.key = json_text_of(r, "key"),
                                        .value = json_text_of(r, "value"),
                                        .article = json_text_of(r, "article"),
                                        .label = json_text_of(r, "label")};
    struct due_rule rule;
    if (!in.key.n || !in.article.n || !due_rule_parse(in.value, &rule) ||
        !date_parse(json_text_of(r, "valid_from"), &in.valid_from))
        return fail(c, RC_INVALID, "rules", "petition.rules_malformed");
    return q_petition_rule_put(c, &in, NULL);
}

static enum rc install_rules(struct ctx *c)
{
    struct json doc;
    if (!json_parse(c->mem, pack("petitions/vn.json"), &doc, NULL))
        return fail(c, RC_INVALID, "rules", "petition.rules_malformed");
    const struct json rules = json_get(doc, "rules");
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < json_count(rules); i++)
        rc = put_rule(c, json_item(rules, i));
    return rc;
}

/* Whatever an authority published of its own stays in force. */
static enum rc install_process(struct ctx *c)
{
    struct process_id id;
    struct process_version v;
    const date today = instant_date(c->now);
    enum rc rc = process_of_code(c, S("petition"), S("petition"), today, &id);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = process_import(c, pack("processes/petition.json"), &id);
    if (!rc)
        rc = process_version_get(c, id, &v);
    return rc ? rc
              : process_publish(c, id,
                                &(struct process_publish){
                                    .seen_edit = v.edit,
                                    .valid_from = today,
                                    .reason = text_get(LANG_VI, "petition.shipped"),
                                    .unstaffed = true,
                                });
}

enum rc petition_install(struct ctx *c)
{
    const enum rc rc = install_rules(c);
    return rc ? rc : install_process(c);
}

/* ---- the clock by itself ---- */

static enum rc recounted(struct ctx *c, void *arg, const struct clock_change *x)
{
    const struct petition_id id = {x->id.v};
    struct petition p;
    (void)arg;
    enum rc rc = petition__set_stage(c, id);
    if (!rc)
        rc = petition_get_by_id(c, id, &p);
    return rc ? rc : petition__event(c, &p, "petition.recounted", NULL, 0);
}

enum rc petition_tick(struct ctx *c, str cursor, str *ret_next)
{
    const struct clock_told told = {"petition", recounted, NULL};
    int64_t n = 0;
    const enum rc rc = cursor.n ? RC_OK : work_clock_resume_due(c, &told, AT_ONCE, &n);
    return rc ? rc : work_calendar_apply(c, &told, cursor, ret_next);
}

enum rc petition_migrated(struct ctx *c, struct work_id id, const struct work_migrated *m)
{
    struct petition p;
    const enum rc rc = petition_get_by_id(c, (struct petition_id){id.v}, &p);
    const struct petition_said said[] = {{"note", m->reason}};
    return rc ? rc : petition__event(c, &p, "petition.migrated", said, 1);
}
