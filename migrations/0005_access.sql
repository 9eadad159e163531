-- Accounts, grants, sessions, tokens, sign-in log. Secrets as hashes only.
CREATE TABLE account (
    id @id,
    pub @text NOT NULL UNIQUE,
    kind @text NOT NULL CHECK (kind IN ('citizen', 'staff')),
    login @text NOT NULL UNIQUE,
    name @text NOT NULL,
    name_key @text NOT NULL,
    email @text,
    phone @text,
    person_id @int REFERENCES person (id),
    staff_id @int UNIQUE REFERENCES staff (id),
    state @text NOT NULL CHECK (state IN ('active', 'disabled')),
    must_change @bool NOT NULL,
    password_hash @text,
    password_at @time,
    totp_secret @blob,
    totp_on @bool NOT NULL,
    totp_step @int NOT NULL,
    failures @int NOT NULL,
    failed_at @time,
    locked_until @time,
    lang @text NOT NULL,
    created_at @time NOT NULL,
    last_seen_at @time
) @strict;
CREATE INDEX account_name ON account (name_key);
CREATE INDEX account_person ON account (person_id);

CREATE TABLE account_password (
    id @id,
    account_id @int NOT NULL REFERENCES account (id),
    hash @text NOT NULL,
    set_at @time NOT NULL
) @strict;
CREATE INDEX account_password_account ON account_password (account_id, id);

CREATE TABLE account_grant (
    id @id,
    account_id @int NOT NULL REFERENCES account (id),
    role @text NOT NULL,
    agency_id @int REFERENCES agency (id),
    unit_id @int REFERENCES unit (id),
    valid_from @date NOT NULL,
    valid_to @date
) @strict;
CREATE INDEX account_grant_account ON account_grant (account_id);
CREATE INDEX account_grant_role ON account_grant (role);
-- Who of an agency has a role: whom a case may be given to.
CREATE INDEX account_grant_place ON account_grant (agency_id, role);

-- Who stands in for whom, in which post, when; how is signed (KT, TUQ, TL).
CREATE TABLE delegation (
    id @id,
    pub @text NOT NULL UNIQUE,
    kind @text NOT NULL CHECK (kind IN ('leave', 'signing')),
    form @text,
    from_account_id @int NOT NULL REFERENCES account (id),
    to_account_id @int NOT NULL REFERENCES account (id),
    agency_id @int NOT NULL REFERENCES agency (id),
    unit_id @int REFERENCES unit (id),
    valid_from @date NOT NULL,
    valid_to @date NOT NULL,          -- the first day without it
    reason @text NOT NULL,
    made_by @int,                     -- NULL = the system
    made_at @time NOT NULL,
    ended_at @time,                   -- before its time
    ended_by @int,
    end_reason @text,
    CHECK (valid_to > valid_from),
    CHECK (from_account_id <> to_account_id)
) @strict;
CREATE INDEX delegation_from ON delegation (from_account_id, valid_to);
CREATE INDEX delegation_to ON delegation (to_account_id, valid_to);

CREATE TABLE session (
    id @id,
    token_hash @blob NOT NULL UNIQUE,
    account_id @int NOT NULL REFERENCES account (id),
    agency_id @int,
    unit_id @int,
    delegation_id @int,               -- standing in for somebody; NULL = in one's own post
    mfa @bool NOT NULL,
    lang @text NOT NULL,
    created_at @time NOT NULL,
    seen_at @time NOT NULL,
    ended_at @time,
    address @text,
    agent @text
) @strict;
CREATE INDEX session_account ON session (account_id, ended_at);

CREATE TABLE signin_log (
    id @id,
    at @time NOT NULL,
    account_id @int,
    login_hash @blob NOT NULL,
    outcome @text NOT NULL,
    address @text,
    agent @text
) @strict;
CREATE INDEX signin_log_account ON signin_log (account_id, id);

CREATE TABLE reset_code (
    account_id @int NOT NULL PRIMARY KEY REFERENCES account (id),
    code_hash @blob NOT NULL,
    made_at @time NOT NULL,
    until_at @time NOT NULL
) @strict;

CREATE TABLE api_token (
    id @id,
    pub @text NOT NULL UNIQUE,
    token_hash @blob NOT NULL UNIQUE,
    account_id @int NOT NULL REFERENCES account (id),
    name @text NOT NULL,
    perms @int NOT NULL,
    created_at @time NOT NULL,
    until_day @date NOT NULL,
    ended_at @time
) @strict;
CREATE INDEX api_token_account ON api_token (account_id);

CREATE VIEW v_account_name AS SELECT id, pub, kind, login, name, staff_id, person_id, state FROM account;
-- Whose desks somebody looks after: of members of staff, with their days.
CREATE VIEW v_stand_in AS
    SELECT f.staff_id AS from_staff_id, t.staff_id AS to_staff_id, d.valid_from, d.valid_to
    FROM delegation d JOIN account f ON f.id = d.from_account_id JOIN account t ON t.id = d.to_account_id
    WHERE d.ended_at IS NULL;
CREATE VIEW v_account_grant AS SELECT account_id, role, agency_id, unit_id, valid_from, valid_to FROM account_grant;
