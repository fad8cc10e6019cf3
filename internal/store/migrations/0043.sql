-- For whom a deputy did what somebody else has to decide about: both persons are kept,
-- so that neither of them decides (spec 6.1).
ALTER TABLE problem ADD COLUMN requester_for {int} NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN asked_for {int} NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN drafter_for {int} NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN requester_for {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN writer_for {int} NOT NULL DEFAULT 0;
ALTER TABLE policy_version ADD COLUMN proposed_for {int} NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN delivered_for {int} NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN written_for {int} NOT NULL DEFAULT 0;
