package cases

import (
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of cases.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	add := k.AddAct("Register the outcome of a case that was decided: no case content, no leads")
	stands := noun.StateIs(Registered, Informed)
	return &noun.Noun{Shape: d.shape(), See: "case.see", List: "case.list", Tables: d.Tables,
		Institution: "talks", Span: "decidedOn",
		Columns: []string{"number", "decidedOn", "place", "person", "name", "gravity", "outcome", "state"},
		Filters: []string{"gravity", "outcome", "discipline", "place", "unit", "person", "leader", "team", "found"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"outcome", "decidedOn"}},
		Tabs: []noun.Tab{
			{Name: "stands", Where: []noun.Cond{stands}},
			{Name: "grave", Where: []noun.Cond{stands, {Column: "gravity", Text: []string{Grave, Severe}}}},
			{Name: "untold", Where: []noun.Cond{noun.StateIs(Registered)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "decided-on", Column: "decided_on", Down: true}, {Name: "new", Column: "id", Down: true},
			{Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{add, d.inform(), k.ChangeAct("Correct what is registered of a case"), d.weigh(), d.withdraw()},
		Import: k.Import(map[string][]string{
			"decision":  {"处分决定文号", "决定书文号", "文号"},
			"organ":     {"处分机关", "决定单位"},
			"name":      {"姓名（不在册）"},
			"place":     {"发案单位", "所在单位"},
			"post":      {"时任职务", "职务"},
			"outcome":   {"处分种类", "处理种类"},
			"decidedOn": {"决定时间", "处分时间"},
			"fact":      {"主要错误", "违纪事实"},
			"team":      {"是否班子成员", "是否班子"},
			"found":     {"发现途径", "线索来源", "问题来源"},
		}, []string{"decision", "organ", "gravity", "outcome"}, like),
		Notes: notes, Links: links, Waits: []noun.Wait{d.weighs()}, Inside: inside, Insight: "case.know",
		Outer: []journal.Kind{"case.added.v1", "case.changed.v1", "case.informed.v1", "case.withdrawn.v1",
			"case.restored.v1"},
		Tells: []kind.Tell{{Of: "case.informed.v1", To: []kind.Hearer{kind.ToPerson("told")}}},
	}
}

// like is a case of the same decision about the same person.
func like(v noun.Value, all []noun.Value) noun.Value {
	c := v.(*Case)
	for _, x := range all {
		o := x.(*Case)
		if o.State != Withdrawn && o.Decision == c.Decision && o.Person == c.Person && o.Name == c.Name {
			return o
		}
	}
	return nil
}

var asking = map[string]string{
	talks.Admonition:     "case.note.admonition",
	talks.Accountability: "case.note.accountability",
}

// notes say what a case asks for, and of whom.
func notes(v noun.Value, _ when.Day) (out []text.Message) {
	c := v.(*Case)
	switch {
	case c.Spared():
		out = append(out, text.M("case.note.spared", "number", c.Undone))
	case c.Undone != "":
		out = append(out, text.M("case.note.back", "number", c.Undone, "points", field.Mark(c.Back)))
	}
	switch {
	case c.State == Withdrawn, c.With == 0:
	case c.AskedOn == 0:
		out = append(out, text.M("case.note.tell"))
	default:
		out = append(out, text.M(asking[c.Asks()], "on", c.AskedOn))
	}
	return out
}

// links lead to the duty that follows a case, and to the talks with whom it asks for one.
func links(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
	if c := v.(*Case); c.AskedOn != 0 {
		out = append(out, noun.Link{Label: "case.duty", Href: "/scheduled?tab=all&q=" + c.Number},
			noun.Link{Label: "case.talks", Href: "/talks?tab=all&person=" + c.With.String()})
	}
	return out
}
