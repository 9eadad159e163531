/* lib_site.c - see lib_site.h. */
#include "web/lib_site.h"

#include "access/access.h"
#include "core/setting.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "tests/web/lib_site_sql.h"
#include "web/api.h"
#include "web/page.h"
#include "web/settings.h"
#include "web/web_tpl.h"

/* ---- accounts ------------------------------------------------------------------------------- */

static struct actor citizen = {.kind = ACTOR_CITIZEN, .account = 1, .session = 11};
static struct actor clerk = {.kind = ACTOR_STAFF, .account = 2, .session = 12};
static struct actor former = {.kind = ACTOR_STAFF, .account = 2, .session = 22};
static struct actor pending = {.kind = ACTOR_STAFF, .account = 3, .session = 13};
static const char *_Atomic revoked;

static enum rc find_session(struct ctx *c, str token, struct web_who *who)
{
    const char *gone = revoked;
    (void)c;
    if (gone && str_eq(token, str_of(gone)))
        return RC_NOT_FOUND;
    if (str_eq(token, S("busy"))) {
        who->name = S("Half known");
        return RC_BUSY;
    }
    if (str_eq(token, S("citizen")))
        *who = (struct web_who){
            .actor = &citizen, .actor_id = 1, .session = 11, .name = S("Nguyễn Thị An")};
    else if (str_eq(token, S("citizen-again")))
        *who = (struct web_who){
            .actor = &citizen, .actor_id = 1, .session = 21, .name = S("Nguyễn Thị An")};
    else if (str_eq(token, S("former-clerk"))) /* the same account, without the role */
        *who = (struct web_who){.actor = &former, .actor_id = 2, .session = 22, .name = S("Lê Bình")};
    else if (str_eq(token, S("clerk")))
        *who = (struct web_who){.actor = &clerk,
                                .actor_id = 2,
                                .session = 12,
                                .name = S("Lê Bình"),
                                .office = S("Một cửa"),
                                .staff = true};
    else if (str_eq(token, S("pending")))
        *who = (struct web_who){.actor = &pending,
                                .actor_id = 3,
                                .session = 13,
                                .name = S("Mới"),
                                .pending = HREF_TO("/notes/new")};
    else
        return RC_NOT_FOUND;
    return RC_OK;
}

static enum rc find_token(struct ctx *c, str token, struct web_who *who)
{
    (void)c;
    if (str_eq(token, S("token-clerk")))
        *who = (struct web_who){.actor = &clerk, .actor_id = 2, .name = S("Lê Bình")};
    else if (str_eq(token, S("token-citizen")))
        *who = (struct web_who){.actor = &citizen, .actor_id = 1, .name = S("Nguyễn Thị An")};
    else
        return RC_NOT_FOUND;
    return RC_OK;
}

static bool may(const struct actor *a, enum perm need)
{
    return need == PERM_PUBLIC || (a && need == PERM_SIGNED_IN) ||
           (a == &clerk && need == PERM_WORKLIST) || (a == &clerk && need == PERM_API);
}

static void seen(int64_t session, instant at)
{
    (void)session;
    (void)at;
}
static const struct web_auth auth = {find_session, find_token, may, seen};

void site_revoke(const char *cookie)
{
    revoked = cookie;
}

/* ---- pages ------------------------------------------------------------------------------------ */

struct note_in {
    str account;
    int64_t pages;
    date menu;
    bool known;
};
#define AT(x) .at = offsetof(struct note_in, x)
static const struct field note_fields[] = {
    {"account", F_TEXT, .required = true, .max = 20, AT(account)},
    {"pages", F_INT, .min = 1, .max = 99, AT(pages)},
    {"menu", F_DATE, AT(menu)},
    {"known", F_BOOL, AT(known)},
    {0}};
static const struct form note_form = {"web.", note_fields, sizeof(struct note_in), NULL};

struct form_view {
    struct web_errors errors;
    struct web_fields fields;
};
static void draw_form(struct html_out *o, const struct form_view *v)
{
    tpl_web__errors(o, &v->errors);
    html_raw(o, S("<form method=\"post\" action=\"/notes\">"));
    tpl_web__form_start(o, NULL);
    tpl_web__fields(o, &v->fields);
    html_raw(o, S("</form>"));
}

static enum rc note_new(struct req *r)
{
    const struct form_view view = {req_errors(r), form_fields(r, &note_form, &r->values)};
    return show_page(r, (&(struct page){.title = "web.account", .layout = LAYOUT_QUESTION}), draw_form,
                     &view);
}

/* The next block of memory is refused: the unit of work ends at its boundary. */
static void run_out_of_memory(struct req *r)
{
    arena_fail_after(1);
    (void)arena_alloc(r->c.mem, (size_t)4 << 20);
}

