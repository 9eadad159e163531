-- casework.sql - owns work, work_pass, work_clock, work_consult, work_calendar, work_agency_followed, work_fact,
-- work_waiver, work_part. Processes: casework_process.sql.

-- Did this account end a pass of a step that the current step may not share a person with? `soft`:
-- a leader may waive it, and nobody else did.
-- :one work_guarded
-- in  work_id int, rank int, staff_id int
-- out hard int, soft int
SELECT COUNT(CASE WHEN NOT g.waivable THEN 1 END),
       COUNT(CASE WHEN g.waivable AND NOT EXISTS (
               SELECT 1 FROM work_waiver x
                WHERE x.work_id = w.id AND x.given_by <> :staff_id
                  AND ((x.step_a_id = w.step_id AND x.step_b_id = s.id) OR (x.step_a_id = s.id AND x.step_b_id = w.step_id)))
             THEN 1 END)
  FROM work w
  JOIN process_guard g ON g.process_version_id = w.process_version_id AND (g.rank_a = :rank OR g.rank_b = :rank)
  JOIN process_step s ON s.process_version_id = w.process_version_id
                     AND s.rank = CASE WHEN g.rank_a = :rank THEN g.rank_b ELSE g.rank_a END
  JOIN work_pass p ON p.work_id = w.id AND p.as_step_id = s.id
 WHERE w.id = :work_id AND p.handler_id = :staff_id AND p.left_at IS NOT NULL;

-- :one work_insert
-- in  kind text, process_version_id int, step_id int, status text, role text, agency_id int, unit_id int?, handler_id int?, receiving_agency_id int, receiving_unit_id int?, competent_agency_id int, competent_unit_id int?, opened_at time, due_sort time
-- out id int
INSERT INTO work (kind, process_version_id, step_id, status, role, agency_id, unit_id, handler_id,
                  receiving_agency_id, receiving_unit_id, competent_agency_id, competent_unit_id,
                  step_since, opened_at, due_sort, due_provisional, clock_state, version)
VALUES (:kind, :process_version_id, :step_id, :status, :role, :agency_id, :unit_id, :handler_id,
        :receiving_agency_id, :receiving_unit_id, :competent_agency_id, :competent_unit_id,
        :opened_at, :opened_at, :due_sort, FALSE, 'none', 1)
RETURNING id;

-- :one work_get
-- in  id int
-- out id int, kind text, process_version_id int, status text, step_id int, rank int, step_key text, step_name text, role_text text, step_kind text, automatic bool, has_parts bool, role text, agency_id int, unit_id int?, handler_id int?, receiving_agency_id int, competent_agency_id int, receiving_unit_id int?, competent_unit_id int?, step_since time, opened_at time, due_at time?, due_provisional bool, clock_state text, missed_at time?, pause_until time?, finished_at time?, closed_at time?, synced bool, version int
SELECT w.id, w.kind, w.process_version_id, w.status, w.step_id, s.rank, s.key, s.name, s.role_text, s.kind, s.automatic, s.has_parts,
       w.role, w.agency_id, w.unit_id,
       w.handler_id, w.receiving_agency_id, w.competent_agency_id, w.receiving_unit_id, w.competent_unit_id,
       w.step_since, w.opened_at, w.due_at, w.due_provisional, w.clock_state, w.missed_at, w.pause_until, w.finished_at, w.closed_at, w.synced, w.version
  FROM work w JOIN process_step s ON s.id = w.step_id WHERE w.id = :id;

-- :exec work_move
-- in  id int, was_version int, step_id int, status text, role text, agency_id int, unit_id int?, handler_id int?, step_since time, finished_at time?, closed_at time?
UPDATE work SET step_id = :step_id, status = :status, role = :role, agency_id = :agency_id, unit_id = :unit_id,
       handler_id = :handler_id, step_since = :step_since, finished_at = :finished_at, closed_at = :closed_at,
       version = version + 1
 WHERE id = :id AND version = :was_version;

