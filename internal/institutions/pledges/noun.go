package pledges

import (
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Noun is the whole declaration of pledges.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: Shape, See: "pledge.see", List: "pledge.list", Tables: d.Tables,
		Institution: "pledges", Span: "due",
		Columns: []string{"item", "aspect", "body", "due", "toldOn", "rating", "grade", "card", "state"},
		Filters: []string{"year", "aspect", "grade", "body", "unit"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"due", "grade"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Drafted, Made, Reviewed, Rated)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Made)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "next", Below: int64(today)}}
			}},
			{Name: "judge", Where: []noun.Cond{noun.StateIs(Reviewed, Rated)}},
			{Name: "judged", Where: []noun.Cond{noun.StateIs(Judged)}},
			{Name: "public", Where: []noun.Cond{noun.StateIs(Made, Reviewed, Rated, Judged)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "body", Year: "year", Counts: []noun.Fact{
			{Key: "pledge-made", Tab: "public"}, {Key: "pledge-judged", Tab: "judged"},
			{Key: "pledge-kept", Tab: "judged", Where: []string{"grade", "kept"}}}}},
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Write down what a head will pledge for the team"),
			d.makeAct(), d.tell(), d.review(), d.rate(), d.judge(),
			k.ChangeAct("Write anew what is not public yet"),
			d.withdraw("withdraw", "withdrawn", "Take off a pledge that is not public yet", Drafted),
			d.withdraw("release", "released", "Release a team from a pledge that it cannot keep, with the reason", Made),
		},
		Import: k.Import(titles, []string{"item", "body"}, like),
		Fits:   func(field string, k bodies.BodyKind) bool { return field != "body" || Pledges(k) },
		Notes:  notes, Waits: waits, Tells: tells,
		// The unit takes its review back as long as nobody rated the pledge.
		Recall: &noun.Recall{Topic: "pledge.review", To: []kind.Hearer{kind.ToWhoever("pledge.judge")},
			Of: []noun.Request{{In: Reviewed, Back: Made, Undo: func(_ noun.Tx, v noun.Value) error {
				p := v.(*Pledge)
				p.Done, p.DoneOn, p.OwnWord, p.Next = "", 0, "", p.Due
				return nil
			}}}},
	}
}

// titles are the headings that counties write, beside our own (domain.md §3.8).
var titles = map[string][]string{
	"year":     {"年度", "承诺年度"},
	"body":     {"责任主体", "承诺单位", "承诺班子"},
	"aspect":   {"类别", "承诺类别"},
	"item":     {"承诺事项", "承诺内容"},
	"standard": {"完成标准", "目标标准"},
	"due":      {"完成时限", "兑现时限", "时限"},
}

// like finds the pledge of the same words.
func like(v noun.Value, all []noun.Value) noun.Value {
	p := v.(*Pledge)
	for _, x := range all {
		if o := x.(*Pledge); o.Body == p.Body && o.Year == p.Year && o.Item == p.Item && o.State != Withdrawn {
			return x
		}
	}
	return nil
}

// notes say how a pledge stands on a day.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	p := v.(*Pledge)
	if p.Over(on) {
		out = append(out, text.M("pledge.note.silent", "on", p.ToldOn))
	}
	if p.State == Made && on > p.Due {
		out = append(out, text.M("pledge.note.due", "due", p.Due))
	}
	if (p.State == Rated || p.State == Judged) && p.Grade != "" && p.OwnWord != "" && p.Grade != p.OwnWord {
		out = append(out, text.M("pledge.note.differ"))
	}
	return out
}

// waits: what was drafted and is to be made public, what has to be heard of soon, and what
// is to be rated or judged.
var waits = []noun.Wait{
	{Acts: []string{"make"}, Of: noun.OfUnits(noun.StateIs(Drafted)),
		Act: noun.Clerks(func(*Pledge) (string, text.Message) { return "make", text.M("pledge.why.make") }),
		Due: func(v noun.Value) when.Day { p := v.(*Pledge); return min(p.Due, when.Date(int(p.Year), 1, 31)) }},
	{Acts: []string{"tell", "review"},
		Of: func(who actor.Actor, today when.Day) []noun.Cond {
			return noun.OfUnits(noun.StateIs(Made), noun.Cond{Column: "next", Below: int64(today) + ahead + 1})(who, today)
		},
		Act: noun.Clerks(func(p *Pledge) (string, text.Message) {
			if p.Next >= p.Due {
				return "review", text.M("pledge.why.review")
			}
			return "tell", text.M("pledge.why.tell", "on", p.ToldOn)
		}),
		Due: func(v noun.Value) when.Day { return v.(*Pledge).Next }},
	{Acts: []string{"rate", "judge"},
		Of: noun.OfRoles([]noun.Cond{noun.StateIs(Reviewed, Rated)}, actor.PrincipalOffice),
		Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
			if v.(*Pledge).State == Reviewed {
				return "rate", []text.Message{text.M("pledge.why.rate")}
			}
			return "judge", []text.Message{text.M("pledge.why.judge")}
		},
		Since: func(v noun.Value) when.Day { return v.(*Pledge).DoneOn }},
}

// ahead is how many days before something of it must be heard a pledge stands on the
// workbench [D].
const ahead = 15

// tells: who hears of what becomes of a pledge.
var tells = []kind.Tell{
	{Of: "pledge.carded.v1", Until: true, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "pledge.reviewed.v1", Topic: "pledge.review", To: []kind.Hearer{kind.ToWhoever("pledge.judge")}},
	{Of: "pledge.judged.v1", Ends: []string{"pledge.review"}, To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
	{Of: "pledge.released.v1", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
}
