-- A check that was wrong is corrected by another, or withdrawn.
ALTER TABLE riskcheck ADD COLUMN corrects {int} NOT NULL DEFAULT 0;
ALTER TABLE riskcheck ADD COLUMN corrected_by {int} NOT NULL DEFAULT 0;
ALTER TABLE riskcheck ADD COLUMN why {text} NOT NULL DEFAULT '';
