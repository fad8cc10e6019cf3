package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

var errNoRows = sql.ErrNoRows

// Doorkeeper knows who is signed in and as whom they act today. It remembers
// what it read for two seconds; what this process changes it sees at once.
type Doorkeeper struct {
	db *DB

	mu     sync.Mutex
	gen    int64 // moves with every change made here, so that an older reading is not remembered
	known  map[[32]byte]remembered
	actors map[int32]*castOfDay
}

type remembered struct {
	session account.Session
	token   account.Token
	feed    account.Feed
	account account.Account
	read    when.Instant
}

const (
	staleAfter    = 2 * time.Second
	mostKnown     = 10_000
	seenWriteMost = 2 * time.Second // a slow writer does not hold up a page
)

// NewDoorkeeper opens the office; one per process.
func NewDoorkeeper(db *DB) *Doorkeeper {
	return &Doorkeeper{db: db, known: map[[32]byte]remembered{}, actors: map[int32]*castOfDay{}}
}

// Forget drops what is remembered of sessions, tokens and accounts.
func (k *Doorkeeper) Forget() {
	k.mu.Lock()
	k.gen++
	clear(k.known)
	k.mu.Unlock()
}

// Actor says who stands behind a session's token today, and with which posts.
// A session that has ended, was idle too long, or whose account is closed
// answers account.SignedOut, and so does one that was opened
// before the last post of its person ended. Someone whose password must be changed first has
// no grants yet.
func (k *Doorkeeper) Actor(ctx context.Context, token string) (actor.Actor, account.Account, account.Session, error) {
	now, digest := k.db.clock(), account.Digest(token)
	r, err := k.remember(ctx, digest, now, k.readSession)
	if err != nil {
		return actor.Actor{}, account.Account{}, account.Session{}, err
	}
	if r.account.Closed || r.account.Held || !r.session.Live(now) {
		return actor.Actor{}, account.Account{}, account.Session{}, account.SignedOut
	}
	if now >= r.session.Seen.Add(account.SeenStep) {
		r.session.Seen = now
		k.seen(ctx, digest, now)
	}
	a, c, err := k.actorOf(ctx, r.account, now.Day())
	if err == nil && outlived(c, r.account, r.session) {
		return actor.Actor{}, account.Account{}, account.Session{}, account.SignedOut
	}
	if err == nil && r.session.Acting != 0 {
		a, err = k.deputy(ctx, c, r.account, a, r.session.Acting)
	}
	return a, r.account, r.session, err
}

// ActorByToken says who acts by a personal access token; account.SignedOut
// when it is unknown, expired or revoked, when its account is closed or an
// administrator's, and when its owner holds no post or held none on some day
// since it was made.
func (k *Doorkeeper) ActorByToken(ctx context.Context, token string) (actor.Actor, account.Account,
	account.Token, error) {
	now := k.db.clock()
	r, err := k.remember(ctx, account.Digest(token), now, k.readToken)
	if err != nil {
		return actor.Actor{}, account.Account{}, account.Token{}, err
	}
	if !r.token.Valid(now.Day()) || r.account.Closed || r.account.Held || r.account.MustChange || r.account.Admin != "" {
		return actor.Actor{}, account.Account{}, account.Token{}, account.SignedOut
	}
	a, c, err := k.actorOf(ctx, r.account, now.Day())
	if err == nil && (len(a.Grants) == 0 || !c.HeldSince(r.account.Person, r.token.CreatedAt.Day())) {
		err = account.SignedOut
	}
	if err != nil {
		return actor.Actor{}, account.Account{}, account.Token{}, err
	}
	a.Scopes = r.token.ScopeList()
	return a, r.account, r.token, err
}

// remember answers from memory or reads anew.
func (k *Doorkeeper) remember(ctx context.Context, digest [32]byte, now when.Instant,
	read func(context.Context, [32]byte) (remembered, error)) (remembered, error) {
	k.mu.Lock()
	r, ok := k.known[digest]
	gen := k.gen
	k.mu.Unlock()
	if ok && now >= r.read && now < r.read.Add(staleAfter) {
		return r, nil
	}
	r, err := read(ctx, digest)
	if errors.Is(err, sql.ErrNoRows) {
		return r, account.SignedOut
	}
	if err != nil {
		return r, err
	}
	r.read = now
	k.mu.Lock()
	if k.gen == gen {
		if len(k.known) >= mostKnown {
			clear(k.known)
		}
		k.known[digest] = r
	}
	k.mu.Unlock()
	return r, nil
}

