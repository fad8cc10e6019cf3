-- Dual reports: of a year and special ones (spec 3.6).
CREATE TABLE report (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	whose {text} NOT NULL,
	year {int} NOT NULL,
	body {int} NOT NULL,
	person {int} NOT NULL,
	subject {text} NOT NULL,
	due {int} NOT NULL,
	duty {text} NOT NULL,
	problems {text} NOT NULL,
	orders {text} NOT NULL,
	shortcomings {text} NOT NULL,
	outlook {text} NOT NULL,
	figures {text} NOT NULL,
	next {int} NOT NULL,
	filed_on {int} NOT NULL,
	edition {int} NOT NULL,
	means {text} NOT NULL,
	frozen {text} NOT NULL,
	closed_on {int} NOT NULL,
	taken {text} NOT NULL,
	committee {int} NOT NULL,
	committee_office {int} NOT NULL,
	committee_stand {text} NOT NULL,
	committee_by {int} NOT NULL,
	committee_on {int} NOT NULL,
	committee_said {text} NOT NULL,
	committee_said_by {int} NOT NULL,
	committee_said_on {int} NOT NULL,
	commission {int} NOT NULL,
	commission_office {int} NOT NULL,
	commission_stand {text} NOT NULL,
	commission_by {int} NOT NULL,
	commission_on {int} NOT NULL,
	commission_said {text} NOT NULL,
	commission_said_by {int} NOT NULL,
	commission_said_on {int} NOT NULL){strict};
CREATE TABLE special (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	body {int} NOT NULL,
	person {int} NOT NULL,
	subject {text} NOT NULL,
	matter {text} NOT NULL,
	next {int} NOT NULL,
	filed_on {int} NOT NULL,
	edition {int} NOT NULL,
	means {text} NOT NULL,
	frozen {text} NOT NULL,
	closed_on {int} NOT NULL,
	taken {text} NOT NULL,
	committee {int} NOT NULL,
	committee_office {int} NOT NULL,
	committee_stand {text} NOT NULL,
	committee_by {int} NOT NULL,
	committee_on {int} NOT NULL,
	committee_said {text} NOT NULL,
	committee_said_by {int} NOT NULL,
	committee_said_on {int} NOT NULL,
	commission {int} NOT NULL,
	commission_office {int} NOT NULL,
	commission_stand {text} NOT NULL,
	commission_by {int} NOT NULL,
	commission_on {int} NOT NULL,
	commission_said {text} NOT NULL,
	commission_said_by {int} NOT NULL,
	commission_said_on {int} NOT NULL){strict};
CREATE INDEX report_unit ON report(unit, id);
CREATE INDEX report_filed ON report(jurisdiction, filed_on, id);
CREATE INDEX report_next ON report(jurisdiction, state, next, id);
CREATE INDEX report_committee ON report(committee, id) WHERE committee_stand IN ('open','received');
CREATE INDEX report_committee_office ON report(jurisdiction, committee_stand, id) WHERE committee_office=1;
CREATE INDEX report_commission ON report(commission, id) WHERE commission_stand IN ('open','received');
CREATE INDEX report_commission_office ON report(jurisdiction, commission_stand, id) WHERE commission_office=1;
CREATE INDEX special_unit ON special(unit, id);
CREATE INDEX special_filed ON special(jurisdiction, filed_on, id);
CREATE INDEX special_next ON special(jurisdiction, state, next, id);
CREATE INDEX special_committee ON special(committee, id) WHERE committee_stand IN ('open','received');
CREATE INDEX special_committee_office ON special(jurisdiction, committee_stand, id) WHERE committee_office=1;
CREATE INDEX special_commission ON special(commission, id) WHERE commission_stand IN ('open','received');
CREATE INDEX special_commission_office ON special(jurisdiction, commission_stand, id) WHERE commission_office=1;
CREATE INDEX report_due ON report(jurisdiction, due, id);
CREATE UNIQUE INDEX report_one ON report(jurisdiction, body, year, whose) WHERE state<>'withdrawn';
