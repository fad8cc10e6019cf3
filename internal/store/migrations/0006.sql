-- The few orders that ask for a later day, and those under special supervision,
-- are listed and counted on the first pages without reading all that is open.
-- Both begin as the index of all open orders does: SQLite took that one before.
DROP INDEX order_special;
CREATE INDEX order_special ON orders(jurisdiction, open, due, id) WHERE special=1;
CREATE INDEX order_asked ON orders(jurisdiction, open, due, id) WHERE asked_due>0;
