/* lib_child.c - see lib_child.h. */
#include "host/lib_child.h"

#include "crypto/crypto.h"

int test_child(int argc, char **argv, const struct spawn_kind *const *kinds)
{
    const int hidden = spawn_child_main(argc, argv, kinds);
    if (hidden >= 0)
        return hidden;
    return spawn_start(kinds) == RC_OK && crypto_start() == RC_OK ? -1 : 1;
}
