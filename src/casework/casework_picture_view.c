/*
 * casework_picture_view.c - a process as a picture: its steps from above to below, the ways between
 * them, beside each step the parts of others and where it may end. Each way has a number, which the
 * table below explains; what stays at a step is in the table only.
 */
#include "casework/casework_view.h"

#include "casework/casework_tpl.h"
#include "casework/casework_words_view.h"
#include "core/buf.h"
#include "core/utf8.h"

#define LEFT 112 /* of the column of steps; room for the ways back */
#define WIDTH 280
#define SIDE (LEFT + WIDTH + 96) /* of what stands beside; the lane between is for ways that skip */
#define SIDE_WIDTH 210
#define LINE 18
#define GAP 50
#define LETTERS 34 /* a line of a box */
#define SIDE_LETTERS 27

struct painter {
    struct req *r;
    const struct designed *d;
    struct process_picture_view *v;
    struct process_box *boxes;
    struct process_beside *beside;
    struct process_way *ways;
    ptrdiff_t known, drawn; /* ways, and those between steps */
    int64_t *from, *to;     /* of each way: the steps; `to` past the steps: an end's status */
};

/* ---- words that fit ---- */

static str cut_line(struct arena *mem, str s, ptrdiff_t letters)
{
    return utf8_letters(s) <= letters
               ? s
               : str_fmt(mem, "%.*s…", STR_ARG(str_trim(utf8_cut(s, letters - 1))));
}

/* In two lines, at a space. */
static void break_name(struct arena *mem, str name, struct process_box *b)
{
    ptrdiff_t at = name.n;
    b->line1 = name;
    if (utf8_letters(name) <= LETTERS)
        return;
    for (at = utf8_cut(name, LETTERS).n; at > 0 && name.p[at] != ' ';)
        at--;
    at = at > 0 ? at : utf8_cut(name, LETTERS).n;
    b->line1 = str_sub(name, 0, at);
    b->line2 = cut_line(mem, str_trim(str_sub(name, at, name.n)), LETTERS);
}

/* ---- ways ---- */

static const struct def_step *step_at(const struct painter *p, int64_t s)
{
    return &p->d->def.steps.v[s];
}

/* Where an action leads: a step, or past the steps an end by its status. */
static int64_t target(const struct painter *p, int64_t s, const struct def_action *a)
{
    const struct def_step *to = a->to.n ? process_def_step(&p->d->def, a->to) : NULL;
    if (!work_status_open(a->status))
        return p->d->def.steps.n + (int64_t)a->status;
    return to ? to - p->d->def.steps.v : s;
}

/* The number of the way, made when it is new; 0: it stays. */
static int64_t way_of(struct painter *p, int64_t s, int64_t to)
{
    if (s == to)
        return 0;
    for (ptrdiff_t i = 0; i < p->known; i++)
        if (p->from[i] == s && p->to[i] == to)
            return i + 1;
    p->from[p->known] = s;
    p->to[p->known] = to;
    return ++p->known;
}

static str step_name(const struct painter *p, str key)
{
    const struct def_step *s = process_def_step(&p->d->def, key);
    return s ? s->name : key;
}

static str whens(const struct painter *p, const struct def_action *a)
{
    struct req *r = p->r;
    str words[3];
    ptrdiff_t n = 0;
    if (a->automatic)
        words[n++] = text_get(r->lang, "casework.designer.automatic");
    if (a->by == TAKEN_BY_APPLICANT)
        words[n++] = text_get(r->lang, "casework.designer.applicant");
    if (a->when)
        words[n++] = casework__when_text(r, p->d, a->when);
    return n ? str_join(r->c.mem, words, n, S(", ")) : S("–");
}

static struct process_leads_row row_of(struct painter *p, int64_t s, const struct def_action *a)
{
    struct req *r = p->r;
    const int64_t no = way_of(p, s, target(p, s, a));
    const str status = words_status(r->lang, a->status).text;
    return (struct process_leads_row){
        .no = no ? str_fmt(r->c.mem, "%lld", (long long)no) : S("–"),
        .step = step_at(p, s)->name,
        .action = casework__action_name(r, a),
        .when = whens(p, a),
        .to = a->to.n ? str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(step_name(p, a->to)), STR_ARG(status))
                      : status,
    };
}

/* ---- what stands where ---- */

static void add_beside(struct painter *p, int64_t y, str text, bool end, int64_t no)
{
    struct arena *mem = p->r->c.mem;
    p->beside[p->v->beside_n++] = (struct process_beside){
        .x = SIDE,
        .y = y,
        .width = SIDE_WIDTH,
        .text_x = SIDE + 10,
        .text_y = y + 17,
        .text = cut_line(mem, text, SIDE_LETTERS),
        .end = end,
        .line = str_fmt(mem, "M%d %lldH%d", LEFT + WIDTH, (long long)y + 13, SIDE),
        .no = no ? str_fmt(mem, "%lld", (long long)no) : STR_NONE,
        .no_x = SIDE - 22,
        .no_y = y + 13,
        .no_text_y = y + 17};
}

