-- petition_merge.sql - open petitions of agencies that ended; owns nothing (v_work_unplaced is casework's).

-- :exec petition_take_over
-- in  id int, agency_id int
UPDATE petition SET agency_id = :agency_id WHERE id = :id;

-- Waiting for somebody to name their agency, the nearest due date first.
-- :many petitions_unplaced
-- in  of int, max int
-- out id int, pub text, code text, title text, sender_address text?, stage_due_at time?, version int
SELECT p.id, p.pub, p.code, p.title, p.sender_address, p.stage_due_at, w.version
  FROM v_work_unplaced u JOIN petition p ON p.id = u.work_id JOIN v_work w ON w.id = u.work_id
 WHERE u.ended_id = :of AND w.closed_at IS NULL
 ORDER BY CASE WHEN p.stage_due_at IS NULL THEN 1 ELSE 0 END, p.stage_due_at, p.id LIMIT :max;

-- Of one that ended, or (0) of all.
-- :one petitions_unplaced_count
-- in  of int
-- out n int
SELECT COUNT(*) FROM v_work_unplaced u JOIN v_work_held h ON h.id = u.work_id
 WHERE (:of = 0 OR u.ended_id = :of) AND h.closed_at IS NULL AND h.kind = 'petition';
