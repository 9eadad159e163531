/*
 * sqlgen.c - typed C for named queries: sqlgen IN.sql OUT gives OUT.h and OUT.c, which
 * call db/query.h. It reads comments and :name, never SQL: whether a query is right is
 * for both engines to say, in the tests.
 *
 *   -- :exec dossier_set_status          exec, one, many or each
 *   -- in   id int, was text, note text? several `-- in` lines add up; ? = may be NULL
 *   -- out  id int, name text            one, many, each
 *   -- out  = other_query                the row of a query above, same struct
 *   UPDATE ... :id ... ;
 *   -- @postgresql why                   text for that engine only, until @sqlite or @both
 *   SELECT :out FROM ...                 the names of `-- out`
 *   -- @with late                        a choice: text that stands or not, until @always;
 *   -- @one mine ... -- @or unit ...     exactly one of them. A closed set: each combination
 *                                        is a statement, `with` the sum of the Q_<QUERY>_<CHOICE>
 *
 * :name is left alone in strings, quoted names, comments and after another colon. A
 * declared input that is never used, or the reverse, is an error. One statement a query.
 *
 * When you add a type, also change: db/query.h (letter), src/db/query.c (reading and
 * writing), docs/internals/db.md, tests/db/test_query.c.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FIELDS 64
#define MAX_QUERIES 512
#define MAX_TEXT 16384
#define MAX_NAME 80
#define MAX_PARTS 32
#define PARAMETER '\001'
#define MAX_VARIANTS 128

enum kind { K_EXEC, K_ONE, K_MANY, K_EACH };
enum engine { E_SQLITE, E_POSTGRESQL, E_BOTH };

static const char *const kind_names[] = {"exec", "one", "many", "each"};

static const struct type {
    const char *name, *c, *c_null, *of, *of_null;
    char letter;
} types[] = {
    {"int", "int64_t ", "struct opt_int ", "db_of_int", "db_of_opt", 'i'},
    {"text", "str ", "str ", "db_of_text", "db_of_text", 't'},
    {"time", "instant ", "instant ", "db_of_time", "db_of_time", 'm'},
    {"date", "date ", "date ", "db_of_date", "db_of_date", 'd'},
    {"bool", "bool ", NULL, "db_of_bool", NULL, 'b'},
    {"blob", "str ", "str ", "db_of_text", "db_of_text", 'x'},
};

struct field {
    char name[MAX_NAME];
    const struct type *type;
    bool null, used;
};

struct fields {
    struct field v[MAX_FIELDS];
    int n;
};

struct text {
    char v[MAX_TEXT];
    size_t n;
};

/* A run of the text. One with a name stands only where that digit of the variant's number,
   axis by axis, is `digit`. */
struct part {
    size_t at;
    enum engine engine;
    char name[MAX_NAME];
    int axis, digit;
};

struct query {
    char name[MAX_NAME];
    char row[MAX_NAME]; /* whose row struct it answers with: its own, or another query's */
    enum kind kind;
    int line;
    struct fields in, out;
    struct text sql; /* a parameter is PARAMETER and its number as a byte */
    bool ended[2];   /* the engine's semicolon was seen */
    struct part part[MAX_PARTS];
    int parts, axes, size[MAX_PARTS]; /* size: digits of each axis */
};

static struct text flat; /* what is written next */

static const char *path;
static int line_no;
static char names[MAX_QUERIES][MAX_NAME];
static struct fields rows[MAX_QUERIES]; /* what each query so far gives, for `-- out = name` */
static int name_count;

