-- Teams and models of 勤廉兼优, and objections while they are public (spec 5.2).
CREATE TABLE honour (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
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
	kind {text} NOT NULL,
	year {int} NOT NULL,
	body {int} NOT NULL,
	person {int} NOT NULL,
	post {text} NOT NULL,
	deeds {text} NOT NULL,
	packed {text} NOT NULL,
	made_for {int} NOT NULL,
	checked {int} NOT NULL,
	notice_on {int} NOT NULL,
	notice_until {int} NOT NULL,
	due {int} NOT NULL,
	approved_on {int} NOT NULL,
	meeting {text} NOT NULL,
	reward {int} NOT NULL,
	media {text} NOT NULL,
	public_on {int} NOT NULL,
	revoke_no {text} NOT NULL,
	revoked_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX honour_number ON honour(jurisdiction, part, serial) WHERE serial>0;
CREATE UNIQUE INDEX honour_model ON honour(jurisdiction, person, year) WHERE kind='model' AND (state='nominated' OR state='noticed' OR state='approved');
CREATE UNIQUE INDEX honour_team ON honour(jurisdiction, body, year) WHERE kind='team' AND (state='nominated' OR state='noticed' OR state='approved');
CREATE INDEX honour_serial ON honour(jurisdiction, serial, id);
CREATE INDEX honour_year ON honour(jurisdiction, year, id);
CREATE INDEX honour_state ON honour(jurisdiction, state, id);
CREATE INDEX honour_unit ON honour(unit, id);
CREATE INDEX honour_person ON honour(person, id);
CREATE INDEX honour_body ON honour(body, id);
CREATE TABLE protest (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	honour {int} NOT NULL,
	year {int} NOT NULL,
	claim {text} NOT NULL,
	raised_by {int} NOT NULL,
	nominator {int} NOT NULL,
	nominated_for {int} NOT NULL,
	due {int} NOT NULL,
	reason {text} NOT NULL,
	answered_by {int} NOT NULL,
	answered_on {int} NOT NULL){strict};
CREATE INDEX protest_due ON protest(jurisdiction, due, id);
CREATE INDEX protest_state ON protest(jurisdiction, state, id);
CREATE INDEX protest_honour ON protest(honour, id);
CREATE INDEX protest_unit ON protest(unit, id);
CREATE INDEX protest_raised_by ON protest(raised_by, id);
