-- dossier_consult.sql - what was asked of another agency, as the one asked sees it (v_work_consult).

-- :one dossier_consult_get
-- in  pub text
-- out id int, dossier_id int, pub text, agency_id int, unit_id int?, code text, procedure text, asking text, question text, answer text?, asked_at time, due_at time, answered_at time?
SELECT n.id, d.id, n.pub, n.agency_id, n.unit_id, d.code, v.name, g.name, n.question, n.answer, n.asked_at, n.due_at,
       n.answered_at
  FROM v_work_consult n
  JOIN dossier d ON d.id = n.work_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_agency_name g ON g.id = d.competent_agency_id
 WHERE n.pub = :pub;

-- Waiting for an answer of that agency, the dossier going on: the unit's own and those of no unit, or with `whole` all.
-- :many dossier_consults_asked
-- in  agency int, unit int, whole int, max int
-- out pub text, code text, procedure text, asking text, asked_at time, due_at time
SELECT n.pub, d.code, v.name, g.name, n.asked_at, n.due_at
  FROM v_work_consult n
  JOIN dossier d ON d.id = n.work_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_agency_name g ON g.id = d.competent_agency_id
 WHERE n.agency_id = :agency AND n.answered_at IS NULL AND n.over_at IS NULL AND (n.unit_id IS NULL OR n.unit_id = :unit OR :whole = 1)
 ORDER BY n.due_at, n.id LIMIT :max;

-- How many of those, for the number beside the link: the index of the open ones alone.
-- :one dossier_consults_asked_count
-- in  agency int, unit int, whole int
-- out n int
SELECT COUNT(*) FROM v_work_consult n
 WHERE n.agency_id = :agency AND n.answered_at IS NULL AND n.over_at IS NULL AND (n.unit_id IS NULL OR n.unit_id = :unit OR :whole = 1);
