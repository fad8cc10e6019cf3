-- What people are told (spec 6.3), and what they chose. Both may be lost: what waits
-- stands on the workbench, and what was done in the journal.
CREATE TABLE message (id {key},
	jurisdiction {int} NOT NULL,
	person {int} NOT NULL,
	behalf {int} NOT NULL,
	delegation {int} NOT NULL,
	of {text} NOT NULL,
	object {int} NOT NULL,
	grp {text} NOT NULL,
	said {text} NOT NULL,
	why {text} NOT NULL,
	topic {text} NOT NULL,
	unit {int} NOT NULL,
	done_by {int} NOT NULL,
	entry {int} NOT NULL,
	stamp {int} NOT NULL,
	times {int} NOT NULL,
	due {int} NOT NULL,
	at {int} NOT NULL,
	read_at {int} NOT NULL){strict};
CREATE UNIQUE INDEX message_once ON message(person, behalf, of, object, topic) WHERE read_at=0;
CREATE UNIQUE INDEX message_told ON message(person, behalf, of, object, topic, stamp);
CREATE INDEX message_newest ON message(person, behalf, at, id);
CREATE INDEX message_group ON message(person, behalf, grp, at, id);
CREATE INDEX message_unread ON message(person, behalf, at, id) WHERE read_at=0;
CREATE INDEX message_at ON message(at);
CREATE TABLE told_choice (id {key},
	person {int} NOT NULL,
	ways {text} NOT NULL,
	quiet_from {int} NOT NULL,
	quiet_to {int} NOT NULL,
	own {int} NOT NULL,
	rest {int} NOT NULL,
	email {text} NOT NULL){strict};
CREATE UNIQUE INDEX told_choice_of ON told_choice(person);
