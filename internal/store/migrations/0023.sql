-- What is done in a month is counted when it is done: registered and closed
-- problems, issued and closed orders, for the figures of a quarter.
INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n)
	SELECT jurisdiction,'problem.registered',unit,side,'','',{month:registered_at:month},COUNT(*) FROM problem WHERE registered_at>0 GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'problem.closed',unit,side,'','',{month:closed_at:month},COUNT(*)
	FROM problem WHERE closed_at>0 AND state='closed' GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'order.issued',unit,side,'','',{month:issued_at:month},COUNT(*) FROM orders WHERE issued_at>0 GROUP BY 1,2,3,4,5,6,7
	UNION ALL SELECT jurisdiction,'order.closed',unit,side,'','',{month:closed_at:month},COUNT(*)
	FROM orders WHERE closed_at>0 AND state='closed' GROUP BY 1,2,3,4,5,6,7;
