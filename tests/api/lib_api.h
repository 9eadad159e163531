/*
 * lib_api.h - the public API under test: a server on a free port over the small authority of
 * dossier/lib_authority.h, with real accounts and real tokens. Variables for case files:
 * ${clerk} ${officer} ${leader} ${other} ${citizen} ${stranger} are bearer tokens with all
 * that their roles may give, ${reader} a clerk's token that may only read; ${commune} is the
 * agency's public id.
 */
#ifndef MOTCUA_TESTS_API_LIB_API_H
#define MOTCUA_TESTS_API_LIB_API_H

#include "dossier/lib_authority.h"
#include "http/lib_case.h"
#include "tests/api/lib_api_sql.h"
#include "web/server.h"

enum holder { CLERK, OFFICER, LEADER, OTHER, CITIZEN, STRANGER, READER, HOLDERS };

struct api {
    struct authority *authority;
    struct web *web;
    struct arena *mem;
    struct crypto_keys *keys;
    struct file_store *files;
    str token[HOLDERS], commune;
    str soon, late; /* days: worked, and past every limit */
    int port;
};

void api_start(struct api *a);
void api_stop(struct api *a);
/* A second server over another folder and its open store, with the same keys: fills web, files
   and port. api_quiet ends it. */
void api_serve(struct api *a, struct store *store, const char *dir);
void api_quiet(struct api *a);
/* Publishes the process in that file for all days from today, as the control office does. */
void api_publish(struct api *a, const char *path);
/* What is stored now: a refusal leaves it as it was. */
struct q_api_count_row api_counts(const struct api *a);
/* For case_config.prepare: every variable above. */
void api_variables(struct case_run *run, void *api);

#endif
