/* tar.c - see tar.h. Offsets are those of the standard. */
#include "backup/tar.h"

#include <string.h>

enum {
    AT_NAME = 0,
    AT_MODE = 100,
    AT_UID = 108,
    AT_GID = 116,
    AT_SIZE = 124,
    AT_TIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257
};

bool tar_name_ok(str name)
{
    if (name.n < 1 || name.n > TAR_NAME_MAX || name.p[0] == '/')
        return false;
    for (ptrdiff_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x21 || (unsigned char)name.p[i] > 0x7e)
            return false;
    for (str rest = name; rest.p;) {
        const struct str_cut cut = str_cut(rest, '/');
        if (!cut.head.n || str_eq(cut.head, S(".")) || str_eq(cut.head, S("..")))
            return false;
        rest = cut.found ? cut.tail : STR_NONE;
    }
    return true;
}

int64_t tar_padding(int64_t size)
{
    return (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
}

static void octal(unsigned char *to, int digits, int64_t v)
{
    for (int i = digits - 1; i >= 0; i--, v /= 8)
        to[i] = (unsigned char)('0' + v % 8);
}

/* The checksum counts its own field as blanks. */
static int64_t checksum(const unsigned char *block)
{
    int64_t sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++)
        sum += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : block[i];
    return sum;
}

void tar_write(unsigned char block[TAR_BLOCK], str name, int64_t size)
{
    BUG_IF(!tar_name_ok(name) || size < 0 || size > TAR_SIZE_MAX);
    memset(block, 0, TAR_BLOCK);
    memcpy(block + AT_NAME, name.p, (size_t)name.n);
    octal(block + AT_MODE, 7, 0600);
    octal(block + AT_UID, 7, 0);
    octal(block + AT_GID, 7, 0);
    octal(block + AT_SIZE, 11, size);
    octal(block + AT_TIME, 11, 0);
    block[AT_TYPE] = '0';
    memcpy(block + AT_MAGIC,
           "ustar\0"
           "00",
           8);
    octal(block + AT_SUM, 6, checksum(block));
    block[AT_SUM + 7] = ' ';
}

static bool read_octal(const unsigned char *from, int digits, int64_t *ret_v)
{
    int64_t v = 0;
    for (int i = 0; i < digits; i++) {
        if (from[i] < '0' || from[i] > '7')
            return false;
        v = v * 8 + (from[i] - '0');
    }
    *ret_v = v;
    return true;
}

bool tar_read(const unsigned char block[TAR_BLOCK], struct tar_entry *ret_entry)
{
    static const unsigned char zeroes[TAR_BLOCK];
    int64_t sum;
    struct tar_entry e = {0};
    if (memcmp(block, zeroes, TAR_BLOCK) == 0) {
        *ret_entry = (struct tar_entry){.end = true};
        return true;
    }
    if (memcmp(block + AT_MAGIC, "ustar", 6) != 0 || (block[AT_TYPE] != '0' && block[AT_TYPE] != 0))
        return false;
    if (!read_octal(block + AT_SUM, 6, &sum) || sum != checksum(block) ||
        !read_octal(block + AT_SIZE, 11, &e.size))
        return false;
    if (memchr(block + AT_NAME, 0, TAR_NAME_MAX + 1) == NULL)
        return false;
    memcpy(e.name, block + AT_NAME, TAR_NAME_MAX);
    if (!tar_name_ok(str_of(e.name)))
        return false;
    *ret_entry = e;
    return true;
}
