-- Letters other than the notice are written by one person and sent by another:
-- until then they have no number. A letter that was sent waits to be read.
DROP INDEX letter_number;
CREATE UNIQUE INDEX letter_number ON letter(jurisdiction, series, year, no) WHERE no>0;
ALTER TABLE letter ADD COLUMN state {text} NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN writer {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN written_at {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN reader {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN read_at {int} NOT NULL DEFAULT 0;
CREATE INDEX letter_written ON letter(jurisdiction, id) WHERE state='written';
CREATE INDEX letter_unread ON letter(unit, id) WHERE state='' AND writer>0 AND read_at=0 AND series<>'TZ';
-- A number keeps the prefix and the digits under which it was given: a county
-- that changes them renames nothing. Empty and 0 are those of before.
ALTER TABLE problem ADD COLUMN prefix {text} NOT NULL DEFAULT '';
ALTER TABLE problem ADD COLUMN digits {int} NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN prefix {text} NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN digits {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN prefix {text} NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN digits {int} NOT NULL DEFAULT 0;
