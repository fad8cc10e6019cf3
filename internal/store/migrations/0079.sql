-- How a case came to light, and whether its person was of the unit's team (spec 4.1). What self_found said before
-- stands; cases.Case reads it where found says nothing, since no migration says what no entry does.
ALTER TABLE case_outcome ADD COLUMN team {text} NOT NULL DEFAULT '';
ALTER TABLE case_outcome ADD COLUMN found {text} NOT NULL DEFAULT '';
