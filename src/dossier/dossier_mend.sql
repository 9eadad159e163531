-- dossier_mend.sql - owns dossier_mend: wrong and lost results.

-- The result that holds now: the newest.
-- :one dossier_mend_result
-- in  dossier_id int
-- out id int
SELECT id FROM dossier_file WHERE dossier_id = :dossier_id AND kind = 'result' ORDER BY id DESC LIMIT 1;

-- :exec dossier_mend_insert
-- in  dossier_id int, kind text, reason text, asked_by text, opened_at time, due_at time?, old_file int
INSERT INTO dossier_mend (dossier_id, kind, reason, asked_by, opened_at, due_at, state, old_file)
VALUES (:dossier_id, :kind, :reason, :asked_by, :opened_at, :due_at, 'open', :old_file);

-- :one dossier_mend_open
-- in  dossier_id int
-- out id int, kind text, reason text, old_file int, due_at time?
SELECT id, kind, reason, old_file, due_at FROM dossier_mend WHERE dossier_id = :dossier_id AND state = 'open';

-- :exec dossier_mend_close
-- in  id int, state text, new_file int?, closed_at time, closed_by int, note text
UPDATE dossier_mend SET state = :state, new_file = :new_file, closed_at = :closed_at, closed_by = :closed_by, note = :note
 WHERE id = :id AND state = 'open';

-- :many dossier_mends
-- in  dossier_id int
-- out kind text, reason text, asked_by text, opened_at time, due_at time?, state text, old_file int?, new_file int?, closed_at time?, note text?
SELECT kind, reason, asked_by, opened_at, due_at, state, old_file, new_file, closed_at, note
  FROM dossier_mend WHERE dossier_id = :dossier_id ORDER BY id;

-- Open requests about results that the agency issued or received for, those with a date first.
-- :many dossier_mends_open
-- in  whole int, agency int, max int
-- out pub text, code text, procedure text, owner text, kind text, reason text, asked_by text, opened_at time, due_at time?
SELECT d.pub, d.code, v.name, p.name, m.kind, m.reason, m.asked_by, m.opened_at, m.due_at
  FROM dossier_mend m
  JOIN dossier d ON d.id = m.dossier_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_person_name p ON p.id = d.owner_id
 WHERE m.state = 'open' AND (:whole = 1 OR d.receiving_agency_id = :agency OR d.competent_agency_id = :agency)
 ORDER BY m.due_at NULLS LAST, m.opened_at, m.id LIMIT :max;

-- :one dossier_mends_open_count
-- in  whole int, agency int
-- out n int
SELECT COUNT(*) FROM dossier_mend m JOIN dossier d ON d.id = m.dossier_id
 WHERE m.state = 'open' AND (:whole = 1 OR d.receiving_agency_id = :agency OR d.competent_agency_id = :agency);

-- The same, answered since then, the newest first.
-- :many dossier_mends_answered
-- in  whole int, agency int, since time, max int
-- out pub text, code text, procedure text, owner text, kind text, reason text, asked_by text, opened_at time, due_at time?, state text, closed_at time, note text?
SELECT d.pub, d.code, v.name, p.name, m.kind, m.reason, m.asked_by, m.opened_at, m.due_at, m.state, m.closed_at, m.note
  FROM dossier_mend m
  JOIN dossier d ON d.id = m.dossier_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_person_name p ON p.id = d.owner_id
 WHERE m.closed_at >= :since AND (:whole = 1 OR d.receiving_agency_id = :agency OR d.competent_agency_id = :agency)
 ORDER BY m.closed_at DESC, m.id DESC LIMIT :max;
