-- Preventive education, and what was answered to its quizzes (spec 3.4).
CREATE TABLE education (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	theme {text} NOT NULL,
	form {text} NOT NULL,
	body {int} NOT NULL,
	day {int} NOT NULL,
	place {text} NOT NULL,
	lecturer {int} NOT NULL,
	guest {text} NOT NULL,
	whom {text} NOT NULL,
	names {text} NOT NULL,
	content {text} NOT NULL,
	quiz {text} NOT NULL,
	pass {int} NOT NULL,
	quiz_due {int} NOT NULL,
	people {text} NOT NULL,
	answered {text} NOT NULL,
	roll {text} NOT NULL,
	expected {int} NOT NULL,
	present {int} NOT NULL,
	absent {int} NOT NULL,
	made_up {int} NOT NULL,
	held_on {int} NOT NULL,
	passed {int} NOT NULL,
	average {int} NOT NULL,
	closed_on {int} NOT NULL,
	summary {text} NOT NULL,
	why {text} NOT NULL){strict};
CREATE TABLE attempt (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	education {int} NOT NULL,
	title {text} NOT NULL,
	person {int} NOT NULL,
	answers {text} NOT NULL){strict};
CREATE INDEX education_day ON education(jurisdiction, day, id);
CREATE INDEX education_held_on ON education(jurisdiction, held_on, id);
CREATE INDEX education_quiz ON education(jurisdiction, quiz_due, id) WHERE quiz_due>0;
CREATE INDEX education_unit ON education(unit, id);
CREATE UNIQUE INDEX attempt_once ON attempt(education, person);
CREATE INDEX attempt_person ON attempt(person, id);
CREATE INDEX attempt_unit ON attempt(unit, id);
