/*
 * dossier_acts_api.h - acts on a dossier for machines, shared with the capabilities that stand on this
 * one: what all have in common is said once, and each answers with the dossier as it is then.
 */
#ifndef MOTCUA_DOSSIER_ACTS_API_H
#define MOTCUA_DOSSIER_ACTS_API_H

#include "dossier/dossier.h"
#include "dossier/dossier_read.h"
#include "file/file.h"

struct req;
struct api_table;

extern const struct api_table dossier_api; /* what each of them answers */

/* An act as every act is: begun as above, the rule with what was sent, the dossier as it is then. */
typedef enum rc dossier_api_rule(struct req *r, const struct dossier *d, struct dossier_ref *ref);
MUST_USE enum rc dossier_api_act(struct req *r, dossier_api_rule *rule);

/* A file this account has sent; the fault stands at `field`. */
MUST_USE enum rc dossier_api_file(struct req *r, str pub, str field, struct file *ret_file);
/* The same for a member `file` that may be absent: then no file, of id 0. */
MUST_USE enum rc dossier_api_file_maybe(struct req *r, str pub, struct file *ret_file);

#endif
