/*
 * notify_admin_http.c - for administrators: how the channels do, letters that were given up, and
 * the words of each kind, tried with sample data before they are taken.
 */
#include "notify/notify_http.h"

#include "access/access.h"
#include "casework/casework_words_view.h"
#include "job/outbox.h"
#include "notify/notify_tpl.h"
#include "notify/notify_words_view.h"
#include "web/page.h"

#define PARKED_MAX 50
#define CHANNELS 3

/* ---- how it goes ---- */

static struct web_tag state_tag(struct req *r, const struct outbox_counts *k)
{
    if (outbox_is_silent(k, r->c.now))
        return (struct web_tag){S("bad"), S("warn"), text_get(r->lang, "job.outbox.silent")};
    return k->connected
               ? (struct web_tag){S("ok"), S("check"), text_get(r->lang, "job.outbox.connected")}
               : (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "job.outbox.not_connected")};
}

static bool is_channel(const struct outbox_counts *k)
{
    static const char *const names[] = {OUTBOX_MAIL, OUTBOX_SMS, OUTBOX_ZALO, NULL};
    return str_among(str_of(k->destination->name), names);
}

static enum rc add_channels(struct req *r, struct notify_admin_view *v)
{
    struct notify_channel_row *rows = NEW_N(r->c.mem, struct notify_channel_row, CHANNELS);
    struct outbox_counts k;
    enum rc rc = RC_OK;
    for (int i = 0; (rc = outbox_count(&r->c, i, &k)) == RC_OK; i++) {
        if (!is_channel(&k) || v->channels_n == CHANNELS)
            continue;
        str number[OUTBOX_STATES];
        for (int s = 0; s < OUTBOX_STATES; s++)
            number[s] = text_number(r->c.mem, r->lang, k.n[s]);
        rows[v->channels_n++] = (struct notify_channel_row){
            .name = text_get(r->lang, k.destination->text),
            .waiting = number[OUTBOX_WAITING],
            .failed = number[OUTBOX_FAILED],
            .parked = number[OUTBOX_PARKED],
            .sent = number[OUTBOX_SENT],
            .oldest = instant_is_none(k.oldest) ? S("–")
                                                : words_moment(r->c.mem, r->lang, k.oldest, r->c.now),
            .state = state_tag(r, &k),
        };
        if (outbox_is_silent(&k, r->c.now)) {
            const str name = rows[v->channels_n - 1].name;
            v->has_notice = true;
            v->notice =
                (struct web_notice){.tone = S("bad"),
                                    .icon = S("warn"),
                                    .strong = text_fmt(r->c.mem, r->lang, "notify.silent", &name, 1),
                                    .text = text_get(r->lang, "notify.silent.safe")};
        }
    }
    v->channels = rows;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static str title_of(struct req *r, str kind)
{
    const struct notice_kind *k = notice_kind_of(kind);
    return k ? text_get(r->lang, k->title) : kind;
}

static enum rc add_parked(struct req *r, struct notify_admin_view *v)
{
    struct notices all;
    const enum rc rc = notice_parked(&r->c, PARKED_MAX, &all);
    if (rc)
        return rc;
    struct notify_parked_row *rows = NEW_N(r->c.mem, struct notify_parked_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct notice *n = &all.v[i];
        rows[i] = (struct notify_parked_row){
            .title = title_of(r, n->kind),
            .object = n->object_pub,
            .who = n->name.n ? n->name : text_get(r->lang, "notify.page.none"),
            .at = words_moment(r->c.mem, r->lang, n->at, r->c.now),
            .attempts = text_number(r->c.mem, r->lang, n->attempts),
            .error = n->last_error.p ? n->last_error : S(""),
            .again = HREF(r->c.mem, "/admin/notices/messages/{}/again", n->pub),
        };
    }
    v->parked = rows;
    v->parked_n = all.n;
    return RC_OK;
}

static enum rc add_untold(struct req *r, struct notify_admin_view *v)
{
    struct notice_untold *list;
    ptrdiff_t n;
    const enum rc rc = notify_untold(&r->c, PARKED_MAX, &list, &n);
    if (rc || !n)
        return rc;
    struct notify_untold_row *rows = NEW_N(r->c.mem, struct notify_untold_row, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = (struct notify_untold_row){list[i].code, list[i].agency,
                                             words_moment(r->c.mem, r->lang, list[i].at, r->c.now),
                                             words_moment(r->c.mem, r->lang, list[i].by, r->c.now)};
    v->untold = rows;
    v->untold_n = n;
    if (v->has_notice)
        return RC_OK;
    v->has_notice = true;
    v->notice = (struct web_notice){.tone = S("bad"),
                                    .icon = S("warn"),
                                    .strong = text_get(r->lang, "notify.untold"),
                                    .text = text_get(r->lang, "notify.untold.lead")};
    return RC_OK;
}

static enum rc add_kinds(struct req *r, struct notify_admin_view *v)
{
    const struct notice_kind *k;
    ptrdiff_t n = 0;
    while (notice_kind_at((int)n))
        n++;
    struct notify_kind_row *rows = NEW_N(r->c.mem, struct notify_kind_row, n);
    for (int i = 0; (k = notice_kind_at(i)) != NULL; i++) {
        struct notice_template t;
        const enum rc rc = notice_template_on(&r->c, str_of(k->code), instant_date(r->c.now), &t);
        if (rc)
            return rc;
        rows[i] = (struct notify_kind_row){
            text_get(r->lang, k->title), str_of(k->code), text_number(r->c.mem, r->lang, t.version),
            text_day(r->c.mem, r->lang, t.from), HREF(r->c.mem, "/admin/notices/{}", str_of(k->code))};
    }
    v->kinds = rows;
    v->kinds_n = n;
    return RC_OK;
}

static enum rc admin_show(struct req *r)
{
    struct notify_admin_view v = {0};
    int64_t held = 0;
    enum rc rc = add_channels(r, &v);
    if (!rc)
        rc = add_parked(r, &v);
    if (!rc)
        rc = add_untold(r, &v);
    if (!rc)
        rc = add_kinds(r, &v);
    if (!rc)
        rc = notice_held(&r->c, &held);
    if (rc)
        return rc;
    if (held) {
        const str n = text_number(r->c.mem, r->lang, held);
        v.held = text_fmt(r->c.mem, r->lang, "notify.held", &n, 1);
    }
    const struct page page = {
        .title = "notify.admin", .layout = LAYOUT_STAFF, .section = "notice_admin"};
    return show_page(r, &page, tpl_notify_admin, &v);
}

static enum rc again_write(struct req *r)
{
    const enum rc rc = notice_again(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF_TO("/admin/notices#parked"));
}

/* ---- one kind ---- */

struct words_in {
    str subject[LANG_COUNT], body[LANG_COUNT], reason;
    date from;
    int64_t seen;
};
#define BODY_TYPED 4000
#define WORDS(word, member, language, how, most)                                                       \
    {                                                                                                  \
        word, how, .required = true, .max = most,                                                      \
                   .at = offsetof(struct words_in, member) + (language) * sizeof(str)                  \
    }
static const struct field words_fields[] = {
    WORDS("subject_vi", subject, LANG_VI, F_TEXT, 300),
    WORDS("body_vi", body, LANG_VI, F_LINES, BODY_TYPED),
    WORDS("subject_en", subject, LANG_EN, F_TEXT, 300),
    WORDS("body_en", body, LANG_EN, F_LINES, BODY_TYPED),
    {"from", F_DATE, .required = true, .hint = "notify.words.from.hint",
     .at = offsetof(struct words_in, from)},
    {"reason", F_TEXT, .max = 300, .hint = "notify.words.reason.hint",
     .at = offsetof(struct words_in, reason)},
    {"seen", F_INT, .hidden = true, .min = 0, .max = INT64_MAX, .at = offsetof(struct words_in, seen)},
    {0},
};
static const struct form words_form = {"notify.words.", words_fields, sizeof(struct words_in), NULL};
static const char *const lang_keys[LANG_COUNT] = {"notify.lang.vi", "notify.lang.en"};
static const char *const lang_words[LANG_COUNT] = {"vi", "en"};

static struct notice_template typed(const struct words_in *in)
{
    struct notice_template t = {.from = in->from, .reason = in->reason};
    for (int lang = 0; lang < LANG_COUNT; lang++)
        t.words[lang] = (struct notice_words){in->subject[lang], in->body[lang]};
    return t;
}

static const struct notify_sample *samples_of(struct req *r, const struct notice_words *words)
{
    struct notify_sample *v = NEW_N(r->c.mem, struct notify_sample, LANG_COUNT);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        v[lang] = (struct notify_sample){.heading = text_get(r->lang, lang_keys[lang]),
                                         .lang = str_of(lang_words[lang]),
                                         .subject = words[lang].subject};
        v[lang].lines = notify__lines(r->c.mem, words[lang].body, &v[lang].lines_n);
    }
    return v;
}

static void add_fields(struct req *r, const struct notice_kind *k, struct notify_template_view *v)
{
    struct web_fact *rows = NEW_N(r->c.mem, struct web_fact, NOTICE_FIELD_COUNT);
    for (enum notice_field f = 0; f < NOTICE_FIELD_COUNT; f++)
        if (k->may & NOTICE_BIT(f)) {
            const str key = str_fmt(r->c.mem, "notify.field.%s", notice_field_word(f));
            rows[v->fields_n++] = (struct web_fact){
                .term = str_fmt(r->c.mem, "{%s}", notice_field_word(f)),
                .value = text_get(r->lang, str_c(r->c.mem, key)),
                .note = k->must & NOTICE_BIT(f) ? text_get(r->lang, "notify.field.must") : STR_NONE};
        }
    v->fields = rows;
}

static void add_versions(struct req *r, const struct notice_template *all, ptrdiff_t n,
                         struct notify_template_view *v)
{
    struct notify_version_row *rows = NEW_N(r->c.mem, struct notify_version_row, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str head[] = {text_number(r->c.mem, r->lang, all[i].version),
                            text_day(r->c.mem, r->lang, all[i].from)};
        rows[i] = (struct notify_version_row){
            .heading = text_fmt(r->c.mem, r->lang, "notify.version", head, 2),
            .who = all[i].made_by.n ? all[i].made_by : text_get(r->lang, "notify.shipped"),
            .reason = all[i].reason,
            .words = samples_of(r, all[i].words),
            .words_n = LANG_COUNT};
    }
    v->versions = rows;
    v->versions_n = n;
}

/* What stands there now, for a first look. */
static void fill(struct req *r, const struct notice_template *t)
{
    struct arena *mem = r->c.mem;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        form_add(mem, &r->values, str_fmt(mem, "subject_%s", lang_words[lang]), t->words[lang].subject);
        form_add(mem, &r->values, str_fmt(mem, "body_%s", lang_words[lang]), t->words[lang].body);
    }
    form_add_date(mem, &r->values, "from", date_add(instant_date(r->c.now), 1));
}

