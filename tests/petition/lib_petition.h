/* lib_petition.h - the small authority of tests/dossier wired as in the program, and acts on petitions
   as steps of a test. */
#ifndef MOTCUA_TESTS_PETITION_LIB_PETITION_H
#define MOTCUA_TESTS_PETITION_LIB_PETITION_H

#include "dossier/lib_authority.h"

#include "petition/petition.h"

int petition_setup(void **state); /* *state is a struct authority; its people have accounts */
int petition_teardown(void **state);
#define PETITION_TEST(fn) cmocka_unit_test_setup_teardown(fn, petition_setup, petition_teardown)

struct deed {
    struct petition_in in;
    struct petition_act act;
    struct petition_ref ref;
    struct petition p;
    struct petition_rows rows;
    struct petition_publics publics;
    struct petition_event *events;
    ptrdiff_t events_n;
    enum petition_list which;
    str text;
};
enum rc deed_send(struct ctx *c, void *arg);
enum rc deed_do(struct ctx *c, void *arg); /* of the version in ref; fills ref and p */
enum rc deed_look(struct ctx *c, void *arg);
enum rc deed_follow(struct ctx *c, void *arg);
enum rc deed_clarify(struct ctx *c, void *arg);
enum rc deed_remind(struct ctx *c, void *arg);
enum rc deed_outside(struct ctx *c, void *arg);
enum rc deed_list(struct ctx *c, void *arg);
enum rc deed_published(struct ctx *c, void *arg);
enum rc deed_timeline(struct ctx *c, void *arg); /* of p, for staff */

#define MUST(a, who, when, fn, d)                                                                      \
    do {                                                                                               \
        const enum rc rc_ = as((a), (who), (when), deed_##fn, (d));                                    \
        if (rc_)                                                                                       \
            fail_msg("%s: %s %s", #fn, rc_name(rc_), last_fault(a));                                   \
    } while (0)
#define MUST_NOT(a, who, when, fn, d, rc, key)                                                         \
    do {                                                                                               \
        assert_int_equal(as((a), (who), (when), deed_##fn, (d)), (rc));                                \
        assert_string_equal(last_fault(a), (key));                                                     \
    } while (0)

/* A petition about a rule, sent by a visitor to the commune. */
struct petition_in sample_petition(void);
/* The act of that code with the seen version. */
struct petition_act act_of(const char *action);
/* Submitted with every criterion met. */
struct petition_act full_answer(void);

#endif
