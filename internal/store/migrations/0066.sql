-- Liaison points (spec 3.1): who links which unit, and the visits paid there.
CREATE TABLE link (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	year {int} NOT NULL,
	body {int} NOT NULL,
	member {int} NOT NULL,
	point {int} NOT NULL,
	since {int} NOT NULL,
	label {text} NOT NULL,
	last_on {int} NOT NULL,
	next {int} NOT NULL,
	ended_on {int} NOT NULL,
	end_reason {text} NOT NULL){strict};
CREATE UNIQUE INDEX link_one ON link(jurisdiction, year, point, body) WHERE state='in-force';
CREATE INDEX link_since ON link(jurisdiction, since, id);
CREATE INDEX link_year ON link(jurisdiction, year, id);
CREATE INDEX link_next ON link(jurisdiction, next, id);
CREATE INDEX link_unit ON link(unit, id);
CREATE INDEX link_member ON link(member, id);
CREATE TABLE visit (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	link {int} NOT NULL,
	member {int} NOT NULL,
	body {int} NOT NULL,
	paid_on {int} NOT NULL,
	place {text} NOT NULL,
	checked {text} NOT NULL,
	problem1 {text} NOT NULL,
	problem2 {text} NOT NULL,
	problem3 {text} NOT NULL,
	problem4 {text} NOT NULL,
	problem5 {text} NOT NULL,
	help {text} NOT NULL,
	steps {text} NOT NULL,
	found1 {int} NOT NULL,
	found2 {int} NOT NULL,
	found3 {int} NOT NULL,
	found4 {int} NOT NULL,
	found5 {int} NOT NULL,
	confirmed_on {int} NOT NULL,
	corrects {int} NOT NULL,
	corrected_by {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE INDEX visit_on ON visit(jurisdiction, paid_on, id);
CREATE INDEX visit_state ON visit(jurisdiction, state, id);
CREATE INDEX visit_unit ON visit(unit, id);
CREATE INDEX visit_member ON visit(member, id);
