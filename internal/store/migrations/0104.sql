-- What the approval sheet of a talk says (spec 3.5), and the poor results of the latest assessment among the reasons why a
-- round of inspections goes to a unit (spec 3.7: poor performance).
ALTER TABLE talk ADD COLUMN approval {text} NOT NULL DEFAULT '';
ALTER TABLE nominee ADD COLUMN poor {int} NOT NULL DEFAULT 0;
