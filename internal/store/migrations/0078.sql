-- Pages of people and units ask of each list what concerns them. What was indexed before the team of an inspection
-- found it is indexed anew.
CREATE INDEX pledge_person ON pledge(person, id);
CREATE INDEX task_person ON task(person, id);
CREATE INDEX mention_person ON mention(person, id);
CREATE INDEX case_person ON case_outcome(person, id);
CREATE INDEX inspection_target ON inspection(target, id);
INSERT INTO stale(derived) VALUES('search');
