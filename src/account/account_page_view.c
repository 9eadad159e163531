/* account_page_view.c - parts the pages of accounts have in common. */
#include "account/account_page_view.h"

#include "account/account_tpl.h"

href account__home(struct req *r, enum account_kind kind, str back)
{
    if (back.n && !str_eq(back, S("/")))
        return web_back(r, back);
    return kind == ACCOUNT_STAFF ? HREF_TO("/work") : HREF_TO("/my");
}

static str form_text(struct req *r, const struct form *f, const char *what)
{
    return text_get(r->lang, str_c(r->c.mem, str_fmt(r->c.mem, "%s%s", f->name, what)));
}

struct account_form_view account__form(struct req *r, const struct form *f, href action)
{
    return (struct account_form_view){
        .errors = req_errors(r),
        .heading = form_text(r, f, "heading"),
        .action = action,
        .fields = form_fields(r, f, &r->values),
        .button = form_text(r, f, "button"),
    };
}

enum rc account__show(struct req *r, const struct account_form_view *view)
{
    const struct page page = {
        .title = "account.title", .title_arg = view->heading, .layout = LAYOUT_QUESTION};
    return show_page(r, &page, tpl_account_form, view);
}

struct web_link account__link(struct req *r, const char *text, href to)
{
    return (struct web_link){.text = text_get(r->lang, text), .to = to};
}

str account__moment(struct req *r, instant at)
{
    if (instant_is_none(at))
        return text_get(r->lang, "account.never");
    return text_time(r->c.mem, r->lang, at);
}

str account__outcome(struct req *r, str outcome)
{
    static const char *const words[] = {"ok", "password", "code", "reset", "old", "signed_out"};
    static const char *const keys[] = {"account.outcome.ok",   "account.outcome.password",
                                       "account.outcome.code", "account.outcome.reset",
                                       "account.outcome.old",  "account.outcome.signed_out"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(outcome, str_of(words[i])))
            return text_get(r->lang, keys[i]);
    return outcome;
}
