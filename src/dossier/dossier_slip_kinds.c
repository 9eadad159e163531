/*
 * dossier_slip_kinds.c - what a template of each paper may say, with the sample it is tried with:
 * long names and every line filled, so that what fits the sample fits. When you add a field, fill
 * it in dossier_slips.c and say it in docs/internals/slips.md.
 */
#include "dossier/dossier_pdf.h"

/* clang-format off: a line a field */
static const struct slip_field fields[] = {
    {"form_no", "Mẫu số 00"},
    {"agency", "Ủy ban nhân dân\nphường Bến Lụa"},
    {"agency_name", "Ủy ban nhân dân phường Bến Lụa"},
    {"unit", "Trung tâm Phục vụ hành chính công"},
    {"place", "Bến Lụa"},
    {"date", "19 tháng 11 năm 2026"},
    {"code", "H48.101-261119-0012"},
    {"owner", "Nguyễn Thị Hoàng Minh Anh"},
    {"owner_number", "051196••••17"},
    {"owner_phone", "0912 345 678"},
    {"owner_address", "Tổ dân phố số 7, đường Nguyễn Tự Tân, phường Bến Lụa, tỉnh Trà Giang"},
    {"owner_email", "nguyenthihoangminhanh@example.vn"},
    {"filer", "Lê Quang Thử"},
    {"filer_signs", "Lê Quang Thử"},
    {"procedure", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"},
    {"procedure_code", "1.004873"},
    {"sets", "01"},
    {"time_rule", "3 ngày làm việc"},
    {"received_at", "14 giờ 00 phút, ngày 19 tháng 11 năm 2026"},
    {"due_at", "17 giờ 30 phút, ngày 25 tháng 11 năm 2026"},
    {"result_by", "☑ Bộ phận Một cửa   ☐ Bưu chính   ☐ Trực tuyến"},
    {"fees", "15.000 đồng (đã thu, số 0000012)"},
    {"clerk", "Bùi Thị Mẫu"},
    {"competent", "Ủy ban nhân dân phường Bến Lụa"},
    {"tracking_url", "https://motcua.example.vn/t/H48.101-261119-0012?s=ABCD-EFGH"},
    {"tracking_page", "motcua.example.vn/tracking"},
    {"secret", "ABCD-EFGH"},
    {"reason", "Giấy tờ nộp chưa chứng minh được nơi thường trú của người đề nghị trong thời gian xin "
               "xác nhận, cần bổ sung theo quy định."},
    {"ground", "Nghị định 118/2025/NĐ-CP, Điều 19.5"},
    {"ruleset", "Nghị định 118/2025/NĐ-CP"},
    {"acted_at", "09 giờ 15 phút, ngày 20 tháng 11 năm 2026"},
    {"acted_by", "Đặng Văn Thử"},
    {"answer_by", "17 giờ 30 phút, ngày 05 tháng 12 năm 2026"},
    {"was_due_at", "17 giờ 30 phút, ngày 25 tháng 11 năm 2026"},
    {"new_due_at", "17 giờ 30 phút, ngày 27 tháng 11 năm 2026"},
    {"extends", "1"},
    {"signer", "Phan Minh Họa"},
    {"sign_form", "KT"},
    {"draft", ""},
    {"stop_by", "Theo đề nghị của người nộp hồ sơ"},
    {"refund", "Không thu phí, lệ phí"},
    {"result", "Trước hạn"},
    {NULL, NULL},
};
static const char *const papers[] = {
    "1",          "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân (theo mẫu)",
    "Bản chính",  "1",
    "2",          "Văn bản ủy quyền (nếu ủy quyền; không cần chứng thực khi là người thân theo luật)",
    "Bản chính",  "1",
    "3",          "Giấy tờ chứng minh thông tin về cư trú",
    "Bản chụp",   "2",
    "4",          "Giấy tờ tùy thân của người yêu cầu",
    "Xuất trình", "1",
};
static const char *const items[] = {
    "1",
    "Giấy tờ chứng minh nơi thường trú trong thời gian từ năm 2015 đến năm 2020",
    "2",
    "Bản chính Quyết định ly hôn đã có hiệu lực pháp luật",
};
static const char *const passes[] = {
    "1",
    "Bộ phận Tiếp nhận và Trả kết quả (Bùi Thị Mẫu)",
    "Tư pháp – Hộ tịch (Đặng Văn Thử)",
    "14 giờ 05 phút, ngày 19 tháng 11 năm 2026",
    "Trước hạn",
    "Đã dùng 1 giờ, được 4 giờ",
    "2",
    "Tư pháp – Hộ tịch (Đặng Văn Thử)",
    "Lãnh đạo (Phan Minh Họa)",
    "10 giờ 20 phút, ngày 23 tháng 11 năm 2026",
    "Quá hạn",
    "Đã dùng 1 ngày 4 giờ, được 1 ngày",
};
static const struct slip_list lists[] = {
    {"papers", {"no", "name", "form", "quantity", NULL}, papers, 4},
    {"items", {"no", "text", NULL}, items, 2},
    {"passes", {"no", "gave", "received", "at", "result", "note", NULL}, passes, 2},
    {NULL, {NULL}, NULL, 0},
};

static const struct slip_field sheet_fields[] = {
    {"from_agency", "Ủy ban nhân dân\nphường Bến Lụa"},
    {"from_unit", "Bộ phận Tiếp nhận và Trả kết quả"},
    {"to_agency", "Ủy ban nhân dân phường Bến Lụa"},
    {"to_unit", "Tư pháp – Hộ tịch"},
    {"place", "Bến Lụa"},
    {"date", "19 tháng 11 năm 2026"},
    {"gave_by", "Bùi Thị Mẫu"},
    {"gave_at", "14 giờ 05 phút, ngày 19 tháng 11 năm 2026"},
    {"received_by", "Đặng Văn Thử"},
    {"received_at", "14 giờ 30 phút, ngày 19 tháng 11 năm 2026"},
    {"count", "2"},
    {"note", "Hồ sơ giấy và bản chụp"},
    {"receiver_note", "Đã nhận đủ"},
    {NULL, NULL},
};
static const char *const dossiers[] = {
    "1",
    "H48.101-261119-0012",
    "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
    "Nguyễn Thị Hoàng Minh Anh",
    "01",
    "Giấy",
    "17:30 25/11/2026",
    "☑",
    "2",
    "H48.101-261119-0013",
    "Đăng ký lại khai sinh có yếu tố nước ngoài",
    "Lê Quang Thử",
    "02",
    "Điện tử",
    "17:30 26/11/2026",
    "☐ Thiếu bản chính",
};
static const struct slip_list sheet_lists[] = {
    {"dossiers",
     {"no", "code", "procedure", "owner", "sets", "form", "due", "taken", NULL},
     dossiers,
     2},
    {NULL, {NULL}, NULL, 0},
};

static const struct slip_field book_fields[] = {
    {"form_no", "Mẫu số 00"},
    {"agency", "Ủy ban nhân dân\nphường Bến Lụa"},
    {"unit", "Bộ phận Tiếp nhận và Trả kết quả"},
    {"year", "2026"},
    {"volume", "1"},
    {"volumes", "2"},
    {"count", "2"},
    {"printed", "ngày 21 tháng 11 năm 2026"},
    {NULL, NULL},
};
static const char *const book_rows[] = {
    "1",
    "H48.101-261119-0012",
    "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
    "01",
    "Nguyễn Thị Hoàng Minh Anh",
    "Tổ dân phố số 7, phường Bến Lụa; 0912 345 678",
    "UBND phường Bến Lụa",
    "19/11/2026",
    "25/11/2026",
    "24/11/2026",
    "Bộ phận Một cửa",
    "Trước hạn",
    "2",
    "H48.101-261119-0013",
    "Đăng ký lại khai sinh",
    "02",
    "Lê Quang Thử",
    "Thôn Đông, xã Suối Ngọc",
    "UBND phường Bến Lụa",
    "19/11/2026",
    "26/11/2026",
    "",
    "Bưu chính",
    "Đang giải quyết",
};
static const struct slip_list book_lists[] = {
    {"dossiers",
     {"no", "code", "procedure", "sets", "owner", "contact", "competent", "received", "due", "returned",
      "result_by", "note", NULL},
     book_rows,
     2},
    {NULL, {NULL}, NULL, 0},
};

static const struct slip_kind receipt = {"receipt", "ruleset.key.form_receipt", RULE_FORM_RECEIPT,
                                         fields, lists};
static const struct slip_kind supplement = {"supplement", "ruleset.key.form_supplement",
                                            RULE_FORM_SUPPLEMENT, fields, lists};
static const struct slip_kind refusal = {"refusal", "ruleset.key.form_refusal", RULE_FORM_REFUSAL,
                                         fields, lists};
static const struct slip_kind apology = {"apology", "ruleset.key.form_apology", RULE_FORM_APOLOGY,
                                         fields, lists};
static const struct slip_kind stop = {"stop", "ruleset.key.form_stop", RULE_FORM_STOP, fields, lists};
static const struct slip_kind control_sheet = {"control_sheet", "ruleset.key.form_control_sheet",
                                               RULE_FORM_CONTROL_SHEET, fields, lists};
static const struct slip_kind handover = {"handover", "dossier.slip.handover", SLIP_NO_FORM,
                                          sheet_fields, sheet_lists};
static const struct slip_kind book = {"follow_up_book", "ruleset.key.form_follow_up_book",
                                      RULE_FORM_FOLLOW_UP_BOOK, book_fields, book_lists};
/* clang-format on */

const struct slip_kind *const dossier_slip_kinds[] = {
    &receipt, &supplement, &refusal, &apology, &stop, &control_sheet, &handover, &book, NULL};
