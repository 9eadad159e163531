/*
 * casework_process.c - process versions: the steps, and the actions and guards that their
 * kinds bring. Static checks stand here: a process that ends nowhere is never stored.
 * When you add a kind of step, give it its rows in `usual` and its place in `places`.
 */
#include "casework/casework_internal.h"

#include "core/buf.h"
#include "core/hash.h"

static const str kind_codes[STEP_KIND_COUNT] = {
    [STEP_RECEIVE] = {"receive", 7},
    [STEP_PROCESS] = {"process", 7},
    [STEP_APPROVE] = {"approve", 7},
    [STEP_ISSUE] = {"issue", 5},
};

static const struct {
    enum role role;
    const char *role_code, *place;
    enum work_status arrival; /* of a work that moves forward into such a step */
} places[STEP_KIND_COUNT] = {
    [STEP_RECEIVE] = {ROLE_CLERK, "clerk", "receiving_unit", WORK_WAITING},
    [STEP_PROCESS] = {ROLE_OFFICER, "officer", "competent_unit", WORK_PROCESSING},
    [STEP_APPROVE] = {ROLE_LEADER, "leader", "competent_leaders", WORK_APPROVING},
    [STEP_ISSUE] = {ROLE_CLERK, "clerk", "receiving_unit", WORK_APPROVED},
};

enum target { TO_NEXT, TO_LAST_PROCESS, TO_HERE };

/* The usual actions of each kind, in the order in which a page offers them. */
static const struct usual {
    enum step_kind kind;
    const char *code;
    enum work_status from;
    enum target target;
    enum work_status to; /* WORK_STATUS_COUNT: the arrival status of the next step */
    bool needs_note, needs_file;
} usual[] = {
    {STEP_RECEIVE, "accept", WORK_WAITING, TO_NEXT, WORK_ACCEPTED, false, false},
    {STEP_RECEIVE, "supplement", WORK_WAITING, TO_HERE, WORK_SUPPLEMENT, true, false},
    {STEP_RECEIVE, "refuse", WORK_WAITING, TO_HERE, WORK_REFUSED, true, false},
    {STEP_RECEIVE, "complete", WORK_SUPPLEMENT, TO_HERE, WORK_WAITING, false, false},
    {STEP_PROCESS, "submit", WORK_ACCEPTED, TO_NEXT, WORK_STATUS_COUNT, false, false},
    {STEP_PROCESS, "submit", WORK_PROCESSING, TO_NEXT, WORK_STATUS_COUNT, false, false},
    {STEP_PROCESS, "supplement", WORK_ACCEPTED, TO_HERE, WORK_SUPPLEMENT, true, false},
    {STEP_PROCESS, "supplement", WORK_PROCESSING, TO_HERE, WORK_SUPPLEMENT, true, false},
    {STEP_PROCESS, "refuse", WORK_ACCEPTED, TO_HERE, WORK_REFUSED, true, false},
    {STEP_PROCESS, "refuse", WORK_PROCESSING, TO_HERE, WORK_REFUSED, true, false},
    {STEP_PROCESS, "complete", WORK_SUPPLEMENT, TO_HERE, WORK_PROCESSING, false, false},
    {STEP_APPROVE, "approve", WORK_APPROVING, TO_NEXT, WORK_STATUS_COUNT, false, false},
    {STEP_APPROVE, "send_back", WORK_APPROVING, TO_LAST_PROCESS, WORK_PROCESSING, true, false},
    {STEP_APPROVE, "refuse", WORK_APPROVING, TO_HERE, WORK_REFUSED, true, false},
    {STEP_ISSUE, "issue", WORK_APPROVED, TO_HERE, WORK_ISSUED, false, true},
    {STEP_ISSUE, "return", WORK_ISSUED, TO_HERE, WORK_RETURNED, false, false},
};

enum step_kind casework__step_kind(str code)
{
    for (int k = 0; k < STEP_KIND_COUNT; k++)
        if (str_eq(code, kind_codes[k]))
            return (enum step_kind)k;
    BUG_IF(true);
}

enum role casework__role(enum step_kind k)
{
    return places[k].role;
}

/* Reception first, issue last, an approval between them, never a kind before its turn. */
static enum rc check_steps(struct ctx *c, const struct process_step_in *steps, ptrdiff_t n)
{
    bool approved = false;
    if (n < 3 || steps[0].kind != STEP_RECEIVE || steps[n - 1].kind != STEP_ISSUE)
        return fail(c, RC_INVALID, "steps", "casework.process.ends");
    for (ptrdiff_t i = 0; i < n; i++) {
        if (steps[i].minutes < 0)
            return fail(c, RC_INVALID, "steps", "casework.process.share");
        if (i && steps[i].kind < steps[i - 1].kind)
            return fail(c, RC_INVALID, "steps", "casework.process.order");
        if (i && (steps[i].kind == STEP_RECEIVE || (steps[i].kind == STEP_ISSUE && i != n - 1)))
            return fail(c, RC_INVALID, "steps", "casework.process.ends");
        approved = approved || steps[i].kind == STEP_APPROVE;
    }
    return approved ? RC_OK : fail(c, RC_INVALID, "steps", "casework.process.unsigned");
}

