-- Tables owned: idempotency, held_form.

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

-- :exec web_held_add
-- in  token_hash blob, actor_id int, boxed blob, until time
INSERT INTO held_form (token_hash, actor_id, boxed, until) VALUES (:token_hash, :actor_id, :boxed, :until);

-- :exec web_held_crowd_out
-- in  actor_id int, max int
DELETE FROM held_form WHERE actor_id = :actor_id AND token_hash NOT IN
    (SELECT token_hash FROM held_form WHERE actor_id = :actor_id
     ORDER BY until DESC, token_hash LIMIT :max);

-- :one web_held_get
-- in  token_hash blob, actor_id int, now time
-- out boxed blob
SELECT boxed FROM held_form
WHERE token_hash = :token_hash AND actor_id = :actor_id AND until > :now;

-- :exec web_held_sweep
-- in  now time, max int
DELETE FROM held_form WHERE token_hash IN
    (SELECT token_hash FROM held_form WHERE until <= :now ORDER BY until, token_hash LIMIT :max);
