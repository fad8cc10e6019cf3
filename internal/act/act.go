// Package act is the one door through which the county's record changes. A
// command is authorised, decided, saved and recorded in one transaction, or
// nothing of it happens (promise 1). The technology behind the door is handed
// in; subjects see only the Tx interface they declare themselves.
package act

import (
	"context"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Command is one thing asked by one actor.
type Command struct {
	Actor   actor.Actor
	Verb    access.Verb  // "order.close": the same word from button to journal
	Key     string       // idempotency key, unique per actor; "" when there is none
	Input   any          // what was asked, digested so that a reused key with other input is refused
	Request string       // request id
	Claimed when.Instant // when the actor says the act was done; 0 = now
	Journal Book         // which journal of the jurisdiction records it
	Doubt   Doubt        // what becomes of it while the clock is in doubt
	Asked   *Asked       // what its form asked of whoever filled it in; nil = no form did
}

// Asked is what a form, or the body that a program sent, asked for: figures and nothing
// of what was typed. They are summed up by unit and month, and then forgotten (package burden).
type Asked struct {
	Typed, Filled int // fields that were typed, and those that came filled in
	Files         int
	Bytes         int64
	Spent         time.Duration // from when the form was handed out to when it was sent; 0 = not known
}

// File is a file that came with what was asked: its bytes are kept already.
type File struct {
	Name, Type string
	Size       int64
	Digest     []byte
}

// Doubt is what becomes of a command while the server's clock stands far from
// the last entry (package clock).
type Doubt int

const (
	Waits       Doubt = iota // it is refused (the default)
	StandsStill              // it goes on and bears the last entry's time: signing in
	Settles                  // it says that the clock is right
)

// Book is one of the journals that a jurisdiction keeps.
type Book string

const (
	Acts   Book = ""       // acts of the county (the default)
	Access Book = "access" // logins, openings, exports
	System Book = "system" // accounts and configuration
)

// Receipt says what was recorded. Replayed is true when the same key had
// already done it and nothing was written now.
type Receipt struct {
	Journal  string
	Seq      int64
	At       when.Instant
	Object   ref.Ref
	Number   string
	Replayed bool
}

// Before refuses a command whose key had already been used for another input:
// Receipt is what was recorded then.
type Before struct {
	Receipt Receipt
	*text.Refusal
}

// Unwrap shows it as the refusal it is to all who ask no further.
func (b *Before) Unwrap() error { return b.Refusal }

// Tx is what every command may ask of the transaction it runs in.
type Tx interface {
	// Now is the server's time of this command.
	Now() when.Instant
	// Actor is who asked.
	Actor() actor.Actor
	// Allow authorises the command on the object as loaded. Nothing can be
	// recorded before it was called.
	Allow(verb access.Verb, on access.Object) error
	// NewID gives the next identifier.
	NewID() ref.ID
	// Record appends one entry; rows saved since the last one belong to it.
	Record(kind journal.Kind, object ref.Ref, facts ...Fact) error
	// Answer names the number to show with the receipt.
	Answer(number string)
}

// Fact is one recorded value. Private facts (free text, names) enter the entry
// as salted commitments, so that they can be erased without breaking it.
type Fact struct {
	Name    string
	Value   journal.Value
	Private bool
}

// Code, Number, Date, Id and Words make facts; Words are private.
func Code(name, v string) Fact          { return Fact{name, journal.Text(v), false} }
func Number(name string, v int64) Fact  { return Fact{name, journal.Int(v), false} }
func Date(name string, v when.Day) Fact { return Fact{name, journal.Int(int64(v)), false} }
func Id(name string, v ref.ID) Fact     { return Fact{name, journal.Int(int64(v)), false} }
func Digest(name string, v []byte) Fact { return Fact{name, journal.Bytes(v), false} }
func Words(name, v string) Fact         { return Fact{name, journal.Text(v), true} }

// Performer runs commands. Errors are refusals, input errors or faults.
type Performer interface {
	Perform(ctx context.Context, c Command, f func(Tx) error) (Receipt, error)
}

// Door performs the commands of one subject over the subject's own Tx.
type Door[T Tx] struct {
	performer Performer
	as        func(Tx) T
}

// NewDoor opens a door: as hands the transaction over as the subject's Tx.
func NewDoor[T Tx](p Performer, as func(Tx) T) Door[T] { return Door[T]{p, as} }

// Do performs one command. f loads, allows, decides, saves and records; when
// it returns an error, nothing of it is kept. It must touch nothing outside
// the transaction and may be skipped altogether when the key was seen before.
func (d Door[T]) Do(ctx context.Context, c Command, f func(T) error) (Receipt, error) {
	return d.performer.Perform(ctx, c, func(t Tx) error { return f(d.as(t)) })
}
