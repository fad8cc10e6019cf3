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
	name   string
	verb   access.Verb
	states []problem.State
	fits   func(*desk.Visit, problem.Problem) bool // nil = whenever the state is right
	main   bool                                    // a button at the top of the page
	// proposed deeds answer the system's proposal, while one stands.
	proposed bool
	asks     []ask
	do       func(*desk.Visit, problem.Problem, *text.InputErrors) (act.Receipt, error)
}

var problemOpen = []problem.State{problem.Registered, problem.Ordered, problem.Rectified}

func inUnit(v *desk.Visit, p problem.Problem) bool {
	return p.Order == 0 && !v.Desk.Problems.Rules.NeedsOrder(p.Level)
}

var problemDeeds = []problemDeed{
	{name: "rectify", verb: "problem.rectify", states: []problem.State{problem.Registered}, fits: inUnit, main: true,
		asks: []ask{{"done", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Rectify(v.R.Context(), v.Command(), p.ID, v.Form("done"))
		}},
	{name: "attach", verb: "problem.attach", states: problemOpen, main: true,
		asks: []ask{{"phase", "phase", 0, false}, {"file", "file", 0, false}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			return attachAll(v, errs, func(c act.Command, e evidence.Evidence) (act.Receipt, error) {
				return v.Desk.Problems.Attach(v.R.Context(), c, p.ID, e)
			})
		}},
	{name: "close", verb: "problem.close", states: []problem.State{problem.Rectified}, main: true,
		asks: []ask{{"opinion", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Close(v.R.Context(), v.Command(), p.ID, v.Form("opinion"))
		}},
	{name: "reject", verb: "problem.close", states: []problem.State{problem.Rectified}, main: true,
		asks: []ask{{"missing", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Reject(v.R.Context(), v.Command(), p.ID, v.Form("missing"))
		}},
	{name: "note", verb: "problem.note", states: problemOpen, fits: func(_ *desk.Visit, p problem.Problem) bool { return p.Unnoted() }, main: true,
		asks: []ask{{"instruction", "area", opinion, true}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Note(v.R.Context(), v.Command(), p.ID, v.Form("instruction"))
		}},
	{name: "keep-level", verb: "problem.keep-level", states: problemOpen, proposed: true,
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.KeepLevel(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "raise", verb: "problem.raise", states: problemOpen, fits: func(_ *desk.Visit, p problem.Problem) bool { return p.Level != problem.Serious },
		asks: []ask{{"reason", "area", opinion, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Raise(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "correct", verb: "problem.correct", states: problemOpen,
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
	{name: "reopen", verb: "problem.reopen", states: []problem.State{problem.Closed}, fits: func(_ *desk.Visit, p problem.Problem) bool { return p.Order == 0 && !p.History },
		asks: []ask{{"reason", "area", problem.ReasonMost, false}, {"due", "day", 0, false}},
		do: func(v *desk.Visit, p problem.Problem, errs *text.InputErrors) (act.Receipt, error) {
			due := v.FormDay("due", errs)
			if len(*errs) > 0 {
				return act.Receipt{}, nil
			}
			return v.Desk.Problems.Reopen(v.R.Context(), v.Command(), p.ID, v.Form("reason"), due)
		}},
	{name: "withdraw", verb: "problem.withdraw", states: []problem.State{problem.Registered, problem.Rectified},
		asks: []ask{{"reason", "area", problem.ReasonMost, false}},
		do: func(v *desk.Visit, p problem.Problem, _ *text.InputErrors) (act.Receipt, error) {
			return v.Desk.Problems.Withdraw(v.R.Context(), v.Command(), p.ID, v.Form("reason"))
		}},
	{name: "match", verb: "problem.match", states: problem.States,
		fits: func(_ *desk.Visit, p problem.Problem) bool {
			return unmatched(p.Leader, p.Handler, p.LeaderName, p.HandlerName)
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

func (d problemDeed) offered(v *desk.Visit, p problem.Problem) bool {
	return slices.Contains(d.states, p.State) && (d.fits == nil || d.fits(v, p)) && (!d.proposed || len(p.Standing(v.Today())) > 0) && v.Can(d.verb, p.Object())
}

// problemPossible are the deeds to offer this visitor on this problem now.
func problemPossible(v *desk.Visit, p problem.Problem) (out []problemDeed) {
	for _, d := range problemDeeds {
		if d.offered(v, p) {
			out = append(out, d)
		}
	}
	return out
}

// problemDeedData is the form of one deed.
type problemDeedData struct {
	page.View
	Visit  *desk.Visit
	X      problem.Problem
	Deed   problemDeed
	County *bodies.County
	Filled page.Filled
	Key    string
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
	if !d.offered(v, p) {
		if err := access.May(v.Actor, d.verb, p.Object()); err != nil {
			return err
		}
		if d.proposed && p.State.Open() {
			return text.Refuse(text.Conflict, "problem.no-proposal")
		}
		if d.name == "note" && p.NotedAt != 0 { // another member was first
			return text.Refuse(text.Conflict, "problem.note-done", "number", p.Number.String(), "day", p.NotedAt.Day())
		}
		return text.Refuse(text.Conflict, "problem.state-forbids", "state", text.M("problem.state."+string(p.State)), "number", p.Number.String())
	}
	return showProblemDeed(v, d, p, measureValues(url.Values{"leader": {idOr(p.Leader)}, "handler": {idOr(p.Handler)}, "facts": {p.Facts}, "source": {p.Source}, "subsource": {p.Subsource}, "category": {p.Category},
		"rule": {p.Rule}, "cause": {p.Cause}, "found": {written(p.Found)}}, p.Measures), 200, nil)
}

func showProblemDeed(v *desk.Visit, d problemDeed, p problem.Problem, values map[string][]string, status int, errs text.InputErrors) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	key := v.R.PostFormValue("key")
	if key == "" {
		key = v.Key()
	}
	return v.Page(status, problemDeedPage(problemDeedData{View: v.View(v.P.T("problem.act." + d.name)), Visit: v, X: p, Deed: d, County: c,
		Filled: page.Filled{P: v.P, Values: values, Errors: errs}, Key: key}))
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
	if v.Form("then") != "" { // more rows of measures
		return showProblemDeed(v, d, p, v.R.PostForm, 200, nil)
	}
	var errs text.InputErrors
	r, err := d.do(v, p, &errs)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		return showProblemDeed(v, d, p, v.R.PostForm, 409, text.InputErrors{{Message: refused.Message}})
	}
	if in, wrong := desk.Inputs(err, errs); wrong {
		return showProblemDeed(v, d, p, v.R.PostForm, 422, in)
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
