-- Registered documents (spec 2.2).
CREATE TABLE document (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	short {text} NOT NULL,
	number {text} NOT NULL,
	organ {text} NOT NULL,
	kind {text} NOT NULL,
	level {text} NOT NULL,
	issued {int} NOT NULL,
	since {int} NOT NULL,
	owner {int} NOT NULL,
	note {text} NOT NULL,
	successor {text} NOT NULL,
	ended_on {int} NOT NULL,
	end_reason {text} NOT NULL){strict};
CREATE INDEX document_title ON document(jurisdiction, title, id);
CREATE INDEX document_issued ON document(jurisdiction, issued, id);
CREATE INDEX document_unit ON document(unit, id);
CREATE UNIQUE INDEX document_in_force ON document(jurisdiction, owner, title) WHERE state='in-force';
