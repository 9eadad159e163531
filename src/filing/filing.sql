-- filing.sql - owns dossier_draft, dossier_draft_file.

-- :one filing_add
-- in  pub text, account_id int, procedure_id int, answers text, saved_at time, expires_at time
-- out id int
INSERT INTO dossier_draft (pub, account_id, procedure_id, answers, version, saved_at, expires_at)
VALUES (:pub, :account_id, :procedure_id, :answers, 1, :saved_at, :expires_at)
RETURNING id;

-- :one filing_get
-- in  pub text, account_id int, now time
-- out id int, procedure_code text, answers text, version int, saved_at time, expires_at time, dossier_id int?
SELECT d.id, p.code, d.answers, d.version, d.saved_at, d.expires_at, d.dossier_id
  FROM dossier_draft d JOIN v_procedure p ON p.id = d.procedure_id
 WHERE d.pub = :pub AND d.account_id = :account_id AND d.expires_at > :now;

-- :exec filing_save
-- in  id int, version int, answers text, saved_at time, expires_at time
UPDATE dossier_draft
   SET answers = :answers, version = version + 1, saved_at = :saved_at, expires_at = :expires_at
 WHERE id = :id AND version = :version AND dossier_id IS NULL;

-- The first of several windows; the row stays locked until its unit ends.
-- :exec filing_claim
-- in  id int, version int
UPDATE dossier_draft SET version = version + 1 WHERE id = :id AND version = :version AND dossier_id IS NULL;

-- :exec filing_sent
-- in  id int, dossier_id int
UPDATE dossier_draft SET dossier_id = :dossier_id WHERE id = :id;

-- :many filing_list
-- in  account_id int, now time, max int
-- out pub text, procedure_code text, procedure_name text, saved_at time, expires_at time
SELECT d.pub, p.code, p.name, d.saved_at, d.expires_at
  FROM dossier_draft d JOIN v_procedure p ON p.id = d.procedure_id
 WHERE d.account_id = :account_id AND d.expires_at > :now AND d.dossier_id IS NULL
 ORDER BY d.expires_at DESC, d.id DESC LIMIT :max;

-- :one filing_count
-- in  account_id int, now time
-- out n int
SELECT COUNT(*) FROM dossier_draft
 WHERE account_id = :account_id AND expires_at > :now AND dossier_id IS NULL;

-- :exec filing_delete
-- in  id int
DELETE FROM dossier_draft WHERE id = :id;

-- :many filing_expired
-- in  now time, max int
-- out id int, dossier_id int?
SELECT id, dossier_id FROM dossier_draft WHERE expires_at <= :now ORDER BY expires_at, id LIMIT :max;

-- ---- files ----

-- :many filing_files
-- in  draft_id int
-- out paper text, file_id int
SELECT paper, file_id FROM dossier_draft_file WHERE draft_id = :draft_id ORDER BY id;

-- :exec filing_file_add
-- in  draft_id int, paper text, file_id int
INSERT INTO dossier_draft_file (draft_id, paper, file_id) VALUES (:draft_id, :paper, :file_id);

-- :exec filing_file_remove
-- in  draft_id int, file_id int
DELETE FROM dossier_draft_file WHERE draft_id = :draft_id AND file_id = :file_id;

-- :exec filing_files_remove
-- in  draft_id int
DELETE FROM dossier_draft_file WHERE draft_id = :draft_id;

-- ---- where ----

-- One-stop units that take the procedure, as agencies.
-- :many filing_places
-- in  procedure text, day date
-- out level int, code text, id int, pub text, name text, name_en text?, kind text
SELECT DISTINCT a.level, a.code, a.id, a.pub, a.name, a.name_en, a.kind
  FROM v_unit_name u JOIN v_agency_name a ON a.id = u.agency_id
 WHERE u.kind = 'one_stop'
   AND u.valid_from <= :day AND (u.valid_to IS NULL OR u.valid_to > :day)
   AND a.valid_from <= :day AND (a.valid_to IS NULL OR a.valid_to > :day)
   AND EXISTS (SELECT 1 FROM v_unit_procedure t
                WHERE t.unit_id = u.id AND t.procedure_code IN (:procedure, '*')
                  AND t.valid_from <= :day AND (t.valid_to IS NULL OR t.valid_to > :day))
 ORDER BY a.level, a.code;
