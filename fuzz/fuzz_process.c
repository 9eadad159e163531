/* fuzz_process.c - what is taken as a process file is written, read again and written equal; the
   checks end on whatever was taken; what is refused has its place told. */
#include "fuzz.h"

#include "casework/process.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena()};
    struct process_def def, again;
    const enum rc rc = process_read(&c, (str){(const char *)bytes, (ptrdiff_t)n}, &def);
    FUZZ_CHECK(rc == RC_OK || (rc == RC_INVALID && c.faults && c.faults->field.n));
    if (rc)
        return 0;
    const str text = process_write(c.mem, &def);
    FUZZ_CHECK(process_read(&c, text, &again) == RC_OK);
    FUZZ_CHECK(str_eq(process_write(c.mem, &again), text));
    FUZZ_CHECK(process_diff(c.mem, &def, &again).n == 0);
    const enum rc checked = process_check(&c, &def);
    FUZZ_CHECK(checked == RC_OK || (checked == RC_INVALID && c.faults));
    return 0;
}
