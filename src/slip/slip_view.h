/* slip_view.h - what the pages of templates show. */
#ifndef MOTCUA_SLIP_SLIP_VIEW_H
#define MOTCUA_SLIP_SLIP_VIEW_H

#include "web/web_view.h"

struct slip_row {
    href to, sample;
    str name, number, version, from, reason;
};
struct slip_set {
    str name, code;
    const struct slip_row *rows;
    ptrdiff_t rows_n;
};
struct slip_list_view {
    const struct slip_set *sets;
    ptrdiff_t sets_n;
};

struct slip_version_row {
    href sample, file;
    str number, from, reason, made;
    struct web_tag state;
    bool can_go_back;
};
struct slip_show_view {
    struct web_link back;
    struct web_errors errors;
    bool has_done;
    struct web_notice done;
    str heading, lead;
    href action, go_back;
    struct web_fields fields;
    struct web_field reason;
    const struct slip_version_row *versions;
    ptrdiff_t versions_n;
};

#endif
