/* counter_http.h - shared by the handlers and the view builder; inside the folder only. */
#ifndef MOTCUA_COUNTER_HTTP_H
#define MOTCUA_COUNTER_HTTP_H

#include "counter/counter.h"
#include "counter/counter_view.h"

struct req;  /* web/web.h */
struct form; /* web/form.h */
extern const struct form counter__form;

/* The page draws its fields from the form, so it needs the request. */
void counter__view(struct req *r, const struct saying *s, const struct counter_facts *f,
                   struct counter_view *ret_view);
void counter__view_done(const struct saying *s, const struct desk_facts *f, str visit,
                        struct counter_done_view *ret_view);

#endif
