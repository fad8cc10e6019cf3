-- Where only the measures of a matter were changed, the index kept its old words:
-- it is made anew.
INSERT INTO stale(derived) VALUES('search');
