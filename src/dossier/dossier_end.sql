-- dossier_end.sql - owns dossier_end: how a dossier ended without a result.

-- :exec dossier_end_insert
-- in  dossier_id int, how text, ground text?, asked_by text, at time, papers text, refund text
INSERT INTO dossier_end (dossier_id, how, ground, asked_by, at, papers, refund)
VALUES (:dossier_id, :how, :ground, :asked_by, :at, :papers, :refund);

-- :one dossier_end_get
-- in  dossier_id int
-- out how text, ground text?, asked_by text, at time, papers text, papers_to text?, papers_at time?, refund text, refund_note text?, refund_at time?
SELECT how, ground, asked_by, at, papers, papers_to, papers_at, refund, refund_note, refund_at
  FROM dossier_end WHERE dossier_id = :dossier_id;

-- :exec dossier_end_refund
-- in  dossier_id int, refund text, refund_note text?, refund_at time
UPDATE dossier_end SET refund = :refund, refund_note = :refund_note, refund_at = :refund_at WHERE dossier_id = :dossier_id;

-- :one dossier_end_paid
-- in  dossier_id int
-- out paid int
SELECT COALESCE(SUM(amount), 0) FROM dossier_payment WHERE dossier_id = :dossier_id;

-- All papers are back with whom they belong to.
-- :exec dossier_end_papers_back
-- in  dossier_id int, papers_to text?, papers_at time
UPDATE dossier_end SET papers = 'returned', papers_to = :papers_to, papers_at = :papers_at
 WHERE dossier_id = :dossier_id AND papers = 'due';

-- The same matter of the same owner, accepted before and ended by the authority's own hand, that no
-- other dossier carried on: its reception is the one that counts. By the owner, who has few (`+`:
-- without statistics SQLite would go by the procedure, which thousands share).
-- :many dossier_first_reception
-- in  id int, owner int, procedure int, since time, day_us int
-- out accepted_at time
SELECT d.accepted_at
  FROM dossier d JOIN dossier_end e ON e.dossier_id = d.id
 WHERE d.owner_id = :owner AND +d.procedure_id = :procedure AND d.id <> :id AND e.asked_by = 'authority'
   AND e.how IN ('cancelled', 'withdrawn', 'stopped') AND e.at >= :since AND d.accepted_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM dossier o LEFT JOIN dossier_end x ON x.dossier_id = o.id
                    WHERE o.owner_id = d.owner_id AND +o.procedure_id = d.procedure_id AND o.id <> d.id AND o.id <> :id
                      AND o.accepted_at IS NOT NULL AND o.accepted_at + :day_us >= d.accepted_at
                      AND (x.dossier_id IS NULL OR x.asked_by <> 'authority'))
 ORDER BY d.accepted_at, d.id LIMIT 1;
