-- access.sql - owns account, account_password, account_grant, session, signin_log, reset_code,
-- api_token. Reads names through views of org.

-- ---- accounts ----

-- :one account_add
-- in   pub text, kind text, login text, name text, name_key text, email text?, phone text?
-- in   person_id int?, staff_id int?, must_change bool, password_hash text?, password_at time?
-- in   lang text, created_at time, off bool
-- out  id int
INSERT INTO account (pub, kind, login, name, name_key, email, phone, person_id, staff_id, state, must_change,
    password_hash, password_at, totp_on, totp_step, failures, lang, created_at)
VALUES (:pub, :kind, :login, :name, :name_key, :email, :phone, :person_id, :staff_id, 'active', :must_change,
    :password_hash, :password_at, :off, 0, 0, :lang, :created_at)
RETURNING id;

-- :one account_by_id
-- in   id int
-- out  id int, pub text, kind text, login text, name text, email text?, phone text?, person_id int?, staff_id int?
-- out  state text, must_change bool, password_hash text?, totp_on bool, created_at time, last_seen_at time?
-- out  locked_until time?, lang text
SELECT id, pub, kind, login, name, email, phone, person_id, staff_id, state, must_change, password_hash, totp_on,
    created_at, last_seen_at, locked_until, lang
FROM account WHERE id = :id;

-- :one account_by_pub
-- in   pub text
-- out  id int
SELECT id FROM account WHERE pub = :pub;

-- :one account_by_login
-- in   login text
-- out  id int
SELECT id FROM account WHERE login = :login;

-- :one account_by_staff
-- in   staff_id int
-- out  id int
SELECT id FROM account WHERE staff_id = :staff_id;

-- The beginning of a login or name, as a range the indexes serve.
-- :many account_list
-- in   after text, low text, high text, max int
-- out  id int, pub text, kind text, login text, name text, email text?, phone text?, person_id int?, staff_id int?
-- out  state text, must_change bool, password_hash text?, totp_on bool, created_at time, last_seen_at time?
-- out  locked_until time?, lang text
SELECT id, pub, kind, login, name, email, phone, person_id, staff_id, state, must_change, password_hash, totp_on,
    created_at, last_seen_at, locked_until, lang
FROM account
WHERE login > :after AND ((login >= :low AND login < :high) OR (name_key >= :low AND name_key < :high))
ORDER BY login LIMIT :max;

-- :exec account_set_state
-- in   id int, state text, was text
UPDATE account SET state = :state, failures = 0, failed_at = NULL, locked_until = NULL WHERE id = :id AND state = :was;

-- :exec account_unlock
-- in   id int
UPDATE account SET failures = 0, failed_at = NULL, locked_until = NULL WHERE id = :id;

-- Who is on leave is not idle.
-- :many account_idle
-- in   before time, on_day date, max int
-- out  id int
SELECT id FROM account
WHERE NOT EXISTS (SELECT 1 FROM delegation d WHERE d.from_account_id = account.id AND d.ended_at IS NULL
        AND d.kind = 'leave' AND d.valid_from <= :on_day AND d.valid_to > :on_day)
    AND state = 'active' AND kind = 'staff' AND created_at < :before AND (last_seen_at IS NULL OR last_seen_at < :before)
ORDER BY id LIMIT :max;

-- ---- grants ----

-- :one grant_add
-- in   account_id int, role text, agency_id int?, unit_id int?, valid_from date, valid_to date?
-- out  id int
INSERT INTO account_grant (account_id, role, agency_id, unit_id, valid_from, valid_to)
VALUES (:account_id, :role, :agency_id, :unit_id, :valid_from, :valid_to)
RETURNING id;

-- :one grant_by_id
-- in   id int
-- out  id int, account_id int, role text, agency_id int?, unit_id int?, valid_from date, valid_to date?
SELECT id, account_id, role, agency_id, unit_id, valid_from, valid_to FROM account_grant WHERE id = :id;

-- :exec grant_end
-- in   id int, valid_to date
UPDATE account_grant SET valid_to = :valid_to WHERE id = :id AND (valid_to IS NULL OR valid_to > :valid_to);

-- :many grant_of_day
-- in   account_id int, on_day date
-- out  id int, role text, agency_id int?, unit_id int?, valid_from date, valid_to date?, agency_name text?, unit_name text?
SELECT g.id, g.role, g.agency_id, g.unit_id, g.valid_from, g.valid_to, a.name, u.name
FROM account_grant g LEFT JOIN v_agency_name a ON a.id = g.agency_id LEFT JOIN v_unit_name u ON u.id = g.unit_id
WHERE g.account_id = :account_id AND g.valid_from <= :on_day AND (g.valid_to IS NULL OR g.valid_to > :on_day)
ORDER BY CASE WHEN g.unit_id IS NULL THEN 1 ELSE 0 END, CASE WHEN g.agency_id IS NULL THEN 1 ELSE 0 END, g.id;

