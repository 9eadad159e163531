-- Owner: file. A file of which only a part has come so far: it is sent in pieces, and goes on where
-- it stopped, from whichever device its account uses. Its pieces lie in DIR/spool, each a file of
-- its own. `mime` is set when all have come and the bytes are stored; then it has no pieces.
CREATE TABLE file_partial (
    id @id,
    pub @text NOT NULL UNIQUE,
    account_id @int NOT NULL,
    sha @blob NOT NULL,
    size @int NOT NULL,
    received @int NOT NULL,
    name @text NOT NULL,
    mime @text,
    until @time NOT NULL,
    CHECK (size > 0 AND received >= 0 AND received <= size)
) @strict;
CREATE UNIQUE INDEX file_partial_of ON file_partial (account_id, sha);
CREATE INDEX file_partial_until ON file_partial (until);

CREATE TABLE file_piece (
    partial_id @int NOT NULL REFERENCES file_partial(id),
    at @int NOT NULL,
    size @int NOT NULL,
    spool @text NOT NULL UNIQUE,
    PRIMARY KEY (partial_id, at),
    CHECK (size > 0 AND at >= 0)
) @strict;
