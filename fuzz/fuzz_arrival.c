/* fuzz_arrival.c - a file of arrivals: what is taken has every required column and rows whose cells
   come apart as they went together; reading a row ends, and says a fault exactly when it refuses. */
#include "fuzz.h"

#include "arrival/arrival_internal.h"

static void check_row(struct ctx *c, enum arrival_kind kind, const struct arrival_table *t, ptrdiff_t i)
{
    str cell[ARRIVAL_COLUMNS];
    struct arrival_read read;
    arrival__cells(t, t->v[i].cells, cell);
    FUZZ_CHECK(str_eq(cell[arrival__column(S("code"))], t->v[i].code));
    c->faults = NULL;
    const enum rc rc = arrival__read(c, kind, cell, &read);
    FUZZ_CHECK(rc == RC_OK || rc == RC_INVALID);
    FUZZ_CHECK((rc == RC_INVALID) == (c->faults != NULL));
    FUZZ_CHECK(read.to.stand_n <= ARRIVAL_STANDS && read.to.content_hash.n == 64);
    for (ptrdiff_t k = 1; k < read.to.stand_n; k++)
        FUZZ_CHECK(read.stands[k - 1].from.us <= read.stands[k].from.us);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena(), .now = {INT64_C(1795071600) * SECOND_US}};
    if (n < 1 || n > 65536)
        return 0;
    const enum arrival_kind kind = bytes[0] & 1 ? ARRIVAL_SYNCED : ARRIVAL_MOVED;
    struct arrival_table t;
    str *names;
    if (arrival_table_read(&c, kind, (str){(const char *)bytes + 1, (ptrdiff_t)n - 1}, &t)) {
        FUZZ_CHECK(c.faults != NULL);
        return 0;
    }
    FUZZ_CHECK(t.n > 0 && t.columns <= ARRIVAL_COLUMNS);
    for (ptrdiff_t i = 0; i < t.n; i++)
        check_row(&c, kind, &t, i);
    (void)arrival_table_files(c.mem, &t, &names);
    return 0;
}
