-- People and businesses outside the authority, and the agencies that are applicants of internal
-- procedures (their number is their code). Personal data.
CREATE TABLE person (
    id @id,
    pub @text NOT NULL UNIQUE,
    kind @text NOT NULL CHECK (kind IN ('natural', 'business', 'agency')),
    name @text NOT NULL,
    name_key @text NOT NULL,
    number @text UNIQUE,
    old_number @text,
    tax_code @text UNIQUE,
    birth @date,
    sex @text CHECK (sex IN ('male', 'female')),
    phone @text,
    email @text,
    address @text,
    revision @int NOT NULL,
    created_at @time NOT NULL,
    changed_at @time NOT NULL
) @strict;
CREATE INDEX person_name ON person (name_key, birth);
CREATE INDEX person_old_number ON person (old_number);
CREATE INDEX person_phone ON person (phone);

CREATE VIEW v_person_name AS SELECT id, pub, kind, name, name_key, number, old_number, tax_code, phone FROM person;
