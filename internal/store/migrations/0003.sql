-- What the system administrator does alone to an account (make it, reset its
-- password, give it another owner) opens nothing until the security
-- administrator releases it.
ALTER TABLE account ADD COLUMN held {int} NOT NULL DEFAULT 0;
