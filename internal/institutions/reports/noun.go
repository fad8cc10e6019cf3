package reports

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of one of the two sorts of reports.
func (d Commands) Noun() *noun.Noun {
	n := &noun.Noun{Shape: d.Shape, See: d.verb("see"), List: d.verb("list"), Tables: d.Tables, Institution: "reports",
		Columns: []string{"subject", "whose", "year", "body", "filedOn", "committeeStand", "commissionStand", "next",
			"state"},
		Filters: []string{"year", "whose", "body", "unit", "side"},
		About:   noun.About{Unit: "unit", Shows: []string{"year", "filedOn"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Draft, Filed, Received, Commented, Returned)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Draft, Filed, Commented, Returned)},
				Of: func(_ actor.Actor, today when.Day) []noun.Cond {
					return []noun.Cond{{Column: "next", Below: int64(today)}}
				}},
			{Name: "filed", Where: []noun.Cond{noun.StateIs(Filed, Received)}},
			{Name: "commented", Where: []noun.Cond{noun.StateIs(Commented, Closed)}},
			{Name: "returned", Where: []noun.Cond{noun.StateIs(Returned)}},
			{Name: "all"},
		},
		Span: "due",
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "due", Column: "due"},
			{Name: "filed-on", Column: "filed_on", Down: true}},
		Fits: func(field string, k bodies.BodyKind) bool { return field != "body" || Reports(k) },
		Acts: []noun.Act{d.addAct(), d.signAct(), d.composeAct(), d.writeAct(),
			d.superiors("receive", "received", "Say that a superior has received a report", nil, []string{Open},
				func(r *Report, who actor.Actor, _ string, today when.Day) (*Receipt, error) {
					return r.Receive(who, today)
				}),
			d.superiors("comment", "commented", "Say what a superior thinks of a report", noun.Saying("opinion", saidMost),
				[]string{Received},
				func(r *Report, who actor.Actor, words string, today when.Day) (*Receipt, error) {
					return r.Comment(who, words, today, d.Limit(today))
				}),
			d.returnAct(), d.closeAct(), d.withdrawAct()},
		Notes: d.notes, Waits: d.waits(), Tells: d.tells(),
	}
	if d.special() {
		n.Columns = []string{"subject", "body", "filedOn", "committeeStand", "commissionStand", "next", "state"}
		n.Filters, n.Span = []string{"body", "unit"}, "filedOn"
		n.Sorts = slices.Delete(n.Sorts, 1, 2)
		n.Acts = slices.DeleteFunc(n.Acts, func(a noun.Act) bool { return a.Name == "compose" })
		n.Fits = func(field string, k bodies.BodyKind) bool { return field != "body" || Specially(k) }
	}
	return n
}

func (d Commands) returnAct() noun.Act {
	a := d.superiors("return", "returned", "Ask that a report be supplemented; the other superior's receipt stands",
		noun.Saying("missing", saidMost), []string{Open, Received},
		func(r *Report, who actor.Actor, words string, today when.Day) (*Receipt, error) {
			return r.Return(who, words, today, d.Limit(today))
		})
	a.Danger = true
	return a
}

// notes say how a report stands to its days, and to what was signed.
func (d Commands) notes(v noun.Value, on when.Day) (out []text.Message) {
	r := v.(*Report)
	if r.Next != 0 && r.Next < on && r.State != Closed {
		out = append(out, text.M("report.note.late", "on", r.Next))
	}
	if r.Edition > 1 {
		out = append(out, text.M("report.note.edition", "n", r.Edition, "on", r.FiledOn))
	}
	if r.Digest != "" && r.State != Returned && r.Digest != r.Sum() {
		out = append(out, text.M("report.note.altered"))
	}
	for _, x := range []Receipt{r.Committee, r.Commission} {
		if x.Stand == Returned {
			out = append(out, text.M("report.note.returned", "words", x.Said))
		}
	}
	return out
}

// hands are conditions for those who hold a post in a unit or body.
func hands(who actor.Actor, column string, of func(actor.Grant) []int64, where ...noun.Cond) []noun.Cond {
	at := noun.Cond{Column: column}
	for _, g := range who.Grants {
		for _, n := range of(g) {
			if n != 0 && !slices.Contains(at.Num, n) {
				at.Num = append(at.Num, n)
			}
		}
	}
	if len(at.Num) == 0 {
		return nil
	}
	return append(where, at)
}

