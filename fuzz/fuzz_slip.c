/* fuzz_slip.c - a template that is read can be filled, and gives the same description twice; one
   that is not read says why, with its line. */
#include "fuzz.h"

#include "pdf/pdf_parts.h"
#include "slip/slip.h"

static const char *const rows[] = {"1", "một", "2", "hai"};
static const struct slip_field fields[] = {{"name", "Lê Thử"}, {"empty", ""}, {NULL, NULL}};
static const struct slip_list lists[] = {{"things", {"no", "word", NULL}, rows, 2},
                                         {NULL, {NULL}, NULL, 0}};
static const struct slip_kind sample = {"sample", "slip.shipped", SLIP_NO_FORM, fields, lists};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena()};
    const struct slip_template *t;
    if (slip_read(&c, &sample, (str){(const char *)bytes, (ptrdiff_t)n}, &t) != RC_OK) {
        FUZZ_CHECK(c.faults && c.faults->key && c.faults->args[0].n > 0);
        return 0;
    }
    const instant at = {0};
    const str one = pdf_bytes(slip_doc(c.mem, t, slip_sample(c.mem, &sample), at)),
              two = pdf_bytes(slip_doc(c.mem, t, slip_sample(c.mem, &sample), at));
    struct pdf_parsed doc;
    /* What is read is never a wrong description, and the painter's reader takes it. */
    FUZZ_CHECK(one.p && str_eq(one, two) && pdf__read(c.mem, one, &doc));
    return 0;
}
