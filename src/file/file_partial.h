/*
 * file_partial.h - a file that comes in pieces, over a line that breaks: the account says what it
 * will send (SHA-256 and size), sends pieces in order, and after a break, on whichever device,
 * asks how much has come and goes on there. Whole, it is a file_stored like any other upload:
 * the same limits, the same look at its bytes. Leaves out: addresses and answers (web).
 *
 * Invariants: 1. a partial file belongs to one account, for others it does not exist; 2. pieces
 * lie without a gap from 0 to `received`, each synced before it counts; 3. what is stored in the
 * end has the SHA-256 that was said at first; 4. past `until` it is gone, and what lies in spool/
 * without a row of file_piece is swept.
 */
#ifndef MOTCUA_FILE_FILE_PARTIAL_H
#define MOTCUA_FILE_FILE_PARTIAL_H

#include "file/file.h"

#define FILE_PIECE_MAX (INT64_C(512) * 1024)
#define FILE_PARTIALS_MAX 10     /* of one account, not whole yet */
#define FILE_PARTIAL_HOURS 24    /* after the last piece */
#define FILE_PARTIAL_STORED_H 11 /* whole: the bytes are swept a day after, notes of them last 12 h */

struct file_partial {
    int64_t id, size, received;
    str pub, name;
    struct digest sha;
    enum file_type type; /* FILE_NONE until it is stored */
    instant until;
};
struct file_partials {
    struct file_partial *v;
    ptrdiff_t n;
};

/* What an account says before the first piece, or when it goes on. */
struct file_partial_in {
    str name;
    struct digest sha;
    int64_t size, max; /* max: bytes one file may have */
};
/* The one it has begun already, as far as it came, or a new one. RC_INVALID "size" file.empty,
   file.too_large; RC_CONFLICT file.partial.too_many. */
MUST_USE enum rc file_partial_begin(struct ctx *c, int64_t account, const struct file_partial_in *in,
                                    struct file_partial *ret_partial);
MUST_USE enum rc file_partial_get(struct ctx *c, int64_t account, str pub,
                                  struct file_partial *ret_partial);
/* Those of the account that are not whole, latest first. */
MUST_USE enum rc file_partial_list(struct ctx *c, int64_t account, struct file_partials *ret_list);

/* ---- a piece: bytes before the unit, the row inside it ---- */

/* Synced in spool/; taken away with c->mem unless file_partial_add gave it a row. RC_INVALID
   file.empty, file.piece_large, RC_UNAVAILABLE. The upload stays open until then. */
MUST_USE enum rc file_piece_sync(struct ctx *c, struct file_upload *up, const char *field);
/* RC_CONFLICT "at" file.partial.elsewhere: it stands at another place, or is whole. */
MUST_USE enum rc file_partial_add(struct ctx *c, struct file_partial *p, int64_t at,
                                  struct file_upload *piece);

/* ---- whole ---- */

struct file_piece {
    int64_t at, size;
    str spool;
};
struct file_pieces {
    struct file_piece *v;
    ptrdiff_t n;
};
MUST_USE enum rc file_pieces(struct ctx *c, const struct file_partial *p, struct file_pieces *ret);
/* Outside a transaction: all pieces as one, looked at and stored as file_upload_store does.
   RC_CONFLICT file.partial.again: a piece is missing or the bytes are not what was said. */
MUST_USE enum rc file_partial_join(struct ctx *c, struct file_store *s, const struct file_partial *p,
                                   const struct file_pieces *pieces, struct file_stored *ret_stored);
MUST_USE enum rc file_partial_stored(struct ctx *c, struct file_partial *p, enum file_type type);
/* Given up: its pieces are swept. */
MUST_USE enum rc file_partial_drop(struct ctx *c, const struct file_partial *p);

/* A job: at most `max` past their end; *ret_gone < max = done. */
MUST_USE enum rc file_partial_expire(struct ctx *c, int64_t max, int64_t *ret_gone);

#endif
