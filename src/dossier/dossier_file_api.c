/*
 * dossier_file_api.c - filing by machines. Files are sent first (POST /files), then named in
 * the filing by their ids; only the account that sent a file may use it. A citizen's token
 * files online for the citizen; a clerk's token files for its agency.
 */
#include "dossier/dossier_api.h"
#include "org/org.h"
#include "web/api.h"
#include "web/web.h"

/* ---- files ------------------------------------------------------------------------------------ */

struct upload_facts {
    struct file x;
    str mime, hash;
};
#define AT(m) .at = offsetof(struct upload_facts, m)
static const struct api_field upload_facts_fields[] = {{"id", A_TEXT, AT(x.pub)},
                                                       {"name", A_TEXT, AT(x.name)},
                                                       {"mediaType", A_TEXT, AT(mime)},
                                                       {"size", A_INT, AT(x.size)},
                                                       {"sha256", A_TEXT, AT(hash)},
                                                       {"addedAt", A_TIME, AT(x.at)},
                                                       {0}};
#undef AT
const struct api_table dossier__upload_api = {"File", upload_facts_fields, sizeof(struct upload_facts)};

struct upload_in {
    struct form_file file;
};
static const struct field upload_fields[] = {
    {"file", F_FILE, .required = true, .at = offsetof(struct upload_in, file)}, {0}};
const struct form dossier__upload_form = {"dossier.api.", upload_fields, sizeof(struct upload_in),
                                          NULL};

static struct upload_facts upload_facts(struct req *r, const struct file *f)
{
    return (struct upload_facts){*f, file_type_mime(f->type), digest_hex(r->c.mem, &f->sha)};
}

enum rc dossier__api_upload(struct req *r)
{
    const struct upload_in *in = r->in;
    struct file f;
    const enum rc rc = file_add(&r->c, &in->file.stored, in->file.name, r->c.actor->account, &f);
    if (rc)
        return rc;
    const struct upload_facts facts = upload_facts(r, &f);
    return show_created(r, HREF(r->c.mem, "/api/v1/files/{}", f.pub), &dossier__upload_api, &facts);
}

enum rc dossier__api_uploaded(struct req *r)
{
    struct file f;
    const enum rc rc = file_get_by_pub(&r->c, param(r, "file"), &f);
    if (rc || f.by != r->c.actor->account)
        return rc ? rc : RC_NOT_FOUND;
    const struct upload_facts facts = upload_facts(r, &f);
    return show_json(r, 200, &dossier__upload_api, &facts);
}

enum rc dossier_api_file(struct req *r, str pub, str field, struct file *ret_file)
{
    const enum rc rc = file_get_by_pub(&r->c, pub, ret_file);
    if (rc == RC_NOT_FOUND || (!rc && ret_file->by != r->c.actor->account))
        return fail_at(&r->c, RC_INVALID, field, "dossier.api.file_unknown");
    return rc;
}

enum rc dossier_api_file_maybe(struct req *r, str pub, struct file *ret_file)
{
    *ret_file = (struct file){0};
    return pub.n ? dossier_api_file(r, pub, S("file"), ret_file) : RC_OK;
}

/* ---- papers ------------------------------------------------------------------------------------ */

struct paper_in {
    int64_t component, quantity;
    str name, form, note;
    bool complete;
    struct form_rows files;
};
#define AT(m) .at = offsetof(struct paper_in, m)
static const struct field paper_fields[] = {
    {"component", F_INT, .min = 1, .max = 999, AT(component)},
    {"name", F_TEXT, .max = 500, AT(name)},
    {"form", F_CHOICE, .choices = "original|copy|present_only|electronic_form|electronic", AT(form)},
    {"quantity", F_INT, .min = 1, .max = 999, AT(quantity)},
    {"complete", F_BOOL, AT(complete)},
    {"note", F_TEXT, .max = 500, AT(note)},
    {"files", F_PUBID, .many = true, .max_rows = 20, AT(files)},
    {0}};
#undef AT
const struct form dossier__paper_form = {"dossier.api.", paper_fields, sizeof(struct paper_in), NULL};

static enum rc put_component(struct req *r, const struct procedure_full *full, ptrdiff_t no,
                             const struct paper_in *in, struct filing_paper *p)
{
    if (in->component == FORM_NO_INT)
        return RC_OK;
    for (ptrdiff_t i = 0; i < full->components_n; i++)
        if (full->components[i].rank == in->component && !full->components[i].is_note) {
            p->component_id = full->components[i].id;
            p->name = full->components[i].name;
            return RC_OK;
        }
    return fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/papers/%td/component", no),
                   "dossier.component_unknown");
}

enum rc dossier__api_files(struct req *r, const struct form_rows *rows, str place,
                           struct filing_paper *p)
{
    int64_t *ids = NEW_N(r->c.mem, int64_t, rows->n);
    str *names = NEW_N(r->c.mem, str, rows->n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < rows->n; i++) {
        struct file f;
        rc = dossier_api_file(r, rows->v[i].text, str_fmt(r->c.mem, "%.*s/%td", STR_ARG(place), i), &f);
        if (rc)
            return rc;
        ids[i] = f.id.v;
        names[i] = f.name;
    }
    p->files = ids;
    p->file_names = names;
    p->file_n = rows->n;
    return rc;
}

