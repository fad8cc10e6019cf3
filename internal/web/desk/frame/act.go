package frame

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
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
	filesType  = field.AFiles
)

// actData is the form of an act, on one object, on many, or on one to be made.
type actData struct {
	page.View
	Pages
	Visit  *desk.Visit
	County *bodies.County
	Act    noun.Act
	X      noun.Value
	Many   []Item
	Not    []string // of many: which it cannot be done to, and why
	Filled page.Filled
	Key    string
	Given  string
	Files  []evidence.Evidence // the object's, where one is to be chosen
	Around Around
	While  templ.Component          // who took the matter up; nil = nobody else did
	Offers map[string][]page.Option // of fields whose choices are a room's
	In     any                      // what would be done, of an act that is shown first
	Shell  bool                     // only the form, for the browser to put aside
	Seen   string                   // what was shown, "" = nothing yet
}

// named finds the act of the address.
func (p Pages) named(name string) (noun.Act, error) {
	a, ok := p.Act(name)
	if !ok || a.Makes {
		return a, desk.Missing()
	}
	return a, nil
}

// Form is the form of the act of the address.
func (p Pages) Form(v *desk.Visit) error {
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
	values := p.filled(a, x)
	for _, f := range a.Fields {
		given := f.Type == field.AFile || a.Aside && f.Type == field.ALine
		if s := v.R.URL.Query().Get(f.Name); given && s != "" { // that the form was opened beside
			values.Set(f.Name, text.Cut(s, text.QueryMost))
		}
	}
	if p.Adds.Open != nil {
		if err := p.Adds.Open(v, a, x, values); err != nil {
			return err
		}
	}
	if p.Own.Propose != nil {
		p.Own.Propose(a, values)
	}
	return p.ask(v, actData{Act: a, X: x, Filled: page.Filled{Values: values}}, 200)
}

// filled is what the form of an act holds when it opens.
func (p Pages) filled(a noun.Act, x noun.Value) url.Values {
	out := url.Values{}
	if a.Fill == nil {
		return out
	}
	in := a.Fill(x)
	for _, f := range a.Asked(x) {
		if own, ok := p.Own.Types[f.Type]; ok {
			own.Fill(out, f, in)
		} else if !f.Must || !f.Empty(in) { // what must be filled and is not is asked anew: nothing of it stands
			out.Set(f.Name, f.Typed(in))
		}
	}
	return out
}

func (p Pages) ask(v *desk.Visit, d actData, status int) (err error) {
	if d.County, err = v.County(); err != nil {
		return err
	}
	d.View, d.Pages, d.Visit, d.Filled.P = v.View(v.P.T(p.Word+".act."+d.Act.Name)), p, v, v.P
	if err := d.Pages.looks(v, d.X); err != nil {
		return err
	}
	if d.X != nil && slices.ContainsFunc(d.Act.Fields, func(f field.Field) bool { return f.Type == field.AFile }) {
		if d.Files, err = v.Desk.Read.EvidenceOf(v.R.Context(), d.X.Head().ID); err != nil {
			return err
		}
	}
	wrong := func(e text.InputError) bool { return e.Field == filesName }
	forgets := !v.Waits() && len(v.Uploads(filesName)) > 0 // a browser, where no script keeps them
	if forgets && !slices.ContainsFunc(d.Filled.Errors, wrong) {
		d.Filled.Errors.Add(filesName, "files.again")
	}
	if d.Key = v.R.PostFormValue("key"); d.Key == "" || status == 409 { // sent again it is another act
		d.Key = v.Key()
	}
	d.Given = v.Given(d.Filled.Values)
	if p.Own.Around != nil {
		if d.Around, err = p.Own.Around(d.Act); err != nil {
			return err
		}
	}
	if d.X != nil && len(d.Many) == 0 {
		if d.While, err = v.While(p.Shape.Ref(d.X), p.Object(d.X), d.X.Head().State, d.Act); err != nil {
			return err
		}
	}
	if p.Adds.Choices != nil {
		if d.Offers, err = p.Adds.Choices(v, d.Act); err != nil {
			return err
		}
	}
	if p.Adds.With != nil {
		d.Around, err = p.Adds.With(v, d.Act, d.X, d.In)
		if wrong, is := v.Inputs(err, d.Filled.Errors); is && len(wrong) > len(d.Filled.Errors) {
			d.Filled.Errors, status, err = wrong, 422, nil
		}
		if err != nil {
			return err
		}
	}
	if d.In != nil && len(d.Filled.Errors) == 0 {
		d.Seen = p.shown(v, d.Act, d.X)
	}
	if v.Waits() && status >= 400 {
		return v.Refused(status, d.refused()...)
	}
	if d.Shell {
		d.View, d.Key = v.Bare(d.View), ""
		return v.Page(status, shellPage(d))
	}
	return v.Page(status, actPage(d))
}

