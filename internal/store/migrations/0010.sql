-- What is reported to the leading group and waits to be noted, and what the
-- system proposes to raise, are few of many open problems: each has its small
-- index, beginning as that of all open problems does (see 0006).
ALTER TABLE problem ADD COLUMN note_by {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN noted_at {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN noter {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN proposals {text} NOT NULL DEFAULT '';
ALTER TABLE problem ADD COLUMN propose_on {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN weighed_on {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN weighed_rejections {int} NOT NULL DEFAULT 0;
CREATE INDEX problem_unnoted ON problem(jurisdiction, open, due, id) WHERE note_by>0 AND noted_at=0;
CREATE INDEX problem_proposed ON problem(jurisdiction, open, due, id) WHERE propose_on>0;
-- Whether a unit had the like before is asked of each problem registered.
CREATE INDEX problem_alike ON problem(unit, category, registered_at) WHERE category<>'';
