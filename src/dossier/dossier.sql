-- dossier.sql - owns dossier_serial, dossier, dossier_paper, dossier_file,
-- dossier_supplement(_item), dossier_payment, dossier_fee_line,
-- dossier_correction, dossier_told. Lists stand in dossier_list.sql, letters of apology in
-- dossier_extend.sql; drafts belong to filing.

-- The next serial of an agency's day; the writer (or the row lock) makes it unique.
-- :one dossier_serial_next
-- in  agency_code text, day date
-- out last int
INSERT INTO dossier_serial (agency_code, day, last) VALUES (:agency_code, :day, 1)
ON CONFLICT (agency_code, day) DO UPDATE SET last = dossier_serial.last + 1
RETURNING last;

-- :exec dossier_insert
-- in  id int, pub text, code text, ruleset text, ruleset_version int, procedure_id int, procedure_version_id int, case_id int?, channel text, origin text, outside_id text?, visit_id int?, counter_id int?, receiving_agency_id int, competent_agency_id int, owner_id int, filer_id int, authority text, authority_note text?, owner_account_id int?, result_by text, result_address text?, sets int, note text?, filed_at time, entered_at time, money_status text
INSERT INTO dossier (id, pub, code, secret_generation, ruleset, ruleset_version, procedure_id, procedure_version_id, case_id, channel,
                     origin, outside_id, visit_id, counter_id, receiving_agency_id, competent_agency_id, owner_id,
                     filer_id, authority, authority_note, owner_account_id, result_by, result_address, sets, note,
                     filed_at, entered_at, punctuality, money_status, delivery_status)
VALUES (:id, :pub, :code, 1, :ruleset, :ruleset_version, :procedure_id, :procedure_version_id, :case_id, :channel, :origin,
        :outside_id, :visit_id, :counter_id, :receiving_agency_id, :competent_agency_id, :owner_id, :filer_id,
        :authority, :authority_note, :owner_account_id, :result_by, :result_address, :sets, :note, :filed_at,
        :entered_at, 'none', :money_status, 'none');

-- :one dossier_by_outside
-- in  origin text, outside_id text
-- out id int, pub text, code text
SELECT id, pub, code FROM dossier WHERE origin = :origin AND outside_id = :outside_id;

-- What an act needs to know before it moves the work; the work itself comes from casework.
-- :exec dossier_take_over
-- in  id int, receiving int, competent int
UPDATE dossier SET receiving_agency_id = :receiving, competent_agency_id = :competent WHERE id = :id;

-- :one dossier_head
-- in  id int
-- out id int, pub text, code text, ruleset text, ruleset_version int, procedure_id int, procedure_version_id int, case_id int?, channel text, origin text, receiving_agency_id int, competent_agency_id int, owner_id int, filer_id int, owner_account_id int?, result_by text, money_status text, filed_at time, accepted_at time?, sets int
SELECT id, pub, code, ruleset, ruleset_version, procedure_id, procedure_version_id, case_id, channel, origin, receiving_agency_id,
       competent_agency_id, owner_id, filer_id, owner_account_id, result_by, money_status, filed_at, accepted_at, sets
  FROM dossier WHERE id = :id;

-- :one dossier_id_of
-- in  pub text
-- out id int
SELECT id FROM dossier WHERE pub = :pub;

-- :one dossier_id_of_code
-- in  code text
-- out id int
SELECT id FROM dossier WHERE code = :code;

-- :one dossier_get
-- in  id int
-- out id int, pub text, code text, ruleset text, ruleset_version int, secret_generation int, procedure_id int, procedure_version_id int, procedure_pub text, procedure_code text, procedure_name text, case_id int?, case_name text?, channel text, origin text, outside_id text?, receiving_agency text, competent_agency text, unit text?, handler text?, owner_id int, filer_id int, owner_account_id int?, owner_name text, filer_name text, authority text, authority_note text?, result_by text, result_address text?, note text?, refusal_reason text?, sets int, filed_at time, entered_at time, accepted_at time?, returned_at time?, cancelled_at time?, received_by text?, collector text?, punctuality text, money_status text, delivery_status text
SELECT d.id, d.pub, d.code, d.ruleset, d.ruleset_version, d.secret_generation, d.procedure_id, d.procedure_version_id, p.pub, p.code,
       v.name, d.case_id, pc.name, d.channel, d.origin, d.outside_id, ra.name, ca.name, u.name, h.name, d.owner_id,
       d.filer_id, d.owner_account_id, o.name, f.name, d.authority, d.authority_note, d.result_by, d.result_address,
       d.note, d.refusal_reason, d.sets, d.filed_at, d.entered_at, d.accepted_at, d.returned_at, d.cancelled_at,
       r.name, d.collector, d.punctuality, d.money_status, d.delivery_status
  FROM dossier d
  JOIN v_work w ON w.id = d.id
  JOIN v_procedure p ON p.id = d.procedure_id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  LEFT JOIN v_procedure_case pc ON pc.id = d.case_id
  JOIN v_agency_name ra ON ra.id = d.receiving_agency_id
  JOIN v_agency_name ca ON ca.id = d.competent_agency_id
  JOIN v_person_name o ON o.id = d.owner_id
  JOIN v_person_name f ON f.id = d.filer_id
  LEFT JOIN v_unit_name u ON u.id = w.unit_id
  LEFT JOIN v_staff_name h ON h.id = w.handler_id
  LEFT JOIN v_staff_name r ON r.id = d.received_by
 WHERE d.id = :id;

