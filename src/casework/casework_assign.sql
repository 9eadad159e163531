-- casework_assign.sql - who may be given work, and what lies on a desk. Reads accounts, roles and
-- posts through the views of access and org.

-- :one assign_account
-- in  staff_id int
-- out state text, name text
SELECT state, name FROM v_account_name WHERE staff_id = :staff_id;

-- :many assign_grants
-- in  staff_id int, role text, on_day date
-- out agency_id int?, unit_id int?
SELECT g.agency_id, g.unit_id FROM v_account_name a JOIN v_account_grant g ON g.account_id = a.id
 WHERE a.staff_id = :staff_id AND g.role = :role AND g.valid_from <= :on_day
   AND (g.valid_to IS NULL OR g.valid_to > :on_day)
 ORDER BY g.unit_id NULLS LAST, g.agency_id;

-- :one assign_head
-- in  staff_id int, unit_id int, on_day date
-- out n int
SELECT COUNT(*) FROM v_staff_post
 WHERE staff_id = :staff_id AND unit_id = :unit_id AND head = TRUE AND valid_from <= :on_day
   AND (valid_to IS NULL OR valid_to > :on_day);

-- :many assign_colleagues
-- in  role text, agency_id int, unit_id int, on_day date
-- out staff_id int, pub text, name text
SELECT DISTINCT s.id, s.pub, s.name
  FROM v_account_grant g JOIN v_account_name a ON a.id = g.account_id JOIN v_staff_name s ON s.id = a.staff_id
 WHERE g.agency_id = :agency_id AND g.role = :role AND (:unit_id = 0 OR g.unit_id IS NULL OR g.unit_id = :unit_id)
   AND g.valid_from <= :on_day AND (g.valid_to IS NULL OR g.valid_to > :on_day) AND a.state = 'active'
 ORDER BY s.name, s.id;

-- Everybody with a post there, whatever their role: who leaves may have lost it already.
-- :many assign_staff
-- in  agency_id int, unit_id int, on_day date, left_after date
-- out staff_id int, pub text, name text
SELECT DISTINCT s.id, s.pub, s.name FROM v_staff_post p JOIN v_staff_name s ON s.id = p.staff_id
 WHERE p.agency_id = :agency_id AND (:unit_id = 0 OR p.unit_id = :unit_id) AND p.valid_from <= :on_day
   AND (p.valid_to IS NULL OR p.valid_to > :left_after)
 ORDER BY s.name, s.id;

-- :one assign_self
-- in  staff_id int
-- out pub text, name text
SELECT pub, name FROM v_staff_name WHERE id = :staff_id;

-- :one assign_by_pub
-- in  pub text
-- out staff_id int, name text
SELECT id, name FROM v_staff_name WHERE pub = :pub;

-- What lies on a desk, and how many stand in for its owner today.
-- :one assign_load
-- in  staff_id int, max int, on_day date
-- out n int, away int
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM work WHERE handler_id = :staff_id AND closed_at IS NULL LIMIT :max) AS seen),
       (SELECT COUNT(*) FROM v_stand_in WHERE from_staff_id = :staff_id AND valid_from <= :on_day AND valid_to > :on_day);

-- :many assign_desk
-- in  kind text, staff_id int, max int
-- out id int
SELECT id FROM work WHERE handler_id = :staff_id AND closed_at IS NULL AND kind = :kind ORDER BY due_sort, id LIMIT :max;
