-- owner: job
-- A job (việc nền): a unit of work that runs by itself. One row for each scheduled kind, kept; one
-- for each queued piece of work, gone when done. Run only under a lease; the token fences.
CREATE TABLE job (
  id @id,
  pub @text NOT NULL UNIQUE,
  name @text NOT NULL,              -- the kind: access.disable_idle
  key @text NOT NULL,               -- '' = scheduled; else what it is for, queued once at a time
  about @text NOT NULL,            -- for the handler: ids only, never personal data
  cursor @text NOT NULL,            -- where the next small unit begins; '' = from the start
  state @text NOT NULL,             -- waiting | parked
  run_at @time NOT NULL,            -- not before
  asked @int NOT NULL,              -- how often it was asked for: asked while it runs, it runs again
  token @int NOT NULL,              -- raised by each lease; an older holder may not settle
  lease_by @text,
  lease_until @time,
  attempts @int NOT NULL,           -- leases since the last success
  runs @int NOT NULL,               -- finished in all
  failures @int NOT NULL,           -- failed in all
  last_at @time,                    -- the last end, good or bad
  last_error @text,                 -- of the last failure since the last success
  UNIQUE (name, key)
) @strict;
CREATE INDEX job_due ON job(state, run_at);