enum rc dossier__api_papers(struct req *r, const struct procedure_full *full,
                            const struct form_rows *rows, struct filing_paper **ret_papers)
{
    struct filing_paper *papers = NEW_N(r->c.mem, struct filing_paper, rows->n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < rows->n; i++) {
        const struct paper_in *in = rows->v[i].part;
        papers[i] = (struct filing_paper){.name = in->name,
                                          .form = in->form,
                                          .note = in->note,
                                          .quantity = in->quantity == FORM_NO_INT ? 0 : in->quantity,
                                          .complete = in->complete};
        rc = put_component(r, full, i, in, &papers[i]);
        if (!rc && !str_trim(papers[i].name).n)
            rc = fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "/papers/%td/name", i),
                         "dossier.paper_name_needed");
        if (!rc)
            rc = dossier__api_files(r, &in->files, str_fmt(r->c.mem, "/papers/%td/files", i),
                                    &papers[i]);
    }
    *ret_papers = papers;
    return rc;
}

/* ---- filing ------------------------------------------------------------------------------------ */

struct person_in {
    str kind, name, number, agency, tax_code, sex, phone, email, address;
    date birth;
};
#define AT(m) .at = offsetof(struct person_in, m)
static const struct field person_fields[] = {
    {"kind", F_CHOICE, .choices = "natural|business|agency", AT(kind)},
    {"name", F_TEXT, .required = true, .max = 200, AT(name)},
    {"number", F_NATIONAL_ID, AT(number)},
    {"agency", F_CODE, .max = 35, AT(agency)},
    {"tax_code", F_TAX_CODE, AT(tax_code)},
    {"birth", F_DATE, .max = 1, AT(birth)},
    {"sex", F_CHOICE, .choices = "male|female", AT(sex)},
    {"phone", F_PHONE, AT(phone)},
    {"email", F_EMAIL, AT(email)},
    {"address", F_TEXT, .max = 300, AT(address)},
    {0}};
#undef AT
static const struct form person_form = {"dossier.api.", person_fields, sizeof(struct person_in), NULL};

struct create_in {
    str procedure, case_code, channel, origin, outside_id, receiving, competent;
    const struct person_in *owner, *filer;
    str authority, authority_note, result_by, result_address, note;
    int64_t procedure_version, sets, cash;
    instant filed_at;
    bool accept;
    struct form_rows papers;
};
#define AT(m) .at = offsetof(struct create_in, m)
static const struct field create_fields[] = {
    {"procedure", F_CODE, .required = true, AT(procedure)},
    {"procedure_version", F_INT, .min = 1, .max = 1000000, AT(procedure_version)},
    {"case", F_CODE, AT(case_code)},
    {"channel", F_CHOICE, .choices = "direct|online|postal", AT(channel)},
    {"origin", F_CHOICE, .choices = "counter|own_portal|national_portal|ministry_system", AT(origin)},
    {"outside_id", F_TEXT, .max = 100, AT(outside_id)},
    {"receiving", F_CODE, AT(receiving)},
    {"competent", F_CODE, AT(competent)},
    {"owner", F_OBJECT, .required = true, .of = &person_form, AT(owner)},
    {"filer", F_OBJECT, .of = &person_form, AT(filer)},
    {"authority", F_CHOICE, .choices = "self|parent|guardian|authorised|representative", AT(authority)},
    {"authority_note", F_TEXT, .max = 500, AT(authority_note)},
    {"result_by", F_CHOICE, .choices = "counter|post|online", AT(result_by)},
    {"result_address", F_TEXT, .max = 300, AT(result_address)},
    {"note", F_LINES, .max = 2000, AT(note)},
    {"sets", F_INT, .min = 1, .max = 99, AT(sets)},
    {"filed_at", F_TIME, AT(filed_at)},
    {"papers", F_OBJECT, .many = true, .max_rows = 50, .of = &dossier__paper_form, AT(papers)},
    {"accept", F_BOOL, AT(accept)},
    {"cash", F_MONEY, AT(cash)},
    {0}};
#undef AT
const struct form dossier__create_form = {"dossier.api.", create_fields, sizeof(struct create_in),
                                          NULL};

static struct person person_of(const struct person_in *in)
{
    if (!in)
        return (struct person){.birth = DATE_NONE};
    const bool agency = str_eq(in->kind, S("agency"));
    return (struct person){
        .kind = agency                            ? PERSON_AGENCY
                : str_eq(in->kind, S("business")) ? PERSON_BUSINESS
                                                  : PERSON_NATURAL,
        .name = in->name,
        .number = agency               ? in->agency
                  : in->number.n == 12 ? in->number
                                       : STR_NONE,
        .old_number = in->number.n == 9 ? in->number : STR_NONE,
        .tax_code = in->tax_code,
        .birth = in->birth,
        .sex = str_eq(in->sex, S("male"))     ? SEX_MALE
               : str_eq(in->sex, S("female")) ? SEX_FEMALE
                                              : SEX_UNKNOWN,
        .phone = in->phone,
        .email = in->email,
        .address = in->address,
    };
}

