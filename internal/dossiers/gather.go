package dossiers

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// lineMost of a part stand in a dossier by themselves [D]: the count says how many there are.
const linesMost = 20

// Source is where the system finds what stands in a part: the objects of a noun in a view that everybody has, by the
// field that names the person. Holder is the field by which the holder finds what was notified to them; "" = they see
// nothing of it here.
type Source struct {
	Part   string
	Of     ref.Kind
	Tab    string
	By     string // "unit" = of the person's unit, not of them
	Holder string
	Shows  []string // fields that a line says; nil = those of the noun's own lines
}

// Sources are all of them, in the order of the parts. A further noun that holds something of a person is a line here.
var Sources = []Source{
	{"duties", ref.Duty, "in-time", "person", "person", nil},
	{"duties", ref.Duty, "late", "person", "person", nil},
	{"duties", ref.Task, "in-time", "person", "person", nil},
	{"duties", ref.Task, "late", "person", "person", nil},
	{"pledges", ref.Pledge, "public", "person", "person", nil},
	{"statements", ref.Statement, "results", "person", "person", nil},
	{"assessments", ref.Scoresheet, "results", "unit", "unit", nil},
	{Honours, ref.Honour, "given", "person", "person", nil},
	{Honours, ref.Honour, "revoked", "person", "person", nil},
	{"talks", ref.Talk, "following", "person", "told", nil},
	{"talks", ref.Talk, "closed", "person", "told", nil},
	{"education", ref.Attempt, "all", "person", "person", nil},
	{"reports", ref.Report, "commented", "unit", "unit", nil},
	{"measures", ref.Measure, "stands", "person", "told", nil},
	{"measures", ref.Measure, "undone", "person", "told", nil},
	// A ruling is on record as that of the person once it was served; of a body it is not theirs.
	{"rulings", ref.Ruling, "served", "person", "told", []string{"outcome", "decidedOn", "servedOn"}},
	// No formal notice of a case to the person is on record: the decision that followed it is, as a measure.
	{"cases", ref.Case, "stands", "person", "", nil},
	{"circulars", ref.Mention, "commended", "person", "person", nil},
	{"circulars", ref.Mention, "criticised", "person", "person", nil},
	// The letter goes to the office that asked. Its answer may rest on leads: the person learns nothing of it here.
	{"opinions", ref.Candidate, "answered", "person", "", nil},
}

// Figure is what one source holds: the newest, and how many there are.
type Figure struct {
	Source
	Noun   *noun.Noun
	Values []noun.Value
	Count  trail.Count
	Href   string // the list of as many; "" = the reader has none
}

// Shown are the fields that the line of an object says: those that hold something.
func (f Figure) Shown(v noun.Value) (out []field.Field) {
	if f.Shows == nil {
		return f.Noun.Shown(v)
	}
	for _, name := range f.Shows {
		if x, ok := f.Noun.Field(name); ok && !x.Empty(v) {
			out = append(out, x)
		}
	}
	return out
}

// tells says whether anything that the system finds of a part is notified to its person: of the others their own
// dossier does not name the part, so that “nothing on record” is never said of what they are not told.
func tells(part string) bool {
	return part == Career || slices.ContainsFunc(Sources, func(s Source) bool { return s.Part == part && s.Holder != "" })
}

// Piece is one part as it is shown.
type Piece struct {
	Part
	Figures  []Figure
	Declared []*Declaration // newest first
	More     bool           // there are more than stand here
}

// Empty says that nothing is on record in it.
func (p Piece) Empty() bool {
	return len(p.Declared) == 0 && !slices.ContainsFunc(p.Figures, func(f Figure) bool { return f.Count.N > 0 })
}

// Gather reads parts of a dossier for somebody who may read them: the holder, or who was given them. teams are those to
// which its person belonged, see Teams. The statements are one for each source and part, two for honours, and one for
// each sealed row (decision 0012).
func Gather(ctx context.Context, from noun.Reader, nouns []*noun.Noun, rules *Rules, x *Dossier, who actor.Actor,
	codes []string, teams []Served, today when.Day) (out []Piece, err error) {
	return gathering{newest(from), linesMost, from, nouns, rules, x, who, teams, today}.pieces(ctx, codes)
}

// WholeMost of one list, or of what was declared in one part, stand in a dossier that its holder takes along [D].
const WholeMost = 1000

