-- dossier_part.sql - parts of inter-linked dossiers; owns nothing.

-- :many dossier_parts_waiting
-- in  agency int, unit int, clerk bool, officer bool, leader bool, max int
-- out pub text, code text, procedure_name text, key text, name text, lead text, opened_at time, due_at time?, minutes int
SELECT l.pub, l.code, l.procedure_name, p.key, p.name, a.name, p.opened_at, l.due_at, p.minutes
  FROM v_work_part p
  JOIN v_worklist l ON l.id = p.work_id
  JOIN v_agency_name a ON a.id = l.competent_agency_id
 WHERE p.closed_at IS NULL AND p.agency_id = :agency AND (p.unit_id IS NULL OR p.unit_id = :unit)
   AND ((p.role = 'clerk' AND :clerk) OR (p.role = 'officer' AND :officer) OR (p.role = 'leader' AND :leader))
 ORDER BY p.opened_at, p.id LIMIT :max;

-- Where parts stand, and who answered them.
-- :many dossier_part_places
-- in  work_id int
-- out id int, agency text, unit text?, handler text?
SELECT p.id, a.name, u.name, h.name
  FROM v_work_part p
  JOIN v_agency_name a ON a.id = p.agency_id
  LEFT JOIN v_unit_name u ON u.id = p.unit_id
  LEFT JOIN v_staff_name h ON h.id = p.handler_id
 WHERE p.work_id = :work_id ORDER BY p.id;
