-- Comparisons on equal terms, each with who looked and for what (spec 5.1).
CREATE TABLE comparison (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
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
	subject {text} NOT NULL,
	use {text} NOT NULL,
	years {int} NOT NULL,
	names {text} NOT NULL,
	asked {int} NOT NULL,
	packed {text} NOT NULL){strict};
CREATE UNIQUE INDEX comparison_number ON comparison(jurisdiction, part, serial) WHERE serial>0;
CREATE INDEX comparison_serial ON comparison(jurisdiction, serial, id);
CREATE INDEX comparison_unit ON comparison(unit, id);
