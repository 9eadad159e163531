/* test_api.c - the case files of this folder against a real server with real tokens. */
#include "api/lib_api.h"

#include "crypto/crypto.h"
#include "file/file.h"
#include "host/spawn.h"

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    struct api api;
    int hidden = spawn_child_main(argc, argv, kinds);
    if (hidden >= 0)
        return hidden;
    if (spawn_start(kinds) != RC_OK || crypto_start() != RC_OK)
        return 1;
    api_start(&api);
    const struct case_config k = {.port = api.port, .prepare = api_variables, .arg = &api};
    const int bad = case_run_folder(&k, "tests/api", api.mem);
    api_stop(&api);
    spawn_stop();
    return bad;
}
