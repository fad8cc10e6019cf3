-- The power list (spec 2.1).
CREATE TABLE power (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	code {text} NOT NULL,
	name {text} NOT NULL,
	category {text} NOT NULL,
	body {int} NOT NULL,
	post {text} NOT NULL,
	handler {text} NOT NULL,
	basis {text} NOT NULL,
	boundary {text} NOT NULL,
	disclosure {text} NOT NULL,
	since {int} NOT NULL,
	accountability {text} NOT NULL,
	remark {text} NOT NULL,
	ended_on {int} NOT NULL,
	end_reason {text} NOT NULL){strict};
CREATE INDEX power_code ON power(jurisdiction, code, id);
CREATE INDEX power_since ON power(jurisdiction, since, id);
CREATE INDEX power_unit ON power(unit, id);
CREATE UNIQUE INDEX power_in_force ON power(jurisdiction, code) WHERE state='in-force' AND code<>'';
