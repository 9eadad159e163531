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

-- The outbox (hộp gửi đi): what has to reach a partner, written in the transaction of its event.
-- Order is kept for each object; a row that is parked holds back the later ones of its object.
CREATE TABLE outbox (
  id @id,
  destination @text NOT NULL,       -- national_portal | mail | sms | zalo
  event_id @int NOT NULL,           -- the payload is the event's own
  object_kind @text NOT NULL,
  object_id @int NOT NULL,
  kind @text NOT NULL,              -- of the event: dossier.accepted
  at @time NOT NULL,                -- of the event
  state @text NOT NULL,             -- waiting | failed | parked | sent
  attempts @int NOT NULL,
  next_at @time NOT NULL,           -- not before; waiting: when it happened
  sent_at @time,
  last_error @text
) @strict;
CREATE UNIQUE INDEX outbox_of ON outbox(object_id, object_kind, destination, event_id);
CREATE INDEX outbox_due ON outbox(destination, state, next_at);

-- What a row must carry besides its event, sealed; destroyed when it was sent or is over.
CREATE TABLE outbox_letter (
  event_id @int NOT NULL PRIMARY KEY,
  body @blob NOT NULL,
  until_at @time NOT NULL           -- nobody can use it later
) @strict;

-- Since which event a rule of the program holds: from there on `record verify` wants a row.
CREATE TABLE outbox_rule (
  kind @text NOT NULL,
  destination @text NOT NULL,
  after_event @int NOT NULL,
  PRIMARY KEY (kind, destination)
) @strict;

CREATE VIEW v_outbox AS
    SELECT id, destination, event_id, object_kind, object_id, state, at, attempts, next_at, sent_at, last_error FROM outbox;

-- owner: dossier
-- Whether a dossier is synchronised is read from the outbox.
ALTER TABLE dossier DROP COLUMN sync_status;
