-- file_partial.sql - owns file_partial, file_piece.

-- :one file_partial_add
-- in   pub text, account_id int, sha blob, size int, name text, until time
-- out  id int
INSERT INTO file_partial (pub, account_id, sha, size, received, name, until)
VALUES (:pub, :account_id, :sha, :size, 0, :name, :until)
RETURNING id;

-- :one file_partial_by_sha
-- in   account_id int, sha blob
-- out  id int, pub text, size int, received int, name text, mime text?, until time
SELECT id, pub, size, received, name, mime, until FROM file_partial
 WHERE account_id = :account_id AND sha = :sha;

-- :one file_partial_by_pub
-- in   account_id int, pub text, now time
-- out  id int, sha blob, size int, received int, name text, mime text?, until time
SELECT id, sha, size, received, name, mime, until FROM file_partial
 WHERE pub = :pub AND account_id = :account_id AND until > :now;

-- :many file_partial_list
-- in   account_id int, now time, max int
-- out  id int, pub text, sha blob, size int, received int, name text, until time
SELECT id, pub, sha, size, received, name, until FROM file_partial
 WHERE account_id = :account_id AND until > :now AND mime IS NULL
 ORDER BY until DESC, id DESC LIMIT :max;

-- :one file_partial_count
-- in   account_id int, now time
-- out  n int
SELECT COUNT(*) FROM file_partial WHERE account_id = :account_id AND until > :now AND mime IS NULL;

-- Only where the sender believes it stands: of two devices at once one goes on.
-- :exec file_partial_grow
-- in   id int, at int, size int, until time
UPDATE file_partial SET received = received + :size, until = :until
 WHERE id = :id AND received = :at AND received + :size <= size AND mime IS NULL;

-- :exec file_partial_stored
-- in   id int, mime text, until time
UPDATE file_partial SET mime = :mime, until = :until WHERE id = :id;

-- :exec file_partial_delete
-- in   id int
DELETE FROM file_partial WHERE id = :id;

-- :many file_partial_expired
-- in   now time, max int
-- out  id int
SELECT id FROM file_partial WHERE until <= :now ORDER BY until, id LIMIT :max;

-- ---- pieces ----

-- :exec file_piece_add
-- in   partial_id int, at int, size int, spool text
INSERT INTO file_piece (partial_id, at, size, spool) VALUES (:partial_id, :at, :size, :spool);

-- :many file_pieces
-- in   partial_id int
-- out  at int, size int, spool text
SELECT at, size, spool FROM file_piece WHERE partial_id = :partial_id ORDER BY at;

-- :exec file_pieces_delete
-- in   partial_id int
DELETE FROM file_piece WHERE partial_id = :partial_id;

-- :one file_piece_kept
-- in   spool text
-- out  at int
SELECT at FROM file_piece WHERE spool = :spool;
