-- Dossiers of diligence and integrity, what is declared in them and who looks into them (spec 5.3).
CREATE TABLE official_dossier (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	part {text} NOT NULL,
	serial {int} NOT NULL,
	number {text} NOT NULL,
	person {int} NOT NULL,
	keeper {int} NOT NULL,
	shelf {text} NOT NULL,
	name {text} NOT NULL,
	rank {text} NOT NULL,
	since {int} NOT NULL,
	open_by {int} NOT NULL,
	opened_on {int} NOT NULL,
	reviewed_on {int} NOT NULL,
	review_by {int} NOT NULL,
	closed_on {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX dossier_number ON official_dossier(jurisdiction, part, serial) WHERE serial>0;
CREATE UNIQUE INDEX dossier_once ON official_dossier(jurisdiction, person) WHERE state='open' OR state='expected';
CREATE INDEX dossier_serial ON official_dossier(jurisdiction, serial, id);
CREATE INDEX dossier_review_by ON official_dossier(jurisdiction, review_by, id);
CREATE INDEX dossier_state ON official_dossier(jurisdiction, state, id);
CREATE INDEX dossier_open_by ON official_dossier(jurisdiction, open_by, id);
CREATE INDEX dossier_unit ON official_dossier(unit, id);
CREATE INDEX dossier_person ON official_dossier(person, id);
