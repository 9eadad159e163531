-- owner: org
-- Who answers for what of an agency that ended: lines in order, the first that fits counts. A new
-- list takes the place of the old one, which stays.
CREATE TABLE agency_successor (
    id @id,
    agency_id @int NOT NULL REFERENCES agency (id),
    no @int NOT NULL,
    rank @int NOT NULL,
    successor_id @int NOT NULL REFERENCES agency (id),
    area @text,
    procedure_code @text,
    field @text,
    set_at @time NOT NULL,
    UNIQUE (agency_id, no, rank)
) @strict;
CREATE VIEW v_agency_successor AS
    SELECT s.agency_id, s.no, s.rank, s.successor_id, s.area, s.procedure_code, s.field FROM agency_successor s
    WHERE s.no = (SELECT MAX(x.no) FROM agency_successor x WHERE x.agency_id = s.agency_id);
-- owner: casework
-- Open work of an ended agency whose successor the data did not name: it lies with the agency above
-- until somebody names one, or a later list of successors does.
CREATE TABLE work_unplaced (
  id @id,
  work_id @int NOT NULL REFERENCES work(id),
  ended_id @int NOT NULL,           -- agency
  held_by_id @int NOT NULL,         -- agency: where it lies meanwhile
  lay_there @bool NOT NULL,         -- the step's place was the ended agency's
  received @bool NOT NULL,          -- it was the receiving agency
  competent @bool NOT NULL,         -- it was the competent one
  list_no @int NOT NULL,            -- of successors, asked last
  since @time NOT NULL,
  placed_at @time,
  placed_to_id @int
) @strict;
CREATE INDEX work_unplaced_open ON work_unplaced(ended_id, id, list_no) WHERE placed_at IS NULL;
CREATE INDEX work_unplaced_of ON work_unplaced(work_id);
CREATE VIEW v_work_unplaced AS
SELECT id, work_id, ended_id, held_by_id, since FROM work_unplaced WHERE placed_at IS NULL;
