/* petition_http.h - routes, links and words of petitions, for petition_module.c and the pages. */
#ifndef MOTCUA_PETITION_HTTP_H
#define MOTCUA_PETITION_HTTP_H

#include "petition/petition.h"
#include "petition/petition_view.h"
#include "web/module.h"
#include "web/web.h"

extern const struct route petition_routes[], petition_desk_routes[], petition_control_routes[];
extern const struct nav petition_nav[], petition_desk_nav[], petition_control_nav[];

/* Pages that a refusal is shown on. */
enum rc petition__desk_show(struct req *r);
enum rc petition__follow_show(struct req *r);
/* Files beside a petition, for staff or for its sender. */
MUST_USE enum rc petition__view_files(struct req *r, const struct petition *p, bool staff,
                                      struct petition_files_view *v);
/* The paragraphs of a text. */
const str *petition__lines(struct arena *mem, str text, ptrdiff_t *ret_n);
str petition__words(const struct req *r, const char *prefix, str word); /* text of prefix + word */
struct web_timeline petition__timeline(const struct req *r, const struct petition_event *v,
                                       ptrdiff_t n);
str petition__state(const struct req *r, const struct petition *p); /* a sentence for the sender */
/* Agencies a petition may concern, as choices. */
MUST_USE enum rc petition__agencies(struct req *r, struct web_field *field);

#endif