-- :exec work_handler
-- in  id int, was_version int, handler_id int?, status text, unit_id int?, competent_unit_id int?
UPDATE work SET handler_id = :handler_id, status = :status, unit_id = :unit_id, competent_unit_id = :competent_unit_id,
       version = version + 1
 WHERE id = :id AND version = :was_version;

-- What arrived from elsewhere: since when it stands at its step, and who leads it.
-- :exec work_arrived
-- in  id int, since time, synced bool
UPDATE work SET step_since = :since, synced = :synced WHERE id = :id;

-- :exec work_finished_at
-- in  id int, at time
UPDATE work SET finished_at = :at WHERE id = :id;

-- :exec work_synced_put
-- in  id int, was_version int, step_id int, status text, step_since time
UPDATE work SET step_id = :step_id, status = :status, step_since = :step_since, version = version + 1
 WHERE id = :id AND version = :was_version AND synced;

-- :exec work_synced_end
-- in  id int, finished_at time?, closed_at time?
UPDATE work SET finished_at = :finished_at, closed_at = :closed_at WHERE id = :id AND synced;

-- :exec work_touch
-- in  id int, was_version int
UPDATE work SET version = version + 1 WHERE id = :id AND version = :was_version AND NOT synced;

-- :many work_due_list
-- in  after int, max int
-- out id int, due_at time?
SELECT id, due_at FROM work WHERE id > :after ORDER BY id LIMIT :max;

-- :exec work_due
-- in  id int, due_at time?, due_sort time, due_provisional bool, clock_state text, pause_until time?, missed_at time?
UPDATE work SET due_at = :due_at, due_sort = :due_sort, due_provisional = :due_provisional, clock_state = :clock_state,
       pause_until = :pause_until, missed_at = :missed_at
 WHERE id = :id;

-- :exec work_pass_open
-- in  work_id int, step_id int, unit_id int?, handler_id int?, entered_at time
INSERT INTO work_pass (work_id, step_id, as_step_id, unit_id, handler_id, entered_at)
VALUES (:work_id, :step_id, :step_id, :unit_id, :handler_id, :entered_at);

-- :exec work_pass_close
-- in  work_id int, handler_id int?, left_at time, action text, working_us int
UPDATE work_pass SET handler_id = :handler_id, left_at = :left_at, action = :action, working_us = :working_us
 WHERE work_id = :work_id AND left_at IS NULL;

-- :many work_passes
-- in  work_id int
-- out step_name text, unit_id int?, handler_id int?, entered_at time, left_at time?, action text?, working_us int?, minutes int
SELECT s.name, p.unit_id, p.handler_id, p.entered_at, p.left_at, p.action, p.working_us, s.minutes
  FROM work_pass p JOIN process_step s ON s.id = p.step_id WHERE p.work_id = :work_id ORDER BY p.id;

-- The agency of a pass is that of its unit; at a step of a named agency that one; with leaders or at a
-- counter without one, the work says.
-- :many work_use_passes
-- in  work_id int
-- out name text, agency_id int, entered_at time, left_at time?, minutes int
SELECT s.name, COALESCE(u.agency_id, CASE WHEN s.place = 'receiving_unit' THEN w.receiving_agency_id ELSE
                COALESCE((SELECT a.id FROM v_agency_name a WHERE s.place = 'agency:' || a.code ORDER BY a.valid_from DESC LIMIT 1),
                         w.competent_agency_id) END),
       p.entered_at, p.left_at, s.minutes
  FROM work_pass p JOIN work w ON w.id = p.work_id JOIN process_step s ON s.id = p.step_id
  LEFT JOIN v_unit_name u ON u.id = p.unit_id
 WHERE p.work_id = :work_id ORDER BY p.id;

-- ---- agencies that ended ----

-- An agency that is no more and whose work was not looked through yet.
-- :one work_ended_agency
-- in  kind text, today date
-- out id int
SELECT a.id FROM v_agency_name a
 WHERE a.valid_to IS NOT NULL AND a.valid_to <= :today
   AND NOT EXISTS (SELECT 1 FROM work_agency_followed f WHERE f.kind = :kind AND f.agency_id = a.id)
 ORDER BY a.id LIMIT 1;

