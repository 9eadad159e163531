/* account_view.h - what the pages of accounts show. */
#ifndef MOTCUA_ACCOUNT_ACCOUNT_VIEW_H
#define MOTCUA_ACCOUNT_ACCOUNT_VIEW_H

#include "web/web_view.h"

/* One form on a page: sign-in, registration, password, code, role ... */
struct account_form_view {
    bool has_notice;
    struct web_notice notice;
    struct web_errors errors;
    str heading, lead;
    href action;
    bool upload;
    struct web_fields fields;
    str button;
    struct web_links links; /* other ways, below */
};

struct second_factor_view {
    struct web_errors errors;
    href action;
    str secret;         /* groups of four letters */
    str qr, box, label; /* path, viewBox, spoken */
    struct web_fields fields;
};

struct account_session_row {
    str when, what, where;
};
struct account_view {
    struct web_notice done;
    bool has_done, staff, has_posts;
    struct web_facts facts;
    href password, second_factor;
    struct account_form_view post; /* working in another post */
    href out_everywhere;
    const struct account_session_row *log;
    ptrdiff_t log_n;
};

/* ---- leave, substitutes, signing for a time ---- */

struct stand_in_row {
    str who, what, when, reason;
    struct web_tag state;
    href take, end; /* HREF_NONE: cannot */
};
struct stand_ins_view {
    str heading;
    const struct stand_in_row *to_me, *by_me;
    ptrdiff_t to_me_n, by_me_n;
    struct account_form_view make;
    struct web_field whose; /* a leader: of whom else */
    bool own, acting, may_make, for_others;
};

/* ---- administrators ---- */

struct account_row {
    href to;
    str login, name, roles, seen;
    struct web_tag state;
};
struct accounts_view {
    str asked;
    href add;
    bool manages, none, has_pages;
    struct web_empty empty;
    struct web_pages pages;
    const struct account_row *rows;
    ptrdiff_t rows_n;
};

struct account_role_row {
    str role, place, since;
    str grant; /* its number, in the form that ends it */
};
struct account_admin_view {
    struct web_link back;
    struct web_errors errors;
    str name;
    struct web_tag state;
    struct web_facts facts;
    const struct account_role_row *roles;
    ptrdiff_t roles_n;
    bool manages, disabled, locked, totp, staff, can_mail;
    href end, reset, disable, enable, remove_factor, stand_ins; /* stand_ins: HREF_NONE, no staff */
    struct account_form_view grant;                             /* gives a role */
    struct web_field reason;
    struct web_links log;
};
/* A one-time code, shown once, to be printed or read out. */
struct account_code_view {
    str name, login, code, until;
    str address;      /* where it was mailed to: then `code` is empty */
    href back, where; /* where it is typed in */
    str where_text;
};

struct unit_row {
    str code, name, kind, hours, people;
    href duty; /* HREF_NONE: it has no counters */
};
struct agency_rows {
    str code, name;
    const struct unit_row *units;
    ptrdiff_t units_n;
};
struct units_view {
    bool manages, has_done;
    struct web_notice done;
    href import_units, import_staff;
    const struct agency_rows *agencies;
    ptrdiff_t agencies_n;
};

/* A week at the counters of a one-stop unit. */
struct duty_day {
    str weekday, day, hours; /* hours: published, absent = closed */
};
struct duty_cell {
    str name, id, label, error;
    str who; /* of a day that is over, or for who may only look */
    bool fixed;
    const struct web_option *options;
    ptrdiff_t options_n;
};
struct duty_row {
    str counter;
    const struct duty_cell *cells;
    ptrdiff_t cells_n;
};
struct duty_view {
    str unit, agency, week;
    str from; /* first day, ISO */
    bool saved, may_set, may_add, none;
    struct web_notice done;
    struct web_errors errors;
    href action, previous, next, add, hours;
    const struct duty_day *days;
    ptrdiff_t days_n;
    const struct duty_row *rows;
    ptrdiff_t rows_n;
    struct web_fields repeat, counter;
};

struct signin_row {
    str when, login, address, agent;
    struct web_tag outcome;
};
struct signins_view {
    const struct signin_row *rows;
    ptrdiff_t rows_n;
    bool none, has_pages;
    struct web_empty empty;
    struct web_pages pages;
};

#endif
