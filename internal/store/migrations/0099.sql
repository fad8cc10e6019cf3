-- What is known of a paper dossier: when it was handed over, by whom, of how many pages it is (spec 5.3).
ALTER TABLE official_dossier ADD COLUMN handed_on {int} NOT NULL DEFAULT 0;
ALTER TABLE official_dossier ADD COLUMN handed_by {text} NOT NULL DEFAULT '';
ALTER TABLE official_dossier ADD COLUMN pages {int} NOT NULL DEFAULT 0;
-- Rulings about a person, of whoever reads their dossier.
CREATE INDEX ruling_about ON ruling(person, id);
