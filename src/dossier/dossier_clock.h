/* dossier_clock.h - jobs of the clocks of dossiers, for dossier_module.c and tests. */
#ifndef MOTCUA_DOSSIER_CLOCK_H
#define MOTCUA_DOSSIER_CLOCK_H

#include "core/ctx.h"
#include "job/kind.h"

/* Pauses past their limit run on: dossier.clock_resumed. */
MUST_USE enum rc dossier_job_resume(struct ctx *c, struct job_run *run);
/* Consultations past their time: dossier.consult_silent (NĐ 118/2025 Điều 19). */
MUST_USE enum rc dossier_job_silent(struct ctx *c, struct job_run *run);
/* A calendar published since, for every running clock: dossier.calendar_changed; for every question
   that waits: dossier.consult_redated. */
MUST_USE enum rc dossier_job_calendar(struct ctx *c, struct job_run *run);

/* Open dossiers of agencies that ended go on at their heirs: dossier.taken_over. */
MUST_USE enum rc dossier_job_mergers(struct ctx *c, struct job_run *run);

#endif
