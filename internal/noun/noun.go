// Package noun is the frame that every noun of the subject stands on. A noun
// declares its fields, its list and its acts once; the pages, the API, the
// exports and imports, saved views and the store read the declaration, so that a
// new noun is its own rules and words and little else.
package noun

import (
	"context"
	"errors"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Base is what the frame keeps of every object. A noun's type embeds it.
type Base struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Unit         ref.ID     // whose it is
	Side         actor.Side // which responsibility it is of; "" = of both
	State        string     // one of the Shape's States
	MadeBy       ref.ID
	MadeAt       when.Instant
	// Of a noun with a Series: its number as it was written when it was given, what of
	// it is a unit's code, and its place among all. "", "", 0 = not numbered yet.
	Number, Part string
	Serial       int64
}

// Head is the base of an object.
func (b *Base) Head() *Base { return b }

// Value is one object of a noun: a pointer to a type that embeds Base.
type Value interface{ Head() *Base }

// Known is an object that says itself what it is called and what access asks of
// it: one whose noun keeps its rows by itself.
type Known interface {
	Object() access.Object
	Called() (number, title string)
}

// Shape is what a noun is made of. It is known before any county is open.
type Shape struct {
	Of     ref.Kind
	Name   string // of the list: its address, its table in Excel, its saved views
	Word   string // before the keys of its words
	Table  string // in the database
	New    func() Value
	Fields field.Fields
	Code   string  // the field that stands for its number; "" = none
	Series *Series // how it is numbered; nil = not, or by a code that is typed
	Title  string  // the field that it is called by
	// Person is the field that holds whom it is about, who may then see it whatever
	// units it is of (access.Own); "" = nobody. Its column has an index with id.
	Person string
	// Taker is the field that holds who stands where takers stand (access.Object.Successor)
	// and finds it in lists too; "" = nobody does. Its column has an index with id.
	Taker string
	// Public is the field that is filled in from when on an object is public (access.Object.Open): a day or a number.
	Public string
	// Team is the field that holds who was sent to it (access.Object.Team), as identifiers
	// between blanks, and finds it in their lists too; "" = nobody is.
	Team string
	// Hidden is the field that holds whom it is kept from (access.Object.Hidden), in lists and counts
	// too; "" = nobody. Such a noun is Mute and Unsung.
	Hidden string
	States []string
	// Apart says that the people of its own unit are kept from it (access.Object.Apart): lists and counts leave out what
	// is of a unit in which somebody stands; with Parties not where they find it by Person, Taker or Team.
	Apart    bool
	Parties  bool
	Attach   *Attachments // nil = it takes no files
	Mute     bool         // nobody talks about one: see kind.Kind.Talks
	Unsung   bool         // its words are not searched
	Cites    Citing       // where it names registered documents
	Shared   *Shared      // nil = its units alone see it in lists
	Personal *Personal    // what is erased with somebody's data; nil = only what is named one by one
}

// Shared says by the objects of which other noun a unit sees one too: In of those names it, and their unit is one that
// takes part. The noun's Object names the same units (access.Object.Others).
type Shared struct {
	Of ref.Kind
	In string
}

// Citing says which fields of an object name registered documents: In holds titles,
// or titles with clauses behind them; At, if any, the clause of the one in In. The
// zero Citing names none.
type Citing struct{ In, At string }

// Ref names an object.
func (s Shape) Ref(v Value) ref.Ref { return ref.Ref{Kind: s.Of, ID: v.Head().ID} }

// Object is what access asks of an object.
func (s Shape) Object(v Value) access.Object {
	if k, ok := v.(Known); ok {
		return k.Object()
	}
	b := v.Head()
	o := access.Object{Jurisdiction: b.Jurisdiction, Kind: s.Of, ID: b.ID, Unit: b.Unit, Side: b.Side}
	if s.Person != "" {
		o.Person = ref.ID(s.Fields.Must(s.Person).Num(v))
	}
	return o
}

// Due is the day that binds an object, where a field of that name holds one; 0 = none.
func (s Shape) Due(v Value) when.Day {
	if f, ok := s.Fields.Of("due"); ok && f.Type == field.ADay {
		return when.Day(f.Num(v))
	}
	return 0
}

// Called is what an object is called by itself: its number, and its title.
func (s Shape) Called(v Value) (number, title string) {
	if k, ok := v.(Known); ok {
		return k.Called()
	}
	if s.Code != "" {
		number = s.Fields.Must(s.Code).Str(v)
	}
	return number, s.Fields.Must(s.Title).Str(v)
}

