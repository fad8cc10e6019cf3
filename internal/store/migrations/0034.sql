-- The clauses of registered documents, each text with the days on which it stood.
CREATE TABLE clause (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	document {int} NOT NULL,
	place {int} NOT NULL,
	number {text} NOT NULL,
	text {text} NOT NULL,
	since {int} NOT NULL,
	until_day {int} NOT NULL,
	by_person {int} NOT NULL,
	made_at {int} NOT NULL){strict};
CREATE INDEX clause_document ON clause(document, place, id);
