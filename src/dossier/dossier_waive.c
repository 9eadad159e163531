/* dossier_waive.c - see dossier_waive.h. */
#include "dossier/dossier_waive.h"

#include "casework/parts.h"
#include "dossier/dossier_internal.h"

static str step_name(const struct def_choices *steps, str key)
{
    for (ptrdiff_t i = 0; i < steps->n; i++)
        if (str_eq(steps->v[i].key, key))
            return steps->v[i].name;
    return key;
}

enum rc dossier_waive(struct ctx *c, struct dossier_id id, int64_t seen_version, str other_step,
                      str reason, struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct def_choices steps;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_APPROVE, &a);
    if (!rc)
        rc = work_waivable(c, &a.work, &steps);
    if (!rc)
        rc = work_waive(c, (struct work_id){id.v}, seen_version, other_step, reason);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("step", a.work.step_name));
    dossier_act_say(&a, EV_TEXT("other_step", step_name(&steps, other_step)));
    dossier_act_say_personal(&a, EV_TEXT("reason", reason));
    return dossier_act_end(c, &a, "dossier.guard_waived", INSTANT_NONE, ret_ref);
}
