/*
 * arrival_run.c - a file on its way in: staged row by row, each tried and undone, then taken in. See
 * arrival.h. A row runs inside db_nested, so what it did is undone alone.
 */
#include "arrival/arrival_internal.h"
#include "arrival/arrival_sql.h"
#include "core/buf.h"
#include "core/hash.h"
#include "org/org.h"

#include <string.h>

const struct record_kind arrival_kinds[] = {
    {"arrival.opened", "arrival"},
    {"arrival.applied", "arrival"},
    {"arrival.done", "arrival"},
    {"arrival.discarded", "arrival"},
    {0},
};

static const char *const states[] = {"checking", "checked", "applying", "done", "discarded"};

static enum arrival_state state_of(str word)
{
    for (int s = 0; s <= RUN_DISCARDED; s++)
        if (str_eq(word, str_of(states[s])))
            return (enum arrival_state)s;
    BUG_IF(true);
}

static enum rc may(const struct ctx *c)
{
    const enum rc rc = authz(c->actor, PERM_ARRIVAL_MANAGE, REACH_ALL);
    return rc == RC_NOT_FOUND ? RC_DENIED : rc;
}

/* ---- reading ---- */

static enum rc count(struct ctx *c, struct arrival_run *run)
{
    struct q_arrival_counts_rows rows;
    struct q_arrival_note_count_row said;
    enum rc rc = q_arrival_counts(c, run->id, &rows);
    const struct {
        const char *state;
        int64_t *n;
    } to[] = {{"read", &run->unread},    {"fits", &run->fits},       {"refused", &run->refused},
              {"stored", &run->stored},  {"updated", &run->updated}, {"unchanged", &run->unchanged},
              {"differs", &run->differs}};
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        for (size_t k = 0; k < sizeof to / sizeof *to; k++)
            if (str_eq(rows.v[i].state, str_of(to[k].state)))
                *to[k].n = rows.v[i].n;
    if (!rc)
        rc = q_arrival_note_count(c, run->id, &said);
    if (!rc) {
        run->faults = said.refused;
        run->notes = said.others;
    }
    return rc;
}

static struct arrival_run run_of(const struct q_arrival_run_by_pub_row *r)
{
    struct arrival_run run = {.id = r->id,
                              .pub = r->pub,
                              .source = r->source,
                              .name = r->name,
                              .members = r->members,
                              .state = state_of(r->state),
                              .rows = r->rows_n,
                              .line = r->line,
                              .opened_at = r->opened_at,
                              .closed_at = r->closed_at};
    BUG_IF(!arrival_kind_parse(r->kind, &run.kind));
    return run;
}

static enum rc find(struct ctx *c, str pub, struct arrival_run *ret_run)
{
    struct q_arrival_run_by_pub_row row;
    enum rc rc = may(c);
    if (!rc)
        rc = q_arrival_run_by_pub(c, pub, &row);
    if (!rc)
        *ret_run = run_of(&row);
    return rc;
}

enum rc arrival_get(struct ctx *c, str pub, struct arrival_run *ret_run)
{
    const enum rc rc = find(c, pub, ret_run);
    return rc ? rc : count(c, ret_run);
}

