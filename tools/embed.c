/*
 * embed.c - files of a folder as a C table: embed NAME FOLDER OUT.c gives
 * `const struct embed embed_NAME[]` (core/embed.h), sorted by name, ended by a NULL
 * name, each with the first 16 hex digits of an FNV-1a 64 hash for cache addresses.
 * OUT.c is only replaced when it changes, so that nothing is rebuilt for nothing. A style
 * sheet goes in without its comments and line ends: every visitor would carry them.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *names[4096];
static size_t count;

static void die(const char *what, const char *which)
{
    (void)fprintf(stderr, "embed: %s: %s\n", what, which);
    exit(1);
}

static void collect(const char *root, const char *below)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s%s%s", root, *below ? "/" : "", below);
    DIR *d = opendir(path);
    if (!d)
        return;
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        char rel[512], full[2048];
        struct stat st;
        if (e->d_name[0] == '.')
            continue;
        if ((size_t)snprintf(rel, sizeof rel, "%s%s%s", below, *below ? "/" : "", e->d_name) >=
            sizeof rel)
            die("name too long", e->d_name);
        (void)snprintf(full, sizeof full, "%s/%s", root, rel);
        if (stat(full, &st))
            die("cannot stat", full);
        if (S_ISDIR(st.st_mode))
            collect(root, rel);
        else if (count < sizeof names / sizeof *names)
            names[count++] = strdup(rel);
    }
    (void)closedir(d);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The next byte of a style sheet that a browser needs; `last` is the one before. A line end
   that parts two words stays as a blank. */
static int next_of_sheet(FILE *in, int last)
{
    static int quote;
    int ch = getc(in), then;
    if (quote || ch == '"') {
        quote = ch != '"' ? quote : !quote;
        return ch;
    }
    if (ch == '\n')
        return last == EOF || strchr("{};,> ", last) ? next_of_sheet(in, last) : ' ';
    if (ch != '/')
        return ch;
    then = getc(in);
    if (then != '*') {
        (void)ungetc(then, in);
        return ch;
    }
    for (ch = getc(in), then = getc(in); then != EOF && !(ch == '*' && then == '/'); then = getc(in))
        ch = then;
    return next_of_sheet(in, last);
}

static void emit_bytes(FILE *out, const char *path, size_t index, uint64_t *hash, size_t *size)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        die("cannot read", path);
    (void)fprintf(out, "static const unsigned char f%zu[] = {", index);
    *hash = UINT64_C(0xcbf29ce484222325);
    *size = 0;
    const char *dot = strrchr(path, '.');
    const int sheet = dot && strcmp(dot, ".css") == 0;
    for (int ch = EOF; (ch = sheet ? next_of_sheet(in, ch) : getc(in)) != EOF;) {
        (void)fprintf(out, "%s%d,", *size % 32 ? "" : "\n", ch);
        *hash = (*hash ^ (uint64_t)(unsigned)ch) * UINT64_C(0x100000001b3);
        ++*size;
    }
    (void)fprintf(out, "0};\n");
    (void)fclose(in);
}

static int same(const char *a, const char *b)
{
    FILE *x = fopen(a, "rb"), *y = fopen(b, "rb");
    int equal = x && y;
    while (equal) {
        const int p = getc(x), q = getc(y);
        equal = p == q;
        if (p == EOF)
            break;
    }
    if (x)
        (void)fclose(x);
    if (y)
        (void)fclose(y);
    return equal;
}

int main(int argc, char **argv)
{
    char draft[1024], path[2048];
    if (argc != 4)
        die("usage", "embed NAME FOLDER OUT.c");
    collect(argv[2], "");
    qsort(names, count, sizeof *names, by_name);
    (void)snprintf(draft, sizeof draft, "%s.new", argv[3]);
    FILE *out = fopen(draft, "w");
    if (!out)
        die("cannot write", draft);
    (void)fprintf(out, "/* made by tools/embed.c */\n#include \"core/embed.h\"\n");
    uint64_t *hash = calloc(count + 1, sizeof *hash);
    size_t *size = calloc(count + 1, sizeof *size);
    if (!hash || !size)
        die("no memory", argv[2]);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", argv[2], names[i]);
        emit_bytes(out, path, i, &hash[i], &size[i]);
    }
    (void)fprintf(out, "const struct embed embed_%s[] = {\n", argv[1]);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(out, "    {\"%s\", f%zu, %zu, \"%016llx\"},\n", names[i], i, size[i],
                      (unsigned long long)hash[i]);
    (void)fprintf(out, "    {0}};\n");
    if (fclose(out))
        die("cannot write", draft);
    if (same(draft, argv[3]))
        (void)remove(draft);
    else if (rename(draft, argv[3]))
        die("cannot rename", draft);
    return 0;
}
