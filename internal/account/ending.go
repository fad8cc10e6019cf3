package account

// ended ends what was opened in the account's name so far: its sessions but the
// one that is kept, its tokens, calendar addresses and passkeys for good, and a second step that was
// begun in a session. Whoever opened them need not be who holds the account now. The codes
// used so far stay remembered, so that none is good twice; what the owner knows
// (password, second step, recovery codes) is the rule's to judge.
//
// A lock after failed tries ends nothing: otherwise anybody could sign a person
// out and stop their programs by guessing.
func ended(tx Tx, a Account, except string) error {
	if err := tx.EndSessions(a.ID, except); err != nil {
		return err
	}
	if err := tx.DropDraft(a.ID); err != nil {
		return err
	}
	if err := noPasskeys(tx, a); err != nil {
		return err
	}
	if err := noFeeds(tx, a); err != nil {
		return err
	}
	tokens, err := tx.TokensOf(a.ID)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.Revoked {
			continue
		}
		if t, err = tx.Token(t.ID); err != nil {
			return err
		}
		t.Revoked = true
		if err := tx.SaveToken(t); err != nil {
			return err
		}
	}
	return nil
}

// handedOn is the account after it was tied to somebody else: what the former
// holder knows or carries opens nothing any more, and the new one is given a
// first password.
func (a Account) handedOn() Account {
	a.Password, a.MustChange, a.TOTP, a.Recovery = "", true, "", ""
	return a
}
