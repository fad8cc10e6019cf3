-- The people in requests for integrity opinions, each with the answer that stands (spec 5.4).
CREATE TABLE candidate (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	opinion {int} NOT NULL,
	line {int} NOT NULL,
	name {text} NOT NULL,
	place {text} NOT NULL,
	post {text} NOT NULL,
	person {int} NOT NULL,
	proposed {text} NOT NULL,
	basis {text} NOT NULL,
	lead_as {text} NOT NULL,
	lead_no {text} NOT NULL,
	voices {text} NOT NULL,
	ruled {text} NOT NULL,
	reason {text} NOT NULL,
	answer {text} NOT NULL,
	document {text} NOT NULL,
	given_on {int} NOT NULL){strict};
CREATE INDEX candidate_opinion ON candidate(opinion, id);
CREATE INDEX candidate_open ON candidate(jurisdiction, state, id);
CREATE INDEX candidate_given_on ON candidate(jurisdiction, given_on, id);
CREATE INDEX candidate_person ON candidate(person, id);
CREATE INDEX candidate_unit ON candidate(unit, id);
