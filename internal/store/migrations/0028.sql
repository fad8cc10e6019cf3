-- A file that was attached by mistake is taken off: by whom, when and why. Its row
-- and its bytes stay.
ALTER TABLE evidence ADD COLUMN removed_by {int} NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN removed_at {int} NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN removal {text} NOT NULL DEFAULT '';
