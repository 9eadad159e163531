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
