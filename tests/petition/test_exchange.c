/* test_exchange.c - petitions from and for the national system as files, on both engines. */
#include "db/lib_engine.h"
#include "petition/lib_petition.h"

#include "core/buf.h"
#include "core/json.h"
#include "petition/petition_exchange.h"

#define ONE(number, agency, title)                                                                           \
    "{\"number\":\"" number "\",\"filedAt\":\"2026-11-18T09:00:00+07:00\",\"agency\":\"" agency              \
    "\",\"title\":\"" title "\",\"text\":\"Thủ tục vẫn đòi bản sao hộ khẩu đã bãi bỏ.\"," \
    "\"sender\":{\"name\":\"Trần Thị Thử\",\"phone\":\"0912345777\",\"hideName\":true}}"
#define FILE_OF(petitions) "{\"format\":\"motcua.petition-exchange/1\",\"petitions\":[" petitions "]}"

struct exchange {
    str in, out;
    struct petition_imported n;
    const char *places; /* of the faults, joined by blanks */
};
static enum rc import(struct ctx *c, void *arg)
{
    struct exchange *x = arg;
    struct buf b = buf_new(c->mem, 1000);
    const enum rc rc = petition_import(c, x->in, &x->n);
    for (const struct fault *f = c->faults; f; f = f->next) {
        buf_add(&b, f->field);
        buf_char(&b, ' ');
    }
    x->places = str_c(c->mem, str_trim(buf_str(&b)));
    return rc;
}
static enum rc export(struct ctx *c, void *arg) {
    return petition_export(c, &((struct exchange *)arg)->out);
}

static void refused(struct authority *a, struct actor *who, const char *in, enum rc rc,
                    const char *places)
{
    struct exchange x = {.in = str_of(in)};
    assert_int_equal(as(a, who, "2026-11-19T14:00", import, &x), rc);
    assert_string_equal(x.places, places);
    (void)last_fault(a);
}

static void test_exchange__refused_whole_with_each_place(void **state)
{
    struct authority *a = *state;
    struct exchange x = {0};
    refused(a, &a->citizen, FILE_OF(""), RC_DENIED, "");
    refused(a, &a->clerk, "[]", RC_INVALID, "file");
    refused(a, &a->clerk, "{\"format\":\"other\",\"petitions\":[]}", RC_INVALID, "file");
    refused(a, &a->clerk, "{\"format\":\"motcua.petition-exchange/1\"}", RC_INVALID, "file");
    refused(a, &a->clerk,
            FILE_OF(ONE("PAKN.1", "H48.101", "Bỏ bản sao hộ khẩu") "," ONE(
                "", "H48.101", "Bỏ bản sao") ","
                                             "{\"number\":\"PAKN.3\",\"agency\":\"H48.101\"}"),
            RC_INVALID, "/petitions/1/number /petitions/2/filedAt");
    refused(a, &a->clerk,
            FILE_OF(ONE("PAKN.1", "H48.101", "Bỏ") "," ONE("PAKN.2", "H99", "Bỏ bản sao")), RC_INVALID,
            "/petitions/0/title /petitions/1/agency");
    /* Not this clerk's to receive for. */
    refused(a, &a->clerk, FILE_OF(ONE("PAKN.1", "H48.102", "Bỏ bản sao")), RC_INVALID,
            "/petitions/0/agency");
    assert_int_equal(as(a, &a->clerk, NULL, export, &x), RC_OK);
    assert_str(x.out,
               "{\"format\":\"motcua.petition-exchange/1\",\"petitions\":[]}\n"); /* none was kept */
}

static void test_exchange__a_number_comes_in_once(void **state)
{
    struct authority *a = *state;
    struct exchange x = {.in = S(FILE_OF(ONE("PAKN.1", "H48.101", "Bỏ bản sao hộ khẩu") "," ONE(
                             "PAKN.2", "H48.101", "Rút ngắn thời hạn") "," ONE("PAKN.2", "H48.101",
                                                                               "Rút ngắn thời hạn")))};
    assert_int_equal(as(a, &a->clerk, "2026-11-19T14:00", import, &x), RC_OK);
    assert_int_equal(x.n.fresh, 2);
    assert_int_equal(x.n.known, 1);
    assert_int_equal(as(a, &a->clerk, NULL, import, &x), RC_OK);
    assert_int_equal(x.n.fresh, 0);
    assert_int_equal(x.n.known, 3);
    struct deed d = {.which = PETITIONS_OPEN};
    MUST(a, &a->clerk, NULL, list, &d);
    assert_int_equal(d.rows.n, 2);
    assert_str(d.rows.v[0].channel, "national");
}

static void test_exchange__what_became_of_them_without_their_senders(void **state)
{
    struct authority *a = *state;
    struct exchange x = {.in = S(FILE_OF(ONE("PAKN.1", "H48.101", "Bỏ bản sao hộ khẩu")))};
    struct json doc;
    assert_int_equal(as(a, &a->clerk, "2026-11-19T14:00", import, &x), RC_OK);
    struct deed own = {.in = sample_petition()}; /* has no number there */
    MUST(a, NULL, NULL, send, &own);
    struct deed d = {.which = PETITIONS_OPEN};
    MUST(a, &a->clerk, NULL, list, &d);
    for (ptrdiff_t i = 0; i < d.rows.n; i++)
        if (str_eq(d.rows.v[i].channel, S("national")))
            d.ref = (struct petition_ref){{d.rows.v[i].id}, d.rows.v[i].pub, d.rows.v[i].code, 1};
    d.act = (struct petition_act){
        .action = S("refuse"), .reason = S("unclear"), .note = S("Không nêu rõ quy định nào.")};
    MUST(a, &a->clerk, NULL, look, &d);
    d.ref.version = d.p.work.version;
    MUST(a, &a->clerk, NULL, do, &d);
    assert_int_equal(as(a, &a->clerk, NULL, export, &x), RC_OK);
    assert_true(json_parse(a->e->c.mem, x.out, &doc, NULL));
    const struct json all = json_get(doc, "petitions");
    assert_int_equal(json_count(all), 1);
    assert_str(json_text_of(json_item(all, 0), "number"), "PAKN.1");
    assert_str(json_text_of(json_item(all, 0), "state"), "refused");
    assert_true(str_has(json_text_of(json_item(all, 0), "reason"), S("Không nêu rõ")));
    assert_false(str_has(x.out, S("Trần")));
    assert_false(str_has(x.out, S("912345777")));
    assert_int_equal(as(a, &a->other_clerk, NULL, export, &x), RC_OK); /* another reach */
    assert_false(str_has(x.out, S("PAKN.1")));
}

static void test_exchange__as_many_as_a_file_may_hold(void **state)
{
    struct authority *a = *state;
    struct arena *mem = a->e->c.mem;
    struct buf b = buf_new(mem, PETITION_EXCHANGE_BYTES);
    buf_add_c(&b, "{\"format\":\"motcua.petition-exchange/1\",\"petitions\":[");
    for (int i = 0; i <= PETITION_EXCHANGE_MAX; i++)
        buf_fmt(&b, "%s{}", i ? "," : "");
    buf_add_c(&b, "]}");
    refused(a, &a->clerk, str_c(mem, buf_str(&b)), RC_INVALID, "file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PETITION_TEST(test_exchange__refused_whole_with_each_place),
        PETITION_TEST(test_exchange__a_number_comes_in_once),
        PETITION_TEST(test_exchange__what_became_of_them_without_their_senders),
        PETITION_TEST(test_exchange__as_many_as_a_file_may_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
