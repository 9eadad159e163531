/* calendar_clock.h - inside the folder: a case settled for counting, and its stops in order. */
#ifndef MOTCUA_CALENDAR_CALENDAR_CLOCK_H
#define MOTCUA_CALENDAR_CALENDAR_CLOCK_H

#include "calendar/clock.h"

struct settled {
    const struct worktime *w;
    const struct clock_case *k;
    instant begun, stands;
    struct due_rule rule; /* the case's, or what an extension makes of it */
};
MUST_USE enum rc clock__settle(struct ctx *c, const struct worktime *w, const struct clock_case *k,
                               struct settled *ret_settled);

/* Stretches of standing after `from`, cut so that they do not overlap; start with {.from = t, .b = t}.
 */
struct stop_walk {
    instant from, a, b;
    const struct clock_stop *stop;
    ptrdiff_t i;
};
bool clock__next_stop(const struct settled *s, struct stop_walk *walk);

/* Worked microseconds in from..to without the stops; 0 when to <= from. */
int64_t clock__running(const struct settled *s, instant from, instant to);

#endif