-- :exec work_agency_followed
-- in  kind text, agency_id int, at time
INSERT INTO work_agency_followed (kind, agency_id, at) VALUES (:kind, :agency_id, :at);

-- :many work_of_ended
-- in  kind text, agency int, after int, upto int, max int
-- out id int
SELECT w.id FROM work w
 WHERE w.id > :after AND w.id <= :upto AND w.kind = :kind AND w.closed_at IS NULL
   AND (w.agency_id = :agency OR w.receiving_agency_id = :agency OR w.competent_agency_id = :agency
        OR EXISTS (SELECT 1 FROM work_part p WHERE p.work_id = w.id AND p.agency_id = :agency AND p.closed_at IS NULL)
        OR EXISTS (SELECT 1 FROM work_consult n WHERE n.work_id = w.id AND n.agency_id = :agency AND n.answered_at IS NULL))
 ORDER BY w.id LIMIT :max;

-- :exec work_take_over
-- in  id int, was_version int, agency_id int, unit_id int?, handler_id int?, receiving_agency_id int, receiving_unit_id int?, competent_agency_id int, competent_unit_id int?
UPDATE work SET agency_id = :agency_id, unit_id = :unit_id, handler_id = :handler_id,
       receiving_agency_id = :receiving_agency_id, receiving_unit_id = :receiving_unit_id,
       competent_agency_id = :competent_agency_id, competent_unit_id = :competent_unit_id, version = version + 1
 WHERE id = :id AND version = :was_version;

-- :exec work_parts_take_over
-- in  work_id int, was int, to int
UPDATE work_part SET agency_id = :to, unit_id = NULL, handler_id = NULL
 WHERE work_id = :work_id AND agency_id = :was AND closed_at IS NULL;

-- A question goes on to who answers for the one asked; its time runs on.
-- :exec work_consults_take_over
-- in  work_id int, was int, to int
UPDATE work_consult SET agency_id = :to, unit_id = NULL
 WHERE work_id = :work_id AND agency_id = :was AND answered_at IS NULL;

-- :exec work_unplaced_add
-- in  work_id int, ended_id int, held_by_id int, lay_there bool, received bool, competent bool, list_no int, since time
INSERT INTO work_unplaced (work_id, ended_id, held_by_id, lay_there, received, competent, list_no, since)
VALUES (:work_id, :ended_id, :held_by_id, :lay_there, :received, :competent, :list_no, :since);

-- The one above ended too.
-- :exec work_unplaced_follow
-- in  work_id int, was int, to int
UPDATE work_unplaced SET held_by_id = :to WHERE work_id = :work_id AND held_by_id = :was AND placed_at IS NULL;

-- :one work_unplaced_of
-- in  work_id int, ended_id int
-- out id int, held_by_id int, lay_there bool, received bool, competent bool
SELECT id, held_by_id, lay_there, received, competent FROM work_unplaced
 WHERE work_id = :work_id AND ended_id = :ended_id AND placed_at IS NULL;

-- Open ones that an older list of successors was asked about, some at once.
-- :many work_unplaced_again
-- in  kind text, max int
-- out id int, work_id int, ended_id int
SELECT u.id, u.work_id, u.ended_id FROM work_unplaced u JOIN work w ON w.id = u.work_id
 WHERE u.placed_at IS NULL AND w.closed_at IS NULL AND w.kind = :kind
   AND u.list_no < (SELECT COALESCE(MAX(s.no), 0) FROM v_agency_successor s WHERE s.agency_id = u.ended_id)
 ORDER BY u.id LIMIT :max;

-- :exec work_unplaced_asked
-- in  id int, list_no int
UPDATE work_unplaced SET list_no = :list_no WHERE id = :id;

-- :exec work_unplaced_placed
-- in  id int, at time, to int
UPDATE work_unplaced SET placed_at = :at, placed_to_id = :to WHERE id = :id AND placed_at IS NULL;

-- :exec work_clock_insert
-- in  work_id int, kind text, at time, entered_at time, rule text?, hours_id int?, calendar_version_id int?, limit_at time?
-- in  extended_to date?, consult_id int?, ground text, due_at time?, hold_key text?
INSERT INTO work_clock (work_id, kind, at, entered_at, rule, hours_id, calendar_version_id, limit_at, extended_to,
                        consult_id, ground, due_at, hold_key)
