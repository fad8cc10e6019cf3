-- The body that is responsible together with a task's own counter-signs it (spec 1 head).
ALTER TABLE task ADD COLUMN countersigner {int} NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN countersign {text} NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN countersigned_by {int} NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN countersigned_on {int} NOT NULL DEFAULT 0;
CREATE INDEX task_countersign ON task(jurisdiction, countersign, state, next, id);
CREATE INDEX task_countersigner ON task(countersigner, countersign, next, id);
