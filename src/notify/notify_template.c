/*
 * notify_template.c - the words of notices: fields in braces, versions with dates, the check with
 * sample data. Shipped words come from packs/notices; an edit adds a version.
 */
#include "notify/notify_internal.h"

#include <string.h>

#include "core/buf.h"
#include "core/embed.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/utf8.h"
#include "access/access.h"
#include "notify/notify_sql.h"

#define PACK "notices/vn.json"
#define ROOM ((size_t)64 << 10)

static const struct {
    const char *word;
    str sample[LANG_COUNT]; /* about the longest that is met */
} fields[NOTICE_FIELD_COUNT] = {
    [NOTICE_CODE] = {"code", {S_INIT("H48.101-261121-0001"), S_INIT("H48.101-261121-0001")}},
    [NOTICE_PROCEDURE] = {"procedure",
                          {S_INIT("Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con"),
                           S_INIT("Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con")}},
    [NOTICE_AGENCY] = {"agency",
                       {S_INIT("Ủy ban nhân dân phường Trương Quang Trọng"),
                        S_INIT("Ủy ban nhân dân phường Trương Quang Trọng")}},
    [NOTICE_AT] = {"at",
                   {S_INIT("thứ Tư 25/11/2026, 17:30"), S_INIT("Wednesday 25 November 2026, 17:30")}},
    [NOTICE_DUE] = {"due",
                    {S_INIT("thứ Sáu 27/11/2026, 17:30"), S_INIT("Friday 27 November 2026, 17:30")}},
    [NOTICE_OLD_DUE] = {"old_due",
                        {S_INIT("thứ Tư 25/11/2026, 17:30"),
                         S_INIT("Wednesday 25 November 2026, 17:30")}},
    [NOTICE_REPLY_BY] = {"reply_by",
                         {S_INIT("thứ Năm 26/11/2026, 10:15"),
                          S_INIT("Thursday 26 November 2026, 10:15")}},
    [NOTICE_ITEMS] = {"items", {S_INIT("12"), S_INIT("12")}},
    [NOTICE_ANSWER_BY] = {"answer_by",
                          {S_INIT("thứ Năm 10/12/2026, 17:30"),
                           S_INIT("Thursday 10 December 2026, 17:30")}},
    [NOTICE_UNTIL] = {"until",
                      {S_INIT("thứ Năm 10/12/2026, 17:30"),
                       S_INIT("Thursday 10 December 2026, 17:30")}},
    [NOTICE_ASKED] = {"asked",
                      {S_INIT("Văn phòng Ủy ban nhân dân tỉnh Quảng Ngãi"),
                       S_INIT("Văn phòng Ủy ban nhân dân tỉnh Quảng Ngãi")}},
    [NOTICE_HOW] = {"how",
                    {S_INIT("nhận qua dịch vụ bưu chính công ích"),
                     S_INIT("sent by the public postal service")}},
    [NOTICE_LINK] = {"link",
                     {S_INIT("https://motcua.example.gov.vn/my/dossiers/01hq3x5f6n7p8q9r0s1t2v3w4x"),
                      S_INIT("https://motcua.example.gov.vn/my/dossiers/01hq3x5f6n7p8q9r0s1t2v3w4x")}},
};

const char *notice_field_word(enum notice_field f)
{
    BUG_IF((unsigned)f >= NOTICE_FIELD_COUNT);
    return fields[f].word;
}

static enum notice_field field_of(str word)
{
    enum notice_field f = 0;
    while (f < NOTICE_FIELD_COUNT && !str_eq(word, str_of(fields[f].word)))
        f++;
    return f;
}

/* ---- filling ---- */

str notice__fill(struct arena *mem, str text, const str values[NOTICE_FIELD_COUNT])
{
    struct buf b = buf_new(mem, ROOM);
    for (str rest = text; rest.n;) {
        const struct str_cut open = str_cut(rest, '{'), close = str_cut(open.tail, '}');
        const enum notice_field f = field_of(close.head);
        buf_add(&b, open.head);
        if (open.found && f < NOTICE_FIELD_COUNT)
            buf_add(&b, values[f]);
        rest = open.found ? close.tail : STR_NONE;
    }
    return buf_str(&b);
}

/* ---- the check ---- */

static enum rc wrong(struct ctx *c, str place, const char *key, str arg)
{
    (void)fail_args(c, RC_INVALID, NULL, key, &arg, 1);
    struct fault *last = c->faults;
    while (last->next)
        last = last->next;
    last->field = place;
    return RC_INVALID;
}

