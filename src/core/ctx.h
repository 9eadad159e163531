/*
 * ctx.h - one unit of work: one request, one job run or one command. Rules read the
 * clock, the actor and random bytes from here and nowhere else, so that a unit that is
 * run again (style: batches, serialisation failures) gives the same answer.
 */
#ifndef MOTCUA_CORE_CTX_H
#define MOTCUA_CORE_CTX_H

#include "core/date.h"
#include "core/str.h"

struct db;    /* db/db.h: the connection, its transaction already open */
struct actor; /* access/access.h: who, in which office, with which rights; NULL = nobody */

struct fault {
    enum rc rc;
    str field;       /* the form field or JSON member at fault; absent for the whole */
    const char *key; /* message key, never a sentence */
    str args[3];     /* {0} {1} {2} of the message */
    struct fault *next;
};

/* Deterministic from its seed: a repeated unit draws the same values. */
struct rng {
    unsigned char seed[32];
    uint64_t drawn;
};

struct ctx {
    struct arena *mem; /* everything allocated in it dies with the unit */
    struct db *db;
    instant now; /* arrival of the complete request; the only clock rules may read */
    struct actor *actor;
    struct rng rng;
    struct fault *faults; /* newest last; empty after RC_OK and RC_NOT_FOUND */
};

/* Records why and hands `rc` back: `return fail(c, RC_INVALID, "status", "dossier.move.no_such_step");`
   `field` NULL means the whole; the key must exist in every language (checked). */
enum rc fail(struct ctx *c, enum rc rc, const char *field, const char *key);
enum rc fail_args(struct ctx *c, enum rc rc, const char *field, const char *key, const str *args,
                  int count);
/* The same with a field name built at run time (repeated rows). */
enum rc fail_at(struct ctx *c, enum rc rc, str field, const char *key);

/* `n` bytes of the unit's stream. Not for keys: those come from crypto. */
void ctx_random(struct ctx *c, void *to, size_t n);
/* A new public id: 48 bits of c->now in ms, 80 random bits, as 26 lower-case base32 letters. */
str ctx_new_pubid(struct ctx *c);

#endif