VALUES (:work_id, :kind, :at, :entered_at, :rule, :hours_id, :calendar_version_id, :limit_at, :extended_to,
        :consult_id, :ground, :due_at, :hold_key);

-- What the process of a work lets it be held by, each with when it was first used on it.
-- :many work_holds
-- in  id int
-- out key text, name text, article text, time_limit text, consult bool, first_at time?
SELECT h.key, h.name, h.article, h.time_limit, h.consult,
       (SELECT MIN(k.at) FROM work_clock k WHERE k.work_id = w.id AND k.kind = 'pause' AND k.hold_key = h.key)
  FROM work w JOIN process_hold h ON h.process_version_id = w.process_version_id
 WHERE w.id = :id ORDER BY h.rank;

-- :many work_clock_ledger
-- in  work_id int
-- out kind text, at time, entered_at time, rule text?, hours_id int?, calendar_version_id int?, limit_at time?
-- out extended_to date?, consult_id int?, ground text, due_at time?, hold_key text?
SELECT kind, at, entered_at, rule, hours_id, calendar_version_id, limit_at, extended_to, consult_id, ground, due_at,
       hold_key
  FROM work_clock WHERE work_id = :work_id ORDER BY id;

-- :one work_clock_now
-- in  id int
-- out due_at time?, clock_state text, missed_at time?, due_provisional bool, synced bool, version int
SELECT due_at, clock_state, missed_at, due_provisional, synced, version FROM work WHERE id = :id;

-- Whose pause is over: it runs on from the limit.
-- :many work_paused_until
-- in  kind text, now time, max int
-- out id int
SELECT id FROM work WHERE pause_until IS NOT NULL AND pause_until <= :now AND kind = :kind
 ORDER BY pause_until, id LIMIT :max;

-- Running clocks in a range of ids that count with another calendar than this version.
-- :many work_other_calendar
-- in  kind text, after int, upto int, version int, max int
-- out id int
SELECT w.id FROM work w
 WHERE w.id > :after AND w.id <= :upto AND w.kind = :kind AND w.closed_at IS NULL
   AND w.clock_state IN ('running', 'stopped')
   AND (SELECT k.calendar_version_id FROM work_clock k WHERE k.work_id = w.id AND k.calendar_version_id IS NOT NULL
         ORDER BY k.id DESC LIMIT 1) <> :version
 ORDER BY w.id LIMIT :max;

-- Consultations that wait for an answer and were counted with another calendar.
-- :many work_consult_other_calendar
-- in  kind text, version int, max int
-- out id int, hours_set text?, calendar_version_id int?
SELECT n.id, n.hours_set, n.calendar_version_id FROM work_consult n JOIN work w ON w.id = n.work_id
 WHERE n.answered_at IS NULL AND n.silent_at IS NULL AND n.over_at IS NULL
   AND (n.calendar_version_id IS NULL OR n.calendar_version_id <> :version)
   AND w.kind = :kind
 ORDER BY n.id LIMIT :max;

-- :exec work_consult_redate
-- in  id int, version int, due_at time
UPDATE work_consult SET calendar_version_id = :version, due_at = :due_at
 WHERE id = :id AND answered_at IS NULL AND silent_at IS NULL;

-- :one work_calendar_applied
-- in  kind text
-- out version_id int
SELECT version_id FROM work_calendar WHERE kind = :kind;

-- :exec work_calendar_set
-- in  kind text, version_id int
INSERT INTO work_calendar (kind, version_id) VALUES (:kind, :version_id)
ON CONFLICT (kind) DO UPDATE SET version_id = excluded.version_id;

-- :one work_last_id
-- out id int
SELECT COALESCE(MAX(id), 0) FROM work;

-- :one work_consult_insert
-- in  pub text, work_id int, agency_id int, unit_id int?, question text, rule text, ground text?, asked_at time, due_at time, calendar_version_id int, hours_set text?
-- out id int
INSERT INTO work_consult (pub, work_id, agency_id, unit_id, question, rule, ground, asked_at, due_at,
                          calendar_version_id, hours_set)
