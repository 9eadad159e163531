/*
 * casework_process_store.c - versions of processes: drafts, publishing with every check, what is
 * derived from a file for the engine, and reading it back. The event is written here.
 */
#include "casework/casework_internal.h"

#include "core/buf.h"
#include "core/hash.h"

static const char *const states[] = {"draft", "published", "discarded"};

str casework__hash(struct arena *mem, str content)
{
    const struct digest d = sha256_of(content);
    return digest_hex(mem, &d);
}

static struct opt_int account_of(const struct ctx *c)
{
    return c->actor && c->actor->account ? OPT_INT(c->actor->account) : OPT_INT_NONE;
}

/* ---- what is derived ---- */

static str words_text(struct arena *mem, const struct def_words *w)
{
    return w->n ? str_join(mem, w->v, w->n, S(" ")) : STR_NONE;
}

static str choices_text(struct arena *mem, const struct def_choices *list)
{
    struct buf b = buf_new(mem, 1 << 20);
    for (ptrdiff_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%.*s %.*s\n", STR_ARG(list->v[i].key), STR_ARG(list->v[i].name));
    BUG_IF(buf_full(&b));
    return list->n ? buf_str(&b) : STR_NONE;
}

struct def_choices casework__choices(struct arena *mem, str text)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    struct def_choices list = {NEW_N(mem, struct def_choice, n), n};
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct str_cut line = str_cut(text, '\n'), cut = str_cut(line.head, ' ');
        list.v[i] = (struct def_choice){cut.head, cut.tail};
        text = line.tail;
    }
    return list;
}

static struct opt_int rank_of(const struct process_def *def, str key)
{
    const struct def_step *s = key.n ? process_def_step(def, key) : NULL;
    return s ? OPT_INT(s - def->steps.v + 1) : OPT_INT_NONE;
}

static enum rc put_action(struct ctx *c, const struct process_def *def, int64_t step,
                          const struct def_action *a, int64_t rank)
{
    struct q_process_action_insert_in in = {
        .step_id = step,
        .code = a->code,
        .rank = rank,
        .to_rank = rank_of(def, a->to),
        .to_status = work_status_code(a->status),
        .needs_note = a->needs_note,
        .needs_file = a->needs_file,
        .label = a->label,
        .by_applicant = a->by == TAKEN_BY_APPLICANT,
        .automatic = a->automatic,
        .clock = process_clock_word(a->clock),
        .papers = words_text(c->mem, &a->papers),
        .reasons = choices_text(c->mem, &a->reasons),
        .when_fact = a->when ? a->when->fact : STR_NONE,
        .when_is = a->when ? words_text(c->mem, &a->when->is) : STR_NONE,
    };
    enum rc rc = RC_OK;
    for (int s = 0; !rc && s < WORK_STATUS_COUNT; s++)
        if (a->from >> s & 1u) {
            in.from_status = work_status_code((enum work_status)s);
            rc = q_process_action_insert(c, &in, NULL);
        }
    return rc;
}

static const struct def_parallel *parallel_at(const struct process_def *def, str key)
{
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        if (str_eq(def->parallel.v[i].at, key))
            return &def->parallel.v[i];
    return NULL;
}

static enum rc put_parts(struct ctx *c, int64_t process, int64_t rank, const struct def_parallel *p)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && p && i < p->parts.n; i++)
        rc = q_process_part_insert(c,
                                   &(struct q_process_part_insert_in){
                                       .process_version_id = process,
                                       .step_rank = rank,
                                       .rank = i + 1,
                                       .key = p->parts.v[i].key,
                                       .name = p->parts.v[i].name,
                                       .role = str_of(role_word(p->parts.v[i].role)),
                                       .place = p->parts.v[i].place,
                                       .minutes = p->parts.v[i].minutes,
                                       .join_all = p->join == JOIN_ALL,
                                   },
                                   NULL);
    return rc;
}

