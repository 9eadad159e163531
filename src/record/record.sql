-- record.sql - owns event, event_private, seal, seal_mark. Insert-only but for the private
-- parts, which may be erased, and seal_mark, which is a cursor and proves nothing.

-- :one event_add
-- in   at time, legal_at time, kind text, object_kind text, object_id int, object_pub text
-- in   actor_id int, acting_for_id int, agency_id int, purpose text?
-- in   receiving_id int, competent_id int, version_id int, channel text?, origin text?
-- in   payload text, private_hash blob?
-- out  id int
-- @sqlite one writer seals in order of id: no transaction number is needed
INSERT INTO event (at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id,
    purpose, receiving_id, competent_id, version_id, channel, origin, payload, private_hash, txid)
VALUES (:at, :legal_at, :kind, :object_kind, :object_id, :object_pub, :actor_id, :acting_for_id, :agency_id,
    :purpose, :receiving_id, :competent_id, :version_id, :channel, :origin, :payload, :private_hash, 0)
RETURNING id;
-- @postgresql the sequencer must know which transaction wrote the row
INSERT INTO event (at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id,
    purpose, receiving_id, competent_id, version_id, channel, origin, payload, private_hash, txid)
VALUES (:at, :legal_at, :kind, :object_kind, :object_id, :object_pub, :actor_id, :acting_for_id, :agency_id,
    :purpose, :receiving_id, :competent_id, :version_id, :channel, :origin, :payload, :private_hash,
    CAST(CAST(pg_current_xact_id() AS text) AS bigint))
RETURNING id;

-- :exec event_private_add
-- in   event_id int, salt blob, body text
INSERT INTO event_private (event_id, salt, body) VALUES (:event_id, :salt, :body);

-- :many event_private_of_object
-- in   object_kind text, object_id int
-- out  event_id int, body text
SELECT p.event_id, p.body FROM event e JOIN event_private p ON p.event_id = e.id
WHERE e.object_id = :object_id AND e.object_kind = :object_kind ORDER BY e.id;

-- :exec event_private_erase
-- in   event_id int
DELETE FROM event_private WHERE event_id = :event_id;

-- :many event_of_object
-- in   object_kind text, object_id int, after int, max int
-- out  id int, at time, legal_at time, kind text, object_kind text, object_id int, object_pub text
-- out  actor_id int, acting_for_id int, agency_id int, purpose text?
-- out  receiving_id int, competent_id int, version_id int, channel text?, origin text?
-- out  payload text, private_hash blob?
SELECT id, at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id, purpose,
    receiving_id, competent_id, version_id, channel, origin, payload, private_hash
FROM event WHERE object_id = :object_id AND object_kind = :object_kind AND id > :after
ORDER BY id LIMIT :max;

-- :one seal_head
-- out  seq int, event_id int, chain blob
SELECT seq, event_id, chain FROM seal ORDER BY seq DESC LIMIT 1;

-- :one seal_at
-- in   seq int
-- out  chain blob
SELECT chain FROM seal WHERE seq = :seq;

-- :one seal_lease
-- out  won int, before_txid int
-- @sqlite the writer's thread is alone, and everything it sees is committed
SELECT 1, 9223372036854775807;
-- @postgresql one sequencer at a time; transactions before xmin have all ended
SELECT CASE WHEN pg_try_advisory_xact_lock(7236837200411) THEN 1 ELSE 0 END,
    CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint);

-- :one seal_mark_get
-- out  low_txid int
SELECT low_txid FROM seal_mark WHERE id = 1;

-- :exec seal_mark_set
-- in   low_txid int
UPDATE seal_mark SET low_txid = :low_txid WHERE id = 1;

-- :many seal_pending
-- in   after int, low_txid int, max int
-- out  id int, at time, legal_at time, kind text, object_kind text, object_id int, object_pub text
-- out  actor_id int, acting_for_id int, agency_id int, purpose text?
-- out  receiving_id int, competent_id int, version_id int, channel text?, origin text?
-- out  payload text, private_hash blob?, txid int
-- @sqlite ids are in the order of commit, so what is new stands after the last sealed one
SELECT id, at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id, purpose,
    receiving_id, competent_id, version_id, channel, origin, payload, private_hash, txid
FROM event WHERE id > :after AND txid >= :low_txid ORDER BY id LIMIT :max;
-- @postgresql ids are not: look among the transactions that are not known to be sealed
SELECT e.id, e.at, e.legal_at, e.kind, e.object_kind, e.object_id, e.object_pub, e.actor_id, e.acting_for_id,
    e.agency_id, e.purpose, e.receiving_id, e.competent_id, e.version_id, e.channel, e.origin, e.payload,
    e.private_hash, e.txid
FROM event e WHERE e.txid > 0 AND e.txid >= :low_txid AND e.id > :after
    AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.event_id = e.id)
ORDER BY e.id LIMIT :max;

-- :exec seal_add
-- in   seq int, event_id int, leaf blob, chain blob
INSERT INTO seal (seq, event_id, leaf, chain) VALUES (:seq, :event_id, :leaf, :chain);

-- :each verify_sealed
-- out  seq int, sealed_id int, leaf blob, chain blob
-- out  id int?, at time?, legal_at time?, kind text?, object_kind text?, object_id int?, object_pub text?
-- out  actor_id int?, acting_for_id int?, agency_id int?, purpose text?
-- out  receiving_id int?, competent_id int?, version_id int?, channel text?, origin text?
-- out  payload text?, private_hash blob?, salt blob?, body text?
SELECT s.seq, s.event_id, s.leaf, s.chain, e.id, e.at, e.legal_at, e.kind, e.object_kind, e.object_id, e.object_pub,
    e.actor_id, e.acting_for_id, e.agency_id, e.purpose, e.receiving_id, e.competent_id, e.version_id, e.channel,
    e.origin, e.payload, e.private_hash, p.salt, p.body
FROM seal s LEFT JOIN event e ON e.id = s.event_id LEFT JOIN event_private p ON p.event_id = s.event_id
ORDER BY s.seq;

-- :each verify_unsealed
-- out  id int, kind text, object_pub text, txid int
SELECT e.id, e.kind, e.object_pub, e.txid FROM event e
WHERE NOT EXISTS (SELECT 1 FROM seal s WHERE s.event_id = e.id) ORDER BY e.id;

-- :many record_show
-- in   after int, object_pub text?, max int
-- out  seq int, id int, at time, legal_at time, kind text, object_kind text, object_pub text
-- out  actor_id int, acting_for_id int, agency_id int, payload text, chain blob
SELECT s.seq, e.id, e.at, e.legal_at, e.kind, e.object_kind, e.object_pub, e.actor_id, e.acting_for_id, e.agency_id,
    e.payload, s.chain
FROM seal s JOIN event e ON e.id = s.event_id
WHERE s.seq > :after AND (:object_pub IS NULL OR e.object_pub = :object_pub) ORDER BY s.seq LIMIT :max;
