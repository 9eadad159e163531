/*
 * perm.h - what a route may ask of a person: the vocabulary of permissions. Which role
 * holds which permission stands in access; which row a person may see is decided by the
 * scope in SQL, never here. When you add one, also add its row in the role table of
 * access and its cell in the matrix test.
 */
#ifndef MOTCUA_ACCESS_PERM_H
#define MOTCUA_ACCESS_PERM_H

/* 0 is not a permission, so that a route that forgets `.need` stops the boot. */
enum perm {
    PERM_NONE = 0,
    PERM_PUBLIC,    /* everybody, signed in or not */
    PERM_SIGNED_IN, /* anybody with a session or token */
    PERM_DOSSIER_FILE,     /* citizen: file, withdraw, supplement */
    PERM_DOSSIER_RECEIVE,  /* clerk: counter intake, acceptance, return of the result */
    PERM_DOSSIER_PROCESS,  /* officer: the steps of the procedure */
    PERM_DOSSIER_APPROVE,  /* leader: sign, send back */
    PERM_DOSSIER_READ,     /* own, unit or inspection: narrowed by row scope */
    PERM_WORKLIST,
    PERM_CATALOG_READ,     /* unpublished versions and the quality reports too */
    PERM_CATALOG_MANAGE,   /* control office */
    PERM_ORG_MANAGE,
    PERM_USER_MANAGE,      /* administrator */
    PERM_CALENDAR_MANAGE,
    PERM_RECORD_READ,
    PERM_API,              /* machines: a scoped bearer token */
    PERM_COUNT
};

#endif
