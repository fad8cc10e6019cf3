// Package circulars is the periodic circulars (定期通报, spec 3.10): an office document that
// commends and criticises, at least each half-year, to a range of units. Whom it names, for
// what and with how many points are mentions, which the annual assessment reads once it was
// sent.
package circulars

import (
	"slices"
	"strings"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack, and what the house knows of their codes.
const (
	KindTable  = "circular-kind"
	ReachTable = "circular-reach"

	Commendation = "commendation"
	Criticism    = "criticism"
	Both         = "both"

	County = "county"
	System = "system" // units of one category
	Unit   = "unit"   // one unit and those below it
	Public = "public" // all units, and the public
)

// terms are the parts of a year that one may cover.
var terms = []string{"h1", "h2", "q1", "q2", "q3", "q4"}

const (
	yearLeast   = 2000
	demandsMost = 3000
	namedMost   = 30 // whom one names [D]
)

// Circular is one of them.
type Circular struct {
	letter.Life
	Kind     string
	Reach    string
	Category string // of the units it goes to, within a system
	Within   ref.ID // the unit it goes to, within a unit
	Covers   int64  // the year of which its points are
	Term     string
	Demands  string // what is asked of everybody, at the end
	Named    int64
	Cases    string // whom it names and for what, as the paper reads
	// Appraisal is the assessment whose result it makes known; 0 = none.
	Appraisal ref.ID
}

// Shape is what a circular is made of. Who receives it follows from its reach.
var Shape = noun.Shape{Of: ref.Circular, Name: "circulars", Word: "circular", Table: "circular",
	New: func() noun.Value { return &Circular{} }, Title: "title", Person: "signer", Fields: fields(),
	States: letter.States, Shared: letter.Shared, Attach: letter.Attached("circular.attach")}

// Kind is how its life is its own.
var Kind = letter.Kind{Shape: Shape, Says: says, Settle: settle, Carry: func(to, from noun.Value) {
	to.(*Circular).Appraisal = from.(*Circular).Appraisal
}}

func fields() (out field.Fields) {
	own := map[string]field.Fields{
		"word": {field.Policy("kind", true, KindTable, func(c *Circular) *string { return &c.Kind })},
		"title": {
			field.Year("covers", true, yearLeast, func(c *Circular) *int64 { return &c.Covers }),
			field.Code("term", true, terms, "circular.term.", func(c *Circular) *string { return &c.Term }),
			field.Policy("reach", true, ReachTable, func(c *Circular) *string { return &c.Reach }),
			field.Policy("category", false, "unit-category", func(c *Circular) *string { return &c.Category }),
			field.Unit("within", false, func(c *Circular) *ref.ID { return &c.Within }).Bears()},
		"annexed": {
			field.Text("demands", 0, demandsMost, func(c *Circular) *string { return &c.Demands }),
			field.Object("appraisal", func(c *Circular) *ref.ID { return &c.Appraisal }),
			field.Count("named", 0, namedMost, func(c *Circular) *int64 { return &c.Named }).Silent(),
			field.Text("cases", 0, 40_000, func(c *Circular) *string { return &c.Cases }).Silent().Within().Unfound()},
	}
	for _, f := range letter.Fields(nil) {
		out = append(out, own[f.Name]...)
		if f.Name == "recipients" {
			f = f.Silent()
		}
		out = append(out, f)
	}
	return out
}

// Object is what access asks of one.
func (x *Circular) Object() access.Object { return x.Asks(ref.Circular) }

// Days are those that it covers.
func (x *Circular) Days() (days when.Period) {
	first, months := time.January, time.Month(3)
	switch i := slices.Index(terms, x.Term); {
	case i < 2:
		first, months = 1+time.Month(6*max(i, 0)), 6
	default:
		first = 1 + time.Month(3*(i-2))
	}
	return when.Period{From: when.Date(int(x.Covers), first, 1), To: when.Date(int(x.Covers), first+months, 1)}
}

// settle puts who receives it, and asks what no field asks.
func settle(c *bodies.County, v letter.Value, errs *text.InputErrors) {
	x := v.(*Circular)
	if x.Reach != System {
		x.Category = ""
	} else if x.Category == "" {
		errs.Add("category", "input.choose")
	}
	if x.Reach != Unit {
		x.Within = 0
	} else if x.Within == 0 {
		errs.Add("within", "input.choose")
	}
	if d := x.Days(); x.Covers >= yearLeast && d.From > c.Day() {
		errs.Add("term", "circular.term.later", "from", d.From)
	}
	x.Recipients = x.recipients(c)
	if x.Recipients == "" && (x.Category != "" || x.Within != 0) {
		errs.Add("reach", "circular.reach.nobody")
	}
}

// entitled says whether its title reads as that of a circular: asked when it is sent to be checked.
func (x *Circular) entitled() bool {
	t := strings.Join(strings.Fields(x.Title), "")
	return strings.HasPrefix(t, "关于") && strings.HasSuffix(t, "的通报")
}

// recipients are the names of the units it goes to.
func (x *Circular) recipients(c *bodies.County) string {
	var names []string
	for _, id := range c.Units() {
		_, f, _ := c.Unit(id)
		if x.Reach == System && string(f.Category) == x.Category ||
			x.Reach == Unit && (id == x.Within || f.Parent == x.Within) {
			names = append(names, c.Name(id))
		}
	}
	switch x.Reach {
	case County, Public:
		return "各单位"
	case System, Unit:
		return strings.Join(names, "、")
	}
	return ""
}

// Reaches says whether a unit is among those it goes to.
func (x *Circular) Reaches(c *bodies.County, unit ref.ID) bool {
	_, f, ok := c.Unit(unit)
	switch x.Reach {
	case System:
		return ok && string(f.Category) == x.Category
	case Unit:
		return ok && (unit == x.Within || f.Parent == x.Within)
	}
	return ok
}

// takes says whether it may commend, or criticise.
func (x *Circular) takes(verdict string) bool {
	return x.Kind == Both || x.Kind == Commendation && verdict == Commend || x.Kind == Criticism && verdict == Criticise
}

var numerals = []string{"一", "二", "三"}

// says writes the cases and what is asked behind the text.
func says(v letter.Value, _ *bodies.County, paper *official.Document) {
	x, parts := v.(*Circular), 0
	for _, line := range strings.Split(x.Cases, "\n") {
		if line == "" {
			continue
		}
		if heading, ok := strings.CutPrefix(line, headed); ok {
			line = numerals[parts] + "、" + heading
			parts++
		}
		paper.Body = append(paper.Body, official.Paragraphs(line)...)
	}
	if x.Demands != "" {
		paper.Body = append(paper.Body, official.Paragraphs(numerals[parts]+"、有关要求\n"+x.Demands)...)
	}
}

// headed marks a heading among the cases.
const headed = "# "

// cases are the mentions as the paper reads, commended first, each sort counted by itself.
func cases(c *bodies.County, all []*Mention) string {
	var b strings.Builder
	for _, sort := range []struct{ verdict, heading, points string }{
		{Commend, "表扬", "加"}, {Criticise, "批评", "扣"}} {
		n := 0
		for _, m := range all {
			if m.Verdict != sort.verdict {
				continue
			}
			if n++; n == 1 {
				b.WriteString(headed + sort.heading + "\n")
			}
			b.WriteString(m.line(c, n, sort.points) + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
