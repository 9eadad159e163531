-- dossier_checklist.sql - owns dossier_check, dossier_check_line.

-- :one dossier_check_insert
-- in  dossier_id int, at time, by_account int, account text, note text?
-- out id int
INSERT INTO dossier_check (dossier_id, at, by_account, account, note)
VALUES (:dossier_id, :at, :by_account, :account, :note) RETURNING id;

-- :exec dossier_check_line_insert
-- in  check_id int, paper_id int, present bool, complete bool, held text, note text?
INSERT INTO dossier_check_line (check_id, paper_id, present, complete, held, note)
VALUES (:check_id, :paper_id, :present, :complete, :held, :note);

-- :one dossier_check_last
-- in  dossier_id int
-- out id int, at time, by text?, account text, note text?
SELECT k.id, k.at, a.name, k.account, k.note
  FROM dossier_check k LEFT JOIN v_account_name a ON a.id = k.by_account
 WHERE k.dossier_id = :dossier_id ORDER BY k.id DESC LIMIT 1;

-- :many dossier_check_lines
-- in  check_id int
-- out paper_id int, present bool, complete bool, held text, note text?
SELECT paper_id, present, complete, held, note FROM dossier_check_line WHERE check_id = :check_id ORDER BY paper_id;