// refused is what is wrong with a form that waited in the browser.
func (d actData) refused() (out []desk.Refused) {
	for _, e := range d.Filled.Errors {
		r := desk.Refused{Field: e.Field, Say: d.P.Message(e.Message)}
		if name := d.called(e.Field); name != "" {
			r.Called = d.P.T("page.form.error-in", "field", name)
		}
		out = append(out, r)
	}
	return out
}

// seenName holds what a form showed before it does what it shows.
const seenName = "seen"

// shown says what a form would do, in short: other words are another thing.
func (p Pages) shown(v *desk.Visit, a noun.Act, x noun.Value) string {
	h := sha256.New()
	for _, f := range a.Asked(x) {
		fmt.Fprintf(h, "%q", v.Form(f.Name))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// preview shows what the form of an act would do; nothing is done.
func (p Pages) preview(v *desk.Visit, again actData) error {
	call, errs, err := p.read(v, again.Act, again.X)
	if err != nil {
		return err
	}
	status := 200
	if again.Filled.Errors = errs; len(errs) > 0 {
		status = 422
	}
	again.In = call.In
	return p.ask(v, again, status)
}

// Do does the act of the address as its form asks.
func (p Pages) Do(v *desk.Visit) error {
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
	if err := p.May(a, v.Actor, x); err != nil {
		return err
	}
	again := actData{Act: a, X: x, Filled: page.Filled{Values: v.R.PostForm}}
	if p.Adds.Take != nil {
		err := p.Adds.Take(v, a)
		if wrong, is := v.Inputs(err, nil); is {
			again.Filled.Errors = wrong
			return p.ask(v, again, 422)
		}
		if err != nil {
			return err
		}
	}
	if v.Form(moreName) != "" {
		return p.ask(v, again, 200)
	}
	if a.Shown && v.Form(seenName) != p.shown(v, a, x) {
		return p.preview(v, again)
	}
	if a.OfFiles() { // none is kept for what may not have it
		if err := p.Refused(a, v.Actor, x, v.Now); err != nil {
			return err
		}
	}
	call, errs, err := p.read(v, a, x)
	if err != nil {
		return err
	}
	call.ID, call.Version = x.Head().ID, int64(ref.Parse(v.Form("version")))
	if again.Filled.Errors = errs; len(errs) > 0 {
		return p.ask(v, again, 422)
	}
	r, err := a.Do(v.R.Context(), call)
	var refused *text.Refusal
	if errors.As(err, &refused) && refused.Why == text.Stale { // shown anew with how it stands now, and what was typed
		again.Filled.Errors, again.Filled.Now = text.InputErrors{{Message: refused.Message}}, p.filled(a, x)
		return p.ask(v, again, 409)
	}
	if wrong, is := v.Inputs(err, errs); is {
		again.Filled.Errors = beside(a, wrong)
		return p.ask(v, again, 422)
	}
	if notTheirs(err) {
		return p.askElse(v, again, err)
	}
	if err != nil {
		return err
	}
	to := ""
	if p.Own.Then != nil {
		to, err = p.Own.Then(a, r)
	} else if a.Made {
		to, err = p.beside(v, r.Object)
	}
	if err != nil {
		return err
	}
	return v.Done(cmp.Or(to, p.path(x)), p.Word+"."+a.Name, r)
}

// beside is the page of what an act made beside its object, where what was said of the act is told and the next step
// waits; "" = it made nothing of another noun that the visitor sees.
func (p Pages) beside(v *desk.Visit, made ref.Ref) (string, error) {
	for _, n := range v.Desk.Nouns {
		if n.Of != made.Kind || n.Of == p.Of {
			continue
		}
		x, ok, err := p.Read.One(v.R.Context(), n.Of, made.ID)
		if err != nil || !ok || !access.Can(v.Actor, n.See, n.Object(x)) {
			return "", err
		}
		return "/" + n.Name + "/" + made.ID.String(), nil
	}
	return "", nil
}

// filesName is the field of the files that come with an act.
const filesName = "file"

func (p Pages) newForm(v *desk.Visit) error {
	a, _ := p.Maker()
	values := url.Values{}
	for _, f := range a.Fields { // a link may say what the new one is about
		if s := v.R.URL.Query().Get(f.Name); s != "" && f.Type != field.AFiles {
			values.Set(f.Name, text.Cut(s, text.QueryMost))
		}
	}
	if p.Adds.Open != nil {
		if err := p.Adds.Open(v, a, nil, values); err != nil {
			return err
		}
	}
	shell := a.Kept && v.R.URL.Query().Has(desk.ShellName)
	return p.ask(v, actData{Act: a, Shell: shell, Filled: page.Filled{Values: values}}, 200)
}

func (p Pages) make(v *desk.Visit) error {
	a, _ := p.Maker()
	call, errs, err := p.read(v, a, nil)
	if err != nil {
		return err
	}
	again := actData{Act: a, Filled: page.Filled{Values: v.R.PostForm, Errors: errs}}
	if len(errs) > 0 {
		return p.ask(v, again, 422)
	}
	r, err := a.Do(v.R.Context(), call)
	if wrong, is := v.Inputs(err, errs); is {
		again.Filled.Errors = beside(a, wrong)
		return p.ask(v, again, 422)
	}
	if notTheirs(err) {
		return p.askElse(v, again, err)
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

// askElse shows the form again, with what was typed. A rule of the noun says its own reason, as that nobody marks
// twice; of the policy it is what was chosen that is another's.
func (p Pages) askElse(v *desk.Visit, again actData, err error) error {
	say := text.M("field.not-yours")
	var refused *text.Refusal
	if errors.As(err, &refused) && !strings.HasPrefix(refused.Message.Key, "access.") {
		say = refused.Message
	}
	again.Filled.Errors = text.InputErrors{{Message: say}}
	return p.ask(v, again, 403)
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

// called is what the summary of errors calls a field; "" where it is a room's own, which names itself.
func (d actData) called(name string) string {
	if f, ok := d.Act.Fields.Of(name); ok {
		if f.Type == filesType && !d.P.Has(d.prefix()+f.Key()) {
			return d.P.T("field.files")
		}
		return d.question(d.Visit, d.County, f, page.Filled{P: d.P}, d.prefix()).Label
	}
	return ""
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
	if d.Seen != "" {
		out[seenName] = d.Seen
	}
	return out
}

// button is what the form's button says: an act that is shown first is seen, and
// then done.
func (d actData) button() string {
	if d.Act.Shown && d.Seen == "" {
		return d.P.T("form.look")
	}
	return d.P.T(d.Word + ".act." + d.Act.Name)
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
	return d.crumbs(d.View, page.Link{Label: cmp.Or(d.Own.Name, d.number(d.X)), Href: d.path(d.X)}, last)
}

// number is what an object is called in a list: its number, or its title.
func (p Pages) number(x noun.Value) string {
	number, title := p.Called(x)
	if number == "" {
		return title
	}
	return number
}

// made says how the object came on record.
func (d oneData) made() (out []page.Fact) {
	b := d.X.Head()
	say := func(key string, e trail.Event) {
		out = append(out, page.Fact{Label: d.P.T(key), Value: d.P.InstantIn(d.Today.Year(), e.At),
			Note: d.Visit.Signed(d.County, e)})
	}
	acts := d.History.Events
	if d.History.Earlier == 0 && len(acts) > 0 {
		say("field.made", acts[len(acts)-1])
	} else if b.MadeAt != 0 {
		say("field.made", trail.Event{At: b.MadeAt, Person: b.MadeBy})
	}
	if d.History.Before == 0 && len(acts) > 1 {
		say("field.changed", acts[0])
	}
	return append(out, page.Fact{Label: d.P.T("field.version"), Value: strconv.FormatInt(b.Version, 10)})
}

// aside is up to how many fields a form stands beside what it is about; a longer
// one shows it itself, and needs the room.
const aside = 4

func (d actData) sent() page.Form {
	return page.Form{Action: d.action(), Call: d.called, Key: d.Key, Given: d.Given, Files: d.Act.Sends(),
		Errors: d.Filled.Errors, Kept: d.Act.Kept, Owner: d.Visit.Actor.Account.String(), Title: d.Noun.Title,
		Narrow: true, Names: d.hidden()}
}

func (d oneData) heading() page.Heading {
	return page.Heading{Crumbs: d.crumbs(d.View, page.Link{Label: d.number(d.X)}), Title: d.title(d.Visit, d.X),
		Chip: d.chip()}
}
