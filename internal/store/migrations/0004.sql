-- A unit that was split off from another remembers which.
ALTER TABLE unit ADD COLUMN split_from {int} NOT NULL DEFAULT 0;
