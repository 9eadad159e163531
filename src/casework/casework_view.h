/* casework_view.h - what the pages of processes show; inside the folder only. */
#ifndef MOTCUA_CASEWORK_VIEW_H
#define MOTCUA_CASEWORK_VIEW_H

#include "casework/parts.h"
#include "casework/process.h"
#include "web/page.h"

struct process_row {
    href to;
    str code, name, kind, versions;
    struct web_tag state;
};
struct process_list_view {
    const struct process_row *rows;
    ptrdiff_t rows_n;
    href import;
    bool none, has_pages;
    struct web_empty empty;
    struct web_pages pages;
};

struct process_version_row {
    href to;
    str no, from, by, reason, running;
    struct web_tag state;
};
struct process_order_row {
    str what, when, by, reason, result;
};
struct process_view {
    struct web_links crumbs;
    str heading, code;
    const struct process_version_row *rows;
    ptrdiff_t rows_n;
    const struct process_order_row *orders;
    ptrdiff_t orders_n;
};

struct process_action_row {
    str what, from, to, needs, fault;
    href edit; /* HREF_NONE: no draft */
};
struct process_step_row {
    str heading, who, fault;
    const struct process_action_row *actions;
    ptrdiff_t actions_n;
    href edit, add;
};
struct process_fault_row {
    str text;
    href to;
};
struct process_rule_row {
    str text, fault;
    href edit; /* HREF_NONE: no draft */
};
struct process_version_view {
    struct web_links crumbs, links;
    bool has_done;
    struct web_notice done;
    str heading, version;
    struct web_tag state;
    struct web_facts facts;
    bool draft, can_copy, sound;
    href copy, discard, publish;
    struct web_notice checked;
    const struct process_fault_row *faults;
    ptrdiff_t faults_n;
    const struct process_step_row *steps;
    ptrdiff_t steps_n;
    href add_step;
    const struct process_rule_row *rules; /* guards, parts, facts in words */
    ptrdiff_t rules_n;
    struct web_links add_rules;
};

struct process_change_row {
    str at, before, after;
};
struct process_diff_view {
    struct web_links crumbs;
    str heading;
    const struct process_change_row *rows;
    ptrdiff_t rows_n;
};

struct process_form_view {
    struct web_links crumbs;
    struct web_errors errors;
    str heading, lead, button, version; /* button: absent when it cannot be sent any more */
    href action;
    struct web_fields fields;
    const struct process_fault_row *faults;
    ptrdiff_t faults_n;
    struct web_notice checked;
    bool has_stale; /* somebody else changed the draft meanwhile */
    struct web_notice stale;
    const struct process_change_row *changes; /* what that was, of the whole file */
    ptrdiff_t changes_n;
};

struct process_moving_row {
    str step, status, n, to;
    struct web_tag what;
};
struct process_moving_view {
    struct web_links crumbs;
    struct web_errors errors;
    str lead, sum, version;
    bool none; /* no other published version */
    href action, look;
    struct web_fields fields;
    const struct process_moving_row *rows;
    ptrdiff_t rows_n;
};

/* ---- the picture (casework_picture_view.c); whole units of the picture ---- */

struct process_box { /* a step: two lines of its name, and who */
    int64_t x, y, width, height, text_x, y1, y2, y3;
    str line1, line2, who;
};
struct process_beside { /* a part of others, or an end with the number of its way */
    int64_t x, y, width, text_x, text_y, no_x, no_y, no_text_y;
    str line, text, no;
    bool end;
};
struct process_way {
    int64_t x, y, text_y;
    str line, no;
};
struct process_leads_row {
    str no, step, action, when, to;
};
struct process_picture_view {
    struct web_links crumbs;
    str heading, box;
    int64_t width, height;
    const struct process_box *boxes;
    const struct process_beside *beside;
    const struct process_way *ways;
    const struct process_leads_row *rows;
    ptrdiff_t boxes_n, beside_n, ways_n, rows_n;
};

/* One version as the path names it (:code/:no), with its file read. */
struct designed {
    struct process_version v;
    struct process_def def;
    bool fresh; /* a form drawn for the first time */
    bool late;  /* drawn again, and the draft was changed since it was first drawn */
    bool over;  /* it is no draft any more */
    bool gone;  /* what the form edits is not in it any more */
};
enum rc casework__designed(struct req *r, struct designed *ret_designed);
struct web_links casework__crumbs(struct req *r, const struct process_version *v, str here);
str casework__day(struct req *r, date d);
const struct process_change_row *casework__change_rows(struct arena *mem,
                                                       const struct process_changes *all);

