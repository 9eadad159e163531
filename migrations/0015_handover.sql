-- owner: dossier
-- Where the paper of a dossier lies, and the sheets with which it goes from unit to unit.

CREATE TABLE dossier_handover (
  id @id,
  pub @text NOT NULL UNIQUE,
  from_unit_id @int NOT NULL,
  to_unit_id @int NOT NULL,
  gave_by @int NOT NULL,            -- account
  gave_at @time NOT NULL,
  note @text,
  received_by @int,                 -- account; NULL = not confirmed yet
  received_at @time,
  receiver_note @text
) @strict;
CREATE INDEX dossier_handover_from ON dossier_handover(from_unit_id, gave_at);
CREATE INDEX dossier_handover_to ON dossier_handover(to_unit_id, gave_at);
CREATE INDEX dossier_handover_open ON dossier_handover(to_unit_id, id) WHERE received_at IS NULL;

CREATE TABLE dossier_handover_line (
  handover_id @int NOT NULL REFERENCES dossier_handover(id),
  dossier_id @int NOT NULL REFERENCES dossier(id),
  rank @int NOT NULL,
  form @text NOT NULL,              -- paper | electronic
  sets @int NOT NULL,
  due_at @time NOT NULL,            -- when it had to be handed over (Điều 18)
  taken @text,                      -- yes | no; NULL = not confirmed yet
  difference @text,                 -- what the receiver found otherwise
  PRIMARY KEY (handover_id, dossier_id)
) @strict;
CREATE INDEX dossier_handover_line_of ON dossier_handover_line(dossier_id, handover_id);

-- One row for each dossier that has paper. unit_id NULL: it is over, nobody holds it here.
CREATE TABLE dossier_place (
  dossier_id @int NOT NULL PRIMARY KEY REFERENCES dossier(id),
  unit_id @int,
  since @time NOT NULL,
  handover_id @int                  -- on its way with this sheet
) @strict;
CREATE INDEX dossier_place_at ON dossier_place(unit_id, dossier_id) WHERE unit_id IS NOT NULL;

-- A sheet in words.
CREATE VIEW v_dossier_handover AS
SELECT h.id, h.pub, h.from_unit_id, h.to_unit_id, f.name AS from_unit, t.name AS to_unit, f.agency_id AS from_agency_id,
       t.agency_id AS to_agency_id, fa.name AS from_agency, ta.name AS to_agency, g.name AS gave_by, h.gave_at, h.note,
       r.name AS received_by, h.received_at, h.receiver_note,
       (SELECT COUNT(*) FROM dossier_handover_line l WHERE l.handover_id = h.id) AS n
  FROM dossier_handover h
  JOIN v_unit_name f ON f.id = h.from_unit_id JOIN v_agency_name fa ON fa.id = f.agency_id
  JOIN v_unit_name t ON t.id = h.to_unit_id JOIN v_agency_name ta ON ta.id = t.agency_id
  LEFT JOIN v_account_name g ON g.id = h.gave_by LEFT JOIN v_account_name r ON r.id = h.received_by;
