-- Tables owned: eform_version, eform_procedure, eform_filled.

-- :one eform_version_add
-- in  pub text, code text, version int, name_vi text, name_en text, valid_from date, valid_to date?
-- in  source text, created_at time
-- out id int
INSERT INTO eform_version (pub, code, version, name_vi, name_en, valid_from, valid_to, source, created_at)
VALUES (:pub, :code, :version, :name_vi, :name_en, :valid_from, :valid_to, :source, :created_at)
RETURNING id;

-- :exec eform_procedure_add
-- in  version_id int, procedure_code text
INSERT INTO eform_procedure (version_id, procedure_code) VALUES (:version_id, :procedure_code);

-- :one eform_version_by_name
-- in  code text, version int
-- out id int, pub text, code text, version int, name_vi text, name_en text
-- out valid_from date, valid_to date?, created_at time, published_at time?, source text
SELECT id, pub, code, version, name_vi, name_en, valid_from, valid_to, created_at, published_at, source
  FROM eform_version WHERE code = :code AND version = :version;

-- :one eform_version_by_pub
-- in  pub text
-- out id int, pub text, code text, version int, name_vi text, name_en text
-- out valid_from date, valid_to date?, created_at time, published_at time?, source text
SELECT id, pub, code, version, name_vi, name_en, valid_from, valid_to, created_at, published_at, source
  FROM eform_version WHERE pub = :pub;

-- :one eform_version_before
-- in  code text, version int
-- out source text
SELECT source FROM eform_version WHERE code = :code AND version < :version
 ORDER BY version DESC LIMIT 1;

-- :one eform_version_after
-- in  code text, version int
-- out id int
SELECT id FROM eform_version
 WHERE code = :code AND version > :version AND published_at IS NOT NULL
 ORDER BY version LIMIT 1;

-- :many eform_versions
-- out id int, pub text, code text, version int, name_vi text, name_en text
-- out valid_from date, valid_to date?, created_at time, published_at time?
SELECT id, pub, code, version, name_vi, name_en, valid_from, valid_to, created_at, published_at
  FROM eform_version ORDER BY code, version DESC;

-- :one eform_version_in_force
-- in  procedure text, day date
-- out id int, pub text, code text, version int, name_vi text, name_en text
-- out valid_from date, valid_to date?, created_at time, published_at time?, source text
SELECT v.id, v.pub, v.code, v.version, v.name_vi, v.name_en, v.valid_from, v.valid_to, v.created_at,
       v.published_at, v.source
  FROM eform_procedure p JOIN eform_version v ON v.id = p.version_id
 WHERE p.procedure_code = :procedure AND v.published_at IS NOT NULL
   AND v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to > :day)
 ORDER BY v.valid_from DESC, v.version DESC, v.id DESC LIMIT 1;

-- :one eform_version_has
-- in  procedure text, day date
-- out n int
SELECT COUNT(*) AS n
  FROM eform_procedure p JOIN eform_version v ON v.id = p.version_id
 WHERE p.procedure_code = :procedure AND v.published_at IS NOT NULL
   AND v.valid_from <= :day AND (v.valid_to IS NULL OR v.valid_to > :day);

-- :exec eform_version_publish
-- in  id int, at time
UPDATE eform_version SET published_at = :at WHERE id = :id AND published_at IS NULL;

-- :one eform_filled_add
-- in  pub text, version_id int, object_kind text, object_id int, account_id int, answers text
-- in  filled_at time
-- out id int
INSERT INTO eform_filled (pub, version_id, object_kind, object_id, account_id, answers, filled_at)
VALUES (:pub, :version_id, :object_kind, :object_id, :account_id, :answers, :filled_at)
RETURNING id;

-- :one eform_filled_of
-- in  object_kind text, object_id int
-- out source text, answers text
SELECT v.source, f.answers
  FROM eform_filled f JOIN eform_version v ON v.id = f.version_id
 WHERE f.object_kind = :object_kind AND f.object_id = :object_id;

-- :one eform_filled_earlier
-- in  account_id int, code text
-- out answers text
SELECT f.answers
  FROM eform_filled f JOIN eform_version v ON v.id = f.version_id
 WHERE f.account_id = :account_id AND v.code = :code
 ORDER BY f.id DESC LIMIT 1;

-- :one eform_filled_state
-- in  id int
-- out pub text, version_id int, object_kind text, object_id int, account_id int, answers text
-- out filled_at time
SELECT pub, version_id, object_kind, object_id, account_id, answers, filled_at
  FROM eform_filled WHERE id = :id;

-- :one eform_filled_count
-- out n int
SELECT COUNT(*) AS n FROM eform_filled;
