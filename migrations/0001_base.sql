-- Owner: web.
-- One row for each changing request that succeeded, kept 30 days: the same key gives the
-- same answer, another body under the same key is refused.
CREATE TABLE idempotency (
    scope @text NOT NULL, -- actor
    route @text NOT NULL,
    key @text NOT NULL,
    body_hash @blob NOT NULL,
    status @int NOT NULL,
    place @text NOT NULL,
    at @time NOT NULL,
    PRIMARY KEY (scope, route, key)
) @strict;
CREATE INDEX idempotency_at ON idempotency (at);
