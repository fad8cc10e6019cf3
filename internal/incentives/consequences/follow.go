package consequences

import (
	"slices"

	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Decided does what follows from a decision on a person as it stands now, in the transaction of the act on it: from one
// that is in force by the rows of its kind, from one that was revoked, changed or withdrawn nothing any more. What was
// sent back to be corrected waits for its confirmation. It may be called as often as one likes.
func (d Commands) Decided(tx noun.Tx, m *measures.Measure) error {
	if m.State == measures.Registered {
		return nil
	}
	all, err := tx.Those(ref.Consequence, noun.Cond{Column: "measure", Num: []int64{int64(m.ID)}},
		noun.StateIs(Open, Done, Ended))
	if err != nil {
		return err
	}
	var rows []Rule
	if m.State == measures.InForce {
		rows = d.Rules().Of(OfDecision, m.Kind, m.DecidedOn)
	}
	for _, v := range all {
		x := v.(*Consequence)
		at := slices.IndexFunc(rows, func(r Rule) bool { return r.Kind == x.Kind })
		if at < 0 || x.Person != m.Person || x.Decided != m.DecidedOn {
			err = d.void(tx, x.ID, m)
		} else {
			ends := d.until(rows[at], m)
			rows = slices.Delete(rows, at, at+1)
			err = d.moved(tx, x, ends, m.Told)
		}
		if err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	r, err := tx.CountyToday()
	if err != nil {
		return err
	}
	for _, row := range rows {
		x := &Consequence{Year: int64(m.DecidedOn.Year()), Person: m.Person, Place: m.Place, Measure: m.ID,
			Rests: m.Decision, Decided: m.DecidedOn, Begins: m.Counts().Start(), Ends: d.until(row, m), Told: m.Told}
		if err := d.make(tx, r, row, x); err != nil {
			return err
		}
	}
	return nil
}

func (d Commands) until(row Rule, m *measures.Measure) when.Day {
	return row.Until(d.Effects(), m.Kind, m.DecidedOn, m.Counts().Start(), m.Ends)
}

// corrected is why something is void whose decision was registered otherwise than it reads.
const corrected = "决定登记已更正，按更正后的重新产生"

// void undoes what followed from a decision.
func (d Commands) void(tx noun.Tx, id ref.ID, m *measures.Measure) error {
	number, why := m.UndoneNo, m.Why
	if m.State == measures.InForce {
		number, why = m.Decision, corrected
	}
	return d.undo(tx, id, number, why)
}

// undo makes one void by the decision of a number.
func (d Commands) undo(tx noun.Tx, id ref.ID, number, why string) error {
	return noun.Take(tx, follows(tx), d.shape(), noun.At{ID: id, Follows: true}, "consequence.voided.v1",
		func(_ noun.Tx, x *Consequence) ([]act.Fact, error) {
			return []act.Fact{act.Words("number-undone", number), act.Words("why", why)}, x.Undo(number, why)
		})
}

// moved puts another last day, and that the person was told.
func (d Commands) moved(tx noun.Tx, x *Consequence, ends when.Day, told ref.ID) error {
	if x.Ends != ends {
		err := noun.Take(tx, follows(tx), d.shape(), noun.At{ID: x.ID, Follows: true}, "consequence.moved.v1",
			func(tx noun.Tx, x *Consequence) ([]act.Fact, error) {
				was := x.Ends
				x.Move(ends, tx.Now().Day())
				return []act.Fact{act.Number("ends-was", int64(was)), act.Number("ends", int64(ends))}, nil
			})
		if err != nil {
			return err
		}
	}
	if told == 0 || x.Told == told {
		return nil
	}
	return noun.Take(tx, follows(tx), d.shape(), noun.At{ID: x.ID, Follows: true}, "consequence.told.v1",
		func(_ noun.Tx, x *Consequence) ([]act.Fact, error) {
			x.Told = told
			return []act.Fact{act.Id("told", told)}, nil
		})
}

// Approved does what follows from results that the leading group approved, in the transaction of the approval, and anew
// in that of a later correction (an appeal that was upheld, a veto that was undone). The rows are those that hold on
// the day of the approval: a table that changed since undoes nothing. grade is what one is called on papers.
func (d Commands) Approved(tx noun.Tx, list []*course.Scoresheet, grade func(code string) string) error {
	today := tx.Now().Day()
	r, err := tx.CountyToday()
	if err != nil {
		return err
	}
	for _, s := range list {
		on := today
		if s.CorrectedOn != 0 {
			v, err := tx.One(ref.Appraisal, s.Appraisal)
			if err != nil {
				return err
			}
			on = v.(*course.Appraisal).ApprovedOn
		}
		rows := d.Rules().Of(OfGrade, s.Grade, on)
		if s.Vetoed() {
			rows = append(rows, d.Rules().Of(OfVeto, "", on)...)
		}
		rows, err := d.stands(tx, s, rows, grade(s.Grade))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			continue
		}
		head := HeadIn(r, s.Body, int(s.Year))
		for _, row := range rows {
			x := &Consequence{Year: s.Year, Body: s.Body, Place: s.Unit, Sheet: s.ID, Decided: today, Begins: today,
				Rests: s.Title + "：" + grade(s.Grade)}
			if row.From == OfVeto {
				x.Rests = s.Title + "：一票否决"
			}
			switch {
			case row.Subject == OfHead && head == 0:
				continue // nobody headed it: there is nobody to whom it could go
			case row.Subject == OfHead:
				x.Person, x.Told = head, head
			default:
				x.Unit = s.Unit
			}
			switch row.Lasts {
			case NextYear:
				x.Ends = when.Date(int(s.Year)+2, 1, 1) - 1
			case ForMonths:
				x.Ends = row.Until(d.Effects(), "", today, today, 0)
			}
			if err := d.make(tx, r, row, x); err != nil {
				return err
			}
		}
	}
	return nil
}

// stands leaves of what follows from a result that which is not on record yet; what followed from the result before it
// was corrected, and from this one does not, is void.
func (d Commands) stands(tx noun.Tx, s *course.Scoresheet, rows []Rule, grade string) ([]Rule, error) {
	if s.CorrectedOn == 0 {
		return rows, nil // it is approved now, and once
	}
	rows = slices.Clone(rows)
	all, err := tx.Those(ref.Consequence, noun.Cond{Column: "sheet", Num: []int64{int64(s.ID)}},
		noun.StateIs(Open, Done, Ended))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b noun.Value) int { return int(a.Head().ID - b.Head().ID) })
	for _, v := range all {
		x := v.(*Consequence)
		at := slices.IndexFunc(rows, func(row Rule) bool {
			return row.Kind == x.Kind && (row.Subject == OfHead) == (x.Person != 0)
		})
		if at >= 0 {
			rows = slices.Delete(rows, at, at+1)
			continue
		}
		if err := d.undo(tx, x.ID, s.CorrectedBy, "考核结果已更正为"+grade); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// HeadIn is who was the first responsible person of a body at the end of a year, or last in it; of an acting and an
// appointed one the appointed. 0 = nobody was.
func HeadIn(r *bodies.County, body ref.ID, year int) (who ref.ID) {
	first, last := when.Date(year, 1, 1), when.Date(year+1, 1, 1)-1
	best := bodies.Appointment{}
	for _, a := range append(r.PostsAt(body), r.Leaders(first)...) {
		if a.Body != body || !r.First(a) || a.Period.From > last || a.Period.To <= first {
			continue
		}
		to, had := min(a.Period.To, last+1), min(best.Period.To, last+1)
		if best.Person == 0 || to > had || to == had && best.Post == bodies.Acting && a.Post != bodies.Acting {
			best = a
		}
	}
	return best.Person
}

// make puts one on record, with who carries it out and until when.
func (d Commands) make(tx noun.Tx, r *bodies.County, row Rule, x *Consequence) error {
	today := tx.Now().Day()
	x.Hand, x.Kind, x.What, x.Use, x.Clause = row.Side, row.Kind, row.What, row.Use, row.Clause
	x.Carrier, x.State, x.Due = row.Carrier, Open, row.Due(today)
	x.Title = d.Label(KindTable, row.Kind) + "（" + x.Rests + "）"
	x.give(r, d.Rules().Carrier(row.Carrier))
	return noun.Follow(tx, d.shape(), x, "consequence.made.v1", act.Code("kind", x.Kind), act.Id("measure", x.Measure),
		act.Id("sheet", x.Sheet), act.Date("due", x.Due))
}

// give puts who carries it out: an office, or who heads a unit on the day of the register. Where that is nobody, or the
// very person whom it is about, the office of its side does.
func (x *Consequence) give(r *bodies.County, by Carrier) {
	x.Agency, x.Taker, x.Side = 0, 0, actor.Principal
	if x.Hand == Sanction {
		x.Side = actor.Supervisory
	}
	switch by.By {
	case ByPrincipal:
		x.Side = actor.Principal
	case BySupervisory:
		x.Side = actor.Supervisory
	case ByOwnUnit:
		x.Agency, x.Taker = cases.Top(r, x.Place), cases.Head(r, x.Place)
	default:
		if of := r.ByName(by.Unit); len(of) > 0 {
			first, _ := r.FirstOf(of[0])
			x.Agency, x.Taker = of[0], first.Person
		}
	}
	if x.Taker == 0 || x.Taker == x.Person {
		x.Agency, x.Taker = 0, 0
	}
}

// follows is the command of what follows in the transaction of another.
func follows(tx noun.Tx) act.Command { return act.Command{Actor: tx.Actor()} }
