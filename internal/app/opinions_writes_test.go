package app

import (
	"fmt"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/ref"
)

// opinionSteps are a request's steps in their order.
var opinionSteps = []string{"add", opinions.ListAct, opinions.AnswerAct, "submit", "pass"}

// requested plays a request about 曙坪镇's discipline secretary up to a step, that step included.
func (p *programs) requested(upTo string, no int) ref.ID {
	p.Helper()
	var id ref.ID
	must := func(login, name string, in any) {
		p.Helper()
		if _, wrong := p.does(login, ref.Opinion, name, id, in); wrong != "" {
			p.Fatalf("%s cannot %s: %s", login, name, wrong)
		}
	}
	for _, step := range opinionSteps {
		switch step {
		case "add":
			x := p.newOpinion(no, "组织部")
			must("jiandu-jb", step, x)
			id = x.ID
		case opinions.ListAct:
			must("jiandu-jb", step, &opinions.Listing{Names: "刘远征\t曙坪镇"})
		case opinions.AnswerAct:
			p.answered(id)
		case "submit":
			must("jiandu-jb", step, nil)
		case "pass":
			must("jiandu", step, &noun.Said{Text: "同意"})
		}
		if step == upTo {
			break
		}
	}
	return id
}

// candidate is the one person of a request, and an answer other than the one proposed.
func (p *programs) candidate(request ref.ID) (id ref.ID, other string) {
	p.Helper()
	c := p.candidates(request)[0]
	if c.Proposed == opinions.Defer {
		return c.ID, opinions.Closed
	}
	return c.ID, opinions.Defer
}

// opinionWrites are the writes of requests for integrity opinions and of the people in them.
func (p *programs) opinionWrites(deeds map[string]func() write, next func() int) {
	body := func() string {
		x := p.newOpinion(next(), "组织部")
		return fmt.Sprintf(`{"title":%q,"office":%d,"letterNo":%q,"receivedOn":"%s","purpose":%q}`, x.Title, x.Office,
			x.LetterNo, x.ReceivedOn, x.Purpose)
	}
	at := func(id, after, name, body string) {
		deeds[id] = func() write { return write{fmt.Sprintf("/opinions/%d/%s", p.requested(after, next()), name), body} }
	}
	deeds["addOpinion"] = func() write { return write{"/opinions", body()} }
	deeds["changeOpinion"] = func() write {
		return write{fmt.Sprintf("/opinions/%d/change", p.requested("add", next())),
			`{"reason":"更正","version":1,` + body()[1:]}
	}
	at("nameOpinion", "add", "name", `{"names":"刘远征\t曙坪镇"}`)
	deeds["answerOpinion"] = func() write {
		id := p.requested(opinions.ListAct, next())
		return write{fmt.Sprintf("/opinions/%d/answer", id), fmt.Sprintf(`{"section":%q,"text":"没有不同意见"}`,
			p.opinion(id).Left()[0])}
	}
	at("proposeOpinion", opinions.ListAct, "propose", "")
	at("submitOpinion", opinions.AnswerAct, "submit", "")
	at("passOpinion", "submit", "pass", `{"view":"同意"}`)
	at("returnOpinion", "submit", "return", `{"reason":"再核"}`)
	at("withdrawOpinion", "pass", "withdraw", `{"why":"来函撤回"}`)
	out := func() ref.ID {
		id := p.requested("pass", next())
		for _, kind := range []bodies.BodyKind{bodies.CountyDiscipline, bodies.CountyCommittee} {
			if no := p.signs(kind, id); no != "" {
				p.Fatal(kind, no)
			}
		}
		return id
	}
	deeds["askCancelOpinion"] = func() write {
		return write{fmt.Sprintf("/opinions/%d/ask-cancel", out()), `{"reason":"发文有误"}`}
	}
	for _, name := range []string{"cancel", "keep"} {
		deeds[name+"Opinion"] = func() write {
			id := out()
			if _, no := p.does("jiandu-jb", ref.Opinion, "ask-cancel", id, &noun.Said{Text: "发文有误"}); no != "" {
				p.Fatal(no)
			}
			return write{fmt.Sprintf("/opinions/%d/%s", id, name), ""}
		}
	}

	of := func(id, name string, body func(request ref.ID, other string) string) {
		deeds[id] = func() write {
			request := p.requested(opinions.ListAct, next())
			one, other := p.candidate(request)
			return write{fmt.Sprintf("/candidates/%d/%s", one, name), body(one, other)}
		}
	}
	of("leadCandidate", "lead", func(ref.ID, string) string {
		return fmt.Sprintf(`{"leadAs":%q,"leadNo":"信〔2026〕%d号"}`, opinions.Pending, next())
	})
	of("differCandidate", "differ", func(_ ref.ID, other string) string {
		return fmt.Sprintf(`{"section":"petition","answer":%q,"reason":"正在核实"}`, other)
	})
	of("settleCandidate", "settle", func(one ref.ID, other string) string {
		if _, no := p.does("jiandu-jb", ref.Candidate, "differ", one, &opinions.Differ{Section: "petition", Answer: other,
			Reason: "正在核实"}); no != "" {
			p.Fatal(no)
		}
		return fmt.Sprintf(`{"answer":%q,"reason":"已核实"}`, other)
	})
	of("dropCandidate", "drop", func(ref.ID, string) string { return `{"why":"来函更正"}` })
}
