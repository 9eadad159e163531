/*
 * dossier_words.h - words and marks of the staff pages beyond those shared with citizens
 * (dossier_words_view.h): the due chip of a list, tags of money, delivery and synchronisation.
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

/* "hôm nay, 11:30", "thứ Tư 25/11, 17:30", with the year when it is another one. */
str dossier_moment(const struct saying *s, instant t);
/* The day alone, the same way. */
str dossier_day(const struct saying *s, date d);
/* A text of ours with arguments. */
str dossier_say(const struct saying *s, const char *key, const str *args, int count);

/* The statuses beside the work: money, delivery, synchronisation, as stored. */
struct web_tag dossier_money_tag(enum lang lang, str status);
struct web_tag dossier_delivery_tag(enum lang lang, str status);
struct web_tag dossier_sync_tag(enum lang lang, str status);

/* Distance and moment; of a stopped clock since when it stands, of a finished case that it
   waits to be collected, of one not yet accepted that it waits. */
struct due_facts {
    enum work_status status;
    instant due, since; /* since: in this step or state */
    bool running, provisional;
};
struct web_due dossier_due_chip(const struct saying *s, const struct due_facts *f);

str dossier_form_text(enum lang lang, str form); /* "Bản chính" */

#endif
