/*
 * page.h - parts of pages made from what the dispatcher knows: fields with what was typed
 * and what is wrong with them, the error summary, links to the neighbouring pages.
 *
 *     view.errors = req_errors(r);                                 {{> web/_errors errors}}
 *     view.fields = form_fields(r, &accept_form, &r->values);      {{> web/_form_start}}{{> web/_fields
 * fields}}
 *
 * Ids of controls are `f-<name>` (`f-paper_7`, `f-born-month`), so a summary links to them.
 */
#ifndef MOTCUA_WEB_PAGE_H
#define MOTCUA_WEB_PAGE_H

#include "web/api.h"
#include "web/web.h"
#include "web/web_view.h"

/* Every fault of the refused request, in the reader's words; n = 0 on a first drawing. */
struct web_errors req_errors(struct req *r);

/* All fields but keyed ones, in the form's order. `v`: r->values, or what stands there already. */
struct web_fields form_fields(struct req *r, const struct form *f, const struct form_values *v);
/* One field by name: "born", or an input of a keyed one: "paper_7". BUG if undeclared. */
struct web_field form_field(struct req *r, const struct form *f, const struct form_values *v, str name);
/* The same out of `fields`, to be changed; BUG if it is not there. */
struct web_field *fields_get(struct web_fields fields, const char *name);
/* Turns a line into a list to choose from; the one whose value was typed is chosen. */
void field_select(struct req *r, struct web_field *x, const struct web_option *options, ptrdiff_t n);
/* The same as radio buttons. */
void field_radios(struct req *r, struct web_field *x, const struct web_option *options, ptrdiff_t n);

/* The words of a fault at a field that no form declares (forms as data). */
str page_fault_text(struct arena *mem, enum lang lang, const char *key, const str args[3], str label);
/* The message of the first fault of that field, for pages that draw by themselves; STR_NONE. */
str req_error_at(struct req *r, str field);

#endif
