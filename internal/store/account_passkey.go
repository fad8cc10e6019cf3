package store

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Passkey loads a passkey of the actor's county, removed ones too.
func (tx *Tx) Passkey(id ref.ID) (account.Passkey, error) {
	k, err := load(tx, passkeys, id)
	if err == nil && k.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return account.Passkey{}, text.Refuse(text.Missing, "access.missing")
	}
	return k, err
}

// SavePasskey writes a passkey.
func (tx *Tx) SavePasskey(k account.Passkey) error { return save(tx, passkeys, k) }

// PasskeysOf are an account's passkeys in force.
func (tx *Tx) PasskeysOf(id ref.ID) ([]account.Passkey, error) {
	some, err := everyRow(tx.query, passkeys, "account=$1 AND removed_at=0", int64(id))
	if err != nil {
		return nil, err
	}
	for i := range some { // as commands load rows, so that what is saved is told from what stood there
		if some[i], err = load(tx, passkeys, some[i].ID); err != nil {
			return nil, err
		}
	}
	return some, nil
}

// PasskeyKnown says whether a passkey of this handle is or was anybody's.
func (tx *Tx) PasskeyKnown(handle []byte) (bool, error) {
	var n int64
	err := tx.queryRow(`SELECT COUNT(*) FROM passkey WHERE handle=$1`, handle).Scan(&n)
	return n > 0, err
}

// DropUse forgets what a passkey counted.
func (tx *Tx) DropUse(id ref.ID) error {
	_, err := tx.exec(`DELETE FROM passkey_use WHERE passkey=$1`, int64(id))
	return err
}

// PasskeysOf lists an account's passkeys in force, the newest first.
func (k *Doorkeeper) PasskeysOf(ctx context.Context, id ref.ID) ([]account.Passkey, error) {
	all, err := every(ctx, k.db, passkeys, "account=$1 AND removed_at=0", int64(id))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b account.Passkey) int { return cmp.Compare(b.ID, a.ID) })
	return all, k.used(ctx, id, all)
}

// PasskeyOf finds the passkey in force of a handle.
func (k *Doorkeeper) PasskeyOf(ctx context.Context, handle []byte) (account.Passkey, bool, error) {
	all, err := every(ctx, k.db, passkeys, "handle=$1 AND removed_at=0", handle)
	if err != nil || len(all) == 0 {
		return account.Passkey{}, false, err
	}
	err = k.used(ctx, all[0].Account, all)
	return all[0], true, err
}

// used fills in what passkeys of one account counted last and when.
func (k *Doorkeeper) used(ctx context.Context, id ref.ID, some []account.Passkey) error {
	rows, err := k.db.query(ctx, `SELECT u.passkey,u.counter,u.used FROM passkey_use u JOIN passkey p ON p.id=u.passkey
		WHERE p.account=$1`, int64(id))
	uses, err := collect(rows, err, func(r rowsLike, u *account.Passkey) error { return r.Scan(&u.ID, &u.Seen, &u.Used) })
	for _, u := range uses {
		for i := range some {
			if some[i].ID == u.ID {
				some[i].Seen, some[i].Used = u.Seen, u.Used
			}
		}
	}
	return err
}

// UsePasskey keeps what a passkey counts, if it has risen or does not count: of two
// answers with one count, one is kept.
func (k *Doorkeeper) UsePasskey(ctx context.Context, id ref.ID, counter int64, now when.Instant) (bool, error) {
	n, err := k.db.keep(ctx, `INSERT INTO passkey_use(passkey,counter,used) VALUES($1,$2,$3)
		ON CONFLICT(passkey) DO UPDATE SET counter=excluded.counter,used=excluded.used
		WHERE passkey_use.counter<excluded.counter OR (passkey_use.counter=0 AND excluded.counter=0)`,
		int64(id), counter, int64(now))
	return n == 1, err
}

// KeepChallenge keeps a challenge for five minutes, unless the session has most.
func (k *Doorkeeper) KeepChallenge(ctx context.Context, digest, session, purpose [32]byte, now when.Instant,
	most int) (bool, error) {
	until := account.ChallengeEnds(now)
	n, err := k.db.keep(ctx, `INSERT INTO challenge(digest,session,purpose,until) SELECT $1,$2,$3,$4
		WHERE (SELECT COUNT(*) FROM challenge WHERE session=$5 AND until>$6)<$7`,
		digest[:], session[:], purpose[:], int64(until), session[:], int64(now), most)
	return n == 1, err
}

// TakeChallenge forgets a challenge; of several who take it one does.
func (k *Doorkeeper) TakeChallenge(ctx context.Context, digest, session, purpose [32]byte,
	now when.Instant) (bool, error) {
	last := account.ChallengeEnds(now).Add(account.Skew) // later ones were made under a clock that was wrong
	n, err := k.db.keep(ctx, `DELETE FROM challenge WHERE digest=$1 AND session=$2 AND purpose=$3
		AND until>$4 AND until<=$5`,
		digest[:], session[:], purpose[:], int64(now), int64(last))
	return n == 1, err
}
