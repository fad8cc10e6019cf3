-- What another organ decided of an outcome and which decision on a person it is, by which decision a ruling was revoked
-- or changed, of which ruling a decision on a person is part, and whether a case was weighed (spec 4.3).
ALTER TABLE ruling ADD COLUMN formal_on {int} NOT NULL DEFAULT 0;
ALTER TABLE ruling ADD COLUMN formal_kind {text} NOT NULL DEFAULT '';
ALTER TABLE ruling ADD COLUMN formal_months {int} NOT NULL DEFAULT 0;
ALTER TABLE ruling ADD COLUMN also_formal {text} NOT NULL DEFAULT '';
ALTER TABLE ruling ADD COLUMN also_organ {text} NOT NULL DEFAULT '';
ALTER TABLE ruling ADD COLUMN also_on {int} NOT NULL DEFAULT 0;
ALTER TABLE ruling ADD COLUMN also_kind {text} NOT NULL DEFAULT '';
ALTER TABLE ruling ADD COLUMN also_months {int} NOT NULL DEFAULT 0;
ALTER TABLE appeal ADD COLUMN answer_no {text} NOT NULL DEFAULT '';
ALTER TABLE appeal ADD COLUMN answer_by {text} NOT NULL DEFAULT '';
ALTER TABLE measure ADD COLUMN ruling {int} NOT NULL DEFAULT 0;
CREATE INDEX measure_ruling ON measure(ruling, id) WHERE ruling<>0;
CREATE INDEX matter_person ON matter(person, id);
ALTER TABLE case_outcome ADD COLUMN weighed {text} NOT NULL DEFAULT '';
ALTER TABLE case_outcome ADD COLUMN weighed_by {int} NOT NULL DEFAULT 0;
ALTER TABLE case_outcome ADD COLUMN weighed_on {int} NOT NULL DEFAULT 0;
CREATE INDEX case_outcome_weighed ON case_outcome(jurisdiction, gravity, id) WHERE weighed_on=0;
