/*
 * petition_file.h - files beside a petition. Its sender adds them once signed in, staff who handle it
 * at any time: a visitor has no account that could be stopped from filling the disk. Who follows it by
 * its link sees how many there are, no more.
 */
#ifndef MOTCUA_PETITION_FILE_H
#define MOTCUA_PETITION_FILE_H

#include "file/file.h"
#include "petition/petition.h"

#define PETITION_FILES 10 /* of one petition */

struct petition_file {
    int64_t no;
    struct file file;
    bool by_sender;
};
/* Of what petition_get or petition_mine_get gave. */
MUST_USE enum rc petition_files(struct ctx *c, const struct petition *p, struct petition_file **ret_v,
                                ptrdiff_t *ret_n);
/* RC_NOT_FOUND: there is no such number. */
MUST_USE enum rc petition_file_get(struct ctx *c, const struct petition *p, str no,
                                   struct file *ret_file);
/* One's own, as petition_follow; RC_NOT_FOUND for every other account. */
MUST_USE enum rc petition_mine_get(struct ctx *c, str pub, struct petition *ret);

/* Bytes that are stored, rows not yet made. RC_INVALID at file: none, or more than PETITION_FILES;
   RC_CONFLICT: it is over; RC_DENIED: neither its sender nor who handles petitions. */
struct petition_file_in {
    struct file_stored stored;
    str name;
};
MUST_USE enum rc petition_add_files(struct ctx *c, const struct petition *p,
                                    const struct petition_file_in *v, ptrdiff_t n);

#endif
