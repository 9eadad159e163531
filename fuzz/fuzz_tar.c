/* fuzz_tar.c - a header that is read has a name of ours, and is written the same way. */
#include "fuzz.h"

#include <string.h>

#include "backup/tar.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    unsigned char block[TAR_BLOCK] = {0}, again[TAR_BLOCK];
    struct tar_entry e, f;
    memcpy(block, bytes, n < TAR_BLOCK ? n : TAR_BLOCK);
    if (!tar_read(block, &e) || e.end)
        return 0;
    FUZZ_CHECK(tar_name_ok(str_of(e.name)) && e.size >= 0 && e.size <= TAR_SIZE_MAX);
    tar_write(again, str_of(e.name), e.size);
    FUZZ_CHECK(tar_read(again, &f) && strcmp(e.name, f.name) == 0 && e.size == f.size);
    return 0;
}
