/*
 * dossier_api.c - the routes of dossiers under /api/v1: every legal act is a sub-resource
 * that is added (POST), names the version it was made for and carries a key. `need` is what a
 * token must hold at all; on which dossier, the rules say. When you add an act to dossier.h,
 * add its row here.
 */
#include "dossier/dossier_api.h"
#include "web/api.h"
#include "web/module.h"
#include "web/web.h"

#define ACT(name, perm, fn, body, text)                                                                \
    {                                                                                                  \
        POST, "/api/v1/dossiers/:pub/" name, .write = (fn), .need = (perm), .form = &(body),           \
                                             .flags = ROUTE_API | ROUTE_VERSION | ROUTE_KEY,           \
                                             .out = &dossier_api, .doc = (text)                        \
    }

static const struct route routes[] = {
    {GET, "/api/v1/dossiers", dossier__api_list, .need = PERM_API, .form = &dossier__list_form,
     .flags = ROUTE_API, .out = &dossier__list_api,
     .doc = "A work list, what a search finds, or one's own dossiers"},
    {GET, "/api/v1/dossiers/:pub", dossier__api_get, .need = PERM_API, .flags = ROUTE_API,
     .out = &dossier_api, .doc = "A dossier"},
    {GET, "/api/v1/dossiers/:pub/events", dossier__api_events, .need = PERM_API, .flags = ROUTE_API,
     .out = &dossier__events_api, .doc = "What happened to it"},
    {GET, "/api/v1/dossiers/:pub/files/:file", dossier__api_file_bytes, .need = PERM_API,
     .flags = ROUTE_API, .doc = "The bytes of one of its files"},
    {POST, "/api/v1/dossiers", .write = dossier__api_create, .need = PERM_API,
     .form = &dossier__create_form, .flags = ROUTE_API | ROUTE_KEY, .out = &dossier_api,
     .doc = "File a dossier; with accept, receive it at once"},
    {POST, "/api/v1/files", .write = dossier__api_upload, .need = PERM_FILE_UPLOAD,
     .form = &dossier__upload_form, .flags = ROUTE_API | ROUTE_KEY, .out = &dossier__upload_api,
     .doc = "Send a file, to be named in a filing or an act"},
    {GET, "/api/v1/files/:file", dossier__api_uploaded, .need = PERM_FILE_UPLOAD, .flags = ROUTE_API,
     .out = &dossier__upload_api, .doc = "A file this account has sent"},
    {GET, "/api/v1/tracking/:code", dossier__api_track, .need = PERM_PUBLIC,
     .form = &dossier__track_form, .flags = ROUTE_API, .out = &dossier__track_api,
     .doc = "Public tracking; in full with the receipt's secret"},
    ACT("acceptances", PERM_DOSSIER_RECEIVE, dossier__api_accept, dossier__accept_form,
        "Accept: complete, the clock starts"),
    ACT("supplement-requests", PERM_DOSSIER_READ, dossier__api_ask, dossier__ask_form,
        "Ask for what is missing, once and itemised"),
    ACT("supplements", PERM_API, dossier__api_complete, dossier__complete_form,
        "Bring what was asked for"),
    ACT("refusals", PERM_DOSSIER_READ, dossier__api_refuse, dossier__refuse_form, "Refuse"),
    ACT("moves", PERM_DOSSIER_READ, dossier__api_move, dossier__move_form,
        "Submit, approve, send back or issue"),
    ACT("claims", PERM_WORKLIST, dossier__api_claim, dossier__claim_form,
        "Take it on one's own desk, or put it back"),
    ACT("assignments", PERM_DOSSIER_ASSIGN, dossier__api_assign, dossier__assign_form,
        "Give it to a colleague, by their public id"),
    ACT("returns", PERM_DOSSIER_RETURN, dossier__api_return, dossier__return_form,
        "Hand the result over"),
    ACT("withdrawals", PERM_API, dossier__api_withdraw, dossier__withdraw_form,
        "Withdraw or stop, by the applicant; on paper by who receives"),
    ACT("corrections", PERM_DOSSIER_CORRECT, dossier__api_correct, dossier__correct_form,
        "Mend a mistake; both values stay visible"),
    ACT("cancellations", PERM_DOSSIER_CORRECT, dossier__api_cancel, dossier__cancel_form,
        "Cancel what was entered by mistake"),
    ACT("payments", PERM_PAYMENT_TAKE, dossier__api_pay, dossier__pay_form, "Take cash"),
    ACT("apologies", PERM_DOSSIER_PROCESS, dossier__api_apologise, dossier__apology_form,
        "Draft an extension, or the apology of a late dossier, with its new date"),
    ACT("apology-decisions", PERM_DOSSIER_APPROVE, dossier__api_decide, dossier__decision_form,
        "Sign the draft of an apology, or decline it"),
    {0},
};

/* Apart from dossier_module: the pages have routes of their own. */
extern const struct module dossier_api_module;
const struct module dossier_api_module = {.name = "dossier", .routes = routes};
