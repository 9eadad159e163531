/* money.c - see money.h. */
#include "core/money.h"

#include "core/buf.h"

#define MONEY_MAX INT64_C(1000000000000000)

static str without_unit(str s)
{
    static const str units[] = {S_INIT("đồng"), S_INIT("đ"), S_INIT("VND"), S_INIT("VNĐ"), S_INIT("₫")};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_ends(s, units[i]))
            return str_trim(str_sub(s, 0, s.n - units[i].n));
    return s;
}

/* Separators, when there are any, stand before every three digits and are all the same. */
static bool groups_hold(str s, char mark)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (((s.n - i) % 4 == 0) != (s.p[i] == mark))
            return false;
    return s.n > 3 && s.p[0] != mark;
}

bool money_parse(str s, int64_t *ret_vnd)
{
    int64_t total = 0;
    s = without_unit(s);
    const bool dots = str_has(s, S(".")), commas = str_has(s, S(","));
    if (s.n == 0 || s.n > 20 || (dots && commas) ||
        ((dots || commas) && !groups_hold(s, dots ? '.' : ',')))
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' || s.p[i] == ',')
            continue;
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        total = total * 10 + (s.p[i] - '0');
        if (total > MONEY_MAX)
            return false;
    }
    *ret_vnd = total;
    return true;
}

static const char *const digit_words[] = {"không", "một", "hai", "ba",  "bốn",
                                          "năm",   "sáu", "bảy", "tám", "chín"};

static void word(struct buf *b, const char *w)
{
    if (b->n)
        buf_char(b, ' ');
    buf_add_c(b, w);
}

/* 21 hai mươi mốt, 24 hai mươi tư, 25 hai mươi lăm, 15 mười lăm; 11, 14 keep một, bốn. */
static void units(struct buf *b, int tens, int n)
{
    if (n == 1 && tens >= 2)
        word(b, "mốt");
    else if (n == 4 && tens >= 2)
        word(b, "tư");
    else if (n == 5 && tens >= 1)
        word(b, "lăm");
    else if (n)
        word(b, digit_words[n]);
}

/* Three digits; `whole` says even empty hundreds, as after a bigger group. */
static void hundreds(struct buf *b, int n, bool whole)
{
    const int tens = n / 10 % 10;
    if (n >= 100 || whole) {
        word(b, digit_words[n / 100]);
        word(b, "trăm");
        if (tens == 0 && n % 10)
            word(b, "linh");
    }
    if (tens >= 2)
        word(b, digit_words[tens]);
    if (tens)
        word(b, tens == 1 ? "mười" : "mươi");
    units(b, tens, n % 10);
}

static void say(struct buf *b, int64_t n, bool whole)
{
    static const struct {
        int64_t size;
        const char *name;
    } groups[] = {{INT64_C(1000000), "triệu"}, {1000, "nghìn"}, {1, NULL}};
    if (n >= INT64_C(1000000000)) { /* tỷ is counted itself: một nghìn tỷ */
        say(b, n / INT64_C(1000000000), whole);
        word(b, "tỷ");
        n %= INT64_C(1000000000);
        whole = true;
    }
    for (int i = 0; i < 3; i++) {
        const int group = (int)(n / groups[i].size % 1000);
        if (group == 0)
            continue;
        hundreds(b, group, whole);
        if (groups[i].name)
            word(b, groups[i].name);
        whole = true;
    }
}

str money_words(struct arena *mem, int64_t vnd)
{
    struct buf b = buf_new(mem, 512);
    BUG_IF(vnd < 0 || vnd > MONEY_MAX);
    if (vnd == 0)
        word(&b, "không");
    say(&b, vnd, false);
    word(&b, "đồng");
    return buf_str(&b);
}
