/*
 * dossier_pdf.c - Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả: A5 lies in the hand, A4
 * when the papers do not fit. Words come from the texts; numbers are the statutory ones.
 */
#include "dossier/dossier_pdf.h"

#include "core/ident.h"
#include "core/utf8.h"
#include "dossier/dossier_words.h"
#include "pdf/pdf.h"

struct slip {
    struct arena *mem;
    enum lang lang;
    const struct receipt *r;
    struct pdf_doc *d;
    struct sizes {
        int text, head, title, note, gap, sign;
    } z;
};

static str words(const struct slip *s, const char *key)
{
    return text_get(s->lang, key);
}

static str words1(const struct slip *s, const char *key, str arg)
{
    return text_fmt(s->mem, s->lang, key, &arg, 1);
}

/* Runs of one line: a blank after the words, or on both sides. */
static str spaced(const struct slip *s, const char *key)
{
    return str_fmt(s->mem, "%.*s ", STR_ARG(words(s, key)));
}

static str around(const struct slip *s, const char *key)
{
    return str_fmt(s->mem, " %.*s ", STR_ARG(words(s, key)));
}

/* "17 giờ 30 phút, ngày 25 tháng 11 năm 2026" */
static str moment(const struct slip *s, instant t)
{
    const struct civil c = date_civil(instant_date(t));
    const int64_t minutes = instant_time_of_day(t) / MINUTE_US;
    const str args[] = {str_fmt(s->mem, "%02lld", (long long)(minutes / 60)),
                        str_fmt(s->mem, "%02lld", (long long)(minutes % 60)),
                        str_fmt(s->mem, s->lang == LANG_VI ? "%02d tháng %02d năm %d" : "%02d/%02d/%d",
                                c.day, c.month, c.year)};
    return text_fmt(s->mem, s->lang, "dossier.slip.moment", args, 3);
}

/* "Ủy ban nhân dân phường Bến Lụa": the place has a line of its own. */
static str in_lines(const struct slip *s, str name)
{
    static const char *const kinds[] = {" phường ", " xã ", " đặc khu ", " tỉnh ", " thành phố "};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const ptrdiff_t at = str_find(name, str_of(kinds[i]));
        if (at > 0)
            return str_fmt(s->mem, "%.*s\n%.*s", (int)at, name.p, (int)(name.n - at - 1),
                           name.p + at + 1);
    }
    return name;
}

static void head(const struct slip *s)
{
    const struct pdf_style caps = {.size_pt10 = s->z.head, .align = PDF_CENTER};
    const struct pdf_style strong = {.size_pt10 = s->z.head, .align = PDF_CENTER, .bold = true};
    const struct pdf_style motto = {.size_pt10 = s->z.head + 10, .align = PDF_CENTER, .bold = true};
    pdf_columns(s->d, (const int[]){45, 55}, 2);
    pdf_para(s->d, &caps, utf8_upper(s->mem, in_lines(s, s->r->agency)));
    pdf_para(s->d, &strong,
             utf8_upper(s->mem, s->r->unit.n ? s->r->unit : words(s, "dossier.slip.one_stop")));
    pdf_rule_under(s->d, 45);
    pdf_column_next(s->d);
    pdf_para(s->d, &strong, words(s, "dossier.slip.nation"));
    pdf_para(s->d, &motto, words(s, "dossier.slip.motto"));
    pdf_rule_under(s->d, 100);
    pdf_columns_end(s->d);
}

static void number_and_place(const struct slip *s)
{
    const struct pdf_style number = {.size_pt10 = s->z.text, .align = PDF_CENTER, .before_pt10 = 60};
    const struct pdf_style when = {
        .size_pt10 = s->z.text, .align = PDF_CENTER, .italic = true, .before_pt10 = 60};
    const struct civil day = date_civil(instant_date(s->r->dossier.accepted_at));
    const str date_text =
        str_fmt(s->mem, s->lang == LANG_VI ? "%02d tháng %02d năm %d" : "%02d/%02d/%d", day.day,
                day.month, day.year);
    const str args[] = {s->r->place, date_text};
    pdf_columns(s->d, (const int[]){45, 55}, 2);
    pdf_para(s->d, &number, words1(s, "dossier.slip.code", s->r->dossier.code));
    pdf_column_next(s->d);
    pdf_para(s->d, &when, text_fmt(s->mem, s->lang, "dossier.slip.place", args, 2));
    pdf_columns_end(s->d);
}

