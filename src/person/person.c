/* person.c - checks, finding, creating, changing and searching persons. */
#include "person/person.h"

#include "core/fold.h"
#include "core/utf8.h"
#include "person/person_sql.h"

const struct record_kind person_kinds[] = {
    {"person.created", "person"},
    {"person.changed", "person"},
    {"person.viewed", "person"},
    {0},
};

static const str kind_words[] = {[PERSON_NATURAL] = {"natural", 7},
                                 [PERSON_BUSINESS] = {"business", 8},
                                 [PERSON_AGENCY] = {"agency", 6}};

static enum person_kind kind_stored(str word)
{
    if (str_eq(word, kind_words[PERSON_AGENCY]))
        return PERSON_AGENCY;
    return str_eq(word, kind_words[PERSON_BUSINESS]) ? PERSON_BUSINESS : PERSON_NATURAL;
}

#define PERSON_FILL(p, r)                                                                              \
    ((p) = (struct person){.id = (r)->id,                                                              \
                           .pub = (r)->pub,                                                            \
                           .kind = kind_stored((r)->kind),                                             \
                           .name = (r)->name,                                                          \
                           .number = (r)->number,                                                      \
                           .old_number = (r)->old_number,                                              \
                           .tax_code = (r)->tax_code,                                                  \
                           .birth = (r)->birth,                                                        \
                           .sex = sex_stored((r)->sex),                                                \
                           .phone = (r)->phone,                                                        \
                           .email = (r)->email,                                                        \
                           .address = (r)->address,                                                    \
                           .revision = (r)->revision})
#define PERSONS_FILL(c, rows, ret)                                                                     \
    do {                                                                                               \
        struct person *v_ = NEW_N((c)->mem, struct person, (rows).n);                                  \
        for (ptrdiff_t i_ = 0; i_ < (rows).n; i_++)                                                    \
            PERSON_FILL(v_[i_], &(rows).v[i_]);                                                        \
        *(ret) = (struct persons){v_, (rows).n};                                                       \
    } while (0)

static enum sex sex_stored(str word)
{
    if (str_eq(word, S("male")))
        return SEX_MALE;
    return str_eq(word, S("female")) ? SEX_FEMALE : SEX_UNKNOWN;
}

static str sex_word(enum sex sex)
{
    if (sex == SEX_MALE)
        return S("male");
    return sex == SEX_FEMALE ? S("female") : STR_NONE;
}

unsigned person_doubts(const struct person *p)
{
    return ident_person_shape(p->number) ? ident_person_warnings(p->number, p->birth, p->sex) : 0;
}

enum rc person_by_id(struct ctx *c, int64_t id, struct person *ret_person)
{
    struct q_person_by_id_row row;
    const enum rc rc = q_person_by_id(c, id, &row);
    if (!rc)
        PERSON_FILL(*ret_person, &row);
    return rc;
}

enum rc person_by_pub(struct ctx *c, str pub, struct person *ret_person)
{
    struct q_person_by_pub_row row;
    const enum rc rc = q_person_by_pub(c, pub, &row);
    if (!rc)
        PERSON_FILL(*ret_person, &row);
    return rc;
}

enum rc person_by_number(struct ctx *c, str number, struct person *ret_person)
{
    struct q_person_by_number_row row;
    const enum rc rc = q_person_by_number(c, number, &row);
    if (!rc)
        PERSON_FILL(*ret_person, &row);
    return rc;
}

enum rc person_by_tax_code(struct ctx *c, str tax_code, struct person *ret_person)
{
    struct q_person_by_tax_code_row row;
    const enum rc rc = q_person_by_tax_code(c, tax_code, &row);
    if (!rc)
        PERSON_FILL(*ret_person, &row);
    return rc;
}

/* Cleaned; empty becomes absent. Collects the fault and answers false. */
static bool clean(struct ctx *c, const char *field, str *s, ptrdiff_t max)
{
    str cleaned;
    if (!s->p)
        return true;
    if (!utf8_clean(c->mem, *s, UTF8_LINE, &cleaned) || utf8_letters(cleaned) > max) {
        (void)fail(c, RC_INVALID, field, "person.text");
        return false;
    }
    *s = cleaned.n ? cleaned : STR_NONE;
    return true;
}

static bool wrong(struct ctx *c, bool is, const char *field, const char *key)
{
    if (is)
        (void)fail(c, RC_INVALID, field, key);
    return is;
}

/* One @, a dot after it, no blanks: whether mail arrives is the mail server's to say. */
static bool email_good(str s)
{
    const struct str_cut cut = str_cut(s, '@');
    return cut.found && cut.head.n > 0 && str_find(cut.tail, S("@")) < 0 && str_find(s, S(" ")) < 0 &&
           str_find(cut.tail, S(".")) > 0 && !str_ends(cut.tail, S("."));
}

