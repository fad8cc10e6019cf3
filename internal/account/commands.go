package account

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Refused is the one answer to a sign-in that fails, whatever was wrong;
// SignedOut the answer to a session or token that opens nothing (any more).
var (
	Refused    error = text.Refuse(text.Forbidden, "account.refused")
	SignedOut  error = text.Refuse(text.Forbidden, "account.signed-out")
	CodeNeeded error = text.Refuse(text.Forbidden, "account.code-needed") // the password was right
)

// Tx is what accounts ask of a transaction.
type Tx interface {
	act.Tx
	Account(id ref.ID) (Account, error)
	SaveAccount(Account) error
	LoginTaken(login string) (bool, error)
	// Administrators are the accounts of the actor's county that hold a grant.
	Administrators() ([]Account, error)
	// PersonKnown says whether the person is of the actor's county.
	PersonKnown(id ref.ID) (bool, error)
	Token(id ref.ID) (Token, error)
	SaveToken(Token) error
	TokensOf(account ref.ID) ([]Token, error)
	Feed(id ref.ID) (Feed, error)
	SaveFeed(Feed) error
	FeedsOf(account ref.ID) ([]Feed, error)
	Passkey(id ref.ID) (Passkey, error)
	SavePasskey(Passkey) error
	// PasskeysOf are those of the account in force, PasskeyKnown says whether any
	// account of the database has or had one of this handle.
	PasskeysOf(account ref.ID) ([]Passkey, error)
	PasskeyKnown(handle []byte) (bool, error)
	// What follows is ephemeral and goes with the command.
	OpenSession(Session) error
	// ActIn sets by which delegation the account's session of this ID acts; 0 = none.
	ActIn(account ref.ID, id string, delegation ref.ID) error
	// Delegation is whose posts one lends to a person today; an error when it lends
	// them nothing.
	Delegation(id, deputy ref.ID) (delegator ref.ID, err error)
	EndSessions(account ref.ID, except string) error
	NoteFailure(key [32]byte) error
	ClearStrikes(key [32]byte) error
	DropSecond(account ref.ID) error
	// DropDraft forgets a secret begun; the used codes stay known.
	DropDraft(account ref.ID) error
	// DropUse forgets what a passkey counted and when it was used.
	DropUse(passkey ref.ID) error
	// SessionOpen says whether the account's session of this ID still stands.
	SessionOpen(account ref.ID, id string) (bool, error)
}

// Keeper reads accounts and keeps what may be lost: sessions, failures, used
// codes. Nothing of it needs a record.
type Keeper interface {
	ByLogin(ctx context.Context, login string) (Account, bool, error)
	ByID(ctx context.Context, id ref.ID) (Account, bool, error)
	Accounts(ctx context.Context, jurisdiction int32, f Filter) ([]Account, error)
	// Dismissed is the day from which an account opens nothing because its owner was an assessor from
	// outside and never anything else; false for all others.
	Dismissed(ctx context.Context, a Account) (when.Day, bool, error)
	// Strike counts a try (Strikes.Try); false while locked.
	Strike(ctx context.Context, key [32]byte, now when.Instant) (Strikes, bool, error)
	// Unstrike takes the last try back, which was no failure.
	Unstrike(ctx context.Context, key [32]byte) error
	ClearStrikes(ctx context.Context, key [32]byte) error
	NoteFailure(ctx context.Context, key [32]byte, now when.Instant) error
	// TakeStep marks a step's code as used; false when it or a later one was.
	TakeStep(ctx context.Context, account ref.ID, step int64) (bool, error)
	// KeepSecret and DraftSecret hold a secret until its first code confirms it.
	KeepSecret(ctx context.Context, account ref.ID, secret string) error
	DraftSecret(ctx context.Context, account ref.ID) (string, error)
	Sessions(ctx context.Context, account ref.ID) ([]Session, error)
	EndSession(ctx context.Context, account ref.ID, id string) error
	EndOthers(ctx context.Context, account ref.ID, except string) error
	Tokens(ctx context.Context, account ref.ID) ([]Token, error)
	Feeds(ctx context.Context, account ref.ID) ([]Feed, error)
	// PasskeysOf are an account's passkeys in force, the newest first; PasskeyOf is
	// the one in force of a handle. Both know Seen and Used.
	PasskeysOf(ctx context.Context, account ref.ID) ([]Passkey, error)
	PasskeyOf(ctx context.Context, handle []byte) (Passkey, bool, error)
	// UsePasskey keeps what a passkey counts, if that has risen or it does not
	// count; false otherwise.
	UsePasskey(ctx context.Context, id ref.ID, counter int64, now when.Instant) (bool, error)
	// KeepChallenge keeps the digest of a challenge until ChallengeEnds, bound to a
	// session and a purpose; false when the session has most open ones already.
	KeepChallenge(ctx context.Context, digest, session, purpose [32]byte, now when.Instant, most int) (bool, error)
	// TakeChallenge forgets a challenge; false unless it was open, for this session
	// and purpose. Of several that take it at once one does.
	TakeChallenge(ctx context.Context, digest, session, purpose [32]byte, now when.Instant) (bool, error)
	// Forget drops what this process remembers of sessions and accounts.
	Forget()
}

// Hasher hashes passwords. It takes long by design and is never called inside
// a transaction.
type Hasher interface {
	Hash(ctx context.Context, password string) (string, error)
	// Matches does the same work when there is no hash, and says no.
	Matches(ctx context.Context, password, hash string) (bool, error)
}

// Commands performs the commands of accounts. Everything is recorded in the
// journal system, sign-ins in the county's access journal.
type Commands struct {
	Door      act.Door[Tx]
	Keeper    Keeper
	Hasher    Hasher
	Codes     Codes
	Passkeys  Ceremonies
	Clock     when.Clock
	Addresses *Addresses
}

func (d Commands) do(ctx context.Context, c act.Command, f func(Tx) error) (act.Receipt, error) {
	c.Journal = act.System
	r, err := d.Door.Do(ctx, c, f)
	d.Keeper.Forget()
	return r, err
}
