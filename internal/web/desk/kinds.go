package desk

import (
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Asking is what the declarations of kinds may need of this visitor.
func (v *Visit) Asking() kind.Asking {
	return kind.Asking{Jurisdiction: v.Actor.Jurisdiction, Home: v.CountyName(), County: func() (kind.County, error) { return v.County() }}
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
