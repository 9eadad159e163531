-- Who brought which file. The bytes lie in DIR/files under their SHA-256; several rows may
-- share them. state: kept | destroyed (the row stays, the bytes may go).
CREATE TABLE file (
    id @id,
    pub @text NOT NULL UNIQUE,
    sha @blob NOT NULL,
    size @int NOT NULL,
    mime @text NOT NULL,
    name @text NOT NULL,
    at @time NOT NULL,
    by_id @int NOT NULL,
    state @text NOT NULL,
    CHECK (size > 0),
    CHECK (state IN ('kept', 'destroyed'))
) @strict;
CREATE INDEX file_sha ON file (sha);
