-- owner: dossier
-- What was given to people: results in parts, originals, the last of it; by whom, to whom, how.
CREATE TABLE dossier_given (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  agency_id @int NOT NULL,          -- the receiving one, whose counter gives
  what @text NOT NULL,              -- result | part | originals
  how @text NOT NULL,               -- counter | post | online
  collector @text,                  -- who took it, or the number of the postal slip
  document @text,                   -- the paper they showed
  authority @text,                  -- owner | filer | authorised; NULL = not said
  authority_note @text,
  note @text,
  given_at @time NOT NULL,
  given_by @int NOT NULL,           -- account
  delivered_on @date                -- by post: when it arrived
) @strict;
CREATE INDEX dossier_given_of ON dossier_given(dossier_id, id);
CREATE INDEX dossier_given_post ON dossier_given(agency_id, given_at) WHERE how = 'post';
CREATE INDEX dossier_given_open ON dossier_given(agency_id, id) WHERE how = 'post' AND delivered_on IS NULL;

CREATE TABLE dossier_given_item (
  given_id @int NOT NULL REFERENCES dossier_given(id),
  rank @int NOT NULL,
  file_no @int,                     -- a result, by its place among the files
  paper_id @int REFERENCES dossier_paper(id),
  name @text NOT NULL,
  PRIMARY KEY (given_id, rank)
) @strict;

-- A result is ready before its day, and that was said beforehand (Điều 22).
CREATE TABLE dossier_announcement (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  ready_at @time NOT NULL,
  said_at @time NOT NULL,
  said_by @int NOT NULL
) @strict;
CREATE INDEX dossier_announcement_of ON dossier_announcement(dossier_id, id);
