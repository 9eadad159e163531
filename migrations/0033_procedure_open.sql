-- owner: catalog
-- Procedures that take filings, for those who list them by kind.
CREATE VIEW v_procedure_open AS
SELECT id, code, name, name_key, field_id, kind FROM procedure WHERE intake = 'open';
