-- lib_job.sql - a table the test handlers write to, so that what was undone can be seen.

-- :exec job_test_write
-- in   what text
INSERT INTO job_test (what) VALUES (:what);

-- :one job_test_count
-- out  n int
SELECT COUNT(*) FROM job_test;

-- :one job_test_letters
-- out  n int
SELECT COUNT(*) FROM outbox_letter;

-- :one job_test_letter
-- out  body blob
SELECT body FROM outbox_letter;
