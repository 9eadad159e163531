/* lib_sample.c - see lib_sample.h. */
#include "pdf/lib_sample.h"

static const char *const names[][3] = {
    {"Tờ khai đăng ký khai sinh theo mẫu", "Bản chính", "1"},
    {"Giấy chứng sinh; trường hợp không có giấy chứng sinh thì nộp văn bản của người làm chứng xác "
     "nhận về "
     "việc sinh",
     "Bản chính", "1"},
    {"Giấy tờ chứng minh nơi cư trú", "Bản chụp", "1"},
    {"Giấy chứng nhận kết hôn của cha, mẹ trẻ", "Bản sao", "1"},
};

struct sizes {
    int text, head, title, note, gap, sign;
};

static void head(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style caps = {.size_pt10 = z->head, .align = PDF_CENTER};
    const struct pdf_style caps_bold = {.size_pt10 = z->head, .align = PDF_CENTER, .bold = true};
    const struct pdf_style motto = {.size_pt10 = z->head + 10, .align = PDF_CENTER, .bold = true};
    pdf_columns(d, (const int[]){43, 57}, 2);
    pdf_para(d, &caps, S("UBND XÃ MINH LONG"));
    pdf_para(d, &caps_bold, S("TRUNG TÂM PHỤC VỤ\nHÀNH CHÍNH CÔNG"));
    pdf_rule_under(d, 45);
    pdf_column_next(d);
    pdf_para(d, &caps_bold, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    pdf_para(d, &motto, S("Độc lập - Tự do - Hạnh phúc"));
    pdf_rule_under(d, 100);
    pdf_columns_end(d);
}

static void place(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style number = {.size_pt10 = z->text, .align = PDF_CENTER, .before_pt10 = 60};
    const struct pdf_style when = {
        .size_pt10 = z->text, .align = PDF_CENTER, .italic = true, .before_pt10 = 60};
    pdf_columns(d, (const int[]){43, 57}, 2);
    pdf_para(d, &number, S("Mã hồ sơ: H48.97-261119-0012"));
    pdf_column_next(d);
    pdf_para(d, &when, S("Minh Long, ngày 19 tháng 11 năm 2026"));
    pdf_columns_end(d);
}

static void title(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style name = {.size_pt10 = z->title,
                                   .align = PDF_CENTER,
                                   .bold = true,
                                   .before_pt10 = 140,
                                   .keep_next = true};
    const struct pdf_style copy = {
        .size_pt10 = z->text, .align = PDF_CENTER, .italic = true, .after_pt10 = 80};
    pdf_heading(d, &name, 1, S("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"));
    pdf_para(d, &copy, S("(Liên: Giao tổ chức, cá nhân nộp hồ sơ)"));
}

static void person(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style s = {.size_pt10 = z->text, .after_pt10 = z->gap};
    const struct pdf_style strong = {.size_pt10 = z->text, .after_pt10 = z->gap, .bold = true};
    pdf_field(d, &strong, S("Tiếp nhận hồ sơ của"), S("NGUYỄN THỊ THỦY TIÊN"), false);
    pdf_columns(d, (const int[]){50, 50}, 2);
    pdf_field(d, &s, S("Số CCCD/MST"), S("051•••••1234"), false);
    pdf_column_next(d);
    pdf_field(d, &s, S("Số điện thoại"), S("0905 123 456"), false);
    pdf_columns_end(d);
    pdf_field(d, &s, S("Địa chỉ"), S("Thôn Làng Ren, xã Minh Long, tỉnh Quảng Ngãi"), false);
    pdf_field(d, &s, S("Email"), S(""), true);
    pdf_field(d, &strong, S("Nội dung yêu cầu giải quyết"), S("Đăng ký khai sinh (1.001193)"), false);
}

static void papers_table(struct pdf_doc *d, const struct sizes *z, int papers)
{
    const struct pdf_style item = {
        .size_pt10 = z->text, .before_pt10 = z->gap, .after_pt10 = 40, .keep_next = true};
    const struct pdf_table t = {
        .size_pt10 = z->note,
        .n = 4,
        .col = {{9, PDF_CENTER}, {57, PDF_LEFT}, {20, PDF_CENTER}, {14, PDF_CENTER}}};
    pdf_para(d, &item, S("1. Thành phần hồ sơ nộp:"));
    pdf_table(d, &t);
    pdf_table_header(d, (const str[]){S("STT"), S("Tên giấy tờ"), S("Loại"), S("Số lượng")});
    struct arena *mem = arena_new(1 << 20);
    for (int i = 0; i < papers; i++)
        pdf_table_row(d, (const str[]){str_fmt(mem, "%d", i + 1), str_of(names[i % 4][0]),
                                       str_of(names[i % 4][1]), str_of(names[i % 4][2])});
    pdf_table_end(d);
    arena_free(mem);
}

static void times(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style s = {.size_pt10 = z->text, .before_pt10 = z->gap, .align = PDF_JUSTIFY};
    const struct pdf_style first = {.size_pt10 = z->text, .before_pt10 = 80, .align = PDF_JUSTIFY};
    pdf_para(d, &first, S("2. Số lượng hồ sơ: 01 (bộ)."));
    pdf_para(d, &s, S("3. Thời gian giải quyết hồ sơ theo quy định: 03 ngày làm việc."));
    pdf_para(d, &s, S("4. Thời gian nhận hồ sơ: 14 giờ 00 phút, ngày 19 tháng 11 năm 2026."));
    pdf_para_runs(
        d, &s,
        (const struct pdf_run[]){{.text = S("5. Thời gian trả kết quả giải quyết hồ sơ: ")},
                                 {.text = S("17 giờ 30 phút, ngày 25 tháng 11 năm 2026"), .bold = true},
                                 {.text = S(".")}},
        3);
    pdf_para(d, &s, S("6. Đăng ký nhận kết quả tại: ☑ Bộ phận Một cửa   ☐ Bưu chính   ☐ Trực tuyến."));
    pdf_para(d, &s, S("7. Phí, lệ phí: 15.000 đồng (đã thu, biên lai số 0000123)."));
    pdf_para(d, &s, S("Vào Sổ theo dõi hồ sơ, Quyển số: 2026, Số thứ tự: 0012."));
}

static void signatures(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style who = {
        .size_pt10 = z->text, .align = PDF_CENTER, .bold = true, .before_pt10 = 2 * z->gap + 20};
    const struct pdf_style how = {
        .size_pt10 = z->note, .align = PDF_CENTER, .italic = true, .after_pt10 = z->sign};
    const struct pdf_style name = {.size_pt10 = z->text, .align = PDF_CENTER, .bold = true};
    pdf_columns(d, (const int[]){50, 50}, 2);
    pdf_para(d, &who, S("NGƯỜI NỘP HỒ SƠ"));
    pdf_para(d, &how, S("(Ký, ghi rõ họ tên)"));
    pdf_para(d, &name, S("Nguyễn Thị Thủy Tiên"));
    pdf_column_next(d);
    pdf_para(d, &who, S("NGƯỜI TIẾP NHẬN HỒ SƠ"));
    pdf_para(d, &how, S("(Ký, ghi rõ họ tên)"));
    pdf_para(d, &name, S("Đặng Quốc Huy"));
    pdf_columns_end(d);
}

static void tracking(struct pdf_doc *d, const struct sizes *z)
{
    const struct pdf_style s = {.size_pt10 = z->note, .after_pt10 = 20};
    pdf_rule(d, 2 * z->gap + 40, 40);
    pdf_columns(d, (const int[]){16, 84}, 2);
    pdf_qr(d, S("https://motcua.example.vn/t/H48.97-261119-0012#k7mq-9d2x-hv4ta"), 230, PDF_LEFT);
    pdf_column_next(d);
    pdf_space(d, 90);
    pdf_para_runs(
        d, &s,
        (const struct pdf_run[]){
            {.text = S("Quét mã QR để xem hồ sơ đang ở bước nào và vì sao hẹn ngày này, hoặc vào ")},
            {.text = S("motcua.example.vn/tra-cuu"), .bold = true, .whole = true},
            {.text = S(" và nhập mã hồ sơ cùng mã bí mật ")},
            {.text = S("k7mq-9d2x-hv4ta"), .bold = true, .whole = true},
            {.text = S(".")}},
        5);
    pdf_para(d, &s, S("Giữ kín mã bí mật: ai có mã này xem được hồ sơ của ông/bà."));
    pdf_columns_end(d);
}

struct pdf_doc *sample_receipt(struct arena *mem, enum pdf_paper paper, int papers)
{
    static const struct sizes big = {130, 120, 140, 120, 50, 480}, small = {100, 90, 110, 95, 20, 260};
    static const struct pdf_page a5 = {.paper = PDF_A5,
                                       .top_mm10 = 120,
                                       .right_mm10 = 120,
                                       .bottom_mm10 = 110,
                                       .left_mm10 = 150,
                                       .numbered = true};
    const struct sizes *z = paper == PDF_A5 ? &small : &big;
    struct pdf_doc *d = pdf_new(mem, paper == PDF_A5 ? &a5 : &pdf_page_document,
                                S("Giấy tiếp nhận hồ sơ và hẹn trả kết quả H48.97-261119-0012"),
                                (instant){INT64_C(1795071600) * SECOND_US});
    head(d, z);
    place(d, z);
    title(d, z);
    person(d, z);
    papers_table(d, z, papers);
    times(d, z);
    signatures(d, z);
    tracking(d, z);
    return d;
}