VALUES (:pub, :work_id, :agency_id, :unit_id, :question, :rule, :ground, :asked_at, :due_at, :calendar_version_id,
        :hours_set) RETURNING id;

-- :many work_consults
-- in  work_id int
-- out id int, pub text, agency_id int, unit_id int?, question text, rule text, ground text?, asked_at time, due_at time
-- out answered_at time?, answer text?, silent_at time?
SELECT id, pub, agency_id, unit_id, question, rule, ground, asked_at, due_at, answered_at, answer, silent_at
  FROM work_consult WHERE work_id = :work_id ORDER BY id;

-- :one work_consult_get
-- in  id int
-- out id int, pub text, work_id int, agency_id int, unit_id int?, question text, rule text, ground text?, asked_at time
-- out due_at time, answered_at time?, answer text?, silent_at time?
SELECT id, pub, work_id, agency_id, unit_id, question, rule, ground, asked_at, due_at, answered_at, answer, silent_at
  FROM work_consult WHERE id = :id;

-- :exec work_consult_answer
-- in  id int, at time, answer text
UPDATE work_consult SET answered_at = :at, answer = :answer WHERE id = :id AND answered_at IS NULL;

-- How many of a work's consultations wait for an answer, for the work lists.
-- :exec work_count_asks
-- in  id int
UPDATE work SET asks = (SELECT COUNT(*) FROM work_consult n
                         WHERE n.work_id = :id AND n.answered_at IS NULL AND n.silent_at IS NULL AND n.over_at IS NULL)
 WHERE id = :id;

-- :exec work_consult_silent
-- in  id int, at time
UPDATE work_consult SET silent_at = :at WHERE id = :id AND answered_at IS NULL AND silent_at IS NULL;

-- The work ended: its questions wait for nothing, and the jobs below do not come past them again.
-- :exec work_consults_over
-- in  work_id int, at time
UPDATE work_consult SET over_at = :at WHERE work_id = :work_id AND answered_at IS NULL AND over_at IS NULL;

-- :many work_consult_late
-- in  kind text, now time, max int
-- out id int
SELECT n.id FROM work_consult n JOIN work w ON w.id = n.work_id
 WHERE n.answered_at IS NULL AND n.silent_at IS NULL AND n.over_at IS NULL AND n.due_at < :now AND w.kind = :kind
 ORDER BY n.due_at, n.id LIMIT :max;

-- Who last had this step of this work: a dossier sent back returns to the same desk.
-- :one work_last_handler
-- in  work_id int, step_id int
-- out handler_id int?
SELECT handler_id FROM work_pass WHERE work_id = :work_id AND step_id = :step_id AND left_at IS NOT NULL
 ORDER BY id DESC LIMIT 1;

-- Figures: an index range each (work_finished, work_by_due), so that a month or what is open is
-- read, never all that ever was. Withdrawn, stopped and cancelled ones were not settled,
-- except late ones: no end takes a late one out of the figures.
-- :one work_settled
-- in  kind text, from time, to time
-- out settled int, late int, synced int
SELECT COUNT(*), COUNT(CASE WHEN finished_at > due_at OR missed_at IS NOT NULL THEN 1 END), COUNT(CASE WHEN synced THEN 1 END) FROM work
 WHERE finished_at IS NOT NULL AND finished_at >= :from AND finished_at < :to AND due_at IS NOT NULL
   AND (status IN ('issued', 'returned', 'refused') OR finished_at > due_at OR missed_at IS NOT NULL) AND kind = :kind;

-- :one work_open_now
-- in  kind text, now time
-- out open int, overdue int, synced int
SELECT (SELECT COUNT(*) FROM work WHERE closed_at IS NULL AND kind = :kind),
       (SELECT COUNT(*) FROM work WHERE closed_at IS NULL AND due_sort < :now AND kind = :kind),
       (SELECT COUNT(*) FROM work WHERE closed_at IS NULL AND synced AND kind = :kind);

-- ---- facts, waivers, parts ----

