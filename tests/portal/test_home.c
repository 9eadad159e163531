/*
 * test_home.c - the public figures: counted by the rules of a month on real lives of dossiers,
 * shown with their moment, in words where there is nothing, and counted once a minute at most.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"
#include "dossier/lib_life.h"

#include "dossier/figures.h"
#include "host/clock.h"
#include "http/lib_client.h"
#include "portal/portal_words_view.h"

#define PROCEDURE "1.004873" /* three working days */

static struct desk desk;

static int start(void **state)
{
    (void)state;
    portal__figures_forget();
    return desk_start(&desk, "127.0.0.1:0");
}
static int stop(void **state)
{
    (void)state;
    host_clock_set(INSTANT_NONE);
    desk_stop(&desk);
    return 0;
}

static enum rc figures(struct ctx *c, void *arg)
{
    return dossier_figures(c, arg);
}
static struct dossier_figures at(const char *when)
{
    struct dossier_figures f = {0};
    assert_int_equal(as(desk.a, &desk.a->clerk, when, figures, &f), RC_OK);
    return f;
}

static void act(struct step *s, struct actor *who, const char *when, const char *action)
{
    s->act.seen_version = s->ref.version;
    s->act.action = str_of(action);
    OK(desk.a, who, when, act, s);
}

/* Received, and its result ready at that moment. */
static void settle(const char *received, const char *day, const char *issued)
{
    struct authority *a = desk.a;
    struct step s = {.filing = full_filing(a, PROCEDURE), .claim = true};
    OK(a, &a->clerk, received, receive, &s);
    OK(a, &a->officer, day, claim, &s);
    act(&s, &a->officer, NULL, "submit");
    act(&s, &a->leader, NULL, "approve");
    s.act.file_id = 1;
    s.act.file_name = S("ket-qua.pdf");
    act(&s, &a->clerk, issued, "issue");
}

/* Seven lives; what each counts as stands beside it. */
static void live(void)
{
    struct authority *a = desk.a;
    struct step s = {.filing = full_filing(a, PROCEDURE)};
    OK(a, &a->clerk, "2026-10-30T09:00", receive, &s);                  /* of October; open, overdue */
    settle("2026-11-16T09:00", "2026-11-17T08:00", "2026-11-23T08:00"); /* received, settled late */
    settle("2026-11-19T14:00", "2026-11-20T08:00", "2026-11-23T10:00"); /* received, settled early */
    s = (struct step){.filing = full_filing(a, PROCEDURE)};
    OK(a, &a->clerk, "2026-11-20T09:00", file, &s); /* not received yet; open */
    s = (struct step){.filing = full_filing(a, PROCEDURE), .reason = S("Nhập nhầm người")};
    OK(a, &a->clerk, "2026-11-20T09:10", receive, &s);
    OK(a, &a->clerk, NULL, cancel, &s); /* counted nowhere */
    s = (struct step){.filing = full_filing(a, PROCEDURE),
                      .reason = S("Không thuộc thẩm quyền"),
                      .ground = S("not_competent")};
    OK(a, &a->clerk, "2026-11-20T09:20", file, &s);
    OK(a, &a->clerk, NULL, refuse, &s); /* never received, so nothing was settled */
    s = (struct step){.filing = online_filing(a, PROCEDURE)};
    OK(a, &a->citizen, "2026-11-23T14:00", file, &s);
    OK(a, &a->clerk, "2026-11-23T14:10", accept, &s); /* received online; open */
}

static void test_home__a_month_is_counted_by_its_rules(void **state)
{
    (void)state;
    live();
    const struct dossier_figures f = at("2026-11-23T16:00");
    assert_str(date_iso(desk.mem, f.from), "2026-11-01");
    assert_int_equal(f.received, 3);
    assert_int_equal(f.online, 1);
    assert_int_equal(f.work.settled, 2);
    assert_int_equal(f.work.late, 1);
    assert_int_equal(f.work.open, 5); /* two results wait to be collected */
    assert_int_equal(f.work.overdue, 1);
    /* Overdue is a matter of the moment asked, and a month ends. */
    const struct dossier_figures later = at("2026-12-01T08:00");
    assert_int_equal(later.received, 0);
    assert_int_equal(later.work.settled, 0);
    assert_int_equal(later.work.open, 5);
    assert_int_equal(later.work.overdue, 2);
}

