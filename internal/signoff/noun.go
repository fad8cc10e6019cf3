package signoff

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The acts that a page of their own leads to.
const (
	SignAct   = "sign"
	FreezeAct = "freeze"
)

// Noun is the whole declaration of papers for signature.
func (d Commands) Noun() *noun.Noun {
	k := d.keeper()
	in := func(states ...string) []noun.Cond { return []noun.Cond{{Column: "state", Text: states}} }
	answer := func(v noun.Value) error { return waits(v.(*Paper)) }
	return &noun.Noun{Shape: Shape, See: "signoff.see", List: "signoff.list", Tables: d.Tables,
		Columns: []string{"title", "kind", "body", "year", "newest", "endorsed", "document", "state"},
		Filters: []string{"kind", "body", "year", "unit", "side", "state"},
		Tabs: []noun.Tab{
			{Name: "waiting", Where: in(Waiting)},
			{Name: "signed", Where: in(Signed)},
			{Name: "issued", Where: in(Issued)},
			{Name: "back", Where: in(Draft, Returned)},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}, {Name: "year", Column: "year", Down: true},
			{Name: "title", Column: "title", Text: true}},
		Acts: []noun.Act{
			k.AddAct("Put a paper on record that is to be signed"),
			{Name: SignAct, Verb: "signoff.sign", Records: kindSigned, Main: true, Screen: true,
				Summary: "Sign the newest version in person", Fields: signing, New: func() any { return &Signing{} },
				Rule: noun.MayDo(answer), For: isFirst, Do: d.sign},
			{Name: "return", Verb: "signoff.return", Records: "signoff.returned.v1", Main: true, Danger: true,
				Guarded: true, Screen: true, Summary: "Return the newest version to be changed", Fields: returning,
				New: func() any { return &Returning{} }, Rule: noun.MayDo(answer), For: isFirst, Do: d.giveBack},
			{Name: FreezeAct, Path: "versions", Verb: "signoff.freeze", Records: "signoff.frozen.v1", Main: true,
				Made: true, Summary: "Freeze the next version: the text that was typed, or the rows of the list as they stand",
				Fields: freezing, New: func() any { return &Freezing{} }, Do: d.freeze},
			{Name: "issue", Verb: "signoff.issue", Records: "signoff.issued.v1", Main: true,
				Summary: "Issue the version that was signed, with its day and number", Fields: issuing,
				New: func() any { return &Issuing{} }, Offer: func(v noun.Value) bool { return mayIssue(v.(*Paper)) == nil },
				Rule: noun.MayDo(func(v noun.Value) error { return mayIssue(v.(*Paper)) }), Do: d.issue},
			k.ChangeAct("Say anew what a paper is called, or what it says"),
		},
		Links: func(noun.Value, actor.Actor, when.Day) []noun.Link {
			return []noun.Link{{Label: "signoff.check", Href: "/signoff/check"}}
		},
		Fits:  func(_ string, k bodies.BodyKind) bool { return Signs(k) },
		Notes: notes,
		Tells: tells, Recall: &recall,
		Seen: d.seen,
		Waits: []noun.Wait{
			{Acts: []string{SignAct}, Of: forSignature, Act: byFirst},
			{Acts: []string{FreezeAct}, Of: ofClerk(Returned), Act: byClerk},
			{Acts: []string{FreezeAct}, Of: ofClerk(Signed, Issued), Act: anew, Only: d.changed,
				Told: func(v noun.Value) (string, int64) { return "signoff.stale", v.(*Paper).Endorsed }},
			{Of: bySigner, Only: d.changed, Heard: "signed",
				Told: func(v noun.Value) (string, int64) { return "signoff.stale-signed", v.Head().Version }},
		},
	}
}

// notes say how a paper's versions stand to its signature.
func notes(v noun.Value, _ when.Day) (out []text.Message) {
	p := v.(*Paper)
	switch {
	case p.Newest == 0:
		out = append(out, text.M("signoff.note.unfrozen"))
	case p.Newest > p.Endorsed && p.Endorsed != 0:
		out = append(out, text.M("signoff.note.newer", "version", p.Newest, "signed", p.Endorsed))
	}
	if p.State == Returned && p.Return != "" {
		out = append(out, text.M("signoff.note.returned", "reason", p.Return))
	}
	if p.Released != 0 && p.State != Issued {
		out = append(out, text.M("signoff.note.released", "version", p.Released, "on", p.IssuedOn,
			"document", p.Document))
	}
	return out
}

// grantsAs are the bodies, or the units, in which somebody holds a role.
func grantsAs(who actor.Actor, role actor.Role, of func(actor.Grant) []int64) (out []int64) {
	for _, g := range who.Grants {
		if g.Role == role {
			out = append(out, of(g)...)
		}
	}
	return out
}

// forSignature are the papers that wait for the first responsible person of a body.
func forSignature(who actor.Actor, _ when.Day) []noun.Cond {
	list := grantsAs(who, actor.FirstResponsible, func(g actor.Grant) []int64 { return []int64{int64(g.Body)} })
	if len(list) == 0 {
		return nil
	}
	return []noun.Cond{{Column: "state", Text: []string{Waiting}}, {Column: "body", Num: list}}
}

// isFirst says that somebody is the first responsible person of the paper's body.
func isFirst(who actor.Actor, v noun.Value) bool {
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return g.Role == actor.FirstResponsible && g.Body == v.(*Paper).Body
	})
}

// bySigner are the papers of which a version was signed for the body that somebody is the first responsible person of.
// That such a one went stale is told for each version of it, and again for each change of a text that is typed.
func bySigner(who actor.Actor, today when.Day) []noun.Cond {
	out := forSignature(who, today)
	if out != nil {
		out[0].Text = []string{Signed, Issued}
	}
	return out
}

func byFirst(who actor.Actor, v noun.Value) (string, []text.Message) {
	if !isFirst(who, v) {
		return "", nil
	}
	return SignAct, []text.Message{text.M("signoff.why.first", "version", v.(*Paper).Newest)}
}

// ofClerk are the papers of a clerk's units that are in some states.
func ofClerk(states ...string) func(who actor.Actor, _ when.Day) []noun.Cond {
	return func(who actor.Actor, _ when.Day) []noun.Cond {
		list := grantsAs(who, actor.Clerk, func(g actor.Grant) (out []int64) {
			for _, u := range g.Own {
				out = append(out, int64(u))
			}
			return out
		})
		if len(list) == 0 {
			return nil
		}
		return []noun.Cond{{Column: "state", Text: states}, {Column: "unit", Num: list}}
	}
}

// anew asks a clerk for the next version of what was changed since it was signed.
func anew(_ actor.Actor, v noun.Value) (string, []text.Message) {
	return FreezeAct, []text.Message{text.M("signoff.note.stale", "version", v.(*Paper).Endorsed)}
}

func byClerk(_ actor.Actor, v noun.Value) (string, []text.Message) {
	return FreezeAct, []text.Message{text.M("signoff.note.returned", "reason", v.(*Paper).Return)}
}
