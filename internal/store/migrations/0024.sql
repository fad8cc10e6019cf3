-- What tick knows of its jobs (who does one, when it was last done) and where
-- they stand in the journals they read. All of it may be lost: a job is then due
-- once, and reads from the beginning.
CREATE TABLE job (
	name {text} PRIMARY KEY, fence {int} NOT NULL, holder {text} NOT NULL, until {int} NOT NULL, began {int} NOT NULL,
	done {int} NOT NULL, stamp {text} NOT NULL, ended {int} NOT NULL, failed {int} NOT NULL, failure {text} NOT NULL, tries {int} NOT NULL){strict};

CREATE TABLE reading (job {text} NOT NULL, journal {text} NOT NULL, seq {int} NOT NULL, PRIMARY KEY(job,journal)){strict};

-- With which policy pack open days were counted is what the job says.
INSERT INTO job(name,fence,holder,until,began,done,stamp,ended,failed,failure,tries)
	SELECT 'recount',0,'',0,0,0,holder,0,0,'',0 FROM lease WHERE name='counted';

DELETE FROM lease WHERE name='counted';
