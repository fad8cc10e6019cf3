package noun

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// aboutMost is how many objects of a noun stand on the page of whom they concern [D]: the list has the rest.
const aboutMost = 5

// About says by which of its fields an object concerns a person and a unit: their pages show the newest and lead to
// the list, which is filtered by the field. "" = it concerns none.
type About struct {
	Person, Unit string
	Shows        []string // fields said beside what an object is called
	// Among is the field that holds the people whom it concerns, as identifiers between blanks, where Person is "".
	Among string
	// Says is what an object says of a person, to those who may know all of it and to that person; nil = nothing.
	Says func(v Value, person ref.ID) []text.Message
}

// OfPerson and OfUnit are the field by which an object concerns a person, and a unit; "" = by none.
func (a About) OfPerson() string { return cmp.Or(a.Person, a.Among) }
func (a About) OfUnit() string   { return a.Unit }

// Asked are the fields by which a list is filtered: those that are declared, and by whom it is about.
func (n *Noun) Asked() []string {
	out := n.Filters
	for _, name := range []string{n.About.Person, n.About.Unit} {
		if name != "" && !slices.Contains(out, name) {
			out = append(slices.Clip(out), name)
		}
	}
	return out
}

// Held is what of a noun concerns somebody, as far as the reader may list it: the newest, and how many there are.
type Held struct {
	Noun   *Noun
	Values []Value // as the reader may know them
	Count  trail.Count
	Said   map[ref.ID][]text.Message // what each says of the person
	// Href is the list of as many, where the reader has a list; "" = not.
	Href string
}

// HeldOf reads what every noun holds of a person or a unit, by About.OfPerson or About.OfUnit, in the order of the
// nouns; of one that holds nothing for the reader there is no line. One statement a noun, and none for what the reader
// may not list.
func HeldOf(ctx context.Context, from Reader, nouns []*Noun, who actor.Actor, by func(About) string, id ref.ID,
	today when.Day) (out []Held, err error) {
	for _, n := range nouns {
		name := by(n.About)
		if name == "" {
			continue
		}
		f, _ := n.Field(name)
		h := Held{Noun: n}
		q := Query{Where: []Cond{n.About.cond(f, id)}, Limit: aboutMost}
		tab, named := n.whole()
		q.Where = append(q.Where, tab.For(who, today)...)
		h.Values, h.Count, err = from.Newest(ctx, n.Of, access.ScopeOf(who, n.See), q)
		if err != nil {
			return nil, err
		}
		if h.Count.N == 0 {
			continue
		}
		h.Said = n.said(who, h.Values, id)
		n.AllFor(who, h.Values)
		if access.Anywhere(who, n.List) {
			h.Href = "/" + n.Name + "?" + name + "=" + id.String()
			if named {
				h.Href += "&tab=" + tab.Name
			}
		}
		out = append(out, h)
	}
	return out, nil
}

// cond is the condition by which an object concerns somebody.
func (a About) cond(f field.Field, id ref.ID) Cond {
	if f.Name == a.Among {
		return Cond{Column: f.Column(), Holds: id}
	}
	return Cond{Column: f.Column(), Num: []int64{int64(id)}}
}

// said is what objects say of a person, as far as the reader may know it.
func (n *Noun) said(who actor.Actor, list []Value, id ref.ID) map[ref.ID][]text.Message {
	out := map[ref.ID][]text.Message{}
	for _, v := range list {
		if n.About.Says != nil && (who.Person == id || n.Insider(who, v)) {
			out[v.Head().ID] = n.About.Says(v, id)
		}
	}
	return out
}

// whole is the view of the list in which nothing is missing, else its first; false = there are no views.
func (n *Noun) whole() (Tab, bool) {
	if len(n.Tabs) == 0 {
		return Tab{}, false
	}
	i := slices.IndexFunc(n.Tabs, func(t Tab) bool { return len(t.Where) == 0 && t.Of == nil })
	return n.Tabs[max(i, 0)], true
}

// Shown are the fields that are said of an object beside what it is called.
func (n *Noun) Shown(v Value) (out []field.Field) {
	for _, name := range n.About.Shows {
		if f, ok := n.Field(name); ok && !f.Empty(v) {
			out = append(out, f)
		}
	}
	return out
}
