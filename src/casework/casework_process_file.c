/*
 * casework_process_file.c - the process file, read and written from the same tables of members,
 * so that one is the other's reverse. What the words mean together is casework_process_check.c's.
 * When you add a member, add its row; rows stand in the order in which they are written.
 */
#include "casework/casework_internal.h"

#include "calendar/clock.h"
#include "core/buf.h"
#include "core/json.h"
#include "core/utf8.h"

#include <string.h>

#define FORMAT "motcua.process/1"
#define TEXT_MAX 500 /* characters */
#define KEY_MAX 40

enum what {
    W_FORMAT,   /* the constant */
    W_TEXT,     /* str, one line for people */
    W_KEY,      /* str, [a-z][a-z0-9_]* */
    W_CODE,     /* str, a procedure's code: letters, digits, . - _ */
    W_PLACE,    /* str */
    W_TIME,     /* str, a rule of time */
    W_WORD,     /* enum: the place in `words` */
    W_ROLE,     /* enum role, of staff */
    W_STATUS,   /* enum work_status */
    W_STATUSES, /* unsigned, a bit each */
    W_INT,      /* int64_t, minutes */
    W_BOOL,
    W_KEYS,  /* struct def_words */
    W_PAIR,  /* two members of struct def_guard: two keys */
    W_ITEMS, /* struct {T *v; ptrdiff_t n;} */
    W_PART   /* T *, NULL when absent */
};

struct member {
    const char *name;
    int what; /* enum what */
    size_t at;
    bool required;
    const char *const *words; /* W_WORD, ends with NULL */
    const struct shape *of;   /* W_ITEMS, W_PART */
    int max;                  /* items, keys */
};
struct shape {
    size_t size;
    const struct member *members; /* ends with a NULL name */
};
/* What a pointer and a number stand for, whatever is pointed to. */
struct any_list {
    void *v;
    ptrdiff_t n;
};
_Static_assert(sizeof(struct def_steps) == sizeof(struct any_list), "a list is pointer and number");
_Static_assert(sizeof(enum role) == sizeof(unsigned) && sizeof(enum work_status) == sizeof(unsigned),
               "words are kept as unsigned");

static const char *const kind_words[] = {"receive", "process", "approve", "issue", NULL};
static const char *const clock_words[] = {"none", "start", "stop", "resume", "restart", NULL};
static const char *const by_words[] = {"step", "applicant", NULL};
static const char *const join_words[] = {"all", "lead", NULL};

#define AT(type, member) offsetof(struct type, member)
#define SHAPE(type, list)                                                                              \
    {                                                                                                  \
        sizeof(struct type), list                                                                      \
    }