static struct answer home(const char *lang, const char *now)
{
    struct answer a = {0};
    instant moment;
    assert_true(instant_parse(str_of(now), &moment));
    host_clock_set(moment);
    const str request = str_fmt(desk.mem, "GET /?lang=%s HTTP/1.1\r\nHost: localhost\r\n\r\n", lang);
    assert_true(client_once(desk.port, desk.mem, request, &a));
    assert_int_equal(a.status, 200);
    return a;
}

static void says(const struct answer *a, const char *text)
{
    if (!str_has(a->body, str_of(text)))
        fail_msg("not said: %s in %.*s", text,
                 STR_ARG(str_sub(a->body, str_find(a->body, S("id=\"h-figures")), 2000)));
}

static void test_home__says_figures_with_their_moment(void **state)
{
    (void)state;
    live();
    const struct answer vi = home("vi", "2026-11-23T16:00");
    says(&vi, "Tính đến 16:00 hôm nay");
    says(&vi, "<b>3</b> <span>hồ sơ nhận từ 01/11 đến nay</span>");
    says(&vi, "1 hồ sơ nộp trực tuyến");
    says(&vi, "<b>50<small>%</small></b>");
    says(&vi, "1 trong 2 hồ sơ trễ hạn");
    says(&vi, "1 hồ sơ đang quá hạn");
    const struct answer en = home("en", "2026-11-23T16:00");
    says(&en, "As of 16:00 today");
    says(&en, "received since 1 November 2026");
    /* The next month has nothing settled: words, and no share of nothing. */
    portal__figures_forget();
    const struct answer next = home("vi", "2026-12-01T08:00");
    says(&next, "<b>Chưa có</b> <span>hồ sơ nào giải quyết xong từ 01/12 đến nay</span>");
    assert_false(str_has(next.body, S("<small>%</small>")));
}

static void test_home__counts_once_a_minute(void **state)
{
    (void)state;
    live();
    const struct answer first = home("vi", "2026-11-23T16:00");
    says(&first, "<b>3</b> <span>hồ sơ nhận");
    struct step s = {.filing = full_filing(desk.a, PROCEDURE)};
    OK(desk.a, &desk.a->clerk, "2026-11-23T16:01", receive, &s);
    const struct answer kept = home("vi", "2026-11-23T16:02");
    says(&kept, "<b>3</b> <span>hồ sơ nhận");
    says(&kept, "Tính đến 16:00 hôm nay"); /* the moment they were counted, not that of the page */
    const struct answer tomorrow = home("vi", "2026-11-24T00:00");
    says(&tomorrow, "Tính đến thứ Hai 23/11/2026, 16:00");
    portal__figures_forget();
    const struct answer anew = home("vi", "2026-11-23T16:03");
    says(&anew, "<b>4</b> <span>hồ sơ nhận");
    says(&anew, "Tính đến 16:03 hôm nay");
}

static void test_home__says_in_words_that_there_is_nothing(void **state)
{
    (void)state;
    const struct answer a = home("vi", "2026-11-23T16:00");
    says(&a, "Tháng này chưa có hồ sơ nào để tính.");
    assert_false(str_has(a.body, S("class=\"stats\"")));
}

#define HOME_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(int argc, char **argv)
{
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    const struct CMUnitTest tests[] = {
        HOME_TEST(test_home__a_month_is_counted_by_its_rules),
        HOME_TEST(test_home__says_figures_with_their_moment),
        HOME_TEST(test_home__counts_once_a_minute),
        HOME_TEST(test_home__says_in_words_that_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
