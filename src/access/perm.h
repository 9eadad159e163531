/*
 * perm.h - every permission a route or a rule may ask for, every role, and how far a role
 * reaches with a permission. The table role x permission is src/access/perm.c; the matrix
 * of tests/access/matrix grows with it.
 * When you add a permission: add its row in perm.c (a missing row ends the first test), and
 * its routes' rows in tests/access/matrix/routes.tsv.
 */
#ifndef MOTCUA_ACCESS_PERM_H
#define MOTCUA_ACCESS_PERM_H

#include <stdbool.h>

enum perm {
    PERM_NONE = 0,  /* a route with this stops the boot: a need must be said */
    PERM_PUBLIC,    /* anybody, signed in or not */
    PERM_SIGNED_IN, /* any account: own profile, password, sign-out */
    /* citizens */
    PERM_DOSSIER_FILE,     /* file online, for oneself or with authority */
    PERM_DOSSIER_TRACK,    /* one's own dossiers, with all that is one's own */
    PERM_DOSSIER_WITHDRAW, /* stop or withdraw one's own */
    PERM_PROFILE_EDIT,
    /* staff: dossiers */
    PERM_WORKLIST,        /* work lists, search */
    PERM_DOSSIER_READ,    /* the dossier screen */
    PERM_DOSSIER_RECEIVE, /* counter intake, check, accept, supplement, refuse */
    PERM_DOSSIER_PROCESS, /* steps: examine, consult, draft, assign oneself */
    PERM_DOSSIER_ASSIGN,  /* hand to another officer or unit */
    PERM_DOSSIER_APPROVE, /* approve, sign, send back */
    PERM_DOSSIER_RETURN,  /* hand the result over */
    PERM_DOSSIER_CORRECT, /* correction with reason, cancellation */
    PERM_PAYMENT_TAKE,    /* cash at the counter */
    PERM_PERSON_READ,     /* find and see persons, masked */
    PERM_PERSON_UNMASK,   /* see in full, with a purpose */
    PERM_PERSON_EDIT,
    PERM_FILE_UPLOAD,
    PERM_INTERNAL_FILE, /* apply for one's own agency, and follow it */
    /* staff: petitions */
    PERM_PETITION_READ,
    PERM_PETITION_HANDLE, /* enter, classify, assess, answer, publish: each as the process says */
    PERM_PETITION_REMIND, /* letters about late ones */
    /* staff: the authority */
    PERM_CATALOG_READ,   /* unpublished versions, quality reports; public pages need PERM_PUBLIC */
    PERM_CATALOG_MANAGE, /* import, edit, publish procedures */
    PERM_CALENDAR_MANAGE,
    PERM_PROCESS_MANAGE, /* draft, publish processes; move running work to another version */
    PERM_ARRIVAL_MANAGE, /* take in dossiers of other systems: moved in, synced */
    PERM_ORG_READ,
    PERM_ORG_MANAGE,        /* agencies, units, counters, staff */
    PERM_SUCCESSION_MANAGE, /* who answers for what of an agency that ended; open dossiers placed */
    PERM_DUTY_MANAGE,       /* who is on duty at the counters; held: by the head of the unit */
    PERM_FIGURES_READ,
    PERM_RECORD_READ, /* events and verification */
    PERM_USER_READ,
    PERM_USER_MANAGE, /* accounts, roles, resets, tokens */
    PERM_SIGNIN_LOG_READ,
    PERM_SETTING_MANAGE,
    PERM_JOB_MANAGE, /* jobs, outbox, parked work */
    PERM_BACKUP,
    PERM_API, /* machines: /api/v1 by bearer token */
    PERM_COUNT
};

enum role {
    ROLE_ANYBODY, /* not signed in; every actor has it */
    ROLE_CITIZEN,
    ROLE_CLERK,
    ROLE_OFFICER,
    ROLE_LEADER,
    ROLE_CONTROL_OFFICE,
    ROLE_INSPECTOR,
    ROLE_ADMINISTRATOR,
    ROLE_COUNT
};

/* How the object stands to the actor, nearest first; and, in the table, how far a role
   reaches with a permission: everything up to and including that relation. */
enum reach {
    REACH_NOTHING, /* the role does not have the permission */
    REACH_OWN,     /* owner or filer is the actor's person; the actor's own account */
    REACH_HELD,    /* the actor handles it now, or received it */
    REACH_UNIT,    /* in the hands of the actor's unit */
    REACH_AGENCY,  /* received by, or competent: the actor's agency */
    REACH_BELOW,   /* the same for an agency below the actor's */
    REACH_ALL,     /* everything; also permissions that have no object */
    REACH_COUNT
};

/* "DOSSIER_READ" and "clerk": as in routes --json, the command line and the matrix. */
const char *perm_word(enum perm perm);
const char *role_word(enum role role);
const char *reach_word(enum reach reach);
bool role_parse(const char *word, enum role *ret_role);
bool perm_parse(const char *word, enum perm *ret_perm);
/* The table itself. */
enum reach perm_reach(enum role role, enum perm perm);
/* The permission that lets one know of what `perm` acts on: decides between 403 and 404.
   PERM_NONE: there is no such thing, 403. */
enum perm perm_sees(enum perm perm);
/* Roles bound to an agency or unit, given to staff only. */
bool role_is_staff(enum role role);
/* A token (API, service) may be given this permission. */
bool perm_for_tokens(enum perm perm);

#endif