static const struct member choice_members[] = {
    {"key", W_KEY, AT(def_choice, key), .required = true},
    {"name", W_TEXT, AT(def_choice, name), .required = true},
    {0},
};
static const struct shape choice_shape = SHAPE(def_choice, choice_members);
static const struct member fact_members[] = {
    {"key", W_KEY, AT(def_fact, key), .required = true},
    {"name", W_TEXT, AT(def_fact, name), .required = true},
    {"values", W_ITEMS, AT(def_fact, values), .required = true, .of = &choice_shape, .max = 16},
    {0},
};
static const struct shape fact_shape = SHAPE(def_fact, fact_members);
static const struct member when_members[] = {
    {"fact", W_KEY, AT(def_when, fact), .required = true},
    {"is", W_KEYS, AT(def_when, is), .required = true, .max = 16},
    {0},
};
static const struct shape when_shape = SHAPE(def_when, when_members);
static const struct member action_members[] = {
    {"code", W_KEY, AT(def_action, code), .required = true},
    {"label", W_TEXT, AT(def_action, label), .required = false},
    {"by", W_WORD, AT(def_action, by), .words = by_words},
    {"automatic", W_BOOL, AT(def_action, automatic), .required = false},
    {"from", W_STATUSES, AT(def_action, from), .required = true},
    {"when", W_PART, AT(def_action, when), .of = &when_shape},
    {"to", W_KEY, AT(def_action, to), .required = false},
    {"status", W_STATUS, AT(def_action, status), .required = true},
    {"clock", W_WORD, AT(def_action, clock), .words = clock_words},
    {"needs_note", W_BOOL, AT(def_action, needs_note), .required = false},
    {"needs_file", W_BOOL, AT(def_action, needs_file), .required = false},
    {"reasons", W_ITEMS, AT(def_action, reasons), .of = &choice_shape, .max = 40},
    {"papers", W_KEYS, AT(def_action, papers), .max = 16},
    {0},
};
static const struct shape action_shape = SHAPE(def_action, action_members);
static const struct member step_members[] = {
    {"key", W_KEY, AT(def_step, key), .required = true},
    {"name", W_TEXT, AT(def_step, name), .required = true},
    {"kind", W_WORD, AT(def_step, kind), .required = true, .words = kind_words},
    {"role", W_ROLE, AT(def_step, role), .required = true},
    {"place", W_PLACE, AT(def_step, place), .required = true},
    {"who", W_TEXT, AT(def_step, who), .required = false},
    {"minutes", W_INT, AT(def_step, minutes), .required = true},
    {"actions", W_ITEMS, AT(def_step, actions), .required = true, .of = &action_shape, .max = 32},
    {0},
};
static const struct shape step_shape = SHAPE(def_step, step_members);
static const struct member guard_members[] = {
    {"apart", W_PAIR, AT(def_guard, a), .required = true, .max = 2},
    {"waivable", W_BOOL, AT(def_guard, waivable), .required = false},
    {0},
};
static const struct shape guard_shape = SHAPE(def_guard, guard_members);
static const struct member part_members[] = {
    {"key", W_KEY, AT(def_part, key), .required = true},
    {"name", W_TEXT, AT(def_part, name), .required = true},
    {"role", W_ROLE, AT(def_part, role), .required = true},
    {"place", W_PLACE, AT(def_part, place), .required = true},
    {"minutes", W_INT, AT(def_part, minutes), .required = true},
    {0},
};
static const struct shape part_shape = SHAPE(def_part, part_members);
static const struct member parallel_members[] = {
    {"at", W_KEY, AT(def_parallel, at), .required = true},
    {"join", W_WORD, AT(def_parallel, join), .required = true, .words = join_words},
    {"parts", W_ITEMS, AT(def_parallel, parts), .required = true, .of = &part_shape, .max = 16},
    {0},
};
static const struct shape parallel_shape = SHAPE(def_parallel, parallel_members);
static const struct member hold_members[] = {
    {"key", W_KEY, AT(def_hold, key), .required = true},
    {"name", W_TEXT, AT(def_hold, name), .required = true},
    {"article", W_TEXT, AT(def_hold, article), .required = true},
    {"limit", W_TIME, AT(def_hold, limit), .required = true},
    {"consult", W_BOOL, AT(def_hold, consult), .required = false},
    {0},
};
static const struct shape hold_shape = SHAPE(def_hold, hold_members);
static const struct member process_members[] = {
    {"format", W_FORMAT, 0, .required = true},
    {"process", W_CODE, AT(process_def, code), .required = true},
    {"kind", W_KEY, AT(process_def, kind), .required = true},
    {"name", W_TEXT, AT(process_def, name), .required = true},
    {"template", W_BOOL, AT(process_def, is_template), .required = false},
    {"time", W_TIME, AT(process_def, time), .required = false},
    {"facts", W_ITEMS, AT(process_def, facts), .of = &fact_shape, .max = 32},
    {"steps", W_ITEMS, AT(process_def, steps), .required = true, .of = &step_shape,
     .max = PROCESS_STEPS_MAX},
    {"guards", W_ITEMS, AT(process_def, guards), .of = &guard_shape, .max = 400},
    {"parallel", W_ITEMS, AT(process_def, parallel), .of = &parallel_shape, .max = 16},
    {"holds", W_ITEMS, AT(process_def, holds), .of = &hold_shape, .max = 16},
    {0},
};
static const struct shape process_shape = SHAPE(process_def, process_members);

