/* arrival_internal.h - inside the folder only: what stands in one row. */
#ifndef MOTCUA_ARRIVAL_INTERNAL_H
#define MOTCUA_ARRIVAL_INTERNAL_H

#include "arrival/arrival.h"
#include "dossier/dossier_arrive.h"

#define ARRIVAL_STANDS 20
#define ARRIVAL_PAPERS 30

int arrival__column(str member); /* -1: none such */

/* The cells of a staged row, by table column; absent ones empty. */
void arrival__cells(const struct arrival_table *t, str joined, str *cell);

/* "Giấy khai sinh=a.pdf; b.pdf": the next of them; paper absent: none named. */
struct arrival_named {
    str paper, file;
};
struct arrival_named arrival__file_next(str *rest);

/* A row as its cells say, before anything is looked up. */
struct arrival_read {
    struct arrival to;
    struct arrival_stand stands[ARRIVAL_STANDS];
    str receiving, competent, unit, handler, received_by, files;
};
/* RC_INVALID with a fault at each cell that cannot be read. `cell` by table column. */
MUST_USE enum rc arrival__read(struct ctx *c, enum arrival_kind kind, const str *cell,
                               struct arrival_read *ret);
/* 2026-11-09T09:00, 2026-11-09 09:00, 09/11/2026 09:00; a day alone is at `day_us` of it. */
MUST_USE bool arrival__moment(str text, int64_t day_us, instant *ret_at);

#endif
