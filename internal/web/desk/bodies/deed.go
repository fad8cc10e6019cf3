package bodies

import (
	"cmp"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/bodies/registers"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// deed is one act of the registers as a page (package registers declares it).
type deed struct {
	noun.Act
	on   ref.Kind // whose pages it stands on
	says string   // its words in the catalogue: register.act.…, did.…
}

type subject = *registers.Subject

func declared(v *desk.Visit, on ref.Kind) *noun.Noun {
	all := registers.Nouns(v.Desk.Bodies)
	return all[slices.IndexFunc(all, func(n *noun.Noun) bool { return n.Of == on })]
}

func deedOf(n *noun.Noun, a noun.Act) deed { return deed{a, n.Of, cmp.Or(a.Words, n.Word+"."+a.Name)} }

// find finds an act by its name in the address; "new" makes what does not exist yet.
func find(n *noun.Noun, name string) (deed, bool) {
	a, ok := n.Act(name)
	if name == "new" {
		a, ok = n.Maker()
	} else if a.Makes {
		ok = false
	}
	return deedOf(n, a), ok
}

// possible are the deeds to offer this visitor beside an object: none on a day
// of the past and none on what has ended.
func possible(v *desk.Visit, s subject, in when.Period, day when.Day) (out []deed) {
	if day != v.Today() || in.To <= day {
		return nil
	}
	s.Jurisdiction = v.Actor.Jurisdiction
	n := declared(v, s.Kind)
	for _, a := range n.Offered(v.Actor, s, v.Now) {
		if !a.Aside {
			out = append(out, deedOf(n, a))
		}
	}
	return out
}

// open reads what a form is about. Whoever may not do it learns nothing.
func open(v *desk.Visit, on ref.Kind, name string) (deed, subject, error) {
	d, ok := find(declared(v, on), name)
	if !ok || !can(v, d.Verb) {
		return d, nil, desk.Missing()
	}
	r, err := register(v)
	if err != nil {
		return d, nil, err
	}
	c, err := v.County()
	if err != nil {
		return d, nil, err
	}
	s, ok := registers.Find(r, c, ref.Ref{Kind: on, ID: v.ID("id")})
	if !ok && !d.Makes {
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
	values := d.filled(s)
	values.Set("row", v.R.URL.Query().Get("row"))
	for _, f := range d.Asked(s) {
		key := f.Key()
		if x := v.R.URL.Query().Get(key); x != "" {
			values.Set(key, x)
		}
		if f.Type == field.ADay && f.Must && !values.Has(key) {
			values.Set(key, v.Today().String())
		}
	}
	return show(v, d, s, 200, values, nil)
}

// filled is what the form holds when it opens: what stands now, and which row that is.
func (d deed) filled(s subject) url.Values {
	out := url.Values{"seen": {"0"}, "version": {strconv.FormatInt(s.Person.Version, 10)}}
	if d.Fill == nil {
		return out
	}
	in := d.Fill(s)
	for _, f := range d.Asked(s) {
		if row, ok := f.Held(in).(*bodies.Seen); ok {
			out.Set("seen", row.Row.String())
			out.Set("version", strconv.FormatInt(row.Version, 10))
		} else if x := f.Typed(in); x != "" {
			out.Set(f.Key(), x)
		}
	}
	return out
}

// showStale shows the form again, after somebody else was first: sent once more
// it is about the row as it stands now.
func showStale(v *desk.Visit, d deed, s subject, errs text.InputErrors) error {
	values, now := maps.Clone(v.R.PostForm), d.filled(s)
	values.Set("seen", now.Get("seen"))
	values.Set("version", now.Get("version"))
	values.Del("key")
	return showBeside(v, d, s, 409, values, now, errs)
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
	if d.Row {
		hidden["row"] = values.Get("row")
	}
	var left standing
	if d.on == ref.Unit && (d.Name == "end" || d.Name == "merge") {
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
	call, errs := d.read(v, s)
	if len(errs) > 0 {
		return show(v, d, s, 422, v.R.PostForm, errs)
	}
	r, err := d.Do(v.R.Context(), call)
	if wrong, is := v.Inputs(err, nil); is {
		return show(v, d, s, 422, v.R.PostForm, d.beside(wrong, s))
	}
	var refused *text.Refusal
	// what stands now is shown beside what was typed
	if errors.As(err, &refused) && refused.Why == text.Stale && d.Fill != nil {
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

// read takes what was typed. What a field may be the command says.
func (d deed) read(v *desk.Visit, s subject) (call noun.Call, errs text.InputErrors) {
	call = noun.Call{Command: v.Command(), ID: s.ID, Version: int64(v.FormID("version")), In: d.New()}
	if d.Row {
		call.Row = s.Own(v.FormID("row"))
	}
	for _, f := range d.Asked(s) {
		switch at := f.Held(call.In).(type) {
		case *bodies.Seen:
			*at = bodies.Seen{Row: v.FormID("seen"), Version: call.Version}
		case *[]ref.ID:
			*at = formIDs(v, f.Key())
		default:
			f.Read(call.In, v.Form(f.Key()), &errs)
		}
	}
	return call, errs
}

// formIDs reads the boxes that were ticked.
func formIDs(v *desk.Visit, name string) []ref.ID {
	var out []ref.ID
	for _, s := range v.R.PostForm[name] {
		if id := ref.Parse(s); id != 0 {
			out = append(out, id)
		}
	}
	return out
}

// beside keeps the errors that have a field in this form beside it; the others
// are said above, without a link to nowhere.
func (d deed) beside(errs text.InputErrors, s subject) text.InputErrors {
	out := slices.Clone(errs)
	for i, e := range out {
		if !slices.ContainsFunc(d.Asked(s), func(f field.Field) bool { return f.Key() == e.Field }) {
			out[i].Field = ""
		}
	}
	return out
}
