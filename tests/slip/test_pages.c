/* test_pages.c - the pages of templates over a real server: the .case files beside it. */
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
    const struct case_config k = {.port = d.port, .sign_in = desk_sign_in, .arg = &d};
    const int bad = case_run_folder(&k, "tests/slip", d.mem);
    desk_stop(&d);
    return bad;
}
