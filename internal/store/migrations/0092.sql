-- What is declared in a dossier: its words are sealed (decision 0012).
CREATE TABLE declaration (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	dossier {int} NOT NULL,
	person {int} NOT NULL,
	owner {int} NOT NULL,
	hidden {int} NOT NULL,
	title {text} NOT NULL,
	part {text} NOT NULL,
	matter_on {int} NOT NULL,
	content {blob} NOT NULL,
	kin {blob} NOT NULL,
	reader {int} NOT NULL,
	signed_on {int} NOT NULL,
	checked_by {int} NOT NULL,
	checked_on {int} NOT NULL,
	filed_by {int} NOT NULL,
	filed_on {int} NOT NULL,
	corrects {int} NOT NULL,
	why {blob} NOT NULL){strict};
CREATE UNIQUE INDEX declaration_corrects ON declaration(corrects) WHERE corrects<>0 AND state<>'withdrawn';
CREATE INDEX declaration_state ON declaration(jurisdiction, state, id);
CREATE INDEX declaration_signed_on ON declaration(jurisdiction, signed_on, id);
CREATE INDEX declaration_unit ON declaration(unit, id);
CREATE INDEX declaration_person ON declaration(person, id);
CREATE INDEX declaration_owner ON declaration(owner, id);
CREATE INDEX declaration_reader ON declaration(reader, id);
