/*
 * partial_http.c - files in pieces (file/file_partial.h), asked by the script of a page with a file
 * field: how far it has come, a piece, and at the end the note that form_keep.c makes of every file
 * that is stored already. The form then sends that note in place of the file, so no form
 * knows of pieces, and without script each takes its files as ever.
 */
#include "file/file_partial.h"
#include "web/form_read.h"
#include "web/internal.h"
#include "web/settings.h"
#include "web/web_http.h"

#define MIB (INT64_C(1) << 20)

/* ---- what is said ---- */

struct words {
    str sending, waiting, done, wait;
};
#define AT(x) .at = offsetof(struct words, x)
static const struct api_field words_fields[] = {{"sending", A_TEXT, AT(sending)},
                                                {"waiting", A_TEXT, AT(waiting)},
                                                {"done", A_TEXT, AT(done)},
                                                {"wait", A_TEXT, AT(wait)},
                                                {0}};
#undef AT
static const struct api_table words_table = {"UploadWords", words_fields, sizeof(struct words)};

struct state {
    str id, name, note, label;
    int64_t received, size, piece;
    bool again;
    struct words say;
};
#define AT(x) .at = offsetof(struct state, x)
static const struct api_field state_fields[] = {
    {"id", A_TEXT, AT(id)},
    {"name", A_TEXT, AT(name)},
    {"received", A_INT, AT(received)},
    {"size", A_INT, AT(size)},
    {"piece", A_INT, AT(piece), .doc = "bytes of one piece at most"},
    {"note", A_TEXT, AT(note), .doc = "stands for the file in the form"},
    {"label", A_TEXT, AT(label)},
    {"again", A_BOOL, AT(again), .doc = "what came is of no use: begin again"},
    {"say", A_OBJECT, AT(say), .of = &words_table},
    {0}};
#undef AT
static const struct api_table state_table = {"Upload", state_fields, sizeof(struct state)};

static enum rc show(struct req *r, const struct file_partial *p, str note, bool again)
{
    const struct state s = {
        .id = p->pub,
        .name = p->name,
        .received = p->received,
        .size = p->size,
        .piece = FILE_PIECE_MAX,
        .note = note,
        .label = text_fmt(r->c.mem, r->lang, "web.form.kept", &p->name, 1),
        .again = again,
        .say = {text_get(r->lang, "web.upload.sending"), text_get(r->lang, "web.upload.waiting"),
                text_get(r->lang, "web.upload.done"), text_get(r->lang, "web.upload.wait")}};
    return show_json(r, 200, &state_table, &s);
}

/* Of a stored file, for the field the page names; absent while it is not. */
static str note_of(struct req *r, const struct file_partial *p, str field)
{
    const struct form_keeper keeper = {&r->call->w->csrf, r->who.actor_id};
    const struct form_file file = {.name = p->name,
                                   .stored = {.sha = p->sha, .size = p->size, .type = p->type}};
    return p->type == FILE_NONE ? STR_NONE : web__kept_make(&r->c, &keeper, field, &file);
}

/* ---- those under way ---- */

struct state_list {
    const struct state *v;
    ptrdiff_t n;
};
struct list {
    struct state_list items;
    str text;
};
static const struct api_field list_fields[] = {
    {"items", A_LIST, .at = offsetof(struct list, items), .of = &state_table},
    {"text", A_TEXT, .at = offsetof(struct list, text), .doc = "{0} name, {1} percent"},
    {0}};
static const struct api_table list_table = {"Uploads", list_fields, sizeof(struct list)};

