-- Why a draft, a close-out or a report lies with its writer again: it stands
-- first on the workbench, with what is missing.
ALTER TABLE orders ADD COLUMN sent_back {text} NOT NULL DEFAULT '';
ALTER TABLE problem ADD COLUMN sent_back {text} NOT NULL DEFAULT '';
-- The counts follow: no day makes a problem late that is kept up for good.
DELETE FROM tally WHERE subject='problem';
INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n)
	SELECT jurisdiction,'problem',unit,side,state,level,CASE WHEN open=0 THEN 0 WHEN long_term=1 OR due=0 THEN 2147483647 ELSE due END,COUNT(*)
	FROM problem GROUP BY 1,2,3,4,5,6,7;
