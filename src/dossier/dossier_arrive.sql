-- dossier_arrive.sql - owns dossier_arrival.

-- :one dossier_arrival_by
-- in  source text, outside_code text
-- out dossier_id int, synced bool, content_hash text
SELECT dossier_id, synced, content_hash FROM dossier_arrival WHERE source = :source AND outside_code = :outside_code;

-- :one dossier_arrival_of
-- in  dossier_id int
-- out source text, outside_code text, synced bool, told_status text, told_due_at time?, arrived_at time, told_at time
SELECT source, outside_code, synced, told_status, told_due_at, arrived_at, told_at FROM dossier_arrival WHERE dossier_id = :dossier_id;

-- :exec dossier_arrival_insert
-- in  dossier_id int, source text, outside_code text, synced bool, told_status text, told_due_at time?, content_hash text, at time
INSERT INTO dossier_arrival (dossier_id, source, outside_code, synced, told_status, told_due_at, content_hash, arrived_at, told_at)
VALUES (:dossier_id, :source, :outside_code, :synced, :told_status, :told_due_at, :content_hash, :at, :at);

-- :exec dossier_arrival_told
-- in  dossier_id int, told_status text, told_due_at time?, content_hash text, at time
UPDATE dossier_arrival SET told_status = :told_status, told_due_at = :told_due_at, content_hash = :content_hash, told_at = :at
 WHERE dossier_id = :dossier_id;

-- A code of ours that came from outside: the serial of its day goes on behind it.
-- :exec dossier_serial_raise
-- in  agency_code text, day date, last int
INSERT INTO dossier_serial (agency_code, day, last) VALUES (:agency_code, :day, :last)
ON CONFLICT (agency_code, day) DO UPDATE
   SET last = CASE WHEN dossier_serial.last < excluded.last THEN excluded.last ELSE dossier_serial.last END;

-- :exec dossier_set_synced
-- in  id int, accepted_at time?, returned_at time?, punctuality text, delivery_status text
UPDATE dossier SET accepted_at = :accepted_at, returned_at = :returned_at, punctuality = :punctuality, delivery_status = :delivery_status
 WHERE id = :id;
