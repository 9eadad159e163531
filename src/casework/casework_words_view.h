/*
 * casework_words_view.h - the words and shapes of moments, due dates and day strips, the same
 * on every page of every capability (ui rules, sections 6 and 8).
 */
#ifndef MOTCUA_CASEWORK_WORDS_VIEW_H
#define MOTCUA_CASEWORK_WORDS_VIEW_H

#include "calendar/clock.h"
#include "casework/casework.h"
#include "core/i18n.h"
#include "web/web_view.h"

/* "thứ Tư 25/11, 17:30"; today "hôm nay, 17:30"; another year has its number. */
str words_moment(struct arena *mem, enum lang lang, instant t, instant now);

/* The day of it alone, the same way: "thứ Tư 25/11". */
str words_day(struct arena *mem, enum lang lang, date d, instant now);
/* For strips and ledgers: "T4", "CN". */
str words_weekday(enum lang lang, date d);

/* The tag of the work status (staff), and the sentence for citizens. */
struct web_tag words_status(enum lang lang, enum work_status s);
str words_citizen_status(enum lang lang, enum work_status s);

/* The due chip, of a list or of one case: the distance while the clock runs, what is waited for
   and since when while none does, how it stood to its due date when there was a result, and
   that it is over when it ended without one. Near, and amber, as clock_near says. */
struct words_due_in {
    const struct worktime *w; /* of the unit; worktime_shipped() will do for lists */
    enum work_status status;
    instant due, finished; /* INSTANT_NONE: no clock runs; it goes on */
    instant since;         /* in this state; INSTANT_NONE = not said */
    bool provisional;
    bool paused; /* the clock stands and runs on by itself */
    instant now;
};
struct web_due words_due(struct arena *mem, enum lang lang, const struct words_due_in *in);

/* The day strip of a clock; more than ten days collapse into weeks. `small` for the aside. */
MUST_USE enum rc words_days(struct ctx *c, enum lang lang, const struct worktime *w,
                            const struct clock_case *k, bool small, struct web_days *ret_days);

#endif