/* ---- words ---- */

str process_clock_word(enum process_clock clock)
{
    BUG_IF((unsigned)clock >= CLOCK_COUNT);
    return str_of(clock_words[clock]);
}

str step_kind_word(enum step_kind kind)
{
    BUG_IF((unsigned)kind >= STEP_KIND_COUNT);
    return str_of(kind_words[kind]);
}

bool process_key_ok(str s)
{
    if (s.n < 1 || s.n > KEY_MAX || s.p[0] < 'a' || s.p[0] > 'z')
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
            return false;
    return true;
}

static bool code_ok(str s)
{
    if (s.n < 1 || s.n > KEY_MAX || s.p[0] == '.')
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char ch = s.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == '.' || ch == '-' || ch == '_'))
            return false;
    }
    return true;
}

static bool text_ok(struct arena *mem, str s)
{
    str clean;
    return s.n > 0 && utf8_clean(mem, s, UTF8_LINE, &clean) && str_eq(clean, s) &&
           utf8_letters(s) <= TEXT_MAX;
}

bool process_place_known(str place)
{
    static const char *const words[] = {"receiving_unit", "receiving_agency", "competent_unit",
                                        "competent_leaders", NULL};
    const struct str_cut cut = str_cut(place, ':');
    if (!cut.found)
        return str_among(place, words);
    return (str_eq(cut.head, S("unit")) || str_eq(cut.head, S("agency"))) && code_ok(cut.tail);
}

static bool word_of(const char *const *words, str s, unsigned *ret_word)
{
    for (unsigned i = 0; words[i]; i++)
        if (str_eq(s, str_of(words[i]))) {
            *ret_word = i;
            return true;
        }
    return false;
}

static bool role_of(struct arena *mem, str s, unsigned *ret_word)
{
    enum role role;
    if (!s.n || !role_parse(str_c(mem, s), &role) || !role_is_staff(role))
        return false;
    *ret_word = (unsigned)role;
    return true;
}

/* ---- reading ---- */

struct reader {
    struct ctx *c;
    bool bad;
};

static void refuse(struct reader *r, str at, const char *key)
{
    r->bad = true;
    (void)fail_at(r->c, RC_INVALID, at, key);
}

static str below(struct reader *r, str at, str name)
{
    return str_fmt(r->c->mem, "%.*s/%.*s", STR_ARG(at), STR_ARG(name));
}

static str nth(struct reader *r, str at, ptrdiff_t i)
{
    return str_fmt(r->c->mem, "%.*s/%td", STR_ARG(at), i);
}

static void read_shape(struct reader *r, const struct shape *shape, struct json j, str at, char *to);

static void put(char *to, const void *value, size_t size)
{
    memcpy(to, value, size);
}

static void read_text(struct reader *r, const struct member *m, struct json j, str at, char *to)
{
    const str s = json_text(j);
    struct due_rule rule;
    bool ok = s.p != NULL;
    if (m->what == W_FORMAT)
        ok = ok && str_eq(s, S(FORMAT));
    else if (m->what == W_KEY)
        ok = ok && process_key_ok(s);
    else if (m->what == W_CODE)
        ok = ok && code_ok(s);
    else if (m->what == W_PLACE)
        ok = ok && process_place_known(s);
    else if (m->what == W_TIME)
        ok = ok && due_rule_parse(s, &rule) && str_eq(due_rule_write(r->c->mem, rule), s);
    else
        ok = ok && text_ok(r->c->mem, s);
    if (!ok)
        refuse(r, at, m->what == W_TEXT ? "casework.file.text" : "casework.file.word");
    else if (m->what != W_FORMAT)
        put(to, &s, sizeof s);
}