static void title(const struct slip *s)
{
    const struct pdf_style name = {.size_pt10 = s->z.title,
                                   .align = PDF_CENTER,
                                   .bold = true,
                                   .before_pt10 = 120,
                                   .keep_next = true};
    const struct pdf_style copy = {
        .size_pt10 = s->z.text, .align = PDF_CENTER, .italic = true, .after_pt10 = 70};
    pdf_heading(s->d, &name, 1, words(s, "dossier.slip.title"));
    pdf_para(s->d, &copy, words(s, "dossier.slip.copy"));
}

static void who(const struct slip *s)
{
    const struct pdf_style line = {.size_pt10 = s->z.text, .after_pt10 = s->z.gap};
    const struct pdf_style strong = {.size_pt10 = s->z.text, .after_pt10 = s->z.gap, .bold = true};
    const struct person *p = &s->r->owner;
    const str number = p->number.n || p->tax_code.n ? person_number_shown(s->mem, p) : p->old_number;
    pdf_field(s->d, &strong, words(s, "dossier.slip.from"), p->name, false);
    pdf_columns(s->d, (const int[]){50, 50}, 2);
    pdf_field(s->d, &line, words(s, "dossier.slip.number"), number.n ? number : S(""), !number.n);
    pdf_column_next(s->d);
    pdf_field(s->d, &line, words(s, "dossier.slip.phone"),
              p->phone.n ? ident_phone_national(s->mem, p->phone) : S(""), !p->phone.n);
    pdf_columns_end(s->d);
    pdf_field(s->d, &line, words(s, "dossier.slip.address"), p->address.n ? p->address : S(""),
              !p->address.n);
    if (p->email.n)
        pdf_field(s->d, &line, words(s, "dossier.slip.email"), p->email, false);
    if (s->r->dossier.filer_id != s->r->dossier.owner_id)
        pdf_field(s->d, &line, words(s, "dossier.slip.filer"), s->r->dossier.filer_name, false);
    pdf_field(s->d, &strong, words(s, "dossier.slip.matter"), s->r->dossier.procedure_name, false);
}

static void papers(const struct slip *s)
{
    const struct pdf_style item = {
        .size_pt10 = s->z.text, .before_pt10 = s->z.gap, .after_pt10 = 40, .keep_next = true};
    const struct pdf_table t = {
        .size_pt10 = s->z.note,
        .n = 4,
        .col = {{9, PDF_CENTER}, {57, PDF_LEFT}, {20, PDF_CENTER}, {14, PDF_CENTER}}};
    int n = 0;
    pdf_para(s->d, &item, words(s, "dossier.slip.papers"));
    pdf_table(s->d, &t);
    pdf_table_header(
        s->d, (const str[]){words(s, "dossier.slip.col_no"), words(s, "dossier.slip.col_paper"),
                            words(s, "dossier.slip.col_form"), words(s, "dossier.slip.col_count")});
    for (ptrdiff_t i = 0; i < s->r->papers_n; i++) {
        const struct dossier_paper *p = &s->r->papers[i];
        if (p->complete)
            pdf_table_row(s->d, (const str[]){str_fmt(s->mem, "%d", ++n), p->name,
                                              dossier_form_text(s->lang, p->form),
                                              str_fmt(s->mem, "%lld", (long long)p->quantity)});
    }
    pdf_table_end(s->d);
}

/* "15.000 đồng (đã thu, số 12)", or whose rule fixes it. */
static str fees(const struct slip *s)
{
    int64_t sum = 0;
    bool open = false;
    for (ptrdiff_t i = 0; i < s->r->fees_n; i++) {
        sum += s->r->fees[i].amount.set ? s->r->fees[i].amount.v : 0;
        open = open || !s->r->fees[i].amount.set;
    }
    const str amount = text_money_slip(s->mem, s->lang, sum);
    if (s->r->paid) {
        const str args[] = {text_money_slip(s->mem, s->lang, s->r->paid),
                            str_fmt(s->mem, "%07lld", (long long)s->r->cash_number)};
        return text_fmt(s->mem, s->lang, "dossier.slip.fee_paid", args, 2);
    }
    if (open && !sum)
        return words(s, "dossier.slip.fee_open");
    return sum ? words1(s, "dossier.slip.fee_due", amount) : words(s, "dossier.slip.fee_none");
}

static str boxes(const struct slip *s)
{
    static const struct {
        const char *way, *key;
    } ways[] = {{"counter", "dossier.slip.by_counter"},
                {"post", "dossier.slip.by_post"},
                {"online", "dossier.slip.by_online"}};
    str parts[3];
    for (size_t i = 0; i < 3; i++) {
        const bool chosen = str_eq(s->r->dossier.result_by, str_of(ways[i].way));
        const str label = words(s, ways[i].key);
        parts[i] = str_fmt(s->mem, "%s %.*s", chosen ? "☑" : "☐", STR_ARG(label));
    }
    return str_join(s->mem, parts, 3, S("   "));
}

