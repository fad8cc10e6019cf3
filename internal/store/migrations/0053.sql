-- What goes out of the house (spec 6.3). Deliveries and addresses may be lost: what is told
-- stands in the inbox, and an address is confirmed anew. Which other systems are called is
-- an administrator's doing and on record.
CREATE TABLE delivery (id {key},
	uid {text} NOT NULL,
	jurisdiction {int} NOT NULL,
	lane {text} NOT NULL,
	what {text} NOT NULL,
	person {int} NOT NULL,
	behalf {int} NOT NULL,
	message {int} NOT NULL,
	mark {text} NOT NULL,
	body {text} NOT NULL,
	parcel {text} NOT NULL,
	state {text} NOT NULL,
	tries {int} NOT NULL,
	next {int} NOT NULL,
	claim {text} NOT NULL,
	until {int} NOT NULL,
	made {int} NOT NULL,
	ended {int} NOT NULL,
	answer {text} NOT NULL){strict};
CREATE UNIQUE INDEX delivery_once ON delivery(jurisdiction, lane, mark);
CREATE INDEX delivery_open ON delivery(lane, next, id) WHERE ended=0;
CREATE INDEX delivery_ended ON delivery(jurisdiction, state, ended, id) WHERE ended>0;
CREATE INDEX delivery_lane ON delivery(lane, ended, id) WHERE ended>0;
CREATE INDEX delivery_sweep ON delivery(made);
CREATE TABLE told_address (id {key},
	person {int} NOT NULL,
	way {text} NOT NULL,
	address {text} NOT NULL,
	code {text} NOT NULL,
	made {int} NOT NULL,
	tries {int} NOT NULL,
	sent {int} NOT NULL,
	day {int} NOT NULL,
	confirmed {int} NOT NULL){strict};
CREATE UNIQUE INDEX told_address_of ON told_address(person, way);
ALTER TABLE told_choice ADD COLUMN at_once {int} NOT NULL DEFAULT 0;
ALTER TABLE told_choice ADD COLUMN phone {text} NOT NULL DEFAULT '';
CREATE TABLE outlet (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	name {text} NOT NULL,
	address {text} NOT NULL,
	groups {text} NOT NULL,
	secret {blob} NOT NULL,
	is_on {int} NOT NULL,
	since {int} NOT NULL,
	made_at {int} NOT NULL,
	ended_at {int} NOT NULL){strict};
CREATE INDEX outlet_county ON outlet(jurisdiction, id);
