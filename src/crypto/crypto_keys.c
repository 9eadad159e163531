/*
 * crypto_keys.c - DIR/secret: one line, `motcua-secret-1 <64 hex digits>`. Everything a data
 * folder signs or hides hangs on these 32 bytes: lose the file and receipts, second factors and
 * sessions are void, copy it and they can be forged. An archive of `motcua backup` holds it.
 */
#include "crypto/crypto.h"

#include "core/buf.h"
#include "core/hash.h"
#include "host/file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define MASTER_SIZE crypto_kdf_KEYBYTES
#define HEAD "motcua-secret-1 "
#define TEXT_SIZE (sizeof HEAD - 1 + 2 * MASTER_SIZE + 1)

struct crypto_keys {
    unsigned char master[MASTER_SIZE];
};

static enum rc keys_make(const char *path)
{
    unsigned char master[MASTER_SIZE];
    char text[TEXT_SIZE + 1] = HEAD;
    crypto_kdf_keygen(master);
    (void)sodium_bin2hex(text + sizeof HEAD - 1, 2 * MASTER_SIZE + 1, master, MASTER_SIZE);
    text[TEXT_SIZE - 1] = '\n';
    const enum rc rc = host_file_replace(path, (str){text, TEXT_SIZE}, 0400);
    crypto_wipe(master, sizeof master);
    crypto_wipe(text, sizeof text);
    return rc;
}

/* Reads without an arena: what an arena held is not wiped. */
static enum rc keys_read(const char *path, struct crypto_keys *keys)
{
    char text[TEXT_SIZE + 1];
    size_t got = 0;
    int fd;
    enum rc rc = host_file_open(path, HOST_READ, &fd);
    if (rc)
        return rc;
    rc = host_file_read(fd, text, sizeof text, &got);
    host_file_close(fd);
    if (rc == RC_OK) {
        const str s = {text, (ptrdiff_t)got};
        const bool whole =
            got == TEXT_SIZE && str_starts(s, S(HEAD)) && text[TEXT_SIZE - 1] == '\n' &&
            hex_parse(str_sub(s, sizeof HEAD - 1, 2 * MASTER_SIZE), keys->master, MASTER_SIZE);
        rc = whole ? RC_OK : RC_INVALID;
    }
    crypto_wipe(text, sizeof text);
    return rc;
}

static enum rc keys_load(const char *path, struct crypto_keys *keys)
{
    struct host_entry e;
    enum rc rc = host_file_stat(path, &e);
    if (rc == RC_NOT_FOUND) {
        rc = keys_make(path);
        if (rc == RC_OK)
            rc = host_file_stat(path, &e);
    }
    if (rc)
        return rc;
    return e.mode & 077 ? RC_INVALID : keys_read(path, keys);
}

enum rc crypto_keys_open(const char *dir, struct crypto_keys **ret_keys)
{
    char path[4096];
    const size_t n = strlen(dir);
    if (n + sizeof "/secret" > sizeof path)
        return RC_INVALID;
    memcpy(path, dir, n);
    memcpy(path + n, "/secret", sizeof "/secret");
    struct crypto_keys *keys = sodium_malloc(sizeof *keys); /* locked in memory, guarded, wiped */
    if (!keys)
        return RC_UNAVAILABLE;
    const enum rc rc = keys_load(path, keys);
    if (rc) {
        crypto_keys_free(keys);
        return rc;
    }
    *ret_keys = keys;
    return RC_OK;
}

void crypto_keys_free(struct crypto_keys *keys)
{
    sodium_free(keys);
}

struct crypto_key crypto_keys_get(const struct crypto_keys *keys, const char *name)
{
    char context[crypto_kdf_CONTEXTBYTES] = {0};
    struct crypto_key key;
    const size_t n = strlen(name);
    BUG_IF(n == 0 || n > sizeof context);
    memcpy(context, name, n);
    BUG_IF(crypto_kdf_derive_from_key(key.b, sizeof key.b, 1, context, keys->master) != 0);
    return key;
}
