/*
 * test_gallery.c - draws every shared part with the real templates, and the sample pages of
 * tests/html/gallery inside the real chrome, to build/gallery; and checks what can be
 * checked without eyes. To look at them: serve the repository's root over HTTP and open
 * /build/gallery/parts.vi.html (docs/internals/design-system.md).
 */
#include "lib_test.h"

#include <dirent.h>
#include <sys/stat.h>

#include "core/embed.h"
#include "web/web_tpl.h"

#define STATIC "/src/web/static/"
/* S and HREF_TO as initialisers of static tables. */
#define T(literal)                                                                                     \
    {                                                                                                  \
        ("" literal), (ptrdiff_t)sizeof(literal) - 1                                                   \
    }
#define L(literal)                                                                                     \
    {                                                                                                  \
        T(literal)                                                                                     \
    }
#define NONE                                                                                           \
    {                                                                                                  \
        NULL, 0                                                                                        \
    }

static const struct web_link nav[] = {
    {T("Thủ tục"), L("/procedures"), .current = false},
    {T("Tra cứu hồ sơ"), L("/track"), .current = true},
    {T("Kết quả phục vụ"), L("/performance"), .current = false},
};
static const struct web_link foot_a[] = {
    {.text = T("Tất cả thủ tục, từ A đến Y"), .to = L("/procedures")},
    {.text = T("Tra cứu hồ sơ"), .to = L("/track")}};
static const struct web_link foot_b[] = {{.text = T("Số liệu theo cơ quan"), .to = L("/performance")},
                                         {.text = T("Dữ liệu mở"), .to = L("/open-data")}};
static const struct web_link foot_c[] = {{.text = T("Hỗ trợ tiếp cận"), .to = L("/accessibility")},
                                         {.text = T("Dữ liệu cá nhân"), .to = L("/privacy")}};
static const struct web_group foot[] = {{T("Thủ tục"), {foot_a, 2}},
                                        {T("Chúng tôi phục vụ ra sao"), {foot_b, 2}},
                                        {T("Về trang này"), {foot_c, 2}}};
static const struct web_link side_a[] = {
    {T("Việc của tôi"), L("/desk"), true, T("18"), false},
    {T("Của bộ phận"), L("/desk/unit"), false, T("46"), false},
    {T("Chờ tiếp nhận"), L("/desk/new"), false, T("7"), false},
    {T("Quá hạn"), L("/desk/late"), false, T("2"), true},
};
static const struct web_link side_b[] = {{.text = T("Tình hình"), .to = L("/dashboard")},
                                         {.text = T("Báo cáo"), .to = L("/reports"), .count = T("1")}};
static const struct web_group side[] = {{T("Hồ sơ"), {side_a, 4}}, {T("Điều hành"), {side_b, 2}}};

static struct web_page chrome(const char *layout)
{
    struct web_page p = {
        .title = S("Mẫu – motcua"),
        .lang = S("vi"),
        .css = HREF_TO(STATIC "style.css"),
        .fonts = HREF_TO(STATIC "fonts.css"),
        .icon = HREF_TO(STATIC "favicon.svg"),
        .name = S("Một cửa Trà Giang"),
        .owner = S("Ủy ban nhân dân tỉnh Trà Giang"),
        .home = HREF_TO("/"),
        .nav = {nav, 3},
        .other_lang = S("en"),
        .other_lang_name = S("English"),
        .lang_action = HREF_TO("/language"),
        .theme_action = HREF_TO("/theme"),
        .here = S("/"),
        .next_theme = S("dark"),
        .next_theme_name = S("Nền tối"),
        .sign_in = HREF_TO("/sign-in"),
        .foot = {foot, 3},
        .help = S("Gọi 1900 0000 (07:30–17:30, ngày làm việc) hoặc đến bất kỳ Bộ phận Một cửa nào "
                  "trong tỉnh."),
        .seal = S("9f3a·c21e·77b0"),
        .sealed_at = S("23/11/2026, 08:00"),
        .seal_to = HREF_TO("/seal"),
        .note = S("Dữ liệu minh họa"),
        .printed_at = S("08:15, thứ Hai 23/11/2026"),
        .address = S("motcua.example/t/H99.117-261119-0042"),
    };
    p.question = str_eq(str_of(layout), S("question"));
    p.counter = str_eq(str_of(layout), S("counter"));
    if (str_eq(str_of(layout), S("staff")) || p.counter) {
        p.name = p.counter ? S("Quầy 3") : S("UBND phường Bến Lụa");
        p.owner = S("Trung tâm Phục vụ hành chính công");
        p.user = S("Đặng Văn Thử");
        p.user_post = S("Chuyên viên Tư pháp – Hộ tịch");
        p.user_initials = S("ĐT");
        p.search = HREF_TO("/find");
        p.account = HREF_TO("/account");
        p.sign_out = HREF_TO("/sign-out");
        p.side = (struct web_groups){side, 2};
    }
    return p;
}