/* What a rule would answer is chosen by the text, so that a case can ask for each. */
static enum rc rule(struct req *r, const struct note_in *in)
{
    static const struct {
        const char *text, *field, *key;
        enum rc rc;
    } answers[] = {
        {"taken", NULL, NULL, RC_CONFLICT},
        {"stale", "version", "web.problem.stale.next", RC_CONFLICT},
        {"missing", NULL, NULL, RC_NOT_FOUND},
        {"denied", NULL, NULL, RC_DENIED},
        {"busy", NULL, NULL, RC_BUSY},
        {"broken", NULL, NULL, RC_FAILED},
        {"wrong", "pages", "web.form.int", RC_INVALID},
    };
    if (str_eq(in->account, S("memory")))
        run_out_of_memory(r);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (str_eq(in->account, str_of(answers[i].text)))
            return answers[i].key ? fail(&r->c, answers[i].rc, answers[i].field, answers[i].key)
                                  : answers[i].rc;
    return RC_OK;
}

/* Stores first and judges then: a refusal must leave nothing behind. */
static enum rc note_add(struct req *r)
{
    const struct note_in *in = r->in;
    str pub = ctx_new_pubid(&r->c);
    enum rc rc =
        q_site_note_add(&r->c, pub, in->account, in->pages == FORM_NO_INT ? 0 : in->pages, NULL);
    if (rc == RC_OK)
        rc = rule(r, in);
    return rc == RC_OK ? see_other(r, HREF(r->c.mem, "/notes/{}", pub)) : rc;
}

static enum rc note_show(struct req *r)
{
    struct q_site_note_get_row row;
    enum rc rc = q_site_note_get(&r->c, param(r, "pub"), &row);
    if (rc != RC_OK)
        return rc;
    const struct web_error_view view = {.heading = row.body, .text = row.pub};
    return show_page(r, (&(struct page){.title = "web.account"}), tpl_web_error, &view);
}

static enum rc home(struct req *r)
{
    const struct web_error_view view = {.heading = S("Home"), .text = r->who.name};
    return show_page(r, (&(struct page){.title = "web.public"}), tpl_web_error, &view);
}

static enum rc staff(struct req *r)
{
    const struct web_error_view view = {.heading = S("Work"), .text = r->who.name};
    return show_page(r, (&(struct page){.title = "web.staff.nav", .layout = LAYOUT_STAFF}),
                     tpl_web_error, &view);
}

/* Every guess is wrong here; the page says from where it came. */
static enum rc guess(struct req *r)
{
    const enum rc rc = req_guess(r, param(r, "code"), S("x"));
    if (rc)
        return rc;
    req_guessed(r, param(r, "code"), S("x"));
    const str from = req_peer(r);
    const struct web_error_view view = {.heading = from.p ? from : S("nowhere")};
    return show_page(r, (&(struct page){.title = "web.public"}), tpl_web_error, &view);
}

struct find_in {
    str menu;
    int64_t pages;
};
static const struct field find_fields[] = {
    {"menu", F_TEXT, .max = 20, .at = offsetof(struct find_in, menu)},
    {"pages", F_INT, .min = 1, .max = 9, .at = offsetof(struct find_in, pages)},
    {0}};
static const struct form find_form = {"web.", find_fields, sizeof(struct find_in), NULL};

static enum rc find(struct req *r)
{
    const struct find_in *in = r->in;
    if (str_eq(in->menu, S("memory")))
        run_out_of_memory(r);
    const struct web_error_view view = {.heading = S("Found"), .text = in->menu};
    return show_page(r, (&(struct page){.title = "web.public"}), tpl_web_error, &view);
}

/* A .before may refuse, and what it keeps reaches the unit. */
static enum rc checked_before(struct req *r)
{
    const struct note_in *in = r->in;
    r->kept = NEW(r->c.mem, int);
    return str_eq(in->account, S("before")) ? fail(&r->c, RC_INVALID, "account", "web.form.choice")
                                            : RC_OK;
}
static enum rc checked(struct req *r)
{
    return r->kept ? note_add(r) : RC_FAILED;
}

struct paper_in {
    str account;
    struct form_file one;
    struct form_rows papers, lines;
};
static const struct field paper_fields[] = {
    {"account", F_TEXT, .required = true, .max = 20, .at = offsetof(struct paper_in, account)},
    {"change", F_FILE, .accept = FILE_PDF, .max = 2 << 20, .at = offsetof(struct paper_in, one)},
    {"pages_*", F_FILE, .max_rows = 2, .at = offsetof(struct paper_in, papers)},
    {"menu_*", F_TEXT, .max = 70000, .max_rows = 9, .at = offsetof(struct paper_in, lines)},
    {0}};
