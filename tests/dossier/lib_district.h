/* lib_district.h - a district beside the communes of the small authority: it opens with a one-stop that
   takes every procedure, ends, and may have a list of successors. Steps of a test. */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_DISTRICT_H
#define MOTCUA_TESTS_DOSSIER_LIB_DISTRICT_H

#include "lib_authority.h"

struct district {
    struct authority *a;
    int64_t id, unit;
    int64_t heir; /* the one that replaces it; 0 = none */
    str csv;      /* for district_list */
};
/* Their argument is a struct district, or what begins with one. */
enum rc district_open(struct ctx *c, void *district);
enum rc district_end(struct ctx *c, void *district); /* today */
enum rc district_list(struct ctx *c, void *district);

#endif
