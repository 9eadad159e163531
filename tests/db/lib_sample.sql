-- Every kind, every type, with and without NULL; the table is made by lib_sample.h.

-- :one sample_add
-- in n int, n_null int?, t text, t_null text?, m time, m_null time?
-- in d date, d_null date?, b bool, x blob, x_null blob?
-- out id int
INSERT INTO sample (n, n_null, t, t_null, m, m_null, d, d_null, b, x, x_null)
VALUES (:n, :n_null, :t, :t_null, :m, :m_null, :d, :d_null, :b, :x, :x_null)
RETURNING id;

-- :one sample_get
-- in  id int
-- out id int, n int, n_null int?, t text, t_null text?, m time, m_null time?
-- out d date, d_null date?, b bool, x blob, x_null blob?
SELECT id, n, n_null, t, t_null, m, m_null, d, d_null, b, x, x_null FROM sample WHERE id = :id;

-- :exec sample_add_text
-- in t text, n int
INSERT INTO sample (n, t, m, d, b, x)
-- @sqlite  the blob literal differs
VALUES (:n, :t, 0, 0, TRUE, x'00ff')
-- @postgresql
VALUES (:n, :t, 0, 0, TRUE, '\x00ff'::bytea)
-- @both
;

-- :exec sample_rename
-- in was text, t text
UPDATE sample SET t = :t WHERE t = :was;

-- :many sample_texts
-- out id int, t text
SELECT id, t FROM sample ORDER BY t, id;

-- :each sample_each
-- in least int
-- out id int, t text, n int
SELECT id, t, n FROM sample WHERE n >= :least ORDER BY id;

-- :one sample_sums
-- out many int, total int?, longest int, any_true bool, text_of text
SELECT count(*), sum(n), coalesce(max(length(t)), 0), count(*) > 0, '::' || 'a:b' FROM sample;

-- :one sample_any
-- out id int
SELECT id FROM sample ORDER BY id;

-- :one sample_maybe
-- in t text?, n int?, m time?, d date?
-- out same int
SELECT CASE WHEN :t IS NULL AND :n IS NULL AND :m IS NULL AND :d IS NULL THEN 1 ELSE 0 END;

-- :exec sample_child
-- in parent int, kind text
INSERT INTO sample_child (parent, kind) VALUES (:parent, :kind);

-- :one sample_null_where_none
-- out t text
SELECT t_null FROM sample WHERE t_null IS NULL LIMIT 1;

-- :one sample_wrong_type
-- out n int
SELECT t FROM sample LIMIT 1;

-- :one sample_wrong_count
-- out n int, t text
SELECT n FROM sample LIMIT 1;

-- :exec sample_no_table
-- in n int
DELETE FROM sample_that_is_not WHERE n = :n;

-- :many sample_like
-- in pattern text
-- out t text
SELECT t FROM sample WHERE t LIKE :pattern ORDER BY t;

-- :one sample_division
-- in a int, b int
-- out q int, r int
SELECT :a / :b, :a % :b;

-- :one counter_get
-- in name text
-- out n int
SELECT n FROM counter WHERE name = :name;

-- :exec counter_set
-- in name text, n int
INSERT INTO counter (name, n) VALUES (:name, :n)
ON CONFLICT (name) DO UPDATE SET n = excluded.n;
