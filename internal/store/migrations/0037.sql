-- Versions of papers, each as it was frozen, and the signatures under them. Neither
-- ever changes.
CREATE TABLE paper_version (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	paper {int} NOT NULL,
	number {int} NOT NULL,
	by_person {int} NOT NULL,
	made_at {int} NOT NULL,
	why {text} NOT NULL,
	text {text} NOT NULL,
	sum {blob} NOT NULL){strict};
CREATE UNIQUE INDEX paper_version_once ON paper_version(paper, number);
CREATE TABLE paper_signature (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	paper {int} NOT NULL,
	number {int} NOT NULL,
	sum {blob} NOT NULL,
	person {int} NOT NULL,
	name {text} NOT NULL,
	post {text} NOT NULL,
	acting {int} NOT NULL,
	opinion {text} NOT NULL,
	means {text} NOT NULL,
	signed_at {int} NOT NULL){strict};
CREATE UNIQUE INDEX paper_signature_once ON paper_signature(paper, number);
