/* test_pages.c - the pages of giving back over a real server: the .case file beside it. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

int main(int argc, char **argv)
{
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    const int bad = desk_run_cases(&d, "tests/result");
    desk_stop(&d);
    return bad;
}
