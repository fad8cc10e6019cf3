-- A letter keeps the words in which it was sent, its 文号 (代字 and number of the
-- year) and a verification code by which anybody may ask whether it is genuine.
ALTER TABLE letter ADD COLUMN word {text} NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN document_no {int} NOT NULL DEFAULT 0;
ALTER TABLE letter ADD COLUMN code {text} NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN paper {text} NOT NULL DEFAULT '';
CREATE UNIQUE INDEX letter_code ON letter(code) WHERE code<>'';
CREATE UNIQUE INDEX letter_document ON letter(jurisdiction, word, year, document_no) WHERE document_no>0;
