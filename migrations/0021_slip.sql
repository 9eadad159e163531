-- owner: slip
-- Templates of papers and their versions; insert-only. A paper of a moment takes the version
-- that was in force then.
CREATE TABLE slip_template (
  id @id,
  pub @text NOT NULL UNIQUE,
  ruleset @text NOT NULL,           -- nd61 | nd118 …
  paper @text NOT NULL,             -- receipt | refusal …
  version @int NOT NULL,
  from_at @time NOT NULL,
  body @text NOT NULL,              -- the template's text
  reason @text NOT NULL,
  made_at @time NOT NULL,
  made_by @int,                     -- staff; NULL = shipped
  UNIQUE (ruleset, paper, version)
) @strict;
