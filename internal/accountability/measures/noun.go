package measures

import (
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of decisions on people.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	stands := noun.StateIs(Registered, InForce)
	add := k.AddAct("Register a formal decision on a person, by its number: the system makes none")
	return &noun.Noun{Shape: d.shape(), See: "measure.see", List: "measure.list", Tables: d.Tables, Span: "decidedOn",
		Columns: []string{"number", "decidedOn", "person", "place", "kind", "ends", "state"},
		Filters: []string{"kind", "place", "unit", "person"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"kind", "decidedOn"}},
		Tabs: []noun.Tab{
			{Name: "stands", Where: []noun.Cond{stands}},
			{Name: "running", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{stands, {Column: "ends", Least: int64(today), Below: int64(when.Open)}}
			}},
			{Name: "unconfirmed", Where: []noun.Cond{noun.StateIs(Registered)}},
			{Name: "untold", Where: []noun.Cond{noun.StateIs(InForce), {Column: "told", Num: []int64{0}}}},
			{Name: "undone", Where: []noun.Cond{noun.StateIs(Revoked, Varied)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "decided-on", Column: "decided_on", Down: true}, {Name: "ends", Column: "ends"},
			{Name: "new", Column: "id", Down: true}, {Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{add, d.confirm(), d.notify(), d.inform(),
			k.ChangeAct("Correct what is registered, before it is confirmed"), d.restore(), d.again(),
			d.revoke(), d.vary(), d.withdraw()},
		Import: k.Import(map[string][]string{
			"decision":   {"处分决定文号", "决定书文号", "文号"},
			"organ":      {"处分机关", "决定单位", "处理机关"},
			"person":     {"姓名", "受处分人"},
			"place":      {"单位", "时任单位"},
			"post":       {"职务"},
			"kind":       {"处分种类", "处理种类", "处分类型"},
			"decidedOn":  {"决定时间", "处分时间", "处分决定时间"},
			"effectFrom": {"生效时间"},
			"months":     {"处分期（月）", "影响期（月）"},
			"ground":     {"依据", "法律依据", "条规依据"},
			"fact":       {"主要错误", "违纪事实"},
			"factsOn":    {"事实发生时间"},
			"restoredOn": {"恢复权利时间"},
		}, []string{"decision", "person", "kind", "decidedOn"}, like),
		Notes: d.notes, Links: links,
		Waits: []noun.Wait{{Acts: []string{"confirm"},
			Of: noun.OfRoles([]noun.Cond{noun.StateIs(Registered)}, actor.SupervisoryOffice),
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if who.Hands().Share(v.(*Measure).by()) {
					return "", nil
				}
				return "confirm", []text.Message{text.M("measure.why.confirm")}
			}}},
		Tells: []kind.Tell{
			{Of: "measure.notified.v1", To: []kind.Hearer{kind.ToPerson("told")}},
			{Of: "measure.informed.v1", To: []kind.Hearer{kind.ToPerson("chief")}},
			{Of: "measure.sent-back.v1", To: []kind.Hearer{kind.ToPerson("made-by")}},
			{Of: "measure.ended.v1", To: []kind.Hearer{kind.ToPerson("made-by"), kind.ToPerson("confirmer")}},
			{Of: "measure.revoked.v1", To: []kind.Hearer{kind.ToPerson("told"), kind.ToPerson("chief")}},
			{Of: "measure.varied.v1", To: []kind.Hearer{kind.ToPerson("told"), kind.ToPerson("chief")}},
		},
	}
}

// like is a decision of the same number and kind on the same person.
func like(v noun.Value, all []noun.Value) noun.Value {
	m := v.(*Measure)
	for _, x := range all {
		o := x.(*Measure)
		if o.State == Registered && o.Decision == m.Decision && o.Person == m.Person && o.Kind == m.Kind {
			return o
		}
	}
	return nil
}

// notes say for how long it counts, and what is to be compared.
func (d Commands) notes(v noun.Value, on when.Day) (out []text.Message) {
	m := v.(*Measure)
	switch m.State {
	case Revoked, Varied:
		return []text.Message{text.M("measure.note."+m.State, "organ", m.UndoneBy, "number", m.UndoneNo, "on", m.UndoneOn)}
	case Withdrawn:
		return nil
	case Registered:
		out = append(out, text.M("measure.note.unconfirmed"))
	}
	p, ok := d.Rules().Period(m.Kind, m.DecidedOn)
	switch {
	case m.Ends != 0 && on <= m.Ends:
		out = append(out, text.M("measure.note.until", "until", m.Ends, "clause", p.Clause))
	case m.Ends != 0:
		out = append(out, text.M("measure.note.over", "until", m.Ends))
	case ok && p.Forever:
		out = append(out, text.M("measure.note.forever", "clause", p.Clause))
	case ok && p.None():
		out = append(out, text.M("measure.note.none"))
	default:
		out = append(out, text.M("measure.note.absorbed"))
	}
	if title := m.ground(d.Rules()); title != "" {
		out = append(out, text.M("measure.note.ground", "title", title))
	}
	return out
}

// links lead from a decision to that in whose place it was put.
func links(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
	if m := v.(*Measure); m.Origin != 0 {
		out = append(out, noun.Link{Label: "measure.origin", Href: "/measures/" + m.Origin.String()})
	}
	return out
}
