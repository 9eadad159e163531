-- casework_process.sql - owns process_version, process_step, process_action, process_guard,
-- process_part, process_fact, process_move.

-- The published one with these contents, whatever its number.
-- :one process_version_find
-- in  code text, content_hash text
-- out id int
SELECT id FROM process_version WHERE code = :code AND content_hash = :content_hash AND state = 'published'
 ORDER BY no DESC LIMIT 1;

-- :one process_version_last
-- in  code text
-- out no int
SELECT COALESCE(MAX(no), 0) FROM process_version WHERE code = :code;

-- :one process_version_insert
-- in  code text, no int, kind text, name text, is_template bool, content text, content_hash text, created_at time, created_by int?
-- out id int
INSERT INTO process_version (code, no, kind, name, is_template, state, content, content_hash, created_at, created_by, edit)
VALUES (:code, :no, :kind, :name, :is_template, 'draft', :content, :content_hash, :created_at, :created_by, 1) RETURNING id;

-- :exec process_version_edit
-- in  id int, was_edit int, kind text, name text, is_template bool, content text, content_hash text
UPDATE process_version SET kind = :kind, name = :name, is_template = :is_template, content = :content,
       content_hash = :content_hash, edit = edit + 1
 WHERE id = :id AND edit = :was_edit AND state = 'draft';

-- :exec process_version_publish
-- in  id int, valid_from date, published_at time, published_by int?, reason text
UPDATE process_version SET state = 'published', valid_from = :valid_from, published_at = :published_at,
       published_by = :published_by, reason = :reason, edit = edit + 1
 WHERE id = :id AND state = 'draft';

-- :exec process_version_discard
-- in  id int, was_edit int
UPDATE process_version SET state = 'discarded', edit = edit + 1 WHERE id = :id AND edit = :was_edit AND state = 'draft';

-- :one process_version_get
-- in  id int
-- out id int, code text, no int, kind text, name text, is_template bool, state text, content text, content_hash text, valid_from date?, created_at time, created_by text?, published_at time?, published_by text?, reason text?, edit int
SELECT p.id, p.code, p.no, p.kind, p.name, p.is_template, p.state, p.content, p.content_hash, p.valid_from, p.created_at,
       a.name, p.published_at, b.name, p.reason, p.edit
  FROM process_version p
  LEFT JOIN v_account_name a ON a.id = p.created_by
  LEFT JOIN v_account_name b ON b.id = p.published_by
 WHERE p.id = :id;

-- :one process_version_id
-- in  code text, no int
-- out id int
SELECT id FROM process_version WHERE code = :code AND no = :no;

-- :many process_version_list
-- in  code text, max int
-- out id int, no int, kind text, name text, is_template bool, state text, valid_from date?, created_at time, published_at time?, published_by text?, reason text?, edit int
SELECT p.id, p.no, p.kind, p.name, p.is_template, p.state, p.valid_from, p.created_at, p.published_at, b.name, p.reason, p.edit
  FROM process_version p LEFT JOIN v_account_name b ON b.id = p.published_by
 WHERE p.code = :code ORDER BY p.no DESC LIMIT :max;

-- The newest of each process, by code.
-- :many process_code_list
-- in  what text, after text, max int
-- out code text, kind text, name text, is_template bool, versions int, drafts int
SELECT p.code, p.kind, p.name, p.is_template, n.versions, n.drafts
  FROM (SELECT code, MAX(no) AS no, COUNT(CASE WHEN state = 'published' THEN 1 END) AS versions,
               COUNT(CASE WHEN state = 'draft' THEN 1 END) AS drafts
          FROM process_version WHERE code > :after GROUP BY code) n
  JOIN process_version p ON p.code = n.code AND p.no = n.no
 WHERE :what = '' OR p.code = :what
 ORDER BY p.code LIMIT :max;

-- :one process_running
-- in  process_version_id int
-- out n int
SELECT COUNT(*) FROM work WHERE process_version_id = :process_version_id AND closed_at IS NULL;

-- What work opened on a day follows: of the same code, the authority's own before a template, the
-- newest that is in force. And its first step.
-- :one process_in_force
-- in  process_version_id int, day date
-- out id int, step_id int, role text, place text
SELECT v.id, s.id, s.role, s.place
  FROM process_version o
  JOIN process_version v ON v.code = o.code AND v.kind = o.kind AND v.state = 'published' AND v.valid_from <= :day
  JOIN process_step s ON s.process_version_id = v.id AND s.rank = 1
 WHERE o.id = :process_version_id
 ORDER BY CASE WHEN v.is_template THEN 1 ELSE 0 END, v.valid_from DESC, v.no DESC LIMIT 1;

