-- Pages of people ask of each list what concerns them. What was indexed before the team of an inspection found it is
-- indexed anew.
CREATE INDEX pledge_person ON pledge(person, id);
CREATE INDEX task_person ON task(person, id);
CREATE INDEX mention_person ON mention(person, id);
INSERT INTO stale(derived) VALUES('search');
