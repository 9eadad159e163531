/*
 * mail.h - a letter to one mailbox, handed to a mail server over SMTP (libcurl). Leaves out
 * queues and retries (job/outbox.h): one call, one attempt. Text only, no attachments.
 *
 * Invariants: 1. without `mail_server` nothing is ever sent, and mail_connected says so;
 * 2. TLS is required unless the server is this machine; 3. what stands in a header was checked
 * or is encoded: no letter can add a header; 4. no proxy, no environment, thirty seconds.
 */
#ifndef MOTCUA_MAIL_MAIL_H
#define MOTCUA_MAIL_MAIL_H

#include "core/date.h"
#include "core/rc.h"
#include "core/setting.h"

struct mail_config {
    str server;         /* smtp://host:port or smtps://host:port; empty = none */
    str from;           /* an address */
    str user, password; /* empty: the server asks for none */
};
extern struct mail_config mail_config_now; /* filled by the settings */
extern const struct setting mail_settings[];

struct letter {
    str to, subject, text; /* one address; UTF-8 */
};

/* A server and a sender are set, and may be spoken to. */
bool mail_connected(void);
/* local@domain in printable ASCII, as mail servers take it without quoting. */
bool mail_address_valid(str address);

/* A letter as one text, to be kept until it is sent; `parse` refuses what pack did not make. */
str mail_letter_pack(struct arena *mem, const struct letter *l);
MUST_USE bool mail_letter_parse(str packed, struct letter *ret_letter);

/* The bytes of RFC 5322. `id` makes the Message-ID: the same for a second attempt. */
str mail_message(struct arena *mem, const struct letter *l, str id, instant at);

/* RC_OK: the server has taken it. RC_INVALID: refused for good (5xx), or no address.
   RC_FAILED: refused for now (4xx). RC_UNAVAILABLE: no server, no connection, no time, no
   sign-in. */
MUST_USE enum rc mail_send(struct arena *mem, const struct letter *l, str id, instant at);

#endif
