-- owner: petition
-- What its sender, or who entered it, put beside a petition.
CREATE TABLE petition_file (
  petition_id @int NOT NULL REFERENCES petition(id),
  no @int NOT NULL,                 -- from 1, as they came
  file_id @int NOT NULL,
  added_by @int NOT NULL,           -- account
  added_at @time NOT NULL,
  PRIMARY KEY (petition_id, no)
) @strict;
