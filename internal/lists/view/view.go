// Package view is the saved views of lists: a name that one person gives to a
// filter and order of a list. A view holds words of an address and nothing
// else; whoever opens it sees what their own scope allows, with the filters
// that are known today. Losing one loses no business: views are ephemeral and
// no record is made of them.
package view

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// List is a list that can have views.
type List string

const (
	Orders   List = "orders"
	Problems List = "problems"
	People   List = "people"
)

// Lists are all of them.
var Lists = []List{Orders, Problems, People}

// NameMost is how long a name may be, in characters; Most how many views a
// person may keep of one list [D].
const (
	NameMost = 40
	Most     = 20

	valueMost = 60  // of one word of an address, in characters
	colsMost  = 200 // of the columns that a list shows
)

// names are the words of an address that a view of each list keeps.
var names = map[List][]string{
	Orders: {"all", "asked", "cols", "level", "light", "person", "q", "quarter", "side", "sort",
		"special", "state", "tab", "unit"},
	Problems: {"category", "cols", "level", "person", "q", "quarter", "side", "sort", "source", "state", "tab", "unit"},
	People:   {"cols", "q", "sort", "unit"},
}

// View is one saved view.
type View struct {
	ID    ref.ID
	List  List
	Name  string
	Query string // as Query writes it
	Usual bool   // what its owner sees when the list is opened without a filter
}

// Query is what a view of a list keeps of an address: known names with a value,
// in one order, so that the same view is the same text. Empty = nothing to keep.
func (d Commands) Query(l List, q url.Values) string {
	kept := url.Values{}
	for _, name := range d.named(l) {
		if s := strings.TrimSpace(q.Get(name)); s != "" && text.Fit(s) && utf8.RuneCountInString(s) <= most(name) {
			kept.Set(name, s)
		}
	}
	if kept.Get("tab") == "open" { // what a list shows by itself
		kept.Del("tab")
	}
	return kept.Encode()
}

// Named finds the view that an address shows, among a person's views.
func Named(views []View, l List, query string) (View, bool) {
	i := slices.IndexFunc(views, func(v View) bool { return v.List == l && v.Query == query })
	if query == "" || i < 0 {
		return View{}, false
	}
	return views[i], true
}

// Keeper keeps views by account. What it does not find it leaves.
type Keeper interface {
	Views(ctx context.Context, account ref.ID) ([]View, error) // by list, in the order of saving
	AddView(ctx context.Context, account ref.ID, v View) (ref.ID, error)
	ChangeView(ctx context.Context, account ref.ID, v View) error
	DropView(ctx context.Context, account, id ref.ID) error
}

// Commands saves views for whoever asks, and for nobody else.
type Commands struct {
	Keep Keeper
	More map[List][]string // lists of nouns on the frame, with the names of their filters
}

// Lists are all lists of which views are kept.
func (d Commands) Lists() []List {
	return append(slices.Clone(Lists), slices.Sorted(maps.Keys(d.More))...)
}

func (d Commands) named(l List) []string {
	if own, ok := names[l]; ok {
		return own
	}
	return d.More[l]
}

// most is how long a word of an address is kept: the columns of a list stand there
// as one.
func most(name string) int {
	if name == "cols" {
		return colsMost
	}
	return valueMost
}

// Of are the views of an actor; where nothing keeps views there are none.
func (d Commands) Of(ctx context.Context, a actor.Actor) ([]View, error) {
	if d.Keep == nil || a.Account == 0 || !access.Anywhere(a, "view.see") {
		return nil, nil
	}
	return d.Keep.Views(ctx, a.Account)
}

// Save keeps a view. The same name with the same address is the same view, so
// that a form sent twice saves once; made says whether it is new.
func (d Commands) Save(ctx context.Context, a actor.Actor, v View, q url.Values) (_ View, made bool, err error) {
	have, err := d.mine(ctx, a)
	if err != nil {
		return v, false, err
	}
	v.Name, v.Query = tidy(v.Name), d.Query(v.List, q)
	var errs text.InputErrors
	if !slices.Contains(d.Lists(), v.List) {
		errs.Add("list", "input.required")
	} else if v.Query == "" {
		errs.Add("query", "view.nothing")
	}
	text.Limits(&errs, "name", v.Name, 1, NameMost)
	n := 0
	for _, x := range have {
		if x.List != v.List {
			continue
		}
		if n++; x.Name == v.Name && x.Query == v.Query {
			if v.ID = x.ID; v.Usual && !x.Usual {
				err = d.Keep.ChangeView(ctx, a.Account, v)
			}
			v.Usual = v.Usual || x.Usual
			return v, false, err
		}
		if x.Name == v.Name {
			errs.Add("name", "view.name-taken")
		}
	}
	if err := errs.Err(); err != nil {
		return v, false, err
	}
	if n >= Most {
		return v, false, text.Refuse(text.Conflict, "view.too-many", "most", Most)
	}
	v.ID, err = d.Keep.AddView(ctx, a.Account, v)
	return v, true, err
}

// Change gives a view another name and says whether it is the usual one of its
// list; there is at most one.
func (d Commands) Change(ctx context.Context, a actor.Actor, id ref.ID, name string, usual bool) (View, error) {
	have, err := d.mine(ctx, a)
	if err != nil {
		return View{}, err
	}
	i := slices.IndexFunc(have, func(x View) bool { return x.ID == id })
	if i < 0 {
		return View{}, text.Refuse(text.Missing, "access.missing")
	}
	v := have[i]
	v.Name, v.Usual = tidy(name), usual
	var errs text.InputErrors
	text.Limits(&errs, "name", v.Name, 1, NameMost)
	for _, x := range have {
		if x.ID != v.ID && x.List == v.List && x.Name == v.Name {
			errs.Add("name", "view.name-taken")
		}
	}
	if err := errs.Err(); err != nil {
		return v, err
	}
	return v, d.Keep.ChangeView(ctx, a.Account, v)
}

// Drop deletes a view.
func (d Commands) Drop(ctx context.Context, a actor.Actor, id ref.ID) (View, error) {
	have, err := d.mine(ctx, a)
	if err != nil {
		return View{}, err
	}
	i := slices.IndexFunc(have, func(x View) bool { return x.ID == id })
	if i < 0 {
		return View{}, text.Refuse(text.Missing, "access.missing")
	}
	return have[i], d.Keep.DropView(ctx, a.Account, id)
}

// mine are the views of an actor who may change them.
func (d Commands) mine(ctx context.Context, a actor.Actor) ([]View, error) {
	if err := access.May(a, "view.keep", access.Object{Jurisdiction: a.Jurisdiction, Kind: ref.Account, ID: a.Account,
		Person: a.Person}); err != nil {
		return nil, err
	}
	if a.Account == 0 {
		return nil, text.Refuse(text.Missing, "access.missing")
	}
	return d.Keep.Views(ctx, a.Account)
}

// tidy makes a name one line.
func tidy(name string) string {
	return strings.Join(strings.Fields(name), " ")
}
