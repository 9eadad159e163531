/*
 * counter_view.h - what the intake page and the page after it show, ready to read: made by
 * counter_make_view.c from facts.
 */
#ifndef MOTCUA_COUNTER_VIEW_H
#define MOTCUA_COUNTER_VIEW_H

#include "dossier/dossier_page.h"
#include "web/web_view.h"

struct counter_hit_view { /* a person or a procedure to choose */
    str value, title, under, key;
    bool first; /* has the focus: Enter takes it */
};
struct counter_paper_view {
    str id, name, under;
    bool have, optional; /* optional: to be said, the name does not */
    const struct web_option *forms;
    ptrdiff_t forms_n;
    str count;
    struct web_field scan;
};
struct counter_group_view { /* of the procedure's form */
    str heading, known;
    struct web_fields fields;
};
struct counter_view {
    str heading, moment, duty; /* duty: who is at which counter today */
    struct web_errors errors;
    struct web_notice visit; /* what was taken in before, in this visit */
    bool visited;
    str person_pub, procedure_code, visit_pub, last_pub;
    /* 1: the person */
    str who;
    bool who_first, known, asks_person; /* asks_person: the fields of a new one */
    struct web_notice person;
    str person_lines[3];
    const struct counter_hit_view *people;
    ptrdiff_t people_n;
    str people_text;
    bool asks_fresh, doubtful;
    struct web_field fresh;
    struct web_notice doubt; /* what does not fit the number */
    struct web_fields person_fields, contact_fields, filer_fields;
    bool for_another;
    struct web_notice same; /* the same matter, filed before */
    bool seen_before;
    /* 2: procedure and papers */
    str find;
    bool find_first, chosen;
    const struct counter_hit_view *procedures;
    ptrdiff_t procedures_n;
    str procedure, procedure_line, find_text;
    struct web_notice closed;
    bool is_closed;
    struct web_fields choice_fields;
    const struct counter_paper_view *papers;
    ptrdiff_t papers_n;
    bool papers_first;
    str extra_text; /* what is in no list */
    struct web_field extra, extra_scan;
    const struct web_field *strays; /* scans of papers this procedure does not ask for */
    ptrdiff_t strays_n;
    bool has_form, form_open;
    str form_name;
    struct counter_group_view *groups;
    ptrdiff_t groups_n;
    struct web_fields note_fields; /* of the dossier, of each paper */
    bool noted;
    /* 3: the promise */
    bool promised;
    str due, due_how;
    bool provisional;
    const struct dossier_ledger_view *days;
    ptrdiff_t days_n;
    struct dossier_pairs_view facts;
    struct web_fields give_fields, late_fields;
    bool is_late_entry, accept_first;
};
struct counter_done_view {
    str heading, code, due_head, due, line;
    href receipt, next, again, dossier;
};

#endif
