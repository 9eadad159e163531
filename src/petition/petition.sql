-- petition.sql - owns petition, petition_rule, petition_serial, petition_reminder, petition_contact, petition_file.

-- :exec petition_rule_put
-- in   key text, valid_from date, value text, article text, label text
INSERT INTO petition_rule (key, valid_from, value, article, label) VALUES (:key, :valid_from, :value, :article, :label)
ON CONFLICT (key, valid_from) DO NOTHING;

-- :one petition_rule_on
-- in   key text, day date
-- out  value text, article text
SELECT value, article FROM petition_rule WHERE key = :key AND valid_from <= :day ORDER BY valid_from DESC LIMIT 1;

-- :one petition_rule_at
-- in   key text, valid_from date
-- out  value text, article text
SELECT value, article FROM petition_rule WHERE key = :key AND valid_from = :valid_from;

-- :many petition_rules
-- out  key text, valid_from date, value text, article text
SELECT key, valid_from, value, article FROM petition_rule ORDER BY key, valid_from DESC;

-- :one petition_rule_count
-- in   label text
-- out  n int
SELECT COUNT(*) FROM petition_rule WHERE label = :label;

-- :one petition_serial_next
-- in   day date
-- out  last int
INSERT INTO petition_serial (day, last) VALUES (:day, 1)
ON CONFLICT (day) DO UPDATE SET last = petition_serial.last + 1
RETURNING last;

-- :exec petition_insert
-- in   id int, pub text, code text, channel text, outside_id text?, agency_id int, title text, title_key text, body text
-- in   sender_name text, sender_phone text?, sender_email text?, sender_address text?, account_id int?, hide_name bool
-- in   lang text, filed_at time, entered_at time, stage_due_at time?
INSERT INTO petition (id, pub, code, channel, outside_id, agency_id, title, title_key, body, sender_name, sender_phone,
    sender_email, sender_address, account_id, hide_name, lang, filed_at, entered_at, stage_due_at)
VALUES (:id, :pub, :code, :channel, :outside_id, :agency_id, :title, :title_key, :body, :sender_name, :sender_phone,
    :sender_email, :sender_address, :account_id, :hide_name, :lang, :filed_at, :entered_at, :stage_due_at);

-- :one petition_id_of
-- in   pub text
-- out  id int
SELECT id FROM petition WHERE pub = :pub;

-- :one petition_id_of_code
-- in   code text
-- out  id int
SELECT id FROM petition WHERE code = :code;

-- :one petition_by_outside
-- in   outside_id text
-- out  id int
SELECT id FROM petition WHERE outside_id = :outside_id;

-- :one petition_get
-- in   id int
-- out  id int, pub text, code text, channel text, outside_id text?, agency_id int, agency text, title text, body text
-- out  sender_name text, sender_phone text?, sender_email text?, sender_address text?, account_id int?, hide_name bool
-- out  lang text, filed_at time, entered_at time, stage_due_at time?, question text?, clarified text?, forwarded_to text?
-- out  ended_reason text?, merged_into int?, criteria text?, outcome text?, answer text?, answered_at time?
-- out  public_title text?, public_text text?, public_answer text?, public_name text?, published_at time?
SELECT p.id, p.pub, p.code, p.channel, p.outside_id, p.agency_id, a.name, p.title, p.body, p.sender_name, p.sender_phone,
    p.sender_email, p.sender_address, p.account_id, p.hide_name, p.lang, p.filed_at, p.entered_at, p.stage_due_at,
    p.question, p.clarified, p.forwarded_to, p.ended_reason, p.merged_into, p.criteria, p.outcome, p.answer, p.answered_at,
    p.public_title, p.public_text, p.public_answer, p.public_name, p.published_at
FROM petition p JOIN v_agency_name a ON a.id = p.agency_id WHERE p.id = :id;

-- :exec petition_set_stage
-- in   id int, due time?
UPDATE petition SET stage_due_at = :due WHERE id = :id;

-- :exec petition_set_question
-- in   id int, question text
UPDATE petition SET question = :question, clarified = NULL WHERE id = :id;

-- :exec petition_set_clarified
-- in   id int, clarified text
UPDATE petition SET clarified = :clarified WHERE id = :id;

