-- owner: dossier
-- A result that is wrong, or lost: what was asked for, and the file that took the other's place
-- (NĐ 118/2025 Điều 23). The old one stays and is shown as replaced.

CREATE TABLE dossier_mend (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  kind @text NOT NULL,              -- correction | reissue
  reason @text NOT NULL,
  asked_by @text NOT NULL,          -- applicant | authority
  opened_at @time NOT NULL,
  due_at @time,                     -- of a correction, by the rule set
  state @text NOT NULL,             -- open | done | refused
  old_file @int,                    -- dossier_file of the result it is about
  new_file @int,
  closed_at @time,
  closed_by @int,
  note @text                        -- the apology, or why it is refused
) @strict;
CREATE INDEX dossier_mend_of ON dossier_mend(dossier_id);