-- The version in force of a code, for who knows no other version of it.
-- :one process_of_code
-- in  code text, kind text, day date
-- out id int
SELECT id FROM process_version
 WHERE code = :code AND kind = :kind AND state = 'published' AND valid_from <= :day
 ORDER BY CASE WHEN is_template THEN 1 ELSE 0 END, valid_from DESC, no DESC LIMIT 1;

-- :one process_step_insert
-- in  process_version_id int, rank int, key text, name text, kind text, role text, place text, role_text text, minutes int, automatic bool, has_parts bool
-- out id int
INSERT INTO process_step (process_version_id, rank, key, name, kind, role, place, role_text, minutes, automatic, has_parts)
VALUES (:process_version_id, :rank, :key, :name, :kind, :role, :place, :role_text, :minutes, :automatic, :has_parts) RETURNING id;

-- :exec process_action_insert
-- in  step_id int, code text, rank int, from_status text, to_rank int?, to_status text, needs_note bool, needs_file bool, label text?, by_applicant bool, automatic bool, clock text, papers text?, reasons text?, when_fact text?, when_is text?
INSERT INTO process_action (step_id, code, rank, from_status, to_rank, to_status, needs_note, needs_file, label,
                            by_applicant, automatic, clock, papers, reasons, when_fact, when_is)
VALUES (:step_id, :code, :rank, :from_status, :to_rank, :to_status, :needs_note, :needs_file, :label,
        :by_applicant, :automatic, :clock, :papers, :reasons, :when_fact, :when_is);

-- :exec process_guard_insert
-- in  process_version_id int, rank_a int, rank_b int, waivable bool
INSERT INTO process_guard (process_version_id, rank_a, rank_b, waivable)
VALUES (:process_version_id, :rank_a, :rank_b, :waivable);

-- :exec process_part_insert
-- in  process_version_id int, step_rank int, rank int, key text, name text, role text, place text, minutes int, join_all bool
INSERT INTO process_part (process_version_id, step_rank, rank, key, name, role, place, minutes, join_all)
VALUES (:process_version_id, :step_rank, :rank, :key, :name, :role, :place, :minutes, :join_all);

-- :exec process_fact_insert
-- in  process_version_id int, rank int, key text, name text, choices text
INSERT INTO process_fact (process_version_id, rank, key, name, choices)
VALUES (:process_version_id, :rank, :key, :name, :choices);

-- :exec process_hold_insert
-- in  process_version_id int, rank int, key text, name text, article text, time_limit text, consult bool
INSERT INTO process_hold (process_version_id, rank, key, name, article, time_limit, consult)
VALUES (:process_version_id, :rank, :key, :name, :article, :time_limit, :consult);

-- :many process_steps
-- in  process_version_id int
-- out id int, rank int, key text, name text, kind text, role text, place text, role_text text, minutes int
SELECT id, rank, key, name, kind, role, place, role_text, minutes
  FROM process_step WHERE process_version_id = :process_version_id ORDER BY rank;

-- :one process_step_at
-- in  process_version_id int, rank int
-- out id int, name text, kind text, role text, place text, automatic bool, has_parts bool
SELECT id, name, kind, role, place, automatic, has_parts FROM process_step
 WHERE process_version_id = :process_version_id AND rank = :rank;

-- :many process_actions
-- in  step_id int, status text
-- out code text, to_rank int?, to_status text, needs_note bool, needs_file bool, label text?, by_applicant bool, automatic bool, clock text, papers text?, reasons text?, when_fact text?, when_is text?
SELECT code, to_rank, to_status, needs_note, needs_file, label, by_applicant, automatic, clock, papers, reasons, when_fact, when_is
  FROM process_action WHERE step_id = :step_id AND from_status = :status ORDER BY rank;

-- :many process_parts
-- in  process_version_id int, step_rank int
-- out key text, name text, role text, place text, minutes int, join_all bool
SELECT key, name, role, place, minutes, join_all FROM process_part
 WHERE process_version_id = :process_version_id AND step_rank = :step_rank ORDER BY rank;

