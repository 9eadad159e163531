-- notify.sql - owns notice_template, notice_cursor, notice_reminder, notice_officer, notice_choice, notice,
-- notice_message. Reads v_sealed,
-- v_outbox, v_account_name, v_account_grant, v_staff_post.

-- ---- templates ----

-- :one notice_template_on
-- in   kind text, day date
-- out  version int, from_day date, subject_vi text, body_vi text, subject_en text, body_en text
SELECT version, from_day, subject_vi, body_vi, subject_en, body_en FROM notice_template
WHERE kind = :kind AND from_day <= :day ORDER BY from_day DESC, version DESC LIMIT 1;

-- :many notice_template_versions
-- in   kind text
-- out  version int, from_day date, subject_vi text, body_vi text, subject_en text, body_en text, made_by text?
-- out  made_at time, reason text
SELECT t.version, t.from_day, t.subject_vi, t.body_vi, t.subject_en, t.body_en, a.name, t.made_at, t.reason
FROM notice_template t LEFT JOIN v_account_name a ON a.id = t.made_by
WHERE t.kind = :kind ORDER BY t.version DESC;

-- :one notice_template_last
-- in   kind text
-- out  version int
SELECT COALESCE(MAX(version), 0) FROM notice_template WHERE kind = :kind;

-- :exec notice_template_add
-- in   kind text, version int, from_day date, subject_vi text, body_vi text, subject_en text, body_en text
-- in   made_by int, made_at time, reason text
INSERT INTO notice_template (kind, version, from_day, subject_vi, body_vi, subject_en, body_en, made_by, made_at, reason)
VALUES (:kind, :version, :from_day, :subject_vi, :body_vi, :subject_en, :body_en, :made_by, :made_at, :reason);

-- ---- following the record ----

-- :one notice_cursor_get
-- out  seq int
SELECT seq FROM notice_cursor WHERE id = 1;

-- :exec notice_cursor_begin
-- in   seq int
INSERT INTO notice_cursor (id, seq) VALUES (1, :seq) ON CONFLICT (id) DO NOTHING;

-- :exec notice_cursor_move
-- in   was int, seq int
UPDATE notice_cursor SET seq = :seq WHERE id = 1 AND seq = :was;

-- :many notice_sealed
-- in   after int, max int
-- out  seq int, id int, at time, kind text, object_kind text, object_id int, object_pub text, actor_id int
-- out  channel text?, payload text
SELECT seq, id, at, kind, object_kind, object_id, object_pub, actor_id, channel, payload FROM v_sealed
WHERE seq > :after ORDER BY seq LIMIT :max;

-- ---- reminders ----

-- :exec notice_reminder_put
-- in   object_id int, event_id int, at time
INSERT INTO notice_reminder (object_id, event_id, at) VALUES (:object_id, :event_id, :at)
ON CONFLICT (object_id) DO NOTHING;

-- :many notice_reminder_due
-- in   now time, max int
-- out  object_id int, event_id int
SELECT object_id, event_id FROM notice_reminder WHERE at <= :now ORDER BY at LIMIT :max;

-- :exec notice_reminder_done
-- in   object_id int
DELETE FROM notice_reminder WHERE object_id = :object_id;

-- ---- officers who were not told in time ----

-- :exec notice_officer_put
-- in   object_id int, event_id int, at time, by_at time, told_at time?
INSERT INTO notice_officer (object_id, event_id, at, by_at, told_at) VALUES (:object_id, :event_id, :at, :by_at, :told_at)
ON CONFLICT (object_id) DO NOTHING;

-- Filings nobody was told of yet, in order.
-- :many notice_officer_open
-- in   after int, max int
-- out  object_id int, event_id int, at time, by_at time, alarmed_at time?
SELECT object_id, event_id, at, by_at, alarmed_at FROM notice_officer
WHERE told_at IS NULL AND ended_at IS NULL AND object_id > :after ORDER BY object_id LIMIT :max;

-- :exec notice_officer_set
-- in   object_id int, told_at time?, alarmed_at time?, ended_at time?
UPDATE notice_officer SET told_at = :told_at, alarmed_at = :alarmed_at, ended_at = :ended_at
WHERE object_id = :object_id AND told_at IS NULL AND ended_at IS NULL;

