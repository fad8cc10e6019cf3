-- When close-out was asked for decides whether a matter was put right in time;
-- what is kept up for good is looked at each quarter and has no overdue light.
ALTER TABLE orders ADD COLUMN requested_at {int} NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN review_by {int} NOT NULL DEFAULT 0;
ALTER TABLE problem ADD COLUMN requested_at {int} NOT NULL DEFAULT 0;
-- Orders that wait for a signature, by the day for it: late ones are shown to the office.
CREATE INDEX order_unsaid ON orders(jurisdiction, acknowledge_by, id) WHERE state='issued';
CREATE INDEX order_review ON orders(jurisdiction, review_by, id) WHERE review_by>0 AND open=1;
-- The counts follow: a long-term order has no day by which it is late, and late
-- signatures are counted by the day for them.
DELETE FROM tally WHERE subject='order';
INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n)
	SELECT jurisdiction,'order',unit,side,state,level,CASE WHEN open=0 THEN 0 WHEN long_term=1 THEN 2147483647 ELSE due END,COUNT(*)
	FROM orders GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'unsaid',unit,side,state,level,acknowledge_by,COUNT(*)
	FROM orders WHERE state='issued' AND acknowledge_by>0 GROUP BY 1,2,3,4,5,6,7;
