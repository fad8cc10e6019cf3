-- A circular made of an assessment’s result, and the assessment that it makes known: each names the other.
ALTER TABLE appraisal ADD COLUMN draft {int} NOT NULL DEFAULT 0;
ALTER TABLE circular ADD COLUMN appraisal {int} NOT NULL DEFAULT 0;
