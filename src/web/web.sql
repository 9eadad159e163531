-- Tables owned: idempotency.

-- :one web_idempotency_get
-- in  scope text, route text, key text
-- out body_hash blob, status int, place text
SELECT body_hash, status, place FROM idempotency WHERE scope = :scope AND route = :route AND key = :key;

-- :exec web_idempotency_add
-- in  scope text, route text, key text, body_hash blob, status int, place text, at time
INSERT INTO idempotency (scope, route, key, body_hash, status, place, at)
VALUES (:scope, :route, :key, :body_hash, :status, :place, :at);

-- :exec web_idempotency_sweep
-- in  before time, max int
DELETE FROM idempotency WHERE (scope, route, key) IN
    (SELECT scope, route, key FROM idempotency WHERE at < :before
     ORDER BY at, scope, route, key LIMIT :max);