static enum rc show_kind(struct req *r, const struct notice_kind *k, struct notify_template_view *v)
{
    const str code = str_of(k->code);
    struct notice_template *all;
    ptrdiff_t n = 0;
    const enum rc rc = notice_template_list(&r->c, code, &all, &n);
    if (rc)
        return rc;
    if (r->route->method == GET && n)
        fill(r, &all[0]);
    v->errors = req_errors(r);
    v->back =
        (struct web_link){.text = text_get(r->lang, "notify.admin"), .to = HREF_TO("/admin/notices")};
    v->heading = text_get(r->lang, k->title);
    v->lead = text_get(r->lang, "notify.template.lead");
    /* Whoever was told that somebody was first, and sends again, has seen the newest. */
    v->version = v->samples_n ? form_value(&r->values, S("seen"))
                              : str_fmt(r->c.mem, "%lld", n ? (long long)all[0].version : 0LL);
    v->form = form_fields(r, &words_form, &r->values);
    v->form.n--; /* the version seen stands in the page */
    v->action = HREF(r->c.mem, "/admin/notices/{}", code);
    v->preview = HREF(r->c.mem, "/admin/notices/{}/preview", code);
    add_fields(r, k, v);
    add_versions(r, all, n, v);
    const struct page page = {.title = k->title, .layout = LAYOUT_STAFF, .section = "notice_admin"};
    return show_page(r, &page, tpl_notify_template, v);
}

