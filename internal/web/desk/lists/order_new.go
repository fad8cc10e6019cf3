package lists

import (
	"errors"
	"maps"
	"net/url"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/task"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// orderForm is the draft of an order being written.
type orderForm struct {
	page.View
	Visit   *desk.Visit
	County  *bodies.County
	Problem problem.Problem // the problem it comes from, or none
	Task    *task.Task      // the late task that it hastens; nil = none
	Edit    order.Order     // the draft being revised, or none
	Filled  page.Filled
	Key     string
	Units   []page.Option
	Leaders []page.Option
	Hands   []page.Option
}

// orderNew opens the form; what the problem says already is filled in, so that
// nothing is typed twice.
func orderNew(v *desk.Visit) error {
	if !canDraft(v) {
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	p, err := sourceProblem(v, ref.Parse(v.R.URL.Query().Get("problem")))
	if err != nil {
		return err
	}
	values := url.Values{"urgency": {"ordinary"}, "source": {"decision"}}
	if p.ID != 0 {
		c, err := v.County()
		if err != nil {
			return err
		}
		lead := c.Heir(p.Unit) // whoever continues the unit puts it right
		if err := c.Takes(lead); err != nil {
			var no text.InputErrors
			if errors.As(err, &no) {
				return &text.Refusal{Why: text.Conflict, Message: no[0].Message}
			}
			return err
		}
		values = url.Values{"problem": {p.ID.String()}, "source": {"problem"}, "urgency": {"ordinary"},
			"subject": {clip(p.Facts, order.SubjectMost)},
			"content": {p.Facts}, "unit": {lead.String()}, "leader": {idOr(p.Leader)}, "handler": {idOr(p.Handler)},
			"due": {p.Due.String()}}
		measureValues(values, p.Measures)
		for _, u := range p.Assist {
			values["assist"] = append(values["assist"], u.String())
		}
	}
	if t, err := sourceTask(v, ref.Parse(v.R.URL.Query().Get("task"))); err != nil {
		return err
	} else if t != nil {
		c, err := v.County()
		if err != nil {
			return err
		}
		values = url.Values{"task": {t.ID.String()}, "source": {"task"}, "urgency": {"ordinary"},
			"subject": {clip(t.Task, order.SubjectMost)}, "content": {strings.TrimSpace(t.Task + "\n" + t.Detail)},
			"quality": {t.Proof}, "unit": {c.Heir(t.Unit).String()}}
	}
	return showOrderForm(v, order.Order{}, p, values, 200, nil)
}

// sourceTask is the task that an order is to hasten; nil when none is named.
func sourceTask(v *desk.Visit, id ref.ID) (*task.Task, error) {
	if id == 0 {
		return nil, nil
	}
	x, ok, err := v.Desk.Read.One(v.R.Context(), ref.Task, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, v.See("task.see", false, access.Object{})
	}
	return x.(*task.Task), v.See("task.see", true, task.Shape.Object(x))
}

func idOr(id ref.ID) string {
	if id == 0 {
		return ""
	}
	return id.String()
}

func clip(s string, most int) string { return text.Clip(s, most) }

func sourceProblem(v *desk.Visit, id ref.ID) (problem.Problem, error) {
	if id == 0 {
		return problem.Problem{}, nil
	}
	p, ok, err := v.Desk.Read.Problem(v.R.Context(), id)
	if err != nil {
		return p, err
	}
	return p, v.See("problem.see", ok, p.Object())
}

func showOrderForm(v *desk.Visit, edit order.Order, p problem.Problem, values map[string][]string, status int,
	errs text.InputErrors) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	key := v.R.PostFormValue("key")
	if key == "" || status == 409 { // sent again it is another act
		key = v.Key()
	}
	title := "order.new"
	if edit.ID != 0 {
		title = "order.edit"
	}
	d := orderForm{View: v.View(v.P.T(title)), Visit: v, County: c, Problem: p, Edit: edit, Key: key,
		Filled: page.Filled{P: v.P, Values: values, Errors: errs}, Units: takingOptions(c, v.P.T("form.choose"))}
	if status == 409 {
		d.Filled.Now = draftNow(edit)
	}
	of := ""
	if len(values["task"]) > 0 {
		of = values["task"][0]
	}
	if d.Task, err = sourceTask(v, ref.Parse(of)); err != nil {
		return err
	}
	unit := ref.ID(0)
	if u := values["unit"]; len(u) > 0 {
		unit = ref.Parse(u[0])
	}
	d.Leaders, d.Hands = personOptions(c, unit, v.P.T("form.choose")), personOptions(c, unit, v.P.T("form.choose"))
	if unit != 0 {
		d.Leaders, d.Hands = teamOptions(c, unit, true, v.P.T("form.choose")), teamOptions(c,
			unit, false, v.P.T("form.choose"))
	}
	return v.Page(status, orderFormPage(d))
}

func readOrderForm(v *desk.Visit, errs *text.InputErrors) order.DraftInput {
	in := order.DraftInput{Problem: v.FormID("problem"), Task: v.FormID("task"),
		Subject: v.Form("subject"), Content: v.Form("content"),
		Quality: v.Form("quality"),
		Source:  order.Source(v.Form("source")), Urgency: order.Urgency(v.Form("urgency")), Unit: v.FormID("unit"),
		Leader:  v.FormID("leader"),
		Handler: v.FormID("handler"), Contact: v.Form("contact"), Measures: readMeasures(v, errs),
		Due: v.FormDay("due", errs)}
	for _, s := range v.R.PostForm["assist"] {
		if id := ref.Parse(s); id != 0 {
			in.Assist = append(in.Assist, id)
		}
	}
	return in
}

func orderCreate(v *desk.Visit) error {
	if !canDraft(v) { // as the form itself answers
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	var errs text.InputErrors
	in := readOrderForm(v, &errs)
	p, err := sourceProblem(v, in.Problem)
	if err != nil {
		return err
	}
	switch v.Form("then") {
	case "":
	case "people": // the unit was chosen: show its people
		return showOrderForm(v, order.Order{}, p, unnamed(v), 200, nil)
	default: // more rows of measures
		return showOrderForm(v, order.Order{}, p, v.R.PostForm, 200, nil)
	}
	if len(errs) > 0 {
		wrong, _ := v.Inputs(in.Check(v.Today()), errs)
		return showOrderForm(v, order.Order{}, p, v.R.PostForm, 422, once(wrong))
	}
	s := side(v.Actor)
	t, err := sourceTask(v, in.Task)
	switch {
	case err != nil:
		return err
	case p.ID != 0:
		s = p.Side
	case t != nil:
		s = t.Side
	}
	r, err := v.Desk.Orders.Draft(v.R.Context(), v.Command(), s, in)
	if wrong, is := v.Inputs(err, errs); is {
		return showOrderForm(v, order.Order{}, p, v.R.PostForm, 422, wrong)
	}
	if err != nil {
		return err
	}
	return v.Done("/orders/"+r.Object.ID.String(), "order.draft", r)
}

func orderEdit(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	if o.State != order.Draft || !v.Can("order.draft", o.Object(order.Nobody)) {
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	p, err := sourceProblem(v, o.Problem)
	if err != nil {
		return err
	}
	return showOrderForm(v, o, p, draftNow(o), 200, nil)
}

// draftNow is a draft as its form has it.
func draftNow(o order.Order) url.Values {
	assist := []string{}
	for _, a := range o.Assist {
		assist = append(assist, a.String())
	}
	return measureValues(url.Values{"problem": {idOr(o.Problem)}, "task": {idOr(o.Task)},
		"subject": {o.Subject}, "content": {o.Content},
		"quality": {o.Quality},
		"source":  {string(o.Source)}, "urgency": {string(o.Urgency)}, "unit": {o.Unit.String()}, "leader": {idOr(o.Leader)},
		"handler": {idOr(o.Handler)},
		"contact": {o.Contact}, "due": {written(o.Due)}, "assist": assist}, o.Measures)
}

// unnamed is what was typed without the people: choosing a unit shows whom it
// has and selects nobody.
func unnamed(v *desk.Visit) url.Values {
	out := maps.Clone(v.R.PostForm)
	delete(out, "leader")
	delete(out, "handler")
	return out
}

func orderRevise(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	p, err := sourceProblem(v, o.Problem)
	if err != nil {
		return err
	}
	var errs text.InputErrors
	in := readOrderForm(v, &errs)
	switch v.Form("then") {
	case "":
	case "people":
		return showOrderForm(v, o, p, unnamed(v), 200, nil)
	default:
		return showOrderForm(v, o, p, v.R.PostForm, 200, nil)
	}
	in.Problem, in.Task = o.Problem, o.Task
	if len(errs) > 0 { // a day nobody can read is not sent on as if it were none
		wrong, _ := v.Inputs(in.Check(v.Today()), errs)
		return showOrderForm(v, o, p, v.R.PostForm, 422, once(wrong))
	}
	r, err := v.Desk.Orders.Revise(v.R.Context(), v.Command(), o.ID, int64(ref.Parse(v.Form("version"))), in)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // what stands now is shown beside what was typed
		return showOrderForm(v, o, p, v.R.PostForm, 409, text.InputErrors{{Message: refused.Message}})
	}
	if wrong, is := v.Inputs(err, errs); is {
		return showOrderForm(v, o, p, v.R.PostForm, 422, wrong)
	}
	if err != nil {
		return err
	}
	return v.Done("/orders/"+o.ID.String(), "order.revise", r)
}

// written is a day as a form has it; none is empty.
func written(d when.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
