/* dossier_module.h - the modules of this folder, one for each file of handlers (app/modules.c). */
#ifndef MOTCUA_DOSSIER_MODULE_H
#define MOTCUA_DOSSIER_MODULE_H

struct module;
extern const struct module dossier_work_module, dossier_desk_module, dossier_form_module,
    dossier_slip_module, dossier_tab_module, dossier_person_module, dossier_checklist_module,
    dossier_assign_module;
extern const struct module dossier_bulk_module, dossier_bundle_module, dossier_waive_module;
extern const struct module dossier_extend_module;
extern const struct module dossier_end_module, dossier_mend_module;
extern const struct module dossier_consult_module, dossier_hold_module;

#endif
