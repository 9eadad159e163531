/* filing_view.h - what the pages of online filing show; made by filing_*_view.c. */
#ifndef MOTCUA_FILING_VIEW_H
#define MOTCUA_FILING_VIEW_H

#include "eform/eform_view.h"
#include "web/web_view.h"

/* ---- before you start ---- */

struct filing_paper_line {
    str name, note;
    struct web_tag tag;
};
struct filing_start_view {
    href back, action, resume; /* resume: a draft of this procedure; HREF_NONE = none */
    str back_text, name, code, resume_text;
    struct web_errors errors;
    struct web_facts facts;
    struct filing_paper_line *papers;
    ptrdiff_t papers_n;
    str steps; /* "Khoảng 7 câu hỏi. …" */
    bool closed;
    struct web_notice why;
};

/* ---- one question ---- */

struct filing_file_line {
    str pub, name, note;
};
struct filing_row { /* of a group that repeats */
    str heading, number, drop;
    struct web_fields fields;
};
struct filing_question_view {
    href back, action, remove;
    str back_text, procedure, progress;
    int64_t at, of;
    struct web_errors errors;
    str heading, hint; /* absent: the only field is the heading */
    struct web_answers known;
    struct filing_file_line *files;
    ptrdiff_t files_n;
    struct web_fields fields;
    str to, question;      /* hidden: where to return, which page the files belong to */
    bool multipart, fresh; /* fresh: shows what is stored, not what was refused */
    str typed;             /* where the script sends what is typed; absent: nowhere */
    struct filing_row *rows;
    ptrdiff_t rows_n;
    struct web_answers computed;
    bool may_add;
    str add, drop; /* buttons of a group that repeats */
    str saved, sample_text;
    href sample;
};

/* ---- check, sent ---- */

struct filing_group {
    str heading;
    struct web_answers answers;
};
struct filing_check_view {
    href back, action;
    str lead, promise;
    struct web_errors errors;
    bool noticed;
    struct web_notice notice;
    struct filing_group *groups;
    ptrdiff_t groups_n;
    struct web_field oath;
};

struct filing_sent_view {
    str code, secret, lead, reached;
    str qr, qr_box; /* path and viewBox; absent = no symbol */
    struct web_timeline next;
    href track, mine, receipt; /* receipt: HREF_NONE before acceptance */
    struct web_notice keep;
};

/* ---- own drafts and dossiers ---- */

struct filing_draft_row {
    href go, remove;
    str name, saved;
};
struct filing_dossier_row {
    href go;
    str code, name, owner, state;
    struct web_tag tag;
    struct web_due due;
    bool has_due;
};
struct filing_my_view {
    struct filing_draft_row *drafts;
    struct filing_dossier_row *dossiers;
    ptrdiff_t drafts_n, dossiers_n;
    struct web_empty empty;
    href more;
};

struct filing_file_link {
    href to;
    str name, note;
};
struct filing_paper_row {
    str name, note;
    struct web_tag tag;
    struct filing_file_link *files;
    ptrdiff_t files_n;
};
struct filing_mine_view {
    str number, state, who, duty; /* code · procedure; heading; who has it; must you act */
    str promise;                  /* the due moment; absent before acceptance */
    struct web_tag late;
    struct web_notice notice; /* a refusal's reason, what to bring */
    bool has_notice;
    const struct web_notice *notices; /* a day promised anew */
    ptrdiff_t notices_n;
    str asked_heading;
    const str *asked;
    ptrdiff_t asked_n;
    href supplement, withdraw, mend, track, told, confirmation, bundle;
    str bundle_text;
    struct web_links slips; /* papers to print */
    struct web_days days;
    struct filing_file_link *results;
    ptrdiff_t results_n;
    struct filing_paper_row *papers;
    ptrdiff_t papers_n;
    struct web_timeline events, views;
    bool has_form;
    struct eform_filled_view form;
};

/* Withdrawal, supplement: one question about a dossier. */
struct filing_act_view {
    href back, action;
    str back_text, number, heading, hint, button, version;
    const str *asked;
    ptrdiff_t asked_n;
    struct web_errors errors;
    struct web_fields fields;
    bool multipart, danger;
};

#endif
