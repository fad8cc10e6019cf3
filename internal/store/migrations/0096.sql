-- What follows from decisions on people and from grades (spec 5.1).
CREATE TABLE consequence (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	part {text} NOT NULL,
	serial {int} NOT NULL,
	number {text} NOT NULL,
	title {text} NOT NULL,
	hand {text} NOT NULL,
	kind {text} NOT NULL,
	year {int} NOT NULL,
	person {int} NOT NULL,
	body {int} NOT NULL,
	place {int} NOT NULL,
	measure {int} NOT NULL,
	sheet {int} NOT NULL,
	rests {text} NOT NULL,
	decided {int} NOT NULL,
	what {text} NOT NULL,
	carrier {text} NOT NULL,
	agency {int} NOT NULL,
	taker {int} NOT NULL,
	due {int} NOT NULL,
	begins {int} NOT NULL,
	ends {int} NOT NULL,
	use {text} NOT NULL,
	clause {text} NOT NULL,
	done {text} NOT NULL,
	done_on {int} NOT NULL,
	done_by {int} NOT NULL,
	told {int} NOT NULL,
	ended_on {int} NOT NULL,
	undone {text} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX consequence_number ON consequence(jurisdiction, part, serial) WHERE serial>0;
CREATE INDEX consequence_serial ON consequence(jurisdiction, serial, id);
CREATE INDEX consequence_due ON consequence(jurisdiction, due, id);
CREATE INDEX consequence_ends ON consequence(jurisdiction, ends, id);
CREATE INDEX consequence_state ON consequence(jurisdiction, state, id);
CREATE INDEX consequence_unit ON consequence(unit, id);
CREATE INDEX consequence_place ON consequence(place, id);
CREATE INDEX consequence_person ON consequence(person, id);
CREATE INDEX consequence_taker ON consequence(taker, id);
CREATE INDEX consequence_told ON consequence(told, id);
CREATE INDEX consequence_measure ON consequence(measure, id);
