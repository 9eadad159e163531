/* dossier_http.h - shared by the files of handlers of this folder. */
#ifndef MOTCUA_DOSSIER_HTTP_H
#define MOTCUA_DOSSIER_HTTP_H

#include "dossier/dossier_words.h"

struct req;  /* web/web.h */
struct form; /* web/form.h */

/* Words for the reader of a page; the hours are those of the actor's unit. */
MUST_USE enum rc dossier__saying(struct req *r, struct saying *ret_saying);

extern const struct form dossier__counter_form;

#endif
