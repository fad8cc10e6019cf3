-- Duty records 履责纪实 (spec 2.6).
CREATE TABLE record (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	part {text} NOT NULL,
	serial {int} NOT NULL,
	number {text} NOT NULL,
	body {int} NOT NULL,
	person {int} NOT NULL,
	duty {int} NOT NULL,
	form {text} NOT NULL,
	done_on {int} NOT NULL,
	subject {text} NOT NULL,
	clock {text} NOT NULL,
	place {text} NOT NULL,
	participants {text} NOT NULL,
	content {text} NOT NULL,
	level {text} NOT NULL,
	responsibility {int} NOT NULL,
	task {int} NOT NULL,
	problems {text} NOT NULL,
	measures {text} NOT NULL,
	year {int} NOT NULL,
	quarter {int} NOT NULL,
	post {text} NOT NULL,
	registered_on {int} NOT NULL,
	backfilled {int} NOT NULL,
	confirmed_on {int} NOT NULL,
	reviewed_on {int} NOT NULL,
	reviewer {int} NOT NULL,
	opinion {text} NOT NULL,
	corrects {int} NOT NULL,
	corrected_by {int} NOT NULL){strict};
-- The two ledgers are numbered apart.
CREATE UNIQUE INDEX record_number ON record(jurisdiction, side, part, serial) WHERE serial>0;
CREATE INDEX record_serial ON record(jurisdiction, serial, id);
CREATE INDEX record_done ON record(jurisdiction, done_on, id);
CREATE INDEX record_late ON record(jurisdiction, backfilled, id) WHERE backfilled=1;
CREATE INDEX record_unit ON record(unit, id);
CREATE INDEX record_body ON record(body, year, id);
CREATE INDEX record_person ON record(person, id);
-- What it discharges and counts for.
CREATE INDEX record_duty ON record(duty, id) WHERE duty<>0;
CREATE INDEX record_responsibility ON record(responsibility, id) WHERE responsibility<>0;
CREATE INDEX record_task ON record(task, id) WHERE task<>0;
