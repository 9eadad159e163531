/* outbox.h - the outbox of this program: rules and destinations. For wire.c. */
#ifndef MOTCUA_APP_OUTBOX_H
#define MOTCUA_APP_OUTBOX_H

#include "job/outbox.h"

extern const struct outbox_rule app_outbox_rules[];
extern const struct job_kind app_outbox_jobs[];
extern const struct outbox_destination app_outbox_destinations[];

#endif
