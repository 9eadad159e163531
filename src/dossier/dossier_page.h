/*
 * dossier_page.h - what pages about dossiers share, here and in the capabilities that stand on this
 * one: words for their reader, the head of the screen of one dossier, files that came with a form.
 */
#ifndef MOTCUA_DOSSIER_PAGE_H
#define MOTCUA_DOSSIER_PAGE_H

#include "dossier/dossier_desk.h"
#include "dossier/dossier_view.h"

struct req; /* web/web.h */

/* Words for the reader of a page; the hours are those of the actor's unit. */
MUST_USE enum rc dossier_saying(struct req *r, struct saying *ret_saying);
/* The same, and what the screen of the path's dossier (:pub) is made of. */
MUST_USE enum rc dossier_page_facts(struct req *r, struct saying *ret_saying,
                                    struct desk_facts *ret_facts);

enum desk_tab { TAB_STEP, TAB_PAPERS, TAB_RECORD, TAB_NONE };
/* `seen`: the version a refused form was made for, 0 = none. */
void dossier_view_head(const struct saying *s, const struct desk_facts *f, enum desk_tab tab,
                       int64_t seen, struct dossier_head_view *ret_view);

str dossier_number(const struct saying *s, int64_t n); /* plain digits, for inputs and links */
struct dossier_pair_view dossier_pair(const struct saying *s, const char *key, str value);
/* The days of an explanation as a ledger; at most days->n rows. */
ptrdiff_t dossier_ledger(const struct saying *s, const struct clock_days *days,
                         struct dossier_ledger_view *rows);

/* Files that came with a form as files of a paper: those under `key`, or all when it is absent. At
   most DOSSIER_PAPER_FILES, refused at "file_<key>". Bytes are on disk already; their rows belong
   to the act. */
struct form_rows;
struct form_file;
struct filing_paper;
MUST_USE enum rc dossier_keep_files(struct req *r, const struct form_rows *files, str key,
                                    struct filing_paper *to);
/* One file beside an act; none was chosen: 0 and an absent name. */
MUST_USE enum rc dossier_page_file(struct req *r, const struct form_file *in, int64_t *ret_id,
                                   str *ret_name);

#endif
