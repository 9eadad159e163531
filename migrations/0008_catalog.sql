-- owner: catalog
-- Procedures and their versions. A version never changes once stored; an import that
-- differs makes a new version. What a source does not give is NULL, what it gives
-- without proof is named in procedure_unverified.

CREATE TABLE procedure_field (
  id @id,
  code @text UNIQUE,                -- G15-TP07; NULL where the source knows only the name
  name @text NOT NULL UNIQUE,
  name_key @text NOT NULL
) @strict;

CREATE TABLE procedure (
  id @id,
  pub @text NOT NULL UNIQUE,
  code @text NOT NULL UNIQUE,       -- 1.001193
  name @text NOT NULL,
  name_key @text NOT NULL,          -- folded
  initials @text NOT NULL,          -- "xntthn"
  field_id @int REFERENCES procedure_field(id),
  kind @text NOT NULL,              -- standard | specific | internal
  level @text NOT NULL,             -- commune | department | province | ministry | interlinked | other
  agency @text NOT NULL,            -- who settles, in the source's words
  promulgator @text,
  state @text NOT NULL,             -- active | updated | inactive, as the source says
  processing_system @text NOT NULL, -- provincial | ministry_central
  online_level @text NOT NULL,      -- full | partial | info | unknown
  current_version @int,             -- procedure_version.id; NULL for a bare catalogue row
  intake @text NOT NULL,            -- open | no_deadline | row_only | inactive | ministry
  deadline_rule @text NOT NULL,     -- what lists show: "3 wd", empty = not settled
  source_rank @int NOT NULL,        -- 0 catalogue row, 1 full record, 2 pack: lower never overwrites higher
  changed_at @time NOT NULL
) @strict;
CREATE INDEX procedure_by_field ON procedure(field_id, name_key);
CREATE INDEX procedure_open ON procedure(field_id) WHERE intake = 'open';
CREATE INDEX procedure_by_level ON procedure(level, name_key);
CREATE INDEX procedure_by_name ON procedure(name_key, id);

CREATE TABLE procedure_version (
  id @id,
  procedure_id @int NOT NULL REFERENCES procedure(id),
  no @int NOT NULL,
  name @text NOT NULL,
  description @text,
  requirements @text,
  sets @int NOT NULL DEFAULT 1,       -- số lượng hồ sơ (bộ)
  decision_no @text,
  decision_date @date,
  decision_issuer @text,
  valid_from @date NOT NULL,
  valid_to @date,
  source @text NOT NULL,
  content_hash @text NOT NULL,        -- of the canonical source: importing twice changes nothing
  process_version_id @int,            -- casework: process_version.id
  created_at @time NOT NULL,
  UNIQUE (procedure_id, no)
) @strict;

CREATE TABLE procedure_case (         -- trường hợp: chooses papers, fee and time
  id @id,
  version_id @int NOT NULL REFERENCES procedure_version(id),
  rank @int NOT NULL,
  code @text NOT NULL,                -- 1.001193.02
  name @text NOT NULL,
  UNIQUE (version_id, rank)
) @strict;

-- case_id NULL = every case, channel NULL = every channel.
CREATE TABLE procedure_deadline (
  id @id,
  version_id @int NOT NULL REFERENCES procedure_version(id),
  case_id @int REFERENCES procedure_case(id),
  channel @text,                      -- direct | online | postal
  rule @text,                         -- "3 wd" "8 h" "15 d" "same_day_15h"; NULL = not settled
  text @text NOT NULL,                -- the source's words
  note @text
) @strict;
CREATE INDEX procedure_deadline_of ON procedure_deadline(version_id);

CREATE TABLE procedure_fee (
  id @id,
  version_id @int NOT NULL REFERENCES procedure_version(id),
  case_id @int REFERENCES procedure_case(id),
  channel @text,
  kind @text NOT NULL,                -- fee (phí) | service_fee (lệ phí) | price (giá)
  amount @int,                        -- đồng; NULL = not fixed here, the note says by whom
  currency @text NOT NULL,
  unit @text,
  note @text
) @strict;
CREATE INDEX procedure_fee_of ON procedure_fee(version_id);

