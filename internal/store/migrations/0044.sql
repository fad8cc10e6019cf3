-- Delegations (代理, spec 6.1), and for whom a session acts.
CREATE TABLE delegation (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	deputy {int} NOT NULL,
	first {int} NOT NULL,
	last {int} NOT NULL,
	reason {text} NOT NULL,
	delegator {int} NOT NULL,
	revoked_on {int} NOT NULL,
	revoked_by {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE INDEX delegation_first ON delegation(jurisdiction, first, id);
CREATE INDEX delegation_last ON delegation(jurisdiction, last, id);
CREATE INDEX delegation_state ON delegation(jurisdiction, state, first, id);
CREATE INDEX delegation_unit ON delegation(unit, id);
CREATE INDEX delegation_delegator ON delegation(delegator, id);
CREATE INDEX delegation_deputy ON delegation(deputy, id);
ALTER TABLE session ADD COLUMN acting {int} NOT NULL DEFAULT 0;
