-- Owner: web. What somebody typed into a form whose session was over, boxed under a name only
-- their browser was told, until they have signed in again: an hour at most. It goes back to
-- the account that was given the page, and to nobody else.
CREATE TABLE held_form (
    token_hash @blob NOT NULL PRIMARY KEY,
    actor_id @int NOT NULL,
    boxed @blob NOT NULL,
    until @time NOT NULL
) @strict;
CREATE INDEX held_form_until ON held_form (until);
CREATE INDEX held_form_actor ON held_form (actor_id, until);
