-- dossier_list.sql - lists and search. Every list goes through v_worklist; what differs is
-- the access path (an index of work or dossier) and with it the row scope.

-- On one's own desk.
-- :many worklist_handler
-- in  staff int, after_due time, after_id int, due_from time, due_to time, status text, max int
-- out id int, pub text, code text, procedure_name text, owner_name text, channel text, step_name text, status text, handler_name text?, handler_id int?, due_at time?, due_sort time, step_since time, due_provisional bool, clock_state text, version int
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE handler_id = :staff AND closed_at IS NULL AND (due_sort, id) > (:after_due, :after_id)
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status)
 ORDER BY due_sort, id LIMIT :max;

-- In the hands of one's unit.
-- :many worklist_unit
-- in  unit int, after_due time, after_id int, due_from time, due_to time, status text, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE unit_id = :unit AND closed_at IS NULL AND (due_sort, id) > (:after_due, :after_id)
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status)
 ORDER BY due_sort, id LIMIT :max;

-- With the leaders of an agency.
-- :many worklist_leaders
-- in  agency int, after_due time, after_id int, due_from time, due_to time, status text, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE agency_id = :agency AND role = 'leader' AND closed_at IS NULL AND (due_sort, id) > (:after_due, :after_id)
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status)
 ORDER BY due_sort, id LIMIT :max;

-- Anywhere in an agency: control office and inspectors.
-- :many worklist_agency
-- in  agency int, after_due time, after_id int, due_from time, due_to time, status text, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE agency_id = :agency AND closed_at IS NULL AND (due_sort, id) > (:after_due, :after_id)
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status)
 ORDER BY due_sort, id LIMIT :max;

-- :one worklist_count_handler
-- in  staff int, due_from time, due_to time, status text, max int
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM v_work WHERE handler_id = :staff AND closed_at IS NULL
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status) LIMIT :max) AS seen;

-- :one worklist_count_unit
-- in  unit int, due_from time, due_to time, status text, max int
-- out = worklist_count_handler
SELECT COUNT(*) FROM (SELECT 1 FROM v_work WHERE unit_id = :unit AND closed_at IS NULL
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status) LIMIT :max) AS seen;

-- :one worklist_count_leaders
-- in  agency int, due_from time, due_to time, status text, max int
-- out = worklist_count_handler
SELECT COUNT(*) FROM (SELECT 1 FROM v_work WHERE agency_id = :agency AND role = 'leader' AND closed_at IS NULL
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status) LIMIT :max) AS seen;

-- :one worklist_count_agency
-- in  agency int, due_from time, due_to time, status text, max int
-- out = worklist_count_handler
SELECT COUNT(*) FROM (SELECT 1 FROM v_work WHERE agency_id = :agency AND closed_at IS NULL
   AND due_sort >= :due_from AND due_sort < :due_to AND (:status = '' OR status = :status) LIMIT :max) AS seen;

-- :many worklist_by_code
-- in  code_from text, code_to text, all int, person int, staff int, unit int, agency int, tree int, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE code >= :code_from AND code < :code_to AND (:all = 1 OR owner_id = :person OR filer_id = :person OR handler_id = :staff OR unit_id = :unit
        OR receiving_agency_id = :agency OR competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree
                   AND b.agency_id IN (receiving_agency_id, competent_agency_id)))
 ORDER BY code DESC LIMIT :max;

-- :many worklist_by_person
-- in  who int, all int, person int, staff int, unit int, agency int, tree int, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE (owner_id = :who OR filer_id = :who) AND (:all = 1 OR owner_id = :person OR filer_id = :person OR handler_id = :staff OR unit_id = :unit
        OR receiving_agency_id = :agency OR competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree
                   AND b.agency_id IN (receiving_agency_id, competent_agency_id)))
 ORDER BY filed_at DESC LIMIT :max;

-- The citizen's own, newest first.
-- :many worklist_by_account
-- in  account int, before_id int, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE owner_account_id = :account AND id < :before_id ORDER BY id DESC LIMIT :max;

-- Open or recent dossiers of the same person and procedure.
-- :many worklist_same_matter
-- in  person int, procedure int, since time, max int
-- out = worklist_handler
SELECT id, pub, code, procedure_name, owner_name, channel, step_name, status, handler_name, handler_id, due_at, due_sort,
       step_since, due_provisional, clock_state, version
  FROM v_worklist
 WHERE owner_id = :person AND procedure_id = :procedure AND (closed_at IS NULL OR filed_at >= :since)
 ORDER BY filed_at DESC LIMIT :max;
