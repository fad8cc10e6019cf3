-- Duties that the policy's rules create (spec 3 head).
CREATE TABLE duty (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	rule {text} NOT NULL,
	what {text} NOT NULL,
	period {text} NOT NULL,
	body {int} NOT NULL,
	level {text} NOT NULL,
	person {int} NOT NULL,
	begins_on {int} NOT NULL,
	ends_on {int} NOT NULL,
	first_due {int} NOT NULL,
	due {int} NOT NULL,
	times {int} NOT NULL,
	count {int} NOT NULL,
	proof {text} NOT NULL,
	points {int} NOT NULL,
	in_person {int} NOT NULL,
	done_on {int} NOT NULL,
	how {text} NOT NULL,
	late {int} NOT NULL,
	backfilled {int} NOT NULL,
	card {text} NOT NULL,
	card_on {int} NOT NULL,
	carded {int} NOT NULL,
	paused_on {int} NOT NULL,
	why {text} NOT NULL){strict};
-- One duty of one rule, period, body and person.
CREATE UNIQUE INDEX duty_once ON duty(jurisdiction, rule, period, body, person);
CREATE INDEX duty_due ON duty(jurisdiction, due, id);
CREATE INDEX duty_state ON duty(jurisdiction, state, due, id);
CREATE INDEX duty_unit ON duty(unit, id);
CREATE INDEX duty_body ON duty(body, begins_on, id);
CREATE INDEX duty_person ON duty(person, begins_on, id) WHERE person<>0;
