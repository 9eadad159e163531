/* account_page_view.h - what the handlers of account share; inside the folder only. */
#ifndef MOTCUA_ACCOUNT_ACCOUNT_PAGE_VIEW_H
#define MOTCUA_ACCOUNT_ACCOUNT_PAGE_VIEW_H

#include "access/signin.h"
#include "account/account_view.h"
#include "web/page.h"

extern const struct route account_signin_routes[];
extern const struct route account_own_routes[];
extern const struct route account_admin_routes[];
extern const struct route account_stand_in_routes[];
extern const struct route account_org_routes[];
extern const struct route account_duty_routes[];

/* Where somebody goes after signing in: back to what they asked for, or to their work. */
href account__home(struct req *r, enum account_kind kind, str back);
/* A form page: heading, lead and button are texts `<form name>heading` ... */
struct account_form_view account__form(struct req *r, const struct form *f, href action);
/* Draws it in the one-question layout. */
enum rc account__show(struct req *r, const struct account_form_view *view);
struct web_link account__link(struct req *r, const char *text, href to);
str account__moment(struct req *r, instant at); /* absent: "never" */
str account__outcome(struct req *r, str outcome);

#endif