static void times(const struct slip *s)
{
    const struct pdf_style line = {
        .size_pt10 = s->z.text, .before_pt10 = s->z.gap, .align = PDF_JUSTIFY};
    const struct pdf_style first = {.size_pt10 = s->z.text, .before_pt10 = 70, .align = PDF_JUSTIFY};
    const struct dossier *d = &s->r->dossier;
    const struct pdf_run due[] = {{.text = spaced(s, "dossier.slip.due")},
                                  {.text = moment(s, d->work.due_at), .bold = true},
                                  {.text = S(".")}};
    pdf_para(s->d, &first,
             words1(s, "dossier.slip.sets", str_fmt(s->mem, "%02lld", (long long)d->sets)));
    pdf_para(s->d, &line, words1(s, "dossier.slip.time", s->r->time_text));
    pdf_para(s->d, &line, words1(s, "dossier.slip.received", moment(s, d->accepted_at)));
    if (!instant_is_none(d->work.due_at))
        pdf_para_runs(s->d, &line, due, 3);
    pdf_para(s->d, &line, words1(s, "dossier.slip.result_by", boxes(s)));
    pdf_para(s->d, &line, words1(s, "dossier.slip.fees", fees(s)));
}

static void signature(const struct slip *s, const char *key, str name)
{
    const struct pdf_style by = {
        .size_pt10 = s->z.text, .align = PDF_CENTER, .bold = true, .before_pt10 = 2 * s->z.gap + 20};
    const struct pdf_style how = {
        .size_pt10 = s->z.note, .align = PDF_CENTER, .italic = true, .after_pt10 = s->z.sign};
    const struct pdf_style who_style = {.size_pt10 = s->z.text, .align = PDF_CENTER, .bold = true};
    pdf_para(s->d, &by, words(s, key));
    pdf_para(s->d, &how, words(s, "dossier.slip.sign"));
    pdf_para(s->d, &who_style, name.n ? name : S(" "));
}

static void signatures(const struct slip *s)
{
    pdf_columns(s->d, (const int[]){50, 50}, 2);
    signature(s, "dossier.slip.filer_signs", s->r->dossier.filer_name);
    pdf_column_next(s->d);
    signature(s, "dossier.slip.clerk_signs", s->r->dossier.received_by);
    pdf_columns_end(s->d);
}

static void tracking(const struct slip *s, str base_url)
{
    const struct pdf_style line = {.size_pt10 = s->z.note, .after_pt10 = 20};
    const str url = str_fmt(s->mem, "%.*s/t/%.*s?s=%.*s", STR_ARG(base_url),
                            STR_ARG(s->r->dossier.code), STR_ARG(s->r->secret));
    const struct str_cut host = str_cut(base_url, ':');
    const str shown = str_fmt(s->mem, "%.*s/tracking",
                              STR_ARG(host.found ? str_sub(host.tail, 2, host.tail.n) : base_url));
    const struct pdf_run runs[] = {{.text = spaced(s, "dossier.slip.track_1")},
                                   {.text = shown, .bold = true, .whole = true},
                                   {.text = around(s, "dossier.slip.track_2")},
                                   {.text = s->r->secret, .bold = true, .whole = true},
                                   {.text = S(".")}};
    pdf_rule(s->d, 2 * s->z.gap + 40, 40);
    pdf_columns(s->d, (const int[]){18, 82}, 2);
    pdf_qr(s->d, url, 230, PDF_LEFT);
    pdf_column_next(s->d);
    pdf_space(s->d, 60);
    pdf_para_runs(s->d, &line, runs, 5);
    pdf_para(s->d, &line, words(s, "dossier.slip.track_3"));
    pdf_columns_end(s->d);
}

struct pdf_doc *dossier_receipt_doc(struct arena *mem, enum lang lang, const struct receipt *r,
                                    str base_url)
{
    static const struct sizes a4 = {130, 120, 140, 120, 50, 480};
    struct slip s = {.mem = mem, .lang = lang, .r = r, .z = a4};
    s.d = pdf_new(mem, &pdf_page_document, words1(&s, "dossier.slip.file_title", r->dossier.code),
                  r->dossier.accepted_at);
    head(&s);
    number_and_place(&s);
    title(&s);
    who(&s);
    papers(&s);
    times(&s);
    signatures(&s);
    tracking(&s, base_url);
    return s.d;
}