static const struct web_option purposes[] = {
    {T("why"), T("marry"), T("Đăng ký kết hôn"), T("Chúng tôi sẽ hỏi tên người bạn định kết hôn"), true,
     false},
    {T("why-2"), T("land"), T("Mua bán, tặng cho, thế chấp nhà đất"), NONE, false, false},
    {T("why-3"), T("other"), T("Việc khác"), T("Bạn sẽ ghi rõ ở câu sau"), false, false},
};

static void fields(struct html_out *o)
{
    const struct web_field all[] = {
        {.id = S("phone"),
         .name = S("phone"),
         .label = S("Điện thoại"),
         .hint = S("10 chữ số"),
         .type = S("tel"),
         .value = S("0900 000 218"),
         .width = S("w12"),
         .autocomplete = S("tel"),
         .max = 15},
        {.id = S("nid"),
         .name = S("nid"),
         .label = S("Số định danh cá nhân"),
         .hint = S("12 chữ số, ở mặt trước thẻ căn cước"),
         .error = S("Số định danh cá nhân phải có 12 chữ số, bạn mới nhập 11"),
         .value = S("051 196 00001"),
         .width = S("w12"),
         .inputmode = S("numeric"),
         .max = 15},
        {.id = S("born"),
         .name = S("born"),
         .label = S("Ngày sinh"),
         .hint = S("Ví dụ 27 3 1996"),
         .date = true,
         .error = S("Ngày sinh phải là một ngày đã qua"),
         .day = S("27"),
         .month = S("3"),
         .year = S("2096"),
         .autocomplete = S("bday")},
        {.id = S("fee"),
         .name = S("fee"),
         .label = S("Lệ phí"),
         .optional = true,
         .unit = S("đ"),
         .width = S("w6"),
         .inputmode = S("numeric")},
        {.id = S("note"),
         .name = S("note"),
         .label = S("Ghi chú"),
         .lines = true,
         .rows = 3,
         .max = 2000,
         .value = S("\nDòng một\nDòng hai </textarea><script>")},
        {.id = S("to"),
         .name = S("to"),
         .label = S("Nhận kết quả"),
         .select = true,
         .options = purposes,
         .options_n = 3},
        {.id = S("why"),
         .name = S("why"),
         .label = S("Bạn xin giấy này để làm gì?"),
         .radios = true,
         .options = purposes,
         .options_n = 3},
        {.id = S("file"),
         .name = S("file"),
         .label = S("Ảnh chụp giấy chứng sinh"),
         .hint = S("PDF, JPG hoặc PNG, tới 10 MB"),
         .file = true,
         .many = true,
         .accept = S(".pdf,.jpg,.png")},
        {.id = S("oath"),
         .name = S("oath"),
         .label = S("Tôi cam đoan những điều khai trên là đúng."),
         .checkbox = true,
         .value = S("1"),
         .chosen = true},
        {.name = S("kept"), .hidden = true, .value = S("\"x")},
    };
    const struct web_fields list = {all, sizeof all / sizeof *all};
    tpl_web__fields(o, &list);
}

