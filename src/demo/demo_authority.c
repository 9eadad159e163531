/*
 * demo_authority.c - province, centre, four departments, six communes and a former district
 * with its end date. People are named by their posts. Codes follow law.md 3.1; the numbers
 * behind H48 are ours, not the register's.
 */
#include "demo/demo.h"

static const struct {
    const char *code, *name, *name_en, *slug;
} communes[DEMO_COMMUNES] = {
    {"H48.101", "Ủy ban nhân dân phường Cẩm Thành", "People's Committee of Cẩm Thành ward", "camthanh"},
    {"H48.102", "Ủy ban nhân dân phường Nghĩa Lộ", "People's Committee of Nghĩa Lộ ward", "nghialo"},
    {"H48.103", "Ủy ban nhân dân phường Trương Quang Trọng",
     "People's Committee of Trương Quang Trọng ward", "tqtrong"},
    {"H48.104", "Ủy ban nhân dân xã Tư Nghĩa", "People's Committee of Tư Nghĩa commune", "tunghia"},
    {"H48.105", "Ủy ban nhân dân xã Trà Bồng", "People's Committee of Trà Bồng commune", "trabong"},
    {"H48.106", "Ủy ban nhân dân đặc khu Lý Sơn", "People's Committee of Lý Sơn special zone", "lyson"},
};
static const struct {
    const char *code, *name, *name_en, *slug;
} departments[DEMO_DEPARTMENTS] = {
    {"H48.11", "Sở Tư pháp", "Department of Justice", "sotuphap"},
    {"H48.12", "Sở Nội vụ", "Department of Home Affairs", "sonoivu"},
    {"H48.13", "Sở Tài chính", "Department of Finance", "sotaichinh"},
    {"H48.14", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "sokhcn"},
};

struct build {
    struct ctx *c;
    struct demo *d;
    str hash;
    date merged, before; /* 1/7/2025, and long before */
    enum rc rc;          /* the first failure ends it all */
};

struct found { /* an agency to be founded */
    const char *code, *name, *name_en;
    enum agency_kind kind;
};

static int64_t agency(struct build *b, struct found f, int64_t parent)
{
    int64_t id = 0;
    const struct agency a = {.code = str_of(f.code),
                             .name = str_of(f.name),
                             .name_en = str_of(f.name_en),
                             .kind = f.kind,
                             .level = parent ? 2 : 1,
                             .parent = parent,
                             .from = b->before,
                             .to = DATE_NONE};
    if (!b->rc)
        b->rc = org_agency_open(b->c, &a, &id);
    return id;
}

static int64_t unit(struct build *b, int64_t in, str code, const char *name, const char *name_en,
                    enum unit_kind kind)
{
    int64_t id = 0;
    const struct unit u = {.agency = in,
                           .code = code,
                           .name = str_of(name),
                           .name_en = str_of(name_en),
                           .kind = kind,
                           .from = b->before,
                           .to = DATE_NONE};
    if (!b->rc)
        b->rc = org_unit_open(b->c, &u, &id);
    return id;
}

struct post {
    str login, name;
    const char *title;
    int64_t agency, unit;
    enum role role;
};

static struct actor staff(struct build *b, const struct post *p)
{
    int64_t member = 0, post = 0, account = 0, grant = 0;
    if (!b->rc)
        b->rc = org_staff_add(b->c, &(struct staff){.code = p->login, .name = p->name}, &member);
    if (!b->rc)
        b->rc = org_staff_appoint(b->c,
                                  &(struct staff_post){.staff = member,
                                                       .unit = p->unit,
                                                       .title = str_of(p->title),
                                                       .from = b->before,
                                                       .to = DATE_NONE},
                                  &post);
    if (!b->rc)
        b->rc = access_account_add(b->c,
                                   &(struct account_new){.kind = ACCOUNT_STAFF,
                                                         .login = p->login,
                                                         .name = p->name,
                                                         .staff = member,
                                                         .password_hash = b->hash},
                                   &account);
    if (!b->rc)
        b->rc = access_grant(b->c,
                             &(struct grant){.account = account,
                                             .agency = p->agency,
                                             .unit = p->unit,
                                             .role = p->role,
                                             .from = b->before,
                                             .to = DATE_NONE},
                             &grant);
    return (struct actor){.kind = ACTOR_STAFF,
                          .account = account,
                          .staff = member,
                          .agency = p->agency,
                          .unit = p->unit,
                          .name = p->name,
                          .roles = 1u << ROLE_ANYBODY | 1u << p->role};
}