static enum rc put_step(struct ctx *c, const struct process_def *def, int64_t process, ptrdiff_t at)
{
    const struct def_step *s = &def->steps.v[at];
    const struct def_parallel *parallel = parallel_at(def, s->key);
    struct q_process_step_insert_row row;
    bool automatic = false;
    for (ptrdiff_t i = 0; i < s->actions.n; i++)
        automatic = automatic || s->actions.v[i].automatic;
    enum rc rc = q_process_step_insert(c,
                                       &(struct q_process_step_insert_in){
                                           .process_version_id = process,
                                           .rank = at + 1,
                                           .key = s->key,
                                           .name = s->name,
                                           .kind = step_kind_word(s->kind),
                                           .role = str_of(role_word(s->role)),
                                           .place = s->place,
                                           .role_text = s->who.n ? s->who : S(""),
                                           .minutes = s->minutes,
                                           .automatic = automatic,
                                           .has_parts = parallel != NULL,
                                       },
                                       &row);
    for (ptrdiff_t i = 0; !rc && i < s->actions.n; i++)
        rc = put_action(c, def, row.id, &s->actions.v[i], i + 1);
    return rc ? rc : put_parts(c, process, at + 1, parallel);
}

static enum rc put_holds(struct ctx *c, int64_t process, const struct def_holds *holds)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < holds->n; i++)
        rc = q_process_hold_insert(c,
                                   &(struct q_process_hold_insert_in){
                                       .process_version_id = process,
                                       .rank = i + 1,
                                       .key = holds->v[i].key,
                                       .name = holds->v[i].name,
                                       .article = holds->v[i].article,
                                       .time_limit = holds->v[i].limit,
                                       .consult = holds->v[i].consult,
                                   },
                                   NULL);
    return rc;
}

static enum rc derive(struct ctx *c, const struct process_def *def, int64_t process)
{
    enum rc rc = put_holds(c, process, &def->holds);
    for (ptrdiff_t i = 0; !rc && i < def->steps.n; i++)
        rc = put_step(c, def, process, i);
    for (ptrdiff_t i = 0; !rc && i < def->guards.n; i++) {
        const struct def_guard *g = &def->guards.v[i];
        rc = q_process_guard_insert(c, process, rank_of(def, g->a).v, rank_of(def, g->b).v, g->waivable,
                                    NULL);
    }
    for (ptrdiff_t i = 0; !rc && i < def->facts.n; i++)
        rc = q_process_fact_insert(c,
                                   &(struct q_process_fact_insert_in){
                                       .process_version_id = process,
                                       .rank = i + 1,
                                       .key = def->facts.v[i].key,
                                       .name = def->facts.v[i].name,
                                       .choices = choices_text(c->mem, &def->facts.v[i].values),
                                   },
                                   NULL);
    return rc;
}

/* ---- adding and publishing ---- */

enum rc casework__version_add(struct ctx *c, const struct process_def *def, str content,
                              struct process_id *ret_process)
{
    struct q_process_version_last_row last;
    struct q_process_version_insert_row row;
    enum rc rc = q_process_version_last(c, def->code, &last);
    if (!rc)
        rc = q_process_version_insert(
            c,
            &(struct q_process_version_insert_in){.code = def->code,
                                                  .no = last.no + 1,
                                                  .kind = def->kind,
                                                  .name = def->name,
                                                  .is_template = def->is_template,
                                                  .content = content,
                                                  .content_hash = casework__hash(c->mem, content),
                                                  .created_at = c->now,
                                                  .created_by = account_of(c)},
            &row);
    if (!rc)
        ret_process->v = row.id;
    return rc;
}

