-- owner: dossier
-- A dossier (hồ sơ) and its papers. No act deletes: corrections and cancellations are rows
-- of their own and events of the record.

-- The serial of the day: allocated under the writer, gaps allowed, reuse impossible.
CREATE TABLE dossier_serial (
  agency_code @text NOT NULL,
  day @date NOT NULL,
  last @int NOT NULL,
  PRIMARY KEY (agency_code, day)
) @strict;

CREATE TABLE dossier (
  id @int NOT NULL PRIMARY KEY,     -- = work.id
  pub @text NOT NULL UNIQUE,
  code @text NOT NULL UNIQUE,       -- H48.101-261121-0001
  secret_generation @int NOT NULL,
  ruleset @text NOT NULL,           -- of the day of reception, with its version
  ruleset_version @int NOT NULL,
  procedure_id @int NOT NULL,
  procedure_version_id @int NOT NULL,
  case_id @int,                     -- trường hợp
  channel @text NOT NULL,           -- direct | online | postal
  origin @text NOT NULL,            -- counter | own_portal | national_portal | ministry_system
  outside_id @text,
  visit_id @int,                    -- several dossiers in one visit
  counter_id @int,
  receiving_agency_id @int NOT NULL,
  competent_agency_id @int NOT NULL,
  owner_id @int NOT NULL,           -- person: whose matter it is
  filer_id @int NOT NULL,           -- person: who came
  authority @text NOT NULL,         -- self | parent | guardian | authorised | representative
  authority_note @text,
  owner_account_id @int,            -- citizen account that may follow and act
  result_by @text NOT NULL,         -- counter | post | online
  result_address @text,
  sets @int NOT NULL,
  note @text,
  filed_at @time NOT NULL,          -- legal time of arrival
  entered_at @time NOT NULL,        -- when the system learned of it
  accepted_at @time,
  received_by @int,                 -- account of the clerk
  returned_at @time,
  collector @text,
  refusal_reason @text,
  punctuality @text NOT NULL,       -- none | early | on_time | late
  money_status @text NOT NULL,      -- none | due | paid
  delivery_status @text NOT NULL,   -- none | ready | posted | handed_over
  sync_status @text NOT NULL,       -- none | waiting | sent | failed
  cancelled_at @time
) @strict;
CREATE INDEX dossier_by_owner ON dossier(owner_id, filed_at);
CREATE INDEX dossier_by_filer ON dossier(filer_id, filed_at);
CREATE INDEX dossier_by_account ON dossier(owner_account_id, filed_at) WHERE owner_account_id IS NOT NULL;
-- What was received in a month, cancelled ones left out: for figures.
CREATE INDEX dossier_received ON dossier(accepted_at, cancelled_at, channel, origin) WHERE accepted_at IS NOT NULL;
CREATE INDEX dossier_by_procedure ON dossier(procedure_id, filed_at);
CREATE UNIQUE INDEX dossier_outside ON dossier(origin, outside_id) WHERE outside_id IS NOT NULL;

-- Told of a person when filing, and otherwise in the register: the paper counts, the
-- difference is noted (NĐ 118/2025, Điều 17).
CREATE TABLE dossier_told (
  dossier_id @int NOT NULL REFERENCES dossier(id),
  who @text NOT NULL,               -- owner | filer
  part @text NOT NULL,              -- name | old_number | tax_code | birth | sex | phone | email | address
  told @text NOT NULL,
  PRIMARY KEY (dossier_id, who, part)
) @strict;

CREATE TABLE dossier_paper (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  component_id @int,                -- NULL = brought in addition
  rank @int NOT NULL,
  name @text NOT NULL,
  form @text NOT NULL,              -- original | copy | present_only | electronic_form | electronic | not_needed
  quantity @int NOT NULL,
  complete @bool NOT NULL,
  note @text
) @strict;
CREATE INDEX dossier_paper_of ON dossier_paper(dossier_id, rank);

