/*
 * status.h - the statuses of a piece of work: a closed set, the same for every kind of it.
 * When you add one, also extend the texts casework.status.* and casework.citizen.*, the list
 * queries' comments and the mapping tables of integrations.
 */
#ifndef MOTCUA_CASEWORK_STATUS_H
#define MOTCUA_CASEWORK_STATUS_H

#include "core/ctx.h"

enum work_status {
    WORK_WAITING,    /* CHO_TIEP_NHAN: filed, being checked */
    WORK_SUPPLEMENT, /* the citizen was asked to complete it; the clock stands still */
    WORK_ACCEPTED,   /* DA_TIEP_NHAN */
    WORK_PROCESSING, /* DANG_THU_LY */
    WORK_APPROVING,  /* TRINH_DUYET */
    WORK_APPROVED,   /* DA_PHE_DUYET */
    WORK_ISSUED,     /* DA_PHAT_HANH: the result lies ready */
    WORK_RETURNED,   /* HOAN_THANH */
    WORK_REFUSED,
    WORK_WITHDRAWN,
    WORK_STOPPED,
    WORK_CANCELLED, /* entered by mistake: counted apart */
    WORK_FORWARDED, /* passed on to the authority it belongs to */
    WORK_STATUS_COUNT
};
str work_status_code(enum work_status s); /* as stored: "waiting" … */
MUST_USE bool work_status_parse(str code, enum work_status *ret_status);
bool work_status_open(enum work_status s); /* the case is not over */

#endif
