/*
 * lib_case.h - runs *.case files against a server: one case is a title and a row of
 * requests with what must come back. tests/http/README.md shows the words.
 *
 * Each case prints one TAP line, so tools/run_tests counts it; a failure names file, line,
 * what was wanted and how the answer began. Sessions (a cookie jar for each actor) and
 * variables live as long as the file.
 */
#ifndef MOTCUA_TESTS_HTTP_LIB_CASE_H
#define MOTCUA_TESTS_HTTP_LIB_CASE_H

#include "core/str.h"

struct case_run;

struct case_config {
    int port;
    const char *origin; /* of the pages: "http://127.0.0.1:8080"; NULL = http://localhost:PORT */
    /* Called when a file first says `as ACTOR`: fills the jar of the chosen session, by
       case_set_cookie or by playing the sign-in form. False fails the case. */
    bool (*sign_in)(struct case_run *run, str actor, void *arg);
    /* Called before each file; may case_let what the files use. May be NULL. */
    void (*prepare)(struct case_run *run, void *arg);
    void *arg;
    bool quiet; /* prints nothing: for tests of the runner */
};

struct case_result {
    int passed, failed;
    str first_failure; /* "file:line: what"; lives in `mem` */
};

/* Numbers its TAP lines on from result->passed + failed, so that several files make one list. */
void case_run_text(const struct case_config *config, const char *name, str text, struct arena *mem,
                   struct case_result *result);
void case_run_file(const struct case_config *config, const char *path, struct arena *mem,
                   struct case_result *result);
/* Every *.case of a folder in the order of names, then the plan line. Exit code. */
int case_run_folder(const struct case_config *config, const char *folder, struct arena *mem);

/* For sign_in and prepare: */
void case_let(struct case_run *run, const char *name, str value);
void case_set_cookie(struct case_run *run, str name, str value);
/* Plays lines (no title) in the chosen session; false when something was not as wanted. */
bool case_play(struct case_run *run, str lines);

#endif
