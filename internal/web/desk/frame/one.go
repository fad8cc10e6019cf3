package frame

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/field"
	"shuangze/internal/lang"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// oneData is one object with its life.
type oneData struct {
	page.View
	Pages
	Visit   *desk.Visit
	County  *bodies.County
	X       noun.Value
	Acts    []noun.Act // what this visitor may do now
	History trail.Acts
	Files   []evidence.Evidence // those removed as well
	More    templ.Component     // nil = nothing
	Talk    desk.Around
	Known   map[ref.ID][]text.Message // what a room knows of it besides
	Whole   noun.Value                // what it is part of; nil = nothing
	Parts   []noun.Value              // what it is broken down to, the first so many
	Beyond  bool                      // there are more parts
}

// load reads the object of the address, when the visitor may see it.
func (p Pages) load(v *desk.Visit) (noun.Value, error) {
	if p.Own.X != nil {
		return p.Own.X, nil
	}
	x, ok, err := p.Read.One(v.R.Context(), p.Of, v.ID("id"))
	if err != nil {
		return nil, err
	}
	var o access.Object
	if ok {
		o = p.Object(x)
	}
	if err := v.See(p.See, ok, o); err != nil {
		return nil, err
	}
	return p.For(v.Actor, x), nil
}

func (p Pages) one(v *desk.Visit) error {
	x, err := p.load(v)
	if err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	d := oneData{View: v.View(p.title(v, x)), Pages: p, Visit: v, County: c, X: x}
	if err := d.Pages.looks(v, x); err != nil {
		return err
	}
	if d.History, err = v.History(x.Head().ID); err != nil {
		return err
	}
	d.History.Events = p.Noun.Read(v.Actor, x, d.History.Events)
	if p.Attach != nil {
		if d.Files, err = v.Desk.Read.EvidenceOf(v.R.Context(), x.Head().ID); err != nil {
			return err
		}
	}
	if err := d.together(); err != nil {
		return err
	}
	if p.Adds.More != nil {
		if d.More, err = p.Adds.More(v, x); err != nil {
			return err
		}
	}
	if p.Adds.Notes != nil {
		if d.Known, err = p.Adds.Notes(v, []noun.Value{x}); err != nil {
			return err
		}
	}
	d.Acts = p.Offered(v.Actor, x, v.Now)
	if d.Talk, err = v.Around(p.Shape.Ref(x), p.Object(x), x.Head().State, d.Acts); err != nil {
		return err
	}
	return v.Page(200, onePage(d))
}

