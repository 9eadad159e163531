-- bench.sql - copies of the dossiers a demo made, so that a million stand there in minutes. TEST
-- DATA: only benches run this, in folders they made. Ids move by a stride a copy, public ids and
-- codes get the copy's mark, nothing passes the rules and the record does not verify.

-- :one bench_strides
-- out dossier int, person int, event int, seal int, paper int
SELECT (SELECT MAX(id) FROM work), (SELECT MAX(id) FROM person), (SELECT MAX(id) FROM event),
       (SELECT MAX(seq) FROM seal), (SELECT MAX(id) FROM dossier_paper);

-- :exec bench_copy_person
-- in  n int, mark text, stride int
INSERT INTO person (id, pub, kind, name, name_key, number, birth, sex, phone, address, revision, created_at, changed_at)
SELECT id + :n * :stride, :mark || substr(pub, 7), kind, name, name_key, :mark || number, birth, sex, phone, address,
       revision, created_at, changed_at
  FROM person WHERE id <= :stride;

-- The root of the demo's tree, and how many units stand in it.
-- :one bench_root
-- out id int, since date, units int
SELECT g.id, g.valid_from, (SELECT COUNT(*) FROM v_unit_name)
  FROM v_agency_name g WHERE g.parent_id IS NULL AND g.valid_to IS NULL ORDER BY g.id LIMIT 1;

-- `spread` 1: the copy lies in the communes of the tree, row by row in the next one; in each the first
-- unit is its one-stop, the second its division; of its staff two are clerks, two officers, one leads.
-- :exec bench_copy_work
-- in  n int, stride int, spread int, communes int, agency int, unit int, staff int
INSERT INTO work (id, kind, process_version_id, step_id, status, role, agency_id, unit_id, handler_id,
                  receiving_agency_id, receiving_unit_id, competent_agency_id, competent_unit_id, step_since,
                  opened_at, due_at, due_sort, due_provisional, clock_state, finished_at, closed_at, version)
SELECT id + :n * :stride, kind, process_version_id, step_id, status, role,
       CASE WHEN :spread = 0 THEN agency_id ELSE :agency + (id + :n) % :communes END,
       CASE WHEN :spread = 0 OR unit_id IS NULL THEN unit_id
            ELSE :unit + 3 * ((id + :n) % :communes) + CASE WHEN role = 'officer' THEN 1 ELSE 0 END END,
       CASE WHEN :spread = 0 OR handler_id IS NULL THEN handler_id
            ELSE :staff + 5 * ((id + :n) % :communes)
                 + CASE role WHEN 'clerk' THEN id % 2 WHEN 'officer' THEN 2 + id % 2 ELSE 4 END END,
       CASE WHEN :spread = 0 THEN receiving_agency_id ELSE :agency + (id + :n) % :communes END,
       CASE WHEN :spread = 0 OR receiving_unit_id IS NULL THEN receiving_unit_id ELSE :unit + 3 * ((id + :n) % :communes) END,
       CASE WHEN :spread = 0 THEN competent_agency_id ELSE :agency + (id + :n) % :communes END,
       CASE WHEN :spread = 0 OR competent_unit_id IS NULL THEN competent_unit_id ELSE :unit + 3 * ((id + :n) % :communes) + 1 END,
       step_since, opened_at, due_at, due_sort, due_provisional, clock_state, finished_at, closed_at, version
  FROM work WHERE id <= :stride;

-- :exec bench_copy_dossier
-- in  n int, mark text, stride int, person_stride int, spread int, communes int, agency int
INSERT INTO dossier (id, pub, code, secret_generation, ruleset, ruleset_version, procedure_id, procedure_version_id, case_id, channel,
                     origin, receiving_agency_id, competent_agency_id, owner_id, filer_id, authority, result_by,
                     sets, filed_at, entered_at, accepted_at, received_by, returned_at, collector, refusal_reason,
                     punctuality, money_status, delivery_status, cancelled_at)
SELECT id + :n * :stride, :mark || substr(pub, 7), 'H48.' || :mark || substr(code, 4), secret_generation, ruleset, ruleset_version,
       procedure_id, procedure_version_id, case_id, channel, origin,
       CASE WHEN :spread = 0 THEN receiving_agency_id ELSE :agency + (id + :n) % :communes END,
       CASE WHEN :spread = 0 THEN competent_agency_id ELSE :agency + (id + :n) % :communes END,
       owner_id + :n * :person_stride, filer_id + :n * :person_stride, authority, result_by, sets, filed_at,
       entered_at, accepted_at, received_by, returned_at, collector, refusal_reason, punctuality, money_status,
       delivery_status, cancelled_at
  FROM dossier WHERE id <= :stride;

-- :exec bench_copy_paper
-- in  n int, stride int, paper_stride int
INSERT INTO dossier_paper (id, dossier_id, component_id, rank, name, form, quantity, complete, note)
SELECT id + :n * :paper_stride, dossier_id + :n * :stride, component_id, rank, name, form, quantity, complete, note
  FROM dossier_paper WHERE id <= :paper_stride;

