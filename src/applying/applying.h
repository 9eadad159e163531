/*
 * applying.h - an agency applies to another (internal procedures, TTHC nội bộ): its own staff file
 * and follow what their agency asked for. Leaves out: handling it, which is a dossier like any.
 *
 * Invariant: who applies stands in the place of the agency, as the owner of the dossier does: they read
 * what an applicant reads and do what an applicant does; with the handling of it their posts have
 * nothing to do. The record names the member of staff, and the agency.
 */
#ifndef MOTCUA_APPLYING_APPLYING_H
#define MOTCUA_APPLYING_APPLYING_H

#include "catalog/catalog.h"
#include "dossier/dossier.h"
#include "dossier/dossier_end.h"
#include "dossier/dossier_list.h"
#include "dossier/dossier_read.h"

/* c->actor as the applicant: staff of an agency with PERM_INTERNAL_FILE. RC_DENIED for others, and
   while the agency is not in the register of persons. */
MUST_USE enum rc applying_actor(struct ctx *c, struct actor *ret_actor);

/* Internal procedures open for intake, by name. */
MUST_USE enum rc applying_procedures(struct ctx *c, struct procedure **ret, ptrdiff_t *ret_n);
/* The one-stop units that take it today. */
struct applying_place {
    str unit, name; /* code; "UBND phường Bến Lụa, Bộ phận Một cửa" */
};
MUST_USE enum rc applying_places(struct ctx *c, str procedure, struct applying_place **ret,
                                 ptrdiff_t *ret_n);

struct applying_in {
    str procedure, unit, note; /* codes of procedure and one-stop unit */
    const struct filing_paper *papers;
    ptrdiff_t n;
};
/* Online, now, for the actor's agency. RC_NOT_FOUND no such internal procedure; RC_INVALID as
   dossier_file, and at "unit". */
MUST_USE enum rc applying_file(struct ctx *c, const struct applying_in *in,
                               struct dossier_ref *ret_ref);

/* What the agency applied for, the newest first. */
MUST_USE enum rc applying_list(struct ctx *c, str cursor, int64_t max, struct worklist_page *ret_page);

/* One of them, as its applicant reads it. RC_NOT_FOUND for another agency's. */
struct applying_facts {
    struct dossier d;
    str secret; /* of the public tracking page */
    struct dossier_event *events;
    struct dossier_file *files;
    struct dossier_paper *papers;
    struct dossier_supplement *asked;
    ptrdiff_t events_n, files_n, papers_n, asked_n;
    bool may_withdraw, may_complete;
};
MUST_USE enum rc applying_get(struct ctx *c, str pub, struct applying_facts *ret_facts);
struct file; /* file/file.h */
MUST_USE enum rc applying_file_get(struct ctx *c, str pub, int64_t no, struct file *ret_file);

/* The acts of an applicant: as dossier_complete_supplement and dossier_withdraw. */
MUST_USE enum rc applying_complete(struct ctx *c, str pub, int64_t seen_version,
                                   const struct filing_paper *papers, ptrdiff_t n);
MUST_USE enum rc applying_withdraw(struct ctx *c, str pub, const struct withdrawal_in *in);

#endif