static const struct form paper_form = {"web.", paper_fields, sizeof(struct paper_in), NULL};

static enum rc paper_add(struct req *r)
{
    const struct paper_in *in = r->in;
    struct file f;
    if (in->one.name.p) {
        enum rc rc = file_add(&r->c, &in->one.stored, in->one.name, 0, &f);
        if (rc != RC_OK)
            return rc;
    }
    return see_other(r, HREF(r->c.mem, "/papers/{}?n={}", in->one.name.p ? f.pub : S("none"),
                             str_fmt(r->c.mem, "%d", (int)in->papers.n)));
}
static enum rc paper_show(struct req *r)
{
    struct file f;
    enum rc rc = file_get_by_pub(&r->c, param(r, "pub"), &f);
    return rc == RC_OK ? show_file(r, &f) : rc;
}
static enum rc paper_again(struct req *r)
{
    const struct form_view view = {req_errors(r), form_fields(r, &paper_form, &r->values)};
    return show_page(r, (&(struct page){.title = "web.account"}), draw_form, &view);
}

/* ---- API ------------------------------------------------------------------------------------------
 */

static const struct api_field note_api_fields[] = {
    {"id", A_TEXT, .at = offsetof(struct q_site_note_get_row, pub)},
    {"body", A_TEXT, .at = offsetof(struct q_site_note_get_row, body)},
    {"pages", A_INT, offsetof(struct q_site_note_get_row, pages), .need = PERM_WORKLIST},
    {0}};
static const struct api_table note_api = {"Note", note_api_fields, sizeof(struct q_site_note_get_row)};
struct note_list {
    struct q_site_note_list_rows items;
};
static const struct api_table note_row_api = {"NoteRow", note_api_fields,
                                              sizeof(struct q_site_note_list_row)};
static const struct api_field list_fields[] = {
    {"items", A_LIST, offsetof(struct note_list, items), .of = &note_row_api}, {0}};
static const struct api_table list_api = {"NoteList", list_fields, sizeof(struct note_list)};

static enum rc api_get(struct req *r)
{
    struct q_site_note_get_row row;
    enum rc rc = q_site_note_get(&r->c, param(r, "pub"), &row);
    if (rc != RC_OK)
        return rc;
    req_etag(r, row.version);
    return show_json(r, 200, &note_api, &row);
}

static enum rc api_list(struct req *r)
{
    struct note_list list;
    const struct api_cursor at = {.key = {7, -1}, .n = 2};
    req_next(r, api_cursor_text(r->c.mem, &at));
    enum rc rc = q_site_note_list(&r->c, &list.items);
    return rc == RC_OK ? show_json(r, 200, &list_api, &list) : rc;
}

static enum rc api_add(struct req *r)
{
    const struct note_in *in = r->in;
    struct q_site_note_get_row row;
    str pub = ctx_new_pubid(&r->c);
    enum rc rc =
        q_site_note_add(&r->c, pub, in->account, in->pages == FORM_NO_INT ? 0 : in->pages, NULL);
    if (rc == RC_OK)
        rc = rule(r, in);
    if (rc == RC_OK)
        rc = q_site_note_get(&r->c, pub, &row);
    if (rc != RC_OK)
        return rc;
    req_etag(r, row.version);
    return show_created(r, HREF(r->c.mem, "/api/v1/notes/{}", pub), &note_api, &row);
}

static enum rc api_set(struct req *r)
{
    const struct note_in *in = r->in;
    struct q_site_note_get_row row;
    int64_t changed;
    enum rc rc = q_site_note_set(&r->c, param(r, "pub"), in->account, r->version, &changed);
    if (rc == RC_OK && changed == 0)
        return fail(&r->c, RC_CONFLICT, "version", "web.problem.stale.next");
    if (rc == RC_OK)
        rc = q_site_note_get(&r->c, param(r, "pub"), &row);
    if (rc != RC_OK)
        return rc;
    req_etag(r, row.version);
    return show_json(r, 200, &note_api, &row);
}