static bool check_numbers(struct ctx *c, const struct person *p)
{
    const bool business = p->kind == PERSON_BUSINESS, agency = p->kind == PERSON_AGENCY;
    const bool shape = agency || ident_person_shape(p->number);
    bool bad = wrong(c, p->number.p && (business || !shape), "number", "person.number");
    bad |= wrong(c, agency && !p->number.p, "number", "person.agency_unknown");
    bad |= wrong(c, p->old_number.p && (business || agency || !ident_old_card_shape(p->old_number)),
                 "old_number", "person.old_number");
    bad |= wrong(c, p->tax_code.p && !ident_tax_code_valid(p->tax_code), "tax_code", "person.tax_code");
    bad |= wrong(c, business && !p->tax_code.p, "tax_code", "person.tax_code_missing");
    return !bad;
}

enum rc person_check(struct ctx *c, struct person *p)
{
    const date today = instant_date(c->now);
    bool good = clean(c, "name", &p->name, 200);
    good &= clean(c, "number", &p->number, 20);
    good &= clean(c, "old_number", &p->old_number, 20);
    good &= clean(c, "tax_code", &p->tax_code, 20);
    good &= clean(c, "phone", &p->phone, 30);
    good &= clean(c, "email", &p->email, 200);
    good &= clean(c, "address", &p->address, 300);
    if (!good)
        return RC_INVALID;
    good = !wrong(c, !p->name.p, "name", "person.name_missing");
    good &= check_numbers(c, p);
    good &= !wrong(c, p->phone.p && !ident_phone_parse(c->mem, p->phone, &p->phone), "phone",
                   "person.phone");
    good &= !wrong(c, p->email.p && !email_good(p->email), "email", "person.email");
    good &= !wrong(
        c, !date_is_none(p->birth) && (p->birth.day > today.day || date_civil(p->birth).year < 1880),
        "birth", "person.birth");
    if (p->kind != PERSON_NATURAL) {
        p->birth = DATE_NONE;
        p->sex = SEX_UNKNOWN;
    }
    return good ? RC_OK : RC_INVALID;
}

/* Personal data goes beside the event, under its salt. */
static enum rc append(struct ctx *c, const char *kind, const struct person *p, str reason)
{
    const struct event_member members[] = {EV_TEXT("kind", kind_words[p->kind]),
                                           EV_INT("revision", p->revision), EV_TEXT("reason", reason)};
    const struct event_member personal[] = {
        EV_TEXT("name", p->name),
        EV_TEXT("number", p->number),
        EV_TEXT("old_number", p->old_number),
        EV_TEXT("tax_code", p->tax_code),
        EV_DATE("birth", p->birth),
        EV_TEXT("sex", sex_word(p->sex)),
        EV_TEXT("phone", p->phone),
        EV_TEXT("email", p->email),
        EV_TEXT("address", p->address),
    };
    return record_append(c, &(struct event){.kind = kind,
                                            .object = p->id,
                                            .object_pub = p->pub,
                                            .members = members,
                                            .member_count = sizeof members / sizeof *members,
                                            .personal = personal,
                                            .personal_count = sizeof personal / sizeof *personal});
}

static enum rc create(struct ctx *c, const struct person *p, struct person *ret_person)
{
    struct person made = *p;
    struct q_person_add_row row;
    made.pub = ctx_new_pubid(c);
    made.revision = 1;
    const struct q_person_add_in in = {
        .pub = made.pub,
        .kind = kind_words[made.kind],
        .name = made.name,
        .name_key = fold(c->mem, made.name),
        .number = made.number,
        .old_number = made.old_number,
        .tax_code = made.tax_code,
        .birth = made.birth,
        .sex = sex_word(made.sex),
        .phone = made.phone,
        .email = made.email,
        .address = made.address,
        .at = c->now,
    };
    enum rc rc = q_person_add(c, &in, &row);
    if (rc)
        return rc;
    made.id = row.id;
    rc = append(c, "person.created", &made, STR_NONE);
    if (!rc)
        *ret_person = made;
    return rc;
}

enum rc person_install_agencies(struct ctx *c)
{
    struct q_person_agencies_missing_rows rows;
    enum rc rc = q_person_agencies_missing(c, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct person made;
        rc = create(c,
                    &(struct person){.kind = PERSON_AGENCY,
                                     .name = rows.v[i].name,
                                     .number = rows.v[i].code,
                                     .birth = DATE_NONE},
                    &made);
    }
    return rc;
}

