package lists

import (
	"strconv"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/lists/measure"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// marks is where the measures of a list are marked with one click, by whoever
// may; the zero value shows the list only.
type marks struct {
	visit *desk.Visit
	path  string
	back  string // "problem": the click was made on the page of the order's problem
}

// measureMarks are the POST routes of one click; both are declared with the
// matters they belong to.
func problemMeasure(v *desk.Visit) error {
	p, err := readProblem(v)
	if err != nil {
		return err
	}
	return mark(v, "/problems/"+p.ID.String(), func(n int, done bool) (act.Receipt, error) {
		return v.Desk.Problems.MarkMeasure(v.R.Context(), v.Command(), p.ID, n, done)
	})
}

func orderMeasure(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	to := "/orders/" + o.ID.String()
	if o.Problem != 0 && v.Form("back") == "problem" {
		to = "/problems/" + o.Problem.String()
	}
	return mark(v, to, func(n int, done bool) (act.Receipt, error) {
		return v.Desk.Orders.MarkMeasure(v.R.Context(), v.Command(), o.ID, n, done)
	})
}

// mark reads which measure was clicked, does it and goes back to the page.
func mark(v *desk.Visit, to string, do func(n int, done bool) (act.Receipt, error)) error {
	done := v.Form("done") != "no"
	r, err := do(int(ref.Parse(v.Form("measure")))-1, done)
	if _, wrong := v.Inputs(err, nil); wrong { // no form to show it beside
		return text.Refuse(text.Conflict, "measure.no-such")
	}
	if err != nil {
		return err
	}
	if done {
		return v.Done(to, "measure.done", r)
	}
	return v.Done(to, "measure.undone", r)
}

// ofMeasure is whose a measure is and until when, where it says so itself.
func ofMeasure(v page.View, m measure.Measure) string {
	var parts []string
	for _, x := range []struct{ key, who string }{{"measure.leader", m.Leader}, {"measure.who", m.Who}} {
		if x.who != "" {
			parts = append(parts, v.P.T(x.key, "who", x.who))
		}
	}
	if m.Due != 0 {
		parts = append(parts, v.P.T("measure.due", "day", m.Due))
	}
	return strings.Join(parts, " · ")
}

func place(i int) string { return strconv.Itoa(i + 1) }
