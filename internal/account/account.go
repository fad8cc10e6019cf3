// Package account is who may sign in: local accounts with a password
// (argon2id) and TOTP, and personal access tokens. An account belongs to one
// person; what it may do follows from that person's appointments. The three
// administrators are the exception: they are grants on accounts, kept apart
// (三员分立, spec 6.1).
package account

import (
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
	Admin        actor.Role
	Closed       bool
	Language     string // "zh-CN" or "en"; "" follows the browser
	CreatedAt    when.Instant
}

// Ref names the account.
func (a Account) Ref() ref.Ref { return ref.Ref{Kind: ref.Account, ID: a.ID} }

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
