package desk

import (
	"maps"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/page"
)

// Asking is what the declarations of kinds may need of this visitor.
func (v *Visit) Asking() kind.Asking {
	return kind.Asking{Jurisdiction: v.Actor.Jurisdiction, Home: v.CountyName(),
		County: func() (kind.County, error) { return v.County() }}
}

// SeeRef checks the right to see an object of whatever kind.
func (v *Visit) SeeRef(r ref.Ref) error {
	see, found, o, err := v.Desk.Kinds.Object(v.R.Context(), v.Asking(), r)
	if err != nil {
		return err
	}
	return v.See(see, found, o)
}

// SeeBearer checks the right to see what a file is evidence for.
func (v *Visit) SeeBearer(r ref.Ref) error {
	see, found, o, err := v.Desk.Kinds.Bearer(v.R.Context(), v.Asking(), r)
	if err != nil {
		return err
	}
	return v.See(see, found, o)
}

// TakenUp says who took a matter up.
type TakenUp struct {
	Mine bool
	Say  string
}

// Around is what stands above a matter and beneath its course.
type Around struct{ Above, Beneath templ.Component }

// Around is what stands around a matter that the visitor sees and is offered these acts on.
func (v *Visit) Around(of ref.Ref, o access.Object, state string, offered []noun.Act) (a Around, err error) {
	a = Around{templ.NopComponent, templ.NopComponent}
	if v.Desk.Beneath != nil {
		c, err := v.Desk.Beneath(v, of, o)
		if err != nil {
			return a, err
		}
		if c != nil {
			a.Beneath = c
		}
	}
	if v.Desk.Above != nil {
		c, err := v.Desk.Above(v, of, o, state, offered)
		if err != nil {
			return a, err
		}
		if c != nil {
			a.Above = c
		}
	}
	return a, nil
}

// Talked is how many comments the visitor reads about each matter of a list.
func (v *Visit) Talked(matters []access.Object) (map[ref.ID]int, error) {
	if v.Desk.Talked == nil {
		return nil, nil
	}
	return v.Desk.Talked(v, matters)
}

// While is what stands with the form of an act on a matter.
func (v *Visit) While(of ref.Ref, o access.Object, state string, a noun.Act) (templ.Component, error) {
	if v.Desk.While == nil {
		return nil, nil
	}
	return v.Desk.While(v, of, o, state, a)
}

// History reads a page of the acts on the object of this page, the latest first, and
// what they put on record that is shown by itself. The address says before which
// entry; what is no entry's number says nothing.
func (v *Visit) History(id ref.ID) (trail.Acts, error) {
	before, _ := strconv.ParseInt(v.R.URL.Query().Get("before"), 10, 64)
	a, err := v.Desk.Read.History(v.R.Context(), id, max(before, 0))
	if err != nil {
		return a, err
	}
	return a, v.made(a.Events)
}

// Acts reads the acts of some kinds on an object, however long ago they were.
func (v *Visit) Acts(id ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error) {
	events, err := v.Desk.Read.ActsOf(v.R.Context(), id, which, kinds...)
	if err != nil {
		return nil, err
	}
	return events, v.made(events)
}

// ActsBeside are the acts of some kinds on the object that a page of its life was read
// of: mostly they stand on it.
func (v *Visit) ActsBeside(a trail.Acts, id ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error) {
	if a.Whole() {
		return trail.Of(a.Events, which, kinds...), nil
	}
	return v.Acts(id, which, kinds...)
}

// made learns what acts put on record.
func (v *Visit) made(events []trail.Event) error {
	parts, err := v.Desk.Kinds.Parts(v.R.Context(), v.Asking(), v.Actor, events)
	if v.parts == nil {
		v.parts = parts
	}
	maps.Copy(v.parts, parts) // of two matters on one page
	return err
}

// Beyond says where the acts are that a page of them does not show.
func Beyond(a trail.Acts) page.Beyond {
	return page.Beyond{Earlier: a.Earlier, Next: a.Next(), Later: a.Before > 0}
}

// Part leads to what an act put on record.
func (v *Visit) Part(r ref.Ref) (page.Link, bool) {
	l, ok := v.parts[r]
	if !ok {
		return page.Link{}, false
	}
	k := v.Desk.Kinds.Of(r.Kind)
	name := v.P.List(l.Called)
	if name == "" {
		name = v.P.T(k.Word)
	}
	return page.Link{Label: name, Href: k.At(r.ID)}, true
}
