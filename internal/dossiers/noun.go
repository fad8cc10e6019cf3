package dossiers

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// soon is how long before its last day a review waits on the workbench, in days [D].
const soon = 30

// Noun is the whole declaration of dossiers.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	return &noun.Noun{Shape: d.shape(), See: "dossier.see", List: "dossier.list", Tables: d.Tables,
		Columns: []string{"number", "name", "unit", "rank", "keeper", "openBy", "reviewBy", "state"},
		Filters: []string{"rank", "unit", "keeper", "state"},
		About:   noun.About{Person: "person", Shows: []string{"openedOn", "reviewBy"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Open)}},
			{Name: "expected", Where: []noun.Cond{noun.StateIs(Expected)}},
			{Name: "late", Where: []noun.Cond{noun.StateIs(Expected)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "open_by", Below: int64(today)}}
			}},
			{Name: "review", Where: []noun.Cond{noun.StateIs(Open)}, Of: reviewDue},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "number", Column: noun.SerialColumn, Down: true}, {Name: "review-by", Column: "review_by"},
			{Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{k.AddAct("Open the dossier of an official"), d.open(), d.declare(), d.ask(), d.record(), d.review(),
			k.ChangeAct("Say anew who keeps a dossier and where the paper one stands"), d.close()},
		Notes: notes, Links: links, Import: d.table(),
		Beside: []noun.Link{{Label: "dossier.statistics", Href: "/dossiers/statistics"},
			{Label: "declaration.list", Href: "/declarations"},
			{Label: "dossieraccess.list", Href: "/dossieraccesses"}},
		Waits: []noun.Wait{{Acts: []string{"open", "review"}, Due: due,
			Of: func(who actor.Actor, today when.Day) []noun.Cond {
				if !who.Is(actor.SupervisoryOffice) {
					return nil
				}
				return []noun.Cond{noun.StateIs(Expected)}
			},
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if apart(who, v.(*Dossier).Person) != nil {
					return "", nil
				}
				return "open", []text.Message{text.M("dossier.why.open", "since", v.(*Dossier).Since)}
			}},
			{Acts: []string{"review"}, Due: due,
				Of: func(who actor.Actor, today when.Day) []noun.Cond {
					if !who.Is(actor.SupervisoryOffice) {
						return nil
					}
					return append([]noun.Cond{noun.StateIs(Open)}, reviewDue(who, today)...)
				},
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					if apart(who, v.(*Dossier).Person) != nil {
						return "", nil
					}
					return "review", []text.Message{text.M("dossier.why.review", "due", v.(*Dossier).ReviewBy)}
				}}},
	}
}

func reviewDue(_ actor.Actor, today when.Day) []noun.Cond {
	return []noun.Cond{{Column: "review_by", Least: 1, Below: int64(today) + soon}}
}

// notes say what is to be done about a dossier, and by when.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	switch x := v.(*Dossier); {
	case x.State == Expected && x.OpenBy < on:
		out = append(out, text.M("dossier.note.late", "due", x.OpenBy))
	case x.State == Expected:
		out = append(out, text.M("dossier.note.expected", "due", x.OpenBy))
	case x.State == Open && x.ReviewBy != 0 && x.ReviewBy < on:
		out = append(out, text.M("dossier.note.review-late", "due", x.ReviewBy))
	}
	return out
}

// links lead who keeps dossiers to who looked, and everybody to what they may see of what was declared.
func links(v noun.Value, who actor.Actor, _ when.Day) (out []noun.Link) {
	x := v.(*Dossier)
	if apart(who, x.Person) != nil {
		return []noun.Link{{Label: "dossier.declared", Href: "/declarations?tab=all"}}
	}
	if who.Is(actor.SupervisoryOffice) {
		out = append(out, noun.Link{Label: "dossier.looked", Href: "/dossieraccesses?tab=all&holder=" + x.Person.String()},
			noun.Link{Label: "dossier.declared", Href: "/declarations?tab=all&person=" + x.Person.String()})
	}
	return out
}

