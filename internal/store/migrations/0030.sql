-- Passkeys: the public half of key pairs that a person's devices keep. What they
-- count and when they were used may be lost; so may the challenges that wait for an
-- answer, of which only digests are kept.
CREATE TABLE passkey (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	account {int} NOT NULL,
	name {text} NOT NULL,
	site {text} NOT NULL,
	handle {blob} NOT NULL,
	public {blob} NOT NULL,
	counter {int} NOT NULL,
	synced {int} NOT NULL,
	transports {text} NOT NULL,
	created_at {int} NOT NULL,
	removed_at {int} NOT NULL){strict};
CREATE INDEX passkey_account ON passkey(account, id);
CREATE UNIQUE INDEX passkey_handle ON passkey(handle);

CREATE TABLE passkey_use (passkey {key}, counter {int} NOT NULL, used {int} NOT NULL){strict};

CREATE TABLE challenge (digest {blob} PRIMARY KEY,
	session {blob} NOT NULL,
	purpose {blob} NOT NULL,
	until {int} NOT NULL){strict};
CREATE INDEX challenge_session ON challenge(session);
