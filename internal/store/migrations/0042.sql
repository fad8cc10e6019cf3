-- Handovers when a leader changes (spec 8 #14), and the open matters they list.
CREATE TABLE handover (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	leaver {int} NOT NULL,
	successor {int} NOT NULL,
	post {text} NOT NULL,
	body {int} NOT NULL,
	appointment {int} NOT NULL,
	ended_on {int} NOT NULL,
	due {int} NOT NULL,
	matters {int} NOT NULL,
	frozen {text} NOT NULL,
	gone {int} NOT NULL,
	out_by {int} NOT NULL,
	out_on {int} NOT NULL,
	out_means {text} NOT NULL,
	out_reason {text} NOT NULL,
	in_by {int} NOT NULL,
	in_on {int} NOT NULL,
	in_means {text} NOT NULL){strict};
CREATE UNIQUE INDEX handover_once ON handover(jurisdiction, appointment);
CREATE INDEX handover_ended ON handover(jurisdiction, ended_on, id);
CREATE INDEX handover_due ON handover(jurisdiction, due, id);
CREATE INDEX handover_state ON handover(jurisdiction, state, ended_on, id);
CREATE INDEX handover_unit ON handover(unit, id);
CREATE INDEX handover_leaver ON handover(leaver, id);
CREATE INDEX handover_successor ON handover(successor, id);
CREATE TABLE handover_row (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	sheet {int} NOT NULL,
	place {int} NOT NULL,
	kind {text} NOT NULL,
	matter {int} NOT NULL,
	number {text} NOT NULL,
	title {text} NOT NULL,
	state {text} NOT NULL,
	due {int} NOT NULL,
	waits {int} NOT NULL,
	out_note {text} NOT NULL,
	in_note {text} NOT NULL){strict};
CREATE INDEX handover_row_sheet ON handover_row(sheet, id);
