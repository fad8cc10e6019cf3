package desk

import (
	"maps"

	"shuangze/internal/kind"
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

// History reads the acts on an object, and what they put on record that is shown
// by itself.
func (v *Visit) History(id ref.ID) ([]trail.Event, error) {
	h, err := v.Desk.Read.History(v.R.Context(), id)
	if err != nil {
		return nil, err
	}
	parts, err := v.Desk.Kinds.Parts(v.R.Context(), v.Asking(), v.Actor, h)
	if v.parts == nil {
		v.parts = parts
	}
	maps.Copy(v.parts, parts) // of two matters on one page
	return h, err
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