static void tags(struct html_out *o)
{
    const struct web_tag all[] = {
        {S("mute"), S("ring"), S("Chờ tiếp nhận")},
        {S("mute"), S("pause"), S("Chờ công dân")},
        {S("accent"), S("dot"), S("Đã tiếp nhận")},
        {S("accent"), S("half"), S("Đang xử lý")},
        {S("mute"), S("hourglass"), S("Chờ cơ quan khác")},
        {S("accent"), S("pen"), S("Chờ ký")},
        {S("ok"), S("check"), S("Có kết quả")},
        {S("bad"), S("cross"), S("Từ chối")},
        {S("warn"), S("clock"), S("Sắp đến hạn")},
        {S("bad"), S("warn"), S("Quá hạn")},
        {S("mute"), S("cross"), S("Đã rút")},
    };
    const struct web_due chips[] = {
        {STR_NONE, S("clock"), S("Còn 2 ngày làm việc"), S("thứ Tư 25/11, 17:30")},
        {S("warn"), S("clock"), S("Còn 3 giờ 15 phút"), S("hôm nay, 11:30")},
        {S("bad"), S("warn"), S("Quá 1 ngày làm việc"), S("thứ Sáu 20/11, 17:30")},
        {STR_NONE, S("pause"), S("Đồng hồ dừng từ 18/11"), STR_NONE},
        {S("ok"), S("check"), S("Trả sớm 1 ngày"), STR_NONE},
    };
    html_raw(o, S("<h2>Trạng thái</h2><p class=\"row\">"));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tpl_web__tag(o, &all[i]);
    html_raw(o, S("</p><h2>Hạn trả</h2><p class=\"row\">"));
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++)
        tpl_web__due_chip(o, &chips[i]);
    html_raw(o, S("</p>"));
}

static void notices(struct html_out *o)
{
    const struct web_notice all[] = {
        {S("info"), S("info"), S("Thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam."),
         S("Bạn vẫn nộp trực tuyến được."), HREF_NONE, STR_NONE, false},
        {S("ok"), S("check"), STR_NONE, S("Đã lưu lúc 08:19."), HREF_NONE, STR_NONE, true},
        {S("warn"), S("warn"), S("Có thể trùng"), S("với hồ sơ nộp 19/11."), HREF_TO("/d"),
         S("So hai hồ sơ"), false},
        {S("bad"), S("warn"), S("Chưa gửi được lên Cổng quốc gia."),
         S("Hồ sơ vẫn an toàn, máy gửi lại lúc 08:30."), HREF_NONE, STR_NONE, false},
        {S("plain"), S("link"), STR_NONE, S("Mọi giấy tờ bạn gửi đã được đóng dấu thời gian."),
         HREF_TO("/v"), S("Xem mã kiểm tra của từng tệp"), false},
    };
    html_raw(o, S("<h2>Lời báo</h2>"));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tpl_web__notice(o, &all[i]);
}

static const struct web_day strip[] = {
    {T("got"), T("thứ Năm"), T("19"), T("/11"), NONE,
     T("Nhận đủ hồ sơ lúc 14:00. Không tính ngày nhận."), false},
    {T("day"), T("thứ Sáu"), T("20"), T("/11"), T("1"), T("Ngày làm việc thứ 1"), false},
    {T("off"), T("thứ Bảy"), T("21"), T("/11"), NONE, T("Nghỉ cuối tuần"), false},
    {T("off"), T("Chủ nhật"), T("22"), T("/11"), NONE, T("Nghỉ cuối tuần"), false},
    {T("day"), T("thứ Hai"), T("23"), T("/11"), T("2"), T("Ngày làm việc thứ 2"), true},
    {T("off"), T("thứ Ba"), T("24"), T("/11"), NONE, T("Nghỉ lễ: Ngày Văn hóa Việt Nam"), false},
    {T("due"), T("thứ Tư"), T("25"), T("/11"), T("3"), T("Ngày làm việc thứ 3. Hẹn trả 17:30"), false},
};

