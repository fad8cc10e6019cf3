package kind

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// Tell says who is told of one kind of entry about an object. Whoever did it is never
// told, nor who may not see the object.
type Tell struct {
	Of journal.Kind // the entry: "order.issued.v1"
	// Topic is what of the object it is about: of one topic only the latest is unread, the
	// later takes the place of the earlier. "" = the entry's own kind.
	Topic string
	Until bool // something is to be done: the day that binds the object stands beside it
	// If are columns of the object: nobody is told of an entry that changed none of them. nil = of any.
	If []string
	// Back says that what its topic asked for was taken back: whoever has not read that
	// finds that nothing waits; who had read it is told.
	Back bool
	// Ends are the topics, besides its own, in which what was only asked is answered by it.
	Ends []string
	To   []Hearer
	// Left names the fact that holds those whom the object concerns no more since the entry, as identifiers between
	// blanks: they are told that, each as themselves, though they may not see it any more. Their message names no matter.
	// "" = nobody is.
	Left string
}

// SaysLeft is the key of what those are told whom the object concerns no more.
func (t Tell) SaysLeft() string { return t.Says() + ".left" }

// Says is the key of what somebody is told, after "notify.": the entry without its
// version.
func (t Tell) Says() string { return Event(t.Of) }

// Event is a kind of entry without its version.
func Event(of journal.Kind) string {
	s := string(of)
	if i := strings.LastIndex(s, ".v"); i > 0 {
		return s[:i]
	}
	return s
}

// On is the topic.
func (t Tell) On() string {
	if t.Topic != "" {
		return t.Topic
	}
	return t.Says()
}

// Place is where somebody's post stands to what they are told of.
type Place int

// The places of hearers.
const (
	TheUnit    Place = iota // in exactly the object's unit
	TheOthers               // in a unit that assists
	TheSide                 // in an office or group of the object's side, or wherever there is none
	TheCounty               // anywhere
	ThePerson               // is the person named by Named
	EveryUnit               // in any unit, of an object that concerns all of them and is of none
	WhoeverMay              // is in the object's unit or of its side, and may do what Verb says
)

// Hearer is one sort of people who are told, and why: Why is the key of the reason,
// after "notify.why.".
type Hearer struct {
	Why   string
	At    Place
	Roles []actor.Role // one of these; none = any
	Named string       // a person of the object or among the entry's facts: "handler"
	Verb  access.Verb  // WhoeverMay do this
	// Asked says that they are told so that one of them does it, and of nothing besides: the next entry of the topic
	// answers it for all of them.
	Asked bool
}

// The sorts of hearers that most nouns have.
var (
	ToUnit = Hearer{Why: "unit", At: TheUnit,
		Roles: []actor.Role{actor.Clerk, actor.FirstResponsible}}
	ToOthers = Hearer{Why: "assists", At: TheOthers,
		Roles: []actor.Role{actor.Clerk, actor.FirstResponsible}}
	ToEveryUnit = Hearer{Why: "every-unit", At: EveryUnit,
		Roles: []actor.Role{actor.Clerk, actor.FirstResponsible}}
	ToOffice = Hearer{Why: "office", At: TheSide,
		Roles: []actor.Role{actor.PrincipalOffice, actor.SupervisoryOffice}}
	ToGroup = Hearer{Why: "group", At: TheSide, Roles: []actor.Role{actor.LeadingGroup}}
)

// ToPerson are those whom the object or the entry names so.
func ToPerson(named string) Hearer {
	return Hearer{Why: "person." + named, At: ThePerson, Named: named}
}

// ToWhoever are those to whom the policy leaves a deed about the object.
func ToWhoever(verb access.Verb) Hearer {
	return Hearer{Why: "may", At: WhoeverMay, Verb: verb, Asked: true}
}

// Asks are the same people, told so that one of them does it.
func (h Hearer) Asks() Hearer { h.Asked = true; return h }

// About is what is known of the object and the entry when it is decided who hears.
type About struct {
	Object access.Object
	People map[string][]ref.ID // named by the object or the entry
}

// Hears says whether somebody is one of them.
func (h Hearer) Hears(who actor.Actor, a About) bool {
	switch h.At {
	case ThePerson:
		return who.Whose() != 0 && slices.Contains(a.People[h.Named], who.Whose())
	case WhoeverMay:
		return h.near(who, a.Object) && access.Can(who, h.Verb, a.Object)
	}
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return (len(h.Roles) == 0 || slices.Contains(h.Roles, g.Role)) && h.at(g, a.Object)
	})
}

func (h Hearer) at(g actor.Grant, o access.Object) bool {
	switch h.At {
	case TheUnit:
		return o.Unit != 0 && g.Unit == o.Unit
	case TheOthers:
		return g.Unit != 0 && slices.Contains(o.Others, g.Unit)
	case EveryUnit:
		return o.Unit == 0 && g.Unit != 0
	case TheSide:
		return o.Side == "" || g.Side == "" || g.Side == o.Side
	}
	return true
}

// near keeps away those whom the policy leaves a deed only since their unit stands above,
// or since their body answers for very many.
func (h Hearer) near(who actor.Actor, o access.Object) bool {
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		switch g.Role {
		case actor.PrincipalOffice, actor.SupervisoryOffice, actor.LeadingGroup:
			return o.Side == "" || g.Side == "" || g.Side == o.Side
		}
		return o.Unit != 0 && g.Unit == o.Unit || o.Cosigner != 0 && g.Body == o.Cosigner
	})
}
