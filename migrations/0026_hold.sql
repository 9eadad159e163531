-- owner: casework
-- Grounds by which a process lets the clock be held, the one of each pause, and with which calendar
-- and hours a consultation was counted, so that it is counted anew when another calendar comes.

CREATE TABLE process_hold (
  process_version_id @int NOT NULL REFERENCES process_version(id),
  rank @int NOT NULL,
  key @text NOT NULL,
  name @text NOT NULL,
  article @text NOT NULL,
  time_limit @text NOT NULL,        -- "10 wd", from its first use on a piece of work
  consult @bool NOT NULL,           -- by asking another agency; else by a letter
  PRIMARY KEY (process_version_id, rank)
) @strict;

ALTER TABLE work_clock ADD COLUMN hold_key @text;            -- of a pause: process_hold.key
ALTER TABLE work_consult ADD COLUMN calendar_version_id @int; -- NULL = asked before this was kept
ALTER TABLE work_consult ADD COLUMN hours_set @text;          -- of the one asked; NULL = the usual ones
