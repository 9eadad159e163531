/*
 * i18n.h - texts by key and language. Texts stand in src/<folder>/text.vi and text.en
 * (`key = text`, keys start with the folder's name, {0} {1} {2} are arguments); the
 * build compiles them into one sorted table and refuses a key that lacks a language.
 */
#ifndef MOTCUA_CORE_I18N_H
#define MOTCUA_CORE_I18N_H

#include "core/date.h"

enum lang { LANG_VI, LANG_EN, LANG_COUNT };

/* The text of a key known at build time by a template: index into the table. */
str text_at(enum lang lang, int index);
/* By key; an unknown key is a BUG (C sources are checked against the table in ./check). */
str text_get(enum lang lang, const char *key);
/* For tables that are checked at start. */
bool text_has(const char *key);
/* With arguments, in `mem`. */
str text_fmt(struct arena *mem, enum lang lang, const char *key, const str *args, int count);

/* Numbers, dates and money as people read them (ui rules): 12.480 / 12,480;
   thứ Tư 25/11/2026, 17:30 / Wednesday 25 November 2026, 17:30; 15.000 đ / VND 15,000. */
str text_number(struct arena *mem, enum lang lang, int64_t n);
str text_money(struct arena *mem, enum lang lang, int64_t vnd);      /* 0 is "Miễn phí" / "Free" */
str text_money_slip(struct arena *mem, enum lang lang, int64_t vnd); /* 15.000 đồng */
str text_day(struct arena *mem, enum lang lang, date d);             /* 25/11/2026; absent is "" */
str text_weekday(enum lang lang, date d);                            /* thứ Tư */
str text_date(struct arena *mem, enum lang lang, date d);            /* thứ Tư 25/11/2026 */
str text_time(struct arena *mem, enum lang lang, instant t);         /* thứ Tư 25/11/2026, 17:30 */

#endif