static void clocks(struct html_out *o)
{
    const struct web_days days = {.v = strip,
                                  .n = 7,
                                  .basis =
                                      S("Nghị định 118/2025/NĐ-CP, Điều 17; lịch nghỉ năm 2026, bản 4"),
                                  .working = HREF_TO("/t/x/desking")};
    const struct web_event events[] = {
        {S("now"), S("Đang thẩm định"), S("từ thứ Năm 19/11, 15:10 · Bộ phận Tư pháp – Hộ tịch"),
         STR_NONE},
        {S("done"), S("Nhận đủ hồ sơ và hẹn ngày trả"), S("thứ Năm 19/11, 14:00"), STR_NONE},
        {S("done"), S("Bạn nộp hồ sơ trực tuyến"), S("thứ Năm 19/11, 10:42"), STR_NONE},
        {S("todo"), S("Lãnh đạo phường ký"), S("dự kiến thứ Tư 25/11, buổi sáng"), STR_NONE},
        {S("todo"), S("Gửi kết quả cho bạn"), S("bản điện tử có ký số"), STR_NONE},
    };
    const struct web_timeline tl = {events, 5};
    html_raw(o, S("<h2>Vì sao hẹn ngày này?</h2>"));
    tpl_web__days(o, &days);
    html_raw(o, S("<h2>Diễn biến</h2>"));
    tpl_web__timeline(o, &tl);
}

static void figures(struct html_out *o)
{
    const struct web_fact facts[] = {
        {S("Thời hạn"), S("3 ngày làm việc"), S("kể từ khi nhận đủ hồ sơ"), HREF_NONE},
        {S("Lệ phí"), S("15.000 đ"), S("miễn cho người có công"), HREF_NONE},
        {S("Nơi nhận hồ sơ"), S("Trực tuyến, tại quầy, bưu chính"), S("quầy nào trong tỉnh cũng nhận"),
         HREF_NONE},
        {S("Kết quả"), S("Bản điện tử có ký số"), S("thêm bản giấy nếu bạn yêu cầu"), HREF_NONE},
    };
    const struct web_stat stats[] = {
        {S("12.480"), STR_NONE, S("hồ sơ nhận từ 15/10 đến nay"), S("71,4% nộp trực tuyến"), HREF_NONE,
         false},
        {S("98,6"), S("%"), S("trả đúng hạn hoặc sớm hơn"), S("kỳ trước 97,9%"), HREF_NONE, false},
        {S("37"), STR_NONE, S("hồ sơ đang quá hạn"), S("Ở cơ quan nào, vì sao"), HREF_TO("/late"),
         true},
        {S("94,2"), S("%"), S("người dân hài lòng"), S("3.106 lượt đánh giá"), HREF_NONE, false},
    };
    const struct web_answer answers[] = {
        {S("Họ, chữ đệm và tên"), S("Lê Minh Họa"), STR_NONE, STR_NONE, HREF_TO("/q/1"), false},
        {S("Nơi cư trú"), S("Tổ 4, phường Bến Lụa"), S("Lấy từ Cơ sở dữ liệu quốc gia về dân cư"),
         S("check"), HREF_NONE, true},
    };
    const struct web_link tabs[] = {{S("Xử lý"), HREF_TO("/a"), true, STR_NONE, false},
                                    {S("Giấy tờ"), HREF_TO("/b"), false, S("4"), false},
                                    {S("Nhật ký"), HREF_TO("/c"), false, S("14"), false}};
    const struct web_group group = {S("Phần của hồ sơ"), {tabs, 3}};
    const struct web_pages pages = {S("1"), S("25"), S("46"), HREF_TO("/p"), HREF_TO("/n")};
    const struct web_empty empty = {S("Không có hồ sơ nào quá hạn"),
                                    S("Hồ sơ quá hạn sẽ hiện ở đây, cũ nhất trước."),
                                    S("Xem hồ sơ sắp đến hạn (6)"), HREF_TO("/soon")};
    tpl_web__facts(o, &(struct web_facts){facts, 4});
    tpl_web__stats(o, &(struct web_stats){stats, 4});
    tpl_web__answers(o, &(struct web_answers){answers, 2});
    tpl_web__tabs(o, &group);
    tpl_web__pages(o, &pages);
    tpl_web__empty(o, &empty);
}

