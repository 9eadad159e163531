/* outbox.c - rows from events, letters, looking at them. Sending: outbox_send.c. */
#include "job/outbox.h"

#include <string.h>

#include "crypto/crypto.h"
#include "job/outbox_inner.h"
#include "job/outbox_sql.h"
#include "record/record.h"

static const struct outbox_rule no_rules[] = {{0}};
static const struct outbox_destination no_destinations[] = {{0}};
static struct outbox_setup setup = {no_rules, no_destinations, NULL};

static int64_t alarm_minutes = 15;
const struct setting outbox_settings[] = {
    {.name = "outbox_alarm_minutes",
     .kind = SET_INT,
     .min = 1,
     .max = 1440,
     .def = "15",
     .help = "minutes without getting through after which a connected partner counts as silent",
     .to = &alarm_minutes},
    {0},
};

const struct outbox_setup *outbox__setup(void)
{
    return &setup;
}

void outbox_configure(const struct outbox_setup *s)
{
    for (const struct outbox_rule *r = s->rules; r->kind; r++) {
        bool known = false;
        for (const struct outbox_destination *d = s->destinations; d->name; d++)
            known |= strcmp(d->name, r->destination) == 0;
        BUG_IF(!known);
    }
    setup = *s;
}

const struct outbox_destination *outbox__destination(str name)
{
    for (const struct outbox_destination *d = setup.destinations; d->name; d++)
        if (str_eq(name, str_of(d->name)))
            return d;
    return NULL;
}

bool outbox_is_connected(str destination)
{
    const struct outbox_destination *d = outbox__destination(destination);
    return d && d->connected && d->connected();
}

enum rc outbox_install(struct ctx *c)
{
    enum rc rc = RC_OK;
    for (const struct outbox_rule *r = setup.rules; !rc && r->kind; r++)
        rc = q_outbox_rule_add(c, str_of(r->kind), str_of(r->destination), NULL);
    return rc;
}

/* ---- from the record ---- */

enum rc outbox_project(struct ctx *c, const struct event_row *e)
{
    enum rc rc = RC_OK;
    for (const struct outbox_rule *r = setup.rules; !rc && r->kind; r++)
        if (str_eq(e->kind, str_of(r->kind))) {
            const struct q_outbox_add_in in = {
                str_of(r->destination), e->id, e->object_kind, e->object, e->kind, e->at};
            rc = q_outbox_add(c, &in, NULL);
        }
    return rc;
}

const struct record_projection outbox_projections[] = {{"", outbox_project}, {0}};

/* ---- letters ---- */

static struct crypto_key letter_key(void)
{
    BUG_IF(!setup.keys);
    return crypto_keys_get(setup.keys, "letter");
}

enum rc outbox_enclose(struct ctx *c, int64_t event, str letter, instant until)
{
    struct crypto_key key = letter_key();
    const str box = crypto_secret_seal(c->mem, &key, letter);
    crypto_wipe(&key, sizeof key);
    return q_outbox_letter_add(c, event, box, until, NULL);
}

bool outbox__open(struct arena *mem, str box, str *ret_letter)
{
    struct crypto_key key = letter_key();
    const bool good = crypto_secret_open(mem, &key, box, ret_letter);
    crypto_wipe(&key, sizeof key);
    return good;
}

/* ---- looking ---- */

enum rc outbox_state(struct ctx *c, const char *destination, const char *object_kind, int64_t object,
                     str *ret_state)
{
    struct q_outbox_state_of_row row;
    const str name = str_of(destination);
    const enum rc rc = q_outbox_state_of(c, name, str_of(object_kind), object, &row);
    if (rc)
        return rc;
    *ret_state =
        str_eq(row.state, S("waiting")) && !outbox_is_connected(name) ? S("not_connected") : row.state;
    return RC_OK;
}

const char *outbox__state_word(enum outbox_state_no s)
{
    static const char *const words[OUTBOX_STATES] = {"waiting", "failed", "parked", "sent"};
    BUG_IF((unsigned)s >= OUTBOX_STATES);
    return words[s];
}

