-- What office and unit say to each other about a matter.
CREATE TABLE comment (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	of {text} NOT NULL,
	object {int} NOT NULL,
	words {text} NOT NULL,
	within {int} NOT NULL,
	reply_to {int} NOT NULL,
	made_for {int} NOT NULL,
	post {int} NOT NULL,
	mentions {text} NOT NULL){strict};
CREATE INDEX comment_object ON comment(object, id);
CREATE INDEX comment_unit ON comment(unit, id);
-- Who of an office took a matter up.
CREATE TABLE charge (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	of {text} NOT NULL,
	object {int} NOT NULL,
	act {text} NOT NULL,
	stage {text} NOT NULL,
	holder {int} NOT NULL,
	since {int} NOT NULL){strict};
CREATE INDEX charge_object ON charge(object, id);
CREATE INDEX charge_unit ON charge(unit, id);
