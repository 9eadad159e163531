-- Agencies, units, counters, staff. Dates are effective: *_from first day, *_to first day no more.
CREATE TABLE agency (
    id @id,
    pub @text NOT NULL UNIQUE,
    code @text NOT NULL,
    name @text NOT NULL,
    name_en @text,
    kind @text NOT NULL,
    level @int NOT NULL,
    parent_id @int REFERENCES agency (id),
    valid_from @date NOT NULL,
    valid_to @date,
    replaced_by_id @int REFERENCES agency (id),
    legacy_code @text,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) @strict;
CREATE UNIQUE INDEX agency_code ON agency (code, valid_from);
CREATE INDEX agency_legacy ON agency (legacy_code);
CREATE INDEX agency_parent ON agency (parent_id);

-- Closure of the tree: an agency is below itself at distance 0.
CREATE TABLE agency_below (
    ancestor_id @int NOT NULL REFERENCES agency (id),
    agency_id @int NOT NULL REFERENCES agency (id),
    distance @int NOT NULL,
    PRIMARY KEY (ancestor_id, agency_id)
) @strict;
CREATE INDEX agency_below_agency ON agency_below (agency_id, distance);

CREATE TABLE unit (
    id @id,
    pub @text NOT NULL UNIQUE,
    agency_id @int NOT NULL REFERENCES agency (id),
    code @text NOT NULL UNIQUE,
    name @text NOT NULL,
    name_en @text,
    kind @text NOT NULL,
    hours_set @text,
    valid_from @date NOT NULL,
    valid_to @date,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) @strict;
CREATE INDEX unit_agency ON unit (agency_id, code);

CREATE TABLE unit_hours (
    unit_id @int NOT NULL REFERENCES unit (id),
    weekday @int NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_us @int NOT NULL CHECK (from_us >= 0),
    to_us @int NOT NULL CHECK (to_us <= 86400000000),
    PRIMARY KEY (unit_id, weekday, from_us),
    CHECK (to_us > from_us)
) @strict;

CREATE TABLE unit_procedure (
    unit_id @int NOT NULL REFERENCES unit (id),
    procedure_code @text NOT NULL,
    valid_from @date NOT NULL,
    valid_to @date,
    PRIMARY KEY (unit_id, procedure_code, valid_from)
) @strict;

CREATE TABLE counter (
    id @id,
    pub @text NOT NULL UNIQUE,
    unit_id @int NOT NULL REFERENCES unit (id),
    number @text NOT NULL,
    name @text NOT NULL,
    open @bool NOT NULL,
    UNIQUE (unit_id, number)
) @strict;

CREATE TABLE staff (
    id @id,
    pub @text NOT NULL UNIQUE,
    code @text NOT NULL UNIQUE,
    name @text NOT NULL,
    name_key @text NOT NULL,
    email @text,
    phone @text
) @strict;

CREATE TABLE staff_post (
    id @id,
    staff_id @int NOT NULL REFERENCES staff (id),
    unit_id @int NOT NULL REFERENCES unit (id),
    title @text NOT NULL,
    head @bool NOT NULL,
    valid_from @date NOT NULL,
    valid_to @date,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
) @strict;
CREATE INDEX staff_post_staff ON staff_post (staff_id);
CREATE INDEX staff_post_unit ON staff_post (unit_id);

CREATE TABLE duty (
    counter_id @int NOT NULL REFERENCES counter (id),
    day @date NOT NULL,
    staff_id @int NOT NULL REFERENCES staff (id),
    PRIMARY KEY (counter_id, day)
) @strict;

CREATE VIEW v_agency_name AS SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to FROM agency;
CREATE VIEW v_agency_below AS SELECT ancestor_id, agency_id, distance FROM agency_below;
CREATE VIEW v_unit_name AS SELECT id, pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to FROM unit;
CREATE VIEW v_staff_name AS SELECT id, pub, code, name FROM staff;
CREATE VIEW v_staff_post AS
    SELECT p.id, p.staff_id, p.unit_id, u.agency_id, p.title, p.head, p.valid_from, p.valid_to
    FROM staff_post p JOIN unit u ON u.id = p.unit_id;
CREATE VIEW v_unit_procedure AS SELECT unit_id, procedure_code, valid_from, valid_to FROM unit_procedure;