enum rc casework__version_publish(struct ctx *c, struct process_id id, const struct process_def *def,
                                  const struct process_publish *in)
{
    int64_t changed;
    enum rc rc =
        q_process_version_publish(c,
                                  &(struct q_process_version_publish_in){.id = id.v,
                                                                         .valid_from = in->valid_from,
                                                                         .published_at = c->now,
                                                                         .published_by = account_of(c),
                                                                         .reason = in->reason},
                                  &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.process.changed");
    return rc ? rc : derive(c, def, id.v);
}

static enum rc may_manage(struct ctx *c)
{
    return authz(c->actor, PERM_PROCESS_MANAGE, REACH_ALL);
}

const struct record_kind process_kinds[] = {
    {"process.drafted", "process"},
    {"process.published", "process"},
    {"process.discarded", "process"},
    {"process.move_ordered", "process"},
    {0},
};

enum rc casework__process_event(struct ctx *c, const char *kind, struct process_id id,
                                struct event_member extra, str reason)
{
    struct q_process_version_get_row v;
    const enum rc rc = q_process_version_get(c, id.v, &v);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("code", v.code), EV_INT("no", v.no),
                                           EV_TEXT("content_hash", v.content_hash),
                                           EV_DATE("valid_from", v.valid_from), extra};
    const struct event_member personal[] = {EV_TEXT("reason", reason)};
    return record_append(
        c, &(struct event){.kind = kind,
                           .object = id.v,
                           .object_pub = str_fmt(c->mem, "%.*s/%lld", STR_ARG(v.code), (long long)v.no),
                           .members = members,
                           .member_count = 4 + (extra.name != NULL),
                           .personal = personal,
                           .personal_count = reason.n > 0});
}

/* ---- replay: a published version must still be what its event says ---- */

static enum rc replay_begin(struct ctx *c, void **ret_self)
{
    *ret_self = NULL;
    (void)c;
    return RC_OK;
}

static enum rc replay_event(struct ctx *c, void *self, struct record_verifier *v,
                            const struct event_row *e, int64_t seq)
{
    struct q_process_version_get_row row;
    str hash = STR_NONE;
    (void)self;
    (void)seq;
    if (!str_eq(e->kind, S("process.published")) ||
        !record_member_text(c->mem, e->payload, S("content_hash"), &hash))
        return RC_OK;
    const enum rc rc = q_process_version_get(c, e->object, &row);
    if (rc == RC_NOT_FOUND)
        record_found(v, e->object_pub, "process", S("gone"), hash);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    const str now = casework__hash(c->mem, row.content);
    if (!str_eq(now, hash))
        record_found(v, e->object_pub, "content", now, hash);
    return RC_OK;
}

static enum rc replay_finish(struct ctx *c, void *self, struct record_verifier *v)
{
    (void)c;
    (void)self;
    (void)v;
    return RC_OK;
}

const struct record_replayer process_replayers[] = {
    {.object = "process", .begin = replay_begin, .event = replay_event, .finish = replay_finish},
    {0},
};

#define NO_MEMBER ((struct event_member){0})

static enum rc check_same(struct ctx *c, const struct process_def *def, str content)
{
    struct q_process_code_list_rows rows;
    if (content.n > PROCESS_FILE_MAX)
        return fail(c, RC_INVALID, "/", "casework.file.long");
    const enum rc rc = q_process_code_list(c, def->code, S(""), 1, &rows);
    if (!rc && rows.n && !str_eq(rows.v[0].kind, def->kind))
        return fail(c, RC_INVALID, "/kind", "casework.process.other_kind");
    return rc;
}

enum rc process_draft(struct ctx *c, const struct process_def *def, struct process_id *ret_process)
{
    const str content = process_write(c->mem, def);
    enum rc rc = may_manage(c);
    if (!rc)
        rc = check_same(c, def, content);
    if (!rc)
        rc = casework__version_add(c, def, content, ret_process);
    return rc ? rc : casework__process_event(c, "process.drafted", *ret_process, NO_MEMBER, S(""));
}

enum rc process_import(struct ctx *c, str text, struct process_id *ret_process)
{
    struct process_def def;
    enum rc rc = may_manage(c);
    if (!rc)
        rc = process_read(c, text, &def);
    return rc ? rc : process_draft(c, &def, ret_process);
}