static enum rc find_agency(struct req *r, str code, const char *field, int64_t *ret_id)
{
    struct agency a;
    if (!code.n)
        return RC_OK;
    const enum rc rc = org_agency_by_code(&r->c, code, instant_date(r->c.now), &a);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, field, "dossier.api.agency_unknown");
    if (!rc)
        *ret_id = a.id;
    return rc;
}

static enum rc find_procedure(struct req *r, const struct create_in *in, struct procedure_full *full,
                              struct filing *f)
{
    const enum rc rc = catalog_get_terms(&r->c, in->procedure, full);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "procedure", "dossier.api.procedure_unknown");
    if (rc)
        return rc;
    if (in->procedure_version != FORM_NO_INT && in->procedure_version != full->version_no)
        return fail(&r->c, RC_CONFLICT, "procedure_version", "dossier.api.version_moved");
    for (ptrdiff_t i = 0; in->case_code.n && i < full->cases_n; i++)
        if (str_eq(full->cases[i].code, in->case_code))
            f->case_id = full->cases[i].id;
    if (in->case_code.n && !f->case_id)
        return fail(&r->c, RC_INVALID, "case", "catalog.case_unknown");
    return RC_OK;
}

/* The word's place in the rule's own list; `none` when nothing was said. */
static int word_at(str word, str (*code)(int i), int count, int none)
{
    for (int i = 0; word.n && i < count; i++)
        if (str_eq(word, code(i)))
            return i;
    return none;
}
static str channel_code(int i)
{
    return dossier_channel_code((enum dossier_channel)i);
}
static str origin_code(int i)
{
    return dossier_origin_code((enum dossier_origin)i);
}

static struct filing filing_of(struct req *r, const struct create_in *in)
{
    const bool citizen = actor_is_citizen(r->c.actor);
    return (struct filing){
        .procedure_code = in->procedure,
        .channel = (enum dossier_channel)word_at(in->channel, channel_code, CHANNEL_COUNT,
                                                 citizen ? CHANNEL_ONLINE : CHANNEL_DIRECT),
        .origin = (enum dossier_origin)word_at(in->origin, origin_code, ORIGIN_COUNT,
                                               citizen ? ORIGIN_OWN_PORTAL : ORIGIN_COUNTER),
        .outside_id = in->outside_id,
        .receiving_agency_id = r->c.actor->agency,
        .owner = person_of(in->owner),
        .filer = person_of(in->filer),
        .authority = in->authority.n ? in->authority : S("self"),
        .authority_note = in->authority_note,
        .result_by = in->result_by.n ? in->result_by : S("counter"),
        .result_address = in->result_address,
        .note = in->note,
        .sets = in->sets == FORM_NO_INT ? 1 : in->sets,
        .filed_at = in->filed_at,
        .paper_n = in->papers.n,
    };
}

static enum rc prepare(struct req *r, const struct create_in *in, struct filing *f)
{
    struct procedure_full full;
    struct filing_paper *papers = NULL;
    enum rc rc = RC_OK;
    if (!str_eq(f->authority, S("self")) && !in->filer)
        rc = fail(&r->c, RC_INVALID, "filer", "web.form.required");
    if (!rc)
        rc = find_agency(r, in->receiving, "receiving", &f->receiving_agency_id);
    if (!rc)
        rc = find_agency(r, in->competent, "competent", &f->competent_agency_id);
    if (!rc)
        rc = find_procedure(r, in, &full, f);
    if (!rc)
        rc = dossier__api_papers(r, &full, &in->papers, &papers);
    /* A paper is brought once, in the form the procedure asks for, unless it is told. */
    for (ptrdiff_t i = 0; !rc && i < f->paper_n; i++) {
        papers[i].quantity = papers[i].quantity ? papers[i].quantity : 1;
        if (!papers[i].form.n && !papers[i].component_id)
            papers[i].form = S("original");
    }
    f->papers = papers;
    return rc;
}

enum rc dossier__api_create(struct req *r)
{
    const struct create_in *in = r->in;
    const struct accept_in accept = {.cash = in->cash == FORM_NO_INT ? 0 : in->cash};
    struct filing f = filing_of(r, in);
    struct dossier_ref ref;
    enum rc rc = prepare(r, in, &f);
    if (!rc && accept.cash && !in->accept)
        rc = fail(&r->c, RC_INVALID, "cash", "dossier.api.cash_with_accept");
    if (!rc)
        rc = in->accept ? dossier_receive(&r->c, &f, &accept, &ref) : dossier_file(&r->c, &f, &ref);
    return rc ? rc : dossier__api_done(r, ref.id);
}
