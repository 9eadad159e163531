-- job.sql - owns job.

-- A row for each scheduled kind; a schedule that became denser counts at once.
-- :exec job_schedule
-- in   pub text, name text, about text, run_at time
INSERT INTO job (pub, name, key, about, cursor, state, run_at, asked, token, attempts, runs, failures)
VALUES (:pub, :name, '', :about, '', 'waiting', :run_at, 0, 0, 0, 0, 0)
ON CONFLICT (name, key) DO UPDATE SET about = excluded.about,
    run_at = CASE WHEN job.run_at > excluded.run_at THEN excluded.run_at ELSE job.run_at END;

-- :exec job_ask
-- in   pub text, name text, key text, about text, run_at time
INSERT INTO job (pub, name, key, about, cursor, state, run_at, asked, token, attempts, runs, failures)
VALUES (:pub, :name, :key, :about, '', 'waiting', :run_at, 1, 0, 0, 0, 0)
ON CONFLICT (name, key) DO UPDATE SET asked = job.asked + 1,
    run_at = CASE WHEN job.run_at > excluded.run_at THEN excluded.run_at ELSE job.run_at END;

-- The one that is due longest and nobody holds.
-- :one job_next
-- in   now time
-- out  id int, pub text, name text, key text, about text, cursor text, token int, attempts int, asked int
SELECT id, pub, name, key, about, cursor, token, attempts, asked FROM job
WHERE state = 'waiting' AND run_at <= :now AND (lease_until IS NULL OR lease_until <= :now)
ORDER BY run_at, id LIMIT 1;

-- :exec job_lease
-- in   id int, token int, who text, until time
UPDATE job SET token = token + 1, lease_by = :who, lease_until = :until, attempts = attempts + 1
WHERE id = :id AND token = :token;

-- The fence: only the newest token holds, and holding renews the lease.
-- :exec job_hold
-- in   id int, token int, until time
UPDATE job SET lease_until = :until WHERE id = :id AND token = :token AND state = 'waiting';

-- :exec job_goes_on
-- in   id int, token int, cursor text
UPDATE job SET cursor = :cursor, attempts = 1 WHERE id = :id AND token = :token;

-- Asked for meanwhile: again at once.
-- :exec job_done
-- in   id int, token int, asked int, run_at time, now time
UPDATE job SET token = token + 1, cursor = '', attempts = 0, runs = runs + 1, last_at = :now, last_error = NULL, lease_by = NULL,
    lease_until = NULL, run_at = CASE WHEN asked = :asked THEN :run_at ELSE :now END
WHERE id = :id AND token = :token;

-- :exec job_remove
-- in   id int, token int, asked int
DELETE FROM job WHERE id = :id AND token = :token AND asked = :asked;

-- Given back unfinished.
-- :exec job_release
-- in   id int, token int, run_at time
UPDATE job SET token = token + 1, lease_by = NULL, lease_until = NULL, run_at = :run_at,
    attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END
WHERE id = :id AND token = :token;

-- :exec job_failed
-- in   id int, token int, state text, run_at time, attempts int, error text, now time
UPDATE job SET token = token + 1, lease_by = NULL, lease_until = NULL, state = :state, run_at = :run_at, attempts = :attempts,
    last_error = :error, failures = failures + 1, last_at = :now
WHERE id = :id AND token = :token;

-- Whoever holds it may not settle any more: the token moves on.
-- :exec job_resume
-- in   id int, now time
UPDATE job SET state = 'waiting', attempts = 0, run_at = :now, token = token + 1, lease_by = NULL,
    lease_until = NULL
WHERE id = :id;

-- On SQLite one process has the folder: what is leased at its start was held by one that is gone.
-- :exec job_free_all
-- in   now time
UPDATE job SET lease_by = NULL, lease_until = NULL, token = token + 1, run_at = :now WHERE lease_until IS NOT NULL;

-- :one job_by_pub
-- in   pub text
-- out  id int, name text
SELECT id, name FROM job WHERE pub = :pub;

-- :many job_list
-- in   max int
-- out  id int, pub text, name text, key text, cursor text, state text, run_at time, lease_until time?
-- out  last_at time?, attempts int, runs int, failures int, last_error text?
SELECT id, pub, name, key, cursor, state, run_at, lease_until, last_at, attempts, runs, failures, last_error FROM job
ORDER BY CASE WHEN state = 'parked' THEN 0 ELSE 1 END, name, key LIMIT :max;

-- :one job_counts
-- in   now time, late time
-- out  waiting int, running int, parked int, overdue int
SELECT COALESCE(SUM(CASE WHEN state = 'waiting' AND (lease_until IS NULL OR lease_until <= :now) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state = 'waiting' AND lease_until > :now THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state = 'parked' THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN state = 'waiting' AND run_at <= :late
        AND (lease_until IS NULL OR lease_until <= :now) THEN 1 ELSE 0 END), 0)
FROM job;
