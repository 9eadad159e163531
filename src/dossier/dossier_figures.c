/* dossier_figures.c - see figures.h. */
#include "dossier/figures.h"

#include "dossier/dossier_sql.h"

enum rc dossier_figures(struct ctx *c, struct dossier_figures *ret)
{
    struct civil day = date_civil(instant_date(c->now));
    day.day = 1;
    struct dossier_figures f = {.at = c->now, .from = date_from_civil(day)};
    const instant from = instant_at(f.from, 0);
    struct q_dossier_received_row received;
    enum rc rc = q_dossier_received(c, from, c->now, &received);
    if (!rc)
        rc = work_figures(c, S("dossier"), from, c->now, &f.work);
    if (rc)
        return rc;
    f.received = received.received;
    f.online = received.online;
    f.synced = received.synced;
    *ret = f;
    return RC_OK;
}
