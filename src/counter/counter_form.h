/* counter_form.h - the procedure's form at the counter; inside the folder only. */
#ifndef MOTCUA_COUNTER_FORM_H
#define MOTCUA_COUNTER_FORM_H

#include "dossier/dossier.h"
#include "eform/eform.h"
#include "eform/versions.h"

struct req;
struct form_rows;
struct counter_view;
struct counter_form {
    bool has, typed; /* the procedure has one; something was typed into it */
    struct eform_version version;
    struct eform form;
    struct eform_filled x;
    bool *known; /* by field: of the person chosen, not typed */
};
/* What was typed: `rows`, or NULL and r->values after a refusal. `self`: the owner files for oneself.
 */
MUST_USE enum rc counter__form_read(struct req *r, str procedure, const struct person *owner, bool self,
                                    const struct form_rows *rows, struct counter_form *ret_form);
/* Nothing typed is fine: then it lies there on paper. RC_INVALID with a fault at each field. */
MUST_USE enum rc counter__form_check(struct req *r, const struct counter_form *f);
MUST_USE enum rc counter__form_keep(struct req *r, const struct counter_form *f,
                                    const struct dossier_ref *ref);
void counter__form_view(struct req *r, const struct counter_form *f, struct counter_view *v);

#endif
