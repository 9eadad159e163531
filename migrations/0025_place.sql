-- owner: dossier
-- Hand-over is a folder of its own; what it reads of the place of paper is published.
-- given to handover: dossier_handover, dossier_handover_line, v_dossier_handover

CREATE VIEW v_dossier_place AS
SELECT p.dossier_id, p.unit_id, p.handover_id, p.since, d.ruleset, d.ruleset_version
  FROM dossier_place p JOIN dossier d ON d.id = p.dossier_id;
