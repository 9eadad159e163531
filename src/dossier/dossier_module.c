/* dossier_module.c - what dossiers give to the server. */
#include "dossier/dossier.h"
#include "web/module.h"

extern const struct module dossier_module;
const struct module dossier_module = {
    .name = "dossier",
    .kinds = dossier_kinds,
    .replayers = dossier_replayers,
};
