-- slip.sql - owns slip_template.

-- :exec slip_template_put
-- in  pub text, ruleset text, paper text, version int, from_at time, body text, reason text, made_at time, made_by int?
INSERT INTO slip_template (pub, ruleset, paper, version, from_at, body, reason, made_at, made_by)
VALUES (:pub, :ruleset, :paper, :version, :from_at, :body, :reason, :made_at, :made_by);

-- :one slip_template_at
-- in  ruleset text, paper text, at time
-- out version int, from_at time, body text, reason text, made_at time
SELECT version, from_at, body, reason, made_at FROM slip_template
 WHERE ruleset = :ruleset AND paper = :paper AND from_at <= :at ORDER BY version DESC LIMIT 1;

-- :one slip_template_newest
-- in  ruleset text, paper text
-- out id int, version int, from_at time, body text
SELECT id, version, from_at, body FROM slip_template
 WHERE ruleset = :ruleset AND paper = :paper ORDER BY version DESC LIMIT 1;

-- :one slip_template_of
-- in  ruleset text, paper text, version int
-- out id int, pub text, body text
SELECT id, pub, body FROM slip_template
 WHERE ruleset = :ruleset AND paper = :paper AND version = :version;

-- :many slip_template_versions
-- in  ruleset text, paper text
-- out ruleset text, paper text, version int, from_at time, body text, reason text, made_at time, made_by text?
SELECT t.ruleset, t.paper, t.version, t.from_at, t.body, t.reason, t.made_at, s.name
  FROM slip_template t LEFT JOIN v_staff_name s ON s.id = t.made_by
 WHERE t.ruleset = :ruleset AND t.paper = :paper ORDER BY t.version;

-- The newest of every paper.
-- :many slip_template_all
-- out ruleset text, paper text, version int, from_at time, body text, reason text, made_at time, made_by text?
SELECT t.ruleset, t.paper, t.version, t.from_at, t.body, t.reason, t.made_at, s.name
  FROM slip_template t LEFT JOIN v_staff_name s ON s.id = t.made_by
 WHERE t.version = (SELECT MAX(n.version) FROM slip_template n WHERE n.ruleset = t.ruleset AND n.paper = t.paper)
 ORDER BY t.ruleset, t.paper;
