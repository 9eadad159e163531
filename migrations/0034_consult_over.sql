-- owner: casework
-- A question whose work ended before the answer is over: nothing waits for it, no job looks at it again.

ALTER TABLE work_consult ADD COLUMN over_at @time; -- the work ended first; NULL = it waits, or was answered
UPDATE work_consult SET over_at = (SELECT w.closed_at FROM work w WHERE w.id = work_consult.work_id)
 WHERE answered_at IS NULL;

DROP INDEX work_consult_open;
CREATE INDEX work_consult_open ON work_consult(due_at, id) WHERE answered_at IS NULL AND silent_at IS NULL AND over_at IS NULL;

DROP VIEW v_work_consult;
CREATE VIEW v_work_consult AS
SELECT id, pub, work_id, agency_id, unit_id, question, answer, asked_at, due_at, answered_at, over_at FROM work_consult;
DROP INDEX work_consult_asked;
CREATE INDEX work_consult_asked ON work_consult(agency_id, due_at, id) WHERE answered_at IS NULL AND over_at IS NULL;
