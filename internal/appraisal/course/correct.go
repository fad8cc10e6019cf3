package course

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/formula"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The facts that criticisms in circulars count for, see facts.Keys.
const (
	factDeducted   = "mention-deducted"
	factCriticised = "mention-criticised"
)

// Undone is what a decision on an appeal took back of what was deducted from the bodies of a unit in a year: of one
// circular, or of one case.
type Undone struct {
	Unit   ref.ID
	Year   int64
	On     when.Day // the circular was sent: what was fed back before did not count it
	Points int64    // of the circular, in hundredths
	Whole  bool     // the criticism counts no more
	Case   ref.ID   // 0 = it is a circular
	Back   int64    // of the case, in hundredths; 0 = all
}

// CorrectedBy asks for the sheets of a unit that a decision corrected; ok is false where there is no such decision.
func CorrectedBy(unit ref.ID, number string) (q noun.Query, ok bool) {
	q = noun.Query{Sort: noun.Sort{Name: "new", Column: "id", Down: true}, Where: []noun.Cond{
		{Column: "unit", Num: []int64{int64(unit)}}, {Column: "corrected_by", Text: []string{number}}}}
	return q, number != "" && unit != 0
}

// without is what a sheet was made of, less what was taken back. It is scored from itself: no other fact of it moves.
func without(in scheme.Input, told when.Day, list []Undone) scheme.Input {
	var points, count int64
	for _, u := range list {
		if u.Case == 0 && u.On <= told {
			if points += u.Points; u.Whole {
				count++
			}
		}
	}
	known := in.Facts
	in.Facts = func(key string) formula.Value {
		v := known(key)
		switch {
		case v.Absent():
			return v
		case key == factDeducted:
			v = v.Minus(formula.Of(points, 2))
		case key == factCriticised:
			v = v.Minus(formula.Of(count, 0))
		default:
			return v
		}
		if v.Cmp(formula.Of(0, 0)) < 0 {
			return formula.Of(0, 0)
		}
		return v
	}
	in.Cases = slices.Clone(in.Cases)
	for _, u := range list {
		at := slices.IndexFunc(in.Cases, func(c scheme.Case) bool { return u.Case != 0 && c.Ref == u.Case.String() })
		switch {
		case at < 0:
		case u.Back == 0:
			in.Cases = slices.Delete(in.Cases, at, at+1)
		default:
			in.Cases[at].Back += u.Back
		}
	}
	return in
}

// CorrectIn corrects the results of a unit’s bodies that were fed back, by the decision of that number and in its
// transaction (spec 4.3): each sheet is scored from its own frozen facts less what was taken back and placed among the
// others as they stand; what it was first stays on it. The places and grades of others stay as they were made known:
// nobody is placed worse by another’s appeal. Once the result was approved, what follows from its grade follows anew.
func (d Commands) CorrectIn(tx noun.Tx, number string, list []Undone) error {
	type whose struct {
		unit ref.ID
		year int64
	}
	var done []whose
	for _, u := range list {
		of := whose{u.Unit, u.Year}
		if slices.Contains(done, of) {
			continue
		}
		done = append(done, of)
		mine := slices.DeleteFunc(slices.Clone(list), func(o Undone) bool { return o.Unit != of.unit || o.Year != of.year })
		all, err := tx.Those(ref.Scoresheet, noun.Cond{Column: "unit", Num: []int64{int64(of.unit)}},
			noun.Cond{Column: "year", Num: []int64{of.year}}, noun.StateIs(Told, Noticed, Approved, Circulated))
		if err != nil {
			return err
		}
		slices.SortFunc(all, func(a, b noun.Value) int { return int(a.Head().ID - b.Head().ID) })
		for _, v := range all {
			if err := d.corrected(tx, v.(*Scoresheet), number, mine); err != nil {
				return err
			}
		}
	}
	return nil
}

// anew scores one sheet from itself with what is otherwise now, and places it among the others of its assessment as
// they stand. It changes nothing: the sheets are as they would be, with the place of that one among them.
func (d Commands) anew(tx noun.Tx, s *Scoresheet, with func(*Appraisal, scheme.Input) scheme.Input) ([]*Scoresheet, int,
	error) {
	v, err := tx.One(ref.Appraisal, s.Appraisal)
	if err != nil {
		return nil, 0, err
	}
	x, m := v.(*Appraisal), d.Scheme(s.Scheme, int(s.Year))
	if m == nil {
		return nil, 0, text.Refuse(text.Conflict, "appraisal.scheme.gone")
	}
	was, ok := s.Sheet()
	if !ok {
		return nil, 0, scheme.ErrNoSheet
	}
	all, err := sheets(tx, s.Appraisal)
	if err != nil {
		return nil, 0, err
	}
	all = slices.DeleteFunc(all, func(o *Scoresheet) bool { return !o.Scored() })
	at := slices.IndexFunc(all, func(o *Scoresheet) bool { return o.ID == s.ID })
	all[at].put(m.Score(with(x, m.Input(was))))
	return all, at, place(m, all)
}

