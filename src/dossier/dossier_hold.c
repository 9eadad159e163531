/* dossier_hold.c - see dossier_hold.h; what holds and until when is casework's (ledger.h). */
#include "dossier/dossier_hold.h"

#include "casework/ledger.h"
#include "dossier/dossier_internal.h"

static enum rc check(struct ctx *c, const struct dossier_act *a, const struct pause_in *in)
{
    enum rc rc = RC_OK;
    if (a->work.status >= WORK_APPROVED)
        return fail(c, RC_CONFLICT, NULL, "dossier.hold.decided");
    if (!str_trim(in->reason).n)
        rc = fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (!str_trim(in->letter).n)
        rc = fail(c, RC_INVALID, "letter", "dossier.hold.letter_needed");
    if (!in->file_id)
        rc = fail(c, RC_INVALID, "file", "dossier.hold.file_needed");
    return rc;
}

static enum rc put_letter(struct ctx *c, int64_t dossier, const struct pause_in *in)
{
    return q_dossier_file_insert(
        c,
        &(struct q_dossier_file_insert_in){
            .dossier_id = dossier,
            .kind = S("letter"),
            .file_id = in->file_id,
            .name = in->file_name,
            .added_at = c->now,
            .added_by = c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE,
        },
        NULL);
}

enum rc dossier_pause(struct ctx *c, struct dossier_id id, const struct pause_in *in,
                      struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    instant until = INSTANT_NONE;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_APPROVE, &a);
    if (!rc)
        rc = check(c, &a, in);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = work_hold(c, (struct work_id){id.v}, in->hold, in->until, &until);
    if (!rc)
        rc = put_letter(c, id.v, in);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("hold", in->hold));
    dossier_act_say(&a, EV_TIME("until", until));
    dossier_act_say(&a, EV_TIME("was_due_at", a.work.due_at));
    dossier_act_say(&a, EV_TEXT("letter", in->letter));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.clock_paused", INSTANT_NONE, ret_ref);
}

enum rc dossier_resume(struct ctx *c, struct dossier_id id, const struct resume_in *in,
                       struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_PROCESS, &a);
    if (!rc && !str_trim(in->note).n)
        return fail(c, RC_INVALID, "note", "dossier.reason_needed");
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = work_clock_resume(c, (struct work_id){id.v}, c->now,
                               text_get(LANG_VI, "dossier.ledger.has_come"));
    if (rc)
        return rc;
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.clock_resumed", INSTANT_NONE, ret_ref);
}
