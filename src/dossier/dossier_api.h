/*
 * dossier_api.h - shared by the API's files: reading (dossier_read_api.c), acting
 * (dossier_act_api.c), filing and files (dossier_file_api.c). Inside the folder only.
 */
#ifndef MOTCUA_DOSSIER_API_H
#define MOTCUA_DOSSIER_API_H

#include "casework/parts.h"
#include "catalog/catalog.h"
#include "dossier/dossier.h"
#include "dossier/dossier_acts_api.h"
#include "dossier/dossier_read.h"
#include "file/file.h"

struct req;
struct form;
struct form_rows;
struct api_table;

/* The dossier as the actor may see it, with its ETag. */
MUST_USE enum rc dossier__api_get(struct req *r);
/* 201 with the dossier as it is after the act of the actor's, and its place: also when the act sent it
   on to where they no longer read it. */
MUST_USE enum rc dossier__api_done(struct req *r, struct dossier_id id);
/* The dossier of the path, at the version the caller saw: RC_CONFLICT "version" otherwise. */
MUST_USE enum rc dossier__api_begin(struct req *r, struct dossier *ret_dossier);

/* What stands beside the steps; the structs of these tables stay in dossier_beside_api.c. */
struct api_beside {
    const void *checklist, *end; /* NULL: nothing was ticked; it has not ended so */
    struct {
        struct part_facts *v;
        ptrdiff_t n;
    } parts;
    struct {
        struct work_waiver *v;
        ptrdiff_t n;
    } waivers;
};
MUST_USE enum rc dossier__api_beside(struct ctx *c, struct dossier_id id, struct api_beside *ret_facts);
extern const struct api_table dossier__checklist_api, dossier__part_api, dossier__end_api,
    dossier__waiver_api;
extern const struct api_table dossier__row_api; /* of struct worklist_row */

/* Papers of a filing or a completion: objects of dossier__paper_form. */
extern const struct form dossier__paper_form;
MUST_USE enum rc dossier__api_papers(struct req *r, const struct procedure_full *full,
                                     const struct form_rows *rows, struct filing_paper **ret_papers);
/* Files of one paper, named by their ids; a fault stands at `place` and the number. */
MUST_USE enum rc dossier__api_files(struct req *r, const struct form_rows *rows, str place,
                                    struct filing_paper *p);

/* Handlers of the route table in dossier_api.c. */
enum rc dossier__api_list(struct req *r), dossier__api_events(struct req *r),
    dossier__api_file_bytes(struct req *r), dossier__api_track(struct req *r);
enum rc dossier__api_create(struct req *r), dossier__api_upload(struct req *r),
    dossier__api_uploaded(struct req *r);
extern const struct form dossier__list_form, dossier__track_form, dossier__create_form,
    dossier__upload_form;
extern const struct api_table dossier__list_api, dossier__events_api, dossier__track_api,
    dossier__upload_api;

enum rc dossier__api_accept(struct req *r), dossier__api_ask(struct req *r),
    dossier__api_complete(struct req *r), dossier__api_refuse(struct req *r),
    dossier__api_move(struct req *r), dossier__api_return(struct req *r),
    dossier__api_withdraw(struct req *r), dossier__api_correct(struct req *r),
    dossier__api_cancel(struct req *r), dossier__api_pay(struct req *r),
    dossier__api_claim(struct req *r), dossier__api_assign(struct req *r),
    dossier__api_apologise(struct req *r), dossier__api_decide(struct req *r);
extern const struct form dossier__accept_form, dossier__ask_form, dossier__complete_form,
    dossier__refuse_form, dossier__move_form, dossier__return_form, dossier__withdraw_form,
    dossier__correct_form, dossier__cancel_form, dossier__pay_form, dossier__claim_form,
    dossier__assign_form, dossier__apology_form, dossier__decision_form;

#endif
