-- access_delegate.sql - owns delegation; who stands in for whom, and the session that does.

-- :exec delegation_add
-- in   pub text, kind text, form text?, from_account_id int, to_account_id int, agency_id int, unit_id int?
-- in   valid_from date, valid_to date, reason text, made_by int?, made_at time
INSERT INTO delegation (pub, kind, form, from_account_id, to_account_id, agency_id, unit_id, valid_from, valid_to,
    reason, made_by, made_at)
VALUES (:pub, :kind, :form, :from_account_id, :to_account_id, :agency_id, :unit_id, :valid_from, :valid_to,
    :reason, :made_by, :made_at);

-- Does the substitute hand on their own post then, or does who is away stand in for somebody?
-- :one delegation_chain
-- in   from_account int, to_account int, from date, to date
-- out  n int
SELECT COUNT(*) FROM delegation
WHERE ended_at IS NULL AND valid_from < :to AND valid_to > :from
    AND (from_account_id = :to_account OR to_account_id = :from_account);

-- :one delegation_same
-- in   account int, agency int, unit int, from date, to date
-- out  n int
SELECT COUNT(*) FROM delegation
WHERE from_account_id = :account AND agency_id = :agency AND COALESCE(unit_id, 0) = :unit AND ended_at IS NULL
    AND valid_from < :to AND valid_to > :from;

-- :many delegation_list
-- in   account int, since date
-- out  id int, pub text, kind text, form text?, from_account_id int, to_account_id int, agency_id int, unit_id int?, valid_from date, valid_to date, reason text, ended_at time?, from_name text, to_name text, agency_name text, unit_name text?
SELECT d.id, d.pub, d.kind, d.form, d.from_account_id, d.to_account_id, d.agency_id, d.unit_id, d.valid_from, d.valid_to,
    d.reason, d.ended_at, f.name, t.name, g.name, u.name
FROM delegation d JOIN account f ON f.id = d.from_account_id JOIN account t ON t.id = d.to_account_id
    JOIN v_agency_name g ON g.id = d.agency_id LEFT JOIN v_unit_name u ON u.id = d.unit_id
WHERE (d.from_account_id = :account OR d.to_account_id = :account) AND d.valid_to > :since
ORDER BY d.valid_from DESC, d.id DESC LIMIT 100;

-- :many delegation_today
-- in   account int, on_day date
-- out  = delegation_list
SELECT d.id, d.pub, d.kind, d.form, d.from_account_id, d.to_account_id, d.agency_id, d.unit_id, d.valid_from, d.valid_to,
    d.reason, d.ended_at, f.name, t.name, g.name, u.name
FROM delegation d JOIN account f ON f.id = d.from_account_id JOIN account t ON t.id = d.to_account_id
    JOIN v_agency_name g ON g.id = d.agency_id LEFT JOIN v_unit_name u ON u.id = d.unit_id
WHERE d.to_account_id = :account AND d.ended_at IS NULL AND d.valid_from <= :on_day AND d.valid_to > :on_day
ORDER BY d.id LIMIT 20;

-- :one delegation_by_pub
-- in   pub text
-- out  = delegation_list
SELECT d.id, d.pub, d.kind, d.form, d.from_account_id, d.to_account_id, d.agency_id, d.unit_id, d.valid_from, d.valid_to,
    d.reason, d.ended_at, f.name, t.name, g.name, u.name
FROM delegation d JOIN account f ON f.id = d.from_account_id JOIN account t ON t.id = d.to_account_id
    JOIN v_agency_name g ON g.id = d.agency_id LEFT JOIN v_unit_name u ON u.id = d.unit_id
WHERE d.pub = :pub;

-- :one delegation_of_session
-- in   id int
-- out  kind text, form text?, from_account_id int, valid_from date, valid_to date, ended_at time?, from_name text, from_staff_id int?
SELECT d.kind, d.form, d.from_account_id, d.valid_from, d.valid_to, d.ended_at, f.name, f.staff_id
FROM delegation d JOIN account f ON f.id = d.from_account_id WHERE d.id = :id;

-- :one delegation_totals
-- out  made int, ended int
SELECT COUNT(*), COUNT(ended_at) FROM delegation;

-- :exec delegation_end
-- in   id int, ended_at time, ended_by int?, end_reason text
UPDATE delegation SET ended_at = :ended_at, ended_by = :ended_by, end_reason = :end_reason
WHERE id = :id AND ended_at IS NULL;

-- :exec session_stand_in
-- in   id int, agency_id int, unit_id int?, delegation_id int
UPDATE session SET agency_id = :agency_id, unit_id = :unit_id, delegation_id = :delegation_id
WHERE id = :id AND ended_at IS NULL;

-- :many agency_accounts
-- in   agency int, on_day date, max int
-- out  id int, pub text, name text, login text
SELECT DISTINCT a.id, a.pub, a.name, a.login
FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.agency_id = :agency AND g.role IN ('clerk', 'officer', 'leader') AND g.valid_from <= :on_day
    AND (g.valid_to IS NULL OR g.valid_to > :on_day) AND a.state = 'active'
ORDER BY a.name, a.id LIMIT :max;