static str content_hash(struct ctx *c, const struct process_step_in *steps, ptrdiff_t n)
{
    struct buf b = buf_new(c->mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_add(&b, kind_codes[steps[i].kind]);
        buf_fmt(&b, " %lld ", (long long)steps[i].minutes);
        buf_json(&b, steps[i].name);
        buf_json(&b, steps[i].role_text);
        buf_char(&b, '\n');
    }
    const struct digest d = sha256_of(buf_str(&b));
    return digest_hex(c->mem, &d);
}

static ptrdiff_t last_process(const struct process_step_in *steps, ptrdiff_t at)
{
    while (at > 0 && steps[at].kind != STEP_PROCESS)
        at--;
    return at;
}

static enum rc put_action(struct ctx *c, int64_t step_id, int64_t order, const struct usual *u,
                          const struct process_step_in *steps, ptrdiff_t at)
{
    struct q_process_action_insert_in in = {
        .step_id = step_id,
        .code = str_of(u->code),
        .rank = order,
        .from_status = work_status_code(u->from),
        .needs_note = u->needs_note,
        .needs_file = u->needs_file,
    };
    enum work_status to = u->to;
    if (u->target == TO_NEXT) {
        in.to_rank = OPT_INT(at + 2);
        if (to == WORK_STATUS_COUNT)
            to = places[steps[at + 1].kind].arrival;
    } else if (u->target == TO_LAST_PROCESS) {
        in.to_rank = OPT_INT(last_process(steps, at) + 1);
    }
    in.to_status = work_status_code(to);
    return q_process_action_insert(c, &in, NULL);
}

static enum rc put_step(struct ctx *c, int64_t process, const struct process_step_in *steps,
                        ptrdiff_t at)
{
    const struct process_step_in *s = &steps[at];
    struct q_process_step_insert_row row;
    enum rc rc = q_process_step_insert(c,
                                       &(struct q_process_step_insert_in){
                                           .process_version_id = process,
                                           .rank = at + 1,
                                           .name = s->name,
                                           .kind = kind_codes[s->kind],
                                           .role = str_of(places[s->kind].role_code),
                                           .place = str_of(places[s->kind].place),
                                           .role_text = s->role_text,
                                           .minutes = s->minutes,
                                       },
                                       &row);
    for (size_t i = 0; !rc && i < sizeof usual / sizeof *usual; i++)
        if (usual[i].kind == s->kind)
            rc = put_action(c, row.id, (int64_t)i, &usual[i], steps, at);
    return rc;
}

/* Reception, examination and signature are three persons. */
static enum rc put_guards(struct ctx *c, int64_t process, const struct process_step_in *steps,
                          ptrdiff_t n)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t a = 0; a < n; a++)
        for (ptrdiff_t b = a + 1; !rc && b < n; b++)
            if (steps[a].kind != steps[b].kind && steps[b].kind != STEP_ISSUE)
                rc = q_process_guard_insert(c, process, a + 1, b + 1, NULL);
    return rc;
}

enum rc process_put(struct ctx *c, const struct process_in *in, struct process_id *ret_process)
{
    enum rc rc = check_steps(c, in->steps, in->n);
    if (rc)
        return rc;
    const str hash = content_hash(c, in->steps, in->n);
    struct q_process_version_find_row found;
    rc = q_process_version_find(c, in->code, hash, &found);
    if (rc != RC_NOT_FOUND) {
        if (!rc)
            ret_process->v = found.id;
        return rc;
    }
    struct q_process_version_last_row last;
    rc = q_process_version_last(c, in->code, &last);
    struct q_process_version_insert_row row = {0};
    if (!rc)
        rc = q_process_version_insert(
            c,
            &(struct q_process_version_insert_in){.code = in->code,
                                                  .no = last.no + 1,
                                                  .name = in->name,
                                                  .is_template = in->is_template,
                                                  .content_hash = hash,
                                                  .created_at = c->now},
            &row);
    for (ptrdiff_t i = 0; !rc && i < in->n; i++)
        rc = put_step(c, row.id, in->steps, i);
    if (!rc)
        rc = put_guards(c, row.id, in->steps, in->n);
    if (!rc)
        ret_process->v = row.id;
    return rc;
}

enum rc process_steps(struct ctx *c, struct process_id id, struct process_step **ret_steps,
                      ptrdiff_t *ret_n)
{
    struct q_process_steps_rows rows;
    const enum rc rc = q_process_steps(c, id.v, &rows);
    if (rc)
        return rc;
    struct process_step *steps = NEW_N(c->mem, struct process_step, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_process_steps_row *r = &rows.v[i];
        const enum step_kind kind = casework__step_kind(r->kind);
        steps[i] = (struct process_step){.id = r->id,
                                         .rank = r->rank,
                                         .minutes = r->minutes,
                                         .name = r->name,
                                         .role_text = r->role_text,
                                         .kind = kind,
                                         .role = places[kind].role};
    }
    *ret_steps = steps;
    *ret_n = rows.n;
    return RC_OK;
}
