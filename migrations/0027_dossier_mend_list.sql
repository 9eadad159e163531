-- owner: dossier
-- Requests about results as lists of an agency: the open ones, and those answered lately.

CREATE INDEX dossier_mend_waiting ON dossier_mend(due_at, opened_at) WHERE state = 'open';
CREATE INDEX dossier_mend_answered ON dossier_mend(closed_at) WHERE closed_at IS NOT NULL;
