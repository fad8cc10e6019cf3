package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/account"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Account loads an account of the actor's county; another county's is missing.
func (tx *Tx) Account(id ref.ID) (account.Account, error) {
	a, err := load(tx, accounts, id)
	if err == nil && a.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return account.Account{}, text.Refuse(text.Missing, "access.missing")
	}
	return a, err
}

// SaveAccount writes an account. What a replaced password, secret or recovery
// code was is forgotten: its openings go, its commitments stay.
func (tx *Tx) SaveAccount(a account.Account) error {
	old, known := tx.before(accounts.name, a.ID)
	if err := save(tx, accounts, a); err != nil || !known {
		return err
	}
	now, _ := tx.before(accounts.name, a.ID)
	var gone []string
	for i, c := range accounts.cols {
		if slices.Contains(secrets, c.name) && !old.values[i].Equal(now.values[i]) {
			gone = append(gone, fmt.Sprintf("%s/%d/%s", accounts.name, a.ID, c.name))
		}
	}
	return tx.forget(a.ID, "account.%", gone)
}

// secrets are the columns of an account whose past nobody needs.
var secrets = []string{"password", "totp", "recovery"}

// LoginTaken says whether any account of the database, closed ones included,
// has the login name.
func (tx *Tx) LoginTaken(login string) (bool, error) {
	var n int64
	err := tx.queryRow(`SELECT COUNT(*) FROM account WHERE login=$1`, login).Scan(&n)
	return n > 0, err
}

// Administrators are the accounts of the county that hold a grant.
func (tx *Tx) Administrators() ([]account.Account, error) {
	return everyRow(tx.query, accounts, "jurisdiction=$1 AND admin<>''", tx.cmd.Actor.Jurisdiction)
}

// PersonKnown says whether the person is of the actor's county.
func (tx *Tx) PersonKnown(id ref.ID) (bool, error) {
	var n int64
	err := tx.queryRow(`SELECT COUNT(*) FROM person WHERE id=$1 AND jurisdiction=$2`, int64(id),
		tx.cmd.Actor.Jurisdiction).Scan(&n)
	return n > 0, err
}

// Token loads a token of the actor's county.
func (tx *Tx) Token(id ref.ID) (account.Token, error) {
	t, err := load(tx, tokens, id)
	if err == nil && t.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return account.Token{}, text.Refuse(text.Missing, "access.missing")
	}
	return t, err
}

// SaveToken writes a token.
func (tx *Tx) SaveToken(t account.Token) error { return save(tx, tokens, t) }

// TokensOf are an account's tokens.
func (tx *Tx) TokensOf(id ref.ID) ([]account.Token, error) {
	return everyRow(tx.query, tokens, "account=$1", int64(id))
}

