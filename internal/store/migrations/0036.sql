-- Papers that the first responsible person signs (spec 3.3).
CREATE TABLE signoff (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	kind {text} NOT NULL,
	body {int} NOT NULL,
	year {int} NOT NULL,
	content {text} NOT NULL,
	newest {int} NOT NULL,
	endorsed {int} NOT NULL,
	released {int} NOT NULL,
	issued_on {int} NOT NULL,
	document {text} NOT NULL,
	return {text} NOT NULL){strict};
CREATE UNIQUE INDEX signoff_once ON signoff(jurisdiction, body, year, kind, title);
CREATE INDEX signoff_year ON signoff(jurisdiction, year, id);
CREATE INDEX signoff_title ON signoff(jurisdiction, title, id);
CREATE INDEX signoff_unit ON signoff(unit, id);
CREATE INDEX signoff_waiting ON signoff(jurisdiction, body, id) WHERE state='waiting';
