/* auth.c - access behind web's port: who a cookie or token is, and what the chrome says of them. */
#include "access/signin.h"
#include "app/wire.h"
#include "web/web.h"

static href next_of(enum pending p)
{
    switch (p) {
    case PENDING_CODE:
        return HREF_TO("/sign-in/code");
    case PENDING_PASSWORD:
        return HREF_TO("/password");
    case PENDING_ENROL:
        return HREF_TO("/account/second-factor");
    case PENDING_NOTHING:
        break;
    }
    return HREF_NONE;
}

/* The office is "Một cửa, UBND phường …": where this session works. */
static void fill(struct ctx *c, struct web_who *who, struct actor *a)
{
    who->actor = a;
    who->actor_id = a->account;
    who->session = a->session;
    who->name = a->name;
    who->staff = a->kind == ACTOR_STAFF;
    who->has_lang = true;
    who->lang = a->lang;
    who->pending = next_of(a->pending);
    if (a->agency_name.n && a->unit_name.n)
        who->office = str_fmt(c->mem, "%.*s, %.*s", STR_ARG(a->unit_name), STR_ARG(a->agency_name));
    else
        who->office = a->agency_name;
    who->over = a->post_over;
    if (a->acting_for) {
        const str args[] = {a->for_name, who->office};
        who->office = text_fmt(c->mem, a->lang, "access.standing_in", args, 2);
    }
}

static enum rc by_session(struct ctx *c, str token, struct web_who *ret_who)
{
    struct actor *a = NEW(c->mem, struct actor);
    enum rc rc = access_session_find(c, token, a);
    if (rc == RC_OK)
        fill(c, ret_who, a);
    return rc;
}

static enum rc by_token(struct ctx *c, str token, struct web_who *ret_who)
{
    struct actor *a = NEW(c->mem, struct actor);
    enum rc rc = access_token_find(c, token, a);
    if (rc == RC_OK)
        fill(c, ret_who, a);
    return rc;
}

/* For a route: is there anything at all they may use this on. Which thing is the rule's. */
static bool may(const struct actor *a, enum perm need)
{
    return access_reach(a, need) != REACH_NOTHING;
}

const struct web_auth app_auth = {by_session, by_token, may, access_session_seen};
