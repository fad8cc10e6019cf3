-- How a letter of integrity opinions that is out is cancelled (spec 5.4): who asked and why, who agreed, since when.
ALTER TABLE opinion ADD COLUMN canceller {int} NOT NULL DEFAULT 0;
ALTER TABLE opinion ADD COLUMN canceller_for {int} NOT NULL DEFAULT 0;
ALTER TABLE opinion ADD COLUMN cancel_why {text} NOT NULL DEFAULT '';
ALTER TABLE opinion ADD COLUMN cancelled_by {int} NOT NULL DEFAULT 0;
ALTER TABLE opinion ADD COLUMN void_on {int} NOT NULL DEFAULT 0;
ALTER TABLE opinion ADD COLUMN void_why {text} NOT NULL DEFAULT '';
