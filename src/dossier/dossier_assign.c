/* dossier_assign.c - see dossier_assign.h. */
#include "dossier/dossier_assign.h"

#include "dossier/dossier_internal.h"

enum rc dossier_assign(struct ctx *c, struct dossier_id id, const struct work_assign *in,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct work_assigned done;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_ASSIGN, &a);
    if (!rc)
        rc = work_assign(c, (struct work_id){id.v}, in, &done);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("from_staff", done.from.v));
    dossier_act_say(&a, EV_INT("to_staff", done.to));
    dossier_act_say(&a, EV_TEXT("to_name", done.to_name));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.assigned", INSTANT_NONE, ret_ref);
}

/* ---- all of a desk ---- */

static enum rc check_desk(struct ctx *c, const struct hand_over_in *in)
{
    struct colleagues desks;
    const enum rc rc = work_desks(c, &desks);
    for (ptrdiff_t i = 0; !rc && i < desks.n; i++)
        if (desks.v[i].staff == in->from) {
            if (in->from == in->to)
                return fail(c, RC_INVALID, "to", "casework.assign.has_it");
            return str_trim(in->reason).n ? RC_OK
                                          : fail(c, RC_INVALID, "reason", "casework.assign.reason");
        }
    return rc ? rc : fail(c, RC_DENIED, "from", "casework.assign.not_yours");
}

/* Why this one stays: not a dossier, not in reach, or not for that colleague. */
static enum rc stays(struct ctx *c, struct work_id id, int64_t to, const char **ret_why)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, (struct dossier_id){id.v}, PERM_DOSSIER_ASSIGN, &a);
    if (rc == RC_NOT_FOUND || rc == RC_DENIED) {
        *ret_why = "casework.assign.not_yours";
        return RC_OK;
    }
    if (!rc)
        rc = work_may_assign(c, &a.work, ret_why);
    return rc || *ret_why ? rc : work_may_get(c, &a.work, to, ret_why);
}

enum rc dossier_hand_over(struct ctx *c, const struct hand_over_in *in, struct handed_over *ret_done)
{
    struct desk_work desk;
    struct handed_over done = {0};
    const char *first = NULL;
    const struct work_assign each = {.to = in->to, .reason = in->reason};
    enum rc rc = check_desk(c, in);
    if (!rc) /* what may not go is passed over, so a few more are looked at */
        rc = work_on_desk(c, S("dossier"), in->from, 1000, &desk);
    if (!rc && !desk.n)
        return fail(c, RC_INVALID, "from", "dossier.hand_over.empty");
    for (ptrdiff_t i = 0; !rc && i < desk.n && done.n < HAND_OVER_AT_ONCE; i++) {
        struct dossier_ref ref;
        const char *why = NULL;
        rc = stays(c, desk.v[i], in->to, &why);
        first = first ? first : why;
        if (!rc && !why) {
            rc = dossier_assign(c, (struct dossier_id){desk.v[i].v}, &each, &ref);
            done.n++;
        }
    }
    if (!rc && !done.n)
        return fail(c, RC_INVALID, "to", first);
    done.left = desk.n - done.n;
    if (!rc)
        *ret_done = done;
    return rc;
}
