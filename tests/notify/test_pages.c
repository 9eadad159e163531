/*
 * test_pages.c - the pages of notices over a real server: notify.case drives them. Sessions are
 * named citizen, stranger, clerk, admin. One letter was refused, two dossiers were filed.
 */
#include "db/lib_engine.h" /* on both engines */
#include "notify/lib_told.h"
#include "web/lib_front.h"

#include "app/modules.h"

static enum rc close_desk(struct ctx *c, void *arg)
{
    return *(bool *)arg ? access_account_disable(c, told.clerk, S("nghỉ việc"))
                        : access_account_enable(c, told.clerk, S("trở lại"));
}

/* In the morning nobody was at the desk. */
static void file_to_nobody(void)
{
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    bool closed = true;
    (void)as(told.a, system, "2026-11-19T08:00", close_desk, &closed);
    (void)told_file("2026-11-19T08:00");
    told_follow();
    closed = false;
    (void)as(told.a, system, NULL, close_desk, &closed);
}

/* The letter about the first dossier is refused by its server; of the last nobody can be told. */
static void file_some(struct case_run *run, void *arg)
{
    struct step quiet = {.filing = full_filing(told.a, "1.004873")};
    (void)arg;
    case_let(run, "OWN", told_file("2026-11-19T14:10").pub);
    told_follow();
    told.server.to_rcpt = "550 no such mailbox";
    while (told_turn())
        ;
    told.server.to_rcpt = NULL;
    (void)told_file("2026-11-19T14:20");
    quiet.filing.owner = (struct person){.kind = PERSON_NATURAL,
                                         .name = S("Võ Thị Lặng"),
                                         .number = S("051196000098"),
                                         .phone = S("0912345777"),
                                         .birth = DATE_NONE};
    OK(told.a, &told.a->clerk, "2026-11-19T14:30", receive, &quiet);
    case_let(run, "QUIET", quiet.ref.pub);
    told_follow();
    file_to_nobody();
    told_at("2026-11-19T14:20");
}

int main(void)
{
    void *state = NULL;
    if (told_setup(&state))
        return 1;
    struct authority *a = told.a;
    struct actor admin = a->leader;
    admin.account = 4000;
    admin.account_pub = S("administrator");
    admin.roles = 1u << ROLE_ANYBODY | 1u << ROLE_ADMINISTRATOR;
    a->stranger.account = told.clerk + 1000; /* of nobody */
    const struct front_actor actors[] = {{"citizen", &a->citizen},
                                         {"stranger", &a->stranger},
                                         {"clerk", &a->clerk},
                                         {"admin", &admin},
                                         {NULL, NULL}};
    const struct front_config config = {.e = a->e, .modules = app_modules, .actors = actors};
    const int bad = front_run_cases(&config, "tests/notify", file_some);
    (void)told_teardown(&state);
    return bad;
}
