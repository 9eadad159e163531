/*
 * demo_applying.c - an internal procedure, made up and marked so, and two applications of one commune
 * to another: for one, papers were asked for.
 */
#include "demo/demo.h"

#include "applying/applying.h"
#include "catalog/catalog_import.h"
#include "core/i18n.h"

#define CODE S("9.000001")

/* Not of any real catalogue: its source says so, and it is not vouched for. */
static const char pack[] =
    "{\"format\":\"motcua-procedures/1\",\"title\":\"minh họa\",\"as_of\":\"2026-01-01\","
    "\"procedures\":[{\"code\":\"9.000001\",\"name\":\"Thẩm định kế hoạch phối hợp giữa các xã, phường "
    "(minh họa)\",\"field\":\"Kế hoạch (minh họa)\",\"level\":\"commune\","
    "\"agency_type\":\"Ủy ban nhân dân cấp xã\",\"type\":\"STANDARD_INTERNAL\","
    "\"deadline_working_days\":5,\"deadline_rule\":null,\"fee_vnd\":0,\"online_level\":\"full\","
    "\"components\":[{\"name\":\"Tờ trình kèm dự thảo kế hoạch\",\"original_or_copy\":\"original\","
    "\"quantity\":1,\"form\":null}],\"result\":\"Văn bản thẩm định\",\"applicants\":[],"
    "\"legal_basis\":[],\"source\":\"minh họa\",\"verified\":false,\"steps\":["
    "{\"name\":\"Tiếp nhận\",\"role\":\"Một cửa\",\"hours\":4},"
    "{\"name\":\"Thẩm định\",\"role\":\"Công chức\",\"hours\":20},"
    "{\"name\":\"Ký duyệt\",\"role\":\"Lãnh đạo\",\"hours\":8},"
    "{\"name\":\"Trả kết quả\",\"role\":\"Một cửa\",\"hours\":8}],\"steps_are_template\":true}]}";

struct telling {
    struct demo *d;
    instant until;
    struct import_report report;
};

static enum rc import(struct ctx *c, void *arg)
{
    struct telling *t = arg;
    const instant end = c->now;
    c->now = (instant){t->until.us - 7 * DAY_US};
    enum rc rc = catalog_import_file(c, S("demo"), str_of(pack), &t->report);
    if (!rc)
        rc = person_install_agencies(c);
    c->now = end;
    return rc;
}

static enum rc apply(struct ctx *c, const struct telling *t, int64_t days_ago,
                     struct dossier_ref *ret_ref)
{
    struct procedure_intake intake;
    struct unit one_stop;
    c->now = (instant){t->until.us - days_ago * DAY_US};
    c->actor = &t->d->place[0].clerk;
    enum rc rc = org_unit_by_id(c, t->d->place[1].one_stop, &one_stop);
    if (!rc)
        rc = catalog_intake(c, CODE, 0, S("online"), &intake);
    if (rc)
        return rc;
    const struct filing_paper paper = {.component_id = intake.components[0].id,
                                       .form = S("electronic"),
                                       .quantity = 1,
                                       .complete = true,
                                       .files = &t->d->result_file,
                                       .file_names = &t->d->result_name,
                                       .file_n = 1};
    return applying_file(c, &(struct applying_in){CODE, one_stop.code, STR_NONE, &paper, 1}, ret_ref);
}

static enum rc tell(struct ctx *c, void *arg)
{
    const struct telling *t = arg;
    const struct supplement_item item = {.text = text_get(LANG_VI, "demo.applying.item")};
    const instant end = c->now;
    struct actor *system = c->actor;
    struct dossier_ref asked, waiting;
    enum rc rc = apply(c, t, 4, &asked);
    c->actor = &t->d->place[1].clerk;
    if (!rc)
        rc = dossier_ask_supplement(
            c, asked.id,
            &(struct supplement_in){.seen_version = asked.version,
                                    .reason = text_get(LANG_VI, "demo.applying.reason"),
                                    .items = &item,
                                    .n = 1},
            &asked);
    if (!rc)
        rc = apply(c, t, 1, &waiting);
    c->now = end;
    c->actor = system;
    return rc;
}

enum rc demo_applications(struct ctx *c, struct demo *d, instant until)
{
    struct telling t = {.d = d, .until = until, .report = {.mem = arena_new((size_t)4 << 20)}};
    if (!t.report.mem)
        return RC_UNAVAILABLE;
    enum rc rc = store_write(d->store, c, import, &t);
    if (!rc)
        rc = store_write(d->store, c, tell, &t);
    arena_free(t.report.mem);
    return rc;
}
