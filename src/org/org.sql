-- org.sql - owns agency, agency_below, unit, unit_hours, unit_procedure, counter, staff,
-- staff_post, duty.

-- ---- agencies ----

-- :one agency_add
-- in   pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- in   valid_from date, valid_to date?, legacy_code text?
-- out  id int
INSERT INTO agency (pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, legacy_code)
VALUES (:pub, :code, :name, :name_en, :kind, :level, :parent_id, :valid_from, :valid_to, :legacy_code)
RETURNING id;

-- :exec agency_below_self
-- in   id int
INSERT INTO agency_below (ancestor_id, agency_id, distance) VALUES (:id, :id, 0);

-- :exec agency_below_parents
-- in   id int, parent_id int
INSERT INTO agency_below (ancestor_id, agency_id, distance)
SELECT ancestor_id, :id, distance + 1 FROM agency_below WHERE agency_id = :parent_id;

-- :exec agency_end
-- in   id int, valid_to date, replaced_by_id int?
UPDATE agency SET valid_to = :valid_to, replaced_by_id = :replaced_by_id WHERE id = :id AND valid_to IS NULL;

-- :one agency_by_id
-- in   id int
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE id = :id;

-- :one agency_by_pub
-- in   pub text
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE pub = :pub;

-- :many agency_by_code
-- in   code text, on_day date
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE (code = :code OR legacy_code = :code) AND valid_from <= :on_day
    AND (valid_to IS NULL OR valid_to > :on_day)
ORDER BY CASE WHEN code = :code THEN 0 ELSE 1 END, id LIMIT 1;

-- :many agency_of_day
-- in   on_day date
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE valid_from <= :on_day AND (valid_to IS NULL OR valid_to > :on_day)
ORDER BY code, id;

-- :many agency_children
-- in   parent_id int, on_day date
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE parent_id = :parent_id AND valid_from <= :on_day AND (valid_to IS NULL OR valid_to > :on_day)
ORDER BY code, id;

-- :many agency_parents
-- in   id int
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT a.id, a.pub, a.code, a.name, a.name_en, a.kind, a.level, a.parent_id, a.valid_from, a.valid_to,
    a.replaced_by_id, a.legacy_code
FROM agency_below b JOIN agency a ON a.id = b.ancestor_id
WHERE b.agency_id = :id AND b.distance > 0 ORDER BY b.distance;

-- :one agency_below_count
-- in   root_id int, id int
-- out  found int
SELECT COUNT(*) FROM agency_below WHERE ancestor_id = :root_id AND agency_id = :id;

-- A code names one agency a day: does the period from..to meet one of the same code?
-- :one agency_code_taken
-- in   code text, valid_from date, valid_to date
-- out  found int
SELECT COUNT(*) FROM agency
WHERE code = :code AND valid_from < :valid_to AND (valid_to IS NULL OR valid_to > :valid_from);

-- What still lives on or after `day`, so that its agency cannot end then.
-- :one agency_alive_below
-- in   id int, on_day date
-- out  found int
SELECT (SELECT COUNT(*) FROM agency a WHERE a.parent_id = :id AND (a.valid_to IS NULL OR a.valid_to > :on_day))
    + (SELECT COUNT(*) FROM unit u WHERE u.agency_id = :id AND (u.valid_to IS NULL OR u.valid_to > :on_day));

-- ---- units ----

-- :one unit_add
-- in   pub text, agency_id int, code text, name text, name_en text?, kind text, hours_set text?
-- in   valid_from date, valid_to date?
-- out  id int
INSERT INTO unit (pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to)
VALUES (:pub, :agency_id, :code, :name, :name_en, :kind, :hours_set, :valid_from, :valid_to)
RETURNING id;

-- :exec unit_end
-- in   id int, valid_to date
UPDATE unit SET valid_to = :valid_to WHERE id = :id AND valid_to IS NULL;

-- :one unit_by_id
-- in   id int
-- out  id int, pub text, agency_id int, code text, name text, name_en text?, kind text, hours_set text?
-- out  valid_from date, valid_to date?
SELECT id, pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to FROM unit WHERE id = :id;

-- :one unit_by_pub
-- in   pub text
-- out  id int, pub text, agency_id int, code text, name text, name_en text?, kind text, hours_set text?
-- out  valid_from date, valid_to date?
SELECT id, pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to FROM unit WHERE pub = :pub;

