/*
 * web_view.h - what the shared templates of src/web/tpl show: the chrome of pages and the
 * parts every capability draws with ({{> web/_tag state}}). Texts arrive ready to read,
 * in the page's language; links are hrefs; lists are {v, n}.
 *
 * Words that choose a look (`tone`, `icon`, `state`) are class and sprite names, never
 * input. Tones: "mute" nothing to do, "accent" moving, "ok" on time or good, "warn" near,
 * "bad" late or wrong. Icons: the ids in static/icons.svg.
 */
#ifndef MOTCUA_WEB_WEB_VIEW_H
#define MOTCUA_WEB_WEB_VIEW_H

#include "html/html.h"

struct web_link {
    str text;
    href to;
    bool current; /* this page: aria-current */
    str count;    /* beside it in lists; absent = none */
    bool late;    /* the count is of late things */
};
struct web_links {
    const struct web_link *v;
    ptrdiff_t n;
};
struct web_group { /* a headed list of links: side list, footer column */
    str heading;
    struct web_links links;
};
struct web_groups {
    const struct web_group *v;
    ptrdiff_t n;
};

struct web_notice {
    str tone, icon; /* "info" "ok" "warn" "bad" "plain" */
    str strong, text;
    href to;
    str link;
    bool status; /* answers what was just done: read out */
};

/* The chrome: _page_top … _page_bottom (public; also question), _staff_top … _staff_bottom (also
 * counter). */
struct web_page {
    str title;                     /* whole: state first, then page, then site */
    str lang;                      /* "vi" */
    str theme;                     /* "light", "dark"; absent = as the system says */
    str accent;                    /* "gom"; absent = indigo */
    href css, fonts, script, icon; /* fonts, script: HREF_NONE leaves them out */
    str name, owner;               /* Một cửa Trà Giang; Ủy ban nhân dân tỉnh Trà Giang */
    href home;
    bool question, counter;             /* short footer; three columns without a side list */
    struct web_links nav;               /* public */
    str other_lang, other_lang_name;    /* "en", "English" */
    href lang_action, theme_action;     /* forms that store the choice */
    str here;                           /* path they return to */
    str next_theme, next_theme_name;    /* what the theme button sets, and its words */
    href sign_in, sign_out, account;    /* HREF_NONE = not shown */
    str user, user_post, user_initials; /* absent for visitors */
    href search;                        /* staff: action of the search form */
    str search_text;                    /* what was asked */
    struct web_groups side;             /* staff */
    struct web_groups foot; /* public: columns of links; one row when `question`, so pass few */
    str help;               /* Gọi 1900 0000 (07:30–17:30, ngày làm việc) … */
    str seal, sealed_at;    /* seal code and when; absent until there is one */
    href seal_to;
    str note; /* demo data; absent = none */
    bool has_notice;
    struct web_notice notice; /* first thing in main */
    str printed_at;           /* moment of this page, on paper only */
    str address;              /* address of this page, on paper only */
};

/* 403, 404, 409, 500, 503 in plain words. */
struct web_error_view {
    str heading, text, next; /* what is the matter; what is safe; what to do */
    str reference;           /* number to tell to support; absent = none */
    struct web_links links;
};

struct web_fault {
    str text; /* the same words as at the field */
    href to;  /* "#id" of the first control */
};
struct web_errors {
    const struct web_fault *v;
    ptrdiff_t n;
    bool one; /* n == 1 */
};

struct web_option {
    str id, value, text, hint;
    bool chosen, disabled;
};
/* One question: a label, a hint, an error, a control. Exactly one of the kinds, or none for
   a line of text. Radios, checks and dates are drawn as a fieldset. */
struct web_field {
    str id, name, label, hint, error;
    bool heading;  /* the label is the page's h1 */
    bool optional; /* says so after the label */
    bool required; /* the attribute; the server checks anyway */
    bool lines, select, radios, checks, checkbox, date, file, hidden;
    str value;                          /* kept as it was typed; for checkbox, what it sends */
    bool chosen;                        /* checkbox */
    str type;                           /* text email tel number search password; absent = text */
    str inputmode, autocomplete, width; /* width: w2 w4 w6 w12 w20, absent = full */
    int64_t max, rows;
    bool many;                       /* several files */
    str accept;                      /* of a file */
    str unit;                        /* after the input: đ, ngày */
    str key;                         /* accesskey */
    str day, month, year;            /* as typed */
    bool address;                    /* options: provinces; value: the rest of the line */
    str commune, list;               /* as typed; id of the list of communes */
    const struct web_option *places; /* the list itself, once a page */
    ptrdiff_t places_n;
    const struct web_option *options;
    ptrdiff_t options_n;
    const struct web_option *kept; /* of a file: what came with the refused form, ticked */
    ptrdiff_t kept_n;
};
struct web_fields {
    const struct web_field *v;
    ptrdiff_t n;
};

struct web_tag {
    str tone, icon, text;
};
struct web_due { /* due chip */
    str tone, icon;
    str text, when; /* the distance; the full moment */
};

struct web_day {
    str state;               /* "got" day of receipt, "day" counted, "off" does not count, "due" */
    str weekday, day, month; /* "thứ Năm" "19" "/11" */
    str number;              /* which counted day */
    str note;                /* why, or what */
    bool today;
};
struct web_days {
    const struct web_day *v;
    ptrdiff_t n;
    bool small; /* procedure page: weekday as T2, note one word; `spoken` weekdays stay whole in the
                   note */
    str basis;  /* the ground in law and the calendar's version; absent in the small form */
    href working;
};

struct web_event {
    str state; /* "now" "done" "todo" */
    str title, detail;
    str more; /* note, reason */
};
struct web_timeline {
    const struct web_event *v;
    ptrdiff_t n;
};

struct web_fact {
    str term, value, note;
    href to; /* the value is a link */
};
struct web_facts {
    const struct web_fact *v;
    ptrdiff_t n;
};
struct web_stat {
    str number, unit, text, note;
    href to;
    bool late;
};
struct web_stats {
    const struct web_stat *v;
    ptrdiff_t n;
};

/* One answer on the check page. */
struct web_answer {
    str label, value, note, note_icon;
    href change;
    bool known; /* from a register: nothing to change */
};
struct web_answers {
    const struct web_answer *v;
    ptrdiff_t n;
};

struct web_pages {
    str from, to, total; /* total absent = not counted */
    href previous, next;
};
struct web_empty {
    str heading, text, link;
    href to;
};

#endif