str person_number_shown(struct arena *mem, const struct person *p)
{
    if (!p->number.n)
        return p->tax_code;
    return p->kind == PERSON_AGENCY ? p->number : ident_person_mask(mem, p->number);
}

static bool same(str given, str stored)
{
    return !given.n || !stored.n || str_eq(given, stored);
}

unsigned person_differences(struct ctx *c, const struct person *given, const struct person *found)
{
    const bool other[PERSON_PART_COUNT] = {
        [PERSON_NAME] = !same(fold_exact(c->mem, given->name), fold_exact(c->mem, found->name)),
        [PERSON_OLD_NUMBER] = !same(given->old_number, found->old_number),
        [PERSON_TAX_CODE] = !same(given->tax_code, found->tax_code),
        [PERSON_BIRTH] = !date_is_none(given->birth) && !date_is_none(found->birth) &&
                         given->birth.day != found->birth.day,
        [PERSON_SEX] =
            given->sex != SEX_UNKNOWN && found->sex != SEX_UNKNOWN && given->sex != found->sex,
        [PERSON_PHONE] = !same(given->phone, found->phone),
        [PERSON_EMAIL] = !same(given->email, found->email),
        [PERSON_ADDRESS] = !same(given->address, found->address),
    };
    unsigned set = 0;
    for (int i = 0; i < PERSON_PART_COUNT; i++)
        set |= (unsigned)other[i] << i;
    return set;
}

enum rc person_find_or_create(struct ctx *c, const struct person *p, struct person *ret_person,
                              unsigned *ret_differs)
{
    struct person given = *p, found;
    enum rc rc = person_check(c, &given);
    if (rc)
        return rc;
    rc = RC_NOT_FOUND;
    if (given.kind != PERSON_BUSINESS && given.number.p)
        rc = person_by_number(c, given.number, &found);
    else if (given.kind == PERSON_BUSINESS)
        rc = person_by_tax_code(c, given.tax_code, &found);
    if (rc == RC_NOT_FOUND && given.kind == PERSON_AGENCY)
        return fail(c, RC_INVALID, "number", "person.agency_unknown");
    if (rc == RC_NOT_FOUND) {
        *ret_differs = 0;
        return create(c, &given, ret_person);
    }
    if (rc)
        return rc;
    *ret_differs = person_differences(c, &given, &found);
    *ret_person = found;
    return RC_OK;
}

static enum rc check_unique(struct ctx *c, const struct person *p)
{
    struct person other;
    enum rc rc = p->number.p ? person_by_number(c, p->number, &other) : RC_NOT_FOUND;
    if (!rc && other.id != p->id)
        return fail(c, RC_CONFLICT, "number", "person.number_taken");
    if (!rc || rc == RC_NOT_FOUND)
        rc = p->tax_code.p ? person_by_tax_code(c, p->tax_code, &other) : RC_NOT_FOUND;
    if (!rc && other.id != p->id)
        return fail(c, RC_CONFLICT, "tax_code", "person.tax_code_taken");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc person_update(struct ctx *c, const struct person *p, str reason)
{
    struct person now = *p, before;
    int64_t changed = 0;
    enum rc rc = person_by_id(c, p->id, &before);
    if (rc)
        return rc;
    now.kind = before.kind;
    now.pub = before.pub;
    rc = person_check(c, &now);
    if (!rc)
        rc = check_unique(c, &now);
    if (rc)
        return rc;
    const struct q_person_change_in in = {
        .id = now.id,
        .revision = now.revision,
        .name = now.name,
        .name_key = fold(c->mem, now.name),
        .number = now.number,
        .old_number = now.old_number,
        .tax_code = now.tax_code,
        .birth = now.birth,
        .sex = sex_word(now.sex),
        .phone = now.phone,
        .email = now.email,
        .address = now.address,
        .at = c->now,
    };
    rc = q_person_change(c, &in, &changed);
    if (!rc && !changed)
        return fail(c, RC_CONFLICT, NULL, "person.changed_meanwhile");
    now.revision++;
    return rc ? rc : append(c, "person.changed", &now, reason);
}

enum rc person_duplicates(struct ctx *c, const struct person *p, struct persons *ret_list)
{
    const struct q_person_like_in in = {
        .id = p->id,
        .number = p->number,
        .old_number = p->old_number,
        .tax_code = p->tax_code,
        .phone = p->phone,
        .name_key = fold(c->mem, p->name),
        .birth = p->birth,
    };
    struct q_person_like_rows rows;
    const enum rc rc = q_person_like(c, &in, &rows);
    if (!rc)
        PERSONS_FILL(c, rows, ret_list);
    return rc;
}

enum rc person_search(struct ctx *c, str what, int64_t max, struct persons *ret_list)
{
    struct q_person_search_rows rows;
    str phone;
    str key = fold(c->mem, what);
    if (!key.n) {
        *ret_list = (struct persons){NULL, 0};
        return RC_OK;
    }
    /* Bytes after every letter a folded name has. */
    const str high = str_fmt(c->mem, "%.*s\x7f", STR_ARG(key));
    str exact = key;
    if (ident_phone_parse(c->mem, what, &phone))
        exact = phone;
    else if (str_find(what, S(".")) > 0) /* an agency's code, in which folding finds words */
        exact = utf8_upper(c->mem, str_trim(what));
    const enum rc rc = q_person_search(c, exact, key, high, max < 50 ? max : 50, &rows);
    if (!rc)
        PERSONS_FILL(c, rows, ret_list);
    return rc;
}

/* ---- seen in full ---- */

static bool known_purpose(str purpose)
{
    for (struct str_cut cut = str_cut(S(PERSON_PURPOSES), '|');; cut = str_cut(cut.tail, '|')) {
        if (str_eq(purpose, cut.head))
            return true;
        if (!cut.found)
            return false;
    }
}

enum rc person_view(struct ctx *c, int64_t id, const struct person_viewing *in,
                    struct person *ret_person)
{
    struct person p;
    if (!known_purpose(in->purpose))
        return fail(c, RC_INVALID, "purpose", "person.purpose");
    if (str_eq(in->purpose, S("other")) && !str_trim(in->note).n)
        return fail(c, RC_INVALID, "note", "person.purpose_note");
    enum rc rc = person_by_id(c, id, &p);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("about", in->about), EV_TEXT("part", in->part)};
    const struct event_member personal[] = {EV_TEXT("note", in->note)};
    rc = record_append(c, &(struct event){.kind = "person.viewed",
                                          .object = p.id,
                                          .object_pub = p.pub,
                                          .purpose = in->purpose,
                                          .members = members,
                                          .member_count = in->part.n ? 2 : 1,
                                          .personal = personal,
                                          .personal_count = in->note.n ? 1 : 0});
    if (!rc)
        *ret_person = p;
    return rc;
}

