/* calendar_setting.c - what an authority may choose about how dates are judged; see clock.h. */
#include "calendar/calendar_module.h"

#include "calendar/clock.h"

static int64_t by_instant_from, amber_days = 1;

const struct setting calendar_settings[] = {
    {.name = "punctuality_by_instant_from",
     .kind = SET_INT,
     .min = 0,
     .max = 20991231,
     .def = "0",
     .help = "day as YYYYMMDD from which early and on time are told apart by the minute, not by the "
             "working day; 0 = never",
     .to = &by_instant_from},
    {.name = "due_amber_days",
     .kind = SET_INT,
     .min = 0,
     .max = 60,
     .def = "1",
     .help = "working days before a due date from which it is shown as near",
     .to = &amber_days},
    {0},
};

enum due_state clock_punctuality(const struct worktime *w, instant due, instant finished)
{
    const struct civil on = date_civil(instant_date(finished));
    const bool by_instant =
        by_instant_from && on.year * 10000 + on.month * 100 + on.day >= by_instant_from;
    return clock_state(w, due, finished, by_instant);
}

bool clock_near(struct due_distance d)
{
    return !d.late && d.days <= amber_days;
}
