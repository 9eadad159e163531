-- A table for the routes of lib_site.c.

-- :exec site_note_add
-- in  pub text, body text, pages int
INSERT INTO note (pub, body, pages, version) VALUES (:pub, :body, :pages, 1);

-- :one site_note_get
-- in  pub text
-- out pub text, body text, pages int, version int
SELECT pub, body, pages, version FROM note WHERE pub = :pub;

-- :exec site_note_set
-- in  pub text, body text, version int
UPDATE note SET body = :body, version = version + 1 WHERE pub = :pub AND version = :version;

-- :many site_note_list
-- out pub text, body text, pages int, version int
SELECT pub, body, pages, version FROM note ORDER BY pub;

-- :one site_note_count
-- out n int
SELECT count(*) AS n FROM note;

-- :one site_held
-- out n int, last blob?
SELECT count(*) AS n, (SELECT boxed FROM held_form ORDER BY until DESC, token_hash LIMIT 1) AS last FROM held_form;
