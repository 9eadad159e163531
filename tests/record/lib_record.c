/* lib_record.c - see lib_record.h. */
#include "record/lib_record.h"

static const struct record_kind test_kinds[] = {
    {"test.happened", "thing"}, {"test.changed", "thing"}, {"other.made", "gadget"}, {0}};
static const struct record_kind *const all_kinds[] = {test_kinds, NULL};

struct record_setup record_test_wiring;

int record_test_setup(void **state)
{
    const int rc = engine_setup(state);
    const struct engine *e = *state;
    record_test_wire(e->store);
    return rc;
}

void record_test_wire(struct store *s)
{
    record_test_wiring = (struct record_setup){.kinds = all_kinds};
    record_configure(&record_test_wiring);
    store_on_seal(s, record_seal, NULL);
}

void record_test_seal(struct engine *e)
{
    if (engine_is_postgresql())
        assert_int_equal(store_seal_run(e->store), RC_OK);
}

static enum rc fill(struct ctx *c, void *arg)
{
    const int i = *(int *)arg;
    const struct event_member members[] = {
        EV_INT("number", i), EV_TEXT("note", S("ghi chú \"hồ sơ\"\n")), EV_BOOL("odd", i % 2),
        EV_TIME("since", c->now), EV_DATE("day", instant_date(c->now))};
    const struct event_member personal[] = {EV_TEXT("name", S("Nguyễn Thị Thử")), EV_INT("n", i)};
    return record_append(c, &(struct event){
                                .kind = i % 4 == 3 ? "other.made"
                                        : i % 2    ? "test.changed"
                                                   : "test.happened",
                                .object = i % 5 + 1,
                                .object_pub = S("00000000000000000000000001"),
                                .legal = {c->now.us - i * SECOND_US},
                                .purpose = i % 7 ? STR_NONE : S("kiểm tra"),
                                .measure = {i % 3, 2, 7, i % 2 ? S("ONLINE") : STR_NONE, S("counter")},
                                .members = members,
                                .member_count = i % 6, /* every length, none included */
                                .personal = personal,
                                .personal_count = i % 3 ? 0 : 2,
                            });
}

void record_test_fill(struct engine *e, int n)
{
    for (int i = 0; i < n; i++) {
        assert_int_equal(engine_write(e, fill, &i), RC_OK);
        e->c.now.us += 1000;
    }
    record_test_seal(e);
}

static void found(void *arg, const struct record_finding *f)
{
    struct findings *all = arg;
    if (all->n < (int)(sizeof all->v / sizeof *all->v))
        all->v[all->n++] = *f;
}

enum rc record_test_verify(struct ctx *c, const struct record_head *checkpoint, struct findings *ret)
{
    const struct record_check check = {.has_checkpoint = checkpoint != NULL,
                                       .checkpoint = checkpoint ? *checkpoint : (struct record_head){0},
                                       .found = found,
                                       .arg = ret};
    ret->n = 0;
    return record_verify(c, &check, &ret->report);
}

static void fail_with(void *arg, const struct record_finding *f)
{
    (void)arg;
    fail_msg("%s: %.*s", record_fault_word(f->fault), STR_ARG(f->detail));
}

static enum rc seal_rest(struct ctx *c, void *arg)
{
    (void)arg;
    return record_seal(c, NULL);
}

static enum rc agrees(struct ctx *c, void *arg)
{
    return record_verify(c, &(struct record_check){.found = fail_with}, arg);
}

int64_t record_test_agrees(struct engine *e)
{
    struct record_report report = {0};
    (void)engine_write(e, seal_rest, NULL);
    assert_int_equal(engine_read(e, agrees, &report), RC_OK);
    return report.sealed;
}