static str named(struct build *b, const char *post, const char *where)
{
    return str_fmt(b->c->mem, "%s (%s)", post, where);
}

/* "Ủy ban nhân dân phường Cẩm Thành" is "phường Cẩm Thành" in the name of a post. */
static const char *short_name(const char *name)
{
    const str prefix = S("Ủy ban nhân dân ");
    return str_starts(str_of(name), prefix) ? name + prefix.n : name;
}

static void people(struct build *b, struct demo_place *p, const char *slug, const char *name,
                   bool own_counter)
{
    const char *where = short_name(name);
    struct arena *mem = b->c->mem;
    const int64_t leaders =
        unit(b, p->agency, str_fmt(mem, "%s.ld", slug), "Lãnh đạo", "Leaders", UNIT_LEADERSHIP);
    if (own_counter)
        p->clerk = staff(b, &(struct post){str_fmt(mem, "tiepnhan.%s", slug),
                                           named(b, "Cán bộ tiếp nhận", where), "Công chức tiếp nhận",
                                           p->agency, p->one_stop, ROLE_CLERK});
    for (int i = 0; i < DEMO_OFFICERS; i++)
        p->officer[i] = staff(b, &(struct post){str_fmt(mem, "chuyenvien%d.%s", i + 1, slug),
                                                str_fmt(mem, "Chuyên viên %d (%s)", i + 1, where),
                                                "Chuyên viên", p->agency, p->division, ROLE_OFFICER});
    p->leader = staff(b, &(struct post){str_fmt(mem, "lanhdao.%s", slug), named(b, "Lãnh đạo", where),
                                        "Lãnh đạo", p->agency, leaders, ROLE_LEADER});
}

static void counter_and_hours(struct build *b, int64_t one_stop, bool saturday)
{
    struct unit_hours hours[11];
    ptrdiff_t n = 0;
    int64_t id;
    for (int day = 1; day <= 5; day++) {
        hours[n++] =
            (struct unit_hours){day, 7 * HOUR_US + 30 * MINUTE_US, 11 * HOUR_US + 30 * MINUTE_US};
        hours[n++] =
            (struct unit_hours){day, 13 * HOUR_US + 30 * MINUTE_US, 17 * HOUR_US + 30 * MINUTE_US};
    }
    if (saturday)
        hours[n++] =
            (struct unit_hours){6, 7 * HOUR_US + 30 * MINUTE_US, 11 * HOUR_US + 30 * MINUTE_US};
    if (!b->rc)
        b->rc = org_unit_set_hours(b->c, one_stop, hours, n);
    if (!b->rc)
        b->rc = org_unit_take(b->c, one_stop, S("*"), b->before);
    if (!b->rc)
        b->rc = org_counter_add(b->c, one_stop, S("1"), S("Quầy 1"), &id);
    if (!b->rc)
        b->rc = org_counter_add(b->c, one_stop, S("2"), S("Quầy 2"), &id);
}

static void build_communes(struct build *b)
{
    for (int i = 0; i < DEMO_COMMUNES; i++) {
        struct demo_place *p = &b->d->place[i];
        p->agency = agency(
            b, (struct found){communes[i].code, communes[i].name, communes[i].name_en, AGENCY_COMMUNE},
            b->d->province);
        p->one_stop =
            unit(b, p->agency, str_fmt(b->c->mem, "%s.mc", communes[i].slug),
                 "Trung tâm Phục vụ hành chính công", "Public administration centre", UNIT_ONE_STOP);
        p->division = unit(b, p->agency, str_fmt(b->c->mem, "%s.cm", communes[i].slug),
                           "Bộ phận chuyên môn", "Specialised division", UNIT_DIVISION);
        p->receiving = p->agency;
        people(b, p, communes[i].slug, communes[i].name, true);
        counter_and_hours(b, p->one_stop, i == 0);
    }
}

