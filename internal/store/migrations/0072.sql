-- Risk points, and the checks of them (spec 3.4).
CREATE TABLE risk (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	body {int} NOT NULL,
	section {text} NOT NULL,
	kind {text} NOT NULL,
	name {text} NOT NULL,
	content {text} NOT NULL,
	likelihood {text} NOT NULL,
	severity {text} NOT NULL,
	measures {text} NOT NULL,
	head {int} NOT NULL,
	leader {int} NOT NULL,
	review {int} NOT NULL,
	value {int} NOT NULL,
	level {text} NOT NULL,
	confirmed_on {int} NOT NULL,
	reviewed_on {int} NOT NULL,
	checked_on {int} NOT NULL,
	checks {int} NOT NULL,
	ended_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE TABLE riskcheck (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	risk {int} NOT NULL,
	body {int} NOT NULL,
	checked_on {int} NOT NULL,
	who {text} NOT NULL,
	seen {text} NOT NULL,
	in_place {text} NOT NULL,
	found {text} NOT NULL,
	remedy {text} NOT NULL,
	problem {int} NOT NULL){strict};
CREATE UNIQUE INDEX risk_once ON risk(body, section, name) WHERE state IN ('drafted','in-force');
CREATE INDEX risk_value ON risk(jurisdiction, value, id);
CREATE INDEX risk_review ON risk(jurisdiction, review, id);
CREATE INDEX risk_reviewed_on ON risk(jurisdiction, reviewed_on, id);
CREATE INDEX risk_unit ON risk(unit, id);
CREATE INDEX riskcheck_checked_on ON riskcheck(jurisdiction, checked_on, id);
CREATE INDEX riskcheck_risk ON riskcheck(risk, id);
CREATE INDEX riskcheck_unit ON riskcheck(unit, id);