/* ---- where things are edited ---- */

href casework__version_href(struct arena *mem, const struct process_version *v, const char *below);
href casework__step_href(struct arena *mem, const struct designed *d, str key);
href casework__action_href(struct arena *mem, const struct designed *d, const struct def_step *s,
                           ptrdiff_t action);
href casework__fact_href(struct arena *mem, const struct designed *d, str key);
href casework__hold_href(struct arena *mem, const struct designed *d, str key);
href casework__guard_href(struct arena *mem, const struct designed *d, const struct def_guard *g);
href casework__part_href(struct arena *mem, const struct designed *d, str at, str key);
str casework__action_name(const struct req *r, const struct def_action *a);
str casework__guard_name(struct req *r, const struct designed *d, const struct def_guard *g);
str casework__when_text(struct req *r, const struct designed *d, const struct def_when *w);
str casework__place_text(struct req *r, str place);
str casework__role_text(struct req *r, enum role role);
/* The box "only when this question has that answer"; keys that do not fit are left out. */
str casework__when_field(struct arena *mem, str fact, str value);

/* ---- what the checks say (casework_findings_view.c) ---- */

struct process_spot {
    href page;
    str field;                   /* of that page's form; absent: of the whole thing */
    str whose;                   /* the thing's name; absent: the process' */
    const struct def_step *step; /* NULL: not of one step */
};
struct process_finding {
    struct process_spot spot;
    str text;
};
struct process_findings {
    struct process_finding *v;
    ptrdiff_t n;
};
struct process_spot casework__spot(struct req *r, const struct designed *d, str at, str arg);
enum rc casework__findings(struct req *r, const struct designed *d, struct process_findings *ret);
struct process_fault_row casework__finding_row(struct req *r, const struct process_finding *f);
enum rc casework__beside(struct req *r, const struct designed *d, struct process_form_view *view);
struct web_notice casework__checked(struct req *r, ptrdiff_t faults);

/* ---- the forms of a draft (casework_edit_view.c) ---- */

/* For a page: RC_NOT_FOUND when it is no draft; but what was typed is always shown again. */
enum rc casework__drawn(struct req *r, struct designed *ret_designed);
/* For a change: RC_CONFLICT unless it is the draft that was seen. */
enum rc casework__writable(struct req *r, struct designed *ret_designed);
enum rc casework__keep(struct req *r, const struct designed *d);
void casework__put(struct req *r, struct form_values *v, const char *name, str value);
void casework__put_bool(struct req *r, struct form_values *v, const char *name, bool yes);
struct process_form_view casework__form(struct req *r, const struct form *f,
                                        const struct process_version *v, href action);
enum rc casework__show_form(struct req *r, const struct process_form_view *view);
/* `now`: what stands there, as the form would say it; NULL: it is new, or gone. */
enum rc casework__show_edit(struct req *r, const struct designed *d, struct process_form_view *view,
                            const struct form_values *now);
struct web_fields casework__stands(struct req *r, struct web_fields fields,
                                   const struct form_values *now);
str casework__key_of(struct arena *mem, str name);
bool casework__read_choices(struct arena *mem, str lines, struct def_choices *ret);
str casework__choice_lines(struct arena *mem, const struct def_choices *list);
/* `none`: key of the words of the empty choice; NULL: there is none. */
void casework__select_step(struct req *r, const struct designed *d, struct web_field *x,
                           const char *none);
/* A list with the item at `at` put in its place, taken out (NULL), or added (at == n). */
struct process_list {
    void *v;
    ptrdiff_t n;
};
struct process_list casework__with(struct arena *mem, struct process_list list, size_t size,
                                   ptrdiff_t at, const void *item);
void casework__steps_view(struct req *r, const struct designed *d, const struct process_findings *all,
                          struct process_version_view *view);

struct process_picture_view casework__picture(struct req *r, const struct designed *d);

extern const struct route casework_edit_routes[], casework_rules_routes[], casework_move_routes[];

#endif
