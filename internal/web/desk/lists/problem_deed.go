package lists

import (
	"errors"
	"net/url"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// problemDeed is one act on a problem as a page, like deed for orders. A field
// of kind "person" is chosen from the people of the problem's unit.
type problemDeed struct {
	name string
	verb access.Verb
	rule func(problemMatter) error // the command's own rule
	fits func(problemMatter) bool  // whether there is anything to do about it; nil = always
	main bool                      // a button at the top of the page
	asks []ask
	do   func(*desk.Visit, problem.Problem, *text.InputErrors) (act.Receipt, error)
}

func inUnit(v *desk.Visit, p problem.Problem) bool {
	return p.Order == 0 && !v.Desk.Problems.Rules.NeedsOrder(p.Level)
}

var problemDeeds = []problemDeed{
	{name: "rectify", verb: "problem.rectify", main: true,
		rule: func(m problemMatter) error { return no(m.p.Report(0, "", m.rules(), m.v.Now)) },
		asks: []ask{{"done", "area", opinion, false}, {"file", "file", 0, true}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			files, err := uploads(v, errs)
			if err != nil || len(*errs) > 0 {
				return act.Receipt{}, err
			}
			return v.Desk.Problems.Rectify(v.R.Context(), v.Command(), p.ID, v.Form("done"), files...)
		}},
	{name: "recall", verb: "problem.recall",
		rule: func(m problemMatter) error { return no(m.p.Recall("")) },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Recall(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "attach", verb: "problem.attach", main: true,
		rule: func(m problemMatter) error { return m.attach() },
		asks: []ask{{"phase", "phase", 0, false}, {"file", "file", 0, false}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			return attachAll(v, errs, func(c act.Command, e evidence.Evidence) (act.Receipt, error) {
				return v.Desk.Problems.Attach(v.R.Context(), c, p.ID, e)
			})
		}},
	{name: "close", verb: "problem.close", main: true,
		rule: func(m problemMatter) error { return no(m.p.Close("", m.rules(), m.v.Now)) },
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Close(v.R.Context(), v.Command(), p.ID, v.Form("opinion"))
		}},
	{name: "reject", verb: "problem.close", main: true,
		rule: func(m problemMatter) error { return no(m.p.Reject("", m.rules())) },
		asks: []ask{{"missing", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Reject(v.R.Context(), v.Command(), p.ID, v.Form("missing"))
		}},
	{name: "note", verb: "problem.note", main: true,
		rule: func(m problemMatter) error { return no(m.p.Note(0, "", m.rules(), m.v.Now)) },
		asks: []ask{{"instruction", "area", opinion, true}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Note(v.R.Context(), v.Command(), p.ID, v.Form("instruction"))
		}},
	{name: "keep-level", verb: "problem.keep-level",
		rule: func(m problemMatter) error { return no(m.p.KeepLevel("", m.v.Today())) },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.KeepLevel(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "raise", verb: "problem.raise",
		rule: func(m problemMatter) error { return no(m.p.Raise("", m.rules(), m.v.Today())) },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Raise(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "correct", verb: "problem.correct",
		rule: func(m problemMatter) error { return no(m.p.Correct(problem.Correction{}, m.rules(), m.v.Today())) },
		asks: []ask{{"source", "source", 0, false}, {"subsource", "subsource", 0, true}, {"category", "category", 0, true}, {"facts", "area", problem.FactsMost, false},
			{"measures", "measures", 0, false}, {"rule", "area", problem.RuleMost, true}, {"cause", "area", problem.CauseMost, true},
			{"found", "day", 0, true}, {"leader", "person", 0, true}, {"handler", "person", 0, true}, {"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			in := problem.Correction{Source: v.Form("source"), Subsource: v.Form("subsource"), Measures: correctedMeasures(v, p, errs), Category: v.Form("category"), Facts: v.Form("facts"), Rule: v.Form("rule"), Cause: v.Form("cause"), Found: v.FormDay("found", errs),
				Leader: v.FormID("leader"), Handler: v.FormID("handler"), Reason: v.Form("reason")}
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Problems.Correct(v.R.Context(), v.Command(), p.ID, int64(ref.Parse(v.Form("version"))), in)
		}},
	{name: "reopen", verb: "problem.reopen",
		rule: func(m problemMatter) error { return no(m.p.Reopen("", 0, m.rules(), m.v.Today())) },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			due := v.FormDay("due", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Problems.Reopen(v.R.Context(), v.Command(), p.ID, v.Form("reason"), due)
		}},
	{name: "withdraw", verb: "problem.withdraw",
		rule: func(m problemMatter) error { return no(m.p.Withdraw("")) },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Withdraw(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "match", verb: "problem.match",
		rule: func(_ problemMatter) error { return nil },
		fits: func(m problemMatter) bool {
			return unmatched(m.p.Leader, m.p.Handler, m.p.LeaderName, m.p.HandlerName)
		},
		asks: []ask{{"leader", "person", 0, true}, {"handler", "person", 0, true}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			c, err := v.County()
			if err != nil {
				return act.Receipt{}, err
			}
			people := personOptions(c, p.Unit, "")
			for _, f := range []string{"leader", "handler"} {
				s := v.Form(f)
				if !slices.ContainsFunc(people, func(o page.Option) bool { return o.Value == s }) {
					errs.Add(f, "input.choose")
				}
			}
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Problems.Match(v.R.Context(), v.Command(), p.ID, v.FormID("leader"), v.FormID("handler"))
		}},
}

// problemDeedData is the form of one deed.
type problemDeedData struct {
	page.View
	Visit  *desk.Visit
	X      problem.Problem
	Deed   problemDeed
	County *bodies.County
	M      problemMatter
	Filled page.Filled
	Key    string
	Shown  decision // what is decided, where that is what the deed does
}

// readProblemDeed finds the problem and the deed of an address.
func readProblemDeed(v *desk.Visit) (problem.Problem, problemDeed, error) {
	p, err := readProblem(v)
	if err != nil {
		return p, problemDeed{}, err
	}
	for _, d := range problemDeeds {
		if d.name == v.R.PathValue("deed") {
			return p, d, nil
		}
	}
	return p, problemDeed{}, desk.Missing()
}

func problemDeedForm(v *desk.Visit) error {
	p, d, err := readProblemDeed(v)
	if err != nil {
		return err
	}
	m, err := problemMatterOf(v, p)
	if err != nil {
		return err
	}
	if err := d.refusal(m); err != nil {
		return err
	}
	return showProblemDeed(m, d, standsNow(p), 200, nil)
}

// standsNow is a problem as its forms have it.
func standsNow(p problem.Problem) url.Values {
	return measureValues(url.Values{"leader": {idOr(p.Leader)}, "handler": {idOr(p.Handler)}, "facts": {p.Facts}, "source": {p.Source},
		"subsource": {p.Subsource}, "category": {p.Category}, "rule": {p.Rule}, "cause": {p.Cause}, "found": {written(p.Found)}}, p.Measures)
}

func showProblemDeed(m problemMatter, d problemDeed, values url.Values, status int, errs text.InputErrors) error {
	v, p := m.v, m.p
	key := v.R.PostFormValue("key")
	if key == "" || status == 409 { // sent again it is another act
		key = v.Key()
	}
	shown, err := problemDecision(m, d)
	if err != nil {
		return err
	}
	filled := page.Filled{P: v.P, Values: values, Errors: errs}
	if status == 409 {
		filled.Now = standsNow(p)
	}
	return v.Page(status, problemDeedPage(problemDeedData{View: v.View(v.P.T("problem.act." + d.name)), Visit: v, X: p, Deed: d, County: m.county, M: m,
		Filled: filled, Key: key, Shown: shown}))
}

func problemDeedDo(v *desk.Visit) error {
	p, d, err := readProblemDeed(v)
	if err != nil {
		return err
	}
	// What may not be done is refused before a file is kept for it. What the
	// state forbids is the command's to say: a second click must find its
	// receipt although the first has moved the problem on.
	if err := access.May(v.Actor, d.verb, p.Object()); err != nil {
		return err
	}
	m, err := problemMatterOf(v, p)
	if err != nil {
		return err
	}
	if v.Form("then") != "" { // more rows of measures
		return showProblemDeed(m, d, v.R.PostForm, 200, nil)
	}
	var errs text.InputErrors
	r, err := d.do(v, p, &errs)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		return showProblemDeed(m, d, v.R.PostForm, 409, text.InputErrors{{Message: refused.Message}})
	}
	if in, wrong := v.Inputs(err, errs); wrong {
		return showProblemDeed(m, d, v.R.PostForm, 422, beside(in))
	}
	if err != nil {
		return err
	}
	return v.Done("/problems/"+p.ID.String(), "problem."+d.name, r)
}

// correctedMeasures are the measures as typed; nil, which leaves them, where the
// form does not ask for them.
func correctedMeasures(v *desk.Visit, p problem.Problem, errs *text.InputErrors) measure.List {
	if !p.MarksMeasures() {
		return nil
	}
	return append(measure.List{}, readMeasures(v, errs)...)
}
