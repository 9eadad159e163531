/* eform.c - versions of forms and what was filled in, in the tables. See versions.h. */
#include "access/access.h"
#include "core/embed.h"
#include "eform/eform_internal.h"
#include "eform/eform_sql.h"
#include "eform/versions.h"

const struct record_kind eform_kinds[] = {{"eform.added", "eform_version"},
                                          {"eform.published", "eform_version"},
                                          {"eform.filled", "eform_filled"},
                                          {0}};

static enum rc tell(struct ctx *c, const char *kind, const struct eform_version *v)
{
    const struct event_member members[] = {EV_TEXT("form", v->code), EV_INT("version", v->version),
                                           EV_DATE("from", v->from)};
    const struct event e = {
        .kind = kind, .object = v->id, .object_pub = v->pub, .members = members, .member_count = 3};
    return record_append(c, &e);
}

#define VERSION(row)                                                                                   \
    (struct eform_version)                                                                             \
    {                                                                                                  \
        .id = (row).id, .version = (row).version, .pub = (row).pub, .code = (row).code,                \
        .name = {(row).name_vi, (row).name_en}, .from = (row).valid_from, .until = (row).valid_to,     \
        .created = (row).created_at, .published = (row).published_at                                   \
    }

enum rc eform_list(struct ctx *c, struct eform_versions *ret_list)
{
    struct q_eform_versions_rows rows;
    const enum rc rc = q_eform_versions(c, &rows);
    if (rc)
        return rc;
    struct eform_version *v = NEW_N(c->mem, struct eform_version, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = VERSION(rows.v[i]);
    *ret_list = (struct eform_versions){v, rows.n};
    return RC_OK;
}

/* ---- adding, publishing ---- */

static enum rc insert(struct ctx *c, const struct eform *f, str source,
                      struct eform_version *ret_version)
{
    struct q_eform_version_add_row row;
    const struct q_eform_version_add_in in = {.pub = ctx_new_pubid(c),
                                              .code = f->code,
                                              .version = f->version,
                                              .name_vi = f->name.vi,
                                              .name_en = f->name.en,
                                              .valid_from = f->from,
                                              .valid_to = f->until,
                                              .source = source,
                                              .created_at = c->now};
    enum rc rc = q_eform_version_add(c, &in, &row);
    for (ptrdiff_t i = 0; !rc && i < f->procedures_n; i++)
        rc = q_eform_procedure_add(c, row.id, f->procedures[i], NULL);
    if (rc)
        return rc;
    *ret_version = (struct eform_version){.id = row.id,
                                          .version = f->version,
                                          .pub = in.pub,
                                          .code = f->code,
                                          .name = f->name,
                                          .from = f->from,
                                          .until = f->until,
                                          .created = c->now,
                                          .published = INSTANT_NONE};
    return tell(c, "eform.added", ret_version);
}

enum rc eform_add(struct ctx *c, str source, struct eform_version *ret_version)
{
    struct eform f;
    struct q_eform_version_by_name_row row;
    source = str_fmt(c->mem, "%.*s\n", STR_ARG(str_trim(source))); /* as a file ends */
    enum rc rc = eform_read(c, source, &f);
    if (!rc)
        rc = q_eform_version_by_name(c, f.code, f.version, &row);
    if (rc == RC_NOT_FOUND)
        return insert(c, &f, source, ret_version);
    if (!rc && !str_eq(row.source, source))
        return fail(c, RC_CONFLICT, "version", "eform.version_taken");
    if (!rc)
        *ret_version = VERSION(row);
    return rc;
}

enum rc eform_publish(struct ctx *c, str pub)
{
    struct q_eform_version_by_pub_row row;
    struct q_eform_version_after_row after;
    int64_t changed = 0;
    enum rc rc = q_eform_version_by_pub(c, pub, &row);
    if (rc)
        return rc;
    rc = q_eform_version_after(c, row.code, row.version, &after);
    if (!rc)
        return fail(c, RC_CONFLICT, "version", "eform.later_published");
    if (rc == RC_NOT_FOUND)
        rc = q_eform_version_publish(c, row.id, c->now, &changed);
    if (rc)
        return rc;
    return changed ? tell(c, "eform.published", &VERSION(row))
                   : fail(c, RC_CONFLICT, "version", "eform.published_already");
}

enum rc eform_get(struct ctx *c, str pub, struct eform_version *ret_version, struct eform *ret_form,
                  str *ret_source)
{
    struct q_eform_version_by_pub_row row;
    enum rc rc = q_eform_version_by_pub(c, pub, &row);
    if (!rc)
        rc = eform_read(c, row.source, ret_form);
    if (rc)
        return rc;
    *ret_version = VERSION(row);
    *ret_source = row.source;
    return RC_OK;
}

enum rc eform_in_force(struct ctx *c, str procedure, date day, struct eform_version *ret_version,
                       struct eform *ret_form)
{
    struct q_eform_version_in_force_row row;
    enum rc rc = q_eform_version_in_force(c, procedure, day, &row);
    if (!rc)
        rc = eform_read(c, row.source, ret_form);
    if (!rc)
        *ret_version = VERSION(row);
    return rc;
}

enum rc eform_serves(struct ctx *c, str procedure, date day, bool *ret_serves)
{
    struct q_eform_version_has_row row;
    const enum rc rc = q_eform_version_has(c, procedure, day, &row);
    if (!rc)
        *ret_serves = row.n > 0;
    return rc;
}

enum rc eform_before(struct ctx *c, const struct eform_version *version, struct eform *ret_form)
{
    struct q_eform_version_before_row row;
    const enum rc rc = q_eform_version_before(c, version->code, version->version, &row);
    return rc ? rc : eform_read(c, row.source, ret_form);
}

static enum rc install_one(struct ctx *c, str source)
{
    struct eform f;
    struct eform_version v;
    struct q_eform_version_by_name_row row;
    enum rc rc = eform_read(c, source, &f);
    BUG_IF(rc == RC_INVALID); /* a shipped form is checked by the tests */
    if (!rc)
        rc = q_eform_version_by_name(c, f.code, f.version, &row);
    if (rc != RC_NOT_FOUND)
        return rc;
    rc = insert(c, &f, source, &v);
    return rc ? rc : eform_publish(c, v.pub);
}

enum rc eform_install(struct ctx *c)
{
    enum rc rc = RC_OK;
    for (const struct embed *e = embed_packs; e->name && !rc; e++)
        if (str_starts(str_of(e->name), S("forms/")))
            rc = install_one(c, (str){(const char *)e->bytes, (ptrdiff_t)e->size});
    return rc;
}

/* ---- filled in ---- */

enum rc eform_keep(struct ctx *c, int64_t version, const struct eform_about *about, str answers)
{
    struct q_eform_filled_add_row row;
    const struct q_eform_filled_add_in in = {.pub = ctx_new_pubid(c),
                                             .version_id = version,
                                             .object_kind = about->kind,
                                             .object_id = about->object,
                                             .account_id = c->actor ? c->actor->account : 0,
                                             .answers = answers,
                                             .filled_at = c->now};
    const enum rc rc = q_eform_filled_add(c, &in, &row);
    if (rc == RC_CONFLICT)
        return fail(c, RC_CONFLICT, NULL, "eform.filled_already");
    if (rc)
        return rc;
    const struct event_member members[] = {EV_INT("version", version), EV_TEXT("kind", about->kind),
                                           EV_TEXT("object", about->pub),
                                           EV_INT("thing", about->object)};
    const struct event_member personal[] = {EV_TEXT("answers", answers)};
    const struct event e = {.kind = "eform.filled",
                            .object = row.id,
                            .object_pub = in.pub,
                            .members = members,
                            .member_count = 4,
                            .personal = personal,
                            .personal_count = 1};
    return record_append(c, &e);
}

enum rc eform_kept(struct ctx *c, const struct eform_about *about, struct eform *ret_form,
                   struct eform_filled *ret_filled)
{
    struct q_eform_filled_of_row row;
    enum rc rc = q_eform_filled_of(c, about->kind, about->object, &row);
    if (!rc)
        rc = eform_read(c, row.source, ret_form);
    if (!rc)
        rc = eform_open(c, ret_form, row.answers, ret_filled);
    if (!rc)
        eform_judge(c, ret_filled);
    return rc;
}

enum rc eform_earlier(struct ctx *c, int64_t account, str code, str *ret_answers)
{
    struct q_eform_filled_earlier_row row;
    const enum rc rc = q_eform_filled_earlier(c, account, code, &row);
    if (!rc)
        *ret_answers = row.answers;
    return rc;
}