// OpenSession keeps a session.
func (tx *Tx) OpenSession(s account.Session) error {
	digest, err := hex.DecodeString(s.ID)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO session(digest,account,created,seen,agent,language) VALUES($1,$2,$3,$4,$5,$6)`,
		digest, int64(s.Account), int64(s.Created), int64(s.Seen), s.Agent, s.Language)
	return err
}

// EndSessions ends the sessions of an account but one.
func (tx *Tx) EndSessions(id ref.ID, except string) error {
	keep, err := hex.DecodeString(except)
	if err != nil {
		return err
	}
	_, err = tx.exec(`DELETE FROM session WHERE account=$1 AND digest<>$2`, int64(id), keep)
	return err
}

// NoteFailure marks that the access journal now tells of the failures.
func (tx *Tx) NoteFailure(key [32]byte) error {
	_, err := tx.exec(noteFailure, int64(tx.now), key[:])
	return err
}

// ClearStrikes forgets the failures at a login name.
func (tx *Tx) ClearStrikes(key [32]byte) error {
	_, err := tx.exec(clearStrikes, key[:])
	return err
}

// DropSecond forgets the used codes and any secret begun.
func (tx *Tx) DropSecond(id ref.ID) error {
	_, err := tx.exec(`DELETE FROM second_step WHERE account=$1`, int64(id))
	return err
}

// DropDraft forgets any secret begun.
func (tx *Tx) DropDraft(id ref.ID) error {
	_, err := tx.exec(`UPDATE second_step SET secret='' WHERE account=$1`, int64(id))
	return err
}

// SessionOpen says whether the account's session is still kept.
func (tx *Tx) SessionOpen(id ref.ID, session string) (bool, error) {
	digest, err := hex.DecodeString(session)
	if err != nil {
		return false, err
	}
	var n int64
	err = tx.queryRow(`SELECT COUNT(*) FROM session WHERE account=$1 AND digest=$2`, int64(id), digest).Scan(&n)
	return n > 0, err
}

const (
	noteFailure  = `UPDATE login_failure SET noted=$1 WHERE login=$2`
	clearStrikes = `DELETE FROM login_failure WHERE login=$1`
)

// ByLogin finds the account of a login name.
func (k *Doorkeeper) ByLogin(ctx context.Context, login string) (account.Account, bool, error) {
	all, err := every(ctx, k.db, accounts, "login=$1", login)
	if err != nil || len(all) == 0 {
		return account.Account{}, false, err
	}
	return all[0], true, nil
}

// ByID finds an account.
func (k *Doorkeeper) ByID(ctx context.Context, id ref.ID) (account.Account, bool, error) {
	return get(ctx, k.db, accounts, id)
}

// Accounts lists the accounts of a county by login name.
func (k *Doorkeeper) Accounts(ctx context.Context, jurisdiction int32, f account.Filter) ([]account.Account, error) {
	where, args := `jurisdiction=$1 AND login>$2`, []any{jurisdiction, f.After}
	add := func(cond string, v any) {
		args = append(args, v)
		where += fmt.Sprintf(" AND "+cond, len(args))
	}
	if f.Prefix != "" {
		add("login>=$%d", f.Prefix)
		add("login<$%d", f.Prefix+"\U0010FFFF")
	}
	if f.Person != 0 {
		add("person=$%d", int64(f.Person))
	}
	if f.Admins {
		where += " AND admin<>''"
	}
	limit := f.Limit
	if limit < 1 || limit > 200 {
		limit = 50
	}
	add("1=1 ORDER BY login LIMIT $%d", limit)
	q := strings.Replace(accounts.all, " ORDER BY id", " WHERE "+where, 1)
	rows, err := k.db.query(ctx, q, args...)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	defer rows.Close()
	var out []account.Account
	for rows.Next() {
		var id int64
		s, err := accounts.scanRow(rows.Scan, &id)
		if err != nil {
			return nil, fmt.Errorf("list accounts: %w", err)
		}
		out = append(out, accounts.decode(ref.ID(id), s))
	}
	return out, rows.Err()
}

// Tokens lists an account's tokens, the newest first.
func (k *Doorkeeper) Tokens(ctx context.Context, id ref.ID) ([]account.Token, error) {
	all, err := every(ctx, k.db, tokens, "account=$1", int64(id))
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all, err
}

// Strike counts one try at a login name; false while it is locked.
func (k *Doorkeeper) Strike(ctx context.Context, key [32]byte, now when.Instant) (s account.Strikes,
	ok bool, err error) {
	err = k.db.submit(ctx, "", func(tx *Tx) error {
		if _, err := tx.exec(`INSERT INTO login_failure(login,n,at,until,noted) VALUES($1,0,0,0,0) ON CONFLICT(login) DO NOTHING`, key[:]); err != nil {
			return err
		}
		if err := tx.queryRow(`SELECT n,at,until,noted FROM login_failure WHERE login=$1 {for update}`, key[:]).
			Scan(&s.N, &s.At, &s.Until, &s.Noted); err != nil {
			return err
		}
		if s, ok = s.Try(now); !ok {
			return nil
		}
		_, err := tx.exec(`UPDATE login_failure SET n=$1,at=$2,until=$3 WHERE login=$4`, s.N,
			int64(s.At), int64(s.Until), key[:])
		return err
	})
	return s, ok, err
}

// Unstrike takes the last try back.
func (k *Doorkeeper) Unstrike(ctx context.Context, key [32]byte) error {
	_, err := k.db.keep(ctx, `UPDATE login_failure SET n=n-1,until=0 WHERE login=$1 AND n>0`, key[:])
	return err
}

// ClearStrikes forgets the failures at a name.
func (k *Doorkeeper) ClearStrikes(ctx context.Context, key [32]byte) error {
	_, err := k.db.keep(ctx, clearStrikes, key[:])
	return err
}

// NoteFailure makes the write that a journalled failure would have made.
func (k *Doorkeeper) NoteFailure(ctx context.Context, key [32]byte, now when.Instant) error {
	_, err := k.db.keep(ctx, noteFailure, int64(now), key[:])
	return err
}

// stepsWrong is how many steps (a day of them) the last used code may lie ahead;
// further ahead it was used under a clock that was wrong, and nobody could sign
// in until that time has come.
const stepsWrong = 24 * 3600 / totpPeriod

// TakeStep marks a one-time code's step as used, once.
func (k *Doorkeeper) TakeStep(ctx context.Context, id ref.ID, step int64) (bool, error) {
	n, err := k.db.keep(ctx, `INSERT INTO second_step(account,step,secret) VALUES($1,$2,'')
		ON CONFLICT(account) DO UPDATE SET step=excluded.step WHERE second_step.step<excluded.step OR second_step.step>$3`,
		int64(id), step, step+stepsWrong)
	return n == 1, err
}

// KeepSecret keeps a secret until its first code; "" forgets it.
func (k *Doorkeeper) KeepSecret(ctx context.Context, id ref.ID, secret string) error {
	_, err := k.db.keep(ctx, `INSERT INTO second_step(account,step,secret) VALUES($1,0,$2)
		ON CONFLICT(account) DO UPDATE SET secret=excluded.secret`, int64(id), secret)
	return err
}

// DraftSecret is the secret kept, "" when there is none.
func (k *Doorkeeper) DraftSecret(ctx context.Context, id ref.ID) (secret string, err error) {
	err = k.db.queryRow(ctx, `SELECT secret FROM second_step WHERE account=$1`, int64(id)).Scan(&secret)
	if errors.Is(err, errNoRows) {
		err = nil
	}
	return secret, err
}
