package dossiers

import (
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an access (查阅).
const (
	Given   = "given" // until a day
	Asked   = "asked"
	Refused = "refused"
	Dropped = "dropped" // by who asked
)

const daysMost = 800 // characters of the days on which it was opened: more than a limit of MostDays lets in

// Access is one request to look into a dossier, and what came of it. The holder of the dossier never sees one, in no
// list, search or count: what was opened for a purpose that they are told of stands on their dossier, by the day.
type Access struct {
	noun.Base
	Dossier ref.ID
	Holder  ref.ID
	Name    string // of the holder
	Asker   ref.ID
	MadeFor ref.ID // for whom a deputy asked
	Purpose string
	Reason  string // sealed
	Parts   string // asked for: codes between blanks

	Decider   ref.ID
	DecidedOn when.Day
	Released  string   // codes between blanks
	Expires   when.Day // the last day
	Why       string   // sealed: it was refused
	Opened    int64    // how often
	Days      string   // on which, between blanks
	Until     int64    // the moment up to which the present opening lasts
}

// AccessFields are what is known of one.
var AccessFields = field.Fields{
	field.Object("dossier", func(a *Access) *ref.ID { return &a.Dossier }),
	field.Person("holder", false, func(a *Access) *ref.ID { return &a.Holder }).Silent(),
	field.Line("name", 0, lineMost, func(a *Access) *string { return &a.Name }).Silent(),
	field.Person("asker", false, func(a *Access) *ref.ID { return &a.Asker }).Silent(),
	field.Person("madeFor", false, func(a *Access) *ref.ID { return &a.MadeFor }).Silent(),
	field.Policy("purpose", false, PurposeTable, func(a *Access) *string { return &a.Purpose }).Silent(),
	sealedText("reason", func(a *Access) *string { return &a.Reason }),
	field.Line("parts", 0, reasonMost, func(a *Access) *string { return &a.Parts }).Silent().Open().Within(),
	field.Person("decider", false, func(a *Access) *ref.ID { return &a.Decider }).Silent(),
	field.Day("decidedOn", false, func(a *Access) *when.Day { return &a.DecidedOn }).Silent(),
	field.Line("released", 0, reasonMost, func(a *Access) *string { return &a.Released }).Silent().Open().Within(),
	field.Day("expires", false, func(a *Access) *when.Day { return &a.Expires }).Silent(),
	sealedText("why", func(a *Access) *string { return &a.Why }),
	field.Count("opened", 0, 1<<31, func(a *Access) *int64 { return &a.Opened }).Silent(),
	field.Line("days", 0, daysMost, func(a *Access) *string { return &a.Days }).Silent().Open().Within(),
	field.Count("until", 0, 1<<62, func(a *Access) *int64 { return &a.Until }).Silent().Within(),
}

func sealedText(name string, at func(*Access) *string) field.Field {
	f := field.Text(name, 0, reasonMost, at).Silent().Unfound()
	f.Sealed = true
	return f
}

// AccessShape is what one is made of. It has no number that follows another: a gap would tell the holder of one that
// they do not see.
var AccessShape = noun.Shape{Of: ref.DossierAccess, Name: "dossieraccesses", Word: "dossieraccess",
	Table: "dossier_access", Mute: true, Unsung: true, New: func() noun.Value { return &Access{} }, Fields: AccessFields,
	Title: "name", Person: "asker", Hidden: "holder", States: []string{Given, Asked, Refused, Dropped},
	Personal: &noun.Personal{Whose: []string{"holder"}, Fields: []string{"reason", "why"}}}

// Object is what access asks of one: who asked sees it and opens by it; the holder never does.
func (a *Access) Object() access.Object {
	return access.Object{Jurisdiction: a.Jurisdiction, Kind: ref.DossierAccess, ID: a.ID, Unit: a.Unit, Side: a.Side,
		Person: a.Asker, Hidden: a.Holder, Requester: actor.Hands{By: a.MadeBy, For: a.MadeFor}}
}

// Number names a request on what is printed by it: the day, and what belongs to no row of numbers.
func (a *Access) Number() string {
	return strings.ReplaceAll(a.MadeAt.Day().String(), "-", "") + "-" + a.ID.String()
}

// Called is its number and whose dossier it is.
func (a *Access) Called() (number, title string) { return a.Number(), a.Name }

// Asks are the parts that were asked for; May those that were released.
func (a *Access) Asks() []string { return strings.Fields(a.Parts) }

// May are the parts that were released.
func (a *Access) May() []string { return strings.Fields(a.Released) }

// Over says whether the time of an access that was given is over.
func (a *Access) Over(today when.Day) bool { return a.State == Given && a.Expires < today }

// Openable refuses to open what was not given, or is over.
func (a *Access) Openable(today when.Day) error {
	if a.Over(today) {
		return text.Refuse(text.Conflict, "dossieraccess.over", "day", a.Expires)
	}
	return AccessShape.In(a, Given)
}

// Reads says whether who comes reads what was released at a moment: who asked, while an opening lasts.
func (a *Access) Reads(who actor.Actor, now when.Instant) bool {
	return a.State == Given && !a.Over(now.Day()) && who.InPerson() && who.Person == a.Asker && int64(now) < a.Until
}

// give releases parts until a day.
func (a *Access) give(in *Giving, rules *Rules, by ref.ID, today when.Day) error {
	var errs text.InputErrors
	codes := in.On.Codes()
	if len(codes) == 0 {
		errs.Add(flagName(first(a.Asks())), "dossieraccess.parts.none")
	}
	for _, code := range codes {
		if _, on := rules.Part(code); !on || !slices.Contains(a.Asks(), code) {
			errs.Add(flagName(code), "dossieraccess.part.unasked")
		}
	}
	switch most := today + when.Day(rules.MostDays); {
	case in.Expires < today:
		errs.Add("expires", "dossieraccess.expires.past", "today", today)
	case in.Expires > most:
		errs.Add("expires", "dossieraccess.expires.late", "day", most, "days", rules.MostDays)
	}
	a.State, a.Decider, a.DecidedOn, a.Released, a.Expires = Given, by, today, strings.Join(codes, " "), in.Expires
	return errs.Err()
}

func first(codes []string) string {
	if len(codes) == 0 {
		return Codes[0]
	}
	return codes[0]
}

// open notes that it is opened now; a new opening begins with each.
func (a *Access) open(rules *Rules, now when.Instant) error {
	if err := a.Openable(now.Day()); err != nil {
		return err
	}
	a.Opened++
	a.Until = int64(now) + int64(rules.Minutes)*60_000_000
	if day := now.Day().String(); !slices.Contains(strings.Fields(a.Days), day) {
		a.Days = strings.TrimSpace(a.Days + " " + day)
	}
	return nil
}

// OpenedOn are the days on which it was opened.
func (a *Access) OpenedOn() (out []when.Day) {
	for _, s := range strings.Fields(a.Days) {
		if day, err := when.ParseDay(s); err == nil {
			out = append(out, day)
		}
	}
	return out
}

// Shut says why what was released does not stand open: its time is over, or it is to be opened first.
func Shut(a *Access, today when.Day) error {
	if err := a.Openable(today); err != nil {
		return err
	}
	return text.Refuse(text.Conflict, "dossieraccess.shut")
}
