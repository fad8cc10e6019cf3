-- A renamed body stays the same body, with dated names; a merged unit remembers
-- into which other it went.
CREATE TABLE body_name (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	body {int} NOT NULL,
	name {text} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL){strict};
CREATE INDEX body_name_county ON body_name(jurisdiction, to_day);
ALTER TABLE unit ADD COLUMN merged_into {int} NOT NULL DEFAULT 0;
