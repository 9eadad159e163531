-- Calendar versions and working-hours sets. A published version and a set are never edited:
-- a correction is a new row, cases keep the row they were accepted under. Owner: calendar.
CREATE TABLE calendar_version (
    id @id,
    pub @text NOT NULL UNIQUE,
    code @text NOT NULL,
    version @text NOT NULL,
    rest_days @int NOT NULL,
    first_year @int NOT NULL,
    last_year @int NOT NULL,
    hash @text NOT NULL, -- of the content; names the compiled form in memory
    created_at @time NOT NULL,
    published_at @time,
    UNIQUE (code, version),
    CHECK (first_year <= last_year)
) @strict;
CREATE INDEX calendar_version_published ON calendar_version (code, published_at);

-- A decision that somebody typed as an edit of a copy; another person confirms it.
CREATE TABLE calendar_proposal (
    version_id @int NOT NULL PRIMARY KEY REFERENCES calendar_version (id),
    base_id @int NOT NULL REFERENCES calendar_version (id),
    number @text NOT NULL,
    decided_on @date NOT NULL,
    settles_from @date NOT NULL,
    settles_to @date NOT NULL,
    typed_by @int NOT NULL, -- account
    typed_staff @int NOT NULL, -- 0 = none: the same person under another account
    typed_at @time NOT NULL,
    confirmed_by @int,
    confirmed_at @time
) @strict;

CREATE TABLE calendar_day (
    version_id @int NOT NULL REFERENCES calendar_version (id),
    day @date NOT NULL,
    kind @text NOT NULL,
    confidence @text NOT NULL,
    name_vi @text NOT NULL,
    name_en @text NOT NULL,
    source @text NOT NULL,
    PRIMARY KEY (version_id, day)
) @strict;

-- spans as hours_write gives them: "1-5 07:30-11:30,13:30-17:30". The newest row of a code counts.
CREATE TABLE hours_set (
    id @id,
    pub @text NOT NULL UNIQUE,
    code @text NOT NULL,
    name @text NOT NULL,
    name_en @text NOT NULL,
    spans @text NOT NULL,
    created_at @time NOT NULL
) @strict;
CREATE INDEX hours_set_code ON hours_set (code, id);

CREATE VIEW v_calendar_version AS
    SELECT id, pub, code, version, first_year, last_year, published_at FROM calendar_version;
CREATE VIEW v_hours_set AS SELECT id, pub, code, name, name_en, spans FROM hours_set;
