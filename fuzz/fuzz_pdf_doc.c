/* fuzz_pdf_doc.c - the painter's input: what the reader takes, the painter paints without a fault;
   what it refuses costs nothing. Also the structure checks of pictures inside a description. */
#include "fuzz.h"

#include "pdf/pdf_parts.h"

/* fontconfig and Pango keep what they found for the next text, where no pointer leads; the
   painter itself ends after one paper. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\nleak:libharfbuzz\nleak:libglib\n";
}

static bool count(void *arg, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)arg += n;
    return *(size_t *)arg < PDF_SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static bool warm;
    struct arena *mem = fuzz_arena();
    struct pdf_parsed doc;
    size_t painted = 0;
    if (!warm)
        FUZZ_CHECK(pdf__warm());
    warm = true;
    if (pdf__read(mem, (str){(const char *)bytes, (ptrdiff_t)n}, &doc) &&
        pdf__paint(&doc, count, &painted))
        FUZZ_CHECK(painted > 500);
    return 0;
}
