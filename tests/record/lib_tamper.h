/* lib_tamper.h - acts against a sealed record: chosen at random, done in the running unit. */
#ifndef MOTCUA_TESTS_RECORD_LIB_TAMPER_H
#define MOTCUA_TESTS_RECORD_LIB_TAMPER_H

#include "record/lib_record.h"
#include "record/lib_tamper_sql.h"

#define TAMPER_EVENTS 48 /* what record_test_fill is asked for */

enum act {
    ACT_PAYLOAD,
    ACT_LEGAL,
    ACT_ACTOR,
    ACT_CHANNEL,
    ACT_DELETE_EVENT,
    ACT_DELETE_SEAL,
    ACT_DELETE_BOTH,
    ACT_CUT_OFF,
    ACT_CUT_OFF_SEALS,
    ACT_SWAP_IDS,
    ACT_SWAP_SEALED,
    ACT_SWAP_SEALS,
    ACT_ROTATE_SEALS,
    ACT_LEAF,
    ACT_CHAIN,
    ACT_BODY,
    ACT_SALT,
    ACT_INSERT_OLD,
    ACT_NONE,
    ACT_COUNT
};

struct attack {
    enum act act;
    int64_t seq, other, third; /* numbers it is about, other after seq */
    const struct q_tamper_seals_rows *seals;
    const struct record_head *head;
    struct findings found;
    int64_t changed;
};

int64_t tamper_event(const struct attack *a, int64_t seq);
enum rc tamper_strike(struct ctx *c, struct attack *a);
void tamper_seed(uint64_t seed);
void tamper_choose(struct attack *a, const struct q_tamper_seals_rows *seals,
                   const struct record_head *head);
/* For engine_read: fills a struct q_tamper_seals_rows. */
enum rc tamper_seals(struct ctx *c, void *arg);

#endif
