// Package records is what the pages of nouns show of duty records: the quick form
// prefilled, what a record discharges, the records of what it discharges; and the two
// ledgers.
package records

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Reads is what the room reads.
type Reads interface {
	noun.Reader
	ledger.Reads
	// Counted counts the records that stand for responsibilities.
	Counted(ctx context.Context, of []ref.ID) (map[ref.ID]record.Counted, error)
	RemarksOf(ctx context.Context, s access.Scope, record, unit ref.ID, on when.Day) ([]noun.Value, error)
	ledger.Copies
	Size(ctx context.Context, journal string) (int64, error)
	LedgerPast(ctx context.Context, jurisdiction int32, b bodies.Body, entry int64) (ledger.Reads, when.Instant, bool,
		error)
}

// Pages adds records to the pages of nouns.
type Pages struct {
	Read  Reads
	Nouns []*noun.Noun
	// Copies puts on record which ledgers leave the house.
	Copies ledger.Commands
	// Times is how often a year a frequency of the policy asks; 0 = it is not counted.
	Times func(frequency string) int
}

// named are the nouns that a record may name, by the field that names them.
var named = []naming{{"duty", duty.Shape}, {"responsibility", responsibility.Shape}, {"task", task.Shape},
	{"corrects", record.Shape}, {"correctedBy", record.Shape}, {"announcement", announcement.Shape}}

// naming is a field that names an object of a noun.
type naming struct {
	field string
	noun.Shape
}

// offersMost is how many of a sort a form offers [D]: more are named from their pages.
const offersMost = 200

// listMost is how many records a page shows of what they name [D].
const listMost = 20

// Add adds records to what is added to the pages of a noun already.
func (p Pages) Add(n *noun.Noun, a frame.Adds) frame.Adds {
	switch n.Name {
	case record.Shape.Name:
		a.Open, a.Choices, a.More = p.open, p.choices, p.ofRecord
		return a
	case remark.Shape.Name:
		a.More = p.compared
		return a
	case responsibility.Shape.Name:
		a.Notes = p.counts
	}
	for _, x := range named[:3] {
		if x.Name != n.Name {
			continue
		}
		before := a.More
		a.More = func(v *desk.Visit, o noun.Value) (templ.Component, error) {
			own, err := p.naming(v, x.field, o)
			if err != nil || before == nil {
				return own, err
			}
			other, err := before(v, o)
			switch {
			case err != nil || own == nil:
				return other, err
			case other == nil:
				return own, nil
			}
			return templ.Join(other, own), nil
		}
	}
	return a
}

func (p Pages) noun(of ref.Kind) *noun.Noun {
	i := slices.IndexFunc(p.Nouns, func(n *noun.Noun) bool { return n.Of == of })
	return p.Nouns[i]
}

// one reads an object that the visitor may see; nil when there is none.
func (p Pages) one(v *desk.Visit, of ref.Kind, id ref.ID) (noun.Value, error) {
	if id == 0 {
		return nil, nil
	}
	x, ok, err := p.Read.One(v.R.Context(), of, id)
	n := p.noun(of)
	if err != nil || !ok || !v.Can(n.See, n.Object(x)) {
		return nil, err
	}
	return x, nil
}

