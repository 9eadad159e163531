-- dossier_given.sql - owns dossier_given, dossier_given_item, dossier_announcement.

-- :one given_insert
-- in  dossier_id int, agency_id int, what text, how text, collector text?, document text?, authority text?, authority_note text?, note text?, given_at time, given_by int
-- out id int
INSERT INTO dossier_given (dossier_id, agency_id, what, how, collector, document, authority, authority_note, note,
                           given_at, given_by)
VALUES (:dossier_id, :agency_id, :what, :how, :collector, :document, :authority, :authority_note, :note, :given_at,
        :given_by)
RETURNING id;

-- :exec given_item_insert
-- in  given_id int, rank int, file_no int?, paper_id int?, name text
INSERT INTO dossier_given_item (given_id, rank, file_no, paper_id, name)
VALUES (:given_id, :rank, :file_no, :paper_id, :name);

-- :many given
-- in  dossier_id int
-- out id int, what text, how text, collector text?, document text?, authority text?, authority_note text?, note text?, given_at time, delivered_on date?, by text?
SELECT g.id, g.what, g.how, g.collector, g.document, g.authority, g.authority_note, g.note, g.given_at, g.delivered_on, a.name
  FROM dossier_given g LEFT JOIN v_account_name a ON a.id = g.given_by
 WHERE g.dossier_id = :dossier_id ORDER BY g.id DESC;

-- :many given_items
-- in  dossier_id int
-- out given_id int, file_no int?, paper_id int?, name text
SELECT i.given_id, i.file_no, i.paper_id, i.name
  FROM dossier_given g JOIN dossier_given_item i ON i.given_id = g.id
 WHERE g.dossier_id = :dossier_id ORDER BY i.given_id, i.rank;

-- The letter that is on its way.
-- :one given_on_way
-- in  dossier_id int
-- out id int, given_at time
SELECT id, given_at FROM dossier_given
 WHERE dossier_id = :dossier_id AND how = 'post' AND delivered_on IS NULL ORDER BY id LIMIT 1;

-- :exec given_arrived
-- in  id int, on_day date
UPDATE dossier_given SET delivered_on = :on_day WHERE id = :id;

-- :exec dossier_set_delivery
-- in  id int, delivery_status text
UPDATE dossier SET delivery_status = :delivery_status WHERE id = :id;

-- :exec announcement_insert
-- in  dossier_id int, ready_at time, said_at time, said_by int
INSERT INTO dossier_announcement (dossier_id, ready_at, said_at, said_by) VALUES (:dossier_id, :ready_at, :said_at, :said_by);

-- :one announcement_last
-- in  dossier_id int
-- out ready_at time
SELECT ready_at FROM dossier_announcement WHERE dossier_id = :dossier_id ORDER BY id DESC LIMIT 1;

-- :many postings
-- in  agency int, from time, to time, max int
-- out pub text, code text, owner text, address text?, slip text?, sent_at time, delivered_on date?, by text?
SELECT d.pub, d.code, o.name, d.result_address, g.collector, g.given_at, g.delivered_on, a.name
  FROM dossier_given g JOIN dossier d ON d.id = g.dossier_id JOIN v_person_name o ON o.id = d.owner_id
  LEFT JOIN v_account_name a ON a.id = g.given_by
 WHERE g.how = 'post' AND g.agency_id = :agency AND g.given_at >= :from AND g.given_at < :to
 ORDER BY g.given_at, g.id LIMIT :max;

-- :many postings_open
-- in  agency int, max int
-- out = postings
SELECT d.pub, d.code, o.name, d.result_address, g.collector, g.given_at, g.delivered_on, a.name
  FROM dossier_given g JOIN dossier d ON d.id = g.dossier_id JOIN v_person_name o ON o.id = d.owner_id
  LEFT JOIN v_account_name a ON a.id = g.given_by
 WHERE g.how = 'post' AND g.delivered_on IS NULL AND g.agency_id = :agency
 ORDER BY g.id LIMIT :max;
