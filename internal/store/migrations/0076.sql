-- Outcomes of discipline cases that were decided (spec 3 (5), 4.3).
CREATE TABLE case_outcome (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	part {text} NOT NULL,
	serial {int} NOT NULL,
	number {text} NOT NULL,
	decision {text} NOT NULL,
	organ {text} NOT NULL,
	person {int} NOT NULL,
	name {text} NOT NULL,
	place {int} NOT NULL,
	post {text} NOT NULL,
	discipline {text} NOT NULL,
	gravity {text} NOT NULL,
	outcome {text} NOT NULL,
	decided_on {int} NOT NULL,
	fact {text} NOT NULL,
	leader {int} NOT NULL,
	published {int} NOT NULL,
	self_found {int} NOT NULL,
	talk_with {int} NOT NULL,
	owes {int} NOT NULL,
	asked_on {int} NOT NULL,
	owner {int} NOT NULL,
	told {int} NOT NULL,
	informed_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX case_number ON case_outcome(jurisdiction, part, serial) WHERE serial>0;
CREATE UNIQUE INDEX case_once ON case_outcome(jurisdiction, decision, person, name) WHERE state<>'withdrawn';
CREATE INDEX case_serial ON case_outcome(jurisdiction, serial, id);
CREATE INDEX case_decided_on ON case_outcome(jurisdiction, decided_on, id);
CREATE INDEX case_asked_on ON case_outcome(jurisdiction, asked_on);
CREATE INDEX case_written ON case_outcome(jurisdiction, number);
CREATE INDEX case_unit ON case_outcome(unit, id);
CREATE INDEX case_owner ON case_outcome(owner, id);
CREATE INDEX case_told ON case_outcome(told, id);
