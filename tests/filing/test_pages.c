/*
 * test_pages.c - the pages of online filing over a real server: filing.case drives them as a
 * browser would. What officials did is done beforehand by the rules.
 */
#include "filing/lib_office.h"
#include "http/lib_case.h"
#include "dossier/dossier_end.h"

#include "core/embed.h"
#include "crypto/crypto.h"
#include "eform/versions.h"
#include "file/file.h"
#include "filing/filing.h"
#include "host/lib_child.h"

static struct office office;

struct deed {
    struct filing filing;
    struct accept_in accept;
    struct act_in act;
    struct supplement_in supplement;
    struct dossier_ref ref;
    struct file_stored stored;
    struct file file;
    str pub;
};

static enum rc file_it(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    return dossier_file(c, &x->filing, &x->ref);
}
static enum rc accept_it(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    x->accept.seen_version = x->ref.version;
    return dossier_accept(c, x->ref.id, &x->accept, &x->ref);
}
static enum rc act_on(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    x->act.seen_version = x->ref.version;
    return dossier_act(c, x->ref.id, &x->act, &x->ref);
}
static enum rc ask(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    x->supplement.seen_version = x->ref.version;
    return dossier_ask_supplement(c, x->ref.id, &x->supplement, &x->ref);
}
static enum rc refuse(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    return dossier_refuse(
        c, x->ref.id,
        &(struct refusal_in){x->ref.version, S("not_competent"), S("Không thuộc thẩm quyền")}, &x->ref);
}
static enum rc store_bytes(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    enum rc rc = file_store_bytes(c, office.files, FILE_PDF, S("%PDF-1.4 ket qua"), &x->stored);
    return rc ? rc : file_add(c, &x->stored, S("giay-khai-sinh.pdf"), 1, &x->file);
}
static enum rc begin(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    return filing_begin(c, S("1.001193"), &x->pub);
}

/* The shipped forms, as an authority that uses one of them. */
static enum rc publish_form(struct ctx *c, void *arg)
{
    struct eform_version v;
    (void)arg;
    for (const struct embed *e = embed_packs; e->name; e++)
        if (str_has(str_of(e->name), S("xac-nhan"))) {
            const enum rc rc = eform_add(c, (str){(const char *)e->bytes, (ptrdiff_t)e->size}, &v);
            return rc || !instant_is_none(v.published) ? rc : eform_publish(c, v.pub);
        }
    return RC_NOT_FOUND;
}

static void must(struct actor *who, enum rc (*fn)(struct ctx *, void *), struct deed *x)
{
    const enum rc rc = as(office.a, who, NULL, fn, x);
    if (rc)
        fail_msg("%s: %s", rc_name(rc), last_fault(office.a));
}

static struct filing online(const char *number, const char *name)
{
    struct filing f = sample_filing(office.a, "1.001193");
    f.channel = CHANNEL_ONLINE;
    f.origin = ORIGIN_OWN_PORTAL;
    f.owner.number = str_of(number);
    f.owner.name = str_of(name);
    return f;
}

static enum rc find_papers(struct ctx *c, void *arg)
{
    struct deed *x = arg;
    struct procedure_intake intake;
    const enum rc rc = catalog_intake(c, S("1.001193"), 0, S("online"), &intake);
    if (rc)
        return rc;
    struct filing_paper *v = NEW_N(c->mem, struct filing_paper, intake.components_n);
    for (ptrdiff_t i = 0; i < intake.components_n; i++)
        v[i] = (struct filing_paper){
            .component_id = intake.components[i].id, .quantity = 1, .complete = true};
    x->filing.papers = v;
    x->filing.paper_n = intake.components_n;
    return RC_OK;
}

/* Accepted, examined, signed, and its result issued; or only the draft of it. */
static str settled(bool issued, str *ret_pub)
{
    struct authority *a = office.a;
    struct deed x = {.filing = online("051196000017", "Lê Minh Họa")};
    must(&a->citizen, find_papers, &x);
    must(&a->citizen, file_it, &x);
    must(&a->clerk, accept_it, &x);
    must(&a->clerk, store_bytes, &x);
    x.act =
        (struct act_in){.action = S("submit"), .file_id = x.file.id.v, .file_name = S("du-thao.pdf")};
    must(&a->officer, act_on, &x);
    if (issued) {
        x.act = (struct act_in){.action = S("approve")};
        must(&a->leader, act_on, &x);
        x.act = (struct act_in){
            .action = S("issue"), .file_id = x.file.id.v, .file_name = S("giay-khai-sinh.pdf")};
        must(&a->clerk, act_on, &x);
    }
    *ret_pub = x.ref.pub;
    return x.file.pub;
}

/* A clerk asked the citizen for something. */
static str asked(void)
{
    static const struct supplement_item items[] = {{0, S_INIT("Giấy chứng sinh bản rõ nét")}};
    struct deed x = {.filing = online("051196000017", "Lê Minh Họa"),
                     .supplement = {.reason = S("Ảnh chụp bị mờ"), .items = items, .n = 1}};
    must(&office.a->citizen, file_it, &x);
    must(&office.a->clerk, ask, &x);
    return x.ref.pub;
}

static str refused(void)
{
    struct deed x = {.filing = online("051196000017", "Lê Minh Họa")};
    must(&office.a->citizen, file_it, &x);
    must(&office.a->clerk, refuse, &x);
    return x.ref.pub;
}

/* A PDF of that many bytes in the folder of the test. */
static str document(const char *name, size_t size)
{
    static const char head[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages"
        "/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    const str path = str_fmt(office.a->e->c.mem, "%s/%s", office.a->e->dir, name);
    FILE *f = fopen(str_c(office.a->e->c.mem, path), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(head, 1, sizeof head - 1, f), sizeof head - 1);
    for (size_t n = sizeof head - 1; n < size; n++)
        assert_int_equal(fputc(' ', f), ' ');
    assert_int_equal(fclose(f), 0);
    return path;
}

static void prepare(struct case_run *run, void *arg)
{
    struct deed others = {.filing = online("051196000018", "Trần Thị Thử")}, draft = {0};
    str pub;
    (void)arg;
    must(&office.a->clerk, publish_form, &draft);
    must(&office.a->stranger, begin, &draft);
    must(&office.a->stranger, file_it, &others);
    case_let(run, "foreign_draft", draft.pub);
    case_let(run, "foreign_dossier", others.ref.pub);
    case_let(run, "asked", asked());
    case_let(run, "refused", refused());
    case_let(run, "draft_file", settled(false, &pub));
    case_let(run, "examined", pub);
    case_let(run, "result_file", settled(true, &pub));
    case_let(run, "issued", pub);
    case_let(run, "big", document("big.pdf", (1 << 20) + 2));
    case_let(run, "one", document("one.pdf", 200));
    case_let(run, "two", document("two.pdf", 201));
}

static bool sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_set_cookie(run, S("mc"), actor);
    return true;
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    void *state = NULL;
    if (child >= 0)
        return child;
    if (authority_setup(&state))
        return 1;
    office_start(&office, state, "127.0.0.1:0");
    const struct case_config k = {.port = office.port, .sign_in = sign_in, .prepare = prepare};
    int bad = case_run_folder(&k, "tests/filing", office.mem);
    office_stop(&office);
    bad |= authority_teardown(&state);
    spawn_stop();
    return bad;
}
