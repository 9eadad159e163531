/* inner.h - what the files of record share among themselves; nobody else includes it. */
#ifndef MOTCUA_RECORD_INNER_H
#define MOTCUA_RECORD_INNER_H

#include "core/hash.h"
#include "record/record.h"

#define RECORD_VERSION 1
#define RECORD_PAYLOAD_MAX (32 * 1024)

/* Process-wide wiring, set by record_configure. */
const struct record_setup *record__setup(void);

/* Canonical JSON of members, sorted by name. RC_INVALID: not UTF-8, or too long. */
MUST_USE enum rc record__payload(struct ctx *c, const struct event_member *v, int n, str *ret_json);

struct digest record__private_hash(str salt, str body);
struct digest record__leaf(const struct event_row *e);
struct digest record__chain(const unsigned char prev[32], const struct digest *leaf);

/* A generated row with all columns of event, as the public struct. */
#define EVENT_ROW(r)                                                                                   \
    ((struct event_row){                                                                               \
        .id = (r)->id,                                                                                 \
        .at = (r)->at,                                                                                 \
        .legal = (r)->legal_at,                                                                        \
        .kind = (r)->kind,                                                                             \
        .object_kind = (r)->object_kind,                                                               \
        .object_pub = (r)->object_pub,                                                                 \
        .object = (r)->object_id,                                                                      \
        .actor = (r)->actor_id,                                                                        \
        .acting_for = (r)->acting_for_id,                                                              \
        .agency = (r)->agency_id,                                                                      \
        .purpose = (r)->purpose,                                                                       \
        .measure = {(r)->receiving_id, (r)->competent_id, (r)->version_id, (r)->channel, (r)->origin}, \
        .payload = (r)->payload,                                                                       \
        .private_hash = (r)->private_hash})

#endif
