-- Announcements of inspections, and what came after one (spec 2.6).
CREATE TABLE announcement (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	subject {text} NOT NULL,
	checked {int} NOT NULL,
	announced_on {int} NOT NULL,
	clock {text} NOT NULL,
	announcer {text} NOT NULL,
	first_day {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE INDEX announcement_on ON announcement(jurisdiction, announced_on, id);
CREATE INDEX announcement_checked ON announcement(checked, announced_on, id);
CREATE INDEX announcement_unit ON announcement(unit, id);
ALTER TABLE record ADD COLUMN announcement {int} NOT NULL DEFAULT 0;
CREATE INDEX record_announcement ON record(announcement, id) WHERE announcement<>0;
CREATE INDEX record_registered ON record(jurisdiction, registered_on, id);
-- Remarks on how records came about (spec 8 #6).
CREATE TABLE remark (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	kind {text} NOT NULL,
	record_number {text} NOT NULL,
	subject {text} NOT NULL,
	record {int} NOT NULL,
	person {int} NOT NULL,
	recorder {int} NOT NULL,
	recorder_for {int} NOT NULL,
	other {int} NOT NULL,
	announcement {int} NOT NULL,
	count {int} NOT NULL,
	day {int} NOT NULL,
	about {text} NOT NULL,
	mark {text} NOT NULL,
	reply {text} NOT NULL,
	replied_by {int} NOT NULL,
	replied_on {int} NOT NULL,
	decision {text} NOT NULL,
	decided_by {int} NOT NULL,
	decided_on {int} NOT NULL){strict};
CREATE UNIQUE INDEX remark_mark ON remark(jurisdiction, mark);
CREATE INDEX remark_record ON remark(record, id);
CREATE INDEX remark_unit ON remark(unit, id);
CREATE INDEX remark_person ON remark(person, id);
CREATE INDEX remark_state ON remark(jurisdiction, state, id);
CREATE INDEX remark_announcement ON remark(announcement, id) WHERE announcement<>0;