enum rc web__partials(struct req *r)
{
    struct file_partials all;
    const enum rc rc = file_partial_list(&r->c, r->who.actor_id, &all);
    if (rc)
        return rc;
    struct state *v = NEW_N(r->c.mem, struct state, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        v[i] = (struct state){.id = all.v[i].pub,
                              .name = all.v[i].name,
                              .received = all.v[i].received,
                              .size = all.v[i].size,
                              .piece = FILE_PIECE_MAX};
    const struct list list = {{v, all.n}, text_get(r->lang, "web.upload.half")};
    return show_json(r, 200, &list_table, &list);
}

/* ---- beginning, or going on ---- */

struct begin_in {
    str name, sha, field;
    int64_t size;
};
#define AT(x) .at = offsetof(struct begin_in, x)
static const struct field begin_fields[] = {
    {"name", F_TEXT, .required = true, .max = 300, AT(name)},
    {"size", F_INT, .required = true, .min = 0, .max = INT64_MAX, AT(size)},
    {"sha", F_CODE, .required = true, .min = 64, .max = 64, AT(sha)},
    {"field", F_CODE, .required = true, .max = 100, AT(field)},
    {0}};
#undef AT
const struct form web__partial_form = {"web.upload.", begin_fields, sizeof(struct begin_in), NULL};

enum rc web__partial_begin(struct req *r)
{
    const struct begin_in *in = r->in;
    struct file_partial p;
    struct file_partial_in want = {
        .name = in->name, .size = in->size, .max = web_settings_now.file_mb * MIB};
    if (!digest_parse(in->sha, &want.sha))
        return fail(&r->c, RC_INVALID, "sha", "web.form.code");
    const enum rc rc = file_partial_begin(&r->c, r->who.actor_id, &want, &p);
    return rc ? rc : show(r, &p, note_of(r, &p, in->field), false);
}

/* ---- a piece ---- */

struct piece_in {
    int64_t at;
    struct form_file piece;
};
static const struct field piece_fields[] = {{"at", F_INT, .required = true, .min = 0,
                                             .max = FILE_SIZE_MAX, .at = offsetof(struct piece_in, at)},
                                            {"piece", F_FILE, .required = true, .piece = true,
                                             .max = FILE_PIECE_MAX,
                                             .at = offsetof(struct piece_in, piece)},
                                            {0}};
const struct form web__piece_form = {"web.upload.", piece_fields, sizeof(struct piece_in), NULL};

enum rc web__partial_piece(struct req *r)
{
    const struct piece_in *in = r->in;
    struct file_partial p;
    enum rc rc = file_partial_get(&r->c, r->who.actor_id, param(r, "pub"), &p);
    if (!rc)
        rc = file_partial_add(&r->c, &p, in->at, in->piece.piece);
    return rc ? rc : show(r, &p, STR_NONE, false);
}

/* ---- whole ---- */

struct field_in {
    str field;
};
static const struct field field_fields[] = {
    {"field", F_CODE, .required = true, .max = 100, .at = offsetof(struct field_in, field)}, {0}};
const struct form web__partial_field_form = {"web.upload.", field_fields, sizeof(struct field_in),
                                             NULL};

struct joining {
    struct req *r;
    struct file_partial p;
    struct file_pieces pieces;
    enum file_type type;
    bool again;
};

static enum rc find_pieces(struct ctx *c, void *arg)
{
    struct joining *j = arg;
    const enum rc rc = file_partial_get(c, j->r->who.actor_id, param(j->r, "pub"), &j->p);
    return rc ? rc : file_pieces(c, &j->p, &j->pieces);
}

static enum rc drop(struct ctx *c, void *arg)
{
    return file_partial_drop(c, arg);
}

/* What is refused is not read together a second time. */
static void give_up(struct req *r, struct joining *j)
{
    struct fault *why = r->c.faults;
    (void)!store_write(r->call->w->cfg.store, &r->c, drop, &j->p); /* or it ends with its day */
    r->c.faults = why;
}

/* Before the unit: reading it together takes longer than a unit may. */
enum rc web__partial_join(struct req *r)
{
    struct web *w = r->call->w;
    struct joining *j = NEW(r->c.mem, struct joining);
    struct file_stored stored;
    j->r = r;
    r->kept = j;
    enum rc rc = store_read(w->cfg.store, &r->c, find_pieces, j);
    if (!rc && j->p.type != FILE_NONE)
        return RC_OK;
    if (!rc && j->p.received < j->p.size)
        return fail(&r->c, RC_CONFLICT, "at", "file.partial.elsewhere");
    if (!rc)
        rc = file_partial_join(&r->c, w->cfg.files, &j->p, &j->pieces, &stored);
    if (!rc)
        j->type = stored.type;
    if (rc == RC_INVALID)
        give_up(r, j);
    j->again = rc == RC_CONFLICT;
    if (j->again)
        r->c.faults = NULL;
    return j->again ? RC_OK : rc;
}

enum rc web__partial_finish(struct req *r)
{
    const struct joining *j = r->kept;
    struct file_partial p;
    enum rc rc = file_partial_get(&r->c, r->who.actor_id, param(r, "pub"), &p);
    if (!rc && j->again && p.type == FILE_NONE) {
        rc = file_partial_drop(&r->c, &p);
        return rc ? rc : show(r, &p, STR_NONE, true);
    }
    if (!rc && p.type == FILE_NONE)
        rc = file_partial_stored(&r->c, &p, j->type);
    return rc ? rc : show(r, &p, note_of(r, &p, ((const struct field_in *)r->in)->field), false);
}