static enum rc find_oldest(struct ctx *c, str name, struct outbox_counts *k)
{
    struct q_outbox_oldest_row waiting = {INSTANT_NONE};
    struct q_outbox_oldest_failed_row failed = {INSTANT_NONE};
    enum rc rc = k->n[OUTBOX_WAITING] ? q_outbox_oldest(c, name, &waiting) : RC_OK;
    if (!rc && k->n[OUTBOX_FAILED])
        rc = q_outbox_oldest_failed(c, name, &failed);
    const bool older =
        instant_is_none(waiting.at) || (!instant_is_none(failed.at) && failed.at.us < waiting.at.us);
    k->oldest = older ? failed.at : waiting.at;
    return rc;
}

enum rc outbox_count(struct ctx *c, int i, struct outbox_counts *ret_counts)
{
    struct outbox_counts k = {.destination = setup.destinations, .oldest = INSTANT_NONE};
    for (; i > 0 && k.destination->name; i--)
        k.destination++;
    if (!k.destination->name)
        return RC_NOT_FOUND;
    const str name = str_of(k.destination->name);
    k.connected = outbox_is_connected(name);
    enum rc rc = RC_OK;
    for (enum outbox_state_no s = OUTBOX_WAITING; !rc && s < OUTBOX_STATES; s++) {
        struct q_outbox_count_row row;
        rc = q_outbox_count(c, name, str_of(outbox__state_word(s)), OUTBOX_COUNT_MAX, &row);
        k.n[s] = rc ? 0 : row.n;
    }
    if (!rc)
        rc = find_oldest(c, name, &k);
    if (!rc)
        *ret_counts = k;
    return rc;
}

bool outbox_is_silent(const struct outbox_counts *k, instant now)
{
    return k->connected && !instant_is_none(k->oldest) &&
           now.us - k->oldest.us > alarm_minutes * MINUTE_US;
}

enum rc outbox_count_parked(struct ctx *c, int64_t *ret_n)
{
    int64_t n = 0;
    for (const struct outbox_destination *d = setup.destinations; d->name; d++) {
        struct q_outbox_count_row row;
        const enum rc rc = q_outbox_count(c, str_of(d->name), S("parked"), OUTBOX_COUNT_MAX, &row);
        if (rc)
            return rc;
        n += row.n;
    }
    *ret_n = n;
    return RC_OK;
}

enum rc outbox_list_parked(struct ctx *c, str destination, int64_t max,
                           struct outbox_parked *ret_parked)
{
    struct q_outbox_parked_rows rows;
    const enum rc rc = q_outbox_parked(c, destination, max, &rows);
    if (rc)
        return rc;
    struct outbox_parked p = {NEW_N(c->mem, struct outbox_item, rows.n), NEW_N(c->mem, str, rows.n),
                              rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_outbox_parked_row *r = &rows.v[i];
        p.v[i] = (struct outbox_item){.id = r->id,
                                      .event = r->event_id,
                                      .object = r->object_id,
                                      .object_kind = r->object_kind,
                                      .object_pub = r->object_pub,
                                      .kind = r->kind,
                                      .at = r->at,
                                      .attempts = r->attempts};
        p.errors[i] = r->last_error;
    }
    *ret_parked = p;
    return RC_OK;
}

enum rc outbox_again(struct ctx *c, str destination)
{
    int64_t n = 0;
    if (!outbox__destination(destination))
        return RC_NOT_FOUND;
    const enum rc rc = q_outbox_again(c, destination, c->now, &n);
    if (rc)
        return rc;
    const struct event_member members[] = {EV_TEXT("destination", destination), EV_INT("rows", n)};
    return record_append(c, &(struct event){.kind = "outbox.run_again",
                                            .object_pub = destination,
                                            .members = members,
                                            .member_count = 2});
}

enum rc outbox_again_of(struct ctx *c, const char *destination, const char *object_kind, int64_t object)
{
    int64_t n = 0;
    const enum rc rc =
        q_outbox_again_of(c, str_of(destination), str_of(object_kind), object, c->now, &n);
    return rc || n ? rc : RC_NOT_FOUND;
}
