/* account_mail.c - letters to accounts: a one-time code, enclosed in the outbox, sealed. */
#include "account/account_mail.h"

#include "job/job.h"
#include "job/outbox.h"
#include "mail/mail.h"
#include "org/org.h"

enum rc account__address(struct ctx *c, const struct account *a, str *ret_address)
{
    struct staff s;
    enum rc rc = RC_OK;
    *ret_address = a->email;
    if (!a->email.n && a->staff) {
        rc = org_staff_by_id(c, a->staff, &s);
        if (!rc)
            *ret_address = s.email;
    }
    if (rc || !mail_address_valid(*ret_address) || !outbox_is_connected(S(OUTBOX_MAIL)))
        *ret_address = STR_NONE;
    return rc;
}

static struct letter code_letter(struct ctx *c, const struct account *a, str code, str origin)
{
    const str until = text_time(c->mem, a->lang, access_reset_until(c->now));
    const str where = str_fmt(c->mem, "%.*s/reset", STR_ARG(origin));
    const str args[3] = {a->login, code, until};
    const str body = text_fmt(c->mem, a->lang, "account.mail.code", args, 3);
    const str link = text_fmt(c->mem, a->lang, "account.mail.where", &where, 1);
    return (struct letter){
        .subject = text_get(a->lang, "account.mail.subject"),
        .text = str_fmt(c->mem, "%.*s\n\n%.*s\n\n%.*s\n", STR_ARG(body), STR_ARG(link),
                        STR_ARG(text_get(a->lang, "account.mail.not_you"))),
    };
}

enum rc account__mail_code(struct ctx *c, const struct account *a, str code, str origin,
                           str *ret_address)
{
    struct letter l = code_letter(c, a, code, origin);
    int64_t event = 0;
    enum rc rc = account__address(c, a, &l.to);
    if (rc)
        return rc;
    if (!l.to.n)
        return fail(c, RC_INVALID, NULL, "account.mail.not_possible");
    rc = access_reset_mail(c, a->id, code, l.to, &event);
    if (!rc)
        rc = outbox_enclose(c, event, mail_letter_pack(c->mem, &l), access_reset_until(c->now));
    if (!rc)
        rc = job_ask(c, "outbox.mail", S(""), S("")); /* somebody waits for it */
    *ret_address = l.to;
    return rc;
}