// open fills the form of a new record: today, and of what the address names, or of the
// visitor, the body, the person and the words.
func (p Pages) open(v *desk.Visit, a noun.Act, _ noun.Value, values url.Values) error {
	if !a.Makes {
		return nil
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	values.Set("doneOn", v.Today().String())
	body, person := ref.ID(0), ref.ID(0)
	for _, x := range named[:3] {
		o, err := p.one(v, x.Of, ref.Parse(v.R.URL.Query().Get(x.field)))
		if err != nil {
			return err
		}
		if o == nil {
			continue
		}
		values.Set(x.field, o.Head().ID.String())
		body = ref.ID(x.Fields.Must("body").Num(o))
		person = ref.ID(x.Fields.Must("person").Num(o))
		if _, title := x.Called(o); title != "" {
			values.Set("subject", text.Cut(title, record.Fields.Must("subject").Most))
		}
	}
	if list := p.bodies(v, c); body == 0 && len(list) > 0 {
		body = list[0].ID
	}
	b, ok := c.Body(body)
	if !ok {
		return nil
	}
	if first := c.FirstResponsible(body); person == 0 && !first.Vacant() {
		person = first.Person
		if values.Get("subject") == "" && c.Stands(b, v.Actor.Person) {
			person = v.Actor.Person
		}
	}
	values.Set("body", body.String())
	if person != 0 {
		values.Set("person", person.String())
	}
	return nil
}

// bodies are those with a ledger in the units in which the visitor acts.
func (p Pages) bodies(v *desk.Visit, c *bodies.County) (out []bodies.Body) {
	for _, u := range v.Actor.Units() {
		for _, b := range c.Seated(u) {
			if record.Answers(b.Kind) {
				out = append(out, b)
			}
		}
	}
	return out
}

// choices are what the forms of records offer: what lies in the visitor's own hands.
func (p Pages) choices(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	if _, ok := a.Fields.Of("body"); !ok {
		return nil, nil
	}
	out := map[string][]page.Option{"body": {}, "person": {}}
	var units []int64
	seen := map[ref.ID]bool{}
	for _, u := range v.Actor.Units() {
		units = append(units, int64(u))
		for _, x := range c.PostsIn(u) {
			if who, ok := c.Person(x.Person); ok && !seen[x.Person] {
				seen[x.Person] = true
				out["person"] = append(out["person"], page.Option{Value: x.Person.String(), Label: who.Name + "　" + x.Title})
			}
		}
	}
	several := len(units) > 1
	for _, b := range p.bodies(v, c) {
		out["body"] = append(out["body"], page.Option{Value: b.ID.String(), Label: b.Name})
	}
	year := int64(v.Today().Year())
	for _, x := range []struct {
		field string
		noun.Shape
		where []noun.Cond
	}{
		{"duty", duty.Shape, []noun.Cond{{Column: "state", Text: []string{duty.Open}}}},
		{"responsibility", responsibility.Shape, []noun.Cond{{Column: "state", Text: []string{responsibility.InForce}},
			{Column: "year", Num: []int64{year - 1, year}}}},
		{"task", task.Shape, []noun.Cond{{Column: "state", Text: []string{task.Open}}}},
	} {
		out[x.field] = []page.Option{}
		if len(units) == 0 {
			continue
		}
		n := p.noun(x.Of)
		q := noun.Query{Where: append(x.where, noun.Cond{Column: "unit", Num: units}), Sort: n.Sorts[0]}
		got, err := p.Read.Whole(v.R.Context(), x.Of, v.Scope(n.See), q, offersMost)
		if err != nil {
			return nil, err
		}
		for _, o := range got.Values {
			number, title := n.Called(o)
			label := title
			if number != "" {
				label = title + "　" + number
			}
			if b, ok := c.Body(ref.ID(x.Fields.Must("body").Num(o))); ok && several {
				label += "　" + b.Name
			}
			out[x.field] = append(out[x.field], page.Option{Value: o.Head().ID.String(), Label: label})
		}
	}
	return out, nil
}

// counts say how often responsibilities were discharged this year.
func (p Pages) counts(v *desk.Visit, xs []noun.Value) (map[ref.ID][]text.Message, error) {
	var ids []ref.ID
	for _, x := range xs {
		if d := x.(*responsibility.Duty); d.Frequency != "" && d.State == responsibility.InForce {
			ids = append(ids, d.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	got, err := p.Read.Counted(v.R.Context(), ids)
	if err != nil {
		return nil, err
	}
	out := map[ref.ID][]text.Message{}
	for _, x := range xs {
		if d := x.(*responsibility.Duty); slices.Contains(ids, d.ID) {
			out[d.ID] = []text.Message{record.Progress(d.Year, int64(p.Times(d.Frequency)), got[d.ID])}
		}
	}
	return out, nil
}

// namesData is what a record names.
type namesData struct {
	page.View
	Links []namedLink
}

type namedLink struct{ Label, Title, Href string }

// ofRecord is what a record names, and what is remarked of it.
func (p Pages) ofRecord(v *desk.Visit, x noun.Value) (templ.Component, error) {
	names, err := p.names(v, record.Shape, named, x)
	if err != nil {
		return nil, err
	}
	r := x.(*record.Record)
	found, err := p.Read.RemarksOf(v.R.Context(), v.Scope("remark.see"), r.ID, r.Unit, r.RegisteredOn)
	if err != nil || len(found) == 0 {
		return names, err
	}
	d := remarksData{View: v.View("")}
	for _, o := range found {
		d.List = append(d.List, o.(*remark.Remark))
	}
	if names == nil {
		return remarksSheet(d), nil
	}
	return templ.Join(remarksSheet(d), names), nil
}

// remarksData is what is remarked of a record.
type remarksData struct {
	page.View
	List []*remark.Remark
}

// state is what became of a remark.
func (d remarksData) state(r *remark.Remark) templ.Component {
	tone := page.Grey
	switch r.State {
	case remark.Open:
		tone = page.Amber
	case remark.Counts:
		tone = page.Red
	}
	return page.Chip(tone, d.P.T("remark.state."+r.State))
}

// comparedWith are what a remark is about and what that was compared with, of which a
// reader sees what they may see anyway.
var comparedWith = []naming{{"record", record.Shape}, {"other", record.Shape}, {"announcement", announcement.Shape}}

func (p Pages) compared(v *desk.Visit, x noun.Value) (templ.Component, error) {
	return p.names(v, remark.Shape, comparedWith, x)
}

// names are the objects that another one names and the visitor may see.
func (p Pages) names(v *desk.Visit, s noun.Shape, named []naming, x noun.Value) (templ.Component, error) {
	d := namesData{View: v.View("")}
	for _, to := range named {
		o, err := p.one(v, to.Of, ref.ID(s.Fields.Must(to.field).Num(x)))
		if err != nil {
			return nil, err
		}
		if o == nil {
			continue
		}
		number, title := p.noun(to.Of).Called(o)
		d.Links = append(d.Links, namedLink{v.P.T(s.Label(to.field, v.P.Has)), title + "　" + number,
			"/" + to.Name + "/" + o.Head().ID.String()})
	}
	if len(d.Links) == 0 {
		return nil, nil
	}
	return namesSheet(d), nil
}

// namingData is the records that name an object.
type namingData struct {
	page.View
	V    *desk.Visit
	C    *bodies.County
	List []*record.Record
	More bool
	New  string // where another is written; "" = not by this visitor
}

// naming are the records that name an object, the latest first.
func (p Pages) naming(v *desk.Visit, field string, x noun.Value) (templ.Component, error) {
	q := noun.Query{Where: []noun.Cond{{Column: field, Num: []int64{int64(x.Head().ID)}},
		{Column: "state", Text: record.Standing}}, Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
	got, err := p.Read.Whole(v.R.Context(), ref.Record, v.Scope("record.see"), q, listMost)
	if err != nil {
		return nil, err
	}
	d := namingData{View: v.View(""), V: v, More: got.More}
	if d.C, err = v.County(); err != nil {
		return nil, err
	}
	for _, r := range got.Values {
		d.List = append(d.List, r.(*record.Record))
	}
	b := x.Head()
	if v.Can("record.add", access.Object{Jurisdiction: b.Jurisdiction, Unit: b.Unit, Side: b.Side}) {
		d.New = "/records/new?" + field + "=" + b.ID.String()
	}
	if len(d.List) == 0 && (d.New == "" || field == "duty") {
		return nil, nil
	}
	return namingSheet(d), nil
}

func (d namingData) who(r *record.Record) string {
	p, _ := d.C.Person(r.Person)
	return p.Name
}

func (d namingData) on(r *record.Record) string {
	return d.P.Day(r.DoneOn)
}

func (d namingData) registered(r *record.Record) string {
	s := d.P.Day(when.Day(r.RegisteredOn))
	if r.Backfilled {
		s += " " + d.P.T("ledger.late")
	}
	return s
}

func (d namingData) head() page.List {
	out := page.List{Caption: d.P.T("record.naming")}
	for _, name := range []string{"subject", "number", "person", "done-on", "registered-on"} {
		out.Cols = append(out.Cols, page.Col{Label: d.P.T("record.field." + name)})
	}
	out.Cols[0].Width = "name"
	return out
}
