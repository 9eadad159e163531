-- Tables owned: calendar_version, calendar_day, hours_set.

-- :one calendar_add_version
-- in  pub text, code text, version text, rest_days int, first_year int, last_year int
-- in  hash text, created_at time
-- out id int
INSERT INTO calendar_version (pub, code, version, rest_days, first_year, last_year, hash, created_at)
VALUES (:pub, :code, :version, :rest_days, :first_year, :last_year, :hash, :created_at)
RETURNING id;

-- :exec calendar_add_day
-- in version_id int, day date, kind text, confidence text, name_vi text, name_en text, source text
INSERT INTO calendar_day (version_id, day, kind, confidence, name_vi, name_en, source)
VALUES (:version_id, :day, :kind, :confidence, :name_vi, :name_en, :source);

-- :one calendar_version_by_id
-- in  id int
-- out id int, pub text, code text, version text, rest_days int, first_year int, last_year int
-- out hash text, created_at time, published_at time?
SELECT id, pub, code, version, rest_days, first_year, last_year, hash, created_at, published_at
FROM calendar_version WHERE id = :id;

-- :one calendar_version_by_name
-- in  code text, version text
-- out id int, hash text
SELECT id, hash FROM calendar_version WHERE code = :code AND version = :version;

-- :one calendar_version_current
-- in  code text
-- out id int, hash text
SELECT id, hash FROM calendar_version WHERE code = :code AND published_at IS NOT NULL
ORDER BY published_at DESC, id DESC LIMIT 1;

-- :many calendar_versions
-- in  code text
-- out id int, pub text, code text, version text, first_year int, last_year int
-- out created_at time, published_at time?
SELECT id, pub, code, version, first_year, last_year, created_at, published_at
FROM calendar_version WHERE code = :code ORDER BY id;

-- :many calendar_days
-- in  version_id int
-- out day date, kind text, confidence text, name_vi text, name_en text, source text
SELECT day, kind, confidence, name_vi, name_en, source
FROM calendar_day WHERE version_id = :version_id ORDER BY day;

-- :exec calendar_publish
-- in  id int, at time
UPDATE calendar_version SET published_at = :at WHERE id = :id AND published_at IS NULL;

-- :one hours_set_add
-- in  pub text, code text, name text, name_en text, spans text, created_at time
-- out id int
INSERT INTO hours_set (pub, code, name, name_en, spans, created_at)
VALUES (:pub, :code, :name, :name_en, :spans, :created_at)
RETURNING id;

-- :one hours_set_current
-- in  code text
-- out id int, name text, name_en text, spans text
SELECT id, name, name_en, spans FROM hours_set WHERE code = :code ORDER BY id DESC LIMIT 1;

-- :one hours_set_by_id
-- in  id int
-- out spans text
SELECT spans FROM hours_set WHERE id = :id;
