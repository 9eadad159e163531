/*
 * dossier_view.h - what the templates of this folder show, ready to read. Made by
 * dossier_*_view.c from facts; templates choose and repeat, nothing is computed in them.
 */
#ifndef MOTCUA_DOSSIER_VIEW_H
#define MOTCUA_DOSSIER_VIEW_H

#include "dossier/dossier_book_view.h"
#include "dossier/dossier_bulk_view.h"
#include "dossier/dossier_words.h"
#include "eform/eform_view.h"
#include "web/web_view.h"

/* ---- work lists and search ---- */

struct dossier_row_view {
    struct web_due due;
    str title, under; /* procedure; code · channel */
    href to;
    str person, step, step_note;
    struct web_tag tag;
    href claim;   /* HREF_NONE: nothing to take */
    bool ticking; /* the table has a column of boxes */
    str tick;     /* name of its box; absent = none */
    str code, version;
};
struct dossier_group_view {
    str heading, count, columns;
    const struct dossier_row_view *rows;
    ptrdiff_t rows_n;
};
struct dossier_filter_view {
    str list;                 /* as in the address */
    struct web_fields fields; /* lists to choose from */
    struct web_links chips;   /* what it is narrowed to; each leads to the list without it */
    href clear;               /* more than one chip: all of them */
};
struct dossier_work_view {
    str heading, now;
    href intake; /* HREF_NONE: no counter work */
    href posts;  /* the list of desks one looks after: where to work in those posts */
    const struct dossier_group_view *groups;
    ptrdiff_t groups_n;
    struct web_pages pages;
    struct web_empty empty;
    struct dossier_filter_view filter;
    bool any, paged, filtering, narrowed; /* filtering: a filter is offered */
    bool ticking;                         /* rows may have a box */
};

/* ---- the screen of one dossier ---- */

struct dossier_head_view {
    struct web_links crumbs;
    str heading, line; /* procedure; person · channel and time · case */
    struct web_tag tag, holder;
    struct web_group tabs;
    struct web_notice notice; /* conflict, cancelled, refused: `strong` empty = none */
    bool noticed;
};

struct dossier_paper_view {
    str name, note, form;
    str checked; /* what the check-list says of it; absent = nothing */
    struct web_tag check;
    const struct web_link *files;
    ptrdiff_t files_n;
};
struct dossier_papers_view {
    const struct dossier_paper_view *rows;
    ptrdiff_t rows_n;
    str checked;      /* who ticked the check-list, when; absent = nobody yet */
    const str *given; /* who was given what, newest first */
    ptrdiff_t given_n;
    const struct web_link *results; /* drafts and results */
    ptrdiff_t results_n;
};

/* The step panel: a form, or why there is none. */
struct dossier_panel_view {
    str heading;
    struct web_errors errors;
    struct web_fields fields;
    href action; /* HREF_NONE: nothing to do here */
    bool multipart;
    str version, button, aside;
    struct web_notice why; /* the hindrance, or that it is over */
    bool hindered;
    href claim;
    str claim_text, claim_value;
    const str *asked; /* supplement: what was asked for */
    ptrdiff_t asked_n;
    str asked_head;
};

struct dossier_bar_view { /* one rectangle of the shares of steps, in hundredths of a percent */
    str kind;             /* past on rest */
    str x, width;
};
struct dossier_ledger_view {
    str kind; /* "" off due */
    str day, why, number;
};
struct dossier_clock_view {
    str label, when; /* Hẹn trả; the moment */
    struct web_due due;
    str shares_text, provisional, missed, rule;
    const struct dossier_bar_view *bars;
    const struct dossier_ledger_view *days;
    ptrdiff_t bars_n, days_n;
};
struct dossier_pair_view {
    str term, value;
    struct web_tag tag; /* instead of the value */
    bool tagged;
};
struct dossier_pairs_view {
    const struct dossier_pair_view *v;
    ptrdiff_t n;
};
struct dossier_desk_view {
    struct dossier_head_view head;
    struct dossier_panel_view panel;
    struct dossier_papers_view papers;
    struct web_timeline events;
    href all_events;
    str all_events_text;
    struct dossier_clock_view clock;
    struct dossier_pairs_view statuses, person, beside;
    href unmask;           /* HREF_NONE: not theirs to see, or nothing to see */
    struct web_links more; /* receipt, correct, cancel, cash, apology */
};
struct dossier_clock_row {
    str when, what, ground, note, due;
};
struct dossier_use_row {
    str step, agency, used, share;
    struct web_tag over; /* text absent: within its share */
};
struct dossier_tab_view { /* Giấy tờ, Nhật ký */
    struct dossier_head_view head;
    struct dossier_papers_view papers;
    struct web_timeline events;
    const struct dossier_ledger_view *passes; /* step, who and when, working time */
    ptrdiff_t passes_n;
    const struct dossier_clock_row *ledger;
    ptrdiff_t ledger_n;
    const struct dossier_use_row *uses, *agencies;
    ptrdiff_t uses_n, agencies_n;
    struct web_timeline views;   /* who saw the owner's number */
    struct web_timeline takings; /* who took all files */
    href bundle;                 /* all files in one; HREF_NONE: there is none */
    str bundle_text;
    struct web_links slips; /* papers that are there to print */
    bool is_papers, may_scan, has_form;
    struct dossier_panel_view scan;
    struct eform_filled_view form;
};

/* The check-list of acceptance. */
struct dossier_check_row_view {
    str name, under;
    struct web_field present, complete, held, note;
};
struct dossier_checklist_view {
    struct dossier_head_view head;
    struct web_errors errors;
    const struct dossier_check_row_view *rows;
    ptrdiff_t rows_n;
    struct web_fields fields;
    href action, back;
    str version;
};

/* A question to another agency, as the one asked sees it. */
struct dossier_consult_view {
    str heading, question, answer;
    struct dossier_pairs_view facts;
    struct web_errors errors;
    struct web_fields fields;
    href action; /* HREF_NONE: answered */
};

/* A small page with one form: correct, cancel, cash, apology, refuse, supplement, … */
struct dossier_form_view {
    struct dossier_head_view head;
    struct web_errors errors;
    str heading, intro;
    struct web_fields fields;
    href action, back;
    str version, button;
    bool danger, multipart;
    bool nothing; /* to do: the intro says why, and no form stands there */
};

/* A page with one form that concerns no single dossier: assign, hand a desk over. */
struct dossier_ask_view {
    str heading, intro;
    struct web_notice notice;
    struct web_errors errors;
    struct web_fields fields;
    href action, back; /* action HREF_NONE: nothing to do */
    str button;
    bool noticed;
};

/* The owner in full: the purpose is asked, or the number shown. */
struct dossier_person_view {
    struct dossier_head_view head;
    str heading, intro;
    struct web_errors errors;
    struct web_fields fields;
    href action, back;
    bool shown;
    struct dossier_pairs_view facts;
};

#include "dossier/dossier_part_view.h" /* which shows the head above */

#endif
