-- owner: notify
-- An online filing of which the officer was not told within the time of the rule set (NĐ 118/2025 Điều
-- 17.2: 2 hours), or has not been told yet. Whoever was told in time has no row here.
CREATE TABLE notice_officer (
  object_id @int NOT NULL PRIMARY KEY,
  event_id @int NOT NULL,           -- of the filing
  at @time NOT NULL,                -- filed
  by_at @time NOT NULL,             -- told until then
  told_at @time,                    -- NULL: nobody was there to be told
  alarmed_at @time,                 -- the head of the one-stop, or the leaders, were told
  ended_at @time                    -- answered before anybody was told
) @strict;
CREATE INDEX notice_officer_open ON notice_officer(by_at, object_id) WHERE told_at IS NULL AND ended_at IS NULL;
