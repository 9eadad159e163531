-- The record: insert-only. See src/record/README.md and docs/internals/record.md.
CREATE TABLE event (
    id @id,
    at @time NOT NULL,
    legal_at @time NOT NULL,
    kind @text NOT NULL,
    object_kind @text NOT NULL,
    object_id @int NOT NULL,
    object_pub @text NOT NULL,
    actor_id @int NOT NULL,
    acting_for_id @int NOT NULL,
    agency_id @int NOT NULL,
    purpose @text,
    receiving_id @int NOT NULL,
    competent_id @int NOT NULL,
    version_id @int NOT NULL,
    channel @text,
    origin @text,
    payload @text NOT NULL,
    private_hash @blob,
    txid @int NOT NULL
) @strict;
CREATE INDEX event_object ON event (object_id, object_kind, id);
-- PostgreSQL's sequencer looks among young transactions only; SQLite writes 0 and no index row.
CREATE INDEX event_txid ON event (txid) WHERE txid > 0;

-- No foreign keys to event: they would lock, and on PostgreSQL rewrite, every event row once more
-- when it is sealed; what a missing event means is for the verifier to say.
CREATE TABLE event_private (
    event_id @int NOT NULL PRIMARY KEY,
    salt @blob NOT NULL,
    body @text NOT NULL
) @strict;

CREATE TABLE seal (
    seq @int NOT NULL PRIMARY KEY,
    event_id @int NOT NULL UNIQUE,
    leaf @blob NOT NULL,
    chain @blob NOT NULL
) @strict;

-- PostgreSQL only: every event of a transaction before low_txid is sealed. One row.
CREATE TABLE seal_mark (
    id @int NOT NULL PRIMARY KEY CHECK (id = 1),
    low_txid @int NOT NULL
) @strict;
INSERT INTO seal_mark (id, low_txid) VALUES (1, 0);

CREATE VIEW v_event AS
    SELECT e.id, s.seq, e.at, e.legal_at, e.kind, e.object_kind, e.object_id, e.object_pub, e.actor_id,
        e.acting_for_id, e.agency_id, e.receiving_id, e.competent_id, e.version_id, e.channel, e.origin,
        e.payload
    FROM event e LEFT JOIN seal s ON s.event_id = e.id;

-- What is sealed, by its number: for those who follow the record from where they stopped.
CREATE VIEW v_sealed AS
    SELECT s.seq, e.id, e.at, e.kind, e.object_kind, e.object_id, e.object_pub, e.actor_id, e.channel, e.payload
    FROM seal s JOIN event e ON e.id = s.event_id;
