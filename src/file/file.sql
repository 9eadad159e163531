-- file.sql - owns file.

-- :one file_add
-- in   pub text, sha blob, size int, mime text, name text, at time, by_id int
-- out  id int
INSERT INTO file (pub, sha, size, mime, name, at, by_id, state)
VALUES (:pub, :sha, :size, :mime, :name, :at, :by_id, 'kept')
RETURNING id;

-- :one file_by_id
-- in   id int
-- out  id int, pub text, sha blob, size int, mime text, name text, at time, by_id int
SELECT id, pub, sha, size, mime, name, at, by_id FROM file WHERE id = :id AND state = 'kept';

-- :many file_list
-- in   after int, max int
-- out  id int, pub text, sha blob, size int, mime text, name text, at time, by_id int
SELECT id, pub, sha, size, mime, name, at, by_id FROM file WHERE id > :after AND state = 'kept'
 ORDER BY id LIMIT :max;

-- :one file_by_pub
-- in   pub text
-- out  id int, pub text, sha blob, size int, mime text, name text, at time
SELECT id, pub, sha, size, mime, name, at FROM file WHERE pub = :pub AND state = 'kept';

-- :one file_sha_kept
-- in   sha blob
-- out  id int
SELECT id FROM file WHERE sha = :sha AND state = 'kept' ORDER BY id LIMIT 1;

-- :exec file_destroy
-- in   id int
UPDATE file SET state = 'destroyed' WHERE id = :id;
