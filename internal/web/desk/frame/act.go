package frame

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/record"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

type fieldType = field.Type

const (
	lineType   = field.ALine
	textType   = field.AText
	dayType    = field.ADay
	flagType   = field.AFlag
	countType  = field.ACount
	pointsType = field.APoints
)

// actData is the form of an act, on one object, on many, or on one to be made.
type actData struct {
	page.View
	Pages
	Visit  *desk.Visit
	County *bodies.County
	Act    noun.Act
	X      noun.Value
	Many   []noun.Value
	Not    []string // of many: which it cannot be done to, and why
	Filled page.Filled
	Key    string
}

// doneData is what became of an act on many objects.
type doneData struct {
	page.View
	Pages
	Done []done
	Not  []string
}

type done struct {
	noun.Value
	Entry int64
}

// named finds the act of the address.
func (p Pages) named(name string) (noun.Act, error) {
	a, ok := p.Act(name)
	if !ok || a.Makes {
		return a, desk.Missing()
	}
	return a, nil
}

func (p Pages) form(v *desk.Visit) error {
	x, err := p.load(v)
	if err != nil {
		return err
	}
	a, err := p.named(v.R.PathValue("act"))
	if err != nil {
		return err
	}
	if err := p.Refused(a, v.Actor, x, v.Now); err != nil {
		return err
	}
	return p.ask(v, actData{Act: a, X: x, Filled: page.Filled{Values: filled(a, x)}}, 200)
}

// filled is what the form of an act holds when it opens.
func filled(a noun.Act, x noun.Value) url.Values {
	out := url.Values{}
	if a.Fill == nil {
		return out
	}
	in := a.Fill(x)
	for _, f := range a.Fields {
		out.Set(f.Name, f.Typed(in))
	}
	return out
}

func (p Pages) ask(v *desk.Visit, d actData, status int) (err error) {
	if d.County, err = v.County(); err != nil {
		return err
	}
	d.View, d.Pages, d.Visit, d.Filled.P = v.View(v.P.T(p.Word+".act."+d.Act.Name)), p, v, v.P
	if d.Key = v.R.PostFormValue("key"); d.Key == "" || status == 409 { // sent again it is another act
		d.Key = v.Key()
	}
	return v.Page(status, actPage(d))
}

func (p Pages) do(v *desk.Visit) error {
	x, err := p.load(v)
	if err != nil {
		return err
	}
	a, err := p.named(v.R.PathValue("act"))
	if err != nil {
		return err
	}
	// What may not be done is refused before anything is read. What the state
	// forbids is the command's to say: a second click must find its receipt.
	if err := access.May(v.Actor, a.Verb, p.Object(x)); err != nil {
		return err
	}
	call, errs := read(v, a)
	call.ID, call.Version = x.Head().ID, int64(ref.Parse(v.Form("version")))
	again := actData{Act: a, X: x, Filled: page.Filled{Values: v.R.PostForm, Errors: errs}}
	if len(errs) > 0 {
		return p.ask(v, again, 422)
	}
	r, err := a.Do(v.R.Context(), call)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		again.Filled.Errors, again.Filled.Now = text.InputErrors{{Message: refused.Message}}, filled(a, x)
		return p.ask(v, again, 409)
	}
	if wrong, is := v.Inputs(err, errs); is {
		again.Filled.Errors = wrong
		return p.ask(v, again, 422)
	}
	if notTheirs(err) {
		return p.askElse(v, again)
	}
	if err != nil {
		return err
	}
	return v.Done(p.path(x), p.Word+"."+a.Name, r)
}

// read takes what was typed into the form of an act.
func read(v *desk.Visit, a noun.Act) (noun.Call, text.InputErrors) {
	call := noun.Call{Command: v.Command()}
	var errs text.InputErrors
	if a.New == nil {
		return call, nil
	}
	call.In = a.New()
	for _, f := range a.Fields {
		f.Read(call.In, v.Form(f.Name), &errs)
	}
	return call, errs
}

func (p Pages) newForm(v *desk.Visit) error {
	a, _ := p.Maker()
	return p.ask(v, actData{Act: a, Filled: page.Filled{Values: url.Values{}}}, 200)
}

