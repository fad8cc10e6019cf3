-- The document of the assessment schemes of an adopted version is kept as a file: its digest, and by which certificate
-- it is signed.
ALTER TABLE policy_version ADD COLUMN pdf {text} NOT NULL DEFAULT '';
ALTER TABLE policy_version ADD COLUMN certificate {text} NOT NULL DEFAULT '';
