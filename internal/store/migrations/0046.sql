-- The sample that is looked at again after closing (spec 8 #3): draws, what each unit
-- closed, and one re-check for each drawn matter.
CREATE TABLE draw (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	period {text} NOT NULL,
	first_day {int} NOT NULL,
	last_day {int} NOT NULL,
	share {int} NOT NULL,
	per_unit {int} NOT NULL,
	at_most {int} NOT NULL,
	closed {int} NOT NULL,
	sample {int} NOT NULL,
	drawn_on {int} NOT NULL,
	covers {int} NOT NULL,
	seed {text} NOT NULL){strict};
CREATE UNIQUE INDEX draw_once ON draw(jurisdiction, side, period);
CREATE INDEX draw_last ON draw(jurisdiction, last_day, id);
CREATE INDEX draw_unit_of ON draw(unit, id);
CREATE TABLE draw_unit (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	draw {int} NOT NULL,
	place {int} NOT NULL,
	unit {int} NOT NULL,
	closed {int} NOT NULL,
	sample {int} NOT NULL,
	numbers {text} NOT NULL){strict};
CREATE INDEX draw_unit_draw ON draw_unit(draw, id);
CREATE TABLE recheck (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	draw {int} NOT NULL,
	place {int} NOT NULL,
	of {text} NOT NULL,
	matter {int} NOT NULL,
	code {text} NOT NULL,
	subject {text} NOT NULL,
	closed_on {int} NOT NULL,
	requester {int} NOT NULL,
	confirmer {int} NOT NULL,
	reviewer {int} NOT NULL,
	checker {int} NOT NULL,
	due {int} NOT NULL,
	done_by {int} NOT NULL,
	done_on {int} NOT NULL,
	seen {text} NOT NULL,
	missing {text} NOT NULL,
	new_due {int} NOT NULL,
	reply {text} NOT NULL,
	replied_by {int} NOT NULL,
	replied_on {int} NOT NULL){strict};
CREATE UNIQUE INDEX recheck_once ON recheck(draw, matter);
CREATE INDEX recheck_due ON recheck(jurisdiction, due, id);
CREATE INDEX recheck_closed ON recheck(jurisdiction, closed_on, id);
CREATE INDEX recheck_state ON recheck(jurisdiction, state, due, id);
CREATE INDEX recheck_unit ON recheck(unit, id);
CREATE INDEX recheck_checker ON recheck(checker, state, id);
CREATE INDEX recheck_draw ON recheck(draw, state);

-- Lists by due day place what is kept up by the day that they show.
CREATE INDEX order_open_shown ON orders(jurisdiction, open, (CASE WHEN long_term=1 THEN review_by ELSE due END), id);
CREATE INDEX order_state_shown ON orders(jurisdiction, state, (CASE WHEN long_term=1 THEN review_by ELSE due END), id);
CREATE INDEX order_unit_shown ON orders(unit, open, (CASE WHEN long_term=1 THEN review_by ELSE due END), id);
CREATE INDEX problem_open_shown ON problem(jurisdiction, open, (CASE WHEN long_term=1 THEN 2147483647 ELSE due END), id);
CREATE INDEX problem_state_shown ON problem(jurisdiction, state, (CASE WHEN long_term=1 THEN 2147483647 ELSE due END), id);
CREATE INDEX problem_unit_shown ON problem(unit, open, (CASE WHEN long_term=1 THEN 2147483647 ELSE due END), id);
DROP INDEX order_special;
DROP INDEX order_asked;
DROP INDEX problem_unnoted;
DROP INDEX problem_proposed;
CREATE INDEX order_special ON orders(jurisdiction, open, (CASE WHEN long_term=1 THEN review_by ELSE due END), id)
	WHERE special=1;
CREATE INDEX order_asked ON orders(jurisdiction, open, (CASE WHEN long_term=1 THEN review_by ELSE due END), id)
	WHERE asked_due>0;
CREATE INDEX problem_unnoted ON problem(jurisdiction, open, (CASE WHEN long_term=1 THEN 2147483647 ELSE due END), id)
	WHERE note_by>0 AND noted_at=0;
CREATE INDEX problem_proposed ON problem(jurisdiction, open, (CASE WHEN long_term=1 THEN 2147483647 ELSE due END), id)
	WHERE propose_on>0;