-- :exec petition_set_ended
-- in   id int, reason text?, forwarded_to text?, merged_into int?
UPDATE petition SET ended_reason = :reason, forwarded_to = :forwarded_to, merged_into = :merged_into WHERE id = :id;

-- :exec petition_set_answer
-- in   id int, criteria text, outcome text, answer text
UPDATE petition SET criteria = :criteria, outcome = :outcome, answer = :answer WHERE id = :id;

-- :exec petition_set_answered
-- in   id int, now time
UPDATE petition SET answered_at = :now WHERE id = :id;

-- :exec petition_set_published
-- in   id int, title text, text text, answer text, name text?, now time, by int
UPDATE petition SET public_title = :title, public_text = :text, public_answer = :answer, public_name = :name,
    published_at = :now, checked_by = :by WHERE id = :id;

-- :exec petition_set_outside
-- in   id int, outside_id text
UPDATE petition SET outside_id = :outside_id WHERE id = :id;

-- Sent before by somebody with the same words, not long ago.
-- :many petition_alike
-- in   title_key text, id int, since time
-- out  code text, pub text, title text, sender_name text, filed_at time
SELECT code, pub, title, sender_name, filed_at FROM petition
WHERE title_key = :title_key AND id <> :id AND filed_at >= :since AND merged_into IS NULL ORDER BY id DESC LIMIT 5;

-- :many petition_merged
-- in   id int
-- out  id int
SELECT id FROM petition WHERE merged_into = :id ORDER BY id;

-- What the authority owes, soonest first. `before`: only what was due by then.
-- :many petition_list_open
-- in   agency int, tree int, every int, before time, after_due time, after_id int, max int
-- out  id int, pub text, code text, title text, agency text, channel text, status text, step_name text
-- out  filed_at time, stage_due_at time?, reminders int
SELECT p.id, p.pub, p.code, p.title, a.name, p.channel, w.status, w.step_name, p.filed_at, p.stage_due_at,
    (SELECT COUNT(*) FROM petition_reminder m WHERE m.petition_id = p.id)
FROM petition p JOIN v_work w ON w.id = p.id JOIN v_agency_name a ON a.id = p.agency_id
WHERE p.stage_due_at IS NOT NULL AND p.stage_due_at < :before
    AND (p.stage_due_at > :after_due OR (p.stage_due_at = :after_due AND p.id > :after_id))
    AND (:every = 1 OR p.agency_id = :agency OR w.receiving_agency_id = :agency OR EXISTS (SELECT 1 FROM v_agency_below b
        WHERE b.ancestor_id = :tree AND b.agency_id = p.agency_id))
ORDER BY p.stage_due_at, p.id LIMIT :max;

-- :one petition_late_count
-- in   agency int, tree int, every int, now time
-- out  n int
SELECT COUNT(*) FROM petition p JOIN v_work w ON w.id = p.id
WHERE p.stage_due_at IS NOT NULL AND p.stage_due_at < :now
    AND (:every = 1 OR p.agency_id = :agency OR w.receiving_agency_id = :agency OR EXISTS (SELECT 1 FROM v_agency_below b
        WHERE b.ancestor_id = :tree AND b.agency_id = p.agency_id));

-- Those with a number in the national system, newest first.
-- :many petition_outside_list
-- in   agency int, tree int, every int, max int
-- out  outside_id text, code text, agency text, status text, filed_at time, stage_due_at time?, answered_at time?
-- out  published_at time?, outcome text?, answer text?, forwarded_to text?, ended_reason text?
SELECT p.outside_id, p.code, a.code, w.status, p.filed_at, p.stage_due_at, p.answered_at, p.published_at, p.outcome,
    p.answer, p.forwarded_to, p.ended_reason
FROM petition p JOIN v_work w ON w.id = p.id JOIN v_agency_name a ON a.id = p.agency_id
WHERE p.outside_id IS NOT NULL
    AND (:every = 1 OR p.agency_id = :agency OR w.receiving_agency_id = :agency OR EXISTS (SELECT 1 FROM v_agency_below b
        WHERE b.ancestor_id = :tree AND b.agency_id = p.agency_id))
ORDER BY p.id DESC LIMIT :max;