-- :one unit_by_code
-- in   code text
-- out  id int, pub text, agency_id int, code text, name text, name_en text?, kind text, hours_set text?
-- out  valid_from date, valid_to date?
SELECT id, pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to FROM unit WHERE code = :code;

-- :many unit_of_agency
-- in   agency_id int, on_day date
-- out  id int, pub text, agency_id int, code text, name text, name_en text?, kind text, hours_set text?
-- out  valid_from date, valid_to date?
SELECT id, pub, agency_id, code, name, name_en, kind, hours_set, valid_from, valid_to FROM unit
WHERE agency_id = :agency_id AND valid_from <= :on_day AND (valid_to IS NULL OR valid_to > :on_day)
ORDER BY code;

-- :many unit_one_stops
-- in   on_day date
-- out  code text, name text, name_en text?, agency_name text, agency_name_en text?
SELECT u.code, u.name, u.name_en, a.name, a.name_en FROM unit u JOIN agency a ON a.id = u.agency_id
WHERE u.kind = 'one_stop' AND u.valid_from <= :on_day AND (u.valid_to IS NULL OR u.valid_to > :on_day)
ORDER BY a.level, u.code;

-- :exec unit_hours_clear
-- in   unit_id int
DELETE FROM unit_hours WHERE unit_id = :unit_id;

-- :exec unit_hours_add
-- in   unit_id int, weekday int, from_us int, to_us int
INSERT INTO unit_hours (unit_id, weekday, from_us, to_us) VALUES (:unit_id, :weekday, :from_us, :to_us);

-- :many unit_hours_list
-- in   unit_id int
-- out  weekday int, from_us int, to_us int
SELECT weekday, from_us, to_us FROM unit_hours WHERE unit_id = :unit_id ORDER BY weekday, from_us;

-- :one unit_procedure_open
-- in   unit_id int, procedure_code text, on_day date
-- out  found int
SELECT COUNT(*) FROM unit_procedure WHERE unit_id = :unit_id
    AND (procedure_code = :procedure_code OR procedure_code = '*')
    AND valid_from <= :on_day AND (valid_to IS NULL OR valid_to > :on_day);

-- :exec unit_procedure_add
-- in   unit_id int, procedure_code text, valid_from date
INSERT INTO unit_procedure (unit_id, procedure_code, valid_from) VALUES (:unit_id, :procedure_code, :valid_from);

-- :exec unit_procedure_end
-- in   unit_id int, procedure_code text, valid_to date
UPDATE unit_procedure SET valid_to = :valid_to
WHERE unit_id = :unit_id AND procedure_code = :procedure_code AND valid_to IS NULL AND valid_from < :valid_to;

-- ---- counters, duty ----

-- :one counter_add
-- in   pub text, unit_id int, number text, name text, open bool
-- out  id int
INSERT INTO counter (pub, unit_id, number, name, open) VALUES (:pub, :unit_id, :number, :name, :open)
RETURNING id;

-- :many counter_list
-- in   unit_id int
-- out  id int, unit_id int, pub text, number text, name text, open bool
SELECT id, unit_id, pub, number, name, open FROM counter WHERE unit_id = :unit_id ORDER BY number;

-- :one counter_by_id
-- in   id int
-- out  id int, unit_id int, pub text, number text, name text, open bool
SELECT id, unit_id, pub, number, name, open FROM counter WHERE id = :id;

-- :exec duty_clear
-- in   counter_id int, day date
DELETE FROM duty WHERE counter_id = :counter_id AND day = :day;

-- :exec duty_add
-- in   counter_id int, day date, staff_id int
INSERT INTO duty (counter_id, day, staff_id) VALUES (:counter_id, :day, :staff_id);

-- :one duty_get
-- in   counter_id int, day date
-- out  staff_id int
SELECT staff_id FROM duty WHERE counter_id = :counter_id AND day = :day;

-- :many duty_list
-- in   unit_id int, from_day date, to_day date
-- out  counter_id int, number text, day date, staff_id int, code text, name text
SELECT d.counter_id, c.number, d.day, d.staff_id, s.code, s.name
FROM duty d JOIN counter c ON c.id = d.counter_id JOIN staff s ON s.id = d.staff_id
WHERE c.unit_id = :unit_id AND d.day >= :from_day AND d.day < :to_day
ORDER BY d.day, c.number;

-- ---- staff ----