// Texts are the words by which the search finds an object.
func (s Shape) Texts(v Value) (out []string) {
	for _, f := range s.Fields {
		if !f.Mute && (f.Type == field.ALine || f.Type == field.AText) {
			out = append(out, f.Str(v))
		}
	}
	return out
}

// Noun is everything that is declared of one: what it is, who may see it, how it
// is listed and what can be done.
type Noun struct {
	Shape
	See     access.Verb // one of them
	List    access.Verb // the list
	Tag     string      // under which the OpenAPI document files it; "" = its name
	Columns []string    // fields, and "unit", "side", "state": as the list shows them by itself
	Filters []string    // of the same names
	Tabs    []Tab       // views that everybody has; the first is the list by itself
	Span    string      // the day of which an address may ask a year, or a month of it; "" = none
	// Institution is which of the ten it belongs to, a code of the pack's 十项制度: the
	// objects of a year, by Span, are counted there, and those of its tab "late"; "" = none.
	Institution string
	Sorts       []Sort // each with its index; the first is the list's own
	About       About  // whom its objects concern
	Acts        []Act
	Import      Import
	// Notes are what else is to be known of an object on a day, said on its page.
	Notes func(v Value, on when.Day) []text.Message
	// Seen are the notes that follow from other objects, asked once for all that a page
	// shows; nil = none do.
	Seen func(ctx context.Context, list []Value, on when.Day) (map[ref.ID][]text.Message, error)
	// Inside is what access asks (with See) before somebody reads what of an object is confined (field.Confined) and what
	// was done to it besides Outer; nil = whoever sees one knows all of it.
	Inside func(v Value) access.Object
	// Insight is asked with Inside in place of See, where who may see all of an object is a matter of the role; "" = See.
	Insight access.Verb
	Outer   []journal.Kind
	// Reached says how the day that binds an object was reached, first by its rule and
	// then by what was done about it; nil = no day of it follows from a rule.
	Reached func(v Value) (when.Deadline, []text.Message)
	// Fits says whether an organ of a kind may be chosen in a field; nil = any.
	Fits func(field string, kind bodies.BodyKind) bool
	// Parts are the objects that one is broken down to; nil = there are none.
	Parts *Parts
	// Links lead from an object to what belongs to it elsewhere; nil = nowhere.
	Links func(v Value, who actor.Actor, today when.Day) []Link
	// Beside are links from the list to other sights of it.
	Beside []Link
	// Waits are what of its objects waits for somebody on the workbench.
	Waits []Wait
	// Tells are the entries about its objects of which somebody is told.
	Tells []kind.Tell
	// Forms are the papers that an object is printed as.
	Forms []Form
	// Recall is how what was handed on is taken back; nil = nothing is handed on.
	Recall *Recall
	// Facts are what of its objects is counted for the assessment.
	Facts []Facts
	// Tables are the codes of the policy in force.
	Tables field.Tables
}

// Tab is a view of a list that everybody has. Its word is <noun>.tab.<name>.
type Tab struct {
	Name  string
	Where []Cond
	Of    func(who actor.Actor, today when.Day) []Cond // what the day and the reader add
}

// For are its conditions for a reader on a day.
func (t Tab) For(who actor.Actor, today when.Day) []Cond {
	if t.Of == nil {
		return t.Where
	}
	return slices.Concat(t.Where, t.Of(who, today))
}

// Parts say how objects hang together: Field of a part holds the object that it is
// part of. A page lists them by Name, with Columns; Sum rolls them up in a sentence.
type Parts struct {
	Field   string
	Name    string
	Columns []string
	Sum     func(parts []Value, on when.Day) text.Message
}

// Link leads somewhere; its label is a key of the catalogue. May is what is done there: a list leads only those there
// who could do it on something; "" = whoever sees it.
type Link struct {
	Label, Href string
	May         access.Verb
}

