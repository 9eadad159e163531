/* ruleset_view.h - what the pages of rule sets show. */
#ifndef MOTCUA_RULESET_RULESET_VIEW_H
#define MOTCUA_RULESET_RULESET_VIEW_H

#include "web/web_view.h"

struct ruleset_row {
    href to;
    str name, code, dates, versions;
    struct web_tag state;
};
struct ruleset_list_view {
    bool has_done, manages;
    struct web_notice done;
    href import;
    const struct ruleset_row *rows;
    ptrdiff_t rows_n;
};

struct ruleset_value_row {
    str name, value, raw, article, note;
    struct web_tag label;
    href edit; /* HREF_NONE: may not, or over */
};
struct ruleset_change_row {
    str name, was, is;
};
struct ruleset_version_row {
    href to;
    str number, from, reason, made;
    struct web_tag state;
};
struct ruleset_show_view {
    bool has_done, has_changes, manages;
    struct web_notice done;
    struct web_link back;
    str heading, changes_heading;
    struct web_tag state;
    struct web_facts facts;
    href file;
    const struct ruleset_change_row *changes;
    ptrdiff_t changes_n;
    const struct ruleset_value_row *values;
    ptrdiff_t values_n;
    const struct ruleset_version_row *versions;
    ptrdiff_t versions_n;
};

struct ruleset_form_view {
    struct web_errors errors;
    struct web_link back;
    str heading, lead;
    struct web_facts facts;
    href action;
    bool upload;
    struct web_fields fields;
    str button;
};

#endif
