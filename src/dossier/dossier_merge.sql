-- dossier_merge.sql - open dossiers of agencies that ended; owns nothing (v_work_unplaced is casework's).

-- What the list of successors is asked with.
-- :one dossier_succession
-- in  id int
-- out owner_id int, filer_id int, procedure text, field text?, field_code text?
SELECT d.owner_id, d.filer_id, p.code, f.name, f.code
  FROM dossier d JOIN v_procedure p ON p.id = d.procedure_id
  LEFT JOIN v_procedure_field f ON f.id = p.field_id
 WHERE d.id = :id;

-- Waiting for somebody to name their agency, the nearest due date first.
-- :many dossiers_unplaced
-- in  of int, max int
-- out id int, pub text, code text, procedure_name text, field text?, held_by text, due_at time?, version int
SELECT l.id, l.pub, l.code, l.procedure_name, f.name, g.name, l.due_at, l.version
  FROM v_work_unplaced u
  JOIN v_worklist l ON l.id = u.work_id
  JOIN v_procedure p ON p.id = l.procedure_id
  JOIN v_agency_name g ON g.id = u.held_by_id
  LEFT JOIN v_procedure_field f ON f.id = p.field_id
 WHERE u.ended_id = :of AND l.closed_at IS NULL
 ORDER BY l.due_sort, l.id LIMIT :max;

-- Of one that ended, or (0) of all.
-- :one dossiers_unplaced_count
-- in  of int
-- out n int
SELECT COUNT(*) FROM v_work_unplaced u JOIN v_work_held h ON h.id = u.work_id
 WHERE (:of = 0 OR u.ended_id = :of) AND h.closed_at IS NULL AND h.kind = 'dossier';
