/* notify_view.h - what the pages of notices show, ready to read. */
#ifndef MOTCUA_NOTIFY_VIEW_H
#define MOTCUA_NOTIFY_VIEW_H

#include "web/web_view.h"

struct notify_row {
    str subject, lang, at, who;
    const str *lines; /* of the body */
    ptrdiff_t lines_n;
    struct web_tag page, mail; /* read or not; what became of the letter */
    bool has_mail, is_new;
    str error;
    href to, again;
    str to_text;
};
struct notify_inbox_view { /* one's own */
    struct web_errors errors;
    struct web_fields choice;
    href save, read_all, older;
    bool any_new;
    str address;        /* a line about where mail goes */
    const str *missing; /* channels that are not connected */
    ptrdiff_t missing_n;
    const struct notify_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
};
struct notify_case_view { /* of one dossier */
    struct web_link back;
    str number;
    bool staff;
    str unreached; /* nobody could be told, and why; absent */
    const struct notify_row *rows;
    ptrdiff_t rows_n;
    struct web_empty empty;
};

/* ---- administrators ---- */

struct notify_kind_row {
    str title, code, version, from;
    href to;
};
struct notify_channel_row {
    str name, waiting, failed, parked, sent, oldest;
    struct web_tag state;
};
struct notify_parked_row {
    str title, object, who, at, attempts, error;
    href again;
};
struct notify_untold_row {
    str code, agency, at, by;
};
struct notify_admin_view {
    bool has_notice, manages;
    struct web_notice notice;               /* a provider does not answer */
    str held;                               /* waiting for a quota; absent: none */
    const struct notify_untold_row *untold; /* online filings whose officer was not told in time */
    ptrdiff_t untold_n;
    const struct notify_channel_row *channels;
    ptrdiff_t channels_n;
    const struct notify_parked_row *parked;
    ptrdiff_t parked_n;
    const struct notify_kind_row *kinds;
    ptrdiff_t kinds_n;
};
struct notify_sample {
    str heading, lang, subject;
    const str *lines;
    ptrdiff_t lines_n;
};
struct notify_version_row {
    str heading, who, reason;
    const struct notify_sample *words; /* as they stand */
    ptrdiff_t words_n;
};
struct notify_template_view {
    struct web_link back;
    struct web_errors errors;
    str heading, lead, version;
    const struct web_fact *fields; /* {due}: what it is */
    ptrdiff_t fields_n;
    struct web_fields form;
    href action, preview;
    const struct notify_sample *samples; /* of the preview */
    ptrdiff_t samples_n;
    const struct notify_version_row *versions;
    ptrdiff_t versions_n;
};

#endif