-- What waits for its sender, and what is over; newest first.
-- :many petition_list_rest
-- in   agency int, tree int, every int, waiting int, before_id int, max int
-- out  id int, pub text, code text, title text, agency text, channel text, status text, step_name text
-- out  filed_at time, stage_due_at time?
SELECT p.id, p.pub, p.code, p.title, a.name, p.channel, w.status, w.step_name, p.filed_at, p.stage_due_at
FROM petition p JOIN v_work w ON w.id = p.id JOIN v_agency_name a ON a.id = p.agency_id
WHERE p.stage_due_at IS NULL AND p.id < :before_id
    AND ((:waiting = 1 AND w.status = 'supplement') OR (:waiting = 0 AND w.closed_at IS NOT NULL))
    AND (:every = 1 OR p.agency_id = :agency OR w.receiving_agency_id = :agency OR EXISTS (SELECT 1 FROM v_agency_below b
        WHERE b.ancestor_id = :tree AND b.agency_id = p.agency_id))
ORDER BY p.id DESC LIMIT :max;

-- :many petition_of_account
-- in   account int
-- out  pub text, code text, title text, status text, filed_at time
SELECT p.pub, p.code, p.title, w.status, p.filed_at FROM petition p JOIN v_work w ON w.id = p.id
WHERE p.account_id = :account ORDER BY p.id DESC LIMIT 50;

-- :many petition_public_list
-- in   before_at time, before_id int, max int
-- out  id int, code text, title text, text text, answer text, name text?, agency text, filed_at time, answered_at time?
-- out  published_at time
SELECT p.id, p.code, p.public_title, p.public_text, p.public_answer, p.public_name, a.name, p.filed_at, p.answered_at,
    p.published_at
FROM petition p JOIN v_agency_name a ON a.id = p.agency_id
WHERE p.published_at IS NOT NULL AND (p.published_at < :before_at OR (p.published_at = :before_at AND p.id < :before_id))
ORDER BY p.published_at DESC, p.id DESC LIMIT :max;

-- :one petition_reminder_next
-- in   petition_id int
-- out  no int
SELECT COALESCE(MAX(no), 0) + 1 FROM petition_reminder WHERE petition_id = :petition_id;

-- :exec petition_reminder_add
-- in   petition_id int, no int, text text, was_due_at time, sent_by int, sent_at time
INSERT INTO petition_reminder (petition_id, no, text, was_due_at, sent_by, sent_at)
VALUES (:petition_id, :no, :text, :was_due_at, :sent_by, :sent_at);

-- :many petition_reminders
-- in   petition_id int
-- out  no int, text text, was_due_at time, sent_by int, sent_at time
SELECT no, text, was_due_at, sent_by, sent_at FROM petition_reminder WHERE petition_id = :petition_id ORDER BY no;

-- :one petition_contact_get
-- in   agency_id int
-- out  address text, phone text, email text, web text
SELECT address, phone, email, web FROM petition_contact WHERE agency_id = :agency_id;

-- :exec petition_contact_put
-- in   agency_id int, address text, phone text, email text, web text
INSERT INTO petition_contact (agency_id, address, phone, email, web) VALUES (:agency_id, :address, :phone, :email, :web)
ON CONFLICT (agency_id) DO UPDATE SET address = excluded.address, phone = excluded.phone, email = excluded.email, web = excluded.web;

-- :many petition_files
-- in   petition_id int
-- out  no int, file_id int, added_by int
SELECT no, file_id, added_by FROM petition_file WHERE petition_id = :petition_id ORDER BY no;

-- :exec petition_file_add
-- in   petition_id int, no int, file_id int, added_by int, added_at time
INSERT INTO petition_file (petition_id, no, file_id, added_by, added_at)
VALUES (:petition_id, :no, :file_id, :added_by, :added_at);

-- :one petition_file_count
-- out  n int
SELECT COUNT(*) FROM petition_file;

-- :one petition_count
-- out  n int
SELECT COUNT(*) FROM petition;

-- :one petition_state
-- in   id int
-- out  status text, version int, agency_id int, receiving_id int, competent_id int
SELECT w.status, w.version, p.agency_id, w.receiving_agency_id, w.competent_agency_id
FROM v_work w JOIN petition p ON p.id = w.id WHERE w.id = :id;
