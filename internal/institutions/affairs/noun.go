package affairs

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ahead is how many days before something must be public it stands on a workbench [D].
const ahead = 15

// Noun is the whole declaration of items.
func (d Commands) Noun() *noun.Noun {
	k := d.items()
	return &noun.Noun{Shape: Shape, See: "affair.see", List: "affair.list", Tables: d.Tables,
		Institution: "monitoring", Span: "next",
		Columns: []string{"item", "kind", "publisher", "period", "person", "lastOn", "next", "state"},
		Filters: []string{"kind", "period", "publisher", "person"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(noun.InForce)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(noun.InForce)}, Of: overdue},
			{Name: "closed", Where: []noun.Cond{noun.StateIs(noun.Ended)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "next", Column: "next"}, {Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			k.AddAct("Write down an item that a unit makes known"),
			d.prepare(),
			k.ChangeAct("Write an item anew, as it should have been"),
			k.EndAct("End an item, from a day on"),
			k.ResumeAct("Put back an item that was ended by mistake"),
		},
		Import: k.Import(titles, []string{"item", "publisher"}, like),
		Beside: []noun.Link{{Label: "affair.board", Href: "/affairs/board"},
			{Label: "affair.presets", Href: "/affairs/presets"}, {Label: "disclosure.list", Href: "/disclosures"}},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
			a := v.(*Affair)
			if a.Draft != 0 {
				out = append(out, noun.Link{Label: "affair.draft", Href: "/disclosures/" + a.Draft.String()})
			}
			return append(out, noun.Link{Label: "affair.board", Href: "/affairs/board?unit=" + a.Unit.String()})
		},
		Notes: func(v noun.Value, on when.Day) []text.Message {
			if a := v.(*Affair); a.Late(on) {
				return []text.Message{text.M("affair.note.late", "from", a.Gap, "due", a.Next)}
			}
			return nil
		},
		Waits: []noun.Wait{{Acts: []string{"prepare"},
			Of: func(who actor.Actor, today when.Day) []noun.Cond {
				if who.Person == 0 {
					return nil
				}
				return []noun.Cond{{Column: "person", Num: []int64{int64(who.Person)}}, noun.StateIs(noun.InForce),
					{Column: "next", Below: int64(today) + ahead + 1}}
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				a := v.(*Affair)
				if a.Person != who.Person || a.Draft != 0 {
					return "", nil
				}
				return "prepare", []text.Message{text.M("affair.why.prepare", "from", a.Gap)}
			},
			Due: func(v noun.Value) when.Day { return v.(*Affair).Next }}},
		Tells: []kind.Tell{
			{Of: "affair.added.v1", To: []kind.Hearer{kind.ToPerson("person")}},
			{Of: "affair.ended.v1", To: []kind.Hearer{kind.ToPerson("person")}},
		},
	}
}

func overdue(_ actor.Actor, today when.Day) []noun.Cond {
	return []noun.Cond{{Column: "next", Below: int64(today)}}
}

// titles are the headings that counties write, beside our own (domain.md §3.9).
var titles = map[string][]string{
	"publisher": {"公开主体", "公开单位", "单位"},
	"kind":      {"公开类别", "类型"},
	"item":      {"公开事项", "事项名称", "事项"},
	"category":  {"事项类别", "分类"},
	"basis":     {"公开依据", "依据"},
	"period":    {"公开周期", "公开期限", "公开时间"},
	"many":      {"财务往来较多"},
	"days":      {"公开时限（工作日）", "时限"},
	"form":      {"公开形式", "公开方式"},
	"person":    {"责任人"},
	"since":     {"起始日期", "开始日期"},
}

// like finds the item that a row is about: of the same unit and kind, called alike.
func like(v noun.Value, all []noun.Value) noun.Value {
	a := v.(*Affair)
	i := slices.IndexFunc(all, func(x noun.Value) bool {
		b := x.(*Affair)
		return b.State == noun.InForce && b.Publisher == a.Publisher && b.Kind == a.Kind && b.Item == a.Item
	})
	if i < 0 {
		return nil
	}
	return all[i]
}

