/*
 * lib_desk.h - the small authority (lib_authority.h) behind a server with this folder's pages.
 * Sessions are named: clerk officer leader clerk2 citizen
 * stranger, of lib_office.h head colleague admin, and control (the control office).
 */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_DESK_H
#define MOTCUA_TESTS_DOSSIER_LIB_DESK_H

#include "dossier/lib_authority.h"
#include "web/lib_front.h"

struct desk {
    struct authority *a;
    struct front front;
    struct arena *mem; /* these two: of the front */
    int port;
};

/* `listen`: "127.0.0.1:0" in tests. 0, or -1 when it cannot start. */
int desk_start(struct desk *d, const char *listen);
void desk_stop(struct desk *d);
/* For struct case_config. */
bool desk_sign_in(struct case_run *run, str actor, void *arg);
/* First thing in main: children of the spawner end here; -1 = go on. */
int desk_child(int argc, char **argv);
/* A dossier filed at the counter and accepted at `when`, or only filed. */
struct dossier_ref desk_take_in(struct desk *d, struct filing filing, const char *when, bool accept);
struct dossier_ref desk_receive(struct desk *d, const char *procedure, const char *when, bool accept);
/* Told another name and telephone than the register has. */
struct dossier_ref desk_told_otherwise(struct desk *d);
/* The .case files of that folder; before each of them WAITING, OPEN, LATE, COLLEAGUE, ELSEWHERE and
   TOLD are there, someone is on duty at a counter, a form is published. How many went wrong. */
int desk_run_cases(struct desk *d, const char *folder);

extern const struct module *const desk_modules[];

#endif