-- :exec dossier_set_accepted
-- in  id int, accepted_at time, received_by int?
UPDATE dossier SET accepted_at = :accepted_at, received_by = :received_by WHERE id = :id;

-- :exec dossier_set_finished
-- in  id int, punctuality text, delivery_status text, refusal_reason text?
UPDATE dossier SET punctuality = :punctuality, delivery_status = :delivery_status, refusal_reason = :refusal_reason
 WHERE id = :id;

-- :exec dossier_set_returned
-- in  id int, returned_at time, collector text?, delivery_status text
UPDATE dossier SET returned_at = :returned_at, collector = :collector, delivery_status = :delivery_status WHERE id = :id;

-- :exec dossier_set_cancelled
-- in  id int, cancelled_at time
UPDATE dossier SET cancelled_at = :cancelled_at WHERE id = :id;

-- :exec dossier_set_money
-- in  id int, money_status text
UPDATE dossier SET money_status = :money_status WHERE id = :id;

-- :one dossier_paper_insert
-- in  dossier_id int, component_id int?, rank int, name text, form text, quantity int, complete bool, note text?
-- out id int
INSERT INTO dossier_paper (dossier_id, component_id, rank, name, form, quantity, complete, note)
VALUES (:dossier_id, :component_id, :rank, :name, :form, :quantity, :complete, :note) RETURNING id;

-- :exec dossier_told_insert
-- in  dossier_id int, who text, part text, told text
INSERT INTO dossier_told (dossier_id, who, part, told) VALUES (:dossier_id, :who, :part, :told);

-- :many dossier_told
-- in  dossier_id int
-- out who text, part text, told text
SELECT who, part, told FROM dossier_told WHERE dossier_id = :dossier_id ORDER BY who DESC, part;

-- :many dossier_papers
-- in  dossier_id int
-- out id int, component_id int?, rank int, name text, form text, quantity int, complete bool, note text?
SELECT id, component_id, rank, name, form, quantity, complete, note
  FROM dossier_paper WHERE dossier_id = :dossier_id ORDER BY rank, id;

-- :exec dossier_paper_complete
-- in  id int, dossier_id int, complete bool, form text, quantity int, note text?
UPDATE dossier_paper SET complete = :complete, form = :form, quantity = :quantity, note = :note
 WHERE id = :id AND dossier_id = :dossier_id;

-- :one dossier_papers_missing
-- in  dossier_id int
-- out n int
SELECT COUNT(*) FROM dossier_paper WHERE dossier_id = :dossier_id AND NOT complete;

-- :exec dossier_file_insert
-- in  dossier_id int, paper_id int?, kind text, file_id int, name text, added_at time, added_by int?
INSERT INTO dossier_file (dossier_id, paper_id, kind, file_id, name, added_at, added_by)
VALUES (:dossier_id, :paper_id, :kind, :file_id, :name, :added_at, :added_by);

-- :many dossier_files
-- in  dossier_id int
-- out id int, paper_id int?, kind text, file_id int, name text, added_at time
SELECT id, paper_id, kind, file_id, name, added_at FROM dossier_file WHERE dossier_id = :dossier_id ORDER BY id;

-- :one dossier_supplement_insert
-- in  dossier_id int, asked_at time, asked_by int, reason text, answer_by time?
-- out id int
INSERT INTO dossier_supplement (dossier_id, asked_at, asked_by, reason, answer_by)
VALUES (:dossier_id, :asked_at, :asked_by, :reason, :answer_by) RETURNING id;

-- :exec dossier_supplement_item_insert
-- in  supplement_id int, rank int, paper_id int?, text text
INSERT INTO dossier_supplement_item (supplement_id, rank, paper_id, text) VALUES (:supplement_id, :rank, :paper_id, :text);

-- :exec dossier_supplement_done
-- in  dossier_id int, completed_at time
UPDATE dossier_supplement SET completed_at = :completed_at WHERE dossier_id = :dossier_id AND completed_at IS NULL;

-- Asked before, at the same stage (before acceptance, or after it)?
-- :one dossier_supplement_asked
-- in  dossier_id int, since time
-- out n int
SELECT COUNT(*) FROM dossier_supplement WHERE dossier_id = :dossier_id AND asked_at >= :since;