static void parts(struct html_out *o)
{
    const struct web_fault faults[] = {
        {S("Số định danh cá nhân phải có 12 chữ số, bạn mới nhập 11"), HREF_TO("#nid")},
        {S("Ngày sinh phải là một ngày đã qua"), HREF_TO("#born")}};
    const struct web_link crumbs[] = {{.text = S("Thủ tục"), .to = HREF_TO("/procedures")},
                                      {.text = S("Mẫu"), .current = true}};
    tpl_web__crumbs(o, &(struct web_links){crumbs, 2});
    tpl_web__back(o, &(struct web_link){.text = S("Câu trước"), .to = HREF_TO("/q/3")});
    tpl_web__errors(o, &(struct web_errors){faults, 2, false});
    html_raw(o, S("<h1>Các phần của trang</h1><p class=\"acts\"><button class=\"primary\">Gửi hồ "
                  "sơ</button><a class=\"btn\" "
                  "href=\"#x\">Tải giấy hẹn</a><button class=\"quiet\">Lưu nháp</button><button "
                  "class=\"danger\">Từ "
                  "chối</button><button disabled>Chưa gửi được</button></p>"));
    fields(o);
    tags(o);
    notices(o);
    clocks(o);
    figures(o);
}

/* ---- drawing and checking ----------------------------------------------------------- */

static const char *build_dir(void)
{
    const char *b = getenv("MOTCUA_BUILD");
    return b ? b : "build";
}

static void save(struct ctx *c, str name, str page)
{
    (void)mkdir(build_dir(), 0777);
    (void)mkdir(str_c(c->mem, str_fmt(c->mem, "%s/gallery", build_dir())), 0777);
    const str path = str_fmt(c->mem, "%s/gallery/%.*s", build_dir(), STR_ARG(name));
    FILE *f = fopen(str_c(c->mem, path), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(page.p, 1, (size_t)page.n, f), page.n);
    assert_int_equal(fclose(f), 0);
}

static str load(struct ctx *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return STR_NONE;
    struct buf b = buf_new(c->mem, 1 << 20);
    for (int ch = getc(f); ch != EOF; ch = getc(f))
        buf_char(&b, (char)ch);
    (void)fclose(f);
    return buf_str(&b);
}

static bool is_void(str name)
{
    static const char *const voids[] = {"meta", "link", "input", "hr", "br", "img", "!doctype"};
    for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
        if (str_eq_nocase(name, str_of(voids[i])))
            return true;
    return false;
}

static bool name_char(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '!';
}

/* Every element that is opened is closed, in order; `page` is made by us, so a plain walk will do. */
static void assert_balanced(str page)
{
    str open[64];
    int depth = 0;
    for (ptrdiff_t i = 0; i < page.n; i++) {
        if (page.p[i] != '<')
            continue;
        const bool closing = page.p[i + 1] == '/';
        ptrdiff_t from = i + 1 + closing, to = from;
        while (to < page.n && name_char(page.p[to]))
            to++;
        const str name = str_sub(page, from, to - from);
        while (page.p[i] != '>')
            i++;
        if (closing) {
            assert_true(depth > 0);
            if (!str_eq(open[depth - 1], name))
                fail_msg("<%.*s> closed by </%.*s>", STR_ARG(open[depth - 1]), STR_ARG(name));
            depth--;
        } else if (!is_void(name) && page.p[i - 1] != '/') {
            assert_true(depth < 64);
            open[depth++] = name;
        }
    }
    assert_int_equal(depth, 0);
}