// Declarations is the declaration of what is declared.
func (d Commands) Declarations() *noun.Noun {
	return &noun.Noun{Shape: DeclarationShape, See: "declaration.see", List: "declaration.list", Tables: d.Tables,
		Inside: inside, Insight: "declaration.read",
		Outer: []journal.Kind{"declaration.added.v1", "declaration.written.v1", "declaration.signed.v1",
			"declaration.checked.v1", "declaration.filed.v1", "declaration.returned.v1", "declaration.replaced.v1",
			"declaration.correction-asked.v1", "declaration.withdrawn.v1"},
		Columns: []string{"title", "person", "unit", "signedOn", "checkedOn", "filedOn", "state"},
		Filters: []string{"part", "person", "unit", "state"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Drafted, Signed, Checked, Returned)}},
			{Name: "filed", Where: []noun.Cond{noun.StateIs(Filed)}},
			{Name: "replaced", Where: []noun.Cond{noun.StateIs(Replaced)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "signed-on", Column: "signed_on", Down: true}},
		Acts:  []noun.Act{d.sign(), d.rewrite(), d.pass(), d.file(), d.back(), d.correct(), d.take()},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) (out []noun.Link) {
			x := v.(*Declaration)
			out = append(out, noun.Link{Label: "declaration.dossier", Href: "/dossiers/" + x.Dossier.String()})
			if x.Corrects != 0 {
				out = append(out, noun.Link{Label: "declaration.corrected", Href: "/declarations/" + x.Corrects.String()})
			}
			return out
		},
		Beside: []noun.Link{{Label: "dossier.list", Href: "/dossiers"}},
		Waits: []noun.Wait{
			{Acts: []string{"pass"}, Page: "declaration.do.pass",
				Of: func(who actor.Actor, _ when.Day) []noun.Cond {
					if !who.InPerson() || who.Person == 0 {
						return nil
					}
					return []noun.Cond{noun.StateIs(Signed), {Column: "reader", Num: []int64{int64(who.Person)}}}
				},
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					return "pass", []text.Message{text.M("declaration.why.pass")}
				}},
			{Acts: []string{"file"}, Page: "declaration.do.file",
				Of: noun.OfRoles([]noun.Cond{noun.StateIs(Checked)}, actor.SupervisoryOffice),
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					if x := v.(*Declaration); x.Object().Requester.Share(who.Hands()) {
						return "", nil
					}
					return "file", []text.Message{text.M("declaration.why.file")}
				}},
			{Acts: []string{"sign"},
				Of: func(who actor.Actor, _ when.Day) []noun.Cond {
					if !who.InPerson() || who.Person == 0 {
						return nil
					}
					return []noun.Cond{noun.StateIs(Drafted, Returned), {Column: "owner", Num: []int64{int64(who.Person)}}}
				},
				Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
					return "sign", []text.Message{text.M("declaration.why." + v.Head().State)}
				}},
		},
		Tells: []kind.Tell{
			{Of: "declaration.signed.v1", To: []kind.Hearer{kind.ToPerson("reader")}},
			{Of: "declaration.returned.v1", To: []kind.Hearer{kind.ToPerson("owner")}},
			{Of: "declaration.filed.v1", To: []kind.Hearer{kind.ToPerson("owner")}},
		},
	}
}

// Accesses is the declaration of who looks into dossiers.
func (d Commands) Accesses() *noun.Noun {
	return &noun.Noun{Shape: AccessShape, See: "dossieraccess.see", List: "dossieraccess.list", Tables: d.Tables,
		Columns: []string{"name", "unit", "purpose", "asker", "expires", "opened", "state"},
		Filters: []string{"purpose", "unit", "holder", "asker", "state"},
		Tabs: []noun.Tab{
			{Name: "asked", Where: []noun.Cond{noun.StateIs(Asked)}},
			{Name: "given", Where: []noun.Cond{noun.StateIs(Given)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "expires", Least: int64(today), Below: int64(when.Open)}}
			}},
			{Name: "over", Where: []noun.Cond{noun.StateIs(Given)}, Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{{Column: "expires", Below: int64(today)}}
			}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "expires", Column: "expires"}},
		Acts:  []noun.Act{d.openAct(), d.approve(), d.refuse(), d.drop()},
		Notes: accessNotes,
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "declaration.dossier", Href: "/dossiers/" + v.(*Access).Dossier.String()}}
		},
		Beside: []noun.Link{{Label: "dossier.list", Href: "/dossiers"}},
		Waits: []noun.Wait{{Acts: []string{"approve"}, Page: "dossieraccess.do.approve",
			Of: noun.OfRoles([]noun.Cond{noun.StateIs(Asked)}, actor.SupervisoryOffice),
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if v.(*Access).Object().Requester.Share(who.Hands()) {
					return "", nil
				}
				return "approve", []text.Message{text.M("dossieraccess.why.approve")}
			}}},
		Tells: []kind.Tell{
			{Of: "dossieraccess.approved.v1", To: []kind.Hearer{kind.ToPerson("asker")}},
			{Of: "dossieraccess.refused.v1", To: []kind.Hearer{kind.ToPerson("asker")}},
		},
	}
}

func accessNotes(v noun.Value, on when.Day) (out []text.Message) {
	switch a := v.(*Access); {
	case a.Over(on):
		out = append(out, text.M("dossieraccess.over", "day", a.Expires))
	case a.State == Given:
		out = append(out, text.M("dossieraccess.note.given", "day", a.Expires))
	case a.State == Asked:
		out = append(out, text.M("dossieraccess.note.asked"))
	}
	return slices.Clip(out)
}