static void read_word(struct reader *r, const struct member *m, struct json j, str at, char *to)
{
    const str s = json_text(j);
    enum work_status status;
    unsigned word = 0;
    bool ok = s.p != NULL;
    if (ok && m->what == W_ROLE) {
        ok = role_of(r->c->mem, s, &word);
    } else if (ok && m->what == W_STATUS) {
        ok = work_status_parse(s, &status);
        word = ok ? (unsigned)status : 0;
    } else if (ok) {
        ok = word_of(m->words, s, &word);
    }
    if (ok)
        put(to, &word, sizeof word);
    else
        refuse(r, at, "casework.file.word");
}

static void read_statuses(struct reader *r, struct json j, str at, char *to)
{
    unsigned set = 0;
    if (!json_is_list(j) || !json_count(j)) {
        refuse(r, at, "casework.file.list");
        return;
    }
    for (ptrdiff_t i = 0; i < json_count(j); i++) {
        enum work_status s;
        if (!work_status_parse(json_text(json_item(j, i)), &s))
            refuse(r, nth(r, at, i), "casework.file.word");
        else if (set >> s & 1u)
            refuse(r, nth(r, at, i), "casework.file.twice");
        else
            set |= 1u << s;
    }
    put(to, &set, sizeof set);
}

static void read_keys(struct reader *r, const struct member *m, struct json j, str at, char *to)
{
    const ptrdiff_t n = json_count(j);
    if (!json_is_list(j) || n < 1 || n > m->max) {
        refuse(r, at, m->what == W_PAIR ? "casework.file.pair" : "casework.file.list");
        return;
    }
    struct def_words words = {NEW_N(r->c->mem, str, n), n};
    for (ptrdiff_t i = 0; i < n; i++) {
        words.v[i] = json_text(json_item(j, i));
        bool twice = false;
        for (ptrdiff_t k = 0; k < i; k++)
            twice = twice || str_eq(words.v[k], words.v[i]);
        if (!process_key_ok(words.v[i]))
            refuse(r, nth(r, at, i), "casework.file.word");
        else if (twice)
            refuse(r, nth(r, at, i), "casework.file.twice");
    }
    if (m->what == W_KEYS)
        put(to, &words, sizeof words);
    else if (n == 2)
        put(to, words.v, 2 * sizeof *words.v);
    else
        refuse(r, at, "casework.file.pair");
}

static void read_items(struct reader *r, const struct member *m, struct json j, str at, char *to)
{
    struct any_list list = {NULL, json_count(j)};
    if (!json_is_list(j) || list.n < 1 || list.n > m->max) {
        refuse(r, at, "casework.file.list");
        return;
    }
    list.v = NEW_N(r->c->mem, char, list.n *(ptrdiff_t)m->of->size);
    for (ptrdiff_t i = 0; i < list.n; i++)
        read_shape(r, m->of, json_item(j, i), nth(r, at, i), (char *)list.v + (size_t)i * m->of->size);
    put(to, &list, sizeof list);
}

static void read_member(struct reader *r, const struct member *m, struct json j, str at, char *to)
{
    int64_t n;
    bool yes;
    switch (m->what) {
    case W_WORD:
    case W_ROLE:
    case W_STATUS:
        read_word(r, m, j, at, to);
        break;
    case W_STATUSES:
        read_statuses(r, j, at, to);
        break;
    case W_INT:
        if (!json_int(j, &n) || n < 0 || n > 10000000)
            refuse(r, at, "casework.file.number");
        else
            put(to, &n, sizeof n);
        break;
    case W_BOOL: /* false is the usual value and is not written */
        if (!json_bool(j, &yes))
            refuse(r, at, "casework.file.bool");
        else
            put(to, &yes, sizeof yes);
        break;
    case W_KEYS:
    case W_PAIR:
        read_keys(r, m, j, at, to);
        break;
    case W_ITEMS:
        read_items(r, m, j, at, to);
        break;
    case W_PART: {
        void *part = NEW_N(r->c->mem, char, (ptrdiff_t)m->of->size);
        read_shape(r, m->of, j, at, part);
        put(to, &part, sizeof part);
        break;
    }
    default:
        read_text(r, m, j, at, to);
    }
}

