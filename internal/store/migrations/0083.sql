-- What was counted of the ballots of one class of voters about one body, for one indicator (spec 4.2). Sums alone: no
-- ballot and no voter is kept.
CREATE TABLE voter_tally (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	made_by {int} NOT NULL,
	made_at {int} NOT NULL,
	title {text} NOT NULL,
	appraisal {int} NOT NULL,
	sheet {int} NOT NULL,
	year {int} NOT NULL,
	scheme {text} NOT NULL,
	body {int} NOT NULL,
	item {text} NOT NULL,
	class {text} NOT NULL,
	least {int} NOT NULL,
	issued {int} NOT NULL,
	returned {int} NOT NULL,
	valid {int} NOT NULL,
	satisfied {int} NOT NULL,
	mostly {int} NOT NULL,
	good {int} NOT NULL,
	fairly {int} NOT NULL,
	middling {int} NOT NULL,
	dissatisfied {int} NOT NULL,
	poor {int} NOT NULL,
	unknown {int} NOT NULL,
	way {text} NOT NULL,
	counted_on {int} NOT NULL,
	place {text} NOT NULL,
	entered_by {int} NOT NULL,
	confirmed_by {int} NOT NULL,
	confirmed_on {int} NOT NULL,
	corrects {int} NOT NULL,
	corrected_by {int} NOT NULL,
	why {text} NOT NULL){strict};
CREATE UNIQUE INDEX voter_tally_once ON voter_tally(sheet, item, class) WHERE corrects=0;
CREATE INDEX voter_tally_unit ON voter_tally(unit, id);
CREATE INDEX voter_tally_year ON voter_tally(jurisdiction, year, id);
CREATE INDEX voter_tally_appraisal ON voter_tally(appraisal, id);
CREATE INDEX voter_tally_body ON voter_tally(body, id);