enum rc process_edit(struct ctx *c, struct process_id id, int64_t seen_edit,
                     const struct process_def *def)
{
    struct q_process_version_get_row v;
    int64_t changed;
    const str content = process_write(c->mem, def);
    struct process_def again;
    enum rc rc = may_manage(c);
    if (!rc)
        rc = q_process_version_get(c, id.v, &v);
    if (!rc) /* a draft can always be read again, whatever a form put into it */
        rc = process_read(c, content, &again);
    if (!rc && !str_eq(v.code, def->code))
        return fail(c, RC_INVALID, "/process", "casework.process.other_code");
    if (!rc && !str_eq(v.kind, def->kind))
        return fail(c, RC_INVALID, "/kind", "casework.process.other_kind");
    if (!rc && content.n > PROCESS_FILE_MAX)
        return fail(c, RC_INVALID, "/", "casework.file.long");
    if (!rc)
        rc = q_process_version_edit(
            c,
            &(struct q_process_version_edit_in){.id = id.v,
                                                .was_edit = seen_edit,
                                                .kind = def->kind,
                                                .name = def->name,
                                                .is_template = def->is_template,
                                                .content = content,
                                                .content_hash = casework__hash(c->mem, content)},
            &changed);
    return !rc && changed != 1 ? fail(c, RC_CONFLICT, NULL, "casework.process.changed") : rc;
}

enum rc process_discard(struct ctx *c, struct process_id id, int64_t seen_edit)
{
    int64_t changed;
    enum rc rc = may_manage(c);
    if (!rc)
        rc = q_process_version_discard(c, id.v, seen_edit, &changed);
    if (!rc && changed != 1)
        return fail(c, RC_CONFLICT, NULL, "casework.process.changed");
    return rc ? rc : casework__process_event(c, "process.discarded", id, NO_MEMBER, S(""));
}

static enum rc check_all(struct ctx *c, const struct process_def *def, const struct process_publish *in)
{
    const enum rc rc = process_check(c, def);
    if ((rc && rc != RC_INVALID) || in->unstaffed)
        return rc;
    const enum rc staff = process_check_staff(c, def);
    return rc ? rc : staff;
}

enum rc process_publish(struct ctx *c, struct process_id id, const struct process_publish *in)
{
    struct q_process_version_get_row v;
    struct process_def def;
    enum rc rc = may_manage(c);
    if (!rc)
        rc = q_process_version_get(c, id.v, &v);
    if (rc)
        return rc;
    if (v.edit != in->seen_edit || !str_eq(v.state, S("draft")))
        return fail(c, RC_CONFLICT, NULL, "casework.process.changed");
    if (!str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "casework.note_needed");
    if (in->valid_from.day < instant_date(c->now).day)
        return fail(c, RC_INVALID, "valid_from", "casework.process.past");
    rc = process_read(c, v.content, &def);
    if (!rc)
        rc = check_all(c, &def, in);
    if (!rc)
        rc = casework__version_publish(c, id, &def, in);
    return rc ? rc
              : casework__process_event(c, "process.published", id, EV_BOOL("unstaffed", in->unstaffed),
                                        in->reason);
}

/* ---- reading ---- */

static enum process_state state_of(str word)
{
    for (int s = 0; s < 3; s++)
        if (str_eq(word, str_of(states[s])))
            return (enum process_state)s;
    BUG_IF(true);
}

static enum rc running_of(struct ctx *c, struct process_version *v)
{
    struct q_process_running_row row = {0};
    const enum rc rc = v->state == PROCESS_PUBLISHED ? q_process_running(c, v->id.v, &row) : RC_OK;
    v->running = row.n;
    return rc;
}

enum rc process_version_get(struct ctx *c, struct process_id id, struct process_version *ret_version)
{
    struct q_process_version_get_row r;
    enum rc rc = q_process_version_get(c, id.v, &r);
    if (rc)
        return rc;
    struct process_version v = {.id = id,
                                .code = r.code,
                                .kind = r.kind,
                                .name = r.name,
                                .content = r.content,
                                .no = r.no,
                                .edit = r.edit,
                                .state = state_of(r.state),
                                .is_template = r.is_template,
                                .valid_from = r.valid_from,
                                .created_at = r.created_at,
                                .published_at = r.published_at,
                                .created_by = r.created_by,
                                .published_by = r.published_by,
                                .reason = r.reason};
    rc = running_of(c, &v);
    if (!rc)
        *ret_version = v;
    return rc;
}

