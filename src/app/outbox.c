/*
 * outbox.c - which events have to reach somebody outside, and by which way. A new partner: its
 * adapter as `connected` and `deliver` of its destination, its job in the list below.
 */
#include "app/outbox.h"

#include "mail/mail.h"

/* What the national portal shows of a dossier changes with each of these. Who has it on their
   desk (claimed) and a draft (of an apology, signed or not) are the authority's own. */
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
    {"dossier.stopped", OUTBOX_NATIONAL_PORTAL},
    {"dossier.mended", OUTBOX_NATIONAL_PORTAL},
    {"dossier.reissued", OUTBOX_NATIONAL_PORTAL},
    {"dossier.stop_asked", OUTBOX_NATIONAL_PORTAL},
    {"dossier.cancelled", OUTBOX_NATIONAL_PORTAL},
    {"dossier.corrected", OUTBOX_NATIONAL_PORTAL},
    {"dossier.paid", OUTBOX_NATIONAL_PORTAL},
    {"dossier.extended", OUTBOX_NATIONAL_PORTAL},
    {"dossier.apologised", OUTBOX_NATIONAL_PORTAL},
    {"dossier.clock_paused", OUTBOX_NATIONAL_PORTAL},
    {"dossier.clock_resumed", OUTBOX_NATIONAL_PORTAL},
    {"dossier.calendar_changed", OUTBOX_NATIONAL_PORTAL},
    {"dossier.taken_over", OUTBOX_NATIONAL_PORTAL},
    {"access.reset_mailed", OUTBOX_MAIL},
    {"notice.mail_asked", OUTBOX_MAIL},
    {"notice.sms_asked", OUTBOX_SMS},
    {"notice.zalo_asked", OUTBOX_ZALO},
    {0},
};

/* What a mailbox gets is the letter enclosed by whoever wrote it. */
static enum rc deliver_mail(struct ctx *c, const struct outbox_item *item)
{
    struct letter l;
    const str id = str_fmt(c->mem, "event-%lld-%lld.%.*s", (long long)item->event,
                           (long long)item->at.us, STR_ARG(item->object_pub));
    if (!item->letter.p)
        return fail(c, RC_INVALID, NULL, "job.outbox.letter_over");
    if (!mail_letter_parse(item->letter, &l))
        return fail(c, RC_INVALID, NULL, "job.outbox.letter_broken");
    return mail_send(c->mem, &l, id, item->at);
}

const struct job_kind app_outbox_jobs[] = {
    {"outbox.mail", outbox_unit, .before = outbox_before, .every_min = 1, .lease_s = 900,
     .arg = OUTBOX_MAIL, .title = "job.outbox.send_mail"},
    {0},
};

/* No adapter speaks to the national portal yet: its rows wait, and every page says so. Nor is there
   one for SMS or Zalo: nobody can choose them, and pages say "not connected". */
const struct outbox_destination app_outbox_destinations[] = {
    {.name = OUTBOX_NATIONAL_PORTAL, .text = "job.outbox.national_portal"},
    {.name = OUTBOX_MAIL,
     .text = "job.outbox.mail",
     .connected = mail_connected,
     .deliver = deliver_mail},
    {.name = OUTBOX_SMS, .text = "job.outbox.sms"},
    {.name = OUTBOX_ZALO, .text = "job.outbox.zalo"},
    {0},
};
