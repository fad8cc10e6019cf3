package versions

import (
	"github.com/a-h/templ"

	"shuangze/internal/actor"
	tables "shuangze/internal/exchange"
	"shuangze/internal/policy/version"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/appraisal"
	"shuangze/internal/web/desk/frame"
)

// simulated is what a version that is not in force yet would change in the scores.
func simulated(v *desk.Visit, x version.Version, files []version.File) (d appraisal.Simulated, err error) {
	c, err := v.County()
	if err != nil {
		return d, err
	}
	sees := appraisal.SeesSide(v.Actor)
	d = appraisal.Simulated{View: v.View(called(v, x)), V: v, Path: at(x.ID),
		Sees: sees(actor.Principal) || sees(actor.Supervisory)}
	d.Sim, err = v.Desk.Simulate(v.R.Context(), c, v.Actor.Jurisdiction, files, appraisal.SimulatedYear(v), sees)
	return d, err
}

// differs is what such a version would change in the scores, nil where its schemes are those in force.
func differs(v *desk.Visit, x version.Version, files []version.File) (*appraisal.Simulated, error) {
	d, err := simulated(v, x, files)
	if err != nil || d.Sim.Same {
		return nil, err
	}
	return &d, nil
}

// taken is the simulation of the version of the address, for paper and tables: whoever may see no score of a side whole
// is refused.
func taken(v *desk.Visit) (d appraisal.Simulated, about string, err error) {
	p, err := read(v)
	if err != nil {
		return d, "", err
	}
	x, err := p.find(v)
	if err != nil {
		return d, "", err
	}
	if x.State != version.Proposed && !x.Ahead(v.Today()) {
		return d, "", desk.Missing()
	}
	files, err := v.Desk.Versions.Text(v.R.Context(), x)
	if err != nil {
		return d, "", err
	}
	if d, err = simulated(v, x, files); err == nil && !d.Sees {
		err = text.Refuse(text.Forbidden, "score.sim.unseen")
	}
	d.View = v.View(v.P.T("score.sim"))
	return d, called(v, x), err
}

// Print is the simulation on paper.
func Print(v *desk.Visit) (templ.Component, int, error) {
	d, about, err := taken(v)
	if err != nil {
		return nil, 0, err
	}
	r := d.Roll(about)
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is it as a table.
func Taken(v *desk.Visit) (tables.Table, error) {
	d, about, err := taken(v)
	if err != nil {
		return tables.Table{}, err
	}
	return d.Table(about), nil
}