/* Every brace names a field of the kind; the bits met are in *ret_met. */
static enum rc check_fields(struct ctx *c, const struct notice_kind *k, str place, str text,
                            unsigned *met)
{
    for (str rest = text; rest.n;) {
        const struct str_cut open = str_cut(rest, '{'), close = str_cut(open.tail, '}');
        if (str_has(open.head, S("}")) || (open.found && !close.found))
            return wrong(c, place, "notify.template.brace", S(""));
        if (!open.found)
            return RC_OK;
        const enum notice_field f = field_of(close.head);
        if (f == NOTICE_FIELD_COUNT || !(k->may & NOTICE_BIT(f)))
            return wrong(c, place, "notify.template.unknown", utf8_cut(close.head, 40));
        *met |= NOTICE_BIT(f);
        rest = close.tail;
    }
    return RC_OK;
}

static enum rc check_length(struct ctx *c, str place, str filled, ptrdiff_t max)
{
    if (!str_trim(filled).n)
        return wrong(c, place, "notify.template.empty", S(""));
    if (utf8_letters(filled) > max)
        return wrong(c, place, "notify.template.long", str_fmt(c->mem, "%d", (int)max));
    return RC_OK;
}

static enum rc check_words(struct ctx *c, const struct notice_kind *k, enum lang lang,
                           const struct notice_words *w, struct notice_words *ret)
{
    const char *ends = lang == LANG_EN ? "en" : "vi";
    const str subject = str_fmt(c->mem, "subject_%s", ends), body = str_fmt(c->mem, "body_%s", ends);
    str values[NOTICE_FIELD_COUNT];
    unsigned met = 0;
    for (int f = 0; f < NOTICE_FIELD_COUNT; f++)
        values[f] = fields[f].sample[lang];
    enum rc rc = check_fields(c, k, subject, w->subject, &met);
    const enum rc second = check_fields(c, k, body, w->body, &met);
    if (rc || second)
        return RC_INVALID;
    *ret = (struct notice_words){notice__fill(c->mem, w->subject, values),
                                 notice__fill(c->mem, w->body, values)};
    if (str_has(w->subject, S("\n")))
        rc = wrong(c, subject, "notify.template.line", S(""));
    if (check_length(c, subject, ret->subject, NOTICE_SUBJECT_MAX) ||
        check_length(c, body, ret->body, NOTICE_BODY_MAX))
        rc = RC_INVALID;
    for (int f = 0; f < NOTICE_FIELD_COUNT; f++)
        if (k->must & ~met & NOTICE_BIT(f))
            rc = wrong(c, body, "notify.template.missing", str_of(fields[f].word));
    return rc;
}

enum rc notice_template_check(struct ctx *c, const struct notice_kind *k,
                              const struct notice_template *t,
                              struct notice_words ret_sample[LANG_COUNT])
{
    enum rc rc = RC_OK;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        ret_sample[lang] = t->words[lang];
        if (check_words(c, k, lang, &t->words[lang], &ret_sample[lang]))
            rc = RC_INVALID;
    }
    return rc;
}

/* ---- versions ---- */

str notice__hash(struct arena *mem, str a, str b)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add_str(&h, a);
    sha256_add(&h, "\n", 1);
    sha256_add_str(&h, b);
    const struct digest d = sha256_end(&h);
    return digest_hex(mem, &d);
}

enum rc notice_template_on(struct ctx *c, str kind, date day, struct notice_template *ret)
{
    struct q_notice_template_on_row r;
    const enum rc rc = q_notice_template_on(c, kind, day, &r);
    if (!rc)
        *ret = (struct notice_template){
            .version = r.version,
            .from = r.from_day,
            .words = {[LANG_VI] = {r.subject_vi, r.body_vi}, [LANG_EN] = {r.subject_en, r.body_en}},
            .made_at = INSTANT_NONE,
        };
    return rc;
}

enum rc notice_template_list(struct ctx *c, str kind, struct notice_template **ret, ptrdiff_t *ret_n)
{
    struct q_notice_template_versions_rows rows;
    const enum rc rc = q_notice_template_versions(c, kind, &rows);
    if (rc)
        return rc;
    struct notice_template *v = NEW_N(c->mem, struct notice_template, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_notice_template_versions_row *r = &rows.v[i];
        v[i] = (struct notice_template){
            .version = r->version,
            .from = r->from_day,
            .words = {[LANG_VI] = {r->subject_vi, r->body_vi}, [LANG_EN] = {r->subject_en, r->body_en}},
            .made_by = r->made_by,
            .reason = r->reason,
            .made_at = r->made_at,
        };
    }
    *ret = v;
    *ret_n = rows.n;
    return RC_OK;
}

