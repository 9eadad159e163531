/* dossier_words.c - see dossier_words.h. */
#include "dossier/dossier_words.h"

str dossier_say(const struct saying *s, const char *key, const str *args, int count)
{
    return text_fmt(s->mem, s->lang, key, args, count);
}

str dossier_moment(const struct saying *s, instant t)
{
    return words_moment(s->mem, s->lang, t, s->now);
}

/* ---- tags ---- */

struct mark {
    const char *code, *tone, *icon, *key;
};

static struct web_tag tag_of(enum lang lang, const struct mark *list, size_t n, str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(code, str_of(list[i].code)))
            return (struct web_tag){str_of(list[i].tone), str_of(list[i].icon),
                                    text_get(lang, list[i].key)};
    BUG_IF(true);
}
#define TAG(lang, list, code) tag_of((lang), (list), sizeof(list) / sizeof *(list), (code))

struct web_tag dossier_money_tag(enum lang lang, str status)
{
    static const struct mark marks[] = {
        {"none", "mute", "ring", "dossier.money.none"},
        {"due", "warn", "money", "dossier.money.due"},
        {"paid", "ok", "check", "dossier.money.paid"},
    };
    return TAG(lang, marks, status);
}

struct web_tag dossier_delivery_tag(enum lang lang, str status)
{
    static const struct mark marks[] = {
        {"none", "mute", "ring", "dossier.delivery.none"},
        {"ready", "accent", "dot", "dossier.delivery.ready"},
        {"posted", "ok", "mail", "dossier.delivery.posted"},
        {"handed_over", "ok", "check", "dossier.delivery.handed_over"},
        {"delivered", "ok", "check", "dossier.delivery.delivered"},
    };
    return TAG(lang, marks, status);
}

struct web_tag dossier_sync_tag(enum lang lang, str status)
{
    static const struct mark marks[] = {
        {"none", "mute", "ring", "dossier.sync.none"},
        {"not_connected", "mute", "ring", "dossier.sync.not_connected"},
        {"waiting", "mute", "hourglass", "dossier.sync.waiting"},
        {"parked", "bad", "warn", "dossier.sync.parked"},
        {"sent", "ok", "sync", "dossier.sync.sent"},
        {"failed", "bad", "warn", "dossier.sync.failed"},
    };
    return TAG(lang, marks, status);
}

struct web_tag dossier_synced_tag(enum lang lang)
{
    return (struct web_tag){S("mute"), S("sync"), text_get(lang, "dossier.synced.tag")};
}

/* ---- words of codes ---- */

str dossier_form_text(enum lang lang, str form)
{
    static const struct {
        const char *form, *key;
    } forms[] = {
        {"original", "dossier.form.original"},
        {"copy", "dossier.form.copy"},
        {"present_only", "dossier.form.present_only"},
        {"electronic_form", "dossier.form.electronic_form"},
        {"electronic", "dossier.form.electronic"},
        {"not_needed", "dossier.form.not_needed"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(form, str_of(forms[i].form)))
            return text_get(lang, forms[i].key);
    return form;
}