-- :many process_facts
-- in  process_version_id int
-- out key text, name text, choices text
SELECT key, name, choices FROM process_fact WHERE process_version_id = :process_version_id ORDER BY rank;

-- Does the status occur at that step: as what a piece of work opens in, or where an action leads?
-- :one process_state
-- in  process_version_id int, rank int, status text
-- out n int
SELECT COUNT(*) FROM process_action a JOIN process_step s ON s.id = a.step_id
 WHERE s.process_version_id = :process_version_id AND s.rank = :rank AND a.from_status = :status;

-- How many people hold a role today: in a named unit or agency, ...
-- :one process_holders_at
-- in  role text, day date, unit text, agency text
-- out n int
SELECT COUNT(DISTINCT g.account_id)
  FROM v_account_grant g
  JOIN v_account_name a ON a.id = g.account_id AND a.state = 'active'
  LEFT JOIN v_unit_name u ON u.id = g.unit_id
  LEFT JOIN v_agency_name o ON o.id = g.agency_id
 WHERE g.role = :role AND g.valid_from <= :day AND (g.valid_to IS NULL OR g.valid_to > :day)
   AND ((:unit <> '' AND u.code = :unit) OR (:agency <> '' AND o.code = :agency));

-- ... in the best staffed unit, ...
-- :one process_holders_unit
-- in  role text, day date
-- out = process_holders_at
SELECT COALESCE(MAX(x.n), 0) FROM (
  SELECT COUNT(DISTINCT g.account_id) AS n
    FROM v_account_grant g JOIN v_account_name a ON a.id = g.account_id AND a.state = 'active'
   WHERE g.role = :role AND g.valid_from <= :day AND (g.valid_to IS NULL OR g.valid_to > :day)
   GROUP BY g.unit_id) x;

-- ... or in the best staffed agency.
-- :one process_holders
-- in  role text, day date
-- out = process_holders_at
SELECT COALESCE(MAX(x.n), 0) FROM (
  SELECT COUNT(DISTINCT g.account_id) AS n
    FROM v_account_grant g JOIN v_account_name a ON a.id = g.account_id AND a.state = 'active'
   WHERE g.role = :role AND g.valid_from <= :day AND (g.valid_to IS NULL OR g.valid_to > :day)
   GROUP BY g.agency_id) x;

-- :one process_move_insert
-- in  from_version_id int, to_version_id int, steps text, reason text, ordered_at time, ordered_by int?
-- out id int
INSERT INTO process_move (from_version_id, to_version_id, steps, reason, ordered_at, ordered_by, moved, refused)
VALUES (:from_version_id, :to_version_id, :steps, :reason, :ordered_at, :ordered_by, 0, 0) RETURNING id;

-- :one process_move_get
-- in  id int
-- out id int, from_version_id int, to_version_id int, steps text, reason text, ordered_by int?, done_at time?, moved int, refused int
SELECT id, from_version_id, to_version_id, steps, reason, ordered_by, done_at, moved, refused FROM process_move WHERE id = :id;

-- :many process_move_states
-- in  process_version_id int
-- out step_id int, status text, n int
SELECT w.step_id, w.status, COUNT(*)
  FROM work w JOIN process_step s ON s.id = w.step_id
 WHERE w.process_version_id = :process_version_id AND w.closed_at IS NULL
 GROUP BY s.rank, w.step_id, w.status ORDER BY s.rank, w.status;

-- :exec process_move_count
-- in  id int, moved int, refused int, done_at time?
UPDATE process_move SET moved = moved + :moved, refused = refused + :refused, done_at = :done_at WHERE id = :id;

-- :many process_move_list
-- in  code text, max int
-- out id int, from_no int, to_no int, reason text, ordered_at time, ordered_by text?, done_at time?, moved int, refused int
SELECT m.id, f.no, t.no, m.reason, m.ordered_at, a.name, m.done_at, m.moved, m.refused
  FROM process_move m
  JOIN process_version f ON f.id = m.from_version_id
  JOIN process_version t ON t.id = m.to_version_id
  LEFT JOIN v_account_name a ON a.id = m.ordered_by
 WHERE f.code = :code ORDER BY m.id DESC LIMIT :max;

-- :many process_move_works
-- in  from_version_id int, after int, max int
-- out id int, kind text, version int
SELECT id, kind, version FROM work
 WHERE process_version_id = :from_version_id AND closed_at IS NULL AND id > :after ORDER BY id LIMIT :max;
