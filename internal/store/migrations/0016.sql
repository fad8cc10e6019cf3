-- Units that assist with a problem, as a ledger names them, and problems that
-- are kept up for good.
ALTER TABLE problem ADD COLUMN assist {text} NOT NULL DEFAULT '';
ALTER TABLE problem ADD COLUMN long_term {int} NOT NULL DEFAULT 0;
