/* account_mail.h - letters to accounts; inside the folder only. */
#ifndef MOTCUA_ACCOUNT_ACCOUNT_MAIL_H
#define MOTCUA_ACCOUNT_ACCOUNT_MAIL_H

#include "access/signin.h"

/* Where letters for this account go: its own address or that of its staff. Absent: it has none,
   or no mail server is connected. */
MUST_USE enum rc account__address(struct ctx *c, const struct account *a, str *ret_address);
/* Issues the code and lets the outbox carry it; nobody sees it here. RC_INVALID
   "account.mail.not_possible". */
MUST_USE enum rc account__mail_code(struct ctx *c, const struct account *a, str code, str origin,
                                    str *ret_address);

#endif
