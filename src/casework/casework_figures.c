/* casework_figures.c - see figures.h. */
#include "casework/figures.h"

#include "casework/casework_sql.h"

enum rc work_figures(struct ctx *c, str kind, instant from, instant now, struct work_figures *ret)
{
    struct q_work_settled_row settled;
    struct q_work_open_now_row open;
    enum rc rc = q_work_settled(c, kind, from, now, &settled);
    if (!rc)
        rc = q_work_open_now(c, kind, now, &open);
    if (!rc)
        *ret = (struct work_figures){.settled = settled.settled,
                                     .late = settled.late,
                                     .open = open.open,
                                     .overdue = open.overdue,
                                     .settled_synced = settled.synced,
                                     .open_synced = open.synced};
    return rc;
}
