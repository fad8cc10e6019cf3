-- The responsibility list (spec 2.2).
CREATE TABLE responsibility (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	number {text} NOT NULL,
	year {int} NOT NULL,
	body {int} NOT NULL,
	level {text} NOT NULL,
	heading {text} NOT NULL,
	duty {text} NOT NULL,
	requirement {text} NOT NULL,
	frequency {text} NOT NULL,
	due {int} NOT NULL,
	person {int} NOT NULL,
	supervisor {int} NOT NULL,
	proof {text} NOT NULL,
	points {int} NOT NULL,
	document {text} NOT NULL,
	clause {text} NOT NULL,
	ended_on {int} NOT NULL,
	end_reason {text} NOT NULL){strict};
CREATE INDEX responsibility_number ON responsibility(jurisdiction, number, id);
CREATE INDEX responsibility_year ON responsibility(jurisdiction, year, id);
CREATE INDEX responsibility_due ON responsibility(jurisdiction, due, id);
CREATE INDEX responsibility_points ON responsibility(jurisdiction, points, id);
CREATE INDEX responsibility_unit ON responsibility(unit, id);
CREATE UNIQUE INDEX responsibility_in_force ON responsibility(body, year, number) WHERE state='in-force' AND number<>'';
