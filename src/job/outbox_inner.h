/* outbox_inner.h - what the files of the outbox share; inside the folder only. */
#ifndef MOTCUA_JOB_OUTBOX_INNER_H
#define MOTCUA_JOB_OUTBOX_INNER_H

#include "job/outbox.h"

const struct outbox_setup *outbox__setup(void);
const struct outbox_destination *outbox__destination(str name); /* NULL: none */
const char *outbox__state_word(enum outbox_state_no s);
MUST_USE bool outbox__open(struct arena *mem, str box, str *ret_letter);

#endif
