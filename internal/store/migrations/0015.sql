-- The search index is made of normalised words (text.Tidy, text.Half): what was
-- indexed before is made anew.
INSERT INTO stale(derived) VALUES('search');
