/* notify_dossier.h - the job of the officers' reminder, for notify_module.c. */
#ifndef MOTCUA_NOTIFY_DOSSIER_H
#define MOTCUA_NOTIFY_DOSSIER_H

#include "core/ctx.h"
#include "job/kind.h"

/* Once, when the answer to an online filing is nearly due and was not given. */
enum rc notify__reply_due(struct ctx *c, struct job_run *run);

#endif