-- :one staff_add
-- in   pub text, code text, name text, name_key text, email text?, phone text?
-- out  id int
INSERT INTO staff (pub, code, name, name_key, email, phone) VALUES (:pub, :code, :name, :name_key, :email, :phone)
RETURNING id;

-- :one staff_by_id
-- in   id int
-- out  id int, pub text, code text, name text, email text?, phone text?
SELECT id, pub, code, name, email, phone FROM staff WHERE id = :id;

-- :one staff_by_code
-- in   code text
-- out  id int, pub text, code text, name text, email text?, phone text?
SELECT id, pub, code, name, email, phone FROM staff WHERE code = :code;

-- :one staff_post_add
-- in   staff_id int, unit_id int, title text, head bool, valid_from date, valid_to date?
-- out  id int
INSERT INTO staff_post (staff_id, unit_id, title, head, valid_from, valid_to)
VALUES (:staff_id, :unit_id, :title, :head, :valid_from, :valid_to)
RETURNING id;

-- :exec staff_post_end
-- in   id int, valid_to date
UPDATE staff_post SET valid_to = :valid_to WHERE id = :id AND valid_to IS NULL AND valid_from < :valid_to;

-- :one staff_post_by_id
-- in   id int
-- out  id int, staff_id int, unit_id int, agency_id int, title text, head bool, valid_from date, valid_to date?
SELECT p.id, p.staff_id, p.unit_id, u.agency_id, p.title, p.head, p.valid_from, p.valid_to
FROM staff_post p JOIN unit u ON u.id = p.unit_id WHERE p.id = :id;

-- :many staff_posts
-- in   staff_id int, on_day date
-- out  id int, staff_id int, unit_id int, agency_id int, title text, head bool, valid_from date, valid_to date?
SELECT p.id, p.staff_id, p.unit_id, u.agency_id, p.title, p.head, p.valid_from, p.valid_to
FROM staff_post p JOIN unit u ON u.id = p.unit_id
WHERE p.staff_id = :staff_id AND p.valid_from <= :on_day AND (p.valid_to IS NULL OR p.valid_to > :on_day)
ORDER BY p.head DESC, p.id;

-- :one staff_post_same
-- in   staff_id int, unit_id int, title text, valid_from date
-- out  found int
SELECT COUNT(*) FROM staff_post
WHERE staff_id = :staff_id AND unit_id = :unit_id AND title = :title AND valid_from = :valid_from;

-- :many unit_staff
-- in   unit_id int, on_day date
-- out  staff_id int, pub text, code text, name text, email text?, phone text?
-- out  id int, unit_id int, agency_id int, title text, head bool, valid_from date, valid_to date?
SELECT s.id, s.pub, s.code, s.name, s.email, s.phone, p.id, p.unit_id, u.agency_id, p.title, p.head, p.valid_from,
    p.valid_to
FROM staff_post p JOIN staff s ON s.id = p.staff_id JOIN unit u ON u.id = p.unit_id
WHERE p.unit_id = :unit_id AND p.valid_from <= :on_day AND (p.valid_to IS NULL OR p.valid_to > :on_day)
ORDER BY p.head DESC, s.name_key, p.id;

-- ---- successors ----

-- The list that holds: the newest.
-- :many agency_successors
-- in   agency_id int
-- out  no int, successor_id int, code text, name text, area text?, procedure_code text?, field text?
SELECT s.no, s.successor_id, a.code, a.name, s.area, s.procedure_code, s.field
FROM v_agency_successor s JOIN agency a ON a.id = s.successor_id
WHERE s.agency_id = :agency_id ORDER BY s.rank;

-- :exec agency_successor_add
-- in   agency_id int, no int, rank int, successor_id int, area text?, procedure_code text?, field text?, set_at time
INSERT INTO agency_successor (agency_id, no, rank, successor_id, area, procedure_code, field, set_at)
VALUES (:agency_id, :no, :rank, :successor_id, :area, :procedure_code, :field, :set_at);

-- Agencies that ended, the last first.
-- :many agency_ended
-- in   max int
-- out  id int, pub text, code text, name text, name_en text?, kind text, level int, parent_id int?
-- out  valid_from date, valid_to date?, replaced_by_id int?, legacy_code text?
SELECT id, pub, code, name, name_en, kind, level, parent_id, valid_from, valid_to, replaced_by_id, legacy_code
FROM agency WHERE valid_to IS NOT NULL ORDER BY valid_to DESC, code, id LIMIT :max;
