-- lib_api.sql - how much there is: a refusal must leave nothing behind.

-- :one api_count
-- out  dossiers int, persons int, events int, keys int
SELECT (SELECT COUNT(*) FROM dossier), (SELECT COUNT(*) FROM person), (SELECT COUNT(*) FROM event),
       (SELECT COUNT(*) FROM idempotency);
