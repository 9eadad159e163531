/*
 * successor.h - who answers for what of an agency that ended: one agency (replaced_by), or
 * several, by lines of data: by the commune of an address, by procedure, by field. Leaves out:
 * handing work on (casework/merge.h).
 *
 * A line fits a case when all that it names is true of it; a line that names nothing is the rest.
 * The first line that fits counts, from top to bottom; then replaced_by. An address that names the
 * communes of two successors fits neither: a person decides.
 */
#ifndef MOTCUA_ORG_SUCCESSOR_H
#define MOTCUA_ORG_SUCCESSOR_H

#include "org/org.h"

/* What is known of one case; what is not known is absent and fits no line that asks for it. */
struct succession_case {
    str procedure;         /* national code */
    str field, field_code; /* the procedure's field: its name, its code */
    str address;           /* the applicant's, in parts between commas */
};
/* The agency that answers on `on` for that case of `id`; itself while it is there. RC_NOT_FOUND:
   the data name none. */
MUST_USE enum rc org_successor_of(struct ctx *c, int64_t id, date on, const struct succession_case *k,
                                  struct agency *ret_agency);
/* Does an address stand in that area? "Thôn 3, xã Nghĩa Lâm, huyện Tư Nghĩa" in "xã Nghĩa Lâm". */
MUST_USE bool org_address_in(struct arena *mem, str address, str area);

struct successor_line {
    int64_t successor; /* agency */
    str code, name;    /* of the successor */
    str area, procedure, field;
};
struct successor_list {
    int64_t no; /* 0 = none was ever set */
    struct successor_line *v;
    ptrdiff_t n;
};
MUST_USE enum rc org_successors(struct ctx *c, int64_t agency, struct successor_list *ret_list);
#define SUCCESSOR_LINES 500 /* and 24 KB */
/* Sets the whole list from CSV (columns successor*, area, procedure, field); the old one stays as
   an older number. RC_INVALID: a fault per bad line (field "line N"), "reason" missing;
   RC_CONFLICT "org.successor.not_ended". Event org.successors_set. */
MUST_USE enum rc org_successors_set(struct ctx *c, int64_t agency, str csv, str reason,
                                    int64_t *ret_lines);
/* The same list as the CSV it can be set from; absent when it is too long to have been set. */
str org_successors_csv(struct arena *mem, const struct successor_list *list);

/* Agencies that ended or have a last day, the last one first. */
MUST_USE enum rc org_agencies_ended(struct ctx *c, int64_t max, struct agencies *ret_list);

#endif
