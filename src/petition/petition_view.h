/* petition_view.h - what the pages of petitions show, ready to read. */
#ifndef MOTCUA_PETITION_VIEW_H
#define MOTCUA_PETITION_VIEW_H

#include "web/web_view.h"

struct petition_public_row {
    str id, code, title, line;
    const str *text, *answer;
    ptrdiff_t text_n, answer_n;
};
struct petition_public_view { /* where to send, and what was answered */
    href send, where;
    const struct web_link *mine; /* one's own */
    ptrdiff_t mine_n;
    const struct petition_public_row *rows;
    ptrdiff_t rows_n;
    href older;
    struct web_empty empty;
};
struct petition_where_row {
    str agency, address, phone, email, web;
    bool has;
    href pdf;
};
struct petition_where_view {
    const struct petition_where_row *rows;
    ptrdiff_t rows_n;
    bool edits;
    struct web_errors errors;
    struct web_fields fields;
    href action;
};
struct petition_form_view { /* sending; staff enter what came otherwise */
    struct web_errors errors;
    str heading, lead;
    struct web_fields fields;
    href action, where;
    str button;
    bool asks_matter; /* the sender is told of complaints and denunciations */
};
struct petition_files_view {
    bool any, shown, may_add;
    str count; /* for who may not read them */
    const struct web_link *links;
    ptrdiff_t links_n;
    struct web_fields fields;
    href action;
};
struct petition_follow_view { /* for its sender */
    struct petition_files_view files;
    str code, title, state, line;
    const str *body;
    ptrdiff_t body_n;
    bool sent, asks;
    struct web_notice done;
    struct web_errors errors;
    str question, version;
    struct web_fields fields;
    href action;
    str ended;
    const str *answer;
    ptrdiff_t answer_n;
    struct web_timeline events;
};

/* ---- staff ---- */

struct petition_list_row {
    href to;
    str title, under, agency, step;
    struct web_tag tag;
    struct web_due due;
    bool has_due;
};
struct petition_list_view {
    struct web_group tabs;
    href enter; /* HREF_NONE: not theirs */
    href exchange;
    const struct petition_list_row *rows;
    ptrdiff_t rows_n;
    href more, file; /* of the late ones, as a table */
    struct web_empty empty;
};
struct petition_pair {
    str term, value;
};
struct petition_exchange_view {
    bool has_done, may_import;
    struct web_notice done;
    struct web_errors errors;
    struct web_fields fields;
    href action, file;
};
struct petition_time_row {
    str name, value, from, article, reason;
    struct web_tag state;
};
struct petition_times_view {
    bool has_done, manages;
    struct web_notice done;
    const struct petition_time_row *rows;
    ptrdiff_t rows_n;
    struct web_errors errors;
    struct web_fields fields;
    href action;
};
struct petition_desk_view {
    struct petition_files_view files;
    struct web_links crumbs;
    str title, line;
    struct web_tag tag;
    struct web_due due;
    bool has_due;
    const str *body;
    ptrdiff_t body_n;
    const struct petition_pair *facts;
    ptrdiff_t facts_n;
    const struct web_link *alike; /* the same words */
    ptrdiff_t alike_n;
    struct web_errors errors;
    struct web_group acts; /* what may be done; one is chosen */
    bool acting;
    str action, action_text, version, lead;
    struct web_fields fields;
    href act;
    str hindrance;
    bool may_remind, may_note;
    struct web_fields remind, note;
    href remind_to, note_to;
    const str *answer;
    ptrdiff_t answer_n;
    const struct petition_pair *criteria;
    ptrdiff_t criteria_n;
    const struct web_link *letters; /* reminders that were sent, as papers */
    ptrdiff_t letters_n;
    struct web_timeline events;
};

#endif
