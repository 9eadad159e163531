/*
 * test_desk.c - the pages of staff over a real server: the .case files beside it. With the
 * argument `serve ADDRESS` it fills the authority and waits, to look at the pages by hand:
 * the cookie mc=clerk signs in.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include <unistd.h>

static int serve(const char *address)
{
    static const char *const days[] = {"2026-11-09T08:00", "2026-11-13T10:00", "2026-11-17T15:20",
                                       "2026-11-18T08:30", "2026-11-19T14:00", "2026-11-20T09:00"};
    static const char *const procedures[] = {"1.004873", "1.004859", "1.001022", "1.004884",
                                             "1.001193"};
    struct desk d;
    if (desk_start(&d, address))
        return 1;
    for (size_t i = 0; i < 24; i++)
        (void)desk_receive(&d, procedures[i % 5], days[i % 6], i % 7 != 0);
    print_message("/work/dossiers/%.*s\n", STR_ARG(desk_told_otherwise(&d).pub));
    print_message("http://%s\n", address);
    (void)pause();
    return 0;
}

int main(int argc, char **argv)
{
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        return serve(argv[2]);
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    const int bad = desk_run_cases(&d, "tests/dossier");
    desk_stop(&d);
    return bad;
}
