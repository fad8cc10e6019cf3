-- Rows of the search index are named by matter, kind and side together
-- (searchID). What is there is made anew from the covered tables after the
-- migrations: a row in stale asks for that.
CREATE TABLE stale (derived {text} NOT NULL){strict};
INSERT INTO stale(derived) VALUES('search');
