-- The burden ledger (spec 8 #7). What a form asked stands here until a job has summed it up.
CREATE TABLE asked (journal {text} NOT NULL, seq {int} NOT NULL, unit {int} NOT NULL, typed {int} NOT NULL,
	filled {int} NOT NULL, files {int} NOT NULL, bytes {int} NOT NULL, seconds {int} NOT NULL,
	PRIMARY KEY(journal,seq)){strict};
-- Sums by month, unit and rule; nobody's name. seconds are those of the acts that were timed.
CREATE TABLE burden (jurisdiction {int} NOT NULL, month {text} NOT NULL, unit {int} NOT NULL, rule {text} NOT NULL,
	acts {int} NOT NULL, timed {int} NOT NULL, typed {int} NOT NULL, filled {int} NOT NULL, files {int} NOT NULL,
	bytes {int} NOT NULL, seconds {int} NOT NULL, PRIMARY KEY(jurisdiction,month,unit,rule)){strict};
CREATE INDEX burden_unit ON burden(unit, month);
