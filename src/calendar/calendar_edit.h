/* calendar_edit.h - inside the folder: the copy with a typed decision in it. */
#ifndef MOTCUA_CALENDAR_CALENDAR_EDIT_H
#define MOTCUA_CALENDAR_CALENDAR_EDIT_H

#include "calendar/edit.h"

/* `base` with the decision in its span and a version's name of today. */
MUST_USE enum rc calendar__edit(struct ctx *c, const struct calendar_decision *in,
                                const struct calendar_source *base, struct calendar_source *ret_source);

#endif
