package versions

import (
	"shuangze/internal/policy/version"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/burden"
)

// costing is what a version's duty rules would cost the units beside those in force; nil
// where nothing changes.
func costing(v *desk.Visit, files []version.File, changes []version.Change) (*burden.Costing, error) {
	if len(changes) == 0 || v.Desk.Cost == nil {
		return nil, nil
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	bill, err := v.Desk.Cost(v.R.Context(), c, v.Actor.Jurisdiction, files)
	if err != nil {
		return nil, err
	}
	out := &burden.Costing{Bill: bill, Ceiling: v.Desk.Policy.Burden.Ceiling}
	out.P = v.P
	return out, nil
}