// Disclosures is the whole declaration of what is made known: it is begun on its item.
func (d Commands) Disclosures() *noun.Noun {
	k := d.disclosures()
	toLeader := []kind.Hearer{kind.ToPerson("person"), kind.ToWhoever("disclosure.approve")}
	toMaker := []kind.Hearer{kind.ToPerson("made-by")}
	return &noun.Noun{Shape: DisclosureShape, See: "disclosure.see", List: "disclosure.list", Tables: d.Tables,
		Institution: "monitoring", Span: "due",
		Columns: []string{"title", "kind", "about", "due", "publicOn", "place", "state"},
		Filters: []string{"kind", "period", "form", "person", "unit"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Drafted, Submitted, Approved)}},
			// A period that is late is counted on its item; a matter has nothing else that is counted.
			{Name: "late", Where: []noun.Cond{noun.StateIs(Drafted, Submitted, Approved),
				{Column: "period", Text: []string{Prompt}}},
				Of: func(_ actor.Actor, today when.Day) []noun.Cond {
					return []noun.Cond{{Column: "due", Below: int64(today)}}
				}},
			{Name: "public", Where: []noun.Cond{noun.StateIs(Public)}},
			{Name: "down", Where: []noun.Cond{noun.StateIs(Down)}},
			{Name: "shown", Where: []noun.Cond{noun.StateIs(Public, Down)}},
			{Name: "all"},
		},
		Facts: []noun.Facts{{Whose: "unit", Both: true, Counts: []noun.Fact{{Key: "disclosure-public", Tab: "shown"}}}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "public-on", Column: "public_on", Down: true},
			{Name: "due", Column: "due"}},
		Acts: []noun.Act{d.submit(), d.approve(), d.back(), d.publish(),
			k.ChangeAct("Write anew what is to be made known"), d.takeDown(), d.withdraw()},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "disclosure.affair", Href: "/affairs/" + v.(*Disclosure).Affair.String()}}
		},
		Notes: func(v noun.Value, on when.Day) (out []text.Message) {
			x := v.(*Disclosure)
			if x.PublicOn == 0 && x.State != Withdrawn && x.Due < on {
				out = append(out, text.M("disclosure.note.late", "due", x.Due))
			}
			if x.State == Drafted && x.Back != "" {
				out = append(out, text.M("disclosure.note.back"))
			}
			if x.State == Public && x.Until != 0 && x.Until < on {
				out = append(out, text.M("disclosure.note.until", "until", x.Until))
			}
			return out
		},
		Waits: []noun.Wait{
			{Acts: []string{"approve"}, Page: "disclosure.look", Of: noun.OfUnits(noun.StateIs(Submitted)), Due: due,
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					if !leads(who, v.(*Disclosure)) {
						return "", nil
					}
					return "approve", []text.Message{text.M("disclosure.why.approve")}
				}},
			{Acts: []string{"submit", "publish"}, Of: noun.OfUnits(noun.StateIs(Drafted, Approved)), Due: due,
				Act: noun.Clerks(func(x *Disclosure) (string, text.Message) {
					if x.State == Approved {
						return "publish", text.M("disclosure.why.publish")
					}
					return "submit", text.M("disclosure.why.submit")
				})},
		},
		Tells: []kind.Tell{
			{Of: "disclosure.submitted.v1", Topic: "disclosure.submit", To: toLeader},
			{Of: "disclosure.approved.v1", To: toMaker},
			{Of: "disclosure.returned.v1", To: toMaker},
			{Of: "disclosure.taken-down.v1", To: []kind.Hearer{kind.ToPerson("person")}},
		},
		Forms: forms(),
		Recall: &noun.Recall{Topic: "disclosure.submit", To: toLeader, Of: []noun.Request{{In: Submitted, Back: Drafted,
			Own: func(v noun.Value, who actor.Hands) bool {
				x := v.(*Disclosure)
				return who.Share(actor.Hands{By: x.Submitter, For: x.SubmitterFor})
			},
			Undo: func(_ noun.Tx, v noun.Value) error {
				x := v.(*Disclosure)
				x.Submitter, x.SubmitterFor = 0, 0
				return nil
			}}}},
	}
}

func due(v noun.Value) when.Day { return v.(*Disclosure).Due }

// Of asks for the items of a unit, DisclosedOf for what was prepared of them in the years looked at.
func Of(unit ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "unit", Num: []int64{int64(unit)}}},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// DisclosedOf asks for what was prepared of a unit's items of the running year and the last; what always stands is
// older.
func DisclosedOf(unit ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "unit", Num: []int64{int64(unit)}},
		noun.StateIs(Drafted, Submitted, Approved, Public, Down)}, Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
}

// A page of a unit reads so many items and disclosures at most [D]; the latest.
const (
	ItemsMost     = 300
	DisclosedMost = 5000
)

// Preparing asks for what is not public yet.
func Preparing() noun.Query {
	return noun.Query{Where: []noun.Cond{noun.StateIs(Drafted, Submitted, Approved)},
		Sort: noun.Sort{Name: "new", Column: "id"}}
}

// OfItem asks for all that was prepared of it, the latest first.
func OfItem(affair ref.ID) noun.Query {
	return noun.Query{Where: []noun.Cond{{Column: "affair", Num: []int64{int64(affair)}}},
		Sort: noun.Sort{Name: "new", Column: "id", Down: true}}
}
