-- Votes by phone on those who state at a meeting (spec 3.5): what is on record of a vote, and the box of its slips and
-- envelopes, which bears no time, no order and no name.
CREATE TABLE phone_vote (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	year {int} NOT NULL,
	meeting {text} NOT NULL,
	meeting_on {int} NOT NULL,
	those {text} NOT NULL,
	slips {int} NOT NULL,
	teller_a {int} NOT NULL,
	teller_b {int} NOT NULL,
	lid_a {text} NOT NULL,
	lid_b {text} NOT NULL,
	test_a {text} NOT NULL,
	test_b {text} NOT NULL,
	tried_a {text} NOT NULL,
	tried_b {text} NOT NULL,
	issued {text} NOT NULL,
	cast_count {int} NOT NULL,
	sealed {text} NOT NULL,
	file {text} NOT NULL,
	printed_on {int} NOT NULL,
	opened_on {int} NOT NULL,
	ended_on {int} NOT NULL,
	counted_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE INDEX phone_vote_meeting_on ON phone_vote(jurisdiction, meeting_on, id);
CREATE INDEX phone_vote_state ON phone_vote(jurisdiction, state, id);
CREATE INDEX phone_vote_unit ON phone_vote(unit, id);
CREATE INDEX phone_vote_teller_a ON phone_vote(teller_a, id);
CREATE INDEX phone_vote_teller_b ON phone_vote(teller_b, id);
ALTER TABLE statement ADD COLUMN vote {int} NOT NULL DEFAULT 0;
CREATE INDEX statement_vote ON statement(vote, id) WHERE vote<>0;
CREATE TABLE vote_slip (vote {int} NOT NULL, hash {text} NOT NULL, voters {text} NOT NULL, PRIMARY KEY(vote, hash)){clustered};
CREATE TABLE vote_envelope (vote {int} NOT NULL, hash {text} NOT NULL, token {text} NOT NULL, sealed {blob} NOT NULL,
	PRIMARY KEY(vote, hash)){clustered};