// GatherWhole reads all that stands in a dossier for its holder: the parts that Gather reads, each list as long as it
// is, up to WholeMost lines.
func GatherWhole(ctx context.Context, from noun.Reader, nouns []*noun.Noun, rules *Rules, x *Dossier, who actor.Actor,
	teams []Served, today when.Day) ([]Piece, error) {
	return gathering{whole(from), WholeMost, from, nouns, rules, x, who, teams, today}.pieces(ctx, rules.On())
}

// reading reads the objects of a list, the newest first, and how many there are.
type reading func(ctx context.Context, of ref.Kind, s access.Scope, where []noun.Cond) (
	[]noun.Value, trail.Count, error)

func newest(from noun.Reader) reading {
	return func(ctx context.Context, of ref.Kind, s access.Scope, where []noun.Cond) ([]noun.Value, trail.Count, error) {
		return from.Newest(ctx, of, s, noun.Query{Limit: linesMost, Where: where})
	}
}

func whole(from noun.Reader) reading {
	return func(ctx context.Context, of ref.Kind, s access.Scope, where []noun.Cond) ([]noun.Value, trail.Count, error) {
		got, err := from.Whole(ctx, of, s, noun.Query{Where: where, Sort: noun.Sort{Name: "new", Column: "id", Down: true}},
			WholeMost)
		return got.Values, trail.Count{N: len(got.Values), More: got.More, Known: true}, err
	}
}

// gathering is of which dossier, for whom, and how lists are read.
type gathering struct {
	list  reading
	most  int // lines of one list
	from  noun.Reader
	nouns []*noun.Noun
	rules *Rules
	x     *Dossier
	who   actor.Actor
	teams []Served
	today when.Day
}

func (g gathering) pieces(ctx context.Context, codes []string) (out []Piece, err error) {
	rules, x, who := g.rules, g.x, g.who
	holder := who.Person == x.Person && who.InPerson()
	for _, p := range rules.Parts {
		if !p.On || !slices.Contains(codes, p.Code) ||
			holder && (p.Source == Kept || p.Source == System && !tells(p.Code)) {
			continue
		}
		piece := Piece{Part: p}
		for _, s := range Sources {
			if s.Part != p.Code || holder && s.Holder == "" {
				continue
			}
			f, err := g.figure(ctx, s, holder)
			if err != nil {
				return nil, err
			}
			if f.Noun != nil {
				piece.Figures = append(piece.Figures, f)
			}
		}
		if p.Source != System {
			if err := g.declared(ctx, &piece); err != nil {
				return nil, err
			}
		}
		out = append(out, piece)
	}
	return out, nil
}

func (g gathering) figure(ctx context.Context, s Source, holder bool) (f Figure, err error) {
	nouns, x, who := g.nouns, g.x, g.who
	i := slices.IndexFunc(nouns, func(n *noun.Noun) bool { return n.Of == s.Of })
	if i < 0 {
		return f, nil
	}
	n, by, id := nouns[i], s.By, x.Person
	if by == "unit" {
		id = x.Unit
	}
	f = Figure{Source: s, Noun: n}
	var where []noun.Cond
	is := func(name string) {
		field, _ := n.Field(name)
		where = append(where, noun.Cond{Column: field.Column(), Num: []int64{int64(id)}})
	}
	if is(by); holder && s.Holder != by { // it is about them, and they were told
		is(s.Holder)
	}
	var tab []noun.Cond
	for _, t := range n.Tabs {
		if t.Name == s.Tab {
			tab = t.For(who, g.today)
		}
	}
	where = append(where, tab...)
	// What was released is read whatever lists the reader has: access to the part was decided by itself.
	f.Values, f.Count, err = g.list(ctx, n.Of, access.ScopeOf(actor.Machine(x.Jurisdiction, "dossier"), n.See), where)
	if err != nil {
		return f, err
	}
	own := f.Count.N
	if s.Part == Honours {
		if err := f.honoured(ctx, g, slices.Clone(tab)); err != nil {
			return f, err
		}
	}
	n.AllFor(who, f.Values)
	if access.Anywhere(who, n.List) && slices.Contains(n.Asked(), by) && own == f.Count.N && seesAll(who, n, f) {
		f.Href = "/" + n.Name + "?tab=" + s.Tab + "&" + by + "=" + id.String()
	}
	return f, nil
}

// seesAll says whether the reader sees by themselves what stands there: else the list would be shorter than the figure.
func seesAll(who actor.Actor, n *noun.Noun, f Figure) bool {
	return !slices.ContainsFunc(f.Values, func(v noun.Value) bool { return !access.Can(who, n.See, n.Object(v)) })
}

