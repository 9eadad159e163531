/*
 * outbox.c - which events have to reach somebody outside, and by which way. A new partner: its
 * adapter as `connected` and `deliver` of its destination, its job in the list below.
 */
#include "app/outbox.h"

/* What the national portal shows of a dossier changes with each of these. Who has it on their
   desk (claimed) and a draft (apology) are the authority's own. */
const struct outbox_rule app_outbox_rules[] = {
    {"dossier.filed", OUTBOX_NATIONAL_PORTAL},
    {"dossier.accepted", OUTBOX_NATIONAL_PORTAL},
    {"dossier.supplement_asked", OUTBOX_NATIONAL_PORTAL},
    {"dossier.supplement_completed", OUTBOX_NATIONAL_PORTAL},
    {"dossier.refused", OUTBOX_NATIONAL_PORTAL},
    {"dossier.moved", OUTBOX_NATIONAL_PORTAL},
    {"dossier.issued", OUTBOX_NATIONAL_PORTAL},
    {"dossier.returned", OUTBOX_NATIONAL_PORTAL},
    {"dossier.withdrawn", OUTBOX_NATIONAL_PORTAL},
    {"dossier.cancelled", OUTBOX_NATIONAL_PORTAL},
    {"dossier.corrected", OUTBOX_NATIONAL_PORTAL},
    {"dossier.paid", OUTBOX_NATIONAL_PORTAL},
    {0},
};

/* No adapter speaks to the national portal yet: its rows wait, and every page says so. */
const struct outbox_destination app_outbox_destinations[] = {
    {.name = OUTBOX_NATIONAL_PORTAL, .text = "job.outbox.national_portal"},
    {0},
};
