-- The duty that asks for a talk.
ALTER TABLE talk ADD COLUMN duty {int} NOT NULL DEFAULT 0;
