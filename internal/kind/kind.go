// Package kind is what every noun declares once, so that search, the pages of
// the journal, histories, files and the API need not know the nouns by name. A
// declaration is a value; what needs a database is a function that a higher room
// supplies.
package kind

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Kind is one noun's declaration. What it leaves out it has not: a kind without
// a page is named and leads nowhere.
type Kind struct {
	Of   ref.Kind
	Word string // key of what one is called: "journal.of.order"

	See   access.Verb // lets one see one; "" = shown only as a part of something else
	Whole bool        // who may see one may see all of the county's: none is loaded to decide
	Page  string      // its page is this and its identifier: "/orders/"
	API   string      // the same for programs, below the API's prefix

	Lines Loader // how number, title and whose it is are had

	Bears bool // files can be attached to it as evidence
	Part  bool // acts on something else put it on record: a letter, a file
	Acts  bool // it acts itself, so the journal can be asked for what it did
	Talks bool // office and unit say to each other what is to be said about one (package comment)

	Tells []Tell // of which entries about one somebody is told, and who

	Search *Search  // it is found by words; nil = it is not
	Counts []string // subjects of the counts that are made of it, besides its own name
}

// Search is what a kind that is found by words declares besides.
type Search struct {
	States     string // before the word of a state: "order.state."
	Unnumbered string // key of what one is called that has no number yet
	Held       Holder // which of them people lead or handle; nil = nobody does
}

// At is the page of one; "" when it has none.
func (k Kind) At(id ref.ID) string { return at(k.Page, id) }

// AtAPI is the address of one for programs; "" when it has none.
func (k Kind) AtAPI(id ref.ID) string { return at(k.API, id) }

func at(path string, id ref.ID) string {
	if path == "" {
		return ""
	}
	return path + id.String()
}

// Line is what is said of one object without opening it.
type Line struct {
	Called []string // what it is called, in parts; a matter by its number. None: it has no name yet
	Note   string   // what tells it from others of that name
	Title  string   // what it is about: only for those who may see it
	Unit   ref.ID
	State  string
	Object access.Object       // what access asks of it
	Due    when.Day            // that binds it; 0 = none does
	People map[string][]ref.ID // whom it names, by what they are to it: "leader", "handler"
	Of     ref.Ref             // the matter that it hangs on, which people are told of in its place; zero = none
}

// Number is what the line is called by, in one word; "" when by none.
func (l Line) Number() string {
	if len(l.Called) == 0 {
		return ""
	}
	return l.Called[0]
}

// Asking is what a loader may need of who asks.
type Asking struct {
	Jurisdiction int32
	Home         string                 // what the county is called in the reader's language
	County       func() (County, error) // the registers of the reader's day; nil = none are at hand
}

// County is the registers as kind needs them: what something in them is called.
type County interface {
	Line(ref.Ref) (Line, bool)
}

// registered is the line of something in the registers; none when there are none.
func (a Asking) registered(r ref.Ref) (l Line, ok bool, err error) {
	if a.County == nil {
		return l, false, nil
	}
	c, err := a.County()
	if err != nil {
		return l, false, err
	}
	l, ok = c.Line(r)
	return l, ok, nil
}

// Loader reads the lines of objects of one kind by their identifiers, whatever
// their number in one statement. What is not there is missing from the answer.
type Loader func(ctx context.Context, a Asking, ids []ref.ID) (map[ref.ID]Line, error)

// Registered loads what stands in the registers: nothing is read that is not at
// hand.
func Registered(of ref.Kind) Loader {
	return func(_ context.Context, a Asking, ids []ref.ID) (map[ref.ID]Line, error) {
		out := make(map[ref.ID]Line, len(ids))
		for _, id := range ids {
			l, ok, err := a.registered(ref.Ref{Kind: of, ID: id})
			if err != nil {
				return nil, err
			}
			if ok {
				out[id] = l
			}
		}
		return out, nil
	}
}

// Name is what something in the registers is called, for loaders of what belongs
// to it; "" when that is not known.
func (a Asking) Name(r ref.Ref) (string, error) {
	l, ok, err := a.registered(r)
	if err != nil || !ok || r.ID == 0 {
		return "", err
	}
	return l.Number(), nil
}

// Holder reads which objects people lead or handle, within a scope: open ones
// first and the latest first.
type Holder func(ctx context.Context, s access.Scope, people []ref.ID, limit int) ([]ref.ID, error)
