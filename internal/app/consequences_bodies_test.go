package app

import (
	"slices"
	"testing"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/ref"
)

// bodyFollows are what followed from a ruling on a body: kinds and states.
func (v *visitors) bodyFollows(ruling ref.ID) (out []string, last *consequences.Consequence) {
	v.Helper()
	for _, x := range every[*consequences.Consequence](v, ref.Consequence) {
		if x.Ruling == ruling {
			out, last = append(out, x.Kind+" "+x.State), x
		}
	}
	slices.Sort(out)
	return out, last
}

// A ruling on a body brings what the table says with its service and not before; who heads the body sees it and no
// clerk does; all of it is void by the decision on the appeal, with its number, and kept.
func TestRulingOnBodyBringsConsequences(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := &programs{visitors: v}
		to := func(step string, in any) any {
			if x, ok := in.(*matters.Proposal); ok {
				x.Outcome = "body-circular"
			}
			return in
		}
		x := p.newMatter(41)
		x.Target, x.Person = matters.Body, 0
		m := p.inquiresInto(x, "decide", 41, to)
		if got, _ := v.bodyFollows(m.ruling); len(got) != 0 {
			t.Errorf("not served, and %v follows", got)
		}
		p.must("zhuti-jb", ref.Ruling, "serve", m.ruling, &matters.Serving{On: v.h.Clock().Day(), How: "留置送达",
			Witness: "王某、李某", Remark: "拒绝签收"})
		v.sees(v.ask("zhuti-jb", "GET", "/rulings/"+m.ruling.String()), 200, "见证人", "王某、李某", "拒绝签收")
		got, one := v.bodyFollows(m.ruling)
		if !slices.Equal(got, []string{"assessment open", "barred open", "circular open"}) {
			t.Fatalf("served: %v", got)
		}
		at := "/consequences/" + one.ID.String()
		v.sees(v.ask("shuping-jw", "GET", at), 200)
		v.sees(v.ask("shuping-lly", "GET", at), 404)
		p.must("shuping-jw", ref.Ruling, "appeal", m.ruling, &matters.Writing{Text: "认定过重"})
		all := every[*matters.Appeal](v, ref.Appeal)
		appeal := all[len(all)-1].ID
		p.must("zhuti-jb", ref.Appeal, "assign", appeal, &matters.Judging{Person: v.actor("jiandu").Person})
		by := "镇廉组发〔2026〕842号"
		decide := &matters.Answering{Answer: matters.Upheld, Reason: "认定有误", Decision: by, Organ: "领导小组", Back: 100}
		if _, no := p.does("jiandu", ref.Appeal, "decide", appeal, decide); no != "back appeal.back.none" {
			t.Errorf("points with an upheld appeal: %q", no)
		}
		decide.Back = 0
		p.must("jiandu", ref.Appeal, "decide", appeal, decide)
		got, one = v.bodyFollows(m.ruling)
		if !slices.Equal(got, []string{"assessment void", "barred void", "circular void"}) || one.Undone != by {
			t.Errorf("upheld: %v by %q", got, one.Undone)
		}
	})
}

// A changed ruling gives back as many points as its decision says, of the circular first and then of the case; not more
// than was deducted, and nothing where the matter rests on nothing.
func TestAppealGivesPartOfThePointsBack(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := &programs{visitors: v}
		changed := func(points int64) *matters.Answering {
			return &matters.Answering{Answer: matters.Changed, Reason: "认定偏重", Outcome: "leader-admonition",
				Decision: "镇廉组发〔2026〕851号", Organ: "领导小组", Back: points}
		}
		m := p.inquires("assign", 51)
		if _, no := p.does("jiandu", ref.Appeal, "decide", m.appeal, changed(50)); no != "back appeal.back.nothing" {
			t.Errorf("it rests on nothing: %q", no)
		}
		circular, mention := v.circulated(51, "sent")
		p.must("zhuti-jb", ref.Matter, "cite", m.matter, &matters.Citing{Circulars: v.circular(circular).Document})
		if _, no := p.does("jiandu", ref.Appeal, "decide", m.appeal, changed(151)); no != "back appeal.back.most" {
			t.Errorf("more than was deducted: %q", no)
		}
		body := v.newTalkBody()
		before := v.standing(body).Sheet.Deducted
		p.must("jiandu", ref.Appeal, "decide", m.appeal, changed(50))
		if x := v.mention(mention); x.Effect() != -100 || x.Was != 150 || x.State != "issued" {
			t.Errorf("the mention: %+v", x)
		}
		if now := v.standing(body).Sheet.Deducted; now != before-50 {
			t.Errorf("deducted %d, before %d", now, before)
		}
	})
}