-- Asked in processing, not answered in time, still waiting.
-- :many dossier_unanswered
-- in  now time, max int
-- out id int
SELECT s.dossier_id FROM dossier_supplement s JOIN v_work w ON w.id = s.dossier_id
 WHERE s.completed_at IS NULL AND s.answer_by < :now AND w.status = 'supplement'
 ORDER BY s.answer_by, s.id LIMIT :max;

-- :many dossier_supplements
-- in  dossier_id int
-- out id int, asked_at time, reason text, answer_by time?, completed_at time?
SELECT id, asked_at, reason, answer_by, completed_at FROM dossier_supplement WHERE dossier_id = :dossier_id ORDER BY id DESC;

-- :many dossier_supplement_items
-- in  supplement_id int
-- out paper_id int?, text text
SELECT paper_id, text FROM dossier_supplement_item WHERE supplement_id = :supplement_id ORDER BY rank;

-- :exec dossier_fee_line_insert
-- in  dossier_id int, rank int, kind text, amount int?, note text?
INSERT INTO dossier_fee_line (dossier_id, rank, kind, amount, note) VALUES (:dossier_id, :rank, :kind, :amount, :note);

-- :many dossier_fees
-- in  dossier_id int
-- out kind text, amount int?, note text?
SELECT kind, amount, note FROM dossier_fee_line WHERE dossier_id = :dossier_id ORDER BY rank;

-- :one dossier_fee_due
-- in  dossier_id int
-- out due int, paid int
SELECT (SELECT COALESCE(SUM(amount), 0) FROM dossier_fee_line WHERE dossier_id = :dossier_id),
       (SELECT COALESCE(SUM(amount), 0) FROM dossier_payment WHERE dossier_id = :dossier_id);

-- :one dossier_payment_last
-- in  agency_id int, year int
-- out number int
SELECT COALESCE(MAX(number), 0) FROM dossier_payment WHERE agency_id = :agency_id AND year = :year;

-- :exec dossier_payment_insert
-- in  dossier_id int, agency_id int, year int, number int, amount int, how text, taken_by int, taken_at time
INSERT INTO dossier_payment (dossier_id, agency_id, year, number, amount, how, taken_by, taken_at)
VALUES (:dossier_id, :agency_id, :year, :number, :amount, :how, :taken_by, :taken_at);

-- :many dossier_payments
-- in  dossier_id int
-- out number int, year int, amount int, how text, taken_at time
SELECT number, year, amount, how, taken_at FROM dossier_payment WHERE dossier_id = :dossier_id ORDER BY id;

-- :exec dossier_correction_insert
-- in  dossier_id int, part text, was text?, became text?, reason text, by_account int, at time
INSERT INTO dossier_correction (dossier_id, part, was, became, reason, by_account, at)
VALUES (:dossier_id, :part, :was, :became, :reason, :by_account, :at);

-- A correction writes exactly one of these; the others keep what they have.
-- :exec dossier_set_corrected
-- in  id int, note text?, result_by text, result_address text?, authority_note text?, sets int, outside_id text?
UPDATE dossier SET note = :note, result_by = :result_by, result_address = :result_address,
       authority_note = :authority_note, sets = :sets, outside_id = :outside_id
 WHERE id = :id;

-- Who an event names: staff by name and office, citizens by nothing.
-- :one dossier_actor
-- in  account int, agency int
-- out kind text, name text, office text?
SELECT a.kind, a.name, (SELECT g.name FROM v_agency_name g WHERE g.id = :agency) FROM v_account_name a WHERE a.id = :account;

-- The state a replay compares with.
-- :one dossier_replay_state
-- in  id int
-- out pub text, status text, due_at time?, version int, handler_id int?
SELECT d.pub, w.status, w.due_at, w.version, w.handler_id FROM dossier d JOIN v_work w ON w.id = d.id WHERE d.id = :id;

-- :one dossier_count
-- out n int
SELECT COUNT(*) FROM dossier;

-- :each dossier_versions
-- out id int, pub text, version int
SELECT d.id, d.pub, w.version FROM dossier d JOIN v_work w ON w.id = d.id ORDER BY d.id;

-- The version that the newest event of a dossier speaks of stands in its payload.
-- :one dossier_last_event
-- in  id int
-- out payload text
SELECT payload FROM v_event WHERE object_kind = 'dossier' AND object_id = :id ORDER BY id DESC LIMIT 1;

-- One range of dossier_received: a month is read, never all that ever was.
-- :one dossier_received
-- in  from time, to time
-- out received int, online int, synced int
SELECT COUNT(*), COUNT(CASE WHEN channel = 'online' THEN 1 END), COUNT(CASE WHEN origin = 'ministry_system' THEN 1 END) FROM dossier
 WHERE accepted_at IS NOT NULL AND cancelled_at IS NULL AND accepted_at >= :from AND accepted_at < :to;
