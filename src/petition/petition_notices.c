/*
 * petition_notices.c - what the events of a petition tell its sender: by their account, else by the
 * e-mail address they left. What they wrote is not repeated; the page has it.
 */
#include "petition/petition_internal.h"

#include "access/access.h"

#define OF_CASE                                                                                        \
    (NOTICE_BIT(NOTICE_CODE) | NOTICE_BIT(NOTICE_AGENCY) | NOTICE_BIT(NOTICE_AT) |                     \
     NOTICE_BIT(NOTICE_LINK))
#define CODE NOTICE_BIT(NOTICE_CODE)
#define DUE NOTICE_BIT(NOTICE_DUE)

enum which { SENT, ACCEPTED, ASKED, FORWARDED, REFUSED, MERGED, ANSWERED };
static const struct notice_kind kinds[] = {
    [SENT] = {"petition_sent", "petition.notice.sent", OF_CASE | NOTICE_BIT(NOTICE_REPLY_BY), CODE},
    [ACCEPTED] = {"petition_accepted", "petition.notice.accepted", OF_CASE | DUE, CODE | DUE},
    [ASKED] = {"petition_asked", "petition.notice.asked", OF_CASE, CODE},
    [FORWARDED] = {"petition_forwarded", "petition.notice.forwarded", OF_CASE, CODE},
    [REFUSED] = {"petition_refused", "petition.notice.refused", OF_CASE, CODE},
    [MERGED] = {"petition_merged", "petition.notice.merged", OF_CASE, CODE},
    [ANSWERED] = {"petition_answered", "petition.notice.answered", OF_CASE, CODE},
    {0},
};
static const struct {
    const char *event;
    enum which tells;
} table[] = {
    {"petition.sent", SENT},           {"petition.accepted", ACCEPTED}, {"petition.asked", ASKED},
    {"petition.forwarded", FORWARDED}, {"petition.refused", REFUSED},   {"petition.merged", MERGED},
    {"petition.answered", ANSWERED},
};

typedef str value_row[NOTICE_FIELD_COUNT];

static str moment(struct ctx *c, enum lang lang, instant t)
{
    return instant_is_none(t) ? text_get(lang, "notify.no_date") : text_time(c->mem, lang, t);
}

static enum rc tell(struct ctx *c, const struct notice_event *e, int64_t id, enum which which)
{
    struct petition p;
    value_row v[LANG_COUNT];
    const enum rc rc = petition_get_by_id(c, (struct petition_id){id}, &p);
    if (rc)
        return rc;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        for (int f = 0; f < NOTICE_FIELD_COUNT; f++)
            v[lang][f] = S("");
        v[lang][NOTICE_CODE] = p.code;
        v[lang][NOTICE_AGENCY] = p.agency;
        v[lang][NOTICE_AT] = moment(c, lang, e->at);
        v[lang][NOTICE_DUE] = moment(c, lang, p.work.due_at);
        v[lang][NOTICE_REPLY_BY] = moment(c, lang, p.stage_due_at);
    }
    const struct notice_tell t = {.kind = &kinds[which],
                                  .account = p.account_id,
                                  .address = p.email,
                                  .path = str_fmt(c->mem, "/petitions/follow/%.*s", STR_ARG(p.pub)),
                                  .values = (const str(*)[NOTICE_FIELD_COUNT])v};
    return notice_tell(c, e, &t);
}

/* Those whose petition was merged into it hear of the answer too. */
static enum rc gather(struct ctx *c, const struct notice_event *e)
{
    struct q_petition_merged_rows merged = {0};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!str_eq(e->kind, str_of(table[i].event)))
            continue;
        enum rc rc = tell(c, e, e->object, table[i].tells);
        if (!rc && table[i].tells == ANSWERED)
            rc = q_petition_merged(c, e->object, &merged);
        for (ptrdiff_t k = 0; !rc && k < merged.n; k++)
            rc = tell(c, e, merged.v[k].id, ANSWERED);
        return rc;
    }
    return RC_OK;
}

const struct notify_source petition_notices = {"petition", kinds, gather};
