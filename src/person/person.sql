-- person.sql - owns person. Personal data: who reads it in full says why, in the record.

-- :one person_add
-- in   pub text, kind text, name text, name_key text, number text?, old_number text?, tax_code text?
-- in   birth date?, sex text?, phone text?, email text?, address text?, at time
-- out  id int
INSERT INTO person (pub, kind, name, name_key, number, old_number, tax_code, birth, sex, phone, email, address,
    revision, created_at, changed_at)
VALUES (:pub, :kind, :name, :name_key, :number, :old_number, :tax_code, :birth, :sex, :phone, :email, :address,
    1, :at, :at)
RETURNING id;

-- :exec person_change
-- in   id int, revision int, name text, name_key text, number text?, old_number text?, tax_code text?
-- in   birth date?, sex text?, phone text?, email text?, address text?, at time
UPDATE person SET name = :name, name_key = :name_key, number = :number, old_number = :old_number,
    tax_code = :tax_code, birth = :birth, sex = :sex, phone = :phone, email = :email, address = :address,
    revision = revision + 1, changed_at = :at
WHERE id = :id AND revision = :revision;

-- :one person_by_id
-- in   id int
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person WHERE id = :id;

-- :one person_by_pub
-- in   pub text
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person WHERE pub = :pub;

-- :one person_by_number
-- in   number text
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person WHERE number = :number;

-- :one person_by_tax_code
-- in   tax_code text
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person WHERE tax_code = :tax_code;

-- The latest name of each code that is no person yet.
-- :many person_agencies_missing
-- out  code text, name text
SELECT a.code, a.name FROM v_agency_name a
 WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.number = a.code)
   AND NOT EXISTS (SELECT 1 FROM v_agency_name b WHERE b.code = a.code AND b.valid_from > a.valid_from)
 ORDER BY a.id;

-- Absent inputs match nothing: NULL = NULL is not true.
-- :many person_like
-- in   id int, number text?, old_number text?, tax_code text?, phone text?, name_key text, birth date?
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person
WHERE id <> :id AND (number = :number OR old_number = :old_number OR tax_code = :tax_code OR phone = :phone
    OR (name_key = :name_key AND birth = :birth))
ORDER BY id LIMIT 50;

-- The folded name from `low` up to, not including, `high`: a range the index serves.
-- :many person_search
-- in   what text, low text, high text, max int
-- out  id int, pub text, kind text, name text, number text?, old_number text?, tax_code text?
-- out  birth date?, sex text?, phone text?, email text?, address text?, revision int
SELECT id, pub, kind, name, number, old_number, tax_code, birth, sex, phone, email, address, revision
FROM person
WHERE number = :what OR old_number = :what OR tax_code = :what OR phone = :what
    OR (name_key >= :low AND name_key < :high)
ORDER BY name_key, id LIMIT :max;
