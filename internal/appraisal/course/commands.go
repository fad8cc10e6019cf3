package course

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/facts"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what assessments ask of a transaction: the facts are read in the one that writes the result, so that nothing is
// done between.
type Tx interface {
	noun.Tx
	appraisal.Counts
}

// Limits are a county's [D], each counted from a day.
type Limits struct {
	Object func(when.Day) when.Day // until when a body may object after the feedback [R]
	Answer func(when.Day) when.Day // until when that is answered [R]
	Notice func(when.Day) when.Day // the last day on which the result is public before it is approved [R]
	Apart  int64                   // by how many percent of its points two assessors may differ
}

// Commands performs the commands of assessments.
type Commands struct {
	Door   act.Door[Tx]
	Plain  act.Door[noun.Tx]
	Tables field.Tables
	// Scheme is the one of a code in a year; nil = there is none.
	Scheme  func(code string, year int) *scheme.Sound
	Rules   func() appraisal.Rules
	Sources func() []facts.Source
	Limits  func() Limits
	// Group is what a category of units is called on papers.
	Group func(category string) string
	// Class is what a class of voters is called on papers.
	Class func(code string) string
	Read  Reads // for papers
	// Draft makes the draft of a circular, by the rules of circulars, and says which it is.
	Draft func(tx noun.Tx, c Circular) (ref.ID, error)
	// Result does what follows elsewhere from results that were approved, in that transaction; nil = nothing does.
	Result func(tx noun.Tx, list []*Scoresheet) error
}

func (d Commands) life(s noun.Shape) noun.LifeOf[Tx] {
	return noun.LifeOf[Tx]{Door: d.Door, Shape: s, Tables: d.Tables}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Plain, Tables: d.Tables, Settle: d.settle,
		Alike: func(v noun.Value) []noun.Cond {
			x := v.(*Appraisal)
			conds := []noun.Cond{{Column: "scheme", Text: []string{x.Scheme}}, {Column: "year", Num: []int64{x.Year}},
				noun.StateIs(Called, Checking, Told, Noticed, Approved, Circulated)}
			if x.Category != "" { // one of all bodies holds those of each group
				conds = append(conds, noun.Cond{Column: "category", Text: []string{"", x.Category}})
			}
			return conds
		},
		May: func(v noun.Value) error { return Shape.In(v, Called) }}
}

func (d Commands) settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	x := v.(*Appraisal)
	x.dated(errs)
	m := d.Scheme(x.Scheme, int(x.Year))
	if m == nil {
		if x.Scheme != "" && x.Year >= yearLeast {
			errs.Add("scheme", "appraisal.scheme.none", "year", x.Year)
		}
		return
	}
	x.Side, x.Title = actor.Side(m.Side), d.title(m, x)
	x.Due = x.HandBy
	if x.Category != "" && m.Group(x.Category) != x.Category {
		errs.Add("category", "appraisal.category.group")
	} else if len(judged(c, m, x)) == 0 {
		errs.Add("category", "appraisal.category.nobody")
	}
	if slices.ContainsFunc(others, func(id ref.ID) bool { return id != x.ID }) {
		errs.Add("year", "appraisal.twice", "year", x.Year)
	}
}

// title is in the language of papers: of a scheme (办法) its assessment, and whom it is of where that is not all.
func (d Commands) title(m *scheme.Sound, x *Appraisal) string {
	out := yearly(x.Year) + strings.TrimSuffix(strings.TrimSuffix(m.Zh, "办法"), "考核") + "考核"
	if x.Category != "" {
		out += "（" + d.Group(x.Category) + "）"
	}
	return out
}

func yearly(year int64) string { return decimal(year) + "年度" }

// judged are the bodies that an assessment is of, each with the group in which it is ranked.
func judged(c *bodies.County, m *scheme.Sound, x *Appraisal) (out []appraisal.Standing) {
	for _, s := range appraisal.Judged(c, func(kind bodies.BodyKind) *scheme.Sound {
		if !m.Takes(kind, int(x.Year)) {
			return nil
		}
		return m
	}) {
		if s.Group = m.Group(s.Category); x.Category == "" || s.Group == x.Category {
			out = append(out, s)
		}
	}
	return out
}