// printed sends a form of an object as a file.
func (p Pages) printed(v *desk.Visit) error {
	as, err := v.PaperKind()
	if err != nil {
		return err
	}
	x, err := p.load(v)
	if err != nil {
		return err
	}
	f, ok := p.FormFor(v.Actor, x, v.R.PathValue("form"))
	if !ok {
		return desk.Missing()
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	zh := tables.Speech{P: v.Desk.Words.In(lang.Chinese), Pack: v.Desk.Policy, Day: v.Today()}
	number, title := p.Called(x)
	name := strings.TrimSpace(number + " " + zh.P.T(p.Word+".form."+f.Name) + " " + text.Clip(title, 40))
	doc, err := zh.Printed(v.R.Context(), v.Actor, p.Noun, f, c, x)
	if err != nil {
		return err
	}
	return v.SendPaper(as, name, doc, tables.FormMoment(x))
}

// path is where an object is shown.
func (p Pages) path(x noun.Value) string { return "/" + p.Name + "/" + x.Head().ID.String() }

// facts are what is known of an object; what is empty is left out. A unit and an
// organ lead to their own pages.
func (p Pages) facts(v *desk.Visit, c *bodies.County, x noun.Value) (out []page.Fact) {
	title := p.title(v, x)
	for i, f := range p.Fields {
		if f.Line != "" {
			if i == 0 || p.Fields[i-1].Line != f.Line {
				out = append(out, p.set(v, f.Line, x)...)
			}
			continue
		}
		if slices.Contains(p.Adds.Shows, f.Name) {
			continue
		}
		said := p.show(v, c, f, x)
		// nobody typed it and nothing came of it yet
		none := f.Set && (f.Type == field.ACount || f.Type == field.AFlag) && f.Num(x) == 0
		if said == "" || none || f.Name == p.Title || said == title {
			continue
		}
		out = append(out, page.Fact{Label: p.label(v, f.Name), Value: said, Href: p.leads(v, f, x)})
	}
	if u := x.Head().Unit; u != 0 && !slices.ContainsFunc(p.Fields, func(f field.Field) bool {
		return f.Type == field.AUnit && ref.ID(f.Num(x)) == u // stands there already
	}) {
		out = append(out, page.Fact{Label: p.label(v, "unit"), Value: c.Name(u), Href: toUnit(v, u)})
	}
	return out
}

// set is the line that names which flags of a name are set; none when none is.
func (p Pages) set(v *desk.Visit, line string, x noun.Value) []page.Fact {
	var said []string
	for _, f := range p.Fields {
		if f.Line == line && f.Num(x) != 0 {
			said = append(said, p.label(v, f.Name))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return []page.Fact{{Label: p.label(v, line), Value: v.P.List(said)}}
}

// leads is the page of the unit, body or person that a field names; "" where the visitor has none.
func (p Pages) leads(v *desk.Visit, f field.Field, x noun.Value) string {
	if f.Type != field.AUnit && f.Type != field.ABody && f.Type != field.APerson {
		return ""
	}
	id := ref.ID(f.Num(x))
	switch {
	case f.Type == field.AUnit:
		return toUnit(v, id)
	case f.Type == field.ABody && access.Anywhere(v.Actor, "county.see"):
		return "/bodies/" + id.String()
	case f.Type == field.APerson && access.Anywhere(v.Actor, "person.see"):
		return "/people/" + id.String()
	}
	return ""
}

func toUnit(v *desk.Visit, unit ref.ID) string {
	if !access.Anywhere(v.Actor, "county.see") {
		return ""
	}
	return "/units/" + unit.String()
}

func (d oneData) hasMinor() bool {
	return slices.ContainsFunc(d.Acts, func(a noun.Act) bool { return !a.Main && !a.Aside })
}

// reached says in sentences how the day that binds was reached.
func (d oneData) reached() []string {
	if d.Reached == nil {
		return nil
	}
	limit, more := d.Reached(d.X)
	lines := d.Visit.Deadline(limit)
	for _, m := range more {
		lines = append(lines, d.P.Message(m))
	}
	return lines
}

// chip is the state of an object.
func (d oneData) chip() templ.Component {
	tone := page.Grey
	switch {
	case d.Adds.Tone != nil:
		tone = d.Adds.Tone(d.X)
	case d.X.Head().State == d.States[0]:
		tone = page.Green
	}
	return page.Chip(tone, d.P.T(d.Word+".state."+d.X.Head().State))
}

func (d oneData) button(a noun.Act) page.Kind {
	if a.Danger {
		return page.Danger
	}
	return page.Secondary
}

// quoted are the words of an act that are shown as they were written.
var quoted = []string{"passage", "reason", "opinion", "missing", "done", "how", "instruction", "progress",
	"going", "why", "finding", "report", "note", "follow", "legal-basis"}

// events is the life of an object, what each act wrote otherwise included.
func (d oneData) events() (out []page.Event) {
	proofs := access.Anywhere(d.Visit.Actor, "proof.see")
	for _, e := range d.History.Events {
		x := page.Event{At: e.At, Entry: e.Entry,
			Verb: d.P.T("event." + strings.TrimSuffix(string(e.Kind), ".v1")), Who: d.Visit.Signed(d.County, e)}
		if proofs {
			x.Href = "/journal/entries/" + ref.ID(e.Entry).String()
		}
		var said []string
		for _, q := range quoted {
			if s := e.Texts[q]; s != "" {
				said = append(said, s)
			}
		}
		for _, f := range d.Fields {
			if was, now, ok := d.differs(e, f); ok {
				said = append(said, d.P.T("event.change", "field", text.M(d.Label(f.Name, d.P.Has)), "was", was, "now", now))
			}
		}
		if on := e.Numbers["on"]; on != 0 {
			x.Verb += " · " + d.P.Day(when.Day(on))
		}
		if to := e.Numbers["to"]; to != 0 {
			x.Verb += " → " + d.P.Day(when.Day(to))
		}
		if names := d.fileNames(e); names != "" {
			said = append(said, names)
		}
		x.Quote = strings.Join(said, "\n")
		out = append(out, x)
	}
	return out
}

// differs says how a field read before an act and after it.
func (d oneData) differs(e trail.Event, f field.Field) (was, now string, ok bool) {
	before, after := d.New(), d.New()
	if f.IsText() {
		s, found := e.Texts[f.Key()+"-was"]
		if !found {
			return "", "", false
		}
		f.SetStr(before, s)
		f.SetStr(after, e.Texts[f.Key()])
	} else {
		n, found := e.Numbers[f.Key()+"-was"]
		if !found {
			return "", "", false
		}
		f.SetNum(before, n)
		f.SetNum(after, e.Numbers[f.Key()])
	}
	none := d.P.T("event.change.none")
	if was = d.show(d.Visit, d.County, f, before); was == "" {
		was = none
	}
	if now = d.show(d.Visit, d.County, f, after); now == "" {
		now = none
	}
	return was, now, true
}
