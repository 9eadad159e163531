/* result.c - results in parts, originals, letters, early word; see result.h. */
#include "result/result.h"

#include "dossier/dossier_act.h"

/* ---- one more result ---- */

enum rc result_add(struct ctx *c, struct dossier_id id, int64_t seen_version, int64_t file_id, str name,
                   struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (!rc && a.work.status != WORK_APPROVED && a.work.status != WORK_ISSUED)
        return fail(c, RC_CONFLICT, NULL, "result.not_approved");
    if (!rc && !file_id)
        return fail(c, RC_INVALID, "file", "casework.file_needed");
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, seen_version);
    if (!rc)
        rc = dossier_given_file(c, &a, file_id, name);
    if (rc)
        return rc;
    dossier_act_say_personal(&a, EV_TEXT("note", name));
    return dossier_act_end(c, &a, "dossier.result_added", INSTANT_NONE, ret_ref);
}

/* ---- giving some of it ---- */

static enum rc give(struct ctx *c, struct dossier_act *a, const struct give_in *in, bool results,
                    struct dossier_ref *ret_ref)
{
    const enum rc rc = dossier_given_some(c, a, results, in);
    if (rc)
        return rc;
    dossier_act_say(a, EV_INT("items", in->n));
    dossier_act_say_personal(a, EV_TEXT("note", in->note));
    return dossier_act_end(c, a, results ? "dossier.part_given" : "dossier.originals_returned",
                           INSTANT_NONE, ret_ref);
}

enum rc result_give_part(struct ctx *c, struct dossier_id id, const struct give_in *in,
                         struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    const enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (!rc && a.work.status != WORK_ISSUED && a.work.status != WORK_RETURNED)
        return fail(c, RC_CONFLICT, NULL, "result.not_issued");
    return rc ? rc : give(c, &a, in, true, ret_ref);
}

enum rc result_return_originals(struct ctx *c, struct dossier_id id, const struct give_in *in,
                                struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    const enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    return rc ? rc : give(c, &a, in, false, ret_ref);
}

/* ---- letters, early word ---- */

enum rc result_delivered(struct ctx *c, struct dossier_id id, int64_t seen_version, date on,
                         struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    int64_t letter;
    instant sent;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (rc)
        return rc;
    rc = dossier_given_on_way(c, id, &letter, &sent);
    if (rc)
        return rc == RC_NOT_FOUND ? fail(c, RC_CONFLICT, NULL, "result.nothing_sent") : rc;
    if (date_is_none(on) || on.day < instant_date(sent).day || on.day > instant_date(c->now).day)
        return fail(c, RC_INVALID, "on", "result.day_bounds");
    rc = work_touch(c, (struct work_id){id.v}, seen_version);
    if (!rc)
        rc = dossier_given_arrived(c, &a, letter, on);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_DATE("delivered_on", on));
    return dossier_act_end(c, &a, "dossier.delivered", INSTANT_NONE, ret_ref);
}

enum rc result_announce(struct ctx *c, struct dossier_id id, int64_t seen_version, instant ready_at,
                        struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (rc == RC_DENIED) /* the counter may say it, too */
        rc = dossier_act_begin(c, id, PERM_DOSSIER_RETURN, &a);
    if (rc)
        return rc;
    if (instant_is_none(a.work.due_at) || !instant_is_none(a.work.finished_at))
        return fail(c, RC_CONFLICT, NULL, "result.nothing_promised");
    if (instant_is_none(ready_at) || ready_at.us <= c->now.us ||
        instant_date(ready_at).day >= instant_date(a.work.due_at).day)
        return fail(c, RC_INVALID, "ready_at", "result.not_early");
    rc = work_touch(c, (struct work_id){id.v}, seen_version);
    if (!rc)
        rc = dossier_given_early(c, id, ready_at);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TIME("ready_at", ready_at));
    /* Told to the citizen: a reason is shown to them, a note is not. */
    dossier_act_say_personal(&a, EV_TEXT("reason", text_time(c->mem, LANG_VI, ready_at)));
    return dossier_act_end(c, &a, "dossier.announced", INSTANT_NONE, ret_ref);
}