// Wait is one sort of waiting: Of finds the objects that may wait for somebody, nil
// when none do; Act is what they are to do with one, and why it is they, "" when it is
// not. Due is the day on which it is late; Since the day from which the limit of a
// review counts, instead.
type Wait struct {
	Acts []string // that it may lead to
	Of   func(who actor.Actor, today when.Day) []Cond
	Act  func(who actor.Actor, v Value) (act string, why []text.Message)
	// Page is the key of what is said where one decides on the object's page, one way or
	// the other; "" = the act itself is offered.
	Page  string
	Due   func(v Value) when.Day
	Since func(v Value) when.Day
	// Light is how urgent one is, where more than its day decides; nil = by the day.
	Light func(v Value, today when.Day) due.Light
	// Only keeps of those that were found the ones that do wait, where columns do not
	// say it; in a fixed number of statements. nil = all do.
	Only func(ctx context.Context, found []Value, today when.Day) (map[ref.ID]bool, error)
	// Told is what somebody is told once of what waits, for each stamp, where no entry about
	// the object and no day tells it: a key after "notify.". nil = they do.
	Told func(v Value) (said string, stamp int64)
	// Heard says that it is told and nothing more: it stands on no workbench. A key after
	// "notify.why.": why they hear of it.
	Heard string
}

// Cond is one condition of a list: a column that holds one of these.
type Cond struct {
	Column string
	Text   []string // for texts
	Num    []int64  // for numbers
	Below  int64    // for numbers: at least Least, at least 1, and less than this
	Least  int64
	Holds  ref.ID // for texts of identifiers between blanks: this one is among them
}

// Sort is an order of a list, by a column that has an index with id for it.
type Sort struct {
	Name   string // in the address; "-" before it turns it round
	Column string
	Text   bool // the column holds texts
	Down   bool
}

// Query is what is asked of a list.
type Query struct {
	Where []Cond
	Words string // that it holds
	Sort  Sort
	After Cursor
	Limit int
}

// Page is a page of a list.
type Page struct {
	Values       []Value
	Newer, Older Cursor
	Count        int // exact up to a thousand
	More         bool
	Tabs         []trail.Count
}

// Whole is a list as it is printed or taken out, as it stood at one moment.
type Whole struct {
	Values []Value
	Entry  int64 // the journal's last
	More   bool  // there are more than were asked for
}

// Reader reads the objects of nouns.
type Reader interface {
	One(ctx context.Context, of ref.Kind, id ref.ID) (Value, bool, error)
	Listed(ctx context.Context, of ref.Kind, s access.Scope, q Query, tabs []Query) (Page, error)
	Whole(ctx context.Context, of ref.Kind, s access.Scope, q Query, most int) (Whole, error)
	Each(ctx context.Context, of ref.Kind, s access.Scope, q Query, yield func(Value) error) error
	Newest(ctx context.Context, of ref.Kind, s access.Scope, q Query) ([]Value, trail.Count, error)
}

// Act is one thing that can be done. The button, the form, the JSON operation and
// its description follow from it; its words are <noun>.act.<name>, the same with
// .say (what it does) and did.<noun>.<name>.
type Act struct {
	Name    string
	ID      string // of its operation; "" = <name><Noun>
	Body    string // what the document calls what it takes; "" = <Noun><Name>
	Path    string // of its operation, after the object's; "" = its name; with a / before it, the whole of it
	Put     bool   // its operation puts the object as it is to be
	Row     bool   // is about a row that hangs on the object: its operation names the row alone
	Words   string // the act whose words it has, as "person.appoint"; "" = its own
	Made    bool   // its operation makes something beside the object, and answers 201
	Screen  bool   // is done by a form; programs have an operation of another form
	Verb    access.Verb
	Records journal.Kind // the kind of the entry that it makes
	Summary string       // for the OpenAPI document, in English
	Fields  field.Fields // what is asked
	New     func() any   // what holds it; nil when nothing is asked
	Makes   bool         // makes a new object
	Main    bool         // a button at the top of the page
	Danger  bool
	Guarded bool // the version that was seen goes with it
	Many    bool // can be done to many of a list at once
	Aside   bool // offered beside what it is done to, and not among the acts of the page
	Shown   bool // a form shows what would come of it, and does it when it is sent again
	Kept    bool // a browser keeps its form until it is done (decision 0019)
	Beside  bool // its form stands beside what is decided, however long it is
	Table   bool // its form takes a table as a file, which its room turns into a field
	// Rule is the command's own rule, asked before anything is typed: a refusal
	// keeps the act from being offered. nil = it always may.
	Rule func(v Value, now when.Instant) error
	// Requester is whose request the act answers: nobody answers their own. nil =
	// as the object says.
	Requester func(v Value) actor.Hands
	// Offer says whether there is anything to do about it: without that it may be
	// done and no page leads to it. nil = always.
	Offer func(v Value) bool
	// For says whether it is this actor's to do, where that hangs on more than access
	// knows; nil = it is. The command decides again.
	For func(who actor.Actor, v Value) bool
	// Fit is what is asked about one object, of Fields: what does not concern it is
	// left out, and codes that are not open to it. nil = all of it.
	Fit func(v Value, fs field.Fields) field.Fields
	// Fill is what the form holds when it opens. nil = nothing.
	Fill func(v Value) any
	Do   Does
}

