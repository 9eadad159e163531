-- Tables owned: schema_migration (made by migrate.c itself, before the first migration).

-- :many db_migrations
-- out number int, checksum text
SELECT number, checksum FROM schema_migration ORDER BY number;

-- :exec db_migration_done
-- in number int, name text, checksum text, at time
INSERT INTO schema_migration (number, name, checksum, at) VALUES (:number, :name, :checksum, :at);
