package bodies

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// deed is one command of the registers as a page: what is asked and which
// command it becomes. The rules are the command's; the table only chooses what
// to show.
type deed struct {
	on    ref.Kind // whose pages it stands on
	name  string   // in the address; "new" makes one that does not exist yet
	says  string   // its words in the catalogue: register.act.…, did.…
	verb  access.Verb
	kind  journal.Kind
	asks  []ask
	row   bool // about one row that hangs on the object, named by ?row=
	grave bool // cannot simply be undone
	fill  func(subject) url.Values
	// make reads the form. The Ref is what the entry is about; zero takes
	// what the command makes.
	make func(*desk.Visit, subject, days) (bodies.Command, ref.Ref)
}

// ask is one field of a form.
type ask struct {
	name string
	kind string // line, area, day, check, or the name of a choice (see options)
	free bool   // may stay empty
}

// subject is what a deed is about, as it stands today.
type subject struct {
	ref.Ref
	Name   string
	Reg    *bodies.Register
	County *bodies.County
	Facts  bodies.UnitFacts
	Unit   bodies.Unit
	Body   bodies.Body
	Person bodies.Person
}

// days reads the days of a form and gathers those that do not exist.
type days struct {
	v    *desk.Visit
	errs *text.InputErrors
}

func (d days) read(name string) when.Day { return d.v.FormDay(name, d.errs) }

func seen(v *desk.Visit) bodies.Seen {
	return bodies.Seen{Row: v.FormID("seen"), Version: int64(v.FormID("version"))}
}

func find(on ref.Kind, name string) (deed, bool) {
	for _, d := range deeds {
		if d.on == on && d.name == name {
			return d, true
		}
	}
	return deed{}, false
}

// possible are the deeds to offer this visitor beside an object: none on a day
// of the past and none on what has ended.
func possible(v *desk.Visit, on ref.Kind, in when.Period, day when.Day) (out []deed) {
	if day != v.Today() || in.To <= day {
		return nil
	}
	for _, d := range deeds {
		if d.on == on && d.name != "new" && !d.row && can(v, d.verb) {
			out = append(out, d)
		}
	}
	return out
}

// open reads what a form is about. Whoever may not do it learns nothing.
func open(v *desk.Visit, on ref.Kind, name string) (deed, subject, error) {
	d, ok := find(on, name)
	if !ok || !can(v, d.verb) {
		return d, subject{}, desk.Missing()
	}
	r, err := register(v)
	if err != nil {
		return d, subject{}, err
	}
	s := subject{Ref: ref.Ref{Kind: on, ID: v.ID("id")}, Reg: r}
	if s.County, err = v.County(); err != nil || name == "new" {
		return d, s, err
	}
	switch on {
	case ref.Unit:
		if s.Unit, ok = r.Unit(s.ID); ok {
			s.Name = unitName(r, s.ID, v.Today())
			_, s.Facts, _ = s.County.Unit(s.ID)
		}
	case ref.Body:
		s.Body, ok = r.BodyOn(s.ID, v.Today())
		s.Name = s.Body.Name
	case ref.Person:
		s.Person, ok = r.Person(s.ID)
		s.Name = s.Person.Name
	}
	if !ok {
		return d, s, desk.Missing()
	}
	return d, s, nil
}

// home is where a subject's page is.
func home(on ref.Kind, id ref.ID) string {
	list, one := "/county", "/units/"
	switch on {
	case ref.Body:
		one = "/bodies/"
	case ref.Person:
		list, one = "/people", "/people/"
	}
	if id == 0 {
		return list
	}
	return one + id.String()
}

// deedData is the form of one deed.
type deedData struct {
	page.View
	Visit  *desk.Visit
	S      subject
	Deed   deed
	Filled page.Filled
	Key    string
	Hidden map[string]string
	Left   standing // of a unit that is to end: what is still open
}

func newForm(on ref.Kind) func(*desk.Visit) error {
	return func(v *desk.Visit) error { return start(v, on, "new") }
}

func deedForm(on ref.Kind) func(*desk.Visit) error {
	return func(v *desk.Visit) error { return start(v, on, v.R.PathValue("deed")) }
}

func newDo(on ref.Kind) func(*desk.Visit) error {
	return func(v *desk.Visit) error { return perform(v, on, "new") }
}

func deedDo(on ref.Kind) func(*desk.Visit) error {
	return func(v *desk.Visit) error { return perform(v, on, v.R.PathValue("deed")) }
}