static const struct member *member_of(const struct shape *shape, str name)
{
    for (const struct member *m = shape->members; m->name; m++)
        if (str_eq(name, str_of(m->name)))
            return m;
    return NULL;
}

static void read_shape(struct reader *r, const struct shape *shape, struct json j, str at, char *to)
{
    if (!json_is_members(j)) {
        refuse(r, at.n ? at : S("/"), "casework.file.object");
        return;
    }
    for (struct json_walk it = json_walk(j); json_next(&it);) {
        const struct member *m = member_of(shape, it.key);
        if (!m)
            refuse(r, below(r, at, it.key), "casework.file.unknown");
        else
            read_member(r, m, it.value, below(r, at, it.key), to + m->at);
    }
    for (const struct member *m = shape->members; m->name; m++)
        if (m->required && !json_get(j, m->name).node)
            refuse(r, below(r, at, str_of(m->name)), "casework.file.missing");
}

enum rc process_read(struct ctx *c, str text, struct process_def *ret_def)
{
    struct json doc;
    struct json_error e = {0};
    struct process_def def = {0};
    struct reader r = {.c = c};
    if (text.n > PROCESS_FILE_MAX)
        return fail(c, RC_INVALID, "/", "casework.file.long");
    if (!json_parse(c->mem, text, &doc, &e)) {
        const str args[] = {str_fmt(c->mem, "%d", e.line), str_fmt(c->mem, "%d", e.column)};
        return fail_args(c, RC_INVALID, "/", "casework.file.json", args, 2);
    }
    read_shape(&r, &process_shape, doc, S(""), (char *)&def);
    if (r.bad)
        return RC_INVALID;
    *ret_def = def;
    return RC_OK;
}

/* ---- writing ---- */

struct writer {
    struct buf b;
};

static void write_shape(struct writer *w, const struct shape *shape, const char *from, int depth);

static str line_at(const char *from)
{
    str s;
    memcpy(&s, from, sizeof s);
    return s;
}

static unsigned word_at(const char *from)
{
    unsigned word;
    memcpy(&word, from, sizeof word);
    return word;
}

static struct any_list list_at(const char *from)
{
    struct any_list list;
    memcpy(&list, from, sizeof list);
    return list;
}

/* What has its usual value is not written. */
static bool is_usual(const struct member *m, const char *from)
{
    const void *part;
    bool yes;
    if (m->required)
        return false;
    switch (m->what) {
    case W_BOOL:
        memcpy(&yes, from, sizeof yes);
        return !yes;
    case W_WORD:
        return word_at(from) == 0;
    case W_KEYS:
    case W_ITEMS:
        return list_at(from).n == 0;
    case W_PART:
        memcpy(&part, from, sizeof part);
        return !part;
    default:
        return !line_at(from).n;
    }
}

static void new_line(struct writer *w, int depth)
{
    buf_char(&w->b, '\n');
    for (int i = 0; i < depth; i++)
        buf_char(&w->b, ' ');
}

static void write_strs(struct writer *w, const str *v, ptrdiff_t n)
{
    buf_char(&w->b, '[');
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_add_c(&w->b, i ? ", " : "");
        buf_json(&w->b, v[i]);
    }
    buf_char(&w->b, ']');
}

static void write_statuses(struct writer *w, unsigned set)
{
    str words[WORK_STATUS_COUNT];
    ptrdiff_t n = 0;
    for (int s = 0; s < WORK_STATUS_COUNT; s++)
        if (set >> s & 1u)
            words[n++] = work_status_code((enum work_status)s);
    write_strs(w, words, n);
}

