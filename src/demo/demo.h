/*
 * demo.h - a demonstration province in an empty folder: Quảng Ngãi as after 1/7/2025, named
 * by posts only, generated citizens, and dossiers that went through the real rules under a
 * virtual clock. The folder is marked; its accounts work nowhere else.
 */
#ifndef MOTCUA_DEMO_DEMO_H
#define MOTCUA_DEMO_DEMO_H

#include "access/access.h"
#include "dossier/dossier.h"
#include "org/org.h"

#define DEMO_COMMUNES 6
#define DEMO_DEPARTMENTS 4
#define DEMO_PLACES (DEMO_COMMUNES + DEMO_DEPARTMENTS)
#define DEMO_OFFICERS 2
#define DEMO_PASSWORD "Mot-cua-minh-hoa-2026"

/* One agency that settles, with the people its dossiers pass through. */
struct demo_place {
    int64_t agency, one_stop, division;
    int64_t receiving; /* whose one-stop unit takes its dossiers: its own, or the centre */
    struct actor clerk, officer[DEMO_OFFICERS], leader;
};

struct demo {
    struct store *store;
    int64_t province, centre, centre_one_stop;
    struct demo_place place[DEMO_PLACES]; /* communes, then departments */
    struct actor centre_clerk;
    struct actor citizen; /* the demo citizen's account */
    int64_t result_file;  /* what every result carries */
    str result_name;
};

/* In a unit of work. `password_hash` is the one of DEMO_PASSWORD. Texts live in `keep`. */
MUST_USE enum rc demo_build_authority(struct ctx *c, struct demo *d, str password_hash);

/* Reproducible randomness of the run, apart from the unit's own. */
struct demo_random {
    uint64_t state;
};
uint64_t demo_draw(struct demo_random *r, uint64_t below);
bool demo_chance(struct demo_random *r, unsigned per_mille);

/* The n-th generated citizen: always the same for a seed. The one with the account is the
   same in every demo. */
#define DEMO_CITIZEN 999999
struct person demo_person(struct arena *mem, uint64_t seed, int64_t n);

/* Petitions of the last month, in every state. */
MUST_USE enum rc demo_petitions(struct ctx *c, struct demo *d, uint64_t seed, instant until);

/* An internal procedure, and what one commune applied for at another. */
MUST_USE enum rc demo_applications(struct ctx *c, struct demo *d, instant until);

struct demo_run {
    struct demo *demo;
    uint64_t seed;
    int64_t dossiers;
    instant until;
    void (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
    int64_t filed, finished, refused, late; /* counted as it goes */
    const char *why;                        /* key of the fault that ended it */
};
/* The first moment of a story that ends then: what its dossiers rest on is in force by then. */
instant demo_begin(instant until);
/* Eighteen months of dossiers up to `until`. `mem` holds the plan; the units have their own. */
MUST_USE enum rc demo_run(struct arena *mem, struct demo_run *run);

#endif
