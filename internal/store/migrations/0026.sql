-- The policy pack in time: versions, and the texts of their files, which versions
-- share where they are the same.
CREATE TABLE policy_text (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	name {text} NOT NULL,
	body {text} NOT NULL){strict};

CREATE TABLE policy_version (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	no {int} NOT NULL,
	state {text} NOT NULL,
	files {text} NOT NULL,
	pack {text} NOT NULL,
	note {text} NOT NULL,
	proposed_by {int} NOT NULL,
	proposed_at {int} NOT NULL,
	from_day {int} NOT NULL,
	adopted_by {int} NOT NULL,
	adopted_at {int} NOT NULL,
	reason {text} NOT NULL,
	withdrawn_by {int} NOT NULL,
	withdrawn_at {int} NOT NULL){strict};

CREATE UNIQUE INDEX policy_version_no ON policy_version(jurisdiction, no);