static _Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void die(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    (void)fprintf(stderr, "%s:%d: error: ", path, line_no);
    (void)vfprintf(stderr, fmt, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* ---- names ---- */

static bool name_char(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_';
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    while (name_char(s[n]))
        n++;
    return isdigit((unsigned char)s[0]) ? 0 : n;
}

/* What would not compile, or (an input is a parameter) would hide what the function uses. */
static void check_name(const char *name, bool input)
{
    static const char c_words[] =
        " auto break case char const continue default do double else enum extern float for goto if "
        "inline int long return short signed sizeof static struct switch typedef union void while "
        "register restrict unsigned volatile ";
    static const char own[] = " bool str date instant c in fn arg ret ret_row ret_changed with ";
    char word[MAX_NAME + 2];
    (void)snprintf(word, sizeof word, " %s ", name);
    if (strstr(c_words, word) || (input && strstr(own, word)))
        die("`%s` is a word of C or of the generated function: choose another name", name);
}

static const char *skip_space(const char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

static const char *take_name(const char *s, char *to, const char *what)
{
    const size_t n = name_length(s);
    if (n == 0)
        die("expected %s in lower case, found `%.20s`", what, *s ? s : "end of line");
    if (n >= MAX_NAME)
        die("%s is longer than %d letters", what, MAX_NAME - 1);
    memcpy(to, s, n);
    to[n] = 0;
    return s + n;
}

/* ---- header comments ---- */

static const struct type *find_type(const char *name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
    die("unknown type `%s`: int, text, time, date, bool or blob", name);
}

static struct field *find_field(struct fields *fs, const char *name, size_t n)
{
    for (int i = 0; i < fs->n; i++)
        if (strlen(fs->v[i].name) == n && memcmp(fs->v[i].name, name, n) == 0)
            return &fs->v[i];
    return NULL;
}

static const char *read_field(struct fields *fs, const char *s, bool input)
{
    struct field f = {0};
    char type[MAX_NAME];
    s = take_name(skip_space(s), f.name, "a name");
    check_name(f.name, input);
    s = take_name(skip_space(s), type, "a type");
    f.type = find_type(type);
    if (*s == '?') {
        f.null = true;
        s++;
    }
    if (f.null && !f.type->c_null)
        die("`%s` cannot be NULL: use int?", type);
    if (find_field(fs, f.name, strlen(f.name)))
        die("`%s` is declared twice", f.name);
    if (fs->n == MAX_FIELDS)
        die("more than %d fields", MAX_FIELDS);
    fs->v[fs->n++] = f;
    return skip_space(s);
}

static void read_fields(struct fields *fs, const char *s, bool input)
{
    s = skip_space(s);
    if (!*s)
        die("expected `name type, ...`");
    for (;;) {
        s = read_field(fs, s, input);
        if (!*s)
            return;
        if (*s != ',')
            die("expected `,` between fields, found `%.20s`", s);
        s = skip_space(s + 1);
        if (!*s)
            return; /* a comma before the next `-- in` line */
    }
}

static void read_head(struct query *q, const char *s)
{
    char kind[MAX_NAME];
    memset(q, 0, sizeof *q);
    s = skip_space(take_name(s, kind, "exec, one, many or each"));
    for (q->kind = K_EXEC; strcmp(kind, kind_names[q->kind]) != 0; q->kind++)
        if (q->kind == K_EACH)
            die("unknown kind `%s`: exec, one, many or each", kind);
    s = skip_space(take_name(s, q->name, "the query's name"));
    if (*s)
        die("unexpected `%s` after the name", s);
    for (int i = 0; i < name_count; i++)
        if (strcmp(names[i], q->name) == 0)
            die("query `%s` stands twice in this file", q->name);
    if (name_count == MAX_QUERIES)
        die("more than %d queries", MAX_QUERIES);
    memcpy(names[name_count++], q->name, MAX_NAME);
    memcpy(q->row, q->name, MAX_NAME);
    q->line = line_no;
    q->parts = 1;
    q->part[0].engine = E_BOTH;
}

/* ---- closed sets ---- */

/* How many variants the axes before that one make; of all axes, how many there are. */
static int variants(const struct query *q, int axis)
{
    int n = 1;
    for (int i = 0; i < axis; i++)
        n *= q->size[i];
    return n;
}

static bool stands(const struct query *q, const struct part *p, int variant)
{
    return !p->name[0] || variant / variants(q, p->axis) % q->size[p->axis] == p->digit;
}

static struct part *last_part(struct query *q)
{
    return &q->part[q->parts - 1];
}

static struct part *begin_part(struct query *q, enum engine e)
{
    if (q->parts == MAX_PARTS)
        die("more than %d parts", MAX_PARTS);
    if (e != last_part(q)->engine && last_part(q)->name[0])
        die("text for one engine inside a choice");
    q->part[q->parts++] = (struct part){.at = q->sql.n, .engine = e};
    return last_part(q);
}

static void read_choice(struct query *q, const char *word)
{
    const struct part *last = last_part(q);
    struct part *p = begin_part(q, last->engine);
    (void)take_name(skip_space(word + strcspn(word, " ")), p->name, "a choice");
    for (const struct part *x = q->part; x < p; x++)
        if (strcmp(x->name, p->name) == 0)
            die("`%s` is chosen twice", p->name);
    if (word[1] == 'r' && !last->name[0])
        die("`@or %s` without `@one`", p->name);
    p->axis = word[1] == 'r' ? last->axis : q->axes++;
    p->digit = word[1] == 'r' ? q->size[p->axis] : word[0] == 'w';
    q->size[p->axis] = p->digit + 1;
    if (variants(q, q->axes) > MAX_VARIANTS)
        die("%s stands for more than %d statements", q->name, MAX_VARIANTS);
    if (q->sql.n == 0)
        die("%s begins with a choice: what comes first always stands", q->name);
}

/* ---- the text ---- */

static void add(struct text *t, const char *s, size_t n)
{
    if (t->n + n >= MAX_TEXT)
        die("the query is longer than %d bytes", MAX_TEXT);
    memcpy(t->v + t->n, s, n);
    t->n += n;
}

static size_t add_parameter(struct query *q, const char *s)
{
    const size_t n = name_length(s + 1);
    struct field *f = find_field(&q->in, s + 1, n);
    if (!f && q->out.n && n == 3 && memcmp(s, ":out", 4) == 0) {
        for (int i = 0; i < q->out.n; add(&q->sql, q->out.v[i].name, strlen(q->out.v[i].name)), i++)
            add(&q->sql, ", ", i ? 2 : 0);
        return n + 1;
    }
    if (!f)
        die("`%.*s` is not declared in `-- in` of %s", (int)n + 1, s, q->name);
    f->used = true;
    add(&q->sql, (const char[]){PARAMETER, (char)(f - q->in.v + 1)}, 2);
    return n + 1;
}

static bool is_for(enum engine e, enum engine one)
{
    return e == E_BOTH || e == one;
}

static void check_not_ended(struct query *q)
{
    for (int e = E_SQLITE; e <= E_POSTGRESQL; e++)
        if (is_for(last_part(q)->engine, e) && q->ended[e])
            die("text after the `;` of %s: one statement a query", q->name);
}

/* The end of a quoted run that starts at s; NULL when the line ends first. */
static const char *quoted_end(const char *s, char quote)
{
    for (; *s; s++)
        if (*s == quote) {
            if (s[1] != quote)
                return s + 1;
            s++;
        }
    return NULL;
}

/* Where the next piece of the line ends that is copied as it stands. */
static const char *plain_end(const char *s)
{
    if (*s == '\'' || *s == '"') {
        const char *end = quoted_end(s + 1, *s);
        if (!end)
            die("%s does not end on its line", *s == '"' ? "a quoted name" : "a string");
        return end;
    }
    if (s[0] == ':' && s[1] == ':')
        return s + 2;
    return s + 1;
}

/* `in_comment` lives across lines. */
static void read_sql(struct query *q, const char *s, bool *in_comment)
{
    for (s = skip_space(s); *s;) {
        if (*in_comment) {
            const char *end = strstr(s, "*/");
            *in_comment = !end;
            s = end ? end + 2 : s + strlen(s);
        } else if (s[0] == '-' && s[1] == '-') {
            break;
        } else if (s[0] == '/' && s[1] == '*') {
            *in_comment = true;
            s += 2;
        } else if (isspace((unsigned char)*s)) {
            add(&q->sql, s++, 1);
        } else {
            check_not_ended(q);
            const char *end = s + 1;
            if (*s == ';')
                for (int e = E_SQLITE; e <= E_POSTGRESQL; e++)
                    q->ended[e] |= is_for(last_part(q)->engine, e);
            else if (s[0] == ':' && name_length(s + 1))
                end = s + add_parameter(q, s);
            else
                add(&q->sql, s, (size_t)((end = plain_end(s)) - s));
            s = end;
        }
    }
    add(&q->sql, "\n", 1);
}

/* The text of one variant with its own parameters; gives the highest of them. */
static int flatten(const struct query *q, enum engine e, int variant, struct text *to)
{
    int top = 0;
    to->n = 0;
    for (const struct part *p = q->part; p < q->part + q->parts; p++) {
        const size_t end = p + 1 < q->part + q->parts ? p[1].at : q->sql.n;
        for (size_t i = p->at; i < end && is_for(p->engine, e) && stands(q, p, variant); i++)
            if (q->sql.v[i] == PARAMETER) {
                const int number = q->sql.v[++i];
                char name[16];
                add(to, name, (size_t)snprintf(name, sizeof name, "%c%d", "?$"[e], number));
                top = number > top ? number : top;
            } else {
                add(to, &q->sql.v[i], 1);
            }
    }
    while (to->n && isspace((unsigned char)to->v[to->n - 1]))
        to->n--;
    return top;
}

/* Said of the query's first line: the whole is at fault. */
static void finish(struct query *q)
{
    const int here = line_no;
    line_no = q->line;
    for (int e = E_SQLITE; e <= E_POSTGRESQL; e++)
        if (flatten(q, e, 0, &flat) == 0 && flat.n == 0)
            die("%s has no text for %s", q->name, e ? "postgresql" : "sqlite");
    for (int i = 0; i < q->in.n; i++)
        if (!q->in.v[i].used)
            die("input `%s` of %s is never used", q->in.v[i].name, q->name);
    if (q->kind == K_EXEC && q->out.n)
        die("%s is exec and has no `-- out`; use one with RETURNING", q->name);
    if (q->kind != K_EXEC && !q->out.n)
        die("%s needs `-- out`", q->name);
    line_no = here;
}

/* ---- writing C ---- */

/* What could not be written shows when the file is closed. */
static void put(FILE *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void put(FILE *f, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    (void)vfprintf(f, fmt, args);
    va_end(args);
}

static const char *c_type(const struct field *f)
{
    return f->null ? f->type->c_null : f->type->c;
}

static char letter(const struct field *f)
{
    return f->null ? (char)toupper(f->type->letter) : f->type->letter;
}

static bool by_struct(const struct query *q)
{
    return q->in.n > 4;
}

static void write_struct(FILE *h, const struct query *q, const struct fields *fs, const char *suffix)
{
    put(h, "struct q_%s_%s {\n", q->name, suffix);
    for (int i = 0; i < fs->n; i++)
        put(h, "    %s%s;\n", c_type(&fs->v[i]), fs->v[i].name);
    put(h, "};\n");
}

static void write_signature(FILE *f, const struct query *q)
{
    put(f, "enum rc q_%s(struct ctx *c%s", q->name, q->axes ? ", int with" : "");
    if (by_struct(q))
        put(f, ", const struct q_%s_in *in", q->name);
    for (int i = 0; i < q->in.n && !by_struct(q); i++)
        put(f, ", %s%s", c_type(&q->in.v[i]), q->in.v[i].name);
    switch (q->kind) {
    case K_EXEC:
        put(f, ", int64_t *ret_changed)");
        break;
    case K_ONE:
        put(f, ", struct q_%s_row *ret_row)", q->row);
        break;
    case K_MANY:
        put(f, ", struct q_%s_rows *ret)", q->row);
        break;
    case K_EACH:
        put(f, ",\n    enum rc (*fn)(void *arg, const struct q_%s_row *row), void *arg)", q->row);
        break;
    }
}

static void write_choices(FILE *h, const struct query *q)
{
    for (const struct part *p = q->part; p < q->part + q->parts; p++)
        if (p->name[0]) {
            char name[2 * MAX_NAME];
            (void)snprintf(name, sizeof name, "%s_%s", q->name, p->name);
            for (char *s = name; *s; s++)
                *s = (char)toupper((unsigned char)*s);
            put(h, "enum { Q_%s = %d };\n", name, variants(q, p->axis) * p->digit);
        }
}

static void write_header(FILE *h, const struct query *q)
{
    put(h, "\n/* %s:%d */\n", path, q->line);
    write_choices(h, q);
    if (by_struct(q))
        write_struct(h, q, &q->in, "in");
    const bool own = strcmp(q->row, q->name) == 0;
    if (q->out.n && own)
        write_struct(h, q, &q->out, "row");
    if (q->kind == K_MANY && own)
        put(h, "struct q_%s_rows {\n    struct q_%s_row *v;\n    ptrdiff_t n;\n};\n", q->name, q->name);
    put(h, "MUST_USE ");
    write_signature(h, q);
    put(h, ";\n");
}

/* Gives how many parameters the text takes. */
static int write_literal(FILE *c, const struct query *q, enum engine e, int variant)
{
    const int top = flatten(q, e, variant, &flat);
    (void)fputc('"', c);
    for (size_t i = 0; i < flat.n; i++)
        if (flat.v[i] == '\n')
            put(c, "\\n\"\n            \"");
        else if (strchr("\"\\?", flat.v[i])) /* no trigraphs */
            put(c, "\\%c", flat.v[i]);
        else
            (void)fputc(flat.v[i], c);
    (void)fputc('"', c);
    return top;
}

/* The initialiser of one variant; without choices there is one. */
static void write_variant(FILE *c, const struct query *q, int variant)
{
    put(c, "{\n    .name = \"%s", q->name);
    for (int i = 0; i < q->parts; i++)
        if (q->part[i].name[0] && stands(q, &q->part[i], variant))
            put(c, " %s", q->part[i].name);
    put(c, "\",\n    .sql = {");
    const int sqlite = write_literal(c, q, E_SQLITE, variant);
    put(c, ",\n            ");
    const int postgresql = write_literal(c, q, E_POSTGRESQL, variant);
    put(c, "},\n    .in = \"");
    for (int i = 0; i < sqlite || i < postgresql; i++)
        (void)fputc(letter(&q->in.v[i]), c);
    put(c, "\",\n");
    if (q->out.n)
        put(c,
            "    .columns = q_%s_columns,\n    .column_count = %d,\n"
            "    .row_size = sizeof(struct q_%s_row),\n",
            q->name, q->out.n, q->row);
    put(c, "}");
}

static void write_query(FILE *c, const struct query *q)
{
    if (q->out.n) {
        put(c, "\nstatic const struct db_column q_%s_columns[] = {\n", q->name);
        for (int i = 0; i < q->out.n; i++)
            put(c, "    {\"%s\", offsetof(struct q_%s_row, %s), '%c'},\n", q->out.v[i].name, q->row,
                q->out.v[i].name, letter(&q->out.v[i]));
        put(c, "};");
    }
    put(c, "\nstatic struct db_query q_%s_query[] = {", q->name);
    for (int i = 0; i < variants(q, q->axes); i++) {
        write_variant(c, q, i);
        put(c, ", ");
    }
    put(c, "};\n");
}

/* A function pointer of another type may not be called: one small step between. */
static void write_each_call(FILE *c, const struct query *q)
{
    put(c,
        "struct q_%s_call {\n    enum rc (*fn)(void *arg, const struct q_%s_row *row);\n"
        "    void *arg;\n};\n"
        "static enum rc q_%s_row_to(void *arg, const void *row)\n{\n"
        "    const struct q_%s_call *call = arg;\n    return call->fn(call->arg, row);\n}\n",
        q->name, q->row, q->name, q->name);
}

static void write_values(FILE *c, const struct query *q)
{
    if (q->in.n == 0)
        return;
    put(c, "    const struct db_value values_[] = {\n");
    for (int i = 0; i < q->in.n; i++) {
        const struct field *f = &q->in.v[i];
        put(c, "        %s(%s%s),\n", f->null ? f->type->of_null : f->type->of,
            by_struct(q) ? "in->" : "", f->name);
    }
    put(c, "    };\n");
}

static void write_function(FILE *c, const struct query *q)
{
    const char *values = q->in.n ? "values_" : "NULL", *with = q->axes ? " + with" : "";
    if (q->kind == K_EACH)
        write_each_call(c, q);
    write_signature(c, q);
    put(c, "\n{\n");
    if (q->axes)
        put(c, "    BUG_IF(with < 0 || with >= %d);\n", variants(q, q->axes));
    write_values(c, q);
    switch (q->kind) {
    case K_EXEC:
        put(c, "    return db_exec(c, q_%s_query%s, %s, ret_changed);\n", q->name, with, values);
        break;
    case K_ONE:
        put(c, "    return db_one(c, q_%s_query%s, %s, ret_row);\n", q->name, with, values);
        break;
    case K_MANY:
        put(c,
            "    void *rows_;\n    ptrdiff_t n_;\n"
            "    const enum rc rc_ = db_many(c, q_%s_query%s, %s, &rows_, &n_);\n"
            "    if (rc_ == RC_OK)\n        *ret = (struct q_%s_rows){rows_, n_};\n    return rc_;\n",
            q->name, with, values, q->row);
        break;
    case K_EACH:
        put(c,
            "    struct q_%s_call call_ = {fn, arg};\n"
            "    return db_each(c, q_%s_query%s, %s, q_%s_row_to, &call_);\n",
            q->name, q->name, with, values, q->name);
        break;
    }
    put(c, "}\n");
}

static void write_all(FILE *h, FILE *c, struct query *q)
{
    finish(q);
    rows[name_count - 1] = q->out;
    write_header(h, q);
    write_query(c, q);
    write_function(c, q);
}

/* ---- reading the file ---- */

struct reader {
    struct query q;
    bool have, in_text, in_comment;
    FILE *h, *c;
};

static bool directive(const char *s, const char *word)
{
    const size_t n = strlen(word);
    return strncmp(s, word, n) == 0 && !name_char(s[n]);
}

/* `-- out = name`: a query above, whose row struct is taken. */
static void read_same_row(struct query *q, const char *name)
{
    for (int i = 0; i + 1 < name_count; i++)
        if (strcmp(names[i], name) == 0 && q->out.n == 0) {
            q->out = rows[i];
            (void)snprintf(q->row, sizeof q->row, "%s", name);
            return;
        }
    die("`-- out = %s`: no such query above, or columns already given", name);
}

static void read_at(struct reader *r, const char *s)
{
    const struct part *last = last_part(&r->q);
    if (directive(s, "@postgresql") || directive(s, "@sqlite") || directive(s, "@both"))
        begin_part(&r->q, s[1] == 'p' ? E_POSTGRESQL : s[1] == 's' ? E_SQLITE : E_BOTH);
    else if (directive(s, "@with") || directive(s, "@one") || directive(s, "@or"))
        read_choice(&r->q, s + 1);
    else if (directive(s, "@always"))
        begin_part(&r->q, last->engine);
    else
        die("unknown block `%.20s`: @postgresql, @sqlite, @both, @with, @one, @or or @always", s);
}

static void read_comment(struct reader *r, const char *s)
{
    if (*s == ':' && (s[1] == ' ' || name_char(s[1]))) {
        if (r->have)
            write_all(r->h, r->c, &r->q);
        read_head(&r->q, skip_space(s + 1));
        r->have = true;
        r->in_text = false;
    } else if (r->have && *s == '@') {
        read_at(r, s);
    } else if (r->have && !r->in_text && (directive(s, "in") || directive(s, "out"))) {
        const bool input = *s == 'i';
        if (!input && *skip_space(s + 3) == '=')
            read_same_row(&r->q, skip_space(skip_space(s + 3) + 1));
        else
            read_fields(input ? &r->q.in : &r->q.out, s + (input ? 2 : 3), input);
    }
}

static void read_line(struct reader *r, const char *s)
{
    if (!r->in_comment && s[0] == '-' && s[1] == '-') {
        read_comment(r, skip_space(s + 2));
        return;
    }
    if (!*s)
        return;
    if (!r->have && !(s[0] == '/' && s[1] == '*') && !r->in_comment)
        die("text outside a query: expected `-- :exec name`");
    if (!r->have) { /* a block comment before the first query */
        r->in_comment = !strstr(s, "*/");
        return;
    }
    r->in_text = true;
    read_sql(&r->q, s, &r->in_comment);
}

static void read_file(struct reader *r, FILE *in)
{
    static char line[MAX_TEXT];
    while (fgets(line, sizeof line, in)) {
        line_no++;
        const size_t n = strlen(line);
        if (n && line[n - 1] != '\n' && !feof(in))
            die("the line is too long");
        line[strcspn(line, "\r\n")] = 0;
        for (size_t i = strlen(line); i && isspace((unsigned char)line[i - 1]); i--)
            line[i - 1] = 0;
        read_line(r, skip_space(line));
    }
    if (r->in_comment)
        die("a block comment does not end");
    if (r->have)
        write_all(r->h, r->c, &r->q);
}

/* The last two parts of OUT: what others write in #include. */
static const char *include_name(const char *out)
{
    const char *last = strrchr(out, '/');
    if (!last)
        return out;
    const char *s = last;
    while (s > out && s[-1] != '/')
        s--;
    return s;
}

static void write_guard(FILE *h, const char *name, const char *before)
{
    put(h, "%s MOTCUA_GEN_", before);
    for (; *name; name++)
        (void)fputc(isalnum((unsigned char)*name) ? toupper((unsigned char)*name) : '_', h);
    put(h, "_H\n");
}

static FILE *create(const char *out, const char *ending, char *full, size_t size)
{
    if ((size_t)snprintf(full, size, "%s%s", out, ending) >= size)
        die("the output's name is too long");
    FILE *f = fopen(full, "w");
    if (!f)
        die("cannot write %s", full);
    return f;
}

/* What stopped half-way must not look made: it is written aside and renamed. */
static void publish(FILE *f, const char *from, const char *out, const char *ending)
{
    char to[1024];
    if (fclose(f) || (size_t)snprintf(to, sizeof to, "%s%s", out, ending) >= sizeof to ||
        rename(from, to))
        die("cannot write %s%s", out, ending);
}

int main(int argc, char **argv)
{
    static struct reader r;
    static char h_path[1024], c_path[1024];
    if (argc != 3) {
        (void)fprintf(stderr, "usage: sqlgen IN.sql OUT\n");
        return 2;
    }
    path = argv[1];
    FILE *in = fopen(path, "r");
    if (!in)
        die("cannot read");
    const char *name = include_name(argv[2]);
    r.h = create(argv[2], ".h.new", h_path, sizeof h_path);
    r.c = create(argv[2], ".c.new", c_path, sizeof c_path);
    put(r.h, "/* made by tools/sqlgen.c from %s */\n", path);
    write_guard(r.h, name, "#ifndef");
    write_guard(r.h, name, "#define");
    put(r.h, "\n#include \"db/db.h\"\n");
    put(r.c, "/* made by tools/sqlgen.c from %s */\n#include \"%s.h\"\n\n#include \"db/query.h\"\n\n",
        path, name);
    put(r.c, "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n");
    read_file(&r, in);
    (void)fclose(in);
    put(r.h, "\n#endif\n");
    publish(r.h, h_path, argv[2], ".h");
    publish(r.c, c_path, argv[2], ".c");
    return 0;
}
