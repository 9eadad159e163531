-- owner: filing
-- An online filing before it is sent: belongs to one account, resumable, expires.
CREATE TABLE dossier_draft (
  id @id,
  pub @text NOT NULL UNIQUE,
  account_id @int NOT NULL,
  procedure_id @int NOT NULL,
  answers @text NOT NULL,           -- canonical JSON by question
  version @int NOT NULL,            -- raised by each save
  saved_at @time NOT NULL,
  expires_at @time NOT NULL,
  dossier_id @int                   -- set when sent
) @strict;
CREATE INDEX dossier_draft_of ON dossier_draft(account_id, expires_at);
CREATE INDEX dossier_draft_end ON dossier_draft(expires_at);

-- `paper` names the component by what stays when the procedure gets a new version.
CREATE TABLE dossier_draft_file (
  id @id,
  draft_id @int NOT NULL REFERENCES dossier_draft(id),
  paper @text NOT NULL,
  file_id @int NOT NULL
) @strict;
CREATE INDEX dossier_draft_file_of ON dossier_draft_file(draft_id);
