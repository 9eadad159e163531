/* dossier_http.h - shared by the files of handlers of this folder. */
#ifndef MOTCUA_DOSSIER_HTTP_H
#define MOTCUA_DOSSIER_HTTP_H

#include "dossier/dossier_words.h"

struct req;  /* web/web.h */
struct form; /* web/form.h */

/* Words for the reader of a page; the hours are those of the actor's unit. */
MUST_USE enum rc dossier__saying(struct req *r, struct saying *ret_saying);

extern const struct form dossier__counter_form;

enum rc dossier__refuse_show(struct req *r);
/* The small page `refuse` or `supplement` with this reason filled in. */
MUST_USE enum rc dossier__small_with(struct req *r, str slug, str reason);

/* Files that came with a form as files of a paper: those under `key`, or all when it is absent. At
   most DOSSIER_PAPER_FILES, refused at "file_<key>". Bytes are on disk already; their rows belong
   to the act. */
struct form_rows;
struct filing_paper;
MUST_USE enum rc dossier__keep_files(struct req *r, const struct form_rows *files, str key,
                                     struct filing_paper *to);

#endif
