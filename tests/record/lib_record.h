/* lib_record.h - a record to test with: kinds of its own, sealed as in production. */
#ifndef MOTCUA_TESTS_RECORD_LIB_RECORD_H
#define MOTCUA_TESTS_RECORD_LIB_RECORD_H

#include "db/lib_engine.h"

#include "record/verify.h"

#define RECORD_TEST(fn) cmocka_unit_test_setup_teardown(fn, record_test_setup, engine_teardown)

/* engine_setup, then the sealer and the wiring below. */
int record_test_setup(void **state);
extern struct record_setup record_test_wiring; /* tests may fill in listeners */

/* The second half of it, for a store of the test's own. */
void record_test_wire(struct store *s);

/* Appends `n` events of a few kinds and shapes about things 1..5; every third has a private
   part. Seals them (PostgreSQL: runs the sequencer). */
void record_test_fill(struct engine *e, int n);
/* On PostgreSQL runs the sequencer; on SQLite the commit did. */
void record_test_seal(struct engine *e);

/* The findings of a verification, in order. */
struct findings {
    struct record_finding v[64];
    int n;
    struct record_report report;
};
enum rc record_test_verify(struct ctx *c, const struct record_head *checkpoint, struct findings *ret);
/* Seals what is left, then the chain and the state must agree with what the events say: fails the
   test with the first finding. How many events are sealed. */
int64_t record_test_agrees(struct engine *e);

#endif
