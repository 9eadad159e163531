-- owner: dossier
-- Dossiers that did not begin here: moved in from the system in use before, or led by another
-- system (a ministry's) and synced. What was told there is kept beside what is counted here.

CREATE TABLE dossier_arrival (
  dossier_id @int NOT NULL PRIMARY KEY REFERENCES dossier(id),
  source @text NOT NULL,            -- the other system, a word
  outside_code @text NOT NULL,      -- its code there
  synced @bool NOT NULL,            -- led there; else moved in for good
  told_status @text NOT NULL,       -- in the words it came with
  told_due_at @time,                -- its due date there
  content_hash @text NOT NULL,      -- of what was read: the same again changes nothing
  arrived_at @time NOT NULL,
  told_at @time NOT NULL,           -- of the last change
  UNIQUE (source, outside_code)
) @strict;
