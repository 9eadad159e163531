-- dossier_book.sql - the follow-up book: what an agency accepted, in the order of acceptance.

-- :one dossier_book_count
-- in  agency int, from_at time, to_at time
-- out n int
SELECT COUNT(*) FROM dossier
 WHERE receiving_agency_id = :agency AND accepted_at >= :from_at AND accepted_at < :to_at;

-- :many dossier_book_rows
-- in  agency int, from_at time, to_at time, skip int, max int
-- out code text, procedure text, sets int, owner text, owner_id int, competent_id int, accepted_at time, due_at time?, returned_at time?, result_by text, status text, punctuality text
SELECT d.code, v.name, d.sets, o.name, d.owner_id, d.competent_agency_id, d.accepted_at, w.due_at, d.returned_at,
       d.result_by, w.status, d.punctuality
  FROM dossier d
  JOIN v_work w ON w.id = d.id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_person_name o ON o.id = d.owner_id
 WHERE d.receiving_agency_id = :agency AND d.accepted_at >= :from_at AND d.accepted_at < :to_at
 ORDER BY d.accepted_at, d.id LIMIT :max OFFSET :skip;