// start shows an empty form with what is known filled in: what stands now, and
// what the address already says.
func start(v *desk.Visit, on ref.Kind, name string) error {
	d, s, err := open(v, on, name)
	if err != nil {
		return err
	}
	values := url.Values{"seen": {strconv.FormatInt(int64(s.row(d)), 10)},
		"version": {strconv.FormatInt(s.version(d), 10)}, "row": {v.R.URL.Query().Get("row")}}
	if d.fill != nil {
		for k, x := range d.fill(s) {
			values[k] = x
		}
	}
	for _, a := range d.asks {
		if x := v.R.URL.Query().Get(a.name); x != "" {
			values.Set(a.name, x)
		}
		if a.kind == "day" && !a.free && !values.Has(a.name) {
			values.Set(a.name, v.Today().String())
		}
	}
	return show(v, d, s, 200, values, nil)
}

// row and version are the stored row a form is filled in from.
func (s subject) row(d deed) ref.ID {
	switch {
	case d.row, d.name == "new":
		return 0
	case d.on == ref.Unit && d.name == "end":
		return s.Unit.ID
	case d.on == ref.Unit:
		return s.Facts.ID
	case d.on == ref.Body && d.name == "rename":
		return s.Reg.NameRow(s.ID, s.County.Day()).Row
	case d.on == ref.Body:
		return s.Body.ID
	}
	return 0
}

func (s subject) version(d deed) int64 {
	switch {
	case d.on == ref.Unit && d.name == "end":
		return s.Unit.Version
	case d.on == ref.Unit:
		return s.Facts.Version
	case d.on == ref.Body && d.name == "rename":
		return s.Reg.NameRow(s.ID, s.County.Day()).Version
	case d.on == ref.Body:
		return s.Body.Version
	}
	return s.Person.Version
}

// showStale shows the form again, after somebody else was first: sent once more
// it is about the row as it stands now.
func showStale(v *desk.Visit, d deed, s subject, errs text.InputErrors) error {
	values := maps.Clone(v.R.PostForm)
	values.Set("seen", strconv.FormatInt(int64(s.row(d)), 10))
	values.Set("version", strconv.FormatInt(s.version(d), 10))
	values.Del("key")
	return showBeside(v, d, s, 409, values, d.fill(s), errs)
}

func show(v *desk.Visit, d deed, s subject, status int, values url.Values, errs text.InputErrors) error {
	return showBeside(v, d, s, status, values, nil, errs)
}

func showBeside(v *desk.Visit, d deed, s subject, status int, values, now url.Values, errs text.InputErrors) error {
	key := v.R.PostFormValue("key")
	if now != nil { // sent again it is another act
		key = ""
	}
	if key == "" {
		key = v.Key()
	}
	hidden := map[string]string{"seen": values.Get("seen"), "version": values.Get("version")}
	if d.row {
		hidden["row"] = values.Get("row")
	}
	var left standing
	if d.on == ref.Unit && (d.name == "end" || d.name == "merge") {
		all, err := standings(v, s.County, "")
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.Unit == s.ID {
				left = x
			}
		}
	}
	return v.Page(status, deedPage(deedData{Left: left, View: v.View(v.P.T("register.act." + d.says)), Visit: v, S: s,
		Deed: d, Key: key, Hidden: hidden,
		Filled: page.Filled{P: v.P, Values: values, Errors: errs, Now: now}}))
}

// perform does it. What was typed stays on the page, whether a field is wrong
// or the state of the county forbids it.
func perform(v *desk.Visit, on ref.Kind, name string) error {
	d, s, err := open(v, on, name)
	if err != nil {
		return err
	}
	var errs text.InputErrors
	command, object := d.make(v, s, days{v, &errs})
	if len(errs) > 0 {
		return show(v, d, s, 422, v.R.PostForm, errs)
	}
	r, err := v.Desk.Bodies.Do(v.R.Context(), v.Command(),
		bodies.Act{Command: command, Verb: d.verb, Kind: d.kind, Object: object})
	if wrong, is := v.Inputs(err, nil); is {
		return show(v, d, s, 422, v.R.PostForm, d.beside(wrong))
	}
	var refused *text.Refusal
	// what stands now is shown beside what was typed
	if errors.As(err, &refused) && refused.Why == text.Stale && d.fill != nil {
		return showStale(v, d, s, text.InputErrors{{Message: refused.Message}})
	}
	if errors.As(err, &refused) && refused.Why == text.Conflict {
		field := ""
		if refused.Key == "person.same" {
			field = "namesake"
		}
		return show(v, d, s, 409, v.R.PostForm, text.InputErrors{{Field: field, Message: refused.Message}})
	}
	if err != nil {
		return err
	}
	to := home(on, s.ID)
	if s.ID == 0 {
		to = home(on, r.Object.ID)
	}
	return v.Done(to, d.says, r)
}

// beside keeps the errors that have a field in this form beside it; the others
// are said above, without a link to nowhere.
func (d deed) beside(errs text.InputErrors) text.InputErrors {
	out := slices.Clone(errs)
	for i, e := range out {
		if !slices.ContainsFunc(d.asks, func(a ask) bool { return a.name == e.Field }) {
			out[i].Field = ""
		}
	}
	return out
}
