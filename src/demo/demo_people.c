/* demo_people.c - generated citizens; any likeness is chance. */
#include "demo/demo.h"

uint64_t demo_draw(struct demo_random *r, uint64_t below)
{
    /* splitmix64: small, even, and the same on every machine. */
    uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % below;
}

bool demo_chance(struct demo_random *r, unsigned per_mille)
{
    return demo_draw(r, 1000) < per_mille;
}

static const char *const families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh",  "Võ",   "Đặng",
                                       "Bùi",    "Đỗ",   "Hồ", "Ngô",  "Dương",  "Lý",   "Đinh",
                                       "Phan",   "Cao",  "Tạ", "Mai",  "Trương", "Lương"};
static const char *const middles[2][10] = {
    {"Văn", "Minh", "Quốc", "Thanh", "Hữu", "Đức", "Công", "Xuân", "Ngọc", "Anh"},
    {"Thị", "Thị Ngọc", "Thị Thanh", "Minh", "Thu", "Thị Kim", "Phương", "Thị Mỹ", "Bích", "Thùy"},
};
static const char *const givens[2][16] = {
    {"An", "Bình", "Cường", "Dũng", "Hải", "Hiếu", "Hùng", "Khánh", "Long", "Nam", "Phúc", "Quân",
     "Sơn", "Tâm", "Tuấn", "Vinh"},
    {"Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Lan", "Linh", "Mai", "Nga", "Oanh",
     "Quyên", "Thảo", "Yến"},
};
static const char *const streets[] = {"Tổ 1",      "Tổ 2",     "Tổ 3",     "Tổ 4",
                                      "Thôn Đông", "Thôn Tây", "Thôn Nam", "Thôn Bắc"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct person demo_person(struct arena *mem, uint64_t seed, int64_t n)
{
    struct demo_random r = {(n == DEMO_CITIZEN ? 1 : seed) ^
                            (uint64_t)n * UINT64_C(0xd1342543de82ef95)};
    const unsigned sex = (unsigned)demo_draw(&r, 2); /* 0 male, 1 female: as in the number */
    const int year = 1950 + (int)demo_draw(&r, 56);
    const int month = 1 + (int)demo_draw(&r, 12), day = 1 + (int)demo_draw(&r, 28);
    const int digit = (year >= 2000 ? 2 : 0) + (int)sex;
    const char *family = families[demo_draw(&r, COUNT(families))];
    const char *middle = middles[sex][demo_draw(&r, COUNT(middles[0]))];
    const char *given = givens[sex][demo_draw(&r, COUNT(givens[0]))];
    return (struct person){
        .kind = PERSON_NATURAL,
        .name = str_fmt(mem, "%s %s %s", family, middle, given),
        /* Province of Quảng Ngãi, sex and century, year, and a serial instead of chance. */
        .number = str_fmt(mem, "051%d%02d%06d", digit, year % 100, (int)(n % 1000000)),
        .birth = date_from_civil((struct civil){year, month, day}),
        .sex = sex ? SEX_FEMALE : SEX_MALE,
        .phone = str_fmt(mem, "0900%06d", (int)(n % 1000000)),
        .address = str_fmt(mem, "%s, Quảng Ngãi", streets[demo_draw(&r, COUNT(streets))]),
    };
}
