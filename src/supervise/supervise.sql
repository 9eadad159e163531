-- supervise.sql - owns nothing: open work and passes through the views of casework and dossier.

-- :many supervise_by_officer
-- in  unit int, now time, soon time
-- out id int?, pub text?, name text?, open int, overdue int, soon int, waiting int
SELECT w.handler_id, s.pub, s.name, w.open, w.overdue, w.soon, w.waiting
  FROM (SELECT handler_id, COUNT(*) AS open, COUNT(CASE WHEN due_sort < :now THEN 1 END) AS overdue,
               COUNT(CASE WHEN due_sort >= :now AND due_sort < :soon THEN 1 END) AS soon,
               COUNT(CASE WHEN status = 'supplement' OR asks > 0 THEN 1 END) AS waiting
          FROM v_work_held WHERE kind = 'dossier' AND unit_id = :unit AND closed_at IS NULL GROUP BY handler_id) w
  LEFT JOIN v_staff_name s ON s.id = w.handler_id
 ORDER BY w.overdue DESC, w.open DESC, s.name;

-- :many supervise_by_unit
-- in  agency int, now time, soon time
-- out id int?, pub text?, name text?, open int, overdue int, soon int, waiting int
SELECT w.unit_id, u.pub, u.name, w.open, w.overdue, w.soon, w.waiting
  FROM (SELECT unit_id, COUNT(*) AS open, COUNT(CASE WHEN due_sort < :now THEN 1 END) AS overdue,
               COUNT(CASE WHEN due_sort >= :now AND due_sort < :soon THEN 1 END) AS soon,
               COUNT(CASE WHEN status = 'supplement' OR asks > 0 THEN 1 END) AS waiting
          FROM v_work_held WHERE kind = 'dossier' AND agency_id = :agency AND closed_at IS NULL GROUP BY unit_id) w
  LEFT JOIN v_unit_name u ON u.id = w.unit_id
 ORDER BY w.overdue DESC, w.open DESC, u.name;

-- Everything below an agency (0: everywhere), by agency.
-- :many supervise_by_agency
-- in  tree int, now time, soon time
-- out id int, pub text, name text, open int, overdue int, soon int, waiting int
SELECT w.agency_id, g.pub, g.name, w.open, w.overdue, w.soon, w.waiting
  FROM (SELECT agency_id, COUNT(*) AS open, COUNT(CASE WHEN due_sort < :now THEN 1 END) AS overdue,
               COUNT(CASE WHEN due_sort >= :now AND due_sort < :soon THEN 1 END) AS soon,
               COUNT(CASE WHEN status = 'supplement' THEN 1 END) AS waiting
          FROM v_work_held WHERE kind = 'dossier' AND closed_at IS NULL GROUP BY agency_id) w
  JOIN v_agency_name g ON g.id = w.agency_id
 WHERE :tree = 0 OR EXISTS (SELECT 1 FROM v_agency_below b WHERE b.ancestor_id = :tree AND b.agency_id = w.agency_id)
 ORDER BY w.overdue DESC, w.open DESC, g.name LIMIT 300;

-- :many supervise_by_step
-- in  unit int, since time
-- out name text, passes int, over int, taken_us int, minutes int
SELECT s.name, COUNT(*), COUNT(CASE WHEN p.working_us > s.minutes * 60000000 THEN 1 END),
       COALESCE(SUM(p.working_us), 0), COALESCE(SUM(s.minutes), 0)
  FROM v_work_pass p JOIN v_work_step s ON s.id = p.step_id
 WHERE p.unit_id = :unit AND p.left_at >= :since
 GROUP BY s.name ORDER BY COALESCE(SUM(p.working_us), 0) - COALESCE(SUM(s.minutes), 0) * 60000000 DESC, s.name LIMIT 20;

-- :one supervise_unit_time
-- in  unit int, since time
-- out passes int, over int, taken_us int, minutes int
SELECT COUNT(*), COUNT(CASE WHEN p.working_us > s.minutes * 60000000 THEN 1 END),
       COALESCE(SUM(p.working_us), 0), COALESCE(SUM(s.minutes), 0)
  FROM v_work_pass p JOIN v_work_step s ON s.id = p.step_id
 WHERE p.unit_id = :unit AND p.left_at >= :since;

-- :many supervise_last
-- in  unit int, max int
-- out kind text, working_us int
SELECT s.kind, p.working_us FROM v_work_pass p JOIN v_work_step s ON s.id = p.step_id
 WHERE p.unit_id = :unit AND p.left_at IS NOT NULL AND p.working_us IS NOT NULL
 ORDER BY p.left_at DESC LIMIT :max;

-- :many supervise_running
-- in  unit int, now time, max int
-- out id int, pub text, code text, procedure_name text, step_name text, handler_name text?, due_at time, step_since time, process int, step_rank int
SELECT w.id, l.pub, l.code, l.procedure_name, w.step_name, l.handler_name, w.due_at, w.step_since, w.process_version_id, w.step_rank
  FROM v_work w JOIN v_worklist l ON l.id = w.id
 WHERE w.kind = 'dossier' AND w.unit_id = :unit AND w.closed_at IS NULL AND w.due_sort >= :now AND w.due_at IS NOT NULL
   AND w.clock_state = 'running'
 ORDER BY w.due_sort, w.id LIMIT :max;

-- Cases behind a number of a unit; one officer's, those with nobody, or all.
-- :many supervise_cases
-- in  unit int, max int, from time, to time, who int
-- out pub text, code text, procedure_name text, step_name text, handler_name text?, due_at time?
SELECT w.pub, w.code, w.procedure_name, w.step_name, w.handler_name, w.due_at FROM v_worklist w
 WHERE w.unit_id = :unit AND w.closed_at IS NULL AND w.due_sort >= :from AND w.due_sort < :to
-- @one all
-- @or waiting
   AND (w.status = 'supplement' OR w.asks > 0)
-- @with officer
   AND w.handler_id = :who
-- @with nobody
   AND w.handler_id IS NULL
-- @always
 ORDER BY w.due_sort, w.id LIMIT :max;

-- :many supervise_passes
-- in  unit int, since time, step text, max int
-- out pub text, code text, procedure_name text, handler_name text?, working_us int, minutes int
SELECT w.pub, w.code, w.procedure_name, h.name, p.working_us, s.minutes
  FROM v_work_pass p JOIN v_work_step s ON s.id = p.step_id JOIN v_worklist w ON w.id = p.work_id
  LEFT JOIN v_staff_name h ON h.id = p.handler_id
 WHERE p.unit_id = :unit AND p.left_at >= :since AND s.name = :step AND p.working_us IS NOT NULL
 ORDER BY p.working_us - s.minutes * 60000000 DESC, w.code LIMIT :max;
