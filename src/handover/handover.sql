-- dossier_handover.sql - owns dossier_handover, dossier_handover_line.

-- :one handover_insert
-- in  pub text, from_unit_id int, to_unit_id int, gave_by int, gave_at time, note text?
-- out id int
INSERT INTO dossier_handover (pub, from_unit_id, to_unit_id, gave_by, gave_at, note)
VALUES (:pub, :from_unit_id, :to_unit_id, :gave_by, :gave_at, :note) RETURNING id;

-- :exec handover_line_insert
-- in  handover_id int, dossier_id int, rank int, form text, sets int, due_at time
INSERT INTO dossier_handover_line (handover_id, dossier_id, rank, form, sets, due_at)
VALUES (:handover_id, :dossier_id, :rank, :form, :sets, :due_at);

-- :exec handover_confirm
-- in  id int, received_by int, received_at time, receiver_note text?
UPDATE dossier_handover SET received_by = :received_by, received_at = :received_at, receiver_note = :receiver_note
 WHERE id = :id AND received_at IS NULL;

-- :exec handover_line_confirm
-- in  handover_id int, dossier_id int, taken text, difference text?
UPDATE dossier_handover_line SET taken = :taken, difference = :difference
 WHERE handover_id = :handover_id AND dossier_id = :dossier_id;

-- :many handover
-- in  unit int, from time, to time, max int
-- out id int, pub text, from_unit_id int, to_unit_id int, from_unit text, to_unit text, from_agency_id int, to_agency_id int, from_agency text, to_agency text, gave_by text?, gave_at time, note text?, received_by text?, received_at time?, receiver_note text?, n int
SELECT :out FROM v_dossier_handover
 WHERE id IN (SELECT a.id FROM dossier_handover a WHERE a.from_unit_id = :unit AND a.gave_at >= :from AND a.gave_at < :to
              UNION SELECT b.id FROM dossier_handover b WHERE b.to_unit_id = :unit AND b.gave_at >= :from AND b.gave_at < :to)
 ORDER BY id DESC LIMIT :max;

-- :one handover_get
-- in  pub text
-- out = handover
SELECT :out FROM v_dossier_handover WHERE pub = :pub;

-- :many handovers_waiting
-- in  unit int, max int
-- out = handover
SELECT :out FROM v_dossier_handover WHERE to_unit_id = :unit AND received_at IS NULL ORDER BY id LIMIT :max;

-- :many handovers_of_dossier
-- in  dossier_id int
-- out = handover
SELECT :out FROM v_dossier_handover
 WHERE id IN (SELECT l.handover_id FROM dossier_handover_line l WHERE l.dossier_id = :dossier_id) ORDER BY id;

-- :many handover_lines
-- in  handover_id int
-- out dossier_id int, pub text, code text, procedure text, owner text, form text, sets int, due_at time, taken text?, difference text?
SELECT l.dossier_id, w.pub, w.code, w.procedure_name, w.owner_name, l.form, l.sets, l.due_at, l.taken, l.difference
  FROM dossier_handover_line l JOIN v_worklist w ON w.id = l.dossier_id
 WHERE l.handover_id = :handover_id ORDER BY l.rank;

-- Lies with this unit, is worked on by another, and is not on its way.
-- :many handover_outgoing
-- in  unit int, max int
-- out dossier_id int, pub text, code text, procedure text, owner text, paper_unit text, work_unit text?, work_unit_id int?, paper_agency_id int, work_agency_id int, handover_id int?, since time, ruleset text, ruleset_version int
SELECT w.id, w.pub, w.code, w.procedure_name, w.owner_name, u.name, t.name, w.unit_id, u.agency_id, w.agency_id,
       p.handover_id, w.step_since, p.ruleset, p.ruleset_version
  FROM v_dossier_place p JOIN v_worklist w ON w.id = p.dossier_id JOIN v_unit_name u ON u.id = p.unit_id
  LEFT JOIN v_unit_name t ON t.id = w.unit_id
 WHERE p.unit_id = :unit AND p.handover_id IS NULL AND w.closed_at IS NULL AND w.unit_id IS NOT NULL AND w.unit_id <> p.unit_id
 ORDER BY w.step_since, w.id LIMIT :max;

-- The same in all units of an agency, on its way or not.
-- :many handover_misplaced
-- in  agency int, max int
-- out = handover_outgoing
SELECT w.id, w.pub, w.code, w.procedure_name, w.owner_name, u.name, t.name, w.unit_id, u.agency_id, w.agency_id,
       p.handover_id, w.step_since, p.ruleset, p.ruleset_version
  FROM v_unit_name u JOIN v_dossier_place p ON p.unit_id = u.id JOIN v_worklist w ON w.id = p.dossier_id
  LEFT JOIN v_unit_name t ON t.id = w.unit_id
 WHERE u.agency_id = :agency AND w.closed_at IS NULL AND w.unit_id IS NOT NULL AND w.unit_id <> p.unit_id
 ORDER BY w.step_since, w.id LIMIT :max;