/* Small things stand on one line; lists of the process and of a step have a line an item. */
static void write_items(struct writer *w, const struct member *m, const char *from, int depth)
{
    const struct any_list list = list_at(from);
    buf_char(&w->b, '[');
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (depth >= 0)
            new_line(w, depth + 1);
        write_shape(w, m->of, (const char *)list.v + (size_t)i * m->of->size,
                    m->of == &step_shape || m->of == &parallel_shape ? depth + 1 : -1);
        buf_add_c(&w->b, i + 1 < list.n ? (depth >= 0 ? "," : ", ") : "");
    }
    if (depth >= 0)
        new_line(w, depth);
    buf_char(&w->b, ']');
}

static void write_member(struct writer *w, const struct member *m, const char *from, int depth)
{
    int64_t n;
    str pair[2];
    switch (m->what) {
    case W_FORMAT:
        buf_json(&w->b, S(FORMAT));
        break;
    case W_WORD:
        buf_json(&w->b, str_of(m->words[word_at(from)]));
        break;
    case W_ROLE:
        buf_json(&w->b, str_of(role_word((enum role)word_at(from))));
        break;
    case W_STATUS:
        buf_json(&w->b, work_status_code((enum work_status)word_at(from)));
        break;
    case W_STATUSES:
        write_statuses(w, word_at(from));
        break;
    case W_INT:
        memcpy(&n, from, sizeof n);
        buf_i64(&w->b, n);
        break;
    case W_BOOL:
        buf_add_c(&w->b, "true");
        break;
    case W_KEYS:
        write_strs(w, list_at(from).v, list_at(from).n);
        break;
    case W_PAIR:
        memcpy(pair, from, sizeof pair);
        write_strs(w, pair, 2);
        break;
    case W_ITEMS:
        write_items(w, m, from, depth);
        break;
    case W_PART: {
        const void *part;
        memcpy(&part, from, sizeof part);
        write_shape(w, m->of, part, -1);
        break;
    }
    default:
        buf_json(&w->b, line_at(from));
    }
}

/* `depth` -1: on one line. The process itself has a line a member, a step its actions below. */
static void write_shape(struct writer *w, const struct shape *shape, const char *from, int depth)
{
    const bool lines = depth == 0;
    bool first = true;
    buf_char(&w->b, '{');
    for (const struct member *m = shape->members; m->name; m++) {
        if (is_usual(m, from + m->at))
            continue;
        buf_add_c(&w->b, first ? "" : lines ? "," : ", ");
        first = false;
        if (lines)
            new_line(w, 1);
        buf_fmt(&w->b, "\"%s\": ", m->name);
        write_member(w, m, from + m->at, lines ? 1 : depth);
    }
    if (lines)
        new_line(w, 0);
    buf_char(&w->b, '}');
}

str process_write(struct arena *mem, const struct process_def *def)
{
    struct writer w = {buf_new(mem, 4 * PROCESS_FILE_MAX)};
    write_shape(&w, &process_shape, (const char *)def, 0);
    buf_char(&w.b, '\n');
    BUG_IF(buf_full(&w.b));
    return buf_str(&w.b);
}

str casework__line(struct arena *mem, enum line_of what, const void *thing)
{
    static const struct shape *const shapes[] = {&fact_shape,  &step_shape,     &action_shape,
                                                 &guard_shape, &parallel_shape, &hold_shape};
    struct writer w = {buf_new(mem, 4 * PROCESS_FILE_MAX)};
    write_shape(&w, shapes[what], thing, -1);
    return buf_str(&w.b);
}

const struct def_step *process_def_step(const struct process_def *def, str key)
{
    for (ptrdiff_t i = 0; i < def->steps.n; i++)
        if (str_eq(def->steps.v[i].key, key))
            return &def->steps.v[i];
    return NULL;
}