// add begins one: each body that it is of has its sheet, with a mark for each item that is marked.
func (d Commands) add() noun.Act {
	k := d.keeper()
	a := k.AddAct("Begin the assessment of a year: each body that it is of gets its sheet")
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*Appraisal)
		c.Command.Verb, c.Command.Input = a.Verb, in
		return d.Plain.Do(ctx, c.Command, func(tx noun.Tx) error {
			if err := k.Add(tx, c.Command, in); err != nil {
				return err
			}
			return d.begin(tx, c.Command, in.ID)
		})
	}
	a.Fields = slices.DeleteFunc(slices.Clone(a.Fields), func(f field.Field) bool { return f.Type == field.AFiles })
	return a
}

func (d Commands) begin(tx noun.Tx, c act.Command, id ref.ID) error {
	v, err := tx.One(ref.Appraisal, id)
	if err != nil {
		return err
	}
	x := v.(*Appraisal)
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	m := d.Scheme(x.Scheme, int(x.Year))
	list := judged(county, m, x)
	for _, s := range list {
		sheet := &Scoresheet{Title: s.Name + " · " + yearly(x.Year) + "考核", Appraisal: x.ID, Year: x.Year, Scheme: x.Scheme,
			Category: s.Group, Body: s.Body, Due: x.HandBy}
		sheet.Unit, sheet.Side, sheet.State = s.Unit, s.Side, Asked
		if err := noun.Make(tx, c, SheetShape, sheet, nil, "scoresheet.asked.v1", act.Date("due", x.HandBy)); err != nil {
			return err
		}
		for _, i := range m.Indicators {
			if m.Parent(i.No) || i.Source == scheme.Facts {
				continue
			}
			if i.Source == scheme.Survey && len(m.Polled(i.No)) > 0 {
				if err := d.polls(tx, sheet, m, i); err != nil {
					return err
				}
				continue
			}
			if err := d.ask(tx, sheet, i.No, i.Zh, i.Points, i.Source == scheme.Survey); err != nil {
				return err
			}
		}
	}
	x.Bodies = int64(len(list))
	if err := tx.Keep(ref.Appraisal, x); err != nil {
		return err
	}
	return tx.Record("appraisal.begun.v1", Shape.Ref(x), act.Number("bodies", x.Bodies))
}

// ask makes the mark of an item.
func (d Commands) ask(tx noun.Tx, sheet *Scoresheet, item, called string, most int64, survey bool) error {
	k := &Mark{Title: item + " " + called + " · " + sheet.Title, Appraisal: sheet.Appraisal, Sheet: sheet.ID,
		Year: sheet.Year, Scheme: sheet.Scheme, Body: sheet.Body, Item: item, Team: sheet.Team, Most: most,
		Apart: most * d.Limits().Apart / 100}
	if survey { // a result is what it is: whoever reads the paper again reads the same
		k.Most, k.Apart = scheme.Full, 0
	}
	k.ID, k.Jurisdiction, k.Unit, k.Side, k.State = tx.NewID(), sheet.Jurisdiction, sheet.Unit, sheet.Side, Asked
	k.MadeBy, k.MadeAt = tx.Actor().Person, tx.Now()
	return tx.Keep(ref.Mark, k)
}

// sheets are those of an assessment.
func sheets(tx noun.Tx, id ref.ID) (out []*Scoresheet, err error) {
	list, err := tx.Those(ref.Scoresheet, noun.Cond{Column: "appraisal", Num: []int64{int64(id)}})
	for _, v := range list {
		out = append(out, v.(*Scoresheet))
	}
	slices.SortFunc(out, func(a, b *Scoresheet) int { return int(a.ID - b.ID) })
	return out, err
}

// marks are those of an assessment.
func marks(tx noun.Tx, conds ...noun.Cond) (out []*Mark, err error) {
	list, err := tx.Those(ref.Mark, conds...)
	for _, v := range list {
		out = append(out, v.(*Mark))
	}
	slices.SortFunc(out, func(a, b *Mark) int { return int(a.ID - b.ID) })
	return out, err
}

func of(id ref.ID) noun.Cond { return noun.Cond{Column: "appraisal", Num: []int64{int64(id)}} }

// turn changes all marks of an assessment; they are many and have no entries of their own.
func turn(tx noun.Tx, id ref.ID, change func(*Mark)) error {
	list, err := marks(tx, of(id))
	for _, k := range list {
		if err == nil {
			change(k)
			err = tx.Keep(ref.Mark, k)
		}
	}
	return err
}

