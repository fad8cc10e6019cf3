-- Requests for integrity opinions, and the letters that answer them (spec 5.4).
CREATE TABLE opinion (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
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
	office {int} NOT NULL,
	sender {text} NOT NULL,
	letter_no {text} NOT NULL,
	received_on {int} NOT NULL,
	purpose {text} NOT NULL,
	contact {text} NOT NULL,
	due {int} NOT NULL,
	people {int} NOT NULL,
	sections {text} NOT NULL,
	said {text} NOT NULL,
	proposed_on {int} NOT NULL,
	submitter {int} NOT NULL,
	submitter_for {int} NOT NULL,
	reviewer {int} NOT NULL,
	reviewer_for {int} NOT NULL,
	reviewed_on {int} NOT NULL,
	view {text} NOT NULL,
	back {text} NOT NULL,
	signers {text} NOT NULL,
	signed {text} NOT NULL,
	document {text} NOT NULL,
	issued_on {int} NOT NULL,
	pdf {text} NOT NULL,
	certificate {text} NOT NULL,
	code {text} NOT NULL,
	fingerprint {text} NOT NULL,
	frozen {text} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX opinion_number ON opinion(jurisdiction, part, serial) WHERE serial>0;
CREATE INDEX opinion_serial ON opinion(jurisdiction, serial, id);
CREATE INDEX opinion_due ON opinion(jurisdiction, due, id);
CREATE INDEX opinion_open ON opinion(jurisdiction, state, id);
CREATE INDEX opinion_unit ON opinion(unit, id);
CREATE INDEX opinion_letter ON opinion(jurisdiction, letter_no);
CREATE INDEX opinion_code ON opinion(code) WHERE code<>'';