CREATE TABLE dossier_file (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  paper_id @int REFERENCES dossier_paper(id), -- NULL = a draft or a result
  kind @text NOT NULL,              -- paper | draft | result
  file_id @int NOT NULL,
  name @text NOT NULL,
  added_at @time NOT NULL,
  added_by @int
) @strict;
CREATE INDEX dossier_file_of ON dossier_file(dossier_id, kind);

CREATE TABLE dossier_supplement (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  asked_at @time NOT NULL,
  asked_by @int NOT NULL,
  reason @text NOT NULL,
  answer_by @time,                  -- closes after this
  completed_at @time
) @strict;
CREATE INDEX dossier_supplement_of ON dossier_supplement(dossier_id);
CREATE INDEX dossier_supplement_open ON dossier_supplement(answer_by) WHERE completed_at IS NULL AND answer_by IS NOT NULL;

CREATE TABLE dossier_supplement_item (
  supplement_id @int NOT NULL REFERENCES dossier_supplement(id),
  rank @int NOT NULL,
  paper_id @int,
  text @text NOT NULL,
  PRIMARY KEY (supplement_id, rank)
) @strict;

CREATE TABLE dossier_payment (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  agency_id @int NOT NULL,
  year @int NOT NULL,
  number @int NOT NULL,             -- of the agency's year
  amount @int NOT NULL,
  how @text NOT NULL,               -- cash
  taken_by @int NOT NULL,
  taken_at @time NOT NULL,
  UNIQUE (agency_id, year, number)
) @strict;
CREATE INDEX dossier_payment_of ON dossier_payment(dossier_id);

CREATE TABLE dossier_fee_line (
  dossier_id @int NOT NULL REFERENCES dossier(id),
  rank @int NOT NULL,
  kind @text NOT NULL,
  amount @int,                      -- NULL = set by another body, the note says which
  note @text,
  PRIMARY KEY (dossier_id, rank)
) @strict;

-- Letters of apology (Điều 19.6): one that extends the time moves the due date when it is signed,
-- one for a late dossier promises a day and leaves the legal date as it is.
CREATE TABLE dossier_apology (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  kind @text NOT NULL,              -- extension | apology
  reason @text NOT NULL,
  was_due_at @time NOT NULL,
  new_due_at @time NOT NULL,
  state @text NOT NULL,             -- draft | replaced (by a later draft) | signed | declined
  drafted_by @int NOT NULL,
  drafted_at @time NOT NULL,
  decided_by @int,
  decided_at @time,
  decided_note @text
) @strict;
CREATE INDEX dossier_apology_of ON dossier_apology(dossier_id);
CREATE INDEX dossier_apology_drafts ON dossier_apology(drafted_at, dossier_id) WHERE state = 'draft';

CREATE TABLE dossier_correction (
  id @id,
  dossier_id @int NOT NULL REFERENCES dossier(id),
  part @text NOT NULL,              -- which datum
  was @text,
  became @text,
  reason @text NOT NULL,
  by_account @int NOT NULL,
  at @time NOT NULL
) @strict;
CREATE INDEX dossier_correction_of ON dossier_correction(dossier_id);

-- What every list of dossiers shows; the access path is chosen by the query.
CREATE VIEW v_worklist AS
SELECT w.id, w.status, w.role, w.agency_id, w.unit_id, w.handler_id, w.receiving_agency_id, w.competent_agency_id,
       w.step_since, w.due_at, w.due_sort, w.due_provisional, w.clock_state, w.finished_at, w.closed_at, w.version,
       w.step_name, w.step_kind, w.asks, w.synced, d.pub, d.code, d.channel, d.owner_id, d.filer_id, d.owner_account_id, d.procedure_id, d.filed_at,
       v.name AS procedure_name, o.name AS owner_name, h.name AS handler_name
  FROM v_work w
  JOIN dossier d ON d.id = w.id
  JOIN v_procedure_version v ON v.id = d.procedure_version_id
  JOIN v_person_name o ON o.id = d.owner_id
  LEFT JOIN v_staff_name h ON h.id = w.handler_id;