func (k *Doorkeeper) readSession(ctx context.Context, digest [32]byte) (r remembered, err error) {
	r.session.ID = hex.EncodeToString(digest[:])
	s := &r.session
	if err := k.db.queryRow(ctx, `SELECT account,created,seen,agent,language,acting FROM session WHERE digest=$1`,
		digest[:]).
		Scan(&s.Account, &s.Created, &s.Seen, &s.Agent, &s.Language, &s.Acting); err != nil {
		return r, fmt.Errorf("session: %w", err)
	}
	return r, k.readAccount(ctx, &r, s.Account)
}

func (k *Doorkeeper) readToken(ctx context.Context, digest [32]byte) (r remembered, err error) {
	all, err := every(ctx, k.db, tokens, "digest_of=$1", digest[:])
	if err != nil {
		return r, err
	}
	if len(all) == 0 {
		return r, sql.ErrNoRows
	}
	r.token = all[0]
	return r, k.readAccount(ctx, &r, r.token.Account)
}

func (k *Doorkeeper) readAccount(ctx context.Context, r *remembered, id ref.ID) error {
	a, ok, err := get(ctx, k.db, accounts, id)
	if err == nil && !ok {
		err = sql.ErrNoRows
	}
	r.account = a
	return err
}

// seen writes when a session was last used, at most once a minute. Its failure
// is no failure of the page: the next request writes again.
func (k *Doorkeeper) seen(ctx context.Context, digest [32]byte, now when.Instant) {
	ctx, cancel := context.WithTimeout(ctx, seenWriteMost)
	defer cancel()
	k.mu.Lock()
	if r, ok := k.known[digest]; ok {
		r.session.Seen = now
		k.known[digest] = r
	}
	k.mu.Unlock()
	k.db.keep(ctx, `UPDATE session SET seen=$1 WHERE digest=$2 AND seen<$3`, int64(now), digest[:], int64(now))
}

// Sessions lists an account's sessions, the latest seen first.
func (k *Doorkeeper) Sessions(ctx context.Context, id ref.ID) ([]account.Session, error) {
	rows, err := k.db.query(ctx, `SELECT digest,account,created,seen,agent,language FROM session WHERE account=$1 ORDER BY seen DESC,digest`, int64(id))
	return collect(rows, err, func(r rowsLike, s *account.Session) error {
		var digest []byte
		err := r.Scan(&digest, &s.Account, &s.Created, &s.Seen, &s.Agent, &s.Language)
		s.ID = hex.EncodeToString(digest)
		return err
	})
}

// EndSession ends one session of an account; one that is not there is ended.
func (k *Doorkeeper) EndSession(ctx context.Context, id ref.ID, session string) error {
	digest, err := hex.DecodeString(session)
	if err != nil {
		return nil
	}
	defer k.Forget()
	_, err = k.db.keep(ctx, `DELETE FROM session WHERE account=$1 AND digest=$2`, int64(id), digest)
	return err
}

// EndOthers ends all sessions of an account but one.
func (k *Doorkeeper) EndOthers(ctx context.Context, id ref.ID, except string) error {
	digest, err := hex.DecodeString(except)
	if err != nil {
		return nil
	}
	defer k.Forget()
	_, err = k.db.keep(ctx, `DELETE FROM session WHERE account=$1 AND digest<>$2`, int64(id), digest)
	return err
}

// Sweep drops sessions and challenges that have ended and failures long past; for the
// tick.
func (k *Doorkeeper) Sweep(ctx context.Context) error {
	now := k.db.clock()
	late := int64(now.Add(account.Skew)) // what is later was written by a clock that was wrong
	if _, err := k.db.keep(ctx, `DELETE FROM session WHERE seen<=$1 OR created<=$2 OR seen>$3 OR created>$4`,
		int64(now.Add(-account.Idle)), int64(now.Add(-account.Absolute)), late, late); err != nil {
		return err
	}
	end := account.ChallengeEnds(now).Add(account.Skew)
	if _, err := k.db.keep(ctx, `DELETE FROM challenge WHERE until<=$1 OR until>$2`, int64(now), int64(end)); err != nil {
		return err
	}
	_, err := k.db.keep(ctx, `DELETE FROM login_failure WHERE at<=$1`, int64(now.Add(-24*time.Hour)))
	return err
}
