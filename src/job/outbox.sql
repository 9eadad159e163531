-- outbox.sql - owns outbox, outbox_letter, outbox_rule. Reads v_event.

-- :exec outbox_add
-- in   destination text, event_id int, object_kind text, object_id int, kind text, at time
INSERT INTO outbox (destination, event_id, object_kind, object_id, kind, at, state, attempts, next_at)
VALUES (:destination, :event_id, :object_kind, :object_id, :kind, :at, 'waiting', 0, :at);

-- :exec outbox_rule_add
-- in   kind text, destination text
INSERT INTO outbox_rule (kind, destination, after_event)
VALUES (:kind, :destination, (SELECT COALESCE(MAX(id), 0) FROM v_event))
ON CONFLICT (kind, destination) DO NOTHING;

-- :many outbox_rules
-- out  kind text, destination text, after_event int
SELECT kind, destination, after_event FROM outbox_rule ORDER BY kind, destination;

-- The first of each object that is due; rows are due in the order of their times.
-- :many outbox_due
-- in   destination text, state text, now time, max int
-- out  id int, event_id int, object_kind text, object_id int, object_pub text, kind text, payload text, at time
-- out  attempts int, body blob?, until_at time?
SELECT o.id, o.event_id, o.object_kind, o.object_id, e.object_pub, o.kind, e.payload, o.at, o.attempts, l.body,
    l.until_at
FROM outbox o
JOIN v_event e ON e.id = o.event_id
LEFT JOIN outbox_letter l ON l.event_id = o.event_id
WHERE o.destination = :destination AND o.state = :state AND o.next_at <= :now
    AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.object_id = o.object_id AND p.object_kind = o.object_kind
        AND p.destination = o.destination AND p.event_id < o.event_id AND p.state <> 'sent')
ORDER BY o.next_at, o.id LIMIT :max;

-- :exec outbox_sent
-- in   id int, now time
UPDATE outbox SET state = 'sent', sent_at = :now, attempts = attempts + 1, last_error = NULL
WHERE id = :id AND state <> 'sent';

-- :exec outbox_not_sent
-- in   id int, state text, next_at time, last_error text
UPDATE outbox SET state = :state, next_at = :next_at, attempts = attempts + 1, last_error = :last_error
WHERE id = :id AND state <> 'sent';

-- :exec outbox_again
-- in   destination text, now time
UPDATE outbox SET state = 'waiting', attempts = 0, next_at = :now WHERE destination = :destination AND state = 'parked';

-- :exec outbox_letter_add
-- in   event_id int, body blob, until_at time
INSERT INTO outbox_letter (event_id, body, until_at) VALUES (:event_id, :body, :until_at)
ON CONFLICT (event_id) DO UPDATE SET body = excluded.body, until_at = excluded.until_at;

-- :exec outbox_letter_destroy
-- in   event_id int
DELETE FROM outbox_letter WHERE event_id = :event_id;

-- :exec outbox_letters_over
-- in   now time
DELETE FROM outbox_letter WHERE until_at <= :now;

-- One parked row of one object.
-- :exec outbox_again_of
-- in   destination text, object_kind text, object_id int, now time
UPDATE outbox SET state = 'waiting', attempts = 0, next_at = :now
WHERE object_id = :object_id AND object_kind = :object_kind AND destination = :destination AND state = 'parked';

-- :one outbox_state_of
-- in   destination text, object_kind text, object_id int
-- out  state text
SELECT COALESCE(
    (SELECT o.state FROM outbox o WHERE o.object_id = :object_id AND o.object_kind = :object_kind
        AND o.destination = :destination AND o.state <> 'sent' ORDER BY o.event_id LIMIT 1),
    (SELECT o.state FROM outbox o WHERE o.object_id = :object_id AND o.object_kind = :object_kind
        AND o.destination = :destination LIMIT 1),
    'none');

-- :one outbox_count
-- in   destination text, state text, max int
-- out  n int
SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE destination = :destination AND state = :state LIMIT :max) AS counted;

-- :one outbox_oldest
-- in   destination text
-- out  at time
SELECT at FROM outbox WHERE destination = :destination AND state = 'waiting' ORDER BY next_at LIMIT 1;

-- What was tried and is to be tried again: few, since an unreachable partner ends the batch.
-- :one outbox_oldest_failed
-- in   destination text
-- out  at time?
SELECT MIN(at) FROM outbox WHERE destination = :destination AND state = 'failed';

-- :many outbox_parked
-- in   destination text, max int
-- out  id int, event_id int, object_kind text, object_id int, object_pub text, kind text, at time, attempts int
-- out  last_error text?
SELECT o.id, o.event_id, o.object_kind, o.object_id, e.object_pub, o.kind, o.at, o.attempts, o.last_error
FROM outbox o JOIN v_event e ON e.id = o.event_id
WHERE o.destination = :destination AND o.state = 'parked'
ORDER BY o.next_at, o.id LIMIT :max;

-- What the verifier adds up: against the events it saw.
-- :one outbox_sum
-- in   destination text
-- out  n int, total int
SELECT COUNT(*), COALESCE(SUM(event_id % 1000003), 0) FROM outbox WHERE destination = :destination;

-- :each outbox_missing
-- in   kind text, destination text, after_event int
-- out  object_pub text, id int
SELECT e.object_pub, e.id FROM v_event e
WHERE e.kind = :kind AND e.id > :after_event
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.object_id = e.object_id AND o.object_kind = e.object_kind
        AND o.destination = :destination AND o.event_id = e.id);

-- :each outbox_strange
-- in   destination text
-- out  event_id int, kind text
SELECT o.event_id, o.kind FROM outbox o
WHERE o.destination = :destination AND NOT EXISTS (SELECT 1 FROM v_event e WHERE e.id = o.event_id AND e.kind = o.kind
    AND e.object_id = o.object_id);
