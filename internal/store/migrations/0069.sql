-- The yearly screenings, and what they found (spec 3.2).
CREATE TABLE screening (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	year {int} NOT NULL,
	body {int} NOT NULL,
	due {int} NOT NULL,
	held_on {int} NOT NULL,
	place {text} NOT NULL,
	participants {text} NOT NULL,
	sought {text} NOT NULL,
	opinions {int} NOT NULL,
	conclusion {text} NOT NULL,
	figures {text} NOT NULL,
	concerns {int} NOT NULL,
	closed_on {int} NOT NULL,
	outcome {text} NOT NULL,
	why {text} NOT NULL){strict};
CREATE TABLE concern (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	screening {int} NOT NULL,
	target {int} NOT NULL,
	what {text} NOT NULL,
	category {text} NOT NULL,
	level {text} NOT NULL,
	cause {text} NOT NULL,
	remedy {text} NOT NULL,
	leader {int} NOT NULL,
	handler {int} NOT NULL,
	due {int} NOT NULL,
	problem {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX screening_once ON screening(jurisdiction, body, year) WHERE state<>'withdrawn';
CREATE INDEX screening_held_on ON screening(jurisdiction, held_on, id);
CREATE INDEX screening_due ON screening(jurisdiction, due, id);
CREATE INDEX screening_unit ON screening(unit, id);
CREATE INDEX concern_screening ON concern(screening, id);
CREATE INDEX concern_unit ON concern(unit, id);
CREATE INDEX recheck_done ON recheck(jurisdiction, done_on, id);
