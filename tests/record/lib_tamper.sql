-- What somebody with a database tool might do to the record. Only tests use these.

-- :exec tamper_payload
-- in id int, payload text
UPDATE event SET payload = :payload WHERE id = :id;

-- :exec tamper_legal
-- in id int, legal_at time
UPDATE event SET legal_at = :legal_at WHERE id = :id;

-- :exec tamper_actor
-- in id int, actor_id int
UPDATE event SET actor_id = :actor_id WHERE id = :id;

-- :exec tamper_channel
-- in id int, channel text?
UPDATE event SET channel = :channel WHERE id = :id;

-- :exec tamper_delete_event
-- in id int
DELETE FROM event WHERE id = :id;

-- :exec tamper_delete_seal
-- in seq int
DELETE FROM seal WHERE seq = :seq;

-- :exec tamper_delete_events_from
-- in seq int
DELETE FROM event WHERE id IN (SELECT event_id FROM seal WHERE seq >= :seq);

-- :exec tamper_delete_seals_from
-- in seq int
DELETE FROM seal WHERE seq >= :seq;

-- :exec tamper_move_event
-- in was int, id int
UPDATE event SET id = :id WHERE id = :was;

-- :exec tamper_seal_event
-- in seq int, event_id int
UPDATE seal SET event_id = :event_id WHERE seq = :seq;

-- :exec tamper_seal_seq
-- in was int, seq int
UPDATE seal SET seq = :seq WHERE seq = :was;

-- :exec tamper_seal_leaf
-- in seq int, leaf blob
UPDATE seal SET leaf = :leaf WHERE seq = :seq;

-- :exec tamper_seal_chain
-- in seq int, chain blob
UPDATE seal SET chain = :chain WHERE seq = :seq;

-- :exec tamper_private_body
-- in event_id int, body text
UPDATE event_private SET body = :body WHERE event_id = :event_id;

-- :exec tamper_private_salt
-- in event_id int, salt blob
UPDATE event_private SET salt = :salt WHERE event_id = :event_id;

-- :exec tamper_insert
-- in id int, at time, object_id int
INSERT INTO event (id, at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id,
    receiving_id, competent_id, version_id, payload, txid)
VALUES (:id, :at, :at, 'test.happened', 'thing', :object_id, 'x', 0, 0, 0, 0, 0, 0, '{}', 0);

-- :many tamper_seals
-- out seq int, event_id int
SELECT seq, event_id FROM seal ORDER BY seq;
