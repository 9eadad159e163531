-- catalog_search.sql - the search keys, lists by filter, facets.

-- :exec procedure_search_drop
-- in  id int
DELETE FROM procedure_search WHERE rowid = :id;

-- :exec procedure_search_put
-- in  id int, name_fold text, name_exact text, body_fold text
-- @sqlite FTS5 takes the text and makes its own tokens
INSERT INTO procedure_search (rowid, name_fold, name_exact, body_fold) VALUES (:id, :name_fold, :name_exact, :body_fold);
-- @postgresql wants tsvectors
INSERT INTO procedure_search (rowid, name_fold, name_exact, body_fold)
VALUES (:id, to_tsvector('simple', :name_fold), to_tsvector('simple', :name_exact), to_tsvector('simple', :body_fold));

-- Words of the name with their marks, best first.
-- :many procedure_search_exact
-- in  query text, max int
-- out id int
-- @sqlite MATCH and bm25 are FTS5's
SELECT rowid FROM procedure_search WHERE procedure_search MATCH :query ORDER BY bm25(procedure_search, 10.0, 10.0, 1.0), rowid LIMIT :max;
-- @postgresql
SELECT rowid FROM procedure_search WHERE name_exact @@ to_tsquery('simple', :query)
 ORDER BY ts_rank(name_exact, to_tsquery('simple', :query), 1) DESC, rowid LIMIT :max;

-- :many procedure_search_fold
-- in  query text, max int
-- out = procedure_search_exact
-- @sqlite the column is named inside the query text
SELECT rowid FROM procedure_search WHERE procedure_search MATCH :query ORDER BY bm25(procedure_search, 10.0, 10.0, 1.0), rowid LIMIT :max;
-- @postgresql
SELECT rowid FROM procedure_search WHERE (name_fold @@ to_tsquery('simple', :query) OR body_fold @@ to_tsquery('simple', :query))
 ORDER BY (name_fold @@ to_tsquery('simple', :query)) DESC, ts_rank(name_fold, to_tsquery('simple', :query), 1) DESC, rowid LIMIT :max;

-- Codes and initials: a part of either.
-- :many procedure_search_code
-- in  part text, max int
-- out = procedure_search_exact
SELECT id FROM procedure WHERE code LIKE :part ORDER BY code LIMIT :max;

-- :many procedure_search_initials
-- in  part text, max int
-- out = procedure_search_exact
SELECT id FROM procedure WHERE initials LIKE :part ORDER BY intake <> 'open', initials, id LIMIT :max;

-- :many procedure_list
-- in  field text, agency text, audience text, level text, open_only bool, after_key text, after_id int, max int
-- out id int, name_key text
SELECT p.id, p.name_key
  FROM procedure p LEFT JOIN procedure_field f ON f.id = p.field_id
 WHERE (:field = '' OR f.name = :field) AND (:level = '' OR p.level = :level) AND (:agency = '' OR p.agency = :agency)
   AND (:audience = '' OR EXISTS (SELECT 1 FROM procedure_audience a WHERE a.procedure_id = p.id AND a.name = :audience))
   AND (NOT :open_only OR p.intake = 'open') AND (p.name_key, p.id) > (:after_key, :after_id)
 ORDER BY p.name_key, p.id LIMIT :max;

-- :one procedure_list_count
-- in  field text, agency text, audience text, level text, open_only bool
-- out n int
SELECT COUNT(*) FROM procedure p LEFT JOIN procedure_field f ON f.id = p.field_id
 WHERE (:field = '' OR f.name = :field) AND (:level = '' OR p.level = :level) AND (:agency = '' OR p.agency = :agency)
   AND (:audience = '' OR EXISTS (SELECT 1 FROM procedure_audience a WHERE a.procedure_id = p.id AND a.name = :audience))
   AND (NOT :open_only OR p.intake = 'open');

-- :one procedure_passes
-- in  id int, field text, agency text, audience text, level text, open_only bool
-- out n int
SELECT COUNT(*) FROM procedure p LEFT JOIN procedure_field f ON f.id = p.field_id
 WHERE p.id = :id AND (:field = '' OR f.name = :field) AND (:level = '' OR p.level = :level) AND (:agency = '' OR p.agency = :agency)
   AND (:audience = '' OR EXISTS (SELECT 1 FROM procedure_audience a WHERE a.procedure_id = p.id AND a.name = :audience))
   AND (NOT :open_only OR p.intake = 'open');

-- :many facet_fields
-- out name text, n int
SELECT f.name, COUNT(*) FROM procedure p JOIN procedure_field f ON f.id = p.field_id GROUP BY f.name, f.name_key ORDER BY f.name_key;

-- :many facet_open_fields
-- out = facet_fields
SELECT f.name, COUNT(*) FROM procedure p JOIN procedure_field f ON f.id = p.field_id WHERE p.intake = 'open' GROUP BY f.name, f.name_key ORDER BY f.name_key;

-- :many facet_audiences
-- out = facet_fields
SELECT name, COUNT(*) FROM procedure_audience GROUP BY name ORDER BY 2 DESC, 1;

-- The national catalogue names hundreds: the rarest are found by words.
-- :many facet_agencies
-- in  max int
-- out = facet_fields
SELECT agency, COUNT(*) FROM procedure WHERE agency <> '' GROUP BY agency ORDER BY 2 DESC, 1 LIMIT :max;

-- :many facet_levels
-- out = facet_fields
SELECT level, COUNT(*) FROM procedure GROUP BY level ORDER BY 2 DESC, 1;

-- :one procedure_count
-- out total int, open int
SELECT COUNT(*), COALESCE(SUM(CASE WHEN intake = 'open' THEN 1 ELSE 0 END), 0) FROM procedure;
