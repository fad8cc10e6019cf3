-- The task list (spec 2.3).
CREATE TABLE task (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	number {text} NOT NULL,
	year {int} NOT NULL,
	origin {text} NOT NULL,
	category {text} NOT NULL,
	task {text} NOT NULL,
	detail {text} NOT NULL,
	document {text} NOT NULL,
	body {int} NOT NULL,
	person {int} NOT NULL,
	lead {text} NOT NULL,
	assisting {text} NOT NULL,
	period {text} NOT NULL,
	proof {text} NOT NULL,
	points {int} NOT NULL,
	start {int} NOT NULL,
	due {int} NOT NULL,
	every {text} NOT NULL,
	next {int} NOT NULL,
	reached {int} NOT NULL,
	percent {int} NOT NULL,
	parent {int} NOT NULL,
	stage {text} NOT NULL,
	done {text} NOT NULL,
	delivered_on {int} NOT NULL,
	delivered_by {int} NOT NULL,
	lateness {text} NOT NULL,
	missing {text} NOT NULL,
	accepted_on {int} NOT NULL,
	supervision {int} NOT NULL,
	ended_on {int} NOT NULL,
	end_reason {text} NOT NULL){strict};
CREATE INDEX task_due ON task(jurisdiction, next, id);
CREATE INDEX task_number ON task(jurisdiction, number, id);
CREATE INDEX task_year ON task(jurisdiction, year, id);
CREATE INDEX task_points ON task(jurisdiction, points, id);
CREATE INDEX task_parent ON task(jurisdiction, parent, id);
CREATE INDEX task_unit ON task(unit, id);
CREATE INDEX task_done ON task(jurisdiction, state, next, id);
CREATE UNIQUE INDEX task_number_once ON task(body, year, number) WHERE state<>'ended' AND number<>'';
-- An order may hasten a task that is late.
ALTER TABLE orders ADD COLUMN task {int} NOT NULL DEFAULT 0;
