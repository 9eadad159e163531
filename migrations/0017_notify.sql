-- owner: notify
-- A template (mẫu thông báo): both languages in one version, so that none lags behind. Versions are
-- added, never changed; the one with the latest first day that has come is used.
CREATE TABLE notice_template (
  id @id,
  kind @text NOT NULL,              -- received | accepted | supplement ...
  version @int NOT NULL,            -- of the kind, from 1
  from_day @date NOT NULL,
  subject_vi @text NOT NULL,
  body_vi @text NOT NULL,
  subject_en @text NOT NULL,
  body_en @text NOT NULL,
  made_by @int NOT NULL,            -- account; 0 = shipped
  made_at @time NOT NULL,
  reason @text NOT NULL,
  UNIQUE (kind, version)
) @strict;

-- How far the record was read: what stands behind it was not told yet. One row.
CREATE TABLE notice_cursor (
  id @int NOT NULL PRIMARY KEY CHECK (id = 1),
  seq @int NOT NULL
) @strict;

-- When to look again whether an answer was given. Gone when looked.
CREATE TABLE notice_reminder (
  object_id @int NOT NULL PRIMARY KEY,
  event_id @int NOT NULL,
  at @time NOT NULL
) @strict;
CREATE INDEX notice_reminder_due ON notice_reminder(at);

-- What a person chose; no row = the usual (page, and e-mail for citizens who gave an address).
CREATE TABLE notice_choice (
  account_id @int NOT NULL PRIMARY KEY,
  mail @bool NOT NULL,
  sms @bool NOT NULL,
  zalo @bool NOT NULL,
  lang @text NOT NULL
) @strict;

-- A notice (thông báo) to one person, as it was told. One for each event, kind and recipient.
CREATE TABLE notice (
  id @id,
  pub @text NOT NULL UNIQUE,
  kind @text NOT NULL,
  template_version @int NOT NULL,
  lang @text NOT NULL,
  event_id @int NOT NULL,           -- what it tells of
  object_kind @text NOT NULL,       -- dossier
  object_id @int NOT NULL,
  object_pub @text NOT NULL,
  recipient @text NOT NULL,         -- account:7 | person:9, or address: and an e-mail address
  account_id @int,                  -- whose page shows it
  subject @text NOT NULL,
  body @text NOT NULL,
  at @time NOT NULL,
  read_at @time
) @strict;
CREATE UNIQUE INDEX notice_once ON notice(event_id, kind, recipient);
CREATE INDEX notice_of_account ON notice(account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX notice_unread ON notice(account_id) WHERE account_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX notice_of_object ON notice(object_id, object_kind, id);

-- Its way by one channel outside the page. What became of it after `asked` stands in the outbox.
CREATE TABLE notice_message (
  id @id,
  notice_id @int NOT NULL REFERENCES notice(id),
  recipient @text NOT NULL,
  channel @text NOT NULL,           -- mail | sms | zalo
  state @text NOT NULL,             -- asked | held | not_connected | stale
  at @time NOT NULL,
  asked_at @time,
  event_id @int,
  UNIQUE (notice_id, channel)
) @strict;
CREATE INDEX notice_message_asked ON notice_message(asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX notice_message_person ON notice_message(recipient, asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX notice_message_held ON notice_message(at, id) WHERE state = 'held';
