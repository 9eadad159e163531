-- dossier_bundle.sql - who took all files of a dossier: events of the record, nothing of our own.

-- :many bundle_takings
-- in  dossier_id int, max int
-- out at time, actor_id int?, agency_id int?, payload text
SELECT at, actor_id, agency_id, payload FROM v_event
 WHERE object_kind = 'bundle' AND object_id = :dossier_id ORDER BY id DESC LIMIT :max;
