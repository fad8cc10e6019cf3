-- What a slip is about may be another noun than an office document.
ALTER TABLE slip ADD COLUMN matter {text} NOT NULL DEFAULT '';
