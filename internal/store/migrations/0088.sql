-- Checks of people before they are used for something (spec 5.1).
CREATE TABLE clearance (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	part {text} NOT NULL,
	serial {int} NOT NULL,
	number {text} NOT NULL,
	purpose {text} NOT NULL,
	use {text} NOT NULL,
	day {int} NOT NULL,
	person {int} NOT NULL,
	names {text} NOT NULL,
	asked {int} NOT NULL,
	barred {int} NOT NULL,
	packed {text} NOT NULL){strict};
CREATE UNIQUE INDEX clearance_number ON clearance(jurisdiction, part, serial) WHERE serial>0;
CREATE INDEX clearance_serial ON clearance(jurisdiction, serial, id);
CREATE INDEX clearance_day ON clearance(jurisdiction, day, id);
CREATE INDEX clearance_unit ON clearance(unit, id);
