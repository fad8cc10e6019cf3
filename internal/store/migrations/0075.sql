-- Which item was made known and on which ground, as it stood when it was written: the approval sheet says both.
ALTER TABLE disclosure ADD COLUMN item {text} NOT NULL DEFAULT '';
ALTER TABLE disclosure ADD COLUMN basis {text} NOT NULL DEFAULT '';
