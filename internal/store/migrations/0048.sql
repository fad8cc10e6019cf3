-- What falls due in a year is counted by unit, side, rule and state as it changes, for the
-- heat map and the overview of lists.
INSERT INTO tally(jurisdiction,subject,unit,side,state,level,due,n)
	SELECT jurisdiction,'duty.'||{year:due:year},unit,side,
	CASE WHEN state='done' AND late=1 THEN 'late' ELSE state END,rule,
	CASE WHEN state='open' THEN due ELSE 0 END,COUNT(*) FROM duty GROUP BY 1,2,3,4,5,6,7;
-- The heat map of one rule is read from its index alone.
CREATE INDEX duty_heat ON duty(rule, due, jurisdiction, unit, side, period, state, late);
-- The tabs that hold few of very many, and those of one unit's duties.
CREATE INDEX duty_late ON duty(jurisdiction, state, due, id) WHERE late=1;
CREATE INDEX duty_card ON duty(jurisdiction, card, due, id) WHERE state='open';
CREATE INDEX duty_unit_state ON duty(unit, state, due, id, late, card, jurisdiction);
-- Whether any note is of late is asked every minute.
CREATE INDEX checkpoint_at ON checkpoint(at);