enum rc arrival_list(struct ctx *c, int64_t before, int64_t max, struct arrival_runs *ret)
{
    struct q_arrival_runs_rows rows;
    enum rc rc = may(c);
    if (!rc)
        rc = q_arrival_runs(c, before, max, &rows);
    if (rc)
        return rc;
    *ret = (struct arrival_runs){NEW_N(c->mem, struct arrival_run, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_arrival_runs_row *r = &rows.v[i];
        const struct q_arrival_run_by_pub_row row = {r->id,   r->pub,       r->kind,     r->source,
                                                     r->name, r->members,   r->state,    r->rows_n,
                                                     r->line, r->opened_at, r->closed_at};
        ret->v[i] = run_of(&row);
    }
    return RC_OK;
}

/* ---- staging ---- */

static enum rc tell(struct ctx *c, const char *kind, const struct arrival_run *run,
                    const struct event_member *more, int n)
{
    struct event_member members[10] = {EV_TEXT("kind", arrival_kind_word(run->kind)),
                                       EV_TEXT("source", run->source), EV_INT("rows", run->rows)};
    BUG_IF(n > 7);
    for (int i = 0; i < n; i++)
        members[3 + i] = more[i];
    return record_append(c, &(struct event){.kind = kind,
                                            .object = run->id,
                                            .object_pub = run->pub,
                                            .members = members,
                                            .member_count = 3 + n});
}

static enum rc check_source(struct ctx *c, str source)
{
    bool good = source.n > 0 && source.n <= 40;
    for (ptrdiff_t i = 0; good && i < source.n; i++) {
        const char ch = source.p[i];
        good = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
               ch == '-' || ch == '.';
    }
    return good ? RC_OK : fail(c, RC_INVALID, "source", "arrival.source_word");
}

static str members_of(struct arena *mem, const struct arrival_table *t)
{
    str parts[ARRIVAL_COLUMNS];
    for (int i = 0; i < t->columns; i++)
        parts[i] = str_of(arrival_columns[t->column[i]].member);
    return str_join(mem, parts, t->columns, S(" "));
}

static struct arrival_table table_of(str members)
{
    struct arrival_table t = {0};
    while (members.n) {
        const struct str_cut cut = str_cut(members, ' ');
        t.column[t.columns++] = arrival__column(cut.head);
        members = cut.found ? cut.tail : S("");
    }
    return t;
}

static enum rc put_files(struct ctx *c, int64_t run, const struct arrival_open *in)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < in->file_n; i++) {
        struct file f;
        rc = file_add(c, &in->files[i].stored, in->files[i].name, c->actor ? c->actor->account : 0, &f);
        if (!rc)
            rc = q_arrival_file_insert(c, run, in->files[i].name, f.id.v, NULL);
    }
    return rc;
}

enum rc arrival_open(struct ctx *c, const struct arrival_open *in, str *ret_pub)
{
    const struct digest sha = sha256_of(in->bytes);
    struct q_arrival_run_insert_row row;
    struct arrival_run run = {
        .pub = ctx_new_pubid(c), .kind = in->kind, .source = in->source, .rows = in->table->n};
    enum rc rc = may(c);
    if (!rc)
        rc = check_source(c, in->source);
    if (!rc)
        rc = q_arrival_run_insert(
            c,
            &(struct q_arrival_run_insert_in){
                .pub = run.pub,
                .kind = arrival_kind_word(in->kind),
                .source = in->source,
                .name = in->name,
                .content_hash = digest_hex(c->mem, &sha),
                .members = members_of(c->mem, in->table),
                .rows_n = in->table->n,
                .at = c->now,
                .by = c->actor && c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE},
            &row);
    run.id = rc ? 0 : row.id;
    for (ptrdiff_t i = 0; !rc && i < in->table->n; i++) {
        const struct arrival_line *l = &in->table->v[i];
        rc = q_arrival_row_insert(c, row.id, l->line, l->code, l->cells, NULL);
    }
    if (!rc)
        rc = put_files(c, row.id, in);
    const struct event_member more[] = {EV_TEXT("content_hash", digest_hex(c->mem, &sha))};
    if (!rc)
        rc = tell(c, "arrival.opened", &run, more, 1);
    if (!rc)
        *ret_pub = run.pub;
    return rc;
}

/* ---- one row ---- */

struct row {
    const struct arrival_run *run;
    const struct q_arrival_rows_after_row *at;
    const str *cell;
    struct arrival_read read;
    struct arrived out;
    str used[ARRIVAL_PAPERS * 2];
    int used_n;
    bool keep, fits;
};

/* An agency as it is today: one that ended stands for who answers for it since. */
static enum rc find_agency(struct ctx *c, const struct row *r, const char *member, str code,
                           int64_t *ret_id)
{
    struct agency a, heir;
    const date today = instant_date(c->now);
    if (!code.n)
        return RC_OK;
    enum rc rc = org_agency_by_code(c, code, today, &a);
    if (rc == RC_NOT_FOUND)
        rc = org_agency_by_code(c, code, instant_date(r->read.to.filing.filed_at), &a);
    if (!rc && !date_is_none(a.to) && a.to.day <= today.day) {
        rc = org_agency_successor(c, a.id, today, &heir);
        a.id = rc ? 0 : heir.id;
    }
    if (rc == RC_NOT_FOUND)
        return fail_args(c, RC_INVALID, member, "arrival.no_agency", &code, 1);
    if (!rc)
        *ret_id = a.id;
    return rc;
}

