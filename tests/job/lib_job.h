/* lib_job.h - kinds of job made for the tests, and a clock that is turned by hand. */
#ifndef MOTCUA_TESTS_JOB_LIB_JOB_H
#define MOTCUA_TESTS_JOB_LIB_JOB_H

#include "db/lib_engine.h"

#include "job/job.h"

#define JOB_TEST(fn) cmocka_unit_test_setup_teardown(fn, job_test_setup, job_test_teardown)

/* engine_setup, the record's and the jobs' wiring, the clock at 2026-11-19T14:00+07:00. */
int job_test_setup(void **state);
int job_test_teardown(void **state);

/* The clock all jobs read, moved on. */
void job_test_pass(int64_t us);

/* What the handlers of lib_job.c have been told, and what they are to do. */
struct job_test {
    struct engine *e;
    _Atomic int units, befores; /* calls that began */
    int fail_times;             /* "test.fails": so many failures, then success */
    enum rc fail_rc;
    void (*outside)(struct job_test *t); /* "test.outside": in its `before` */
};
extern struct job_test job_test;

enum rc job_test_ask(struct engine *e, const char *name, const char *key);
/* The row of that name and key (NULL: any); NULL when there is none. In e->c.mem. */
const struct job *job_test_find(struct engine *e, const char *name, const char *key);
/* Rows of the table the handlers write to. */
int64_t job_test_written(struct engine *e);

#endif
