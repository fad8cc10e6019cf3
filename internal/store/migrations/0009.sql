-- What a file shows: how it was before, or that it was put right after.
ALTER TABLE evidence ADD COLUMN phase {text} NOT NULL DEFAULT '';