/* Who had it there; unknown here, nobody has it. */
static enum rc find_staff(struct ctx *c, struct row *r, const char *member, str code, int64_t *ret_id)
{
    struct staff s;
    if (!code.n)
        return RC_OK;
    const enum rc rc = org_staff_by_code(c, code, &s);
    if (rc == RC_NOT_FOUND && r->out.note_n < ARRIVAL_NOTES) {
        r->out.notes[r->out.note_n++] = (struct arrival_note){member, "arrival.no_staff", code};
        return RC_OK;
    }
    if (!rc)
        *ret_id = s.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc find_unit(struct ctx *c, str code, int64_t *ret_id)
{
    struct unit u;
    if (!code.n)
        return RC_OK;
    const enum rc rc = org_unit_by_code(c, code, &u);
    if (rc == RC_NOT_FOUND)
        return fail_args(c, RC_INVALID, "unit", "arrival.no_unit", &code, 1);
    if (!rc)
        *ret_id = u.id;
    return rc;
}

/* Files of one paper together; a file that names no paper is one of its own. */
static enum rc find_papers(struct ctx *c, struct row *r)
{
    struct filing_paper *papers = NEW_N(c->mem, struct filing_paper, ARRIVAL_PAPERS);
    int64_t *ids = NEW_N(c->mem, int64_t, ARRIVAL_PAPERS * 2);
    struct filing *f = &r->read.to.filing;
    ptrdiff_t n = 0;
    for (str rest = r->read.files; rest.n;) {
        struct q_arrival_file_by_row file;
        const struct arrival_named x = arrival__file_next(&rest);
        const str name = x.paper.n ? x.paper : x.file;
        if (!x.file.n)
            continue;
        const enum rc rc = q_arrival_file_by(c, r->run->id, x.file, &file);
        if (rc == RC_NOT_FOUND)
            return fail_args(c, RC_INVALID, "files", "arrival.no_file", &x.file, 1);
        if (rc)
            return rc;
        if (n == ARRIVAL_PAPERS || r->used_n == ARRIVAL_PAPERS * 2)
            return fail(c, RC_INVALID, "files", "arrival.cell.files");
        const bool same = n && str_eq(papers[n - 1].name, name);
        struct filing_paper *p = same ? &papers[n - 1] : &papers[n++];
        if (!same)
            *p = (struct filing_paper){
                .name = name, .files = ids + r->used_n, .file_names = r->used + r->used_n};
        ids[r->used_n] = file.file_id;
        r->used[r->used_n++] = x.file;
        p->file_n++;
    }
    f->papers = papers;
    f->paper_n = n;
    return RC_OK;
}

static enum rc look_up(struct ctx *c, struct row *r)
{
    struct arrival *a = &r->read.to;
    enum rc rc = find_agency(c, r, "receiving", r->read.receiving, &a->filing.receiving_agency_id);
    if (!rc)
        rc = find_agency(c, r, "competent", r->read.competent, &a->filing.competent_agency_id);
    if (!rc)
        rc = find_unit(c, r->read.unit, &a->division_id);
    if (!rc)
        rc = find_staff(c, r, "handler", r->read.handler, &a->handler);
    if (!rc)
        rc = find_staff(c, r, "received_by", r->read.received_by, &a->received_by);
    return rc ? rc : find_papers(c, r);
}

static enum rc check_twice(struct ctx *c, const struct row *r)
{
    struct q_arrival_row_twice_row twice;
    if (r->run->kind != ARRIVAL_MOVED)
        return RC_OK;
    const enum rc rc = q_arrival_row_twice(c, r->run->id, r->at->code, r->at->line, &twice);
    return !rc && twice.n ? fail(c, RC_INVALID, "code", "arrival.twice") : rc;
}

/* Ours and theirs, where the day differs. */
static void compare_due(struct row *r)
{
    const instant told = r->read.to.due_at, ours = r->out.due_at;
    if (r->run->kind == ARRIVAL_MOVED && r->out.as == ARRIVED_STORED && !instant_is_none(told) &&
        (instant_is_none(ours) || instant_date(told).day != instant_date(ours).day) &&
        r->out.note_n < ARRIVAL_NOTES)
        r->out.notes[r->out.note_n++] = (struct arrival_note){"due_at", "arrival.due_differs", S("")};
}

/* As one: RC_INVALID also when it fits and is only tried, so that all of it is undone. */
static enum rc take(struct ctx *c, void *arg)
{
    struct row *r = arg;
    struct arrived out;
    enum rc rc = arrival__read(c, r->run->kind, r->cell, &r->read);
    r->read.to.source = r->run->source;
    if (!rc)
        rc = check_twice(c, r);
    if (!rc)
        rc = look_up(c, r);
    if (!rc)
        rc = r->run->kind == ARRIVAL_MOVED ? dossier_move_in(c, &r->read.to, &out)
                                           : dossier_put_synced(c, &r->read.to, &out);
    if (rc)
        return rc;
    const bool known = out.as == ARRIVED_UNCHANGED || out.as == ARRIVED_DIFFERS;
    if (out.as == ARRIVED_DIFFERS)
        out.notes[out.note_n++] = (struct arrival_note){"code", "arrival.differs", S("")};
    for (int i = 0; !known && i < r->out.note_n && out.note_n < ARRIVAL_NOTES; i++)
        out.notes[out.note_n++] = r->out.notes[i];
    r->out = out;
    r->fits = true;
    compare_due(r);
    for (int i = 0; r->keep && !rc && r->out.as == ARRIVED_STORED && i < r->used_n; i++)
        rc = q_arrival_file_used(c, r->run->id, r->used[i], NULL);
    return rc || r->keep ? rc : RC_INVALID;
}

struct said {
    str member;
    const char *key;
    str arg, arg2;
};

static enum rc note(struct ctx *c, const struct row *r, const struct said *s, bool refused)
{
    return q_arrival_note_insert(
        c,
        &(struct q_arrival_note_insert_in){.run_id = r->run->id,
                                           .line = r->at->line,
                                           .member = s->member.p ? s->member : S(""),
                                           .key = str_of(s->key),
                                           .arg1 = s->arg.p ? s->arg : S(""),
                                           .arg2 = s->arg2.p ? s->arg2 : S(""),
                                           .refused = refused},
        NULL);
}

/* Members of dossier's rules as the columns are called. */
static str column_of(str field)
{
    static const char *const names[][2] = {{"filed_at", "received_at"}, {"papers", "files"},
                                           {"accepted", "accepted_at"}, {"stood", "paused"},
                                           {"at", "received_at"},       {"rule", "procedure"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(field, str_of(names[i][0])))
            return str_of(names[i][1]);
    return field.p && arrival__column(field) >= 0 ? field : S("");
}

/* "2026-11-20" and ours, or what the note itself says. */
static struct said said_of(struct ctx *c, const struct row *r, const struct arrival_note *n)
{
    struct said s = {column_of(str_of(n->member)), n->key, n->arg, STR_NONE};
    if (strcmp(n->key, "arrival.due_differs") != 0)
        return s;
    s.arg = date_iso(c->mem, instant_date(r->read.to.due_at));
    s.arg2 = instant_is_none(r->out.due_at) ? S("–") : date_iso(c->mem, instant_date(r->out.due_at));
    return s;
}

static enum rc put_notes(struct ctx *c, const struct row *r, const struct fault *faults)
{
    enum rc rc = q_arrival_notes_forget(c, r->run->id, r->at->line, NULL);
    for (const struct fault *f = faults; !rc && f && !r->fits; f = f->next)
        rc = note(c, r, &(struct said){column_of(f->field), f->key, f->args[0], f->args[1]}, true);
    if (!rc && !r->fits && !faults)
        rc = note(c, r, &(struct said){.key = "arrival.not_taken"}, true);
    for (int i = 0; !rc && r->fits && i < r->out.note_n; i++) {
        const struct said s = said_of(c, r, &r->out.notes[i]);
        rc = note(c, r, &s, false);
    }
    return rc;
}

static enum rc put_outcome(struct ctx *c, const struct row *r, const struct fault *faults)
{
    static const char *const words[] = {[ARRIVED_STORED] = "stored",
                                        [ARRIVED_UPDATED] = "updated",
                                        [ARRIVED_UNCHANGED] = "unchanged",
                                        [ARRIVED_DIFFERS] = "differs"};
    const bool known = r->fits && (r->out.as == ARRIVED_UNCHANGED || r->out.as == ARRIVED_DIFFERS);
    const char *state = !r->fits ? "refused" : r->keep || known ? words[r->out.as] : "fits";
    const enum rc rc = put_notes(c, r, faults);
    return rc ? rc
              : q_arrival_row_put(
                    c,
                    &(struct q_arrival_row_put_in){
                        .run_id = r->run->id,
                        .line = r->at->line,
                        .cells = r->keep ? S("") : r->at->cells,
                        .state = str_of(state),
                        .dossier_id = r->keep && r->fits ? OPT_INT(r->out.ref.id.v) : OPT_INT_NONE},
                    NULL);
}

static enum rc one_row(struct ctx *c, const struct arrival_run *run, const struct arrival_table *t,
                       const struct q_arrival_rows_after_row *at)
{
    str cell[ARRIVAL_COLUMNS];
    struct row *r = NEW(c->mem, struct row);
    *r = (struct row){.run = run, .at = at, .cell = cell, .keep = run->state == RUN_APPLYING};
    if (r->keep && str_eq(at->state, S("refused"))) /* as it was found */
        return RC_OK;
    arrival__cells(t, at->cells, cell);
    const enum rc rc = db_nested(c, take, r);
    const struct fault *faults = c->faults;
    c->faults = NULL;
    if (rc && rc != RC_INVALID && rc != RC_CONFLICT && rc != RC_NOT_FOUND)
        return rc;
    r->fits = r->fits && (!rc || !r->keep);
    return put_outcome(c, r, faults);
}

/* ---- a small unit ---- */

static enum rc drop_files(struct ctx *c, int64_t run)
{
    struct q_arrival_files_unused_rows files;
    enum rc rc = q_arrival_files_unused(c, run, &files);
    for (ptrdiff_t i = 0; !rc && i < files.n; i++) {
        rc = file_destroy(c, (struct file_id){files.v[i].file_id});
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

static enum rc finish(struct ctx *c, struct arrival_run *run)
{
    enum rc rc = run->state == RUN_APPLYING ? drop_files(c, run->id) : RC_OK;
    if (!rc && run->state == RUN_APPLYING)
        rc = q_arrival_rows_empty(c, run->id, NULL);
    if (rc || run->state != RUN_APPLYING)
        return rc;
    rc = count(c, run);
    const struct event_member more[] = {EV_INT("stored", run->stored), EV_INT("updated", run->updated),
                                        EV_INT("unchanged", run->unchanged),
                                        EV_INT("differs", run->differs),
                                        EV_INT("refused", run->refused)};
    return rc ? rc : tell(c, "arrival.done", run, more, 5);
}

static enum rc move_on(struct ctx *c, const struct arrival_run *run, enum arrival_state to,
                       int64_t line)
{
    int64_t changed;
    const enum rc rc = q_arrival_run_put(
        c,
        &(struct q_arrival_run_put_in){
            .id = run->id,
            .was_state = str_of(states[run->state]),
            .was_line = run->line,
            .state = str_of(states[to]),
            .line = line,
            .closed_at = to == RUN_DONE || to == RUN_DISCARDED ? c->now : INSTANT_NONE},
        &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.somebody_was_first") : rc;
}

enum rc arrival_step(struct ctx *c, str pub, int64_t max, bool *ret_more)
{
    struct arrival_run run;
    struct q_arrival_rows_after_rows rows;
    *ret_more = false;
    enum rc rc = find(c, pub, &run);
    if (rc || (run.state != RUN_CHECKING && run.state != RUN_APPLYING))
        return rc;
    const struct arrival_table t = table_of(run.members);
    rc = q_arrival_rows_after(c, run.id, run.line, max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
        rc = one_row(c, &run, &t, &rows.v[i]);
    *ret_more = rows.n == max;
    if (rc)
        return rc;
    const int64_t line = rows.n ? rows.v[rows.n - 1].line : run.line;
    if (!*ret_more)
        rc = finish(c, &run);
    if (rc)
        return rc;
    return move_on(c, &run,
                   *ret_more                   ? run.state
                   : run.state == RUN_CHECKING ? RUN_CHECKED
                                               : RUN_DONE,
                   line);
}

enum rc arrival_apply(struct ctx *c, str pub, bool all_or_nothing)
{
    struct arrival_run run;
    enum rc rc = arrival_get(c, pub, &run);
    if (rc)
        return rc;
    if (run.state != RUN_CHECKED)
        return fail(c, RC_CONFLICT, NULL, "arrival.not_checked");
    if (all_or_nothing && run.refused)
        return fail(c, RC_CONFLICT, NULL, "arrival.some_refused");
    rc = move_on(c, &run, RUN_APPLYING, 0);
    const struct event_member more[] = {EV_INT("fits", run.fits), EV_INT("refused", run.refused)};
    return rc ? rc : tell(c, "arrival.applied", &run, more, 2);
}

enum rc arrival_discard(struct ctx *c, str pub)
{
    struct arrival_run run;
    enum rc rc = find(c, pub, &run);
    if (rc)
        return rc;
    if (run.state != RUN_CHECKED && run.state != RUN_CHECKING)
        return fail(c, RC_CONFLICT, NULL, "arrival.begun");
    rc = drop_files(c, run.id);
    if (!rc)
        rc = q_arrival_rows_empty(c, run.id, NULL);
    if (!rc)
        rc = move_on(c, &run, RUN_DISCARDED, run.line);
    return rc ? rc : tell(c, "arrival.discarded", &run, NULL, 0);
}