static const struct route routes[] = {
    {GET, "/", home, .need = PERM_PUBLIC, .flags = ROUTE_SHORT},
    {GET, "/guess/:code", guess, .need = PERM_PUBLIC},
    {GET, "/find", find, .need = PERM_PUBLIC, .form = &find_form},
    {GET, "/staff", staff, .need = PERM_WORKLIST},
    {GET, "/notes/new", note_new, .need = PERM_SIGNED_IN, .flags = ROUTE_PENDING},
    {GET, "/notes/:pub", note_show, .need = PERM_SIGNED_IN},
    {POST, "/notes", .write = note_add, .again = note_new, .need = PERM_SIGNED_IN, .form = &note_form},
    {POST, "/open-notes", .write = note_add, .need = PERM_PUBLIC, .form = &note_form},
    {POST, "/staff-notes", .write = note_add, .again = note_new, .need = PERM_WORKLIST,
     .form = &note_form},
    {POST, "/repeat", .write = note_add, .need = PERM_SIGNED_IN, .form = &note_form,
     .flags = ROUTE_REPEAT},
    {POST, "/checked", .write = checked, .before = checked_before, .again = note_new,
     .need = PERM_SIGNED_IN, .form = &note_form},
    {POST, "/versioned", .write = note_add, .need = PERM_SIGNED_IN, .form = &note_form,
     .flags = ROUTE_VERSION},
    {POST, "/papers", .write = paper_add, .again = paper_again, .need = PERM_SIGNED_IN,
     .form = &paper_form},
    {GET, "/papers/:pub", paper_show, .need = PERM_SIGNED_IN, .flags = ROUTE_DATA},
    {GET, "/api/v1/notes", api_list, .need = PERM_PUBLIC, .flags = ROUTE_API, .out = &list_api,
     .doc = "All notes"},
    {GET, "/api/v1/notes/:pub", api_get, .need = PERM_SIGNED_IN, .flags = ROUTE_API, .out = &note_api,
     .doc = "A note"},
    {POST, "/api/v1/notes", .write = api_add, .need = PERM_API, .form = &note_form,
     .flags = ROUTE_API | ROUTE_KEY, .out = &note_api, .doc = "Add a note"},
    {PUT, "/api/v1/notes/:pub", .write = api_set, .need = PERM_API, .form = &note_form,
     .flags = ROUTE_API | ROUTE_VERSION, .out = &note_api, .doc = "Change a note"},
    {0}};
const struct module site_module = {.name = "site", .routes = routes};
static const struct module *const modules[] = {&web_module, &site_module, NULL};

/* ---- the server
 * --------------------------------------------------------------------------------------- */

static const char *front;
void site_front(const char *address)
{
    front = address;
}

void site_start(struct site *s, struct engine *e, const char *base_url)
{
    static const struct setting *const lists[] = {web_settings};
    s->engine = e;
    s->mem = arena_new((size_t)64 << 20);
    struct ctx c = {.mem = s->mem};
    (void)settings_new(s->mem, lists, 1);
    web_settings_now.log_requests = false;
    site_revoke(NULL);
    assert_int_equal(
        engine_script(e,
                      "CREATE TABLE note (pub TEXT PRIMARY KEY, body TEXT NOT NULL, pages BIGINT NOT "
                      "NULL, version BIGINT NOT NULL)"),
        RC_OK);
    assert_int_equal(crypto_keys_open(e->dir, &s->keys), RC_OK);
    assert_int_equal(file_store_open(e->dir, &s->files), RC_OK);
    const struct web_config k = {
        .modules = modules,
        .auth = &auth,
        .store = e->store,
        .files = s->files,
        .keys = s->keys,
        .listen = {S("127.0.0.1:0")},
        .base_url = str_of(base_url),
        .fronts = str_of(front),
        .spool = e->dir,
        .workers = 4,
        .demo = true,
    };
    if (web_start(&c, &k, &s->web) != RC_OK)
        fail_msg("web_start: %s", c.faults ? c.faults->key : "?");
    s->port = web_port(s->web, 0);
}

void site_stop(struct site *s)
{
    web_stop(s->web, 2000);
    file_store_close(s->files);
    crypto_keys_free(s->keys);
    arena_free(s->mem);
}

static enum rc count(struct ctx *c, void *arg)
{
    struct q_site_note_count_row row;
    enum rc rc = q_site_note_count(c, &row);
    *(int64_t *)arg = row.n;
    return rc;
}
static enum rc count_held(struct ctx *c, void *arg)
{
    struct q_site_held_row row;
    enum rc rc = q_site_held(c, &row);
    *(struct q_site_held_row *)arg = row;
    return rc;
}
int64_t site_held(struct site *s, str plain)
{
    struct q_site_held_row row = {0};
    struct ctx c = engine_ctx(s->mem, 9);
    assert_int_equal(store_read(s->engine->store, &c, count_held, &row), RC_OK);
    assert_true(!plain.p || !row.last.p || !str_has(row.last, plain));
    return row.n;
}

int64_t site_notes(struct site *s)
{
    int64_t n = -1;
    struct ctx c = engine_ctx(s->mem, 9);
    assert_int_equal(store_read(s->engine->store, &c, count, &n), RC_OK);
    return n;
}