static enum rc add(struct ctx *c, const struct notice_kind *k, const struct notice_template *t,
                   int64_t by)
{
    const struct notice_words *vi = &t->words[LANG_VI], *en = &t->words[LANG_EN];
    const struct q_notice_template_add_in in = {
        .kind = str_of(k->code),
        .version = t->version,
        .from_day = t->from,
        .subject_vi = vi->subject,
        .body_vi = vi->body,
        .subject_en = en->subject,
        .body_en = en->body,
        .made_by = by,
        .made_at = c->now,
        .reason = t->reason,
    };
    return q_notice_template_add(c, &in, NULL);
}

/* The words are in the payload by their hash: a version that was changed in the table is found. */
static enum rc tell_record(struct ctx *c, const struct notice_kind *k, const struct notice_template *t)
{
    const struct notice_words *vi = &t->words[LANG_VI], *en = &t->words[LANG_EN];
    const struct event_member members[] = {
        EV_TEXT("kind", str_of(k->code)),
        EV_INT("version", t->version),
        EV_DATE("from_day", t->from),
        EV_TEXT("words_vi", notice__hash(c->mem, vi->subject, vi->body)),
        EV_TEXT("words_en", notice__hash(c->mem, en->subject, en->body)),
    };
    const struct event_member personal[] = {EV_TEXT("reason", t->reason)};
    return record_append(c, &(struct event){.kind = "notice.template_changed",
                                            .object_pub = str_of(k->code),
                                            .members = members,
                                            .member_count = 5,
                                            .personal = personal,
                                            .personal_count = 1});
}

enum rc notice_template_save(struct ctx *c, const struct notice_kind *k,
                             const struct notice_template *t, int64_t seen)
{
    struct notice_words sample[LANG_COUNT];
    struct q_notice_template_last_row last;
    struct notice_template next = *t;
    enum rc rc = notice_template_check(c, k, t, sample);
    if (t->from.day < instant_date(c->now).day)
        rc = fail(c, RC_INVALID, "from", "notify.template.past");
    if (!str_trim(t->reason).n)
        rc = fail(c, RC_INVALID, "reason", "notify.template.reason");
    if (!rc)
        rc = q_notice_template_last(c, str_of(k->code), &last);
    if (rc)
        return rc;
    if (last.version != seen)
        return fail(c, RC_CONFLICT, NULL, "notify.template.newer");
    next.version = last.version + 1;
    rc = add(c, k, &next, c->actor->account);
    return rc ? rc : tell_record(c, k, &next);
}

/* ---- shipped ---- */

static struct json pack_of(struct ctx *c)
{
    const struct embed *pack = embed_packs;
    struct json doc = {NULL};
    while (pack->name && strcmp(pack->name, PACK) != 0)
        pack++;
    BUG_IF(!pack->name);
    BUG_IF(!json_parse(c->mem, (str){(const char *)pack->bytes, (ptrdiff_t)pack->size}, &doc, NULL));
    return json_get(doc, "notices");
}

/* The lines of a body stand as a list in the file. */
static struct notice_words words_of(struct ctx *c, struct json j)
{
    struct buf b = buf_new(c->mem, ROOM);
    const struct json lines = json_get(j, "body");
    for (ptrdiff_t i = 0; i < json_count(lines); i++) {
        if (i)
            buf_char(&b, '\n');
        buf_add(&b, json_text(json_item(lines, i)));
    }
    return (struct notice_words){json_text_of(j, "subject"), buf_str(&b)};
}

static enum rc install(struct ctx *c, struct json all, const struct notice_kind *k)
{
    struct q_notice_template_last_row last;
    struct notice_words sample[LANG_COUNT];
    struct notice_template t = {.version = 1, .reason = S("")};
    const struct json one = json_get(all, k->code);
    enum rc rc = q_notice_template_last(c, str_of(k->code), &last);
    if (rc || last.version)
        return rc;
    t.from = date_from_civil((struct civil){2018, 1, 1});
    t.words[LANG_VI] = words_of(c, json_get(one, "vi"));
    t.words[LANG_EN] = words_of(c, json_get(one, "en"));
    rc = notice_template_check(c, k, &t, sample);
    BUG_IF(rc == RC_INVALID); /* what we ship passes our own check */
    return rc ? rc : add(c, k, &t, 0);
}

enum rc notice__install_templates(struct ctx *c)
{
    const struct json all = pack_of(c);
    const struct notice_kind *k;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && (k = notice_kind_at(i)) != NULL; i++)
        rc = install(c, all, k);
    return rc;
}
