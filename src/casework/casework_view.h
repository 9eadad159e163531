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
    str what, from, to, needs;
    href edit; /* HREF_NONE: no draft */
};
struct process_step_row {
    str heading, who;
    const struct process_action_row *actions;
    ptrdiff_t actions_n;
    href edit, add;
};
struct process_fault_row {
    str text;
    href to;
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
    const str *rules; /* guards, parts, facts in words */
    ptrdiff_t rules_n;
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
    str heading, lead, button, version;
    href action;
    struct web_fields fields;
    const struct process_fault_row *faults;
    ptrdiff_t faults_n;
    bool sound;
    struct web_notice checked;
};

/* One version as the path names it (:code/:no), with its file read. */
struct designed {
    struct process_version v;
    struct process_def def;
};
enum rc casework__designed(struct req *r, struct designed *ret_designed);
href casework__version_href(struct arena *mem, const struct process_version *v, const char *below);
struct web_links casework__crumbs(struct req *r, const struct process_version *v, str here);
/* What the checks say of it, in words, each with the page that mends it. */
enum rc casework__faults(struct req *r, const struct designed *d,
                         const struct process_fault_row **ret_rows, ptrdiff_t *ret_n);
struct web_notice casework__checked(struct req *r, ptrdiff_t faults);
struct process_form_view casework__form(struct req *r, const struct form *f,
                                        const struct process_version *v, href action);
enum rc casework__show_form(struct req *r, const struct process_form_view *view);
void casework__steps_view(struct req *r, const struct designed *d, struct process_version_view *view);
str casework__day(struct req *r, date d);

extern const struct route casework_edit_routes[];

#endif
