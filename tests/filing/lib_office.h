/*
 * lib_office.h - the small authority of tests/dossier with a server in front: online filing
 * over real rules and a real store, accounts faked by cookies: citizen, stranger, clerk.
 */
#ifndef MOTCUA_TESTS_FILING_LIB_OFFICE_H
#define MOTCUA_TESTS_FILING_LIB_OFFICE_H

#include "dossier/lib_authority.h"
#include "web/lib_front.h"

struct office {
    struct authority *a;
    struct front front;
    struct arena *mem; /* these three: of the front */
    struct file_store *files;
    int port;
};

/* `listen` "127.0.0.1:0" for a free port. Files are at most 1 MB. */
void office_start(struct office *o, struct authority *a, const char *listen);
void office_stop(struct office *o);

#endif
