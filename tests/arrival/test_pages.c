/* test_pages.c - the pages of arrivals over a real server: the .case files beside it. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "job/job.h"
#include "web/module.h"

extern const struct module arrival_module;

int main(int argc, char **argv)
{
    static const struct job_kind *jobs[2];
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    jobs[0] = arrival_module.jobs;
    job_configure(jobs);
    const int bad = desk_run_cases(&d, "tests/arrival");
    desk_stop(&d);
    return bad;
}
