-- Formal decisions on people, and for how long they have effect (spec 4.3).
CREATE TABLE measure (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
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
	place {int} NOT NULL,
	post {text} NOT NULL,
	kind {text} NOT NULL,
	decided_on {int} NOT NULL,
	ground {text} NOT NULL,
	fact {text} NOT NULL,
	effect_from {int} NOT NULL,
	months {int} NOT NULL,
	times {int} NOT NULL,
	facts_on {int} NOT NULL,
	restored_on {int} NOT NULL,
	made_for {int} NOT NULL,
	confirmer {int} NOT NULL,
	confirmed_on {int} NOT NULL,
	chief {int} NOT NULL,
	informed_on {int} NOT NULL,
	told {int} NOT NULL,
	told_on {int} NOT NULL,
	ends {int} NOT NULL,
	ended_on {int} NOT NULL,
	origin {int} NOT NULL,
	origin_from {int} NOT NULL,
	undone_by {text} NOT NULL,
	undone_no {text} NOT NULL,
	undone_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX measure_number ON measure(jurisdiction, part, serial) WHERE serial>0;
CREATE UNIQUE INDEX measure_once ON measure(jurisdiction, decision, person, kind) WHERE state='registered' OR state='in-force';
CREATE INDEX measure_serial ON measure(jurisdiction, serial, id);
CREATE INDEX measure_decided_on ON measure(jurisdiction, decided_on, id);
CREATE INDEX measure_ends ON measure(jurisdiction, ends, id);
CREATE INDEX measure_state ON measure(jurisdiction, state, id);
CREATE INDEX measure_unit ON measure(unit, id);
CREATE INDEX measure_person ON measure(person, id);
CREATE INDEX measure_chief ON measure(chief, id);
CREATE INDEX measure_told ON measure(told, id);
