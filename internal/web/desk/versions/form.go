package versions

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/appraisal"
	"shuangze/internal/web/desk/burden"
	"shuangze/internal/web/page"
)

type fileField struct {
	page.Field
	Open bool
}

type newData struct {
	page.View
	Key     string
	Base    string // which version it was begun from
	BaseID  string // "" = the form does not say
	Filled  page.Filled
	Files   []fileField
	Adds    bool // a file is being added
	Checked bool // it was looked through and is sound
	Changes []version.Change
	Cost    *burden.Costing
	Row     row // a row of the tree, with what is said of the whole text
}

// names are its hidden fields.
func (d newData) names() map[string]string {
	out := map[string]string{"base": d.Base}
	if d.BaseID != "" {
		out["base-id"] = d.BaseID
	}
	return out
}

// newForm is a version to propose, begun from another: every file in a text area
// of its own, for what one says may hang together with another.
func newForm(v *desk.Visit) error {
	if err := v.See("policy.change", true, own(v)); err != nil {
		return err
	}
	p, err := read(v)
	if err != nil {
		return err
	}
	base := p.now
	if from := v.R.URL.Query().Get("base"); from != "" {
		var ok bool
		if base, ok = version.Find(p.all, ref.Parse(from)); !ok {
			return desk.Missing()
		}
	}
	files, err := v.Desk.Versions.Text(v.R.Context(), base)
	if err != nil {
		return err
	}
	form := values(files)
	form.Set("base", called(v, base))
	form.Set("base-id", base.ID.String())
	return showNew(v, 200, form, newData{}, nil, files)
}

// typed are the files of a form. One that was emptied is left out; a new one is
// added.
func typed(form url.Values) []version.File {
	var out []version.File
	for _, name := range form["file"] {
		if s := form.Get(name); strings.TrimSpace(s) != "" {
			out = append(out, version.File{Name: name, Text: s})
		}
	}
	if name, s := strings.TrimSpace(form.Get("new-name")), form.Get("new-text"); name != "" || strings.TrimSpace(s) != "" {
		out = append(out, version.File{Name: name, Text: s})
	}
	return out
}

// propose puts the version on record, or, when it was only to be checked, says
// what it would change.
func propose(v *desk.Visit) error {
	if err := v.See("policy.change", true, own(v)); err != nil {
		return err
	}
	p, err := read(v)
	if err != nil {
		return err
	}
	form := v.R.PostForm
	files := typed(form)
	base, err := begun(v)
	if err != nil {
		return err
	}
	again := func(status int, errs text.InputErrors, d newData) error {
		return showNew(v, status, form, d, errs, base)
	}
	if done, errs, asked := edited(form); asked {
		status := 200
		if len(errs) > 0 {
			status = 422
		}
		return again(status, errs, newData{Row: row{Done: done, Open: true}})
	}
	switch v.Form("do") {
	case "read":
		return again(200, nil, newData{Row: row{Open: form.Get("i-no") != ""}})
	case "check":
		tidy, _, err := v.Desk.Versions.Sound(files)
		if wrong, is := v.Inputs(err, nil); is {
			return again(422, wrong, newData{})
		}
		if err != nil {
			return err
		}
		beside, err := v.Desk.Versions.Text(v.R.Context(), p.now)
		if err != nil {
			return err
		}
		changes := append([]version.Change{}, version.Compare(beside, tidy)...)
		cost, err := costing(v, tidy, changes)
		if err != nil {
			return err
		}
		return again(200, nil, newData{Changes: changes, Checked: true, Cost: cost})
	}
	r, err := v.Desk.Versions.Propose(v.R.Context(), v.Command(), files, v.Form("note"))
	if wrong, is := v.Inputs(err, nil); is {
		return again(422, wrong, newData{})
	}
	if say, is := conflict(err); is {
		return again(409, say, newData{})
	}
	if err != nil {
		return err
	}
	return v.Done(at(r.Object.ID), "policy.proposed", r)
}

// conflict is a refusal that is told on the form, so that nothing typed is lost.
func conflict(err error) (text.InputErrors, bool) {
	var no *text.Refusal
	if errors.As(err, &no) && (no.Why == text.Conflict || no.Why == text.Stale) {
		return text.InputErrors{{Message: no.Message}}, true
	}
	return nil, false
}

