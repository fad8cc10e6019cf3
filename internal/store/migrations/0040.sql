-- What binds a unit, a body and a person is asked for by the days on which it falls
-- due (spec 6.3): the workbench, the year, the calendar, the feeds.
DROP INDEX duty_unit;
DROP INDEX duty_body;
DROP INDEX duty_person;
CREATE INDEX duty_unit ON duty(unit, due, id);
CREATE INDEX duty_body ON duty(body, due, id);
CREATE INDEX duty_person ON duty(person, due, id) WHERE person<>0;
-- The secret addresses under which calendars are read (RFC 5545).
CREATE TABLE feed (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	account {int} NOT NULL,
	unit {int} NOT NULL,
	digest_of {blob} NOT NULL,
	revoked {int} NOT NULL,
	created_at {int} NOT NULL){strict};
CREATE UNIQUE INDEX feed_digest ON feed(digest_of);
CREATE INDEX feed_account ON feed(account, id);