// Does is how an act is done.
type Does = func(ctx context.Context, c Call) (act.Receipt, error)

// Call is an act as it was asked for.
type Call struct {
	Command act.Command
	ID      ref.ID // 0 when it makes something
	Row     ref.ID // of an act about a row; ID is then 0 where only the row was named
	Version int64  // that was seen, when the act is guarded
	In      any    // made by New
	Files   []act.File
}

// Files says whether files come with the act.
func (a Act) Files() bool {
	return slices.ContainsFunc(a.Fields, func(f field.Field) bool { return f.Type == field.AFiles })
}

// Sends says that its form sends files: those that are kept, or a table that is read.
func (a Act) Sends() bool { return a.Files() || a.Shown || a.Table }

// OfFiles says that the act is to bring files, and can be done with no others.
func (a Act) OfFiles() bool {
	return slices.ContainsFunc(a.Fields, func(f field.Field) bool { return f.Type == field.AFiles && f.Must })
}

// Asked are the fields about one object; nil stands for one to be made, or many.
func (a Act) Asked(v Value) field.Fields {
	if a.Fit == nil || v == nil {
		return a.Fields
	}
	return a.Fit(v, a.Fields)
}

// Act finds an act by its name.
func (n *Noun) Act(name string) (Act, bool) {
	i := slices.IndexFunc(n.Acts, func(a Act) bool { return a.Name == name })
	if i < 0 {
		return Act{}, false
	}
	return n.Acts[i], true
}

// Maker is the act that makes a new object; ok is false when none does.
func (n *Noun) Maker() (Act, bool) {
	i := slices.IndexFunc(n.Acts, func(a Act) bool { return a.Makes })
	if i < 0 {
		return Act{}, false
	}
	return n.Acts[i], true
}

// May asks the access policy.
func (n *Noun) May(a Act, who actor.Actor, v Value) error {
	o := n.Object(v)
	if a.Requester != nil {
		o.Requester = a.Requester(v)
	}
	return access.May(who, a.Verb, o)
}

// Refused says why an act is not for the actor now; nil when it is.
func (n *Noun) Refused(a Act, who actor.Actor, v Value, now when.Instant) error {
	if err := n.May(a, who, v); err != nil {
		return err
	}
	if a.Rule == nil {
		return nil
	}
	return RefusedBy(a.Rule(v, now), a.New == nil)
}

// RefusedBy is the refusal among what a rule said. That fields are still empty is
// none, unless there is no field to fill.
func RefusedBy(err error, whole bool) error {
	var wrong text.InputErrors
	switch {
	case !errors.As(err, &wrong):
		return err
	case whole:
		return &text.Refusal{Why: text.Conflict, Message: wrong[0].Message}
	}
	return nil
}

// Says is what a rule says; what would come of it is the command's.
func Says[T any](_ T, err error) error { return err }

// Offered are the acts to show the actor beside an object now. The command decides
// again.
func (n *Noun) Offered(who actor.Actor, v Value, now when.Instant) (out []Act) {
	for _, a := range n.Acts {
		if !a.Makes && (a.Offer == nil || a.Offer(v)) && (a.For == nil || a.For(who, v)) && n.Refused(a, who, v, now) == nil {
			out = append(out, a)
		}
	}
	return out
}

// Field finds a field of an object by its name: one of its own, or "unit", "side"
// and "state", which every object has.
func (s Shape) Field(name string) (field.Field, bool) {
	switch name {
	case "unit":
		return field.HeldID(name, field.AUnit, func(v any) *ref.ID { return &v.(Value).Head().Unit }), true
	case "side":
		sides := []string{string(actor.Principal), string(actor.Supervisory)}
		return field.HeldCode(name, sides, "side.", func(v any) *actor.Side { return &v.(Value).Head().Side }), true
	case "state":
		return field.HeldCode(name, s.States, s.Word+".state.", func(v any) *string { return &v.(Value).Head().State }), true
	}
	return s.Fields.Of(name)
}

// Label is the key of what a field is called: the noun's own word, or the one
// that all share.
func (s Shape) Label(name string, has func(key string) bool) string {
	key := field.Key(name)
	if own := s.Word + ".field." + key; has(own) {
		return own
	}
	return "field." + key
}
