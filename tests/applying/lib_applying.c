/* lib_applying.c - see lib_applying.h. */
#include "applying/lib_applying.h"

#include "catalog/catalog_import.h"
#include "person/person.h"

static const char pack[] =
    "{\"format\":\"motcua-procedures/1\",\"title\":\"thử\",\"as_of\":\"2026-11-21\",\"procedures\":[{"
    "\"code\":\"9.000001\",\"name\":\"Thẩm định kế hoạch\",\"field\":\"Kế hoạch\","
    "\"level\":\"commune\",\"agency_type\":\"UBND cấp xã\",\"type\":\"STANDARD_INTERNAL\","
    "\"deadline_working_days\":5,\"deadline_rule\":null,\"fee_vnd\":0,\"online_level\":\"full\","
    "\"components\":[{\"name\":\"Tờ trình\",\"original_or_copy\":\"original\",\"quantity\":1,"
    "\"form\":null}],\"result\":\"Văn bản\",\"applicants\":[],\"legal_basis\":[],\"source\":\"thử\","
    "\"verified\":true,\"steps\":[{\"name\":\"Tiếp nhận\",\"role\":\"Một cửa\",\"hours\":4},"
    "{\"name\":\"Thẩm định\",\"role\":\"Công chức\",\"hours\":20},"
    "{\"name\":\"Ký duyệt\",\"role\":\"Lãnh đạo\",\"hours\":8},{\"name\":\"Trả\",\"role\":\"Một cửa\","
    "\"hours\":8}],\"steps_are_template\":true}]}";

enum rc applying_add_procedure(struct ctx *c, void *arg)
{
    struct import_report r = {.mem = arena_new((size_t)4 << 20)};
    enum rc rc = catalog_import_file(c, S("internal"), str_of(pack), &r);
    (void)arg;
    arena_free(r.mem);
    return rc ? rc : person_install_agencies(c);
}