-- :many grant_of_account
-- in   account_id int
-- out  id int, role text, agency_id int?, unit_id int?, valid_from date, valid_to date?, agency_name text?, unit_name text?
SELECT g.id, g.role, g.agency_id, g.unit_id, g.valid_from, g.valid_to, a.name, u.name
FROM account_grant g LEFT JOIN v_agency_name a ON a.id = g.agency_id LEFT JOIN v_unit_name u ON u.id = g.unit_id
WHERE g.account_id = :account_id ORDER BY g.id;

-- Active accounts that administer on a day, and stay so without grant `but_grant` and account `but_account`.
-- :one administrator_count
-- in   on_day date, but_grant int, but_account int
-- out  found int
SELECT COUNT(DISTINCT g.account_id) FROM account_grant g JOIN account a ON a.id = g.account_id
WHERE g.role = 'administrator' AND a.state = 'active' AND g.valid_from <= :on_day
    AND (g.valid_to IS NULL OR g.valid_to > :on_day) AND g.id <> :but_grant AND a.id <> :but_account;

-- ---- signing in ----

-- :one signin_account
-- in   login text
-- out  id int, pub text, kind text, state text, password_hash text?, failures int, locked_until time?
SELECT id, pub, kind, state, password_hash, failures, locked_until FROM account WHERE login = :login;

-- A lock stays: a try that was under way when it came does not lift it.
-- :exec signin_failed
-- in   id int, failures int, failed_at time, locked_until time?
UPDATE account SET failures = :failures, failed_at = :failed_at, locked_until = COALESCE(:locked_until, locked_until)
WHERE id = :id;

-- Nothing changes if the password did since it was looked at.
-- :exec signin_done
-- in   id int, hash text, at time
UPDATE account SET failures = 0, failed_at = NULL, locked_until = NULL, last_seen_at = :at
WHERE id = :id AND password_hash = :hash;

-- :exec password_rehash
-- in   id int, hash text
UPDATE account SET password_hash = :hash WHERE id = :id;

-- :exec signin_log_add
-- in   at time, account_id int?, login_hash blob, outcome text, address text?, agent text?
INSERT INTO signin_log (at, account_id, login_hash, outcome, address, agent)
VALUES (:at, :account_id, :login_hash, :outcome, :address, :agent);

-- :many signin_log_list
-- in   account_id int, before int, max int
-- out  id int, at time, outcome text, pub text?, login text?, address text?, agent text?
SELECT l.id, l.at, l.outcome, a.pub, a.login, l.address, l.agent
FROM signin_log l LEFT JOIN account a ON a.id = l.account_id
WHERE (:account_id = 0 OR l.account_id = :account_id) AND l.id < :before
ORDER BY l.id DESC LIMIT :max;

-- ---- sessions ----

-- :one session_add
-- in   token_hash blob, account_id int, agency_id int?, unit_id int?, mfa bool, lang text, at time
-- in   address text?, agent text?
-- out  id int
INSERT INTO session (token_hash, account_id, agency_id, unit_id, mfa, lang, created_at, seen_at, address, agent)
VALUES (:token_hash, :account_id, :agency_id, :unit_id, :mfa, :lang, :at, :at, :address, :agent)
RETURNING id;

-- :one session_find
-- in   token_hash blob
-- out  id int, account_id int, agency_id int?, unit_id int?, mfa bool, created_at time, seen_at time, pub text
-- out  kind text, login text, name text, person_id int?, staff_id int?, must_change bool, totp_on bool, lang text
-- out  password_at time?, agency_name text?, unit_name text?, delegation_id int?
SELECT s.id, s.account_id, s.agency_id, s.unit_id, s.mfa, s.created_at, s.seen_at, a.pub, a.kind, a.login, a.name,
    a.person_id, a.staff_id, a.must_change, a.totp_on, s.lang, a.password_at, g.name, u.name, s.delegation_id
FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN v_agency_name g ON g.id = s.agency_id
    LEFT JOIN v_unit_name u ON u.id = s.unit_id
WHERE s.token_hash = :token_hash AND s.ended_at IS NULL AND a.state = 'active';

-- :exec session_seen
-- in   id int, seen_at time
UPDATE session SET seen_at = :seen_at WHERE id = :id AND seen_at < :seen_at;

