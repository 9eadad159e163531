-- owner: arrival
-- Files of dossiers of other systems on their way in: each row waits here until it was tried, and
-- then taken in. What is left of a row that is done with is its outcome, not its content.

CREATE TABLE arrival_run (
  id @id,
  pub @text NOT NULL UNIQUE,
  kind @text NOT NULL,              -- moved | synced
  source @text NOT NULL,            -- the other system, a word
  name @text NOT NULL,              -- of the file
  content_hash @text NOT NULL,      -- of the file
  members @text NOT NULL,           -- its columns, with blanks between
  state @text NOT NULL,             -- checking | checked | applying | done | discarded
  rows_n @int NOT NULL,
  line @int NOT NULL,               -- gone through in this state up to this row
  opened_at @time NOT NULL,
  opened_by @int,                   -- account; NULL = the command line
  closed_at @time
) @strict;

CREATE TABLE arrival_row (
  run_id @int NOT NULL REFERENCES arrival_run(id),
  line @int NOT NULL,               -- of the file, from 1; the first one holds the columns
  code @text NOT NULL,
  cells @text NOT NULL,             -- in the order of members, a unit separator between; '' when done with
  state @text NOT NULL,             -- read | fits | refused | stored | updated | unchanged | differs
  dossier_id @int,
  PRIMARY KEY (run_id, line)
) @strict;
CREATE INDEX arrival_row_state ON arrival_row(run_id, state);
CREATE INDEX arrival_row_code ON arrival_row(run_id, code, line);

CREATE TABLE arrival_note (
  id @id,
  run_id @int NOT NULL REFERENCES arrival_run(id),
  line @int NOT NULL,
  member @text NOT NULL,            -- column; '' = the row
  key @text NOT NULL,               -- of the message
  arg1 @text NOT NULL,
  arg2 @text NOT NULL,
  refused @bool NOT NULL            -- the row is not taken; else it is, and this differs
) @strict;
CREATE INDEX arrival_note_of ON arrival_note(run_id, line, id);

CREATE TABLE arrival_file (
  run_id @int NOT NULL REFERENCES arrival_run(id),
  name @text NOT NULL,
  file_id @int NOT NULL,
  used @bool NOT NULL,
  PRIMARY KEY (run_id, name)
) @strict;
