-- Tables owned: calendar_version, calendar_proposal, calendar_day, hours_set.

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

-- ---- proposals ----

-- :exec calendar_proposal_add
-- in version_id int, base_id int, number text, decided_on date, settles_from date, settles_to date, typed_by int, typed_staff int, typed_at time
INSERT INTO calendar_proposal (version_id, base_id, number, decided_on, settles_from, settles_to, typed_by, typed_staff, typed_at)
VALUES (:version_id, :base_id, :number, :decided_on, :settles_from, :settles_to, :typed_by, :typed_staff, :typed_at);

-- :one calendar_proposal_get
-- in  pub text
-- out version_id int, base_id int, typed_by int, typed_staff int, confirmed_by int?
SELECT p.version_id, p.base_id, p.typed_by, p.typed_staff, p.confirmed_by
FROM calendar_proposal p JOIN calendar_version v ON v.id = p.version_id WHERE v.pub = :pub;

-- Typed by somebody and not yet confirmed by another.
-- :one calendar_proposal_open
-- in  version_id int
-- out n int
SELECT COUNT(*) FROM calendar_proposal WHERE version_id = :version_id AND confirmed_by IS NULL;

-- :exec calendar_proposal_confirm
-- in version_id int, confirmed_by int, at time
UPDATE calendar_proposal SET confirmed_by = :confirmed_by, confirmed_at = :at
WHERE version_id = :version_id AND confirmed_by IS NULL;

-- :many calendar_sheets
-- in  code text
-- out id int, pub text, version text, first_year int, last_year int, created_at time, published_at time?
-- out base_id int?, base text?, number text?, decided_on date?, settles_from date?, settles_to date?, typist int?, typed_by text?, confirmed_by text?
SELECT v.id, v.pub, v.version, v.first_year, v.last_year, v.created_at, v.published_at, p.base_id, b.version, p.number,
       p.decided_on, p.settles_from, p.settles_to, p.typed_by, t.name, o.name
FROM calendar_version v
LEFT JOIN calendar_proposal p ON p.version_id = v.id
LEFT JOIN calendar_version b ON b.id = p.base_id
LEFT JOIN v_account_name t ON t.id = p.typed_by
LEFT JOIN v_account_name o ON o.id = p.confirmed_by
WHERE v.code = :code ORDER BY v.id DESC;
