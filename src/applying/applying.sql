-- applying.sql - owns nothing: internal procedures of the catalogue.

-- :many applying_procedures
-- out code text, name text, field text?
SELECT p.code, p.name, f.name FROM v_procedure_open p LEFT JOIN v_procedure_field f ON f.id = p.field_id
 WHERE p.kind = 'internal' ORDER BY p.name_key, p.code LIMIT 500;
