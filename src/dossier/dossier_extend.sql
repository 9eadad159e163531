-- dossier_extend.sql - owns dossier_apology: extensions and apologies, drafted and signed.

-- :exec dossier_apology_insert
-- in  dossier_id int, kind text, reason text, was_due_at time, new_due_at time, drafted_by int, drafted_at time
INSERT INTO dossier_apology (dossier_id, kind, reason, was_due_at, new_due_at, state, drafted_by, drafted_at)
VALUES (:dossier_id, :kind, :reason, :was_due_at, :new_due_at, 'draft', :drafted_by, :drafted_at);

-- :exec dossier_apology_replace
-- in  dossier_id int
UPDATE dossier_apology SET state = 'replaced' WHERE dossier_id = :dossier_id AND state = 'draft';

-- :one dossier_apology_draft
-- in  dossier_id int
-- out id int, kind text, reason text, was_due_at time, new_due_at time, drafted_by int
SELECT id, kind, reason, was_due_at, new_due_at, drafted_by
  FROM dossier_apology WHERE dossier_id = :dossier_id AND state = 'draft';

-- :exec dossier_apology_decide
-- in  id int, state text, decided_by int, decided_at time, decided_note text?
UPDATE dossier_apology SET state = :state, decided_by = :decided_by, decided_at = :decided_at,
       decided_note = :decided_note
 WHERE id = :id AND state = 'draft';

-- :one dossier_apology_signed
-- in  dossier_id int
-- out n int
SELECT COUNT(*) FROM dossier_apology WHERE dossier_id = :dossier_id AND state = 'signed';

-- :many dossier_apologies
-- in  dossier_id int
-- out kind text, state text, reason text, was_due_at time, new_due_at time, drafted_by int, drafted_at time, drafter text?, decided_at time?, decider text?, decided_note text?
SELECT x.kind, x.state, x.reason, x.was_due_at, x.new_due_at, x.drafted_by, x.drafted_at, d.name, x.decided_at,
       s.name, x.decided_note
  FROM dossier_apology x
  LEFT JOIN v_account_name d ON d.id = x.drafted_by
  LEFT JOIN v_account_name s ON s.id = x.decided_by
 WHERE x.dossier_id = :dossier_id ORDER BY x.id;

-- Waiting for a signature of one competent agency, the oldest first.
-- :many dossier_apology_waiting
-- in  agency int, max int
-- out pub text, code text, procedure text, kind text, was_due_at time, new_due_at time, drafted_at time
SELECT d.pub, d.code, v.name, x.kind, x.was_due_at, x.new_due_at, x.drafted_at
  FROM dossier_apology x
  JOIN dossier d ON d.id = x.dossier_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
 WHERE x.state = 'draft' AND d.competent_agency_id = :agency
 ORDER BY x.drafted_at, x.dossier_id LIMIT :max;

-- How many of those, for the number beside the link.
-- :one dossier_apology_waiting_count
-- in  agency int
-- out n int
SELECT COUNT(*) FROM dossier_apology x JOIN dossier d ON d.id = x.dossier_id
 WHERE x.state = 'draft' AND d.competent_agency_id = :agency;
