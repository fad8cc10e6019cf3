-- Letters of orders and versions that were signed are kept as files too.
ALTER TABLE letter ADD COLUMN pdf {text} NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN certificate {text} NOT NULL DEFAULT '';
CREATE INDEX letter_unkept ON letter(jurisdiction, id) WHERE pdf='' AND state='' AND paper<>'';
ALTER TABLE paper_signature ADD COLUMN pdf {text} NOT NULL DEFAULT '';
ALTER TABLE paper_signature ADD COLUMN certificate {text} NOT NULL DEFAULT '';
CREATE INDEX paper_signature_unkept ON paper_signature(jurisdiction, id) WHERE pdf='';