func (p Pages) make(v *desk.Visit) error {
	a, _ := p.Maker()
	call, errs := read(v, a)
	again := actData{Act: a, Filled: page.Filled{Values: v.R.PostForm, Errors: errs}}
	if len(errs) > 0 {
		return p.ask(v, again, 422)
	}
	r, err := a.Do(v.R.Context(), call)
	if wrong, is := v.Inputs(err, errs); is {
		again.Filled.Errors = wrong
		return p.ask(v, again, 422)
	}
	if notTheirs(err) {
		return p.askElse(v, again)
	}
	if err != nil {
		return err
	}
	return v.Done("/"+p.Name+"/"+r.Object.ID.String(), p.Word+"."+a.Name, r)
}

// notTheirs says that an act was refused for whom it would be about: the verb is the
// visitor's, and what was chosen in the form is another's.
func notTheirs(err error) bool {
	var refused *text.Refusal
	return errors.As(err, &refused) && refused.Why == text.Forbidden
}

// askElse shows the form again, with what was typed.
func (p Pages) askElse(v *desk.Visit, again actData) error {
	again.Filled.Errors = text.InputErrors{{Message: text.M("field.not-yours")}}
	return p.ask(v, again, 403)
}

// manyMost is how many objects an act is done to at once [D]: a page of a list.
const manyMost = 50

// several reads the objects that were chosen, and sorts out those that the act is
// not for.
func (p Pages) several(v *desk.Visit, a noun.Act, chosen []string) (to []noun.Value, not []string, err error) {
	if len(chosen) > manyMost {
		return nil, nil, text.Refuse(text.Conflict, "list.many.most", "most", manyMost)
	}
	var ids []int64
	for _, s := range chosen {
		if id := int64(ref.Parse(s)); id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil, text.Refuse(text.Conflict, "list.many.none")
	}
	q := noun.Query{Where: []noun.Cond{{Column: "id", Num: ids}}, Sort: p.Sorts[0], Limit: manyMost}
	got, err := p.Read.Listed(v.R.Context(), p.Of, v.Scope(p.See), q, nil)
	if err != nil {
		return nil, nil, err
	}
	for _, x := range got.Values {
		if refused := p.Refused(a, v.Actor, x, v.Now); refused != nil {
			not = append(not, p.title(x)+"："+why(v, refused))
			continue
		}
		to = append(to, x)
	}
	return to, not, nil
}

// why is what a refusal says.
func why(v *desk.Visit, err error) string {
	var refused *text.Refusal
	var in text.InputErrors
	switch {
	case errors.As(err, &refused):
		return v.P.Message(refused.Message)
	case errors.As(err, &in) && len(in) > 0:
		return v.P.Message(in[0].Message)
	}
	return err.Error()
}

func (p Pages) manyForm(v *desk.Visit) error {
	q := v.R.URL.Query()
	a, err := p.named(q.Get("act"))
	if err != nil || !a.Many {
		return desk.Missing()
	}
	to, not, err := p.several(v, a, q["id"])
	if err != nil {
		return err
	}
	if len(to) == 0 {
		return v.Page(200, donePage(doneData{View: v.View(v.P.T(p.Word + ".act." + a.Name)), Pages: p, Not: not}))
	}
	return p.ask(v, actData{Act: a, Many: to, Not: not, Filled: page.Filled{Values: url.Values{}}}, 200)
}

// many does an act to several objects, each by a command of its own: what one of
// them refuses keeps no other back, and the answer says which.
func (p Pages) many(v *desk.Visit) error {
	a, err := p.named(v.Form("act"))
	if err != nil || !a.Many {
		return desk.Missing()
	}
	ids := v.Forms("id")
	q := make([]ref.ID, 0, len(ids))
	for _, s := range ids {
		if id := ref.Parse(s); id != 0 && !slices.Contains(q, id) {
			q = append(q, id)
		}
	}
	if len(q) > manyMost {
		return text.Refuse(text.Conflict, "list.many.most", "most", manyMost)
	}
	call, errs := read(v, a)
	key := call.Command.Key
	d := doneData{View: v.View(v.P.T(p.Word + ".act." + a.Name)), Pages: p}
	for _, id := range q {
		x, ok, err := p.Read.One(v.R.Context(), p.Of, id)
		if err != nil {
			return err
		}
		if !ok || access.May(v.Actor, p.See, p.Object(x)) != nil {
			continue // to who asks it is not there
		}
		if err := access.May(v.Actor, a.Verb, p.Object(x)); err != nil {
			d.Not = append(d.Not, p.title(x)+"："+why(v, err))
			continue
		}
		if len(errs) > 0 {
			return p.againMany(v, a, q, errs)
		}
		each := call
		each.ID = id
		if key != "" {
			each.Command.Key = key + "." + id.String()
		}
		r, err := a.Do(v.R.Context(), each)
		if wrong, is := v.Inputs(err, nil); is && len(d.Done) == 0 { // of the form, which is the same for all
			return p.againMany(v, a, q, wrong)
		}
		var refused *text.Refusal
		var in text.InputErrors
		switch {
		case errors.As(err, &refused), errors.As(err, &in):
			d.Not = append(d.Not, p.title(x)+"："+why(v, err))
		case err != nil:
			return fmt.Errorf("%d of %d done: %w", len(d.Done), len(q), err)
		default:
			d.Done = append(d.Done, done{x, r.Seq})
		}
	}
	if len(d.Done)+len(d.Not) == 0 {
		return text.Refuse(text.Conflict, "list.many.none")
	}
	return v.Page(200, donePage(d))
}