-- :exec session_end
-- in   id int, at time
UPDATE session SET ended_at = :at WHERE id = :id AND ended_at IS NULL;

-- :exec session_end_all
-- in   account_id int, but int, at time
UPDATE session SET ended_at = :at WHERE account_id = :account_id AND id <> :but AND ended_at IS NULL;

-- :exec session_rename
-- in   id int, token_hash blob, mfa bool
UPDATE session SET token_hash = :token_hash, mfa = :mfa WHERE id = :id AND ended_at IS NULL;

-- :exec session_post
-- in   id int, agency_id int?, unit_id int?
UPDATE session SET agency_id = :agency_id, unit_id = :unit_id, delegation_id = NULL WHERE id = :id AND ended_at IS NULL;

-- :one session_account
-- in   id int
-- out  account_id int
SELECT account_id FROM session WHERE id = :id;

-- :exec session_end_old
-- in   idle_since time, made_before time, at time
UPDATE session SET ended_at = :at WHERE ended_at IS NULL AND (seen_at < :idle_since OR created_at < :made_before);

-- :exec session_remove
-- in   before time
DELETE FROM session WHERE ended_at IS NOT NULL AND ended_at < :before;

-- ---- passwords, codes ----

-- :exec password_set
-- in   id int, hash text, at time, must_change bool
UPDATE account SET password_hash = :hash, password_at = :at, must_change = :must_change, failures = 0,
    failed_at = NULL, locked_until = NULL
WHERE id = :id;

-- :exec password_clear
-- in   id int
UPDATE account SET password_hash = NULL, failures = 0, failed_at = NULL, locked_until = NULL WHERE id = :id;

-- :exec password_history_add
-- in   account_id int, hash text, at time
INSERT INTO account_password (account_id, hash, set_at) VALUES (:account_id, :hash, :at);

-- :many password_history
-- in   account_id int, max int
-- out  hash text
SELECT hash FROM account_password WHERE account_id = :account_id ORDER BY id DESC LIMIT :max;

-- :exec reset_remove
-- in   account_id int
DELETE FROM reset_code WHERE account_id = :account_id;

-- :exec reset_add
-- in   account_id int, code_hash blob, made_at time, until_at time
INSERT INTO reset_code (account_id, code_hash, made_at, until_at) VALUES (:account_id, :code_hash, :made_at, :until_at);

-- :one reset_get
-- in   account_id int
-- out  code_hash blob, until_at time
SELECT code_hash, until_at FROM reset_code WHERE account_id = :account_id;

-- :one totp_get
-- in   id int
-- out  totp_secret blob?, totp_on bool, totp_step int
SELECT totp_secret, totp_on, totp_step FROM account WHERE id = :id;

-- :exec totp_set
-- in   id int, totp_secret blob?, totp_on bool, totp_step int
UPDATE account SET totp_secret = :totp_secret, totp_on = :totp_on, totp_step = :totp_step WHERE id = :id;

-- A step is used once: nothing changes if it was.
-- :exec totp_use
-- in   id int, totp_step int
UPDATE account SET totp_step = :totp_step WHERE id = :id AND totp_step < :totp_step;

-- ---- tokens ----

-- :exec token_add
-- in   pub text, token_hash blob, account_id int, name text, perms int, at time, until_day date
INSERT INTO api_token (pub, token_hash, account_id, name, perms, created_at, until_day)
VALUES (:pub, :token_hash, :account_id, :name, :perms, :at, :until_day);

-- :one token_find
-- in   token_hash blob, on_day date
-- out  id int, account_id int, perms int, pub text, kind text, login text, name text, person_id int?, staff_id int?
-- out  lang text
SELECT t.id, t.account_id, t.perms, a.pub, a.kind, a.login, a.name, a.person_id, a.staff_id, a.lang
FROM api_token t JOIN account a ON a.id = t.account_id
WHERE t.token_hash = :token_hash AND t.ended_at IS NULL AND t.until_day >= :on_day AND a.state = 'active';

-- :many token_list
-- in   account_id int
-- out  id int, pub text, name text, perms int, until_day date, ended_at time?
SELECT id, pub, name, perms, until_day, ended_at FROM api_token WHERE account_id = :account_id ORDER BY id DESC;

-- :exec token_end
-- in   account_id int, pub text, at time
UPDATE api_token SET ended_at = :at WHERE account_id = :account_id AND pub = :pub AND ended_at IS NULL;

-- :exec token_end_all
-- in   account_id int, at time
UPDATE api_token SET ended_at = :at WHERE account_id = :account_id AND ended_at IS NULL;
