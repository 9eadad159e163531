/*
 * modules.c - every capability by name, lowest floor first. When you add one, write its
 * `extern` here and its place in the list; nothing registers itself. Folders that web stands
 * on cannot include web/module.h: what they give is described here.
 */
#include "app/modules.h"

#include <stddef.h>

#include "app/file_jobs.h"
#include "app/outbox.h"
#include "mail/mail.h"
#include "org/org.h"
#include "person/person.h"
#include "record/record.h"
#include "record/record_module.h"
#include "web/module.h"

static const struct record_kind record_kinds[] = {{"record.checkpoint_accepted", "record"}, {0}};
static const struct module record_module = {
    .name = "record", .verbs = record_verbs, .kinds = record_kinds};
static const struct module org_module = {.name = "org", .kinds = org_kinds};
static const struct module file_module = {.name = "file", .jobs = app_file_jobs};
static const struct module mail_module = {
    .name = "mail", .settings = mail_settings, .jobs = app_outbox_jobs};
static const struct module person_module = {.name = "person", .kinds = person_kinds};

extern const struct module web_module;
extern const struct module job_module;
extern const struct module calendar_module;
extern const struct module ruleset_module;
extern const struct module calendar_admin_module;
extern const struct module slip_module;
extern const struct module account_module;
extern const struct module account_own_module;
extern const struct module account_stand_in_module;
extern const struct module account_admin_module;
extern const struct module account_org_module;
extern const struct module account_duty_module;
extern const struct module casework_module;
extern const struct module casework_edit_module, casework_rules_module, casework_move_module;
extern const struct module catalog_module;
extern const struct module catalog_quality_module;
extern const struct module catalog_api_module;
extern const struct module counter_module;
extern const struct module dossier_module;
extern const struct module dossier_work_module;
extern const struct module dossier_desk_module;
extern const struct module dossier_form_module;
extern const struct module dossier_assign_module;
extern const struct module dossier_extend_module;
extern const struct module dossier_end_module;
extern const struct module dossier_mend_module;
extern const struct module dossier_consult_module;
extern const struct module dossier_consult_api_module;
extern const struct module dossier_hold_module, dossier_hold_api_module;
extern const struct module dossier_mend_api_module;
extern const struct module dossier_beside_api_module;
extern const struct module dossier_bulk_api_module;
extern const struct module dossier_slip_api_module;
extern const struct module dossier_slip_module;
extern const struct module dossier_book_module;
extern const struct module dossier_filled_module;
extern const struct module dossier_tab_module;
extern const struct module dossier_person_module;
extern const struct module dossier_checklist_module;
extern const struct module dossier_part_module;
extern const struct module dossier_bulk_module;
extern const struct module dossier_waive_module;
extern const struct module dossier_bundle_module;
extern const struct module dossier_api_module;
extern const struct module eform_module;
extern const struct module eform_sample_module;
extern const struct module eform_admin_module;
extern const struct module filing_module;
extern const struct module handover_module;
extern const struct module succession_module;
extern const struct module applying_module;
extern const struct module handover_api_module;
extern const struct module notify_module;
extern const struct module notify_admin_module;
extern const struct module arrival_module;
extern const struct module petition_module;
extern const struct module petition_desk_module;
extern const struct module petition_control_module;
extern const struct module petition_file_module;
extern const struct module petition_exchange_module;
extern const struct module portal_module;
extern const struct module result_module;
extern const struct module result_api_module;
extern const struct module supervise_module;
extern const struct module demo_module;
extern const struct module backup_module;
extern const struct module bench_module;

/* clang-format off: a line a module */
const struct module *const app_modules[] = {
    &web_module,
    &file_module,
    &mail_module,
    &record_module,
    &org_module,
    &person_module,
    &calendar_module,
    &ruleset_module,
    &casework_module,
    &casework_edit_module,
    &casework_rules_module,
    &casework_move_module,
    &slip_module,
    &catalog_module,
    &account_module,
    &account_own_module,
    &account_admin_module,
    &account_org_module,
    &job_module,
    &catalog_api_module,
    &dossier_module,
    &dossier_work_module,
    &counter_module,
    &dossier_desk_module,
    &dossier_form_module,
    &dossier_assign_module,
    &dossier_extend_module,
    &account_stand_in_module,
    &supervise_module,
    &succession_module,
    &applying_module,
    &dossier_end_module,
    &dossier_mend_module,
    &dossier_consult_module,
    &dossier_consult_api_module,
    &dossier_hold_module,
    &dossier_hold_api_module,
    &dossier_mend_api_module,
    &dossier_beside_api_module,
    &dossier_bulk_api_module,
    &dossier_slip_api_module,
    &account_duty_module,
    &dossier_slip_module,
    &dossier_book_module,
    &dossier_filled_module,
    &dossier_tab_module,
    &dossier_person_module,
    &dossier_checklist_module,
    &handover_module,
    &handover_api_module,
    &dossier_part_module,
    &dossier_bulk_module,
    &dossier_waive_module,
    &result_module,
    &result_api_module,
    &dossier_bundle_module,
    &dossier_api_module,
    &catalog_quality_module,
    &calendar_admin_module,
    &eform_module,
    &eform_sample_module,
    &eform_admin_module,
    &filing_module,
    &notify_module,
    &notify_admin_module,
    &arrival_module,
    &petition_module,
    &petition_desk_module,
    &petition_control_module,
    &petition_file_module,
    &petition_exchange_module,
    &portal_module,
    &demo_module,
    &backup_module,
    &bench_module,
    NULL,
};
/* clang-format on */

const char *const app_groups[] = {
    "dossier.nav",    "dossier.nav.counter", "petition.nav",  "supervise.group",
    "notify.nav.own", "catalog.nav",         "account.admin", NULL};
