-- owner: ruleset
-- Rule sets and their versions; insert-only. A dossier keeps code and version of its day of
-- reception. The set of a day is the last that has begun.
CREATE TABLE ruleset_version (
  id @id,
  pub @text NOT NULL UNIQUE,
  code @text NOT NULL,              -- nd61 | nd118 …
  version @int NOT NULL,            -- 1, 2 … of the set
  name @text NOT NULL,
  set_from @date NOT NULL,          -- first day of the set
  valid_from @date NOT NULL,        -- first day of this version
  body @text NOT NULL,              -- the set as its file says it
  hash @text NOT NULL,              -- of the body; names the read form in memory
  reason @text NOT NULL,
  made_at @time NOT NULL,
  made_by @int,                     -- staff; NULL = shipped
  UNIQUE (code, version),
  CHECK (valid_from >= set_from)
) @strict;
CREATE INDEX ruleset_version_on ON ruleset_version (set_from, version);
