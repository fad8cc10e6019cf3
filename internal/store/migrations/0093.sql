-- Who looks into which dossier, and why: its reason is sealed.
CREATE TABLE dossier_access (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	dossier {int} NOT NULL,
	holder {int} NOT NULL,
	name {text} NOT NULL,
	asker {int} NOT NULL,
	made_for {int} NOT NULL,
	purpose {text} NOT NULL,
	reason {blob} NOT NULL,
	parts {text} NOT NULL,
	decider {int} NOT NULL,
	decided_on {int} NOT NULL,
	released {text} NOT NULL,
	expires {int} NOT NULL,
	why {blob} NOT NULL,
	opened {int} NOT NULL,
	days {text} NOT NULL,
	until {int} NOT NULL){strict};
CREATE INDEX dossier_access_expires ON dossier_access(jurisdiction, expires, id);
CREATE INDEX dossier_access_state ON dossier_access(jurisdiction, state, id);
CREATE INDEX dossier_access_unit ON dossier_access(unit, id);
CREATE INDEX dossier_access_holder ON dossier_access(holder, id);
CREATE INDEX dossier_access_asker ON dossier_access(asker, id);
