/* keep.h - what a running server does by itself, again and again; one thread. */
#ifndef MOTCUA_APP_KEEP_H
#define MOTCUA_APP_KEEP_H

#include "core/rc.h"

struct store;
struct app_keep;
MUST_USE enum rc app_keep_start(struct store *s, struct app_keep **ret_keep);
void app_keep_stop(struct app_keep *k); /* accepts NULL; runs what must not be lost once more */

#endif
