package honours

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Nouns are honours and objections to them.
func (d Commands) Nouns() []*noun.Noun { return []*noun.Noun{d.noun(), d.protests()} }

func (d Commands) noun() *noun.Noun {
	k := d.keeper()
	office := func(conds ...noun.Cond) func(actor.Actor, when.Day) []noun.Cond {
		return noun.OfRoles(conds, actor.PrincipalOffice)
	}
	return &noun.Noun{Shape: d.shape(), See: "honour.see", List: "honour.list", Tables: d.Tables, Span: "approvedOn",
		Columns: []string{"number", "kind", "year", "body", "person", "noticeUntil", "approvedOn", "state"},
		Filters: []string{"kind", "year", "body", "unit", "state"},
		About:   noun.About{Person: "person", Unit: "unit", Shows: []string{"year", "approvedOn"}},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Nominated, Noticed)}},
			{Name: "public", Where: []noun.Cond{noun.StateIs(Noticed)}},
			{Name: "given", Where: []noun.Cond{noun.StateIs(Approved)}},
			{Name: "revoked", Where: []noun.Cond{noun.StateIs(Revoked)}},
			{Name: "undone", Where: []noun.Cond{noun.StateIs(Declined, Revoked, Withdrawn)}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "year", Column: "year", Down: true},
			{Name: "number", Column: noun.SerialColumn, Down: true}},
		Acts: []noun.Act{k.AddAct("Nominate a team or a model, after the check"), d.notice(), d.approve(), d.publish(),
			d.object(), k.ChangeAct("Write a nomination anew, before it is public"), d.decline(), d.revoke(), d.withdraw()},
		Fits: fits,
		// Why an honour was not given, or was taken away, is not for everybody to read.
		Inside: func(v noun.Value) access.Object { return v.(*Honour).Object() }, Insight: "honour.know",
		Outer: []journal.Kind{"honour.noticed.v1", "honour.approved.v1", "honour.published.v1", "honour.revoked.v1"},
		Notes: notes, Forms: d.forms(),
		Waits: []noun.Wait{
			{Acts: []string{"notice"}, Of: office(noun.StateIs(Nominated)),
				Act: func(actor.Actor, noun.Value) (string, []text.Message) {
					return "notice", []text.Message{text.M("honour.why.notice")}
				}},
			{Acts: []string{"publish"}, Of: office(noun.StateIs(Approved), noun.Cond{Column: "public_on", Num: []int64{0}}),
				Act: func(actor.Actor, noun.Value) (string, []text.Message) {
					return "publish", []text.Message{text.M("honour.why.publish")}
				}},
			{Acts: []string{"approve"}, Of: func(who actor.Actor, today when.Day) []noun.Cond {
				return noun.OfRoles([]noun.Cond{noun.StateIs(Noticed), {Column: "notice_until", Below: int64(today)}},
					actor.LeadingGroup)(who, today)
			}, Act: func(_ actor.Actor, v noun.Value) (string, []text.Message) {
				return "approve", []text.Message{text.M("honour.why.approve", "until", v.(*Honour).NoticeUntil)}
			}},
		},
		Tells: []kind.Tell{
			{Of: "honour.approved.v1", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
			{Of: "honour.revoked.v1", To: []kind.Hearer{kind.ToPerson("person"), kind.ToUnit}},
		},
	}
}

func (d Commands) protests() *noun.Noun {
	raised := noun.StateIs(Raised)
	return &noun.Noun{Shape: ProtestShape, See: "protest.see", List: "protest.list", Tables: d.Tables, Span: "due",
		Columns: []string{"title", "raisedBy", "due", "answeredOn", "state"}, Filters: []string{"year", "state"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{raised}},
			{Name: "late", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{raised, {Column: "due", Below: int64(today)}}
			}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "due", Column: "due"}, {Name: "new", Column: "id", Down: true}},
		Acts:  []noun.Act{d.decide()},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			return []noun.Link{{Label: "protest.of", Href: "/honours/" + v.(*Protest).Honour.String()}}
		},
		Waits: []noun.Wait{{Acts: []string{"decide"},
			Of: noun.OfRoles([]noun.Cond{raised}, actor.PrincipalOffice, actor.SupervisoryOffice),
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				if p := v.(*Protest); who.Hands().Share(p.by()) || who.Hands().Has(p.RaisedBy) {
					return "", nil
				}
				return "decide", []text.Message{text.M("protest.why.decide")}
			},
			Due: func(v noun.Value) when.Day { return v.(*Protest).Due }}},
		Tells: []kind.Tell{{Of: "protest.decided.v1", To: []kind.Hearer{kind.ToPerson("raised-by")}}},
	}
}

// notes say what is to be known of one on a day.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	h := v.(*Honour)
	if h.Checked != 0 && h.State != Withdrawn {
		out = append(out, text.M("honour.note.checked", "on", h.Checked))
	}
	switch h.State {
	case Noticed:
		if on <= h.NoticeUntil {
			out = append(out, text.M("honour.note.public", "until", h.NoticeUntil))
		} else {
			out = append(out, text.M("honour.note.ripe", "until", h.NoticeUntil))
		}
	case Approved:
		if h.PublicOn == 0 {
			out = append(out, text.M("honour.note.unpublished"))
		}
	case Revoked:
		out = append(out, text.M("honour.note.revoked", "number", h.RevokeNo, "on", h.RevokedOn))
	case Declined:
		out = append(out, text.M("honour.note.declined"))
	}
	return out
}