// declared reads what is in the dossier of a part, sealed rows one at a time.
func (g gathering) declared(ctx context.Context, p *Piece) error {
	from, x := g.from, g.x
	list, n, err := g.list(ctx, ref.Declaration,
		access.ScopeOf(actor.Machine(x.Jurisdiction, "dossier"), "declaration.see"),
		[]noun.Cond{{Column: "person", Num: []int64{int64(x.Person)}}, {Column: "part", Text: []string{p.Code}},
			noun.StateIs(Filed)})
	if err != nil {
		return err
	}
	p.More = n.More || n.N > len(list)
	for _, v := range list {
		one, ok, err := from.One(ctx, ref.Declaration, v.Head().ID)
		if err != nil {
			return err
		}
		if ok {
			p.Declared = append(p.Declared, one.(*Declaration))
		}
	}
	return nil
}

// On are the codes of all parts that are on.
func (r *Rules) On() (out []string) {
	for _, p := range r.Parts {
		if p.On {
			out = append(out, p.Code)
		}
	}
	return out
}

// Look is one opening as the holder reads of it: a day and for what, and nothing by which requests could be counted.
type Look struct {
	Day     when.Day
	Purpose string
}

// Looks are the openings that the holder of a dossier is told of, the newest first, each day and purpose once. Of those
// for discipline there is nothing.
func Looks(ctx context.Context, from noun.Reader, rules *Rules, x *Dossier) (out []Look, err error) {
	list, _, err := from.Newest(ctx, ref.DossierAccess,
		access.ScopeOf(actor.Machine(x.Jurisdiction, "dossier"), "dossieraccess.see"), noun.Query{Limit: looksMost,
			Where: []noun.Cond{{Column: "holder", Num: []int64{int64(x.Person)}}, {Column: "purpose", Text: toldOf(rules)},
				{Column: "opened", Least: 1, Below: 1 << 40}}})
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		a := v.(*Access)
		for _, day := range a.OpenedOn() {
			if l := (Look{day, a.Purpose}); !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Look) int { return int(b.Day) - int(a.Day) })
	return out, nil
}

// looksMost is how many requests the list of openings is made of [D].
const looksMost = 100

// toldOf are the purposes that the holder is told of.
func toldOf(r *Rules) (out []string) {
	for _, p := range r.Purposes {
		if p.Told {
			out = append(out, p.Code)
		}
	}
	return out
}

// Posts are those that a person ever had, the newest first.
func Posts(all []bodies.Appointment, person ref.ID) []bodies.Appointment {
	out := slices.DeleteFunc(slices.Clone(all), func(a bodies.Appointment) bool {
		return a.Person != person || a.Period.From >= a.Period.To
	})
	slices.SortFunc(out, func(a, b bodies.Appointment) int {
		return cmp.Or(-cmp.Compare(a.Period.From, b.Period.From), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// OpenTo is the access by which somebody reads a dossier now: of those that stand open the one opened last; and of
// none, one that could be opened, with ok false. The holder needs none and has none.
func OpenTo(ctx context.Context, from noun.Reader, x *Dossier, who actor.Actor, now when.Instant) (
	a *Access, ok bool, err error) {
	list, _, err := from.Newest(ctx, ref.DossierAccess, access.ScopeOf(who, "dossieraccess.see"),
		noun.Query{Limit: looksMost, Where: []noun.Cond{{Column: "holder", Num: []int64{int64(x.Person)}},
			{Column: "asker", Num: []int64{int64(who.Person)}}, noun.StateIs(Given)}})
	if err != nil {
		return nil, false, err
	}
	for _, v := range list {
		one := v.(*Access)
		switch reads := one.Dossier == x.ID && one.Reads(who, now); {
		case reads && (!ok || one.Until > a.Until):
			a, ok = one, true
		case !ok && a == nil && one.Dossier == x.ID && !one.Over(now.Day()):
			a = one
		}
	}
	return a, ok, nil
}

// OpenDossiers are all that are open, for counting: who may not see persons is told of none.
func OpenDossiers(ctx context.Context, jurisdiction int32,
	each func(context.Context, ref.Kind, access.Scope, noun.Query,
		func(noun.Value) error) error) (out []*Dossier, err error) {
	err = each(ctx, ref.Dossier, access.ScopeOf(actor.Machine(jurisdiction, "dossier"), "dossier.see"),
		noun.Query{Where: []noun.Cond{noun.StateIs(Open)}, Sort: noun.Sort{Name: "new", Column: "id"}},
		func(v noun.Value) error {
			out = append(out, v.(*Dossier))
			return nil
		})
	return out, err
}
