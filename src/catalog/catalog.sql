-- catalog.sql - owns procedure_field, procedure, procedure_version, procedure_case,
-- procedure_deadline, procedure_fee, procedure_component, procedure_part,
-- procedure_audience, procedure_unverified, catalog_import, catalog_defect, procedure_fts.

-- ---- reading ----

-- :one procedure_by_code
-- in  code text
-- out id int, pub text, code text, name text, field text?, kind text, level text, agency text, promulgator text?, state text, processing_system text, online_level text, current_version int?, intake text, deadline_rule text, source_rank int
SELECT p.id, p.pub, p.code, p.name, f.name, p.kind, p.level, p.agency, p.promulgator, p.state, p.processing_system,
       p.online_level, p.current_version, p.intake, p.deadline_rule, p.source_rank
  FROM procedure p LEFT JOIN procedure_field f ON f.id = p.field_id WHERE p.code = :code;

-- :one procedure_by_id
-- in  id int
-- out = procedure_by_code
SELECT p.id, p.pub, p.code, p.name, f.name, p.kind, p.level, p.agency, p.promulgator, p.state, p.processing_system,
       p.online_level, p.current_version, p.intake, p.deadline_rule, p.source_rank
  FROM procedure p LEFT JOIN procedure_field f ON f.id = p.field_id WHERE p.id = :id;

-- :one procedure_version_get
-- in  id int
-- out procedure_id int, no int, name text, description text?, requirements text?, sets int, decision_no text?, decision_date date?, decision_issuer text?, valid_from date, source text, process_version_id int?
SELECT procedure_id, no, name, description, requirements, sets, decision_no, decision_date, decision_issuer, valid_from,
       source, process_version_id
  FROM procedure_version WHERE id = :id;

-- :many procedure_cases
-- in  version_id int
-- out id int, rank int, code text, name text
SELECT id, rank, code, name FROM procedure_case WHERE version_id = :version_id ORDER BY rank;

-- :many procedure_deadlines
-- in  version_id int
-- out case_id int?, channel text?, rule text?, text text, note text?
SELECT case_id, channel, rule, text, note FROM procedure_deadline WHERE version_id = :version_id ORDER BY id;

-- :many procedure_fees
-- in  version_id int
-- out case_id int?, channel text?, kind text, amount int?, currency text, unit text?, note text?
SELECT case_id, channel, kind, amount, currency, unit, note FROM procedure_fee WHERE version_id = :version_id ORDER BY id;

-- :many procedure_components
-- in  version_id int
-- out id int, rank int, case_id int?, code text?, name text, group_name text?, form text, originals int, copies int, required bool, is_note bool, form_name text?, note text?
SELECT id, rank, case_id, code, name, group_name, form, originals, copies, required, is_note, form_name, note
  FROM procedure_component WHERE version_id = :version_id ORDER BY rank, id;

-- :many procedure_parts
-- in  version_id int
-- out kind text, code text?, name text, text text?
SELECT kind, code, name, text FROM procedure_part WHERE version_id = :version_id ORDER BY kind, rank, id;

-- :many procedure_unverified
-- in  version_id int
-- out part text
SELECT part FROM procedure_unverified WHERE version_id = :version_id ORDER BY part;

-- ---- writing (imports) ----

-- :one procedure_field_put
-- in  code text?, name text, name_key text
-- out id int
INSERT INTO procedure_field (code, name, name_key) VALUES (:code, :name, :name_key)
ON CONFLICT (name) DO UPDATE SET code = COALESCE(procedure_field.code, excluded.code)
RETURNING id;

-- A new procedure, or the newer head of the one with this code; its public id stays.
-- :one procedure_put
-- in  pub text, code text, name text, name_key text, initials text, field_id int?, kind text, level text, agency text, promulgator text?, state text, processing_system text, online_level text, intake text, deadline_rule text, source_rank int, changed_at time
-- out id int
INSERT INTO procedure (pub, code, name, name_key, initials, field_id, kind, level, agency, promulgator, state,
                       processing_system, online_level, intake, deadline_rule, source_rank, changed_at)
VALUES (:pub, :code, :name, :name_key, :initials, :field_id, :kind, :level, :agency, :promulgator, :state,
        :processing_system, :online_level, :intake, :deadline_rule, :source_rank, :changed_at)
ON CONFLICT (code) DO UPDATE SET
  name = excluded.name,
  name_key = excluded.name_key,
  initials = excluded.initials,
  field_id = excluded.field_id,
  kind = excluded.kind,
  level = excluded.level,
  agency = excluded.agency,
  promulgator = excluded.promulgator,
  state = excluded.state,
  processing_system = excluded.processing_system,
  online_level = excluded.online_level,
  intake = excluded.intake,
  deadline_rule = excluded.deadline_rule,
  source_rank = excluded.source_rank,
  changed_at = excluded.changed_at
RETURNING id;

-- :exec procedure_set_current
-- in  id int, current_version int
UPDATE procedure SET current_version = :current_version WHERE id = :id;