static enum rc kind_show(struct req *r)
{
    struct notify_template_view v = {0};
    const struct notice_kind *k = notice_kind_of(param(r, "kind"));
    return k ? show_kind(r, k, &v) : RC_NOT_FOUND;
}

static enum rc preview_show(struct req *r)
{
    struct notify_template_view v = {0};
    struct notice_words sample[LANG_COUNT];
    const struct notice_kind *k = notice_kind_of(param(r, "kind"));
    if (!k)
        return RC_NOT_FOUND;
    const struct notice_template t = typed(r->in);
    const enum rc rc = notice_template_check(&r->c, k, &t, sample);
    if (rc)
        return rc;
    v.samples = samples_of(r, sample);
    v.samples_n = LANG_COUNT;
    return show_kind(r, k, &v);
}

static enum rc kind_write(struct req *r)
{
    const struct words_in *in = r->in;
    const struct notice_kind *k = notice_kind_of(param(r, "kind"));
    if (!k)
        return RC_NOT_FOUND;
    const struct notice_template t = typed(in);
    const enum rc rc = notice_template_save(&r->c, k, &t, in->seen == FORM_NO_INT ? 0 : in->seen);
    return rc ? rc : see_other(r, HREF_TO("/admin/notices"));
}

static const struct field no_fields[] = {{0}};
static const struct form no_form = {"notify.", no_fields, sizeof(int), NULL};

const struct nav notify_admin_nav[] = {
    {NAV_STAFF, "account.admin", "notify.admin", "/admin/notices", PERM_JOB_MANAGE, "notice_admin",
     NULL},
    {0},
};

const struct route notify_admin_routes[] = {
    {GET, "/admin/notices", admin_show, .need = PERM_JOB_MANAGE},
    {POST, "/admin/notices/messages/:pub/again", .need = PERM_JOB_MANAGE, .form = &no_form,
     .write = again_write, .again = admin_show},
    {GET, "/admin/notices/:kind", kind_show, .need = PERM_SETTING_MANAGE},
    {POST, "/admin/notices/:kind", .need = PERM_SETTING_MANAGE, .form = &words_form,
     .write = kind_write, .again = kind_show},
    {POST, "/admin/notices/:kind/preview", preview_show, .need = PERM_SETTING_MANAGE,
     .form = &words_form, .again = kind_show},
    {0},
};
