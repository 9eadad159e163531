/* lib_process.h - the control office publishes a process for tests: a text, or the shipped sample. */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_PROCESS_H
#define MOTCUA_TESTS_DOSSIER_LIB_PROCESS_H

#include "lib_authority.h"

#include "casework/parts.h"

struct publishing {
    str text;
    struct process_id id;
    struct work_migrate move;
    struct work_id work;
};
extern struct actor process_control; /* who may publish */

/* 1.004873 with a leader's and a clerk's step at the other commune, before the leader signs. */
extern const char process_elsewhere[];

/* The shipped sample of several agencies as the approved process of 1.004873, with one change. */
str process_sample(struct arena *mem, const char *was, const char *is);
#define PROCESS_AS_SHIPPED "\"code\": \"book\"", "\"code\": \"book\""
/* For as() and engine_write: imports and publishes `text` from the day it then is. */
enum rc process_as_told(struct ctx *c, void *publishing);

#endif