-- :one procedure_version_last
-- in  procedure_id int
-- out no int, content_hash text
SELECT no, content_hash FROM procedure_version WHERE procedure_id = :procedure_id ORDER BY no DESC LIMIT 1;

-- :exec procedure_version_close
-- in  procedure_id int, valid_to date
UPDATE procedure_version SET valid_to = :valid_to WHERE procedure_id = :procedure_id AND valid_to IS NULL;

-- :one procedure_version_insert
-- in  procedure_id int, no int, name text, description text?, requirements text?, sets int, decision_no text?, decision_date date?, decision_issuer text?, valid_from date, source text, content_hash text, process_version_id int?, created_at time
-- out id int
INSERT INTO procedure_version (procedure_id, no, name, description, requirements, sets, decision_no, decision_date,
                               decision_issuer, valid_from, source, content_hash, process_version_id, created_at)
VALUES (:procedure_id, :no, :name, :description, :requirements, :sets, :decision_no, :decision_date, :decision_issuer,
        :valid_from, :source, :content_hash, :process_version_id, :created_at)
RETURNING id;

-- :one procedure_case_insert
-- in  version_id int, rank int, code text, name text
-- out id int
INSERT INTO procedure_case (version_id, rank, code, name) VALUES (:version_id, :rank, :code, :name) RETURNING id;

-- :exec procedure_deadline_insert
-- in  version_id int, case_id int?, channel text?, rule text?, text text, note text?
INSERT INTO procedure_deadline (version_id, case_id, channel, rule, text, note)
VALUES (:version_id, :case_id, :channel, :rule, :text, :note);

-- :exec procedure_fee_insert
-- in  version_id int, case_id int?, channel text?, kind text, amount int?, currency text, unit text?, note text?
INSERT INTO procedure_fee (version_id, case_id, channel, kind, amount, currency, unit, note)
VALUES (:version_id, :case_id, :channel, :kind, :amount, :currency, :unit, :note);

-- :exec procedure_component_insert
-- in  version_id int, case_id int?, rank int, code text?, name text, group_name text?, form text, originals int, copies int, required bool, is_note bool, form_name text?, note text?
INSERT INTO procedure_component (version_id, case_id, rank, code, name, group_name, form, originals, copies, required,
                                 is_note, form_name, note)
VALUES (:version_id, :case_id, :rank, :code, :name, :group_name, :form, :originals, :copies, :required, :is_note,
        :form_name, :note);

-- :exec procedure_part_insert
-- in  version_id int, kind text, rank int, code text?, name text, text text?
INSERT INTO procedure_part (version_id, kind, rank, code, name, text)
VALUES (:version_id, :kind, :rank, :code, :name, :text);

-- :exec procedure_unverified_insert
-- in  version_id int, part text, note text?
INSERT INTO procedure_unverified (version_id, part, note) VALUES (:version_id, :part, :note)
ON CONFLICT (version_id, part) DO NOTHING;

-- :exec procedure_audience_insert
-- in  procedure_id int, name text
INSERT INTO procedure_audience (procedure_id, name) VALUES (:procedure_id, :name)
ON CONFLICT (procedure_id, name) DO NOTHING;

-- :one catalog_import_insert
-- in  at time, source text, read int, stored int, merged int, unchanged int, notes int
-- out id int
INSERT INTO catalog_import (at, source, read, stored, merged, unchanged, notes)
VALUES (:at, :source, :read, :stored, :merged, :unchanged, :notes) RETURNING id;

-- :exec catalog_defect_insert
-- in  import_id int, kind text, code text, detail text?
INSERT INTO catalog_defect (import_id, kind, code, detail) VALUES (:import_id, :kind, :code, :detail);

-- Imports are numbered in their order: a number people can say, where ids stay inside.
-- :many catalog_imports
-- in  before int, max int
-- out id int, number int, at time, source text, read int, stored int, merged int, unchanged int, notes int, defects int
SELECT i.id, i.number, i.at, i.source, i.read, i.stored, i.merged, i.unchanged, i.notes,
       (SELECT COUNT(*) FROM catalog_defect d WHERE d.import_id = i.id) AS defects
FROM (SELECT id, at, source, read, stored, merged, unchanged, notes, row_number() OVER (ORDER BY id) AS number
      FROM catalog_import) i
WHERE i.number < :before ORDER BY i.number DESC LIMIT :max;

-- :many catalog_defect_kinds
-- in  import_id int
-- out kind text, n int, procedures int
SELECT kind, COUNT(*), COUNT(DISTINCT code) FROM catalog_defect WHERE import_id = :import_id
GROUP BY kind ORDER BY 2 DESC, kind;

-- :one catalog_defect_count
-- in  import_id int, kind text
-- out n int
SELECT COUNT(*) FROM catalog_defect WHERE import_id = :import_id AND kind = :kind;

-- :many catalog_defects
-- in  import_id int, kind text, skip int, max int
-- out code text, detail text?, name text?
SELECT d.code, d.detail, p.name FROM catalog_defect d LEFT JOIN procedure p ON p.code = d.code
WHERE d.import_id = :import_id AND d.kind = :kind ORDER BY d.id LIMIT :max OFFSET :skip;
