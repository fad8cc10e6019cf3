package lists

import (
	"net/url"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/record"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// problemForm is a problem being written down.
type problemForm struct {
	page.View
	Visit  *desk.Visit
	Filled page.Filled
	Key    string
	Units  []page.Option
	People []page.Option
}

func problemNew(v *desk.Visit) error {
	if !mayRegister(v) {
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	values := url.Values{"side": {string(side(v.Actor))}, "found": {v.Today().String()}}
	if err := foundByRecord(v, ref.Parse(v.R.URL.Query().Get("record")), values); err != nil {
		return err
	}
	return showProblemForm(v, values, 200, nil)
}

// foundByRecord fills in what a duty record found: whose, when, what, and its number, by
// which the one is found from the other. Whoever registers it judges and corrects.
func foundByRecord(v *desk.Visit, id ref.ID, values url.Values) error {
	if id == 0 {
		return nil
	}
	x, ok, err := v.Desk.Read.One(v.R.Context(), ref.Record, id)
	if err != nil {
		return err
	}
	if !ok {
		return v.See("record.see", false, access.Object{})
	}
	r := x.(*record.Record)
	if err := v.See("record.see", true, record.Shape.Object(x)); err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	number, _ := record.Shape.Called(x)
	values["unit"] = []string{c.Heir(r.Unit).String()}
	values["side"] = []string{string(r.Side)}
	values["found"] = []string{r.DoneOn.String()}
	values["facts"] = []string{v.P.T("problem.facts.of-record", "facts", clip(r.Problems, problem.FactsMost-100),
		"record", number)}
	measureValues(values, measure.FromLines(clip(r.Measures, measure.TextMost)))
	return nil
}

func showProblemForm(v *desk.Visit, values map[string][]string, status int, errs text.InputErrors) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	key := v.R.PostFormValue("key")
	if key == "" {
		key = v.Key()
	}
	d := problemForm{View: v.View(v.P.T("problem.new")), Visit: v, Key: key,
		Filled: page.Filled{P: v.P, Values: values, Errors: errs},
		Units:  registerUnits(v, c)}
	if u := meantUnit(c, d.Units[1:]); u != "" && len(values["unit"]) == 0 {
		values["unit"] = []string{u}
	}
	unit := ref.ID(0)
	if u := values["unit"]; len(u) > 0 {
		unit = ref.Parse(u[0])
	}
	d.People = personOptions(c, unit, v.P.T("form.choose"))
	return v.Page(status, problemFormPage(d))
}

// registerUnits are the units of which the visitor may register a problem.
func registerUnits(v *desk.Visit, c *bodies.County) []page.Option {
	all := takingOptions(c, v.P.T("form.choose"))
	out := all[:1]
	for _, o := range all[1:] {
		if v.Can("problem.register", access.Object{Jurisdiction: v.Actor.Jurisdiction, Unit: ref.Parse(o.Value),
			Side: side(v.Actor)}) {
			out = append(out, o)
		}
	}
	return out
}

// meantUnit is the unit that is meant where nobody chose one: the only one, or the one among its villages that is none;
// "" = there are several.
func meantUnit(c *bodies.County, offered []page.Option) (unit string) {
	if len(offered) == 1 {
		return offered[0].Value
	}
	for _, o := range offered {
		switch {
		case c.IsVillage(ref.Parse(o.Value)):
		case unit != "":
			return ""
		default:
			unit = o.Value
		}
	}
	return unit
}

func problemCreate(v *desk.Visit) error {
	switch v.Form("then") {
	case "":
	case "people": // the unit was chosen: show its people
		return showProblemForm(v, unnamed(v), 200, nil)
	default: // more rows of measures
		return showProblemForm(v, v.R.PostForm, 200, nil)
	}
	var errs text.InputErrors
	in := problem.Input{Side: actor.Side(v.Form("side")), Source: v.Form("source"), Subsource: v.Form("subsource"),
		Category: v.Form("category"),
		Level:    problem.Level(v.Form("level")), Unit: v.FormID("unit"), Facts: v.Form("facts"), Rule: v.Form("rule"),
		Cause:    v.Form("cause"),
		Measures: readMeasures(v, &errs), Leader: v.FormID("leader"), Handler: v.FormID("handler"),
		Due: v.FormDay("due", &errs), Found: v.FormDay("found", &errs)}
	if in.Subsource != "" && !v.Desk.Policy.Has(policy.SourceDetail, in.Subsource) {
		errs.Add("subsource", "input.choose")
	}
	if in.Unit == 0 && mayRegister(v) { // whose it is cannot be asked of no unit
		errs.Add("unit", "input.choose")
	}
	if len(errs) > 0 { // a day nobody can read is not sent on as if it were none
		more := in.Check(v.Desk.Problems.Rules, v.Today())
		wrong, _ := v.Inputs(more, errs)
		return showProblemForm(v, v.R.PostForm, 422, once(wrong))
	}
	r, err := v.Desk.Problems.Register(v.R.Context(), v.Command(), in)
	if wrong, is := v.Inputs(err, errs); is {
		return showProblemForm(v, v.R.PostForm, 422, wrong)
	}
	if err != nil {
		return err
	}
	return v.Done("/problems/"+r.Object.ID.String(), "problem.register", r)
}

// once keeps the first error of each field.
func once(errs text.InputErrors) (out text.InputErrors) {
	seen := map[string]bool{}
	for _, e := range errs {
		if !seen[e.Field] {
			seen[e.Field] = true
			out = append(out, e)
		}
	}
	return out
}

// problemLevels are the levels, each with the latest day it allows.
func problemLevels(v *desk.Visit) []page.Option {
	var out []page.Option
	for _, l := range problem.Levels {
		key := "problem.level.limit"
		if v.Desk.Problems.Rules.NeedsOrder(l) {
			key = "problem.level.limit-order"
		}
		out = append(out, page.Option{Value: string(l), Label: v.Label(policy.ProblemLevel, string(l)),
			Hint: v.P.T(key, "due", v.Desk.Problems.Rules.Limit(l, v.Today()).Due)})
	}
	return out
}

func bothSides(v *desk.Visit) []page.Option { return sideOptions(v.P)[1:] }

// details are the second-level sources under the name of their group.
func details(v *desk.Visit) []page.Option {
	out := []page.Option{{Label: v.P.T("form.choose")}}
	for _, c := range v.Desk.Policy.Codes(policy.SourceDetail) {
		group := v.Label(policy.SourceGroup, v.Desk.Policy.Details[c].Group)
		out = append(out, page.Option{Value: c, Label: group + " · " + v.Label(policy.SourceDetail, c)})
	}
	return out
}
