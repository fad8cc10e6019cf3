-- What a slip is about may be another noun than an office document; by when a receipt is expected, and when it was asked
-- for again. What was issued is kept as a file, and the files that were attached at the signing are vouched for.
ALTER TABLE slip ADD COLUMN matter {text} NOT NULL DEFAULT '';
ALTER TABLE slip ADD COLUMN due {int} NOT NULL DEFAULT 0;
ALTER TABLE slip ADD COLUMN urged {int} NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN annexes {int} NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN annexes_sum {text} NOT NULL DEFAULT '';
ALTER TABLE dispatch ADD COLUMN sealed_at {int} NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN due {int} NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN missing {int} NOT NULL DEFAULT 0;
ALTER TABLE dispatch ADD COLUMN pdf {text} NOT NULL DEFAULT '';
ALTER TABLE dispatch ADD COLUMN certificate {text} NOT NULL DEFAULT '';
CREATE INDEX dispatch_missing ON dispatch(jurisdiction, id) WHERE missing>0;
CREATE INDEX dispatch_pdf ON dispatch(jurisdiction, pdf, id);