-- Past their time, the oldest first.
-- :many notice_officer_missed
-- in   now time, max int
-- out  object_id int, at time, by_at time
SELECT object_id, at, by_at FROM notice_officer
WHERE told_at IS NULL AND ended_at IS NULL AND by_at < :now ORDER BY by_at, object_id LIMIT :max;

-- ---- whom ----

-- :many notice_account_of_leaders
-- in   agency int, role text, day date, max int
-- out  id int
SELECT DISTINCT a.id FROM v_account_grant g JOIN v_account_name a ON a.id = g.account_id
WHERE g.role = :role AND g.agency_id = :agency AND g.valid_from <= :day AND (g.valid_to IS NULL OR g.valid_to > :day)
    AND a.state = 'active'
ORDER BY a.id LIMIT :max;

-- :many notice_account_of_person
-- in   person int
-- out  id int
SELECT id FROM v_account_name WHERE person_id = :person AND kind = 'citizen' AND state = 'active' ORDER BY id LIMIT 5;

-- :many notice_account_of_heads
-- in   unit int, day date, max int
-- out  id int
SELECT DISTINCT a.id FROM v_staff_post p JOIN v_account_name a ON a.staff_id = p.staff_id
WHERE p.unit_id = :unit AND p.head = TRUE AND p.valid_from <= :day AND (p.valid_to IS NULL OR p.valid_to > :day)
    AND a.state = 'active'
ORDER BY a.id LIMIT :max;

-- Those who hold the role in the unit that day.
-- :many notice_account_of_unit
-- in   unit int, role text, day date, max int
-- out  id int
SELECT DISTINCT a.id FROM v_account_grant g JOIN v_account_name a ON a.id = g.account_id
WHERE g.role = :role AND g.unit_id = :unit AND g.valid_from <= :day AND (g.valid_to IS NULL OR g.valid_to > :day)
    AND a.state = 'active'
ORDER BY a.id LIMIT :max;

-- :one notice_choice_get
-- in   account int
-- out  mail bool, sms bool, zalo bool, lang text
SELECT mail, sms, zalo, lang FROM notice_choice WHERE account_id = :account;

-- :exec notice_choice_put
-- in   account int, mail bool, sms bool, zalo bool, lang text
INSERT INTO notice_choice (account_id, mail, sms, zalo, lang) VALUES (:account, :mail, :sms, :zalo, :lang)
ON CONFLICT (account_id) DO UPDATE SET mail = excluded.mail, sms = excluded.sms, zalo = excluded.zalo, lang = excluded.lang;

-- ---- notices ----

-- Nothing when it was told before.
-- :many notice_add
-- in   pub text, kind text, template_version int, lang text, event_id int, object_kind text, object_id int
-- in   object_pub text, recipient text, account_id int?, subject text, body text, at time
-- out  id int
INSERT INTO notice (pub, kind, template_version, lang, event_id, object_kind, object_id, object_pub, recipient,
    account_id, subject, body, at)
VALUES (:pub, :kind, :template_version, :lang, :event_id, :object_kind, :object_id, :object_pub, :recipient,
    :account_id, :subject, :body, :at)
ON CONFLICT (event_id, kind, recipient) DO NOTHING
RETURNING id;

-- :one notice_get
-- in   pub text
-- out  id int, kind text, object_kind text, object_id int, recipient text, account_id int?, subject text, body text
SELECT id, kind, object_kind, object_id, recipient, account_id, subject, body FROM notice WHERE pub = :pub;

-- :many notice_of_account
-- in   account int, before int, max int
-- out  id int, pub text, kind text, lang text, object_kind text, object_pub text, subject text, body text, at time
-- out  read_at time?, mail_state text?, outbox_state text?, sent_at time?
SELECT n.id, n.pub, n.kind, n.lang, n.object_kind, n.object_pub, n.subject, n.body, n.at, n.read_at, m.state, o.state, o.sent_at
FROM notice n
LEFT JOIN notice_message m ON m.notice_id = n.id AND m.channel = 'mail'
LEFT JOIN v_outbox o ON o.object_id = n.id AND o.object_kind = 'notice' AND o.destination = 'mail'
WHERE n.account_id = :account AND n.id < :before ORDER BY n.id DESC LIMIT :max;

