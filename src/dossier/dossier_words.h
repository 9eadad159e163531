/*
 * dossier_words.h - words and marks of the staff pages beyond those shared with citizens
 * (dossier_words_view.h): tags of money, delivery and synchronisation, names of paper forms.
 * When you add such a status, give it its row in dossier_words.c.
 */
#ifndef MOTCUA_DOSSIER_WORDS_H
#define MOTCUA_DOSSIER_WORDS_H

#include "calendar/clock.h"
#include "dossier/dossier_words_view.h"

/* What words depend on besides the fact itself. */
struct saying {
    struct arena *mem;
    enum lang lang;
    instant now;
    const struct worktime *w; /* of the reader's unit, or the case's own */
};

str dossier_moment(const struct saying *s, instant t); /* words_moment */
/* A text of ours with arguments. */
str dossier_say(const struct saying *s, const char *key, const str *args, int count);

/* The statuses beside the work: money, delivery, synchronisation, as stored. */
struct web_tag dossier_money_tag(enum lang lang, str status);
struct web_tag dossier_delivery_tag(enum lang lang, str status);
struct web_tag dossier_synced_tag(enum lang lang); /* led by another system */
struct web_tag dossier_sync_tag(enum lang lang, str status);

str dossier_form_text(enum lang lang, str form); /* "Bản chính" */

#endif
