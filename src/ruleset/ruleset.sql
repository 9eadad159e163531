-- ruleset.sql - owns ruleset_version.

-- :exec ruleset_put
-- in  pub text, code text, version int, name text, set_from date, valid_from date, body text, hash text, reason text, made_at time, made_by int?
INSERT INTO ruleset_version (pub, code, version, name, set_from, valid_from, body, hash, reason, made_at, made_by)
VALUES (:pub, :code, :version, :name, :set_from, :valid_from, :body, :hash, :reason, :made_at, :made_by);

-- The set of a day is the last that has begun; of its versions the last that has begun.
-- :one ruleset_on
-- in  day date
-- out id int, pub text, code text, version int, set_from date, valid_from date, hash text, set_to date?
SELECT r.id, r.pub, r.code, r.version, r.set_from, r.valid_from, r.hash,
       (SELECT MIN(n.set_from) FROM ruleset_version n WHERE n.set_from > r.set_from)
  FROM ruleset_version r WHERE r.valid_from <= :day
 ORDER BY r.set_from DESC, r.version DESC LIMIT 1;

-- :one ruleset_of
-- in  code text, version int
-- out id int, pub text, code text, version int, set_from date, valid_from date, hash text, set_to date?
SELECT r.id, r.pub, r.code, r.version, r.set_from, r.valid_from, r.hash,
       (SELECT MIN(n.set_from) FROM ruleset_version n WHERE n.set_from > r.set_from)
  FROM ruleset_version r WHERE r.code = :code AND r.version = :version;

-- :one ruleset_body
-- in  id int
-- out body text
SELECT body FROM ruleset_version WHERE id = :id;

-- :many ruleset_all
-- out id int, pub text, code text, version int, set_from date, valid_from date, hash text, reason text, made_at time, made_by text?
SELECT r.id, r.pub, r.code, r.version, r.set_from, r.valid_from, r.hash, r.reason, r.made_at, s.name
  FROM ruleset_version r LEFT JOIN v_staff_name s ON s.id = r.made_by
 ORDER BY r.set_from, r.version;