enum rc process_version_by(struct ctx *c, str code, int64_t no, struct process_version *ret_version)
{
    struct q_process_version_id_row row;
    const enum rc rc = q_process_version_id(c, code, no, &row);
    return rc ? rc : process_version_get(c, (struct process_id){row.id}, ret_version);
}

enum rc process_version_list(struct ctx *c, str code, struct process_versions *ret)
{
    struct q_process_version_list_rows rows;
    enum rc rc = q_process_version_list(c, code, 200, &rows);
    if (rc)
        return rc;
    struct process_versions all = {NEW_N(c->mem, struct process_version, rows.n), rows.n};
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct q_process_version_list_row *r = &rows.v[i];
        all.v[i] = (struct process_version){.id = {r->id},
                                            .code = code,
                                            .kind = r->kind,
                                            .name = r->name,
                                            .no = r->no,
                                            .edit = r->edit,
                                            .state = state_of(r->state),
                                            .is_template = r->is_template,
                                            .valid_from = r->valid_from,
                                            .created_at = r->created_at,
                                            .published_at = r->published_at,
                                            .published_by = r->published_by,
                                            .reason = r->reason};
        rc = running_of(c, &all.v[i]);
    }
    if (!rc)
        *ret = all;
    return rc ? rc : rows.n ? RC_OK : RC_NOT_FOUND;
}

enum rc process_code_list(struct ctx *c, str what, str after, int64_t max, struct process_codes *ret)
{
    struct q_process_code_list_rows rows;
    const enum rc rc =
        q_process_code_list(c, what.n ? what : S(""), after.n ? after : S(""), max, &rows);
    if (rc)
        return rc;
    struct process_codes all = {NEW_N(c->mem, struct process_code, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++)
        all.v[i] = (struct process_code){rows.v[i].code,        rows.v[i].kind,     rows.v[i].name,
                                         rows.v[i].is_template, rows.v[i].versions, rows.v[i].drafts};
    *ret = all;
    return RC_OK;
}

enum rc process_of_code(struct ctx *c, str code, str kind, date day, struct process_id *ret_process)
{
    struct q_process_of_code_row row;
    const enum rc rc = q_process_of_code(c, code, kind, day, &row);
    if (!rc)
        ret_process->v = row.id;
    return rc;
}

enum step_kind casework__step_kind(str code)
{
    for (int k = 0; k < STEP_KIND_COUNT; k++)
        if (str_eq(code, step_kind_word((enum step_kind)k)))
            return (enum step_kind)k;
    BUG_IF(true);
}

enum role casework__role(struct arena *mem, str word)
{
    enum role role;
    BUG_IF(!role_parse(str_c(mem, word), &role));
    return role;
}

enum rc process_steps(struct ctx *c, struct process_id id, struct process_step **ret_steps,
                      ptrdiff_t *ret_n)
{
    struct q_process_steps_rows rows;
    const enum rc rc = q_process_steps(c, id.v, &rows);
    if (rc)
        return rc;
    struct process_step *steps = NEW_N(c->mem, struct process_step, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        steps[i] = (struct process_step){.id = rows.v[i].id,
                                         .rank = rows.v[i].rank,
                                         .minutes = rows.v[i].minutes,
                                         .key = rows.v[i].key,
                                         .name = rows.v[i].name,
                                         .role_text = rows.v[i].role_text,
                                         .kind = casework__step_kind(rows.v[i].kind),
                                         .role = casework__role(c->mem, rows.v[i].role)};
    *ret_steps = steps;
    *ret_n = rows.n;
    return RC_OK;
}

enum rc process_facts(struct ctx *c, struct process_id id, struct def_fact **ret_facts,
                      ptrdiff_t *ret_n)
{
    struct q_process_facts_rows rows;
    const enum rc rc = q_process_facts(c, id.v, &rows);
    if (rc)
        return rc;
    struct def_fact *facts = NEW_N(c->mem, struct def_fact, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        facts[i] = (struct def_fact){rows.v[i].key, rows.v[i].name,
                                     casework__choices(c->mem, rows.v[i].choices)};
    *ret_facts = facts;
    *ret_n = rows.n;
    return RC_OK;
}
