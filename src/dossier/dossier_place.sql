-- dossier_place.sql - owns dossier_place: where the paper of a dossier lies.

-- :exec dossier_place_put
-- in  dossier_id int, unit_id int, since time
INSERT INTO dossier_place (dossier_id, unit_id, since) VALUES (:dossier_id, :unit_id, :since)
ON CONFLICT (dossier_id) DO NOTHING;

-- :exec dossier_place_over
-- in  dossier_id int
UPDATE dossier_place SET unit_id = NULL, handover_id = NULL WHERE dossier_id = :dossier_id;

-- :one dossier_place_get
-- in  dossier_id int
-- out unit_id int?, unit text?, since time, handover_id int?, to_unit text?
SELECT p.unit_id, u.name, p.since, p.handover_id, (SELECT h.to_unit FROM v_dossier_handover h WHERE h.id = p.handover_id)
  FROM dossier_place p LEFT JOIN v_unit_name u ON u.id = p.unit_id
 WHERE p.dossier_id = :dossier_id;

-- :exec dossier_place_send
-- in  dossier_id int, handover_id int
UPDATE dossier_place SET handover_id = :handover_id WHERE dossier_id = :dossier_id AND handover_id IS NULL;

-- Taken: it lies with the receiver. It may be over by now: then it stays nowhere.
-- :exec dossier_place_arrive
-- in  dossier_id int, handover_id int, unit_id int, since time
UPDATE dossier_place SET unit_id = :unit_id, since = :since, handover_id = NULL
 WHERE dossier_id = :dossier_id AND handover_id = :handover_id;

-- :exec dossier_place_stay
-- in  dossier_id int, handover_id int
UPDATE dossier_place SET handover_id = NULL WHERE dossier_id = :dossier_id AND handover_id = :handover_id;

-- Paper of a unit whose agency has ended moved with the office. Nowhere stays nowhere.
-- :exec dossier_place_succeed
-- in  dossier_id int, unit_id int?, since time, on_day date
UPDATE dossier_place SET unit_id = :unit_id, since = :since, handover_id = NULL
 WHERE dossier_id = :dossier_id AND unit_id IN
       (SELECT u.id FROM v_unit_name u JOIN v_agency_name a ON a.id = u.agency_id
         WHERE a.valid_to IS NOT NULL AND a.valid_to <= :on_day);
