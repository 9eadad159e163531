-- owner: dossier
-- How a dossier ended without a result, and what is still to be given back (Mẫu 05). One row, made
-- by the end itself; what was given back is noted in it once.

CREATE TABLE dossier_end (
  dossier_id @int NOT NULL PRIMARY KEY REFERENCES dossier(id),
  how @text NOT NULL,               -- refused | withdrawn | stopped | cancelled
  ground @text,                     -- of a refusal: word of the list
  asked_by @text NOT NULL,          -- applicant | authority | time
  at @time NOT NULL,
  papers @text NOT NULL,            -- none | due | returned
  papers_to @text,
  papers_at @time,
  refund @text NOT NULL,            -- none | open | refunded | kept
  refund_note @text,
  refund_at @time
) @strict;
