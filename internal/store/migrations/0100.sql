-- What an appeal takes back of what was deducted (spec 4.3): of circulars and cases, and of results that were fed back.
ALTER TABLE matter ADD COLUMN circulars {text} NOT NULL DEFAULT '';
ALTER TABLE appeal ADD COLUMN back {int} NOT NULL DEFAULT 0;
ALTER TABLE mention ADD COLUMN was {int} NOT NULL DEFAULT 0;
ALTER TABLE mention ADD COLUMN undone {text} NOT NULL DEFAULT '';
ALTER TABLE case_outcome ADD COLUMN undone {text} NOT NULL DEFAULT '';
ALTER TABLE case_outcome ADD COLUMN back {int} NOT NULL DEFAULT 0;
ALTER TABLE scoresheet ADD COLUMN former {text} NOT NULL DEFAULT '';
ALTER TABLE scoresheet ADD COLUMN former_total {int} NOT NULL DEFAULT 0;
ALTER TABLE scoresheet ADD COLUMN former_rank {int} NOT NULL DEFAULT 0;
ALTER TABLE scoresheet ADD COLUMN former_grade {text} NOT NULL DEFAULT '';
ALTER TABLE scoresheet ADD COLUMN corrected_by {text} NOT NULL DEFAULT '';
ALTER TABLE scoresheet ADD COLUMN corrected_on {int} NOT NULL DEFAULT 0;
-- The proof of service has its witness and a remark.
ALTER TABLE ruling ADD COLUMN witness {text} NOT NULL DEFAULT '';
ALTER TABLE ruling ADD COLUMN remark {text} NOT NULL DEFAULT '';
-- What follows from a ruling on a body.
ALTER TABLE consequence ADD COLUMN ruling {int} NOT NULL DEFAULT 0;
CREATE INDEX consequence_ruling ON consequence(ruling, id);
CREATE INDEX consequence_sheet ON consequence(sheet, id);
