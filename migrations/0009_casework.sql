-- owner: casework
-- The engine of everything with states, a handler and a deadline. It knows no particular
-- case: `work` carries what a work list needs, the case (a dossier) stands beside it.

-- A version is its file (content) and, once published, the rows the engine works with.
CREATE TABLE process_version (
  id @id,
  code @text NOT NULL,              -- the procedure's code
  no @int NOT NULL,
  kind @text NOT NULL,              -- of work: dossier, petition … the engine only stores it
  name @text NOT NULL,
  is_template @bool NOT NULL,       -- not approved by the authority: shown as such
  state @text NOT NULL,             -- draft | published | discarded
  content @text NOT NULL,           -- the process file, in its one spelling
  content_hash @text NOT NULL,
  valid_from @date,                 -- of a published one: work opened from this day on
  created_at @time NOT NULL,
  created_by @int,                  -- account
  published_at @time,
  published_by @int,
  reason @text,                     -- why it was published
  edit @int NOT NULL,               -- +1 with every change of a draft
  UNIQUE (code, no)
) @strict;

CREATE TABLE process_step (
  id @id,
  process_version_id @int NOT NULL REFERENCES process_version(id),
  rank @int NOT NULL,
  key @text NOT NULL,
  name @text NOT NULL,
  kind @text NOT NULL,              -- receive | process | approve | issue: for lists
  role @text NOT NULL,              -- of staff
  place @text NOT NULL,             -- process_def.h
  role_text @text NOT NULL,         -- the source's words for who does it
  minutes @int NOT NULL,            -- share of the time, in working minutes
  automatic @bool NOT NULL,         -- has actions the engine takes by itself
  has_parts @bool NOT NULL,         -- others work beside it
  UNIQUE (process_version_id, rank),
  UNIQUE (process_version_id, key)
) @strict;

CREATE TABLE process_action (
  id @id,
  step_id @int NOT NULL REFERENCES process_step(id),
  code @text NOT NULL,              -- accept submit approve send_back issue return refuse supplement …
  rank @int NOT NULL,               -- order on the page, and in which conditions are asked
  from_status @text NOT NULL,       -- the status in which it may be taken
  to_rank @int,                     -- the step it leads to; NULL = stays at this one
  to_status @text NOT NULL,         -- work.status afterwards
  needs_note @bool NOT NULL,
  needs_file @bool NOT NULL,
  label @text,
  by_applicant @bool NOT NULL,
  automatic @bool NOT NULL,
  clock @text NOT NULL,             -- none | start | stop | resume | restart
  papers @text,                     -- keys, with blanks between
  reasons @text,                    -- a line each: key, blank, words
  when_fact @text,
  when_is @text,                    -- values, with blanks between
  UNIQUE (step_id, rank, from_status)
) @strict;

-- The same person may not do both (tiếp nhận, thẩm định, ký duyệt).
CREATE TABLE process_guard (
  process_version_id @int NOT NULL REFERENCES process_version(id),
  rank_a @int NOT NULL,
  rank_b @int NOT NULL,
  waivable @bool NOT NULL,          -- by a leader, with a reason (work_waiver)
  PRIMARY KEY (process_version_id, rank_a, rank_b)
) @strict;

-- Other units or agencies that work while the step of that rank is held by the lead.
CREATE TABLE process_part (
  id @id,
  process_version_id @int NOT NULL REFERENCES process_version(id),
  step_rank @int NOT NULL,
  rank @int NOT NULL,
  key @text NOT NULL,
  name @text NOT NULL,
  role @text NOT NULL,
  place @text NOT NULL,
  minutes @int NOT NULL,
  join_all @bool NOT NULL,          -- the lead waits for it; else may go on, with a reason
  UNIQUE (process_version_id, step_rank, key)
) @strict;

CREATE TABLE process_fact (
  process_version_id @int NOT NULL REFERENCES process_version(id),
  rank @int NOT NULL,
  key @text NOT NULL,
  name @text NOT NULL,
  choices @text NOT NULL,           -- a line each: value, blank, words
  PRIMARY KEY (process_version_id, rank)
) @strict;