func (d Commands) corrected(tx noun.Tx, s *Scoresheet, number string, list []Undone) error {
	all, at, err := d.anew(tx, s, func(x *Appraisal, in scheme.Input) scheme.Input {
		return without(in, x.ToldOn, list)
	})
	if err != nil {
		return err
	}
	if all[at].Packed == s.Packed {
		return nil // nothing of it was in the result
	}
	var out *Scoresheet
	err = noun.Take(tx, act.Command{Actor: tx.Actor()}, SheetShape, noun.At{ID: s.ID, Follows: true},
		journal.Kind("scoresheet.corrected.v1"), func(tx noun.Tx, s *Scoresheet) ([]act.Fact, error) {
			out = s
			return s.correct(all[at], number, tx.Now().Day()), nil
		})
	if err == nil && d.Result != nil && (out.State == Approved || out.State == Circulated) {
		err = d.Result(tx, []*Scoresheet{out})
	}
	return err
}

// correct takes another result in the place of what was fed back, which stays.
func (x *Scoresheet) correct(n *Scoresheet, number string, on when.Day) []act.Fact {
	out := []act.Fact{act.Code("decision", number), act.Number("total-was", x.Total), act.Number("rank-was", x.Rank),
		act.Code("grade-was", x.Grade)}
	if x.Former == "" {
		x.Former, x.FormerTotal, x.FormerRank, x.FormerGrade = x.Packed, x.Total, x.Rank, x.Grade
	}
	x.CorrectedBy, x.CorrectedOn = number, on
	return append(out, result([]*Scoresheet{n}, func(*Scoresheet) {})(x)...)
}

// Lifting is the leading group's decision that a veto does not apply after all.
type Lifting struct {
	Ground, Decision, Meeting, Why string
}

// mayLift: a veto that applies, of a result that was approved. Before that the group decides otherwise by “veto”.
func (x *Scoresheet) mayLift() error {
	if err := x.in(Approved, Circulated); err != nil {
		return err
	}
	if !x.Vetoed() {
		return text.Refuse(text.Conflict, "scoresheet.lift.none")
	}
	return nil
}

// lift undoes a veto of a result that was approved (spec 4.3: what is undone undoes all that followed), by the leading
// group in person: the sheet is graded anew from its own frozen facts and placed among the others, who keep their
// places; what it was first stays on it, and what followed from the veto is void by the number of the decision.
func (d Commands) lift() noun.Act {
	fs := field.Fields{field.Policy("ground", true, VetoTable, func(l *Lifting) *string { return &l.Ground }),
		field.Line("decision", 1, lineMost, func(l *Lifting) *string { return &l.Decision }).Open(),
		field.Line("meeting", 1, lineMost, func(l *Lifting) *string { return &l.Meeting }),
		field.Text("why", 1, reasonMost, func(l *Lifting) *string { return &l.Why }), field.Files("file", false)}
	a := noun.Further(d.life(SheetShape), "lift", "lifted", "Undo a veto of an approved result, as the leading group", fs,
		(*Scoresheet).mayLift,
		func(tx Tx, s *Scoresheet, in *Lifting) ([]act.Fact, error) {
			if applies, _ := s.Decided(in.Ground); !applies {
				return nil, text.InputErrors{{Field: "ground", Message: text.M("scoresheet.lift.ground")}}
			}
			s.decide(in.Ground, false)
			all, at, err := d.anew(tx, s, func(x *Appraisal, in scheme.Input) scheme.Input {
				in.Vetoes = s.vetoed()
				return in
			})
			if err != nil {
				return nil, err
			}
			out := append([]act.Fact{act.Code("ground", in.Ground), act.Words("meeting", in.Meeting),
				act.Words("why", in.Why)}, s.correct(all[at], in.Decision, tx.Now().Day())...)
			if d.Result != nil {
				err = d.Result(tx, []*Scoresheet{s})
			}
			return out, err
		})
	a.Main, a.Danger = false, true
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		out := slices.Clone(fs)
		out[0] = field.Limit(out[0], v.(*Scoresheet).vetoed())
		return out
	}
	return a
}
