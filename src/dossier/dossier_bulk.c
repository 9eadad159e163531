/* dossier_bulk.c - see dossier_bulk.h. */
#include "dossier/dossier_bulk.h"

#include "casework/parts.h"
#include "dossier/dossier_internal.h"

/* What the process asks for and one press over several cannot give. */
static const char *asks_more(const struct work_action *a, bool noted)
{
    if (a->hindrance)
        return a->hindrance;
    if (a->needs_file || a->reasons.n || a->papers.n || a->fact.p)
        return "dossier.sign.asks_more";
    return a->needs_note && !noted ? "casework.note_needed" : NULL;
}

/* The lead's step waits for the parts of others. */
static enum rc open_parts(struct ctx *c, const struct work *w, const char **ret_why)
{
    struct work_part *parts;
    ptrdiff_t n = 0;
    const enum rc rc = w->has_parts ? work_parts(c, w->id, &parts, &n) : RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (parts[i].step_id == w->step_id && instant_is_none(parts[i].closed_at))
            *ret_why = "dossier.sign.parts_open";
    return rc;
}

/* Why the actor may not approve it now; NULL = may. Only a query that fails is an error. */
static enum rc hindrance_of(struct ctx *c, const struct work *w, bool noted, const char **ret_why)
{
    struct work_action *list;
    ptrdiff_t n;
    const enum rc rc = work_actions(c, w, &list, &n);
    *ret_why = "dossier.sign.not_there";
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(list[i].code, S("approve")))
            *ret_why = asks_more(&list[i], noted);
    return rc || *ret_why ? rc : open_parts(c, w, ret_why);
}

static enum rc look_at(struct ctx *c, const struct bulk_item *item, bool noted,
                       struct dossier_id *ret_id, const char **ret_why)
{
    struct dossier d;
    struct dossier_act a;
    *ret_why = "dossier.sign.gone";
    enum rc rc = dossier_get(c, item->pub, &d);
    if (!rc)
        rc = dossier__step_begin(c, d.id, PERM_DOSSIER_APPROVE, &a);
    if (rc)
        return rc == RC_NOT_FOUND || rc == RC_DENIED ? RC_OK : rc;
    *ret_id = d.id;
    *ret_why = "dossier.sign.changed";
    if (a.work.version != item->seen_version)
        return RC_OK;
    return hindrance_of(c, &a.work, noted, ret_why);
}

static enum rc check_items(struct ctx *c, const struct bulk_item *items, ptrdiff_t n)
{
    if (n < 1)
        return fail(c, RC_INVALID, "dossiers", "dossier.sign.none");
    if (n > BULK_MAX)
        return fail(c, RC_INVALID, "dossiers", "dossier.sign.too_many");
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t k = 0; k < i; k++)
            if (str_eq(items[i].pub, items[k].pub))
                return fail(c, RC_INVALID, "dossiers", "dossier.sign.twice");
    return RC_OK;
}

enum rc dossier_approve_many(struct ctx *c, const struct bulk_item *items, ptrdiff_t n, str note,
                             struct bulk_done *ret_done)
{
    struct bulk_done done = {.left = NEW_N(c->mem, struct bulk_left, n)};
    enum rc rc = authz(c->actor, PERM_DOSSIER_APPROVE, REACH_UNIT);
    if (!rc)
        rc = check_items(c, items, n);
    for (ptrdiff_t i = 0; !rc && i < n; i++) {
        struct dossier_id id = {0};
        struct dossier_ref ref;
        const char *why;
        struct fault *before = c->faults;
        rc = look_at(c, &items[i], str_trim(note).n > 0, &id, &why);
        c->faults = before; /* what is left is told below, and refuses nothing */
        if (!rc && why)
            done.left[done.left_n++] = (struct bulk_left){items[i].pub, why};
        else if (!rc) {
            const struct act_in act = {
                .seen_version = items[i].seen_version, .action = S("approve"), .note = note};
            rc = dossier_act(c, id, &act, &ref);
            done.done += rc == RC_OK;
        }
    }
    if (!rc)
        *ret_done = done;
    return rc;
}

/* ---- what is seen before ---- */

static enum rc read_proposal(struct ctx *c, struct to_sign *t)
{
    struct dossier_event *events;
    ptrdiff_t n;
    const enum rc rc = dossier_timeline(c, &t->d, &events, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (str_eq(events[i].kind, S("dossier.moved"))) {
            t->proposal = events[i].note;
            t->proposed_by = events[i].actor;
            t->proposed_at = events[i].at;
            break;
        }
    return rc;
}

static enum rc read_drafts(struct ctx *c, struct to_sign *t)
{
    struct dossier_file *files;
    ptrdiff_t n;
    const enum rc rc = dossier_files(c, &t->d, &files, &n);
    if (rc)
        return rc;
    t->drafts = NEW_N(c->mem, struct dossier_file, n);
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(files[i].kind, S("draft")))
            t->drafts[t->drafts_n++] = files[i];
    return RC_OK;
}

enum rc dossier_to_sign(struct ctx *c, str pub, struct to_sign *ret_one)
{
    struct to_sign t = {.proposed_at = INSTANT_NONE};
    enum rc rc = dossier_get(c, pub, &t.d);
    if (!rc)
        rc = hindrance_of(c, &t.d.work, true, &t.why);
    if (!rc)
        rc = read_proposal(c, &t);
    if (!rc)
        rc = read_drafts(c, &t);
    if (!rc)
        *ret_one = t;
    return rc;
}