CREATE TABLE work (
  id @id,
  kind @text NOT NULL,              -- dossier, petition …: whose case it is
  process_version_id @int NOT NULL REFERENCES process_version(id),
  step_id @int NOT NULL REFERENCES process_step(id),
  status @text NOT NULL,            -- enum work_status, casework.h
  role @text NOT NULL,              -- who acts now
  agency_id @int NOT NULL,          -- where it lies now
  unit_id @int,                     -- NULL = with the agency's leaders
  handler_id @int,                  -- staff; NULL = anybody of the unit
  receiving_agency_id @int NOT NULL,
  receiving_unit_id @int,
  competent_agency_id @int NOT NULL,
  competent_unit_id @int,
  step_since @time NOT NULL,
  opened_at @time NOT NULL,
  due_at @time,                     -- projection of the clock: only casework_clock.c writes it
  due_sort @time NOT NULL,          -- due_at, or the far future: one index order on both engines
  due_provisional @bool NOT NULL,
  clock_state @text NOT NULL,       -- none | running | stopped | ended
  pause_until @time,                -- the first limit of a pause that holds the clock: it runs on then
  missed_at @time,                  -- a due date that had passed when the clock was stopped: stays late
  finished_at @time,                -- the result stood ready, or it ended without one
  closed_at @time,                  -- nothing more to do here
  asks @int NOT NULL DEFAULT 0,     -- consultations that wait for an answer
  synced @bool NOT NULL DEFAULT FALSE, -- led by another system: nobody acts on it here
  version @int NOT NULL             -- ETag; +1 with every change
) @strict;
-- The work lists and the numbers beside them, each of one kind of work. What a list asks last stands in its
-- index (NULL for every row there), and the kind, so that a number is counted without reading the rows. Without
-- statistics SQLite takes the narrower index, of two as wide the one made first: so a unit's due
-- dates carry the status, and come after it.
CREATE INDEX work_mine ON work(handler_id, due_sort, id, closed_at, kind) WHERE closed_at IS NULL AND handler_id IS NOT NULL;
CREATE INDEX work_unit_status ON work(unit_id, status, due_sort, id, closed_at, kind) WHERE closed_at IS NULL AND unit_id IS NOT NULL;
CREATE INDEX work_of_unit ON work(unit_id, due_sort, id, status, closed_at, kind) WHERE closed_at IS NULL AND unit_id IS NOT NULL;
CREATE INDEX work_of_agency ON work(agency_id, role, due_sort, id, status, closed_at, kind) WHERE closed_at IS NULL;
CREATE INDEX work_no_unit ON work(agency_id, role, unit_id, due_sort, id, status, closed_at, kind) WHERE closed_at IS NULL AND unit_id IS NULL;
CREATE INDEX work_at_agency ON work(agency_id, due_sort, id, status, closed_at, kind) WHERE closed_at IS NULL;
CREATE INDEX work_by_due ON work(due_sort, id, agency_id, status, closed_at, kind) WHERE closed_at IS NULL;
-- Running work of one version of a process.
CREATE INDEX work_of_process ON work(process_version_id, id) WHERE closed_at IS NULL;
-- The few that wait for another agency: by unit, by agency, in a tree.
CREATE INDEX work_asking ON work(unit_id, due_sort, id, asks, closed_at, kind) WHERE closed_at IS NULL AND asks > 0;
CREATE INDEX work_asking_at ON work(agency_id, due_sort, id, asks, closed_at, kind) WHERE closed_at IS NULL AND asks > 0;
CREATE INDEX work_asking_by_due ON work(due_sort, id, agency_id, asks, closed_at, kind) WHERE closed_at IS NULL AND asks > 0;
-- What was settled in a month, late or not (finished_at > due_at): for figures.
CREATE INDEX work_finished ON work(finished_at, status, due_at, missed_at, kind, synced) WHERE finished_at IS NOT NULL;
-- What other systems lead, among what is open.
CREATE INDEX work_synced ON work(kind, due_sort) WHERE synced AND closed_at IS NULL;
CREATE INDEX work_paused ON work(pause_until, id) WHERE pause_until IS NOT NULL;

-- Each pass through a step: who had it, from when to when, how much working time it took.
CREATE TABLE work_pass (
  id @id,
  work_id @int NOT NULL REFERENCES work(id),
  step_id @int NOT NULL REFERENCES process_step(id),
  as_step_id @int,                  -- the step it counts as for guards in the version the work is on now
  unit_id @int,
  handler_id @int,                  -- who did it
  entered_at @time NOT NULL,
  left_at @time,
  action @text,                     -- what ended it
  working_us @int                   -- working time between, by the calendar of that day
) @strict;
CREATE INDEX work_pass_of ON work_pass(work_id, id);
-- Where the time of a unit went lately.
CREATE INDEX work_pass_unit ON work_pass(unit_id, left_at, step_id, working_us) WHERE left_at IS NOT NULL;

-- What a case said for the branches of its process; the last word counts.
CREATE TABLE work_fact (
  work_id @int NOT NULL REFERENCES work(id),
  key @text NOT NULL,
  value @text NOT NULL,
  said_at @time NOT NULL,
  PRIMARY KEY (work_id, key)
) @strict;

-- A leader lets one person do two steps of this work, with a reason.
CREATE TABLE work_waiver (
  id @id,
  work_id @int NOT NULL REFERENCES work(id),
  step_a_id @int NOT NULL REFERENCES process_step(id),
  step_b_id @int NOT NULL REFERENCES process_step(id),
  given_by @int NOT NULL,           -- staff; it does not hold for themselves
  given_at @time NOT NULL,
  reason @text NOT NULL
) @strict;
CREATE INDEX work_waiver_of ON work_waiver(work_id, id);

