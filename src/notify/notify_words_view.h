/* notify_words_view.h - rows of notices as pages show them; inside the folder. */
#ifndef MOTCUA_NOTIFY_WORDS_VIEW_H
#define MOTCUA_NOTIFY_WORDS_VIEW_H

#include "notify/notify.h"
#include "notify/notify_view.h"
#include "web/web.h"

/* The lines of a text that are not empty. */
const str *notify__lines(struct arena *mem, str text, ptrdiff_t *ret_n);
struct notify_row notify__row(const struct req *r, const struct notice *n);

#endif
