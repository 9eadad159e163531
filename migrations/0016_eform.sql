-- Owner: eform. Forms as data. A version is never edited: `source` is the very text that was added
-- and is exported; a draft and a filled form keep the version they were made with.
CREATE TABLE eform_version (
    id @id,
    pub @text NOT NULL UNIQUE,
    code @text NOT NULL,
    version @int NOT NULL,
    name_vi @text NOT NULL,
    name_en @text NOT NULL,
    valid_from @date NOT NULL,
    valid_to @date,
    source @text NOT NULL,
    created_at @time NOT NULL,
    published_at @time,
    UNIQUE (code, version)
) @strict;

CREATE TABLE eform_procedure (
    version_id @int NOT NULL REFERENCES eform_version (id),
    procedure_code @text NOT NULL,
    PRIMARY KEY (procedure_code, version_id)
) @strict;

-- Answers by group and field as canonical JSON: personal data, erased with the object's own.
CREATE TABLE eform_filled (
    id @id,
    pub @text NOT NULL UNIQUE,
    version_id @int NOT NULL REFERENCES eform_version (id),
    object_kind @text NOT NULL,
    object_id @int NOT NULL,
    account_id @int NOT NULL,
    answers @text NOT NULL,
    filled_at @time NOT NULL,
    UNIQUE (object_kind, object_id)
) @strict;
CREATE INDEX eform_filled_by ON eform_filled (account_id, id);