CREATE TABLE procedure_component (
  id @id,
  version_id @int NOT NULL REFERENCES procedure_version(id),
  case_id @int REFERENCES procedure_case(id),
  rank @int NOT NULL,
  code @text,
  name @text NOT NULL,
  group_name @text,
  form @text NOT NULL,                -- original | copy | present_only | electronic_form | electronic
  originals @int NOT NULL,
  copies @int NOT NULL,
  required @bool NOT NULL,
  is_note @bool NOT NULL,             -- a remark that the source keeps among the papers
  form_name @text,
  note @text
) @strict;
CREATE INDEX procedure_component_of ON procedure_component(version_id, rank);

-- Lists that only the procedure page shows, in the order of the source.
CREATE TABLE procedure_part (
  id @id,
  version_id @int NOT NULL REFERENCES procedure_version(id),
  kind @text NOT NULL,                -- step | result | legal_basis | audience | agency | channel | template_step
  rank @int NOT NULL,
  code @text,
  name @text NOT NULL,
  text @text
) @strict;
CREATE INDEX procedure_part_of ON procedure_part(version_id, kind, rank);

CREATE TABLE procedure_audience (
  procedure_id @int NOT NULL REFERENCES procedure(id),
  name @text NOT NULL,
  PRIMARY KEY (procedure_id, name)
) @strict;
CREATE INDEX procedure_by_audience ON procedure_audience(name, procedure_id);

-- What the source itself does not vouch for; the page marks it.
CREATE TABLE procedure_unverified (
  version_id @int NOT NULL REFERENCES procedure_version(id),
  part @text NOT NULL,                -- deadline | fee | components | steps | online_level …
  note @text,
  PRIMARY KEY (version_id, part)
) @strict;

CREATE TABLE catalog_import (
  id @id,
  at @time NOT NULL,
  source @text NOT NULL,
  read @int NOT NULL,
  stored @int NOT NULL,
  merged @int NOT NULL,
  unchanged @int NOT NULL,
  notes @int NOT NULL
) @strict;

CREATE TABLE catalog_defect (
  id @id,
  import_id @int NOT NULL REFERENCES catalog_import(id),
  kind @text NOT NULL,
  code @text NOT NULL,
  detail @text
) @strict;
CREATE INDEX catalog_defect_of ON catalog_defect(import_id, kind);

-- Full text: two engines, two shapes, one meaning. The keys are made in C (catalog_search.c):
-- fold drops all marks, exact keeps them with the tone at the end of the word.
-- @sqlite FTS5 is a virtual table
CREATE VIRTUAL TABLE procedure_search USING fts5(name_fold, name_exact, body_fold, tokenize = 'unicode61 remove_diacritics 0');
-- @postgresql has tsvector and GIN instead
CREATE TABLE procedure_search (
  rowid BIGINT PRIMARY KEY REFERENCES procedure(id),
  name_fold tsvector NOT NULL,
  name_exact tsvector NOT NULL,
  body_fold tsvector NOT NULL
);
CREATE INDEX procedure_search_name ON procedure_search USING gin(name_fold);
CREATE INDEX procedure_search_exact ON procedure_search USING gin(name_exact);
CREATE INDEX procedure_search_body ON procedure_search USING gin(body_fold);
-- @both
CREATE VIEW v_procedure AS SELECT id, pub, code, name, name_key, field_id, level FROM procedure;
CREATE VIEW v_procedure_field AS SELECT id, code, name, name_key FROM procedure_field;
CREATE VIEW v_procedure_version AS SELECT id, procedure_id, no, name, process_version_id FROM procedure_version;
CREATE VIEW v_procedure_case AS SELECT id, version_id, code, name FROM procedure_case;
