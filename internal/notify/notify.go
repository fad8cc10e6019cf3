// Package notify decides who is told of what (spec 6.3). It reads entries of the journal
// by what the nouns declare (kind.Tell), and what waits by the workbench's own rules; it
// holds keys and references and never a sentence. How a message travels outside the
// program is a way's matter: it takes up what stands here.
package notify

import (
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Message is one thing that one person is told. It names the matter; whoever shows it
// reads what the matter is called, and asks access again.
//
// Of one matter and topic somebody has one unread message at most: the later takes the
// place of the earlier and says how many it stands for. What was read stays.
type Message struct {
	ID           ref.ID
	Jurisdiction int32
	Person       ref.ID // who is told; 0 = nobody: what was unread of the topic waits no longer
	OnBehalf     ref.ID // whose deputy they are told as; 0 = as themselves
	Delegation   ref.ID // by which
	Of           ref.Ref
	Group        string       // of events, as people choose their ways by: a kind, or Falls or Rose
	Said         string       // key of what is told, after "notify."
	Why          string       // key of why they are, after "notify.why."; to nobody: only what was told so, "" = all
	Topic        string       // see above
	Unit         ref.ID       // whose the matter is; 0 = nobody's
	By           ref.ID       // the person who did it; 0 = it is the day, or the program
	Entry        int64        // of the journal of acts; 0 = the day tells
	Stamp        int64        // what of a topic is told once: the entry, or a due day and how near it is
	Times        int64        // how many it stands for
	Due          when.Day     // until when; 0 = nothing is asked
	At           when.Instant // of what it tells
	Read         when.Instant // 0 = unread
}

// Groups of events that are no kind's.
const (
	Falls = "due"    // something falls due, or is over
	Rose  = "raised" // something of the unit is left lying
)

// Groups are those by which people choose: the kinds of which something is told, and the
// two above.
func Groups(kinds kind.Registry) []string {
	out := []string{Falls, Rose}
	for _, k := range kinds.All() {
		if len(k.Tells) > 0 {
			out = append(out, string(k.Of))
		}
	}
	return out
}

// Inbox is whose messages are meant: a person, and for whom they act.
type Inbox struct{ Person, OnBehalf ref.ID }

// Of is the inbox of who asks.
func Of(who actor.Actor) Inbox { return Inbox{who.Person, who.OnBehalf} }

// Filter is which messages of an inbox are wanted, the newest first.
type Filter struct {
	Unread bool
	Group  string
	After  Cursor
	Limit  int
}

// Cursor is a place in an inbox; zero = its top.
type Cursor struct {
	At when.Instant
	ID ref.ID
}

func (c Cursor) String() string {
	if c.At == 0 {
		return ""
	}
	return strconv.FormatInt(int64(c.At), 10) + "." + c.ID.String()
}

// ParseCursor reads a place in an inbox; what is none is its top.
func ParseCursor(s string) Cursor {
	at, id, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || n < 0 || ref.Parse(id) == 0 {
		return Cursor{}
	}
	return Cursor{At: when.Instant(n), ID: ref.Parse(id)}
}

// Rules are the county's values.
type Rules struct {
	Near  func(due when.Day) when.Day // from which day on something is near
	Kept  int                         // days
	Fresh int                         // days
	Quiet Quiet                       // unless somebody chose otherwise
	Rises map[string]Rise             // by Unread and Overdue
	// Working says whether a day is worked: nobody is disturbed on one that is not.
	Working func(when.Day) bool
	Digest  int // the hour of the digest
}

// Rise is when what is left lying is told to a post, and to which.
type Rise struct {
	By   func(from when.Day) when.Day // the last day before it is
	Post actor.Role
}

// The cases of Rises.
const (
	Unread  = "unread"
	Overdue = "overdue"
)

// Gone is why somebody is told whom a matter concerns no more: their message stays in the inbox though they may not see
// the matter, names nothing of it and leads nowhere.
const Gone = "left"

// Shown says whether a message is for who asks, and whether its matter is: l is that matter’s line, there when it is
// there, and see the verb that sees it.
func (m Message) Shown(who actor.Actor, see access.Verb, l kind.Line, there bool) (shown, matter bool) {
	matter = there && access.Can(who, see, l.Object)
	return matter || m.Why == Gone, matter
}

// PerPage is how many messages a page holds.
const PerPage = 50