-- A parallel part of one work: opened when the work reaches the lead's step.
CREATE TABLE work_part (
  id @id,
  work_id @int NOT NULL REFERENCES work(id),
  step_id @int NOT NULL REFERENCES process_step(id),
  key @text NOT NULL,
  name @text NOT NULL,
  role @text NOT NULL,
  agency_id @int NOT NULL,
  unit_id @int,
  handler_id @int,                  -- who did it
  minutes @int NOT NULL,
  join_all @bool NOT NULL,
  opened_at @time NOT NULL,
  closed_at @time,
  outcome @text,                    -- done | overtaken
  working_us @int,
  note @text,
  UNIQUE (work_id, step_id, key)
) @strict;
CREATE INDEX work_part_open ON work_part(agency_id, unit_id, work_id) WHERE closed_at IS NULL;

-- Running cases of one version moved to another: one row an order, carried out in small units.
CREATE TABLE process_move (
  id @id,
  from_version_id @int NOT NULL REFERENCES process_version(id),
  to_version_id @int NOT NULL REFERENCES process_version(id),
  steps @text NOT NULL,             -- a line each: step of the one, blank, step of the other
  reason @text NOT NULL,
  ordered_at @time NOT NULL,
  ordered_by @int,
  done_at @time,
  moved @int NOT NULL,
  refused @int NOT NULL             -- had no counterpart, or changed meanwhile
) @strict;

-- The clock ledger: every entry that moves or holds the due date, with its legal ground.
CREATE TABLE work_clock (
  id @id,
  work_id @int NOT NULL REFERENCES work(id),
  kind @text NOT NULL,              -- start | stop | restart | pause | resume | extend | calendar | told | end
  at @time NOT NULL,                -- legal time
  entered_at @time NOT NULL,
  rule @text,                       -- "3 wd": for start and restart
  hours_id @int,                    -- working hours and calendar it counts with from here on
  calendar_version_id @int,
  limit_at @time,                   -- pause: it runs on then at the latest; told: the date another system gave
  extended_to @date,                -- extend
  consult_id @int,                  -- pause, resume: the consultation that holds it
  ground @text NOT NULL,            -- "NĐ 118/2025/NĐ-CP, Điều 17.3"
  due_at @time                      -- what the clock said after it
) @strict;
CREATE INDEX work_clock_of ON work_clock(work_id, id);

-- Which calendar version is applied to all running clocks of a kind of work: nothing to look for.
CREATE TABLE work_calendar (
  kind @text NOT NULL PRIMARY KEY,
  version_id @int NOT NULL
) @strict;

-- Ended agencies whose open work was handed on: nothing to look for.
CREATE TABLE work_agency_followed (
  kind @text NOT NULL,
  agency_id @int NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (kind, agency_id)
) @strict;

-- What another agency was asked, with a clock of its own.
CREATE TABLE work_consult (
  id @id,
  pub @text NOT NULL UNIQUE,
  work_id @int NOT NULL REFERENCES work(id),
  agency_id @int NOT NULL,
  unit_id @int,
  question @text NOT NULL,
  rule @text NOT NULL,              -- "5 wd"
  ground @text,                     -- why it holds the clock of the work; NULL = it does not
  asked_at @time NOT NULL,
  due_at @time NOT NULL,
  answered_at @time,
  answer @text,
  silent_at @time                   -- its time passed without an answer
) @strict;
CREATE INDEX work_consult_of ON work_consult(work_id, id);
CREATE INDEX work_consult_open ON work_consult(due_at, id) WHERE answered_at IS NULL AND silent_at IS NULL;

-- For numbers: nothing joined, so that an index can answer alone.
CREATE VIEW v_work_held AS
SELECT id, kind, status, role, agency_id, unit_id, handler_id, due_sort, closed_at, step_id, asks, synced FROM work;
CREATE VIEW v_work_part AS
SELECT id, work_id, key, name, role, agency_id, unit_id, handler_id, minutes, opened_at, closed_at, outcome FROM work_part;
CREATE VIEW v_work_step AS SELECT id, kind, name, minutes FROM process_step;
CREATE VIEW v_work_pass AS SELECT work_id, step_id, unit_id, handler_id, left_at, working_us FROM work_pass;

CREATE VIEW v_work AS
SELECT w.id, w.kind, w.status, w.role, w.agency_id, w.unit_id, w.handler_id, w.receiving_agency_id, w.receiving_unit_id,
       w.competent_agency_id, w.competent_unit_id, w.step_since, w.opened_at, w.due_at, w.due_sort,
       w.due_provisional, w.clock_state, w.finished_at, w.closed_at, w.version, s.name AS step_name, s.rank AS step_rank,
       s.kind AS step_kind, w.asks, w.process_version_id, w.synced
  FROM work w JOIN process_step s ON s.id = w.step_id;

-- What is asked of an agency, for its own list.
CREATE INDEX work_consult_asked ON work_consult(agency_id, due_at, id) WHERE answered_at IS NULL;
CREATE VIEW v_work_consult AS
SELECT id, pub, work_id, agency_id, unit_id, question, answer, asked_at, due_at, answered_at FROM work_consult;
