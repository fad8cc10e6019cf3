// Package account is who may sign in: local accounts with a password
// (argon2id) and TOTP, and personal access tokens. An account belongs to one
// person; what it may do follows from that person's appointments. The three
// administrators are the exception: they are grants on accounts, kept apart
// (三员分立, spec 6.1).
package account

import (
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Account is one sign-in.
type Account struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Person       ref.ID // 0 for an administrator who is no official
	Login        string
	Name         string // shown when there is no person
	Password     string // argon2id, "" before the first sign-in
	MustChange   bool   // the password was set by someone else
	TOTP         string // secret, "" when not set up
	Recovery     string // hex SHA-256 digests of the unused recovery codes, space-separated
	Admin        actor.Role
	Closed       bool
	// made or reset by the system administrator; opens nothing until the security administrator releases it
	Held      bool
	Language  string // "zh-CN" or "en"; "" follows the browser
	CreatedAt when.Instant
}

// Ref names the account.
func (a Account) Ref() ref.Ref { return ref.Ref{Kind: ref.Account, ID: a.ID} }

// Object is the account as access sees it.
func (a Account) Object() access.Object {
	return access.Object{Kind: ref.Account, ID: a.ID, Jurisdiction: a.Jurisdiction, Person: a.Person}
}

// Self is the account as the one who acts, without any right that a post
// gives: enough to sign in and to look after oneself.
func (a Account) Self() actor.Actor {
	return actor.Actor{Account: a.ID, Person: a.Person, Jurisdiction: a.Jurisdiction, Name: a.Name}
}

// Ref names the token.
func (t Token) Ref() ref.Ref { return ref.Ref{Kind: ref.Token, ID: t.ID} }

// Valid says whether the token opens anything on the day; on the day it
// expires it no longer does. Long before it was made the clock is wrong, and the
// token would work for longer than it says.
func (t Token) Valid(today when.Day) bool {
	return !t.Revoked && today < t.Expires && today+tokenSkew >= t.CreatedAt.Day()
}

// tokenSkew is more than a clock is ever ahead of the journal's time, or behind
// it, without a word from an administrator: a token bears the journal's time.
const tokenSkew when.Day = 36

// Token is a personal access token; only its digest is kept.
type Token struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Account      ref.ID
	Name         string
	Digest       []byte
	Scopes       string // space-separated, "order:read problem:write"
	Expires      when.Day
	Revoked      bool
	CreatedAt    when.Instant
}

// ScopeList is the token's scopes one by one, never nil: an actor without
// scopes would be a browser's.
func (t Token) ScopeList() []string { return append([]string{}, strings.Fields(t.Scopes)...) }