func (p Pages) againMany(v *desk.Visit, a noun.Act, ids []ref.ID, errs text.InputErrors) error {
	chosen := make([]string, len(ids))
	for i, id := range ids {
		chosen[i] = id.String()
	}
	to, not, err := p.several(v, a, chosen)
	if err != nil {
		return err
	}
	return p.ask(v, actData{Act: a, Many: to, Not: not, Filled: page.Filled{Values: v.R.PostForm, Errors: errs}}, 422)
}

// action is where the form is sent.
func (d actData) action() string {
	switch {
	case d.X != nil:
		return d.path(d.X) + "/do/" + d.Act.Name
	case len(d.Many) > 0:
		return "/" + d.Name + "/many"
	}
	return "/" + d.Name
}

// back is where the form is left.
func (d actData) back() string {
	if d.X != nil {
		return d.path(d.X)
	}
	return "/" + d.Name
}

// prefix comes before the keys of the words of an act's own questions.
func (d actData) prefix() string { return d.Word + ".field." + d.Act.Name + "." }

// called is what the summary of errors calls a field.
func (d actData) called(name string) string {
	if f, ok := d.Act.Fields.Of(name); ok {
		return d.question(d.Visit, d.County, f, page.Filled{P: d.P}, d.prefix()).Label
	}
	return name
}

func (d actData) hidden() map[string]string {
	out := map[string]string{}
	if d.Act.Guarded && d.X != nil {
		out["version"] = strconv.FormatInt(d.X.Head().Version, 10)
		if v := d.Visit.R.PostFormValue("version"); v != "" && len(d.Filled.Now) == 0 {
			out["version"] = v // that was seen when the form was opened
		}
	}
	if len(d.Many) > 0 {
		out["act"] = d.Act.Name
	}
	return out
}

func (d actData) kind() page.Kind {
	if d.Act.Danger {
		return page.Danger
	}
	return page.Primary
}

func (d actData) way() []page.Link {
	last := page.Link{Label: d.View.Title}
	if d.X == nil {
		return d.crumbs(d.View, last)
	}
	return d.crumbs(d.View, page.Link{Label: d.number(d.X), Href: d.path(d.X)}, last)
}

// number is what an object is called in a list: its number, or its title.
func (p Pages) number(x noun.Value) string {
	number, title := p.Called(x)
	if number == "" {
		return title
	}
	return number
}

func (d oneData) hasMinor() bool {
	return slices.ContainsFunc(d.Acts, func(a noun.Act) bool { return !a.Main })
}

// made says how the object came on record.
func (d oneData) made() (out []page.Fact) {
	b := d.X.Head()
	if len(d.History) > 0 {
		first, last := d.History[len(d.History)-1], d.History[0]
		say := func(key string, e record.Event) {
			out = append(out, page.Fact{Label: d.P.T(key), Value: d.P.InstantIn(d.Today.Year(), e.At),
				Note: d.Visit.Signed(d.County, e)})
		}
		say("field.made", first)
		if len(d.History) > 1 {
			say("field.changed", last)
		}
	}
	return append(out, page.Fact{Label: d.P.T("field.version"), Value: strconv.FormatInt(b.Version, 10)})
}

// aside is up to how many fields a form stands beside what it is about; a longer
// one shows it itself, and needs the room.
const aside = 4

func (d actData) sent() page.Form {
	return page.Form{Action: d.action(), Call: d.called, Key: d.Key, Files: d.Act.Files, Errors: d.Filled.Errors,
		Narrow: true, Names: d.hidden()}
}

func (d oneData) heading() page.Heading {
	return page.Heading{Crumbs: d.crumbs(d.View, page.Link{Label: d.number(d.X)}), Title: d.title(d.X), Chip: d.chip()}
}
