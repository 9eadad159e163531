/*
 * cwords.c - C files as one token a line, for the checkers in tools/house: path, line,
 * kind and text between tabs. Kinds: I identifier, S string (between the quotes, as
 * written), C character, N number, P punctuation (`->` as one, else a character each),
 * H a path included with quotes, A one in angle brackets. Comments are dropped. It does
 * not preprocess: both sides of an #if and the body of a macro are seen.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *path;
static const char *at, *end;
static int line;

static void put(char kind, const char *from, const char *to)
{
    (void)printf("%s\t%d\t%c\t", path, line, kind);
    for (; from < to; from++)
        (void)putchar(*from == '\t' || *from == '\n' ? ' ' : *from);
    (void)putchar('\n');
}

static bool is(const char *what)
{
    const size_t n = strlen(what);
    return (size_t)(end - at) >= n && memcmp(at, what, n) == 0;
}

static void skip_comment(void)
{
    const bool block = is("/*");
    for (at += 2; at < end; at++) {
        if (block ? is("*/") : *at == '\n')
            break;
        if (*at == '\n')
            line++;
    }
    at += block && at < end ? 2 : 0;
}

static void quoted(char quote)
{
    const char *from = ++at;
    while (at < end && *at != quote && *at != '\n')
        at += *at == '\\' && end - at > 1 ? 2 : 1;
    put(quote == '"' ? 'S' : 'C', from, at);
    at += at < end && *at == quote ? 1 : 0;
}

/* `#include`: the path is no string of the program. Other directives are plain tokens. */
static void directive(void)
{
    at++;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (!is("include"))
        return;
    at += 7;
    while (at < end && *at != '"' && *at != '<' && *at != '\n')
        at++;
    if (at == end || *at == '\n')
        return;
    const char close = *at == '<' ? '>' : '"', *from = ++at;
    while (at < end && *at != close && *at != '\n')
        at++;
    put(close == '>' ? 'A' : 'H', from, at);
    at += at < end && *at == close ? 1 : 0;
}

static void word(void)
{
    const char *from = at;
    const bool number = isdigit((unsigned char)*at) != 0;
    while (at < end && (isalnum((unsigned char)*at) || *at == '_' || (number && *at == '.')))
        at++;
    put(number ? 'N' : 'I', from, at);
}

static void tokens(void)
{
    while (at < end) {
        const char ch = *at;
        if (is("/*") || is("//")) {
            skip_comment();
        } else if (ch == '\n' || isspace((unsigned char)ch)) {
            line += ch == '\n';
            at++;
        } else if (ch == '"' || ch == '\'') {
            quoted(ch);
        } else if (ch == '#') {
            directive();
        } else if (isalnum((unsigned char)ch) || ch == '_') {
            word();
        } else {
            const int n = is("->") ? 2 : 1;
            put('P', at, at + n);
            at += n;
        }
    }
}

static char *read_all(FILE *in, size_t *ret_size)
{
    size_t cap = 65536, n = 0;
    char *text = malloc(cap);
    while (text) {
        n += fread(text + n, 1, cap - n, in);
        if (n < cap)
            break;
        cap *= 2;
        char *more = realloc(text, cap);
        if (!more)
            free(text);
        text = more;
    }
    *ret_size = n;
    return text;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t size = 0;
        FILE *in = fopen(argv[i], "rb");
        char *text = in ? read_all(in, &size) : NULL;
        if (in)
            (void)fclose(in);
        if (!text) {
            (void)fprintf(stderr, "cwords: cannot read %s\n", argv[i]);
            return 1;
        }
        path = argv[i];
        at = text;
        end = text + size;
        line = 1;
        tokens();
        free(text);
    }
    return 0;
}