-- :exec bench_copy_pass
-- in  n int, stride int
INSERT INTO work_pass (work_id, step_id, unit_id, handler_id, entered_at, left_at, action, working_us)
SELECT work_id + :n * :stride, step_id, unit_id, handler_id, entered_at, left_at, action, working_us
  FROM work_pass WHERE work_id <= :stride ORDER BY id;

-- :exec bench_copy_clock
-- in  n int, stride int
INSERT INTO work_clock (work_id, kind, at, entered_at, rule, hours_id, calendar_version_id, ground, due_at)
SELECT work_id + :n * :stride, kind, at, entered_at, rule, hours_id, calendar_version_id, ground, due_at
  FROM work_clock WHERE work_id <= :stride ORDER BY id;

-- :exec bench_copy_event
-- in  n int, mark text, stride int, event_stride int
INSERT INTO event (id, at, legal_at, kind, object_kind, object_id, object_pub, actor_id, acting_for_id, agency_id,
                   purpose, receiving_id, competent_id, version_id, channel, origin, payload, private_hash, txid)
SELECT id + :n * :event_stride, at, legal_at, kind, object_kind, object_id + :n * :stride,
       :mark || substr(object_pub, 7), actor_id, acting_for_id, agency_id, purpose, receiving_id, competent_id,
       version_id, channel, origin, payload, private_hash, 0
  FROM event WHERE id <= :event_stride AND object_kind = 'dossier';

-- The head of the copies is the last of all, so that the sealer goes on from there.
-- :exec bench_copy_seal
-- in  n int, seal_stride int, event_stride int
INSERT INTO seal (seq, event_id, leaf, chain)
SELECT seq + :n * :seal_stride, event_id + :n * :event_stride, leaf, chain FROM seal WHERE seq <= :seal_stride;

-- :many bench_dossiers
-- in  above int, max int
-- out id int, pub text, code text, secret_generation int
SELECT id, pub, code, secret_generation FROM dossier WHERE id > :above AND accepted_at IS NOT NULL ORDER BY id LIMIT :max;

-- The officer with most in hand.
-- :one bench_busiest
-- out unit_id int, handler_id int, login text, n int
SELECT w.unit_id, w.handler_id, a.login, w.n
  FROM (SELECT unit_id, handler_id, COUNT(*) AS n FROM work
         WHERE closed_at IS NULL AND handler_id IS NOT NULL AND unit_id IS NOT NULL AND role = 'officer'
         GROUP BY unit_id, handler_id) AS w
  JOIN v_account_name a ON a.staff_id = w.handler_id
 ORDER BY w.n DESC, w.unit_id, w.handler_id LIMIT 1;

-- A clerk of the demo and a filing of theirs with three papers, to be filed again and again.
-- :one bench_clerk
-- out account_id int, agency_id int
SELECT a.id, g.agency_id
  FROM v_account_name a JOIN v_account_grant g ON g.account_id = a.id
 WHERE a.login = 'tiepnhan.camthanh' AND g.role = 'clerk' LIMIT 1;

-- :one bench_holder
-- in  agency int, role text
-- out account_id int
SELECT account_id FROM v_account_grant WHERE agency_id = :agency AND role = :role ORDER BY account_id LIMIT 1;

-- :one bench_three_papers
-- in  agency int
-- out id int, procedure text, case_id int?, competent_id int
SELECT d.id, p.code, d.case_id, d.competent_agency_id
  FROM dossier d JOIN v_procedure p ON p.id = d.procedure_id
 WHERE d.receiving_agency_id = :agency AND d.channel = 'direct' AND d.accepted_at IS NOT NULL
   AND (SELECT COUNT(*) FROM dossier_paper x WHERE x.dossier_id = d.id AND x.complete) = 3
 ORDER BY d.id LIMIT 1;

-- The floor of a work list: the rows of its index and the numbers of ranges of indexes, nothing
-- joined, nothing filtered.
-- :many bench_work
-- in  staff int, max int
-- out id int, due_sort time, status text, version int
SELECT id, due_sort, status, version FROM work WHERE handler_id = :staff AND closed_at IS NULL ORDER BY due_sort, id LIMIT :max;

-- :one bench_count_mine
-- in  staff int, max int
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE handler_id = :staff AND closed_at IS NULL LIMIT :max) AS seen;

-- :one bench_count_unit
-- in  unit int, due_from time, due_to time, max int
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE unit_id = :unit AND closed_at IS NULL
   AND due_sort >= :due_from AND due_sort < :due_to LIMIT :max) AS seen;

-- :one bench_count_status
-- in  unit int, status text, max int
-- out n int
SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE unit_id = :unit AND status = :status AND closed_at IS NULL
   LIMIT :max) AS seen;

-- Who file in turn, for a floor.
-- :one bench_owner_of
-- in  code text
-- out id int
SELECT owner_id FROM dossier WHERE code = :code;

-- :many bench_owners
-- in  max int
-- out id int
SELECT id FROM person ORDER BY id DESC LIMIT :max;
