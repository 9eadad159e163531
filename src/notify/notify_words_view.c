/* notify_words_view.c - the words and marks of notices, the same on every page. */
#include "notify/notify_words_view.h"

#include "casework/casework_words_view.h"
#include "web/page.h"

const str *notify__lines(struct arena *mem, str text, ptrdiff_t *ret_n)
{
    ptrdiff_t n = 1, at = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    str *v = NEW_N(mem, str, n);
    for (struct str_cut cut = str_cut(text, '\n');; cut = str_cut(cut.tail, '\n')) {
        if (cut.head.n)
            v[at++] = cut.head;
        if (!cut.found)
            break;
    }
    *ret_n = at;
    return v;
}

/* What became of the letter, in one line. */
static str mail_words(const struct req *r, const struct notice *n)
{
    static const struct {
        const char *state, *key;
    } words[] = {
        {"held", "notify.mail.held"},     {"not_connected", "notify.mail.not_connected"},
        {"stale", "notify.mail.stale"},   {"waiting", "notify.mail.waiting"},
        {"failed", "notify.mail.failed"}, {"parked", "notify.mail.parked"},
        {"asked", "notify.mail.waiting"},
    };
    if (str_eq(n->mail, S("sent"))) {
        const str at = words_moment(r->c.mem, r->lang, n->sent_at, r->c.now);
        return text_fmt(r->c.mem, r->lang, "notify.mail.sent", &at, 1);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(n->mail, str_of(words[i].state)))
            return text_get(r->lang, words[i].key);
    return n->mail;
}

static href case_of(const struct req *r, const struct notice *n)
{
    if (!str_eq(n->object_kind, S("dossier")) || !n->object_pub.n)
        return HREF_NONE;
    return r->who.staff ? HREF(r->c.mem, "/work/dossiers/{}", n->object_pub)
                        : HREF(r->c.mem, "/my/dossiers/{}", n->object_pub);
}

static struct web_tag page_tag(const struct req *r, const struct notice *n)
{
    if (!n->account)
        return (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "notify.page.none")};
    return instant_is_none(n->read_at)
               ? (struct web_tag){S("accent"), S("dot"), text_get(r->lang, "notify.page.new")}
               : (struct web_tag){S("mute"), S("check"), text_get(r->lang, "notify.page.read")};
}

struct notify_row notify__row(const struct req *r, const struct notice *n)
{
    struct notify_row row = {
        .subject = n->subject,
        .lang = n->lang == LANG_EN ? S("en") : S("vi"),
        .at = words_moment(r->c.mem, r->lang, n->at, r->c.now),
        .who = n->name,
        .page = page_tag(r, n),
        .has_mail = n->mail.n > 0,
        .is_new = instant_is_none(n->read_at),
        .to = case_of(r, n),
    };
    row.mail.text = mail_words(r, n);
    if (r->who.staff && n->last_error.p)
        row.error = n->last_error;
    row.lines = notify__lines(r->c.mem, n->body, &row.lines_n);
    return row;
}
