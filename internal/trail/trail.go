// Package trail is how pages read the journal: the acts on one object with
// their words opened again.
package trail

import (
	"slices"

	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Event is one entry about an object. Texts holds the facts in words, by name;
// a text that was erased is missing from it.
type Event struct {
	Entry       int64 // number in its journal
	Kind        journal.Kind
	At, Claimed when.Instant
	Person      ref.ID
	Appointment ref.ID
	OnBehalf    ref.ID
	Agent       string
	Texts       map[string]string
	Numbers     map[string]int64
	New         []ref.Ref // rows that the act put on record, by the names of their tables
}

// Put says whether the act put something on record: as a new row, or, when it
// was written first and sent then, by naming it.
func (e Event) Put(r ref.Ref) bool {
	return slices.Contains(e.New, r) || r.ID != 0 && ref.ID(e.Numbers[string(r.Kind)]) == r.ID
}

// PageOf is how many acts of an object are read at a time.
const PageOf = 100

// Acts are a page of the acts on an object, the latest first, and how many earlier
// ones are not on it.
type Acts struct {
	Events  []Event
	Before  int64 // they are earlier than this entry; 0 = they are the latest
	Earlier int64
}

// Whole says whether these are all acts that there are.
func (a Acts) Whole() bool { return a.Before == 0 && a.Earlier == 0 }

// Next is the entry to go on from to the earlier ones; 0 = there are none.
func (a Acts) Next() int64 {
	if a.Earlier == 0 || len(a.Events) == 0 {
		return 0
	}
	return a.Events[len(a.Events)-1].Entry
}

// Which says which acts of each kind are wanted.
type Which string

// All of them, only the first, or only the last.
const (
	All   Which = ""
	First Which = "first"
	Last  Which = "last"
)

// Of picks what is wanted from the whole life of an object, the latest first.
func Of(events []Event, which Which, kinds ...journal.Kind) (out []Event) {
	first := map[journal.Kind]int64{}
	last := map[journal.Kind]int64{}
	for _, e := range events {
		if first[e.Kind] = e.Entry; last[e.Kind] == 0 {
			last[e.Kind] = e.Entry
		}
	}
	for _, e := range events {
		if slices.Contains(kinds, e.Kind) && (which == All || which == First && first[e.Kind] == e.Entry ||
			which == Last && last[e.Kind] == e.Entry) {
			out = append(out, e)
		}
	}
	return out
}

// Unsaid is the subject of counts of orders that wait for their unit's
// signature: each is counted as an order too.
const Unsaid = "unsaid"

// What was done is counted by the month in which it was done, whatever became of
// it later; what is opened again is no longer closed.
const (
	Registered = "problem.registered"
	Ended      = "problem.closed"
	Issued     = "order.issued"
	Closed     = "order.closed"
)

// Monthly are the subjects that count what was done in a month: Due is the
// month's first day then, State and Level are empty.
var Monthly = []string{Registered, Ended, Issued, Closed}

// ByMonth says whether a subject is one of them.
func ByMonth(subject string) bool { return slices.Contains(Monthly, subject) }

// Month is the first day of the month in which the day lies.
func Month(d when.Day) when.Day {
	y, m, _ := d.Date()
	return when.Date(y, m, 1)
}

// Done is what was done since the month of a day: problems registered and
// closed, orders issued and closed.
type Done struct {
	From                              when.Day
	Registered, Issued, Closed, Ended int64
}

// DoneSince adds up what was done from a month on.
func DoneSince(from when.Day, tallies []Tally) Done {
	d := Done{From: Month(from)}
	for _, t := range tallies {
		if t.Due < d.From {
			continue
		}
		switch t.Subject {
		case Registered:
			d.Registered += t.N
		case Issued:
			d.Issued += t.N
		case Closed:
			d.Closed += t.N
		case Ended:
			d.Ended += t.N
		}
	}
	return d
}

// Tally is one count of the overview.
type Tally struct {
	Subject string // "order", "problem", Unsaid, or one counted ByMonth
	Unit    ref.ID
	Side    string
	State   string
	Level   string
	Due     when.Day // 0 for what no longer binds, when.Open for what no day makes late
	N       int64
}

// CountMost is how far lists and findings are counted exactly.
const CountMost = 1000

// Count is the length of a list: exact up to a thousand, "more" beyond, and not
// known where nothing but its rows would tell it.
type Count struct {
	N           int
	More, Known bool
}

// Found is what a search found, by identifiers: exact up to a thousand, "more"
// beyond.
type Found struct {
	IDs   []ref.ID
	Count int
	More  bool
}

// Journal is the state of one journal.
type Journal struct {
	Name           string
	Size           int64
	Root           [32]byte
	Code           string // short code of the root, as printed on papers
	At             when.Instant
	CheckpointSize int64
	CheckpointAt   when.Instant
	Note           string // the latest signed checkpoint
}

// Entry is one entry as the journal's pages show it.
type Entry struct {
	Journal string
	Seq     int64
	Kind    journal.Kind
	At      when.Instant
	Object  ref.Ref
	Person  ref.ID
	Agent   string

	Account, Appointment, OnBehalf ref.ID // who acted, in which post, for whom

	Leaf  [32]byte
	Bytes int
	Rows  []ref.Ref // the covered rows it set
}

// LogFilter says which entries of a journal are wanted; its zero value wants all.
type LogFilter struct {
	Some     bool     // only those by or about these:
	People   []ref.ID // people,
	Accounts []ref.ID // and accounts
	Object   ref.ID
	Kind     string   // without its version
	From, To when.Day // both included; 0 = open
	Before   int64    // number to go on from; 0 = the end
	Limit    int
}

// Called is what an account is called and whose it is.
type Called struct {
	Login, Name string
	Person      ref.ID
}