/* Ids are unique, and what points to one points to one that is there. */
static void assert_ids(struct ctx *c, str page)
{
    static const char *const refs[] = {" for=\"", " aria-describedby=\"", " aria-labelledby=\"",
                                       " href=\"#"};
    for (str rest = page; str_find(rest, S(" id=\"")) >= 0;) {
        rest = str_sub(rest, str_find(rest, S(" id=\"")) + 5, rest.n);
        const str id = str_cut(rest, '"').head, again = str_fmt(c->mem, " id=\"%.*s\"", STR_ARG(id));
        if (str_find(rest, again) >= 0)
            fail_msg("id %.*s twice", STR_ARG(id));
    }
    for (size_t r = 0; r < sizeof refs / sizeof *refs; r++)
        for (str rest = page; str_find(rest, str_of(refs[r])) >= 0;) {
            rest = str_sub(rest, str_find(rest, str_of(refs[r])) + str_of(refs[r]).n, rest.n);
            for (str ids = str_cut(rest, '"').head; ids.n; ids = str_cut(ids, ' ').tail) {
                const str id = str_cut(ids, ' ').head;
                if (!str_has(page, str_fmt(c->mem, " id=\"%.*s\"", STR_ARG(id))) && !str_eq(id, S("x")))
                    fail_msg("%s%.*s: nothing has this id", refs[r], STR_ARG(id));
            }
        }
}

/* A shape that is not in the sprite would simply be missing. */
static void assert_icons(struct ctx *c, str page)
{
    const str sprite = load(c, "src/web/static/icons.svg");
    for (str rest = page; str_find(rest, S("icons.svg#")) >= 0;) {
        rest = str_sub(rest, str_find(rest, S("icons.svg#")) + 10, rest.n);
        const str id = str_cut(rest, '"').head;
        if (!str_has(sprite, str_fmt(c->mem, "<symbol id=\"%.*s\"", STR_ARG(id))))
            fail_msg("no icon %.*s", STR_ARG(id));
    }
}

static struct html_out page_out(struct ctx *c, struct buf *b, enum lang lang)
{
    *b = buf_new(c->mem, 1 << 18);
    return (struct html_out){
        .b = b, .lang = lang, .icons = HREF_TO(STATIC "icons.svg"), .csrf = S("tok"), .once = S("key")};
}

static str draw(struct ctx *c, const struct web_page *p, bool staff, enum lang lang, str body)
{
    struct buf b;
    struct html_out o = page_out(c, &b, lang);
    (staff ? tpl_web__staff_top : tpl_web__page_top)(&o, p);
    if (body.p)
        html_raw(&o, body);
    else
        parts(&o);
    (staff ? tpl_web__staff_bottom : tpl_web__page_bottom)(&o, p);
    assert_false(buf_full(&b));
    return buf_str(&b);
}

static void check(struct ctx *c, str page)
{
    assert_balanced(page);
    assert_ids(c, page);
    assert_icons(c, page);
    assert_true(str_find(page, S(" style=")) < 0 && str_find(page, S("<style")) < 0);
    assert_int_equal(str_find(page, S("<h1")) < 0, 0);
}

static void test_gallery__every_part_in_both_languages(void **state)
{
    struct ctx *c = *state;
    const struct web_page p = chrome(""), s = chrome("staff");
    const str vi = draw(c, &p, false, LANG_VI, STR_NONE), en = draw(c, &s, true, LANG_EN, STR_NONE);
    check(c, vi);
    check(c, en);
    assert_true(str_has(vi, S("Có 2 chỗ cần sửa")) && str_has(en, S("There are 2 things to correct")));
    assert_true(str_has(vi, S("1–25 trong 46")));
    /* what was typed is kept, inert, and the first line break of a textarea survives */
    assert_true(str_has(vi, S(">\n\nDòng một\nDòng hai &lt;/textarea&gt;&lt;script&gt;</textarea>")));
    assert_true(str_has(vi, S("aria-describedby=\"nid-hint nid-error\" aria-invalid=\"true\"")));
    assert_true(str_has(vi, S("name=\"kept\" value=\"&quot;x\"")));
    save(c, S("parts.vi.html"), vi);
    save(c, S("parts.en.html"), en);
}

