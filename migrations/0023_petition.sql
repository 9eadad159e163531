-- owner: petition
-- Deadlines of petitions as data: the newest first day that has come counts.
CREATE TABLE petition_rule (
  key @text NOT NULL,               -- refuse | forward | ask | process | publish
  valid_from @date NOT NULL,
  value @text NOT NULL,             -- "5 wd"
  article @text NOT NULL,
  label @text NOT NULL,             -- found | known_unverified | inferred | decided
  PRIMARY KEY (key, valid_from)
) @strict;

CREATE TABLE petition_serial (
  day @date NOT NULL PRIMARY KEY,
  last @int NOT NULL
) @strict;

-- A petition (phản ánh, kiến nghị). Its work (state, step, clock) has the same id.
CREATE TABLE petition (
  id @int NOT NULL PRIMARY KEY,     -- = work.id
  pub @text NOT NULL UNIQUE,        -- also what its sender follows it by
  code @text NOT NULL UNIQUE,       -- PAKN-261122-0001
  channel @text NOT NULL,           -- online | counter | post | phone | national
  outside_id @text UNIQUE,          -- in the national petition system
  agency_id @int NOT NULL,          -- whom it concerns
  title @text NOT NULL,
  title_key @text NOT NULL,         -- folded, for look-alikes
  body @text NOT NULL,
  sender_name @text NOT NULL,
  sender_phone @text,
  sender_email @text,
  sender_address @text,
  account_id @int,
  hide_name @bool NOT NULL,         -- from the public
  lang @text NOT NULL,
  filed_at @time NOT NULL,          -- legal time of arrival
  entered_at @time NOT NULL,
  stage_due_at @time,               -- what the authority owes next; NULL: nothing, or it waits for the sender
  question @text,                   -- what the sender was asked last
  clarified @text,                  -- and what they said
  forwarded_to @text,
  ended_reason @text,               -- refused, forwarded: in words
  merged_into @int,
  criteria @text,                   -- of the six, in their order: + met, - not, 0 does not apply
  outcome @text,                    -- amend | replace | abolish | propose | issue | keep
  answer @text,
  answered_at @time,
  public_title @text,
  public_text @text,
  public_answer @text,
  public_name @text,
  published_at @time,
  checked_by @int                   -- who looked for personal data in what is published
) @strict;
CREATE INDEX petition_open ON petition(stage_due_at, id) WHERE stage_due_at IS NOT NULL;
CREATE INDEX petition_of_agency ON petition(agency_id, id);
CREATE INDEX petition_of_account ON petition(account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX petition_alike ON petition(title_key, id);
CREATE INDEX petition_published ON petition(published_at, id) WHERE published_at IS NOT NULL;

-- Văn bản đôn đốc: only when something is late.
CREATE TABLE petition_reminder (
  id @id,
  petition_id @int NOT NULL REFERENCES petition(id),
  no @int NOT NULL,
  text @text NOT NULL,
  was_due_at @time NOT NULL,
  sent_by @int NOT NULL,
  sent_at @time NOT NULL,
  UNIQUE (petition_id, no)
) @strict;

-- Where petitions are sent to, for the notice that each agency posts.
CREATE TABLE petition_contact (
  agency_id @int NOT NULL PRIMARY KEY,
  address @text NOT NULL,
  phone @text NOT NULL,
  email @text NOT NULL,
  web @text NOT NULL
) @strict;
