/* dossier_slip_words.c - see dossier_slip_words.h. */
#include "dossier/dossier_slip_words.h"

#include "core/i18n.h"

static const char *const kinds[] = {"phường ", "xã ", "đặc khu ", "tỉnh ", "thành phố "};

str slip_words_day(struct arena *mem, date d)
{
    const struct civil c = date_civil(d);
    return date_is_none(d) ? STR_NONE : str_fmt(mem, "%02d tháng %02d năm %d", c.day, c.month, c.year);
}

str slip_words_moment(struct arena *mem, instant t)
{
    if (instant_is_none(t))
        return STR_NONE;
    const int64_t minutes = instant_time_of_day(t) / MINUTE_US;
    const str args[] = {str_fmt(mem, "%02lld", (long long)(minutes / 60)),
                        str_fmt(mem, "%02lld", (long long)(minutes % 60)),
                        slip_words_day(mem, instant_date(t))};
    return text_fmt(mem, LANG_VI, "dossier.slip.moment", args, 3);
}

str slip_words_lines(struct arena *mem, str agency)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const ptrdiff_t at = str_find(agency, str_fmt(mem, " %s", kinds[i]));
        if (at > 0)
            return str_fmt(mem, "%.*s\n%.*s", (int)at, agency.p, (int)(agency.n - at - 1),
                           agency.p + at + 1);
    }
    return agency;
}

str slip_words_place(str agency)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const ptrdiff_t at = str_find(agency, str_of(kinds[i]));
        if (at >= 0) {
            const ptrdiff_t from = at + str_of(kinds[i]).n;
            return str_sub(agency, from, agency.n - from);
        }
    }
    return agency;
}