// each changes all sheets of an assessment, each with an entry.
func each(tx noun.Tx, list []*Scoresheet, past string, change func(*Scoresheet) []act.Fact) error {
	for _, s := range list {
		err := noun.Take(tx, act.Command{Actor: tx.Actor()}, SheetShape, noun.At{ID: s.ID, Follows: true},
			"scoresheet."+journalKind(past), func(_ noun.Tx, s *Scoresheet) ([]act.Fact, error) {
				return change(s), nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// Appointing is an assessor beside the office.
type Appointing struct{ Person ref.ID }

// appoint adds one.
func (d Commands) appoint() noun.Act {
	fs := field.Fields{field.Person("person", true, func(w *Appointing) *ref.ID { return &w.Person })}
	a := noun.Further(d.life(Shape), "appoint", "appointed", "Appoint an assessor beside the office of its side", fs,
		func(x *Appraisal) error { return x.in(Called, Checking) },
		func(tx Tx, x *Appraisal, in *Appointing) ([]act.Fact, error) {
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			if len(county.PostsOf(in.Person)) == 0 {
				return nil, text.InputErrors{{Field: "person", Message: text.M("appraisal.assessor.nobody")}}
			}
			team, ok := joined(x.Team, in.Person)
			if !ok {
				return nil, text.InputErrors{{Field: "person", Message: text.M("appraisal.assessor.twice", "most", teamMost)}}
			}
			x.Team = team
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			for _, s := range list {
				if s.Team = team; err == nil {
					err = tx.Keep(ref.Scoresheet, s)
				}
			}
			if err == nil {
				err = turn(tx, x.ID, func(k *Mark) { k.Team = team })
			}
			return []act.Fact{act.Id("person", in.Person)}, err
		})
	a.Main = false
	return a
}

// check ends the self-assessments: from here on marks are given.
func (d Commands) check() noun.Act {
	return noun.Further[*Appraisal, struct{}](d.life(Shape), "verify", "checking",
		"End the self-assessments and begin to give marks", nil, func(x *Appraisal) error { return x.in(Called) },
		func(tx Tx, x *Appraisal, _ *struct{}) ([]act.Fact, error) {
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			missing := int64(0)
			for _, s := range list {
				if s.State == Asked {
					missing++
				}
			}
			if missing > 0 && tx.Now().Day() <= x.HandBy {
				return nil, text.Refuse(text.Conflict, "appraisal.check.early", "missing", missing, "on", x.HandBy+1)
			}
			x.State, x.Due = Checking, x.MarkBy
			err = each(tx, list, "checked", func(s *Scoresheet) []act.Fact {
				s.State, s.Due = Checking, 0
				return nil
			})
			if err == nil {
				err = turn(tx, x.ID, func(k *Mark) { k.State = Open })
			}
			return []act.Fact{act.Number("missing", missing)}, err
		})
}

// tell scores all sheets by the facts of this moment and feeds them back.
func (d Commands) tell() noun.Act {
	a := noun.Further[*Appraisal, struct{}](d.life(Shape), "tell", "told",
		"Score all sheets by the facts of this moment, and feed the result back", nil,
		func(x *Appraisal) error { return x.in(Checking) },
		func(tx Tx, x *Appraisal, _ *struct{}) ([]act.Fact, error) {
			if err := x.mayTell(tx.Now().Day()); err != nil {
				return nil, err
			}
			given, err := marks(tx, of(x.ID))
			if err != nil {
				return nil, err
			}
			m, open := d.Scheme(x.Scheme, int(x.Year)), 0
			by := map[ref.ID]map[string]int64{}
			for _, k := range given {
				if k.State != Settled {
					if m == nil || len(m.Polled(k.Item)) == 0 {
						open++ // what is polled by now needs no mark
					}
					continue
				}
				if by[k.Sheet] == nil {
					by[k.Sheet] = map[string]int64{}
				}
				by[k.Sheet][k.Item] = k.Points
			}
			if open > 0 {
				return nil, text.Refuse(text.Conflict, "appraisal.tell.open", "open", open)
			}
			waiting, err := tx.Find(ref.Tally, of(x.ID), noun.StateIs(Entered))
			if err != nil {
				return nil, err
			}
			if len(waiting) > 0 {
				return nil, text.Refuse(text.Conflict, "appraisal.tell.tallies", "open", len(waiting))
			}
			list, err := sheets(tx, x.ID)
			if err != nil {
				return nil, err
			}
			if err := d.freeze(tx, x, list, by); err != nil {
				return nil, err
			}
			today := tx.Now().Day()
			x.State, x.ToldOn, x.ReviewBy = Told, today, d.Limits().Object(today)
			x.Due = x.ReviewBy
			err = each(tx, list, "told", result(list, func(s *Scoresheet) { s.State, s.Due = Told, x.ReviewBy }))
			if err == nil {
				err = turn(tx, x.ID, func(k *Mark) { k.State = Told })
			}
			if err == nil {
				err = turnTallies(tx, x.ID, (*Tally).told)
			}
			return []act.Fact{act.Number("entry", x.Entry), act.Date("until", x.ReviewBy)}, err
		})
	a.Rule = func(v noun.Value, now when.Instant) error { return v.(*Appraisal).mayTell(now.Day()) }
	return a
}

// result puts what was scored on the stored sheets, and says it in their entries.
func result(list []*Scoresheet, then func(*Scoresheet)) func(*Scoresheet) []act.Fact {
	by := map[ref.ID]*Scoresheet{}
	for _, s := range list {
		by[s.ID] = s
	}
	return func(s *Scoresheet) []act.Fact {
		n := by[s.ID]
		s.Packed, s.Total, s.Raw, s.Normal = n.Packed, n.Total, n.Raw, n.Normal
		s.Added, s.Deducted, s.ForCases = n.Added, n.Deducted, n.ForCases
		s.Rank, s.Among, s.Grade = n.Rank, n.Among, n.Grade
		then(s)
		return []act.Fact{act.Number("total", s.Total), act.Number("rank", s.Rank), act.Code("grade", s.Grade)}
	}
}

// freeze scores sheets by the facts as they stand, and places them.
func (d Commands) freeze(tx Tx, x *Appraisal, list []*Scoresheet, marks map[ref.ID]map[string]int64) error {
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	ctx, entry := context.Background(), int64(0)
	if entry, err = tx.Acts(ctx, x.Jurisdiction); err != nil {
		return err
	}
	known, err := appraisal.Learn(ctx, tx, d.Sources(), appraisal.Asked{Jurisdiction: x.Jurisdiction, County: county,
		Rules: d.Rules(), Year: int(x.Year), Now: tx.Now()})
	if err != nil {
		return err
	}
	x.Entry, x.FactsOn = entry, min(tx.Now().Day(), when.Date(int(x.Year), 12, 31))
	m := d.Scheme(x.Scheme, int(x.Year))
	if m == nil {
		return text.Refuse(text.Conflict, "appraisal.scheme.gone")
	}
	for _, s := range list {
		in := known.Input(facts.Whose{Body: s.Body, Unit: s.Unit, Side: s.Side})
		in.Closed, in.Vetoes = true, s.vetoed()
		in.Marks = func(code string) (int64, bool) { n, ok := marks[s.ID][code]; return n, ok }
		s.put(m.Score(in))
	}
	return place(m, list)
}

// place ranks and grades sheets, each in its group.
func place(m *scheme.Sound, list []*Scoresheet) error {
	all := make([]scheme.Sheet, len(list))
	for i, s := range list {
		var ok bool
		if all[i], ok = s.Sheet(); !ok {
			return scheme.ErrNoSheet
		}
	}
	for i, p := range m.Place(all, func(i int) string { return list[i].Category }) {
		list[i].placed(p)
	}
	return nil
}

// again scores sheets from themselves with what was decided since, and places them.
func (d Commands) again(tx Tx, x *Appraisal, list []*Scoresheet) error {
	m := d.Scheme(x.Scheme, int(x.Year))
	if m == nil {
		return text.Refuse(text.Conflict, "appraisal.scheme.gone")
	}
	upheld, err := tx.Those(ref.Objection, of(x.ID), noun.StateIs(Upheld))
	if err != nil {
		return err
	}
	for _, s := range list {
		was, ok := s.Sheet()
		if !ok {
			return scheme.ErrNoSheet
		}
		in := m.Input(was)
		in.Vetoes = s.vetoed()
		for _, v := range upheld {
			if o := v.(*Objection); o.Sheet == s.ID && o.Item != "" {
				in.Decided[o.Item] = o.Points
			}
		}
		s.put(m.Score(in))
	}
	return place(m, list)
}
