-- owner: dossier
-- What a clerk ticked before acceptance (NĐ 118/2025, Điều 17): each check is a row of its own, the
-- newest holds.
CREATE TABLE dossier_check (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  at @time NOT NULL,
  by_account @int NOT NULL,
  account @text NOT NULL,           -- the owner's account of the portal: found | made | none
  note @text
) @strict;
CREATE INDEX dossier_check_of ON dossier_check(dossier_id, id);

CREATE TABLE dossier_check_line (
  check_id @int NOT NULL REFERENCES dossier_check(id),
  paper_id @int NOT NULL REFERENCES dossier_paper(id),
  present @bool NOT NULL,
  complete @bool NOT NULL,
  held @text NOT NULL,              -- what the registers have: matches | differs | not_held
  note @text,
  PRIMARY KEY (check_id, paper_id)
) @strict;
