-- What inspections find, and their checklists (spec 3.7).
CREATE TABLE finding (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	inspection {int} NOT NULL,
	team {text} NOT NULL,
	what {text} NOT NULL,
	category {text} NOT NULL,
	level {text} NOT NULL,
	measure {text} NOT NULL,
	leader {int} NOT NULL,
	handler {int} NOT NULL,
	due {int} NOT NULL,
	problem {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE INDEX finding_inspection ON finding(inspection, id);
CREATE INDEX finding_unit ON finding(unit, id);
CREATE INDEX finding_problem ON finding(problem, id) WHERE problem<>0;
CREATE TABLE checkup (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	inspection {int} NOT NULL,
	team {text} NOT NULL,
	of {text} NOT NULL,
	matter {int} NOT NULL,
	what {text} NOT NULL,
	due {int} NOT NULL,
	result {text} NOT NULL,
	note {text} NOT NULL){strict};
CREATE INDEX checkup_inspection ON checkup(inspection, id);
CREATE INDEX checkup_unit ON checkup(unit, id);