-- :many notice_of_object
-- in   object_kind text, object_id int, account int, max int
-- out  id int, pub text, kind text, lang text, recipient text, account_id int?, name text?, subject text, body text
-- out  at time, read_at time?, mail_state text?, outbox_state text?, sent_at time?, attempts int?, last_error text?
SELECT n.id, n.pub, n.kind, n.lang, n.recipient, n.account_id, a.name, n.subject, n.body, n.at, n.read_at, m.state,
    o.state, o.sent_at, o.attempts, o.last_error
FROM notice n
LEFT JOIN v_account_name a ON a.id = n.account_id
LEFT JOIN notice_message m ON m.notice_id = n.id AND m.channel = 'mail'
LEFT JOIN v_outbox o ON o.object_id = n.id AND o.object_kind = 'notice' AND o.destination = 'mail'
WHERE n.object_id = :object_id AND n.object_kind = :object_kind AND (:account = 0 OR n.account_id = :account)
ORDER BY n.id DESC LIMIT :max;

-- Letters that were given up.
-- :many notice_parked
-- in   max int
-- out  pub text, kind text, object_kind text, object_pub text, name text?, at time, attempts int, last_error text?
SELECT n.pub, n.kind, n.object_kind, n.object_pub, a.name, n.at, o.attempts, o.last_error
FROM v_outbox o JOIN notice n ON n.id = o.object_id
LEFT JOIN v_account_name a ON a.id = n.account_id
WHERE o.destination = 'mail' AND o.state = 'parked' AND o.object_kind = 'notice'
ORDER BY n.id DESC LIMIT :max;

-- :one notice_unread_count
-- in   account int, max int
-- out  n int
SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE account_id = :account AND read_at IS NULL LIMIT :max) AS counted;

-- :exec notice_read_all
-- in   account int, now time
UPDATE notice SET read_at = :now WHERE account_id = :account AND read_at IS NULL;

-- ---- messages ----

-- :exec notice_message_add
-- in   notice_id int, recipient text, channel text, state text, at time, asked_at time?, event_id int?
INSERT INTO notice_message (notice_id, recipient, channel, state, at, asked_at, event_id)
VALUES (:notice_id, :recipient, :channel, :state, :at, :asked_at, :event_id);

-- :exec notice_message_asked
-- in   notice_id int, channel text, asked_at time, event_id int
UPDATE notice_message SET state = 'asked', asked_at = :asked_at, event_id = :event_id
WHERE notice_id = :notice_id AND channel = :channel;

-- :exec notice_message_state
-- in   notice_id int, channel text, state text
UPDATE notice_message SET state = :state WHERE notice_id = :notice_id AND channel = :channel;

-- :one notice_message_get
-- in   notice_id int, channel text
-- out  state text, event_id int?
SELECT state, event_id FROM notice_message WHERE notice_id = :notice_id AND channel = :channel;

-- The oldest that wait for a quota.
-- :many notice_message_held
-- in   max int
-- out  id int, notice_id int, pub text, channel text, recipient text, account_id int?, subject text, body text, at time
SELECT m.id, m.notice_id, n.pub, m.channel, m.recipient, n.account_id, n.subject, n.body, m.at
FROM notice_message m JOIN notice n ON n.id = m.notice_id
WHERE m.state = 'held' ORDER BY m.at, m.id LIMIT :max;

-- :one notice_held_count
-- in   max int
-- out  n int
SELECT COUNT(*) FROM (SELECT 1 FROM notice_message WHERE state = 'held' LIMIT :max) AS counted;

-- :one notice_asked_of_person
-- in   recipient text, since time
-- out  n int
SELECT COUNT(*) FROM notice_message WHERE recipient = :recipient AND asked_at > :since;

-- :one notice_asked_in_all
-- in   since time, max int
-- out  n int
SELECT COUNT(*) FROM (SELECT 1 FROM notice_message WHERE asked_at > :since LIMIT :max) AS counted;

-- ---- replay ----

-- :one notice_by_id
-- in   id int
-- out  kind text, template_version int, event_id int, recipient text, subject text, body text
SELECT kind, template_version, event_id, recipient, subject, body FROM notice WHERE id = :id;

-- :one notice_count
-- out  n int
SELECT COUNT(*) FROM notice;

-- :one notice_template_get
-- in   kind text, version int
-- out  from_day date, subject_vi text, body_vi text, subject_en text, body_en text, made_by int
SELECT from_day, subject_vi, body_vi, subject_en, body_en, made_by FROM notice_template
WHERE kind = :kind AND version = :version;