// waits: a draft waits for the clerk and for who signs it, a filed one for both superiors,
// and what they said for the clerk again.
func (d Commands) waits() []noun.Wait {
	next := func(v noun.Value) when.Day { return v.(*Report).Next }
	out := []noun.Wait{
		{Acts: []string{SignAct}, Due: next,
			Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				return hands(who, "body", func(g actor.Grant) []int64 {
					if g.Role != actor.FirstResponsible {
						return nil
					}
					return []int64{int64(g.Body)}
				}, noun.StateIs(Draft, Returned))
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if r := v.(*Report); !leads(who, v) || r.MaySign() != nil {
					return "", nil
				}
				return SignAct, []text.Message{text.M("report.why.sign")}
			}},
		{Acts: []string{"write", "close"}, Due: next,
			Of: func(who actor.Actor, _ when.Day) []noun.Cond {
				return hands(who, "unit", func(g actor.Grant) []int64 {
					if g.Role != actor.Clerk && (!d.special() || g.Role != actor.DisciplineMember) {
						return nil
					}
					return []int64{int64(g.Unit)}
				}, noun.StateIs(Draft, Returned, Commented))
			},
			Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
				switch r := v.(*Report); {
				case r.State == Commented:
					return "close", []text.Message{text.M("report.why.close")}
				case r.State == Returned:
					return "write", []text.Message{text.M("report.why.returned")}
				case r.MaySign() != nil:
					return "write", []text.Message{text.M("report.why.write")}
				}
				return "", nil
			}},
	}
	for _, x := range []struct {
		column string
		office actor.Role
	}{{"committee", actor.PrincipalOffice}, {"commission", actor.SupervisoryOffice}} {
		stand := noun.Cond{Column: x.column + "_stand", Text: []string{Open, Received}}
		act := func(who actor.Actor, v noun.Value) (string, []text.Message) {
			switch r := v.(*Report); {
			case r.Mine(who, Open) != nil:
				return "receive", []text.Message{text.M("report.why.receive")}
			case r.Mine(who, Received) != nil:
				return "comment", []text.Message{text.M("report.why.comment")}
			}
			return "", nil
		}
		out = append(out,
			noun.Wait{Acts: []string{"receive", "comment"}, Act: act, Due: next,
				Of: func(who actor.Actor, _ when.Day) []noun.Cond {
					if !who.Is(x.office) {
						return nil
					}
					return []noun.Cond{stand, {Column: x.column + "_office", Num: []int64{1}}}
				}},
			noun.Wait{Acts: []string{"receive", "comment"}, Act: act, Due: next,
				Of: func(who actor.Actor, _ when.Day) []noun.Cond {
					return hands(who, x.column, func(g actor.Grant) []int64 {
						if !slices.Contains([]actor.Role{actor.FirstResponsible, actor.TeamMember, actor.DisciplineMember}, g.Role) {
							return nil
						}
						return []int64{int64(g.Body)}
					}, stand)
				}})
	}
	return out
}

// tells: both superiors hear of a report, and the reporter of what they did.
func (d Commands) tells() []kind.Tell {
	offices := kind.Hearer{Why: "office", At: kind.TheCounty, Roles: []actor.Role{actor.PrincipalOffice,
		actor.SupervisoryOffice}}
	if d.special() {
		offices.Roles = offices.Roles[1:]
	}
	back := []kind.Hearer{kind.ToPerson("person"), kind.ToPerson("made-by"), kind.ToUnit}
	return []kind.Tell{
		{Of: d.kind("filed"), To: []kind.Hearer{offices, kind.ToPerson("head")}},
		{Of: d.kind("received"), Topic: d.Shape.Word + ".answer", To: back},
		{Of: d.kind("commented"), Topic: d.Shape.Word + ".answer", To: back},
		{Of: d.kind("returned"), Topic: d.Shape.Word + ".answer", Until: true, To: back},
		{Of: d.kind("closed"), To: []kind.Hearer{offices}},
	}
}
