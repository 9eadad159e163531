/* filing_http.h - handlers shared by the route table; inside the folder only. */
#ifndef MOTCUA_FILING_HTTP_H
#define MOTCUA_FILING_HTTP_H

#include "filing/filing_make_view.h"
#include "web/web.h"

extern const struct route filing_routes[];

extern const struct form filing__goto_form, filing__case_form, filing__whom_form, filing__owner_form,
    filing__agency_form, filing__paper_form, filing__result_form, filing__note_form,
    filing__remove_form, filing__none_form, filing__oath_form, filing__group_form,
    filing__group_goto_form, filing__resume_form, filing__list_form, filing__withdraw_form,
    filing__supplement_form, filing__mend_form;

/* Start, questions, check: filing_http.c, filing_question_http.c */
route_fn filing__start_show, filing__begin, filing__resume, filing__question_show,
    filing__question_save, filing__file_remove, filing__check_show, filing__send;
/* The procedure's form, and going on elsewhere: filing_form_http.c */
route_fn filing__group_show, filing__group_save, filing__resume_show, filing__resume_find;
/* Own pages: filing_my_http.c */
route_fn filing__sent_show, filing__my_show, filing__draft_delete, filing__mine_show, filing__file_show,
    filing__withdraw_show, filing__withdraw, filing__supplement_show, filing__supplement;

/* A wrong or lost result: filing_mend_http.c */
route_fn filing__mend_show, filing__mend;
/* One question about a dossier: fills what all such pages have in common. */
MUST_USE enum rc filing__show_act(struct req *r, const struct dossier *d, struct filing_act_view *v);

/* One field after another: filing_typed_http.c */
extern const struct form filing__typed_form;
route_fn filing__typed_save;
/* As a fresh page draws them; `typed`: with what is being typed. */
MUST_USE enum rc filing__question_fields(struct req *r, const struct filing_draft *d, ptrdiff_t at,
                                         bool typed, struct web_fields *ret);
/* All rows of it, one after the other. */
struct web_fields filing__group_fields(struct req *r, const struct filing_draft *d, ptrdiff_t group);

/* A draft that was sent is its dossier: *ret_sent says that the answer leads there. */
MUST_USE enum rc filing__draft(struct req *r, struct filing_draft *ret_draft, bool *ret_sent);

#endif