static void build_departments(struct build *b)
{
    struct demo *d = b->d;
    d->centre = agency(b,
                       (struct found){"H48.10", "Trung tâm Phục vụ hành chính công tỉnh",
                                      "Provincial public administration centre", AGENCY_CENTRE},
                       d->province);
    d->centre_one_stop = unit(b, d->centre, S("trungtam.mc"), "Bộ phận Tiếp nhận và Trả kết quả",
                              "One-stop unit", UNIT_ONE_STOP);
    counter_and_hours(b, d->centre_one_stop, true);
    d->centre_clerk =
        staff(b, &(struct post){S("tiepnhan.trungtam"), S("Cán bộ tiếp nhận (Trung tâm tỉnh)"),
                                "Công chức tiếp nhận", d->centre, d->centre_one_stop, ROLE_CLERK});
    for (int i = 0; i < DEMO_DEPARTMENTS; i++) {
        struct demo_place *p = &d->place[DEMO_COMMUNES + i];
        p->agency = agency(b,
                           (struct found){departments[i].code, departments[i].name,
                                          departments[i].name_en, AGENCY_DEPARTMENT},
                           d->province);
        p->division = unit(b, p->agency, str_fmt(b->c->mem, "%s.cm", departments[i].slug),
                           "Phòng chuyên môn", "Specialised division", UNIT_DIVISION);
        p->one_stop = d->centre_one_stop;
        p->receiving = d->centre;
        p->clerk = d->centre_clerk;
        people(b, p, departments[i].slug, departments[i].name, false);
    }
}

static void build_offices(struct build *b)
{
    struct demo *d = b->d;
    const int64_t office = unit(b, d->province, S("vpub.kstt"), "Phòng Kiểm soát thủ tục hành chính",
                                "Office for the control of procedures", UNIT_DIVISION);
    const struct post posts[] = {
        {S("kiemsoat"), S("Chuyên viên kiểm soát TTHC"), "Chuyên viên", d->province, office,
         ROLE_CONTROL_OFFICE},
        {S("thanhtra"), S("Cán bộ kiểm tra"), "Thanh tra viên", d->province, office, ROLE_INSPECTOR},
        {S("quantri"), S("Quản trị hệ thống"), "Quản trị viên", d->province, office,
         ROLE_ADMINISTRATOR},
    };
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        (void)staff(b, &posts[i]);
}

/* Two-tier government began on 1/7/2025: the district stays, with its last day and successor. */
static void build_former_district(struct build *b)
{
    const int64_t district =
        agency(b,
               (struct found){"H48.61", "Ủy ban nhân dân huyện Tư Nghĩa",
                              "People's Committee of Tư Nghĩa district", AGENCY_DISTRICT},
               b->d->province);
    if (!b->rc)
        b->rc = org_agency_close(b->c, district, b->merged, b->d->place[3].agency,
                                 S("Chính quyền địa phương hai cấp"));
}

static void build_citizen(struct build *b)
{
    struct person made, in = demo_person(b->c->mem, 1, DEMO_CITIZEN);
    unsigned differs;
    int64_t account = 0;
    if (!b->rc)
        b->rc = person_find_or_create(b->c, &in, &made, &differs);
    if (!b->rc)
        b->rc = access_account_add(b->c,
                                   &(struct account_new){.kind = ACCOUNT_CITIZEN,
                                                         .login = S("congdan@example.vn"),
                                                         .name = in.name,
                                                         .person = made.id,
                                                         .password_hash = b->hash},
                                   &account);
    b->d->citizen = (struct actor){.kind = ACTOR_CITIZEN,
                                   .account = account,
                                   .person = made.id,
                                   .name = in.name,
                                   .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CITIZEN};
}

enum rc demo_build_authority(struct ctx *c, struct demo *d, str password_hash)
{
    struct build b = {.c = c, .d = d, .hash = password_hash};
    b.merged = date_from_civil((struct civil){2025, 7, 1});
    b.before = date_from_civil((struct civil){2018, 6, 21});
    d->province = agency(&b,
                         (struct found){"H48", "Ủy ban nhân dân tỉnh Quảng Ngãi",
                                        "People's Committee of Quảng Ngãi province", AGENCY_PROVINCE},
                         0);
    build_communes(&b);
    build_departments(&b);
    build_offices(&b);
    build_former_district(&b);
    build_citizen(&b);
    return b.rc;
}