/* Its parts, then its ends. How many lines beside the step; drawn from `y` down. */
static int64_t put_beside(struct painter *p, int64_t s, int64_t y, bool draw)
{
    const struct process_def *def = &p->d->def;
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        for (ptrdiff_t k = 0;
             str_eq(def->parallel.v[i].at, step_at(p, s)->key) && k < def->parallel.v[i].parts.n;
             k++, n++)
            if (draw)
                add_beside(p, y + n * 32, def->parallel.v[i].parts.v[k].name, false, 0);
    for (ptrdiff_t i = 0; i < p->known; i++)
        if (p->from[i] == s && p->to[i] >= def->steps.n) {
            const enum work_status end = (enum work_status)(p->to[i] - def->steps.n);
            if (draw)
                add_beside(p, y + n * 32, words_status(p->r->lang, end).text, true, i + 1);
            n++;
        }
    return n;
}

static int64_t put_box(struct painter *p, int64_t s, int64_t y)
{
    struct req *r = p->r;
    const struct def_step *step = step_at(p, s);
    struct process_box *b = &p->boxes[s];
    const str minutes = text_number(r->c.mem, r->lang, step->minutes);
    const str who[] = {casework__role_text(r, step->role),
                       text_fmt(r->c.mem, r->lang, "casework.designer.minutes", &minutes, 1)};
    *b = (struct process_box){.x = LEFT, .y = y, .width = WIDTH, .text_x = LEFT + 14, .y1 = y + 23};
    break_name(r->c.mem, str_fmt(r->c.mem, "%lld. %.*s", (long long)s + 1, STR_ARG(step->name)), b);
    const int64_t lines = b->line2.n ? 2 : 1, beside = put_beside(p, s, y, false) * 32 - 6;
    b->y2 = b->y1 + LINE;
    b->y3 = b->y1 + lines * LINE;
    b->who = cut_line(r->c.mem, str_join(r->c.mem, who, 2, S(" · ")), LETTERS + 2);
    b->height = 23 + lines * LINE + 12;
    b->height = b->height < beside ? beside : b->height;
    (void)put_beside(p, s, y, true);
    return y + b->height + GAP;
}

static void put_way(struct painter *p, ptrdiff_t i)
{
    struct arena *mem = p->r->c.mem;
    const struct process_box *a = &p->boxes[p->from[i]], *b = &p->boxes[p->to[i]];
    const int64_t span = p->to[i] - p->from[i], far = span > 0 ? span : -span;
    struct process_way *w = &p->ways[p->drawn++];
    w->no = str_fmt(mem, "%td", i + 1);
    if (span == 1) {
        w->x = LEFT + WIDTH / 2;
        w->y = a->y + a->height + GAP / 2 - 4;
        w->line = str_fmt(mem, "M%lld %lldV%lld", (long long)w->x, (long long)(a->y + a->height),
                          (long long)b->y - 2);
    } else {
        const bool back = span < 0;
        const int64_t x = back ? LEFT : LEFT + WIDTH,
                      from = a->y + (back ? a->height / 3 : a->height - 8),
                      to = b->y + b->height - (back ? 8 : 14);
        const int64_t bulge = 44 + 22 * (far > 3 ? 3 : far - 1), k = back ? x - bulge : x + bulge;
        w->line = str_fmt(mem, "M%lld %lldC%lld %lld %lld %lld %lld %lld", (long long)x,
                          (long long)from, (long long)k, (long long)from, (long long)k, (long long)to,
                          (long long)(back ? x - 2 : x + 2), (long long)to);
        w->x = (2 * x + 6 * k) / 8;
        w->y = (from + to) / 2;
    }
    w->text_y = w->y + 4;
}

struct process_picture_view casework__picture(struct req *r, const struct designed *d)
{
    const struct process_def *def = &d->def;
    struct arena *mem = r->c.mem;
    struct process_picture_view v = {0};
    ptrdiff_t actions = 0, parts = 0;
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        actions += def->steps.v[s].actions.n;
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        parts += def->parallel.v[i].parts.n;
    struct painter p = {.r = r,
                        .d = d,
                        .v = &v,
                        .boxes = NEW_N(mem, struct process_box, def->steps.n),
                        .beside = NEW_N(mem, struct process_beside, actions + parts),
                        .ways = NEW_N(mem, struct process_way, actions),
                        .from = NEW_N(mem, int64_t, actions),
                        .to = NEW_N(mem, int64_t, actions)};
    struct process_leads_row *rows = NEW_N(mem, struct process_leads_row, actions);
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++)
            rows[v.rows_n++] = row_of(&p, s, &def->steps.v[s].actions.v[a]);
    int64_t y = 14;
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        y = put_box(&p, s, y);
    for (ptrdiff_t i = 0; i < p.known; i++)
        if (p.to[i] < def->steps.n)
            put_way(&p, i);
    v.width = SIDE + SIDE_WIDTH + 8;
    v.height = y - GAP + 14;
    v.box = str_fmt(mem, "0 0 %lld %lld", (long long)v.width, (long long)v.height);
    v.boxes = p.boxes;
    v.boxes_n = def->steps.n;
    v.beside = p.beside;
    v.ways = p.ways;
    v.ways_n = p.drawn;
    v.rows = rows;
    return v;
}
