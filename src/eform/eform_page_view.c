/* eform_page_view.c - see eform_page_view.h. */
#include "eform/eform_page_view.h"

#include "access/access.h"

static str state_of(const struct req *r, const struct eform_version *v)
{
    const str from = text_day(r->c.mem, r->lang, v->from);
    if (instant_is_none(v->published))
        return text_get(r->lang, "eform.admin.draft");
    return text_fmt(r->c.mem, r->lang, "eform.admin.since", &from, 1);
}

static bool may_manage(const struct req *r)
{
    return authz(r->c.actor, PERM_CATALOG_MANAGE, REACH_ALL) == RC_OK;
}

void eform__view_list(struct req *r, const struct eform_versions *list, struct eform_list_view *v)
{
    *v = (struct eform_list_view){.rows = NEW_N(r->c.mem, struct eform_version_row, list->n),
                                  .rows_n = list->n,
                                  .may_add = may_manage(r)};
    for (ptrdiff_t i = 0; i < list->n; i++)
        v->rows[i] =
            (struct eform_version_row){.to = HREF(r->c.mem, "/admin/forms/{}", list->v[i].pub),
                                       .name = eform_say(&list->v[i].name, r->lang),
                                       .code = list->v[i].code,
                                       .version = text_number(r->c.mem, r->lang, list->v[i].version),
                                       .state = state_of(r, &list->v[i])};
}

/* "12,5%", "-3,0%" */
static str share(const struct req *r, int64_t per_mille)
{
    const int64_t whole = per_mille < 0 ? -per_mille : per_mille;
    return str_fmt(r->c.mem, "%s%lld%s%lld%%", per_mille < 0 ? "-" : "", (long long)(whole / 10),
                   r->lang == LANG_VI ? "," : ".", (long long)(whole % 10));
}

static struct web_stats stats_of(const struct req *r, const struct eform_burden *b)
{
    struct web_stat *s = NEW_N(r->c.mem, struct web_stat, 4);
    const str counts[] = {text_number(r->c.mem, r->lang, b->asked_before),
                          text_number(r->c.mem, r->lang, b->asked)};
    s[0] = (struct web_stat){.number = b->asked_before ? share(r, b->cut) : S("–"),
                             .text = text_get(r->lang, "eform.burden.cut"),
                             .note = b->asked_before
                                         ? text_fmt(r->c.mem, r->lang, "eform.burden.counts", counts, 2)
                                         : text_get(r->lang, "eform.burden.first")};
    s[1] = (struct web_stat){.number = counts[1],
                             .text = text_get(r->lang, "eform.burden.asked"),
                             .note = text_get(r->lang, "eform.burden.asked.note")};
    s[2] = (struct web_stat){.number = text_number(r->c.mem, r->lang, b->known),
                             .text = text_get(r->lang, "eform.burden.known"),
                             .note = text_get(r->lang, "eform.burden.known.note")};
    s[3] = (struct web_stat){.number = text_number(r->c.mem, r->lang, b->unfounded),
                             .text = text_get(r->lang, "eform.burden.unfounded"),
                             .note = text_get(r->lang, "eform.burden.unfounded.note")};
    return (struct web_stats){s, 4};
}

static struct eform_field_row row_of(const struct req *r, const struct eform_change *x)
{
    const struct eform_field *f = x->field;
    struct eform_field_row row = {.name = eform_say(&f->label, r->lang),
                                  .path = f->path,
                                  .why = eform_say(&f->why, r->lang),
                                  .tagged = x->added || x->removed || !eform_asks(f)};
    if (!row.why.n)
        row.why =
            text_get(r->lang, eform_asks(f) ? "eform.burden.no_ground" : "eform.burden.not_asked");
    row.source = f->source.n ? text_get(r->lang, str_c(r->c.mem, str_fmt(r->c.mem, "eform.source.%.*s",
                                                                         STR_ARG(f->source))))
                             : text_get(r->lang, "eform.source.none");
    row.tag =
        x->removed ? (struct web_tag){S("ok"), S("check"), text_get(r->lang, "eform.burden.removed")}
        : x->added ? (struct web_tag){S("warn"), S("plus"), text_get(r->lang, "eform.burden.added")}
                   : (struct web_tag){S("mute"), STR_NONE, text_get(r->lang, "eform.burden.not_asked")};
    return row;
}

void eform__view_version(struct req *r, const struct eform_version *version, const struct eform *f,
                         const struct eform_burden *b, struct eform_version_view *v)
{
    const str lead[] = {f->code, text_number(r->c.mem, r->lang, f->version), state_of(r, version)};
    *v = (struct eform_version_view){
        .heading = eform_say(&f->name, r->lang),
        .lead = text_fmt(r->c.mem, r->lang, "eform.admin.lead", lead, 3),
        .procedures = str_join(r->c.mem, f->procedures, f->procedures_n, S(", ")),
        .ground = f->source,
        .doubtful = !f->verified,
        .doubt = {.tone = S("warn"), .icon = S("warn"), .text = text_get(r->lang, "eform.unverified")},
        .stats = stats_of(r, b),
        .rows = NEW_N(r->c.mem, struct eform_field_row, b->n),
        .rows_n = b->n,
        .file = HREF(r->c.mem, "/admin/forms/{}/export", version->pub),
        .may_publish = instant_is_none(version->published) && may_manage(r),
        .publish = HREF(r->c.mem, "/admin/forms/{}/publish", version->pub),
    };
    for (ptrdiff_t i = 0; i < b->n; i++)
        v->rows[i] = row_of(r, &b->v[i]);
}
