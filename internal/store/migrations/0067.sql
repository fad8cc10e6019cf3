-- The object that found a problem, as visit/12.
ALTER TABLE problem ADD COLUMN origin {text} NOT NULL DEFAULT '';
