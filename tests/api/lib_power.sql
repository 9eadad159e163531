-- lib_power.sql - what is left after a power cut, looked at from outside the rules.

-- A dossier without a part of what its filing wrote, and the parts without their dossier.
-- :one power_count
-- out  dossiers int, codes int, keys int, half int, orphans int
SELECT (SELECT COUNT(*) FROM dossier), (SELECT COUNT(DISTINCT code) FROM dossier),
       (SELECT COUNT(*) FROM idempotency WHERE place LIKE '/api/v1/dossiers/%'),
       (SELECT COUNT(*) FROM dossier d WHERE NOT EXISTS (SELECT 1 FROM work w WHERE w.id = d.id)
          OR (SELECT COUNT(*) FROM dossier_paper p WHERE p.dossier_id = d.id) <> 3
          OR (SELECT COUNT(*) FROM dossier_file f JOIN file b ON b.id = f.file_id WHERE f.dossier_id = d.id) <> 1
          OR NOT EXISTS (SELECT 1 FROM person p WHERE p.id = d.owner_id)
          OR NOT EXISTS (SELECT 1 FROM idempotency i WHERE i.place = '/api/v1/dossiers/' || d.pub)
          OR NOT EXISTS (SELECT 1 FROM event e JOIN outbox o ON o.event_id = e.id AND o.object_id = e.object_id
               WHERE e.object_kind = 'dossier' AND e.object_id = d.id AND e.kind = 'dossier.filed')),
       (SELECT COUNT(*) FROM work WHERE id NOT IN (SELECT id FROM dossier))
         + (SELECT COUNT(*) FROM dossier_paper WHERE dossier_id NOT IN (SELECT id FROM dossier))
         + (SELECT COUNT(*) FROM event WHERE object_kind = 'dossier' AND object_id NOT IN (SELECT id FROM dossier))
         + (SELECT COUNT(*) FROM outbox WHERE object_kind = 'dossier' AND object_id NOT IN (SELECT id FROM dossier));

-- :many power_files
-- out  id int
SELECT id FROM file ORDER BY id;
