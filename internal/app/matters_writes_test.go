package app

import (
	"context"
	"fmt"
	"strings"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// inquiry is a matter with what came of it so far.
type inquiry struct{ matter, hearing, ruling, appeal ref.ID }

// matterSteps are a matter's steps in their order, each by whose it is.
var matterSteps = []string{"add", "open", "appoint", "panel", "show", "answer", "report", "sign", "signed", "propose",
	"approve", "decide", "serve", "appeal", "assign"}

// inquires plays a matter about 曙坪镇's discipline secretary up to a step, that step included.
func (p *programs) inquires(upTo string, no int) (out inquiry) {
	p.Helper()
	return p.inquiresInto(p.newMatter(no), upTo, no, func(_ string, in any) any { return in })
}

// inquiresInto does so with a matter that is proposed, and each input changed as it is to be.
func (p *programs) inquiresInto(x *matters.Matter, upTo string, no int, to func(step string, in any) any) (
	out inquiry) {
	p.Helper()
	today := p.h.Clock().Day()
	must := func(login string, of ref.Kind, name string, id ref.ID, in any) {
		p.Helper()
		if _, wrong := p.does(login, of, name, id, to(name, in)); wrong != "" {
			p.Fatalf("%s cannot %s: %s", login, name, wrong)
		}
	}
	for _, step := range matterSteps {
		switch step {
		case "add":
			must("zhuti-jb", ref.Matter, "add", 0, x)
			out.matter = x.ID
		case "open", "approve":
			must("lingdao", ref.Matter, step, out.matter, &noun.Said{Text: "同意"})
		case "appoint":
			must("zhuti-jb", ref.Matter, step, out.matter, &matters.Seat{Person: p.actor("zhuti").Person, Declared: true})
		case "panel":
			must("zhuti-jb", ref.Matter, "appoint", out.matter,
				&matters.Seat{Person: p.actor("jiandu-jb").Person, Declared: true})
		case "show":
			must("zhuti", ref.Matter, step, out.matter, &matters.Writing{Text: "未按期报告"})
		case "answer":
			must("shuping-jw", ref.Hearing, step, out.hearing, &matters.Account{View: matters.Agrees})
		case "report":
			must("zhuti", ref.Matter, step, out.matter, &matters.Writing{Text: "属实"})
		case "sign":
			must("zhuti", ref.Matter, step, out.matter, nil)
		case "signed":
			must("jiandu-jb", ref.Matter, "sign", out.matter, nil)
		case "propose":
			must("zhuti-jb", ref.Matter, step, out.matter,
				&matters.Proposal{Result: matters.Pursue, Outcome: "leader-circular", Ground: "第七条"})
		case "decide":
			must("zhuti-jb", ref.Matter, step, out.matter, &matters.Deciding{
				Decision: fmt.Sprintf("镇廉组发〔2026〕%d号", 700+no), Organ: "领导小组", Text: "予以通报"})
		case "serve":
			must("zhuti-jb", ref.Ruling, step, out.ruling, &matters.Serving{On: today, How: "当面送达"})
		case "appeal":
			must("shuping-jw", ref.Ruling, step, out.ruling, &matters.Writing{Text: "认定过重"})
			list := every[*matters.Appeal](p.visitors, ref.Appeal)
			out.appeal = list[len(list)-1].ID
		case "assign":
			must("zhuti-jb", ref.Appeal, step, out.appeal, &matters.Judging{Person: p.actor("jiandu").Person})
		}
		v, _, err := p.h.DB.One(context.Background(), ref.Matter, out.matter)
		if err != nil {
			p.Fatal(err)
		}
		out.hearing, out.ruling = v.(*matters.Matter).Hearing, v.(*matters.Matter).Ruling
		if step == upTo {
			return out
		}
	}
	p.Fatal("no step " + upTo)
	return out
}

// newMatter is one that nobody proposed yet.
func (p *programs) newMatter(no int) *matters.Matter {
	object := p.actor("shuping-jw")
	return &matters.Matter{Source: matters.Inaction, Target: matters.Leader, Person: object.Person,
		Body: object.Grants[0].Body, Situation: "duties", Kind: matters.Important, FactsOn: p.h.Clock().Day() - 30,
		Facts: fmt.Sprintf("第%d项工作未按期报告", no), Proposal: "open", Reason: "影响较大"}
}

// matterWrites are the writes of matters of accountability and of what comes of them.
func (p *programs) matterWrites(deeds map[string]func() write, next func() int) {
	body := func() string {
		m := p.newMatter(next())
		return fmt.Sprintf(`{"source":%q,"target":%q,"person":%d,"body":%d,"situation":%q,"kind":%q,"factsOn":"%s",`+
			`"facts":%q,"proposal":"open","cause":"影响较大"}`, m.Source, m.Target, m.Person, m.Body, m.Situation, m.Kind,
			m.FactsOn, m.Facts)
	}
	deeds["addMatter"] = func() write { return write{"/matters", body()} }
	deeds["changeMatter"] = func() write {
		return write{fmt.Sprintf("/matters/%d/change", p.inquires("add", next()).matter),
			`{"reason":"更正","version":1,` + body()[1:]}
	}
	at := func(id, after, path, body string, of func(inquiry) ref.ID) {
		deeds[id] = func() write {
			noun, act, _ := strings.Cut(path, " ")
			return write{fmt.Sprintf("/%s/%d/%s", noun, of(p.inquires(after, next())), act),
				strings.ReplaceAll(body, "%d", fmt.Sprint(next()))}
		}
	}
	matter := func(h inquiry) ref.ID { return h.matter }
	ruling := func(h inquiry) ref.ID { return h.ruling }
	at("openMatter", "add", "matters open", `{"reason":"同意%d"}`, matter)
	at("refuseMatter", "add", "matters refuse", `{"reason":"不够条件%d"}`, matter)
	at("withdrawMatter", "add", "matters withdraw", `{"why":"重复%d"}`, matter)
	at("appointMatter", "open", "matters appoint",
		fmt.Sprintf(`{"person":%s,"declared":true}`, p.actor("zhuti").Person), matter)
	at("dismissMatter", "panel", "matters dismiss", fmt.Sprintf(`{"person":%s,"reason":"回避%%d"}`,
		p.actor("jiandu-jb").Person), matter)
	at("showMatter", "panel", "matters show", `{"facts":"未按期报告%d"}`, matter)
	at("reportMatter", "answer", "matters report", `{"report":"属实%d"}`, matter)
	at("signMatter", "report", "matters sign", "", matter)
	at("proposeMatter", "signed", "matters propose",
		`{"result":"pursue","outcome":"leader-circular","ground":"第七条%d"}`, matter)
	at("approveMatter", "propose", "matters approve", `{"opinion":"同意%d"}`, matter)
	at("sendBackMatter", "propose", "matters send-back", `{"reason":"再核%d"}`, matter)
	deeds["citeMatter"] = func() write {
		n := next()
		id, _ := p.circulated(n, letter.Sent)
		return write{fmt.Sprintf("/matters/%d/cite", p.inquires("open", n).matter),
			fmt.Sprintf(`{"circulars":%q}`, p.circular(id).Document)}
	}
	at("decideMatter", "approve", "matters decide",
		`{"decision":"镇廉组发〔2026〕%d号","organ":"领导小组","text":"予以通报"}`, matter)
	at("answerHearing", "show", "hearings answer", `{"view":"agrees"}`, func(h inquiry) ref.ID { return h.hearing })
	at("refuseHearing", "show", "hearings refuse", `{"how":"当面拒签%d"}`, func(h inquiry) ref.ID { return h.hearing })
	at("serveRuling", "decide", "rulings serve", fmt.Sprintf(`{"servedOn":"%s","how":"当面%%d"}`, p.h.Clock().Day()), ruling)
	at("informRuling", "serve", "rulings inform", `{"how":"当面%d"}`, ruling)
	at("appealRuling", "serve", "rulings appeal", `{"claim":"过重%d"}`, ruling)
	at("assignAppeal", "appeal", "appeals assign", fmt.Sprintf(`{"person":%s}`, p.actor("jiandu").Person),
		func(h inquiry) ref.ID { return h.appeal })
	at("decideAppeal", "assign", "appeals decide", `{"answer":"dismissed","reason":"维持%d"}`,
		func(h inquiry) ref.ID { return h.appeal })
	at("retractAppeal", "appeal", "appeals retract", "", func(h inquiry) ref.ID { return h.appeal })
	// With proof, after it, to a successor: TestMatterLife.
	for _, id := range []string{"executeRuling", "closeMatter", "readdressMatter"} {
		delete(deeds, id)
	}
}
