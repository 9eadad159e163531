-- arrival.sql - owns arrival_run, arrival_row, arrival_note, arrival_file.

-- :one arrival_run_insert
-- in  pub text, kind text, source text, name text, content_hash text, members text, rows_n int, at time, by int?
-- out id int
INSERT INTO arrival_run (pub, kind, source, name, content_hash, members, state, rows_n, line, opened_at, opened_by)
VALUES (:pub, :kind, :source, :name, :content_hash, :members, 'checking', :rows_n, 0, :at, :by) RETURNING id;

-- :one arrival_run_by_pub
-- in  pub text
-- out id int, pub text, kind text, source text, name text, members text, state text, rows_n int, line int, opened_at time, closed_at time?
SELECT id, pub, kind, source, name, members, state, rows_n, line, opened_at, closed_at FROM arrival_run WHERE pub = :pub;

-- :many arrival_runs
-- in  before int, max int
-- out id int, pub text, kind text, source text, name text, members text, state text, rows_n int, line int, opened_at time, closed_at time?
SELECT id, pub, kind, source, name, members, state, rows_n, line, opened_at, closed_at FROM arrival_run
 WHERE id < :before ORDER BY id DESC LIMIT :max;

-- :exec arrival_run_put
-- in  id int, was_state text, was_line int, state text, line int, closed_at time?
UPDATE arrival_run SET state = :state, line = :line, closed_at = :closed_at
 WHERE id = :id AND state = :was_state AND line = :was_line;

-- :exec arrival_row_insert
-- in  run_id int, line int, code text, cells text
INSERT INTO arrival_row (run_id, line, code, cells, state) VALUES (:run_id, :line, :code, :cells, 'read');

-- :many arrival_rows_after
-- in  run_id int, line int, max int
-- out line int, code text, cells text, state text
SELECT line, code, cells, state FROM arrival_row WHERE run_id = :run_id AND line > :line ORDER BY line LIMIT :max;

-- :one arrival_row_twice
-- in  run_id int, code text, line int
-- out n int
SELECT COUNT(*) FROM arrival_row WHERE run_id = :run_id AND code = :code AND line < :line;

-- :exec arrival_row_put
-- in  run_id int, line int, cells text, state text, dossier_id int?
UPDATE arrival_row SET cells = :cells, state = :state, dossier_id = :dossier_id WHERE run_id = :run_id AND line = :line;

-- :exec arrival_rows_empty
-- in  run_id int
UPDATE arrival_row SET cells = '' WHERE run_id = :run_id;

-- :many arrival_counts
-- in  run_id int
-- out state text, n int
SELECT state, COUNT(*) FROM arrival_row WHERE run_id = :run_id GROUP BY state ORDER BY state;

-- What was said of a row the last time it was tried.
-- :exec arrival_notes_forget
-- in  run_id int, line int
DELETE FROM arrival_note WHERE run_id = :run_id AND line = :line;

-- :exec arrival_note_insert
-- in  run_id int, line int, member text, key text, arg1 text, arg2 text, refused bool
INSERT INTO arrival_note (run_id, line, member, key, arg1, arg2, refused)
VALUES (:run_id, :line, :member, :key, :arg1, :arg2, :refused);

-- :many arrival_notes
-- in  run_id int, skip int, max int
-- out line int, code text, member text, key text, arg1 text, arg2 text, refused bool
SELECT n.line, r.code, n.member, n.key, n.arg1, n.arg2, n.refused
  FROM arrival_note n JOIN arrival_row r ON r.run_id = n.run_id AND r.line = n.line
 WHERE n.run_id = :run_id ORDER BY n.line, n.id LIMIT :max OFFSET :skip;

-- :one arrival_note_count
-- in  run_id int
-- out refused int, others int
SELECT COUNT(CASE WHEN refused THEN 1 END), COUNT(CASE WHEN NOT refused THEN 1 END) FROM arrival_note WHERE run_id = :run_id;

-- :exec arrival_file_insert
-- in  run_id int, name text, file_id int
INSERT INTO arrival_file (run_id, name, file_id, used) VALUES (:run_id, :name, :file_id, FALSE)
ON CONFLICT (run_id, name) DO NOTHING;

-- :one arrival_file_by
-- in  run_id int, name text
-- out file_id int
SELECT file_id FROM arrival_file WHERE run_id = :run_id AND name = :name;

-- :exec arrival_file_used
-- in  run_id int, name text
UPDATE arrival_file SET used = TRUE WHERE run_id = :run_id AND name = :name;

-- :many arrival_files_unused
-- in  run_id int
-- out file_id int
SELECT file_id FROM arrival_file WHERE run_id = :run_id AND NOT used ORDER BY name;