-- :many work_facts
-- in  work_id int
-- out key text, value text
SELECT key, value FROM work_fact WHERE work_id = :work_id ORDER BY key;

-- :exec work_fact_put
-- in  work_id int, key text, value text, said_at time
INSERT INTO work_fact (work_id, key, value, said_at) VALUES (:work_id, :key, :value, :said_at)
ON CONFLICT (work_id, key) DO UPDATE SET value = :value, said_at = :said_at;

-- The guards over the current step that may be waived, with the other step.
-- :many work_waivable
-- in  process_version_id int, rank int
-- out step_id int, key text, name text
SELECT s.id, s.key, s.name
  FROM process_guard g
  JOIN process_step s ON s.process_version_id = g.process_version_id
                     AND s.rank = CASE WHEN g.rank_a = :rank THEN g.rank_b ELSE g.rank_a END
 WHERE g.process_version_id = :process_version_id AND g.waivable AND (g.rank_a = :rank OR g.rank_b = :rank)
 ORDER BY s.rank;

-- :exec work_waiver_insert
-- in  work_id int, step_a_id int, step_b_id int, given_by int, given_at time, reason text
INSERT INTO work_waiver (work_id, step_a_id, step_b_id, given_by, given_at, reason)
VALUES (:work_id, :step_a_id, :step_b_id, :given_by, :given_at, :reason);

-- :many work_waivers
-- in  work_id int
-- out step_a text, step_b text, given_by text, given_at time, reason text
SELECT a.name, b.name, s.name, x.given_at, x.reason
  FROM work_waiver x
  JOIN process_step a ON a.id = x.step_a_id
  JOIN process_step b ON b.id = x.step_b_id
  JOIN v_staff_name s ON s.id = x.given_by
 WHERE x.work_id = :work_id ORDER BY x.id;

-- :many work_parts
-- in  work_id int
-- out id int, step_id int, step_name text, key text, name text, role text, agency_id int, unit_id int?, handler_id int?, minutes int, join_all bool, opened_at time, closed_at time?, outcome text?, working_us int?, note text?
SELECT p.id, p.step_id, s.name, p.key, p.name, p.role, p.agency_id, p.unit_id, p.handler_id, p.minutes, p.join_all, p.opened_at,
       p.closed_at, p.outcome, p.working_us, p.note
  FROM work_part p JOIN process_step s ON s.id = p.step_id WHERE p.work_id = :work_id ORDER BY p.id;

-- :exec work_part_insert
-- in  work_id int, step_id int, key text, name text, role text, agency_id int, unit_id int?, minutes int, join_all bool, opened_at time
INSERT INTO work_part (work_id, step_id, key, name, role, agency_id, unit_id, minutes, join_all, opened_at)
VALUES (:work_id, :step_id, :key, :name, :role, :agency_id, :unit_id, :minutes, :join_all, :opened_at);

-- :exec work_part_close
-- in  id int, handler_id int?, closed_at time, outcome text, working_us int, note text?
UPDATE work_part SET handler_id = :handler_id, closed_at = :closed_at, outcome = :outcome, working_us = :working_us, note = :note
 WHERE id = :id AND closed_at IS NULL;

-- ---- to another version of the process ----

-- :exec work_repin
-- in  id int, was_version int, process_version_id int, step_id int, role text, agency_id int, unit_id int?
UPDATE work SET process_version_id = :process_version_id, step_id = :step_id, role = :role, agency_id = :agency_id,
       unit_id = :unit_id, version = version + 1
 WHERE id = :id AND version = :was_version;

-- :exec work_pass_repin
-- in  work_id int, was int, becomes int?
UPDATE work_pass SET as_step_id = :becomes WHERE work_id = :work_id AND as_step_id = :was;

-- :exec work_part_repin
-- in  work_id int, was int, becomes int
UPDATE work_part SET step_id = :becomes WHERE work_id = :work_id AND step_id = :was;

-- The pass that is open goes on in the step of the new version.
-- :exec work_pass_here
-- in  work_id int, step_id int
UPDATE work_pass SET step_id = :step_id WHERE work_id = :work_id AND left_at IS NULL;
