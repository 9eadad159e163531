-- dossier_list.sql - lists and search. Every list goes through v_worklist; what differs is
-- the access path (an index of work or dossier) and with it the row scope.

-- By whose desk it is: an officer's own, a unit's, what no unit of an agency has yet for a role, the leaders'
-- of an agency, anywhere in it, or in it and below (control office and inspectors: a tree is
-- read in the order of due dates and asked row by row). A filter of the dossier is asked of each row the
-- path gives, by its key: no filter changes the path. Change it in worklist_count as well.
-- :many worklist
-- in  who int, after_due time, after_id int, due_from time, due_to time, max int, within int, role text, status text?, step text?, channel text?, field text?
-- out id int, pub text, code text, procedure_name text, owner_name text, channel text, step_name text, status text, handler_name text?, handler_id int?, due_at time?, finished_at time?, due_sort time, step_since time, due_provisional bool, clock_state text, version int, asks int, synced bool
SELECT :out
  FROM v_worklist w
 WHERE closed_at IS NULL AND (due_sort, id) > (:after_due, :after_id) AND due_sort >= :due_from AND due_sort < :due_to
-- @one handler
   AND handler_id = :who
-- @or desk
   AND handler_id = :who AND agency_id = :within
-- @or unit
   AND unit_id = :who
-- @or leaders
   AND agency_id = :who AND role = 'leader'
-- @or open
   AND agency_id = :who AND unit_id IS NULL AND role = :role
-- @or agency
   AND agency_id = :who
-- @or below
   AND EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :who AND b.agency_id = w.agency_id)
-- @with status
   AND status = :status
-- @with step
   AND step_kind = :step
-- @with channel
   AND channel = :channel
-- @with field
   AND EXISTS (SELECT 1 FROM v_procedure p JOIN v_procedure_field f ON f.id = p.field_id
                WHERE p.id = w.procedure_id AND f.name = :field)
-- @always
 ORDER BY due_sort, id LIMIT :max;

-- The number beside a list, from its index alone unless a filter is set.
-- :one worklist_count
-- in  who int, due_from time, due_to time, max int, within int, role text, status text?, step text?, channel text?, field text?
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM v_work_held w
 WHERE kind = 'dossier' AND closed_at IS NULL AND due_sort >= :due_from AND due_sort < :due_to
-- @one handler
   AND handler_id = :who
-- @or desk
   AND handler_id = :who AND agency_id = :within
-- @or unit
   AND unit_id = :who
-- @or leaders
   AND agency_id = :who AND role = 'leader'
-- @or open
   AND agency_id = :who AND unit_id IS NULL AND role = :role
-- @or agency
   AND agency_id = :who
-- @or below
   AND EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :who AND b.agency_id = w.agency_id)
-- @with status
   AND status = :status
-- @with step
   AND EXISTS (SELECT 1 FROM v_work_step s WHERE s.id = w.step_id AND s.kind = :step)
-- @with channel
   AND EXISTS (SELECT 1 FROM dossier d WHERE d.id = w.id AND d.channel = :channel)
-- @with field
   AND EXISTS (SELECT 1 FROM dossier d JOIN v_procedure p ON p.id = d.procedure_id
                 JOIN v_procedure_field f ON f.id = p.field_id WHERE d.id = w.id AND f.name = :field)
-- @always
 LIMIT :max) AS seen;

-- What waits for another agency: few, with indexes of their own.
-- :many worklist_asking
-- in  who int, after_due time, after_id int, max int, step text?, channel text?, field text?
-- out = worklist
SELECT :out
  FROM v_worklist w
 WHERE closed_at IS NULL AND asks > 0 AND (due_sort, id) > (:after_due, :after_id)
-- @one unit
   AND unit_id = :who
-- @or agency
   AND agency_id = :who
-- @or below
   AND EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :who AND b.agency_id = w.agency_id)
-- @with step
   AND step_kind = :step
-- @with channel
   AND channel = :channel
-- @with field
   AND EXISTS (SELECT 1 FROM v_procedure p JOIN v_procedure_field f ON f.id = p.field_id
                WHERE p.id = w.procedure_id AND f.name = :field)
-- @always
 ORDER BY due_sort, id LIMIT :max;