static void test_gallery__error_page_says_what_to_do(void **state)
{
    struct ctx *c = *state;
    struct buf b;
    struct html_out o = page_out(c, &b, LANG_VI);
    const struct web_page p = chrome("");
    const struct web_error_view v = {.heading = S("Không thấy trang này"),
                                     .text = S("Địa chỉ có thể đã gõ thiếu."),
                                     .next = S("Kiểm tra lại mã trên giấy hẹn."),
                                     .links = {nav, 3},
                                     .reference = S("01j9x")};
    tpl_web__page_top(&o, &p);
    tpl_web_error(&o, &v);
    tpl_web__page_bottom(&o, &p);
    check(c, buf_str(&b));
    assert_true(str_has(buf_str(&b), S("<code>01j9x</code>")));
    save(c, S("error.html"), buf_str(&b));
}

/* gallery/NAME.LAYOUT.html: the body of a page, to look at and to copy the markup from. */
static void test_gallery__sample_pages(void **state)
{
    struct ctx *c = *state;
    DIR *d = opendir("tests/html/gallery");
    assert_non_null(d);
    int drawn = 0;
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        const str name = str_dup(c->mem, str_of(e->d_name));
        if (!str_ends(name, S(".html")))
            continue;
        const str layout = str_cut(str_cut(name, '.').tail, '.').head;
        const struct web_page p = chrome(str_c(c->mem, layout));
        const bool staff = str_eq(layout, S("staff")) || p.counter;
        const str body =
            load(c, str_c(c->mem, str_fmt(c->mem, "tests/html/gallery/%.*s", STR_ARG(name))));
        const str page = draw(c, &p, staff, LANG_VI, body);
        check(c, page);
        assert_true(page.n < 20480 * 2); /* 20 kB as sent is checked over HTTP, compressed */
        save(c, name, page);
        drawn++;
    }
    (void)closedir(d);
    assert_true(drawn >= 9);
}

/* The sheet as every visitor gets it: nothing but rules, each of them. */
static void test_gallery__the_sheet_as_it_is_sent(void **state)
{
    struct ctx *c = *state;
    const struct embed *e = embed_static;
    while (e->name && strcmp(e->name, "style.css") != 0)
        e++;
    assert_non_null(e->name);
    const str sent = {(const char *)e->bytes, (ptrdiff_t)e->size};
    const str kept = load(c, "src/web/static/style.css");
    int64_t rules = 0, comments = 0;
    for (ptrdiff_t i = 0; i < sent.n; i++) {
        assert_true(sent.p[i] != '\n');
        rules += sent.p[i] == '{';
    }
    for (ptrdiff_t i = 0; i < kept.n; i++) {
        rules -= kept.p[i] == '{';
        comments += i && kept.p[i] == '*' && kept.p[i - 1] == '/';
    }
    assert_int_equal(rules, 0);
    assert_true(comments > 0 && !str_has(sent, S("/*")) && !str_has(sent, S("*/")));
    assert_true(str_has(sent, S("@media (prefers-color-scheme:dark){:root")));
    save(c, S("style.css"), sent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_gallery__the_sheet_as_it_is_sent),
        TEST(test_gallery__every_part_in_both_languages),
        TEST(test_gallery__error_page_says_what_to_do),
        TEST(test_gallery__sample_pages),
    };
    return cmocka_run_group_tests_name("gallery", tests, NULL, NULL);
}
