/* dossier_words.c - see dossier_words.h. */
#include "dossier/dossier_words.h"

str dossier_say(const struct saying *s, const char *key, const str *args, int count)
{
    return text_fmt(s->mem, s->lang, key, args, count);
}

str dossier_day(const struct saying *s, date d)
{
    const str whole = text_date(s->mem, s->lang, d);
    const bool this_year = date_civil(d).year == date_civil(instant_date(s->now)).year;
    return this_year ? str_sub(whole, 0, whole.n - 5) : whole; /* "/2026", " 2026" */
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

/* ---- due ---- */

static struct web_due running_chip(const struct saying *s, const struct due_facts *f)
{
    const struct words_due_in in = {
        .w = s->w, .due = f->due, .finished = INSTANT_NONE, .stands = INSTANT_NONE, .now = s->now};
    struct web_due chip = words_due(s->mem, s->lang, &in);
    if (f->provisional)
        chip.when = dossier_say(s, "dossier.due.provisional", &chip.when, 1);
    return chip;
}

static struct web_due still_chip(const struct saying *s, const struct due_facts *f, const char *icon,
                                 const char *key)
{
    const str since = dossier_moment(s, f->since);
    return (struct web_due){S(""), str_of(icon), text_get(s->lang, key),
                            dossier_say(s, "dossier.due.since", &since, 1)};
}

struct web_due dossier_due_chip(const struct saying *s, const struct due_facts *f)
{
    if (f->running && !instant_is_none(f->due))
        return running_chip(s, f);
    if (f->status == WORK_WAITING)
        return still_chip(s, f, "ring", "dossier.due.waiting");
    if (f->status == WORK_SUPPLEMENT)
        return still_chip(s, f, "pause", "dossier.due.stands");
    const bool ready = f->status == WORK_ISSUED;
    const str due = instant_is_none(f->due) ? STR_NONE : dossier_moment(s, f->due);
    return (struct web_due){ready ? S("ok") : S(""), ready ? S("check") : S("ring"),
                            text_get(s->lang, ready ? "dossier.due.ready" : "dossier.due.over"),
                            due.n ? dossier_say(s, "dossier.due.was", &due, 1) : STR_NONE};
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
