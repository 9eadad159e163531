/* test_pages.c - the pages of petitions over a real server: petition.case drives them. Sessions are
   named clerk clerk2 officer leader citizen stranger, as in tests/dossier, and control. */
#include "db/lib_engine.h" /* on both engines */
#include "petition/lib_petition.h"
#include "web/lib_front.h"

#include "app/modules.h"
#include "file/file.h"
#include "host/lib_child.h"
#include "pdf/pdf.h"

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, &pdf_painter, NULL};
    const int child = test_child(argc, argv, kinds);
    void *state = NULL;
    if (child >= 0)
        return child;
    if (petition_setup(&state))
        return 1;
    struct authority *a = state;
    struct actor control = a->leader; /* the leader, in the control office */
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    const struct front_actor actors[] = {{"clerk", &a->clerk},     {"clerk2", &a->other_clerk},
                                         {"officer", &a->officer}, {"leader", &a->leader},
                                         {"citizen", &a->citizen}, {"stranger", &a->stranger},
                                         {"control", &control},    {NULL, NULL}};
    const struct front_config config = {.e = a->e, .modules = app_modules, .actors = actors};
    const int bad = front_run_cases(&config, "tests/petition", NULL);
    (void)petition_teardown(&state);
    spawn_stop();
    return bad;
}