// showNew shows the form with what it was sent with, and how its text stands. base is the text that it was begun from.
func showNew(v *desk.Visit, status int, form url.Values, d newData, errs text.InputErrors, base []version.File) error {
	d.Key = v.R.PostFormValue("key")
	if d.Key == "" {
		d.Key = v.Key()
	}
	for i, e := range errs {
		if e.Field == "files" || e.Field != "" && e.Field != "note" && !strings.HasPrefix(e.Field, "i-") &&
			!slices.Contains(form["file"], e.Field) {
			errs[i].Field = "new-name"
		}
	}
	files := typed(form)
	said, err := reviewed(v, files)
	if err != nil {
		return err
	}
	said.Same, said.Told = same(files, base), slices.ContainsFunc(errs, func(e text.InputError) bool {
		return slices.Contains(form["file"], e.Field)
	})
	d.View, d.Base, d.BaseID = said.View, form.Get("base"), form.Get("base-id")
	d.Filled = page.Filled{P: v.P, Values: form, Errors: errs}
	d.Row.drafting, d.Row.Filled, d.Row.Line = said, d.Filled, lineOf(form.Get("i-line"))
	d.Adds = d.Filled.Wrong("new-name") != "" || form.Get("new-text") != ""
	shown := v.R.URL.Query().Get("file")
	for _, name := range form["file"] {
		f := fileField{Field: d.Filled.Field(name, name)}
		f.Limit, f.Rows, f.Optional = version.FileMost, min(30, max(8, strings.Count(f.Value, "\n")+2)), true
		var wrong []string
		for _, e := range errs {
			if e.Field == name {
				wrong = append(wrong, v.P.Message(e.Message))
			}
		}
		f.Error = strings.Join(wrong, " ")
		f.Open = f.Error != "" || shown == name || said.R.Tree == name && (d.Row.Open || v.Form("do") == "read")
		d.Files = append(d.Files, f)
	}
	slices.SortStableFunc(d.Files, func(a, b fileField) int { // what is worked at stands under how it stands
		switch {
		case a.Open == b.Open:
			return 0
		case a.Open:
			return -1
		}
		return 1
	})
	return v.Page(status, newPage(d))
}

type decideData struct {
	page.View
	V       version.Version
	Name    string
	Key     string
	Beside  version.Version
	With    string
	Changes []version.Change
	Cost    *burden.Costing
	Sim     *appraisal.Simulated // of an adoption that changes schemes
	Filled  page.Filled
}

// decide reads what a decision is about. Whoever may not take it is told so.
func decide(v *desk.Visit, adopting bool) (d decideData, err error) {
	p, err := read(v)
	if err != nil {
		return d, err
	}
	x, err := p.find(v)
	if err != nil {
		return d, err
	}
	d = decideData{V: x, Name: called(v, x), Beside: p.now, With: called(v, p.now)}
	verb, title := access.Verb("policy.change"), "policy.version.withdraw"
	if adopting {
		verb, title = "policy.adopt", "policy.version.adopt"
	}
	if err := v.See(verb, x.ID != 0, x.Object()); err != nil {
		return d, err
	}
	d.View = v.View(v.P.T(title, "version", d.Name))
	d.Key = v.R.PostFormValue("key")
	if d.Key == "" {
		d.Key = v.Key()
	}
	if adopting {
		var files []version.File
		if files, d.Changes, err = compared(v, p, x); err == nil {
			d.Cost, err = costing(v, files, d.Changes)
		}
		if err == nil {
			d.Sim, err = differs(v, x, files)
		}
	}
	return d, err
}

func adoptForm(v *desk.Visit) error {
	d, err := decide(v, true)
	if err != nil {
		return err
	}
	d.Filled = page.Filled{P: v.P, Values: url.Values{"from": {(v.Today() + 1).String()}}}
	return v.Page(200, adoptPage(d))
}

func adopt(v *desk.Visit) error {
	d, err := decide(v, true)
	if err != nil {
		return err
	}
	var errs text.InputErrors
	a := version.Adoption{From: v.FormDay("from", &errs), Reason: v.Form("reason"), Beside: v.FormID("beside")}
	if len(errs) == 0 {
		r, failed := v.Desk.Versions.Adopt(v.R.Context(), v.Command(), d.V.ID, a)
		if failed == nil {
			return v.Done(at(d.V.ID), "policy.adopted", r)
		}
		err = failed
	}
	return d.again(v, err, errs, adoptPage)
}

func withdrawForm(v *desk.Visit) error {
	d, err := decide(v, false)
	if err != nil {
		return err
	}
	d.Filled = page.Filled{P: v.P, Values: url.Values{}}
	return v.Page(200, withdrawPage(d))
}

func withdraw(v *desk.Visit) error {
	d, err := decide(v, false)
	if err != nil {
		return err
	}
	r, err := v.Desk.Versions.Withdraw(v.R.Context(), v.Command(), d.V.ID, v.Form("reason"))
	if err == nil {
		return v.Done(at(d.V.ID), "policy.withdrawn", r)
	}
	return d.again(v, err, nil, withdrawPage)
}

// again shows the form with what was typed and what is wrong with it.
func (d decideData) again(v *desk.Visit, err error, errs text.InputErrors,
	show func(decideData) templ.Component) error {
	status := 422
	wrong, is := v.Inputs(err, errs)
	if is {
		d.Key = v.R.PostFormValue("key") // of a form that was sent before another was put there
	} else {
		status = 409
		wrong, is = conflict(err)
	}
	if !is {
		return err
	}
	for i, e := range wrong {
		if e.Field != "from" && e.Field != "reason" { // a file that this program no longer takes
			wrong[i].Field = ""
		}
	}
	d.Filled = page.Filled{P: v.P, Values: v.R.PostForm, Errors: wrong}
	return v.Page(status, show(d))
}

// beside names the version that was compared.
func (d decideData) beside() map[string]string {
	return map[string]string{"beside": strconv.FormatInt(int64(d.Beside.ID), 10)}
}
