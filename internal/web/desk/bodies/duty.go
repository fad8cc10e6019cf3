package bodies

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// dutyData is one duty of the leading group or of one of its offices: whose it
// is, where it is done, and how the units stand to it.
type dutyData struct {
	page.View
	asOf
	Organ   organ
	Source  string
	Check   bool // the source is to be verified
	Screens []page.Link
	Units   []standing
}

// standing is what is open in one unit on the organ's side.
type standing struct {
	Unit                    ref.ID
	Problems, Orders, Later int64
}

// screens are where each duty is done: key in the catalogue and address. A duty
// whose mechanism is not in use yet leads to what there is to guide by.
var screens = map[string][][2]string{
	"leading-lead": {{"menu.overview", "/overview"}, {"menu.county", "/county"}, {"menu.gaps", "/gaps"},
		{"register.screen.special", "/orders?special=1"}},
	"principal-guide": {{"menu.problems", "/problems?side=principal"}, {"menu.orders", "/orders?side=principal"},
		{"menu.gaps", "/gaps"}},
	"principal-assess": {{"menu.overview", "/overview"},
		{"register.screen.closed", "/orders?side=principal&state=closed&sort=-new"}},
	"principal-education":    {{"menu.problems", "/problems?side=principal"}, {"menu.orders", "/orders?side=principal"}},
	"principal-cases":        {{"menu.problems", "/problems?side=principal"}, {"menu.orders", "/orders?side=principal"}},
	"principal-institutions": {{"menu.problems", "/problems?side=principal"}, {"menu.orders", "/orders?side=principal"}},
	"supervisory-committees": {{"menu.problems", "/problems?side=supervisory"},
		{"menu.orders", "/orders?side=supervisory"}, {"menu.gaps", "/gaps"}},
	"supervisory-work": {{"menu.problems", "/problems?side=supervisory"},
		{"menu.orders", "/orders?side=supervisory"}},
	"supervisory-guide": {{"menu.orders", "/orders?side=supervisory"}, {"menu.county", "/county"}},
	"supervisory-inspections": {{"menu.problems", "/problems?side=supervisory"},
		{"register.screen.new-problem", "/problems/new"}},
	"supervisory-violations": {{"menu.problems", "/problems?side=supervisory&level=serious"}},
}

func dutyPage(v *desk.Visit) error {
	code := v.R.PathValue("code")
	if !v.Desk.Policy.Has(policy.OrganDuty, code) {
		return desk.Missing()
	}
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	rule := v.Desk.Policy.Duties[code]
	d := dutyData{View: v.View(v.Label(policy.OrganDuty, code)), asOf: a, Check: rule.Mark == "V" &&
		!rule.Verified, Source: rule.Cites}
	if d.Source == "" {
		d.Source = v.P.T("register.source.default")
		if rule.Mark == "T" {
			d.Source = v.P.T("register.source.text")
		}
	}
	for _, o := range organs(a) {
		if string(o.Kind) == rule.Organ {
			d.Organ = o
		}
	}
	for _, s := range screens[code] {
		d.Screens = append(d.Screens, page.Link{Label: v.P.T(s[0]), Href: s[1]})
	}
	if d.Units, err = standings(v, a.County, sideOf(d.Organ.Kind)); err != nil {
		return err
	}
	return v.Page(200, dutyView(d))
}

// sideOf is the side an organ works on; "" for the leading group, which leads
// both.
func sideOf(k bodies.BodyKind) actor.Side {
	switch k {
	case bodies.PrincipalOffice:
		return actor.Principal
	case bodies.SupervisoryOffice:
		return actor.Supervisory
	}
	return ""
}

// standings count what is open, of what the visitor may list.
func standings(v *desk.Visit, c *bodies.County, side actor.Side) ([]standing, error) {
	tallies, err := v.Desk.Read.Tallies(v.R.Context(), v.Scope("order.see"))
	if err != nil {
		return nil, err
	}
	by := map[ref.ID]*standing{}
	for _, t := range tallies {
		if side != "" && t.Side != string(side) {
			continue
		}
		s := by[t.Unit]
		if s == nil {
			s = &standing{Unit: t.Unit}
			by[t.Unit] = s
		}
		switch {
		case t.Subject == "problem" && problem.State(t.State).Open():
			s.Problems += t.N
		case t.Subject == "order" && order.State(t.State).Open():
			s.Orders += t.N
			if t.Due < v.Today() {
				s.Later += t.N
			}
		}
	}
	var out []standing
	for _, u := range c.Units() {
		if s := by[u]; s != nil && s.Problems+s.Orders > 0 {
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(a, b standing) int { return int(b.Later - a.Later) })
	return out, nil
}

// filter leads to the unit's list on the organ's side.
func (d dutyData) filter(list string, u ref.ID) string {
	if s := sideOf(d.Organ.Kind); s != "" {
		return list + "?side=" + string(s) + "&unit=" + u.String()
	}
	return list + "?unit=" + u.String()
}
