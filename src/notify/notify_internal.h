/* notify_internal.h - shared by the files of notify; nobody else includes it. */
#ifndef MOTCUA_NOTIFY_INTERNAL_H
#define MOTCUA_NOTIFY_INTERNAL_H

#include "notify/notify.h"

/* Puts the values in; what is not known stays empty. `t` has passed the check. */
str notice__fill(struct arena *mem, str text, const str values[NOTICE_FIELD_COUNT]);
/* Shipped words of every kind, where nothing is stored yet. */
MUST_USE enum rc notice__install_templates(struct ctx *c);
const struct notify_source *notify__source(str object); /* NULL: none */

/* E-mail of an account, its own or the staff member's; absent: none. */
struct account;
MUST_USE enum rc notice__address(struct ctx *c, const struct account *a, str *ret_address);

/* One notice as written, on its way to the channels. */
struct notice_out {
    int64_t id, account;
    str pub, recipient, address, subject, body;
    instant at; /* of what it tells */
    struct notice_choice choice;
};
/* Messages by every channel that was chosen. */
MUST_USE enum rc notice__send(struct ctx *c, const struct notice_out *o);
str notice__hash(struct arena *mem, str a, str b);

#endif