static str note_of(struct ctx *c, const struct event_privates *parts, int64_t event)
{
    str note = STR_NONE;
    for (ptrdiff_t i = 0; i < parts->n; i++)
        if (parts->v[i].event == event &&
            !record_member_text(c->mem, parts->v[i].json, S("note"), &note))
            note = STR_NONE;
    return note;
}

static bool is_view(struct ctx *c, const struct event_row *e, str about)
{
    str for_what;
    return str_eq(e->kind, S("person.viewed")) &&
           record_member_text(c->mem, e->payload, S("about"), &for_what) && str_eq(for_what, about);
}

#define VIEWS_PAGE 500

/* All events of a person, oldest first. */
static enum rc all_events(struct ctx *c, int64_t id, struct event_rows *ret_all)
{
    struct event_rows all = {0}, page = {.n = VIEWS_PAGE};
    for (int64_t after = 0; page.n == VIEWS_PAGE; after = all.n ? all.v[all.n - 1].id : 0) {
        const enum rc rc = record_list_object(c, S("person"), id, after, VIEWS_PAGE, &page);
        if (rc)
            return rc;
        struct event_row *v = NEW_N(c->mem, struct event_row, all.n + page.n);
        for (ptrdiff_t i = 0; i < all.n + page.n; i++)
            v[i] = i < all.n ? all.v[i] : page.v[i - all.n];
        all = (struct event_rows){v, all.n + page.n};
    }
    *ret_all = all;
    return RC_OK;
}

enum rc person_views(struct ctx *c, int64_t id, str about, struct person_viewed **ret_v,
                     ptrdiff_t *ret_n)
{
    struct event_rows all = {0};
    struct event_privates parts = {0};
    ptrdiff_t n = 0;
    enum rc rc = all_events(c, id, &all);
    struct person_viewed *v = NEW_N(c->mem, struct person_viewed, all.n);
    for (ptrdiff_t i = all.n - 1; !rc && i >= 0; i--) {
        const struct event_row *e = &all.v[i];
        if (!is_view(c, e, about))
            continue;
        if (!n)
            rc = record_list_private(c, S("person"), id, &parts);
        v[n] = (struct person_viewed){
            .at = e->at, .actor = e->actor, .agency = e->agency, .purpose = e->purpose};
        v[n].note = note_of(c, &parts, e->id);
        if (!record_member_text(c->mem, e->payload, S("part"), &v[n].part))
            v[n].part = STR_NONE;
        n++;
    }
    *ret_v = v;
    *ret_n = rc ? 0 : n;
    return rc;
}