-- :one worklist_asking_count
-- in  who int, due_from time, max int, step text?, channel text?, field text?
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM v_work_held w
 WHERE kind = 'dossier' AND closed_at IS NULL AND asks > 0 AND due_sort >= :due_from
-- @one unit
   AND unit_id = :who
-- @or agency
   AND agency_id = :who
-- @or below
   AND EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :who AND b.agency_id = w.agency_id)
-- @with step
   AND EXISTS (SELECT 1 FROM v_work_step s WHERE s.id = w.step_id AND s.kind = :step)
-- @with channel
   AND EXISTS (SELECT 1 FROM dossier d WHERE d.id = w.id AND d.channel = :channel)
-- @with field
   AND EXISTS (SELECT 1 FROM dossier d JOIN v_procedure p ON p.id = d.procedure_id
                 JOIN v_procedure_field f ON f.id = p.field_id WHERE d.id = w.id AND f.name = :field)
-- @always
 LIMIT :max) AS seen;

-- On whose desks somebody looks after the work today.
-- :many worklist_stand_ins
-- in  staff int, on_day date
-- out staff_id int
SELECT from_staff_id FROM v_stand_in
 WHERE to_staff_id = :staff AND from_staff_id IS NOT NULL AND valid_from <= :on_day AND valid_to > :on_day;

-- Whether an agency has others below it.
-- :one worklist_tree
-- in  agency int
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM v_agency_below WHERE ancestor_id = :agency AND distance > 0 LIMIT 1) AS seen;

-- :one worklist_field
-- in  name text
-- out id int
SELECT id FROM v_procedure_field WHERE name = :name;

-- :many worklist_by_code
-- in  code_from text, code_to text, all int, person int, staff int, unit int, agency int, tree int, max int
-- out = worklist
SELECT :out
  FROM v_worklist
 WHERE code >= :code_from AND code < :code_to AND (:all = 1 OR owner_id = :person OR filer_id = :person OR handler_id = :staff OR unit_id = :unit
        OR receiving_agency_id = :agency OR competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree
                   AND b.agency_id IN (receiving_agency_id, competent_agency_id)))
 ORDER BY code DESC LIMIT :max;

-- :many worklist_by_person
-- in  who int, all int, person int, staff int, unit int, agency int, tree int, max int
-- out = worklist
SELECT :out
  FROM v_worklist
 WHERE (owner_id = :who OR filer_id = :who) AND (:all = 1 OR owner_id = :person OR filer_id = :person OR handler_id = :staff OR unit_id = :unit
        OR receiving_agency_id = :agency OR competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree
                   AND b.agency_id IN (receiving_agency_id, competent_agency_id)))
 ORDER BY filed_at DESC LIMIT :max;

-- The citizen's own, newest first: filed by the account, or theirs whoever took it in. The
-- three indexes of dossier are asked one by one; an OR over them would read the table.
-- :many worklist_by_account
-- in  account int, person int, before_id int, max int
-- out = worklist
SELECT :out
  FROM v_worklist
 WHERE id IN (SELECT id FROM dossier WHERE owner_account_id = :account
              UNION SELECT id FROM dossier WHERE owner_id = :person
              UNION SELECT id FROM dossier WHERE filer_id = :person)
   AND id < :before_id ORDER BY id DESC LIMIT :max;

-- Open or recent dossiers of the same person and procedure; `+ 0` keeps to the person's few,
-- a procedure may have a million.
-- :many worklist_same_matter
-- in  who int, procedure int, since time, all int, person int, staff int, unit int, agency int, tree int, max int
-- out = worklist
SELECT :out
  FROM v_worklist
 WHERE owner_id = :who AND procedure_id + 0 = :procedure AND (closed_at IS NULL OR filed_at >= :since)
   AND (:all = 1 OR owner_id = :person OR filer_id = :person OR handler_id = :staff OR unit_id = :unit
        OR receiving_agency_id = :agency OR competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree
                   AND b.agency_id IN (receiving_agency_id, competent_agency_id)))
 ORDER BY filed_at DESC LIMIT :max;

-- The same wherever they lie: a number tells a clerk of a double without showing it.
-- :one worklist_same_matter_count
-- in  who int, procedure int, since time
-- out n int
SELECT COUNT(*) FROM v_worklist
 WHERE owner_id = :who AND procedure_id + 0 = :procedure AND (closed_at IS NULL OR filed_at >= :since);
