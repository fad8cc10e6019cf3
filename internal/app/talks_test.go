package app

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// talkWrites are the writes of talks: each on one that stands where it is for. Time cannot
// be waited for here: what comes later is put on record as having come.
func (p *programs) talkWrites(deeds map[string]func() write, next func() int) {
	delete(deeds, "paperTalk") // by files: TestFilesByTheAPI
	delete(deeds, "signTalk")  // in person, by no program
	at := func(name, state, kind, body string) {
		deeds[name+"Talk"] = func() write {
			n := next()
			if body != "" {
				return write{fmt.Sprintf("/talks/%d/%s", p.talked(n, state, kind), name), fmt.Sprintf(body, n)}
			}
			return write{fmt.Sprintf("/talks/%d/%s", p.talked(n, state, kind), name), ""}
		}
	}
	today := p.h.Clock().Day()
	add := func() write {
		n := next()
		x := p.talkOf(n, talks.Admonition)
		return write{"/talks", fmt.Sprintf(`{"kind":"admonition","formal":true,"body":%d,"person":%d,"talker":%d,"day":"%s",`+
			`"clock":"15:00","place":"谈话室","subject":"谈话%d","ground":"条例","discipline":"work"}`,
			x.Body, x.Person, x.Talker, x.Day, n)}
	}
	deeds["addTalk"] = add
	deeds["changeTalk"] = func() write {
		w, n := add(), next()
		id := p.talked(n, talks.Asked, talks.Admonition)
		x, _, err := p.h.DB.One(p.Context(), ref.Talk, id)
		if err != nil {
			p.Fatal(err)
		}
		return write{fmt.Sprintf("/talks/%d/change", id), fmt.Sprintf(`{"reason":"改%d","version":%d,`, n,
			x.Head().Version) + w.body[1:]}
	}
	day := fmt.Sprintf(`{"day":"%s","clock":"15:00","place":"谈话室%%d"}`, today+14)
	said := fmt.Sprintf(`{"day":"%s","clock":"15:00","place":"谈话室","content":"谈了%%d"}`, today)
	at("approve", talks.Asked, talks.Admonition, `{"opinion":"同意%d"}`)
	at("refuse", talks.Asked, talks.Admonition, `{"reason":"不同意%d"}`)
	at("notify", talks.Planned, talks.Admonition, day)
	at("hold", talks.Planned, talks.Integrity, said)
	at("decline", talks.Held, talks.Integrity, `{"reason":"不认可%d"}`)
	at("report", talks.Signed, talks.Admonition, `{"report":"已整改%d"}`)
	at("pass", talks.Reported, talks.Admonition, `{"finding":"到位%d"}`)
	at("again", talks.Reported, talks.Admonition, `{"reason":"不全%d"}`)
	at("follow", talks.Following, talks.Admonition, `{"follow":"改正%d","mended":"mended"}`)
	at("close", talks.Signed, talks.Integrity, "")
	at("withdraw", talks.Asked, talks.Admonition, `{"reason":"不谈了%d"}`)
}

// talkOf is a talk of the head of 曙坪镇 with the discipline secretary of the town.
func (p *programs) talkOf(n int, kind string) *talks.Talk {
	x := &talks.Talk{Kind: kind, Formal: kind == talks.Admonition, Person: p.actor("shuping-jw").Person,
		Talker: p.actor("shuping").Person, Day: p.h.Clock().Day() + 14, Clock: "15:00", Place: "谈话室",
		Reason: fmt.Sprint("谈话", n), Ground: "条例", Discipline: "work"}
	for _, b := range p.county.Seated(p.unit("曙坪镇")) {
		if b.Kind == bodies.DisciplineCommittee {
			x.Body = b.ID
		}
	}
	return x
}

// talked is one on record, in a state.
func (p *programs) talked(n int, state, kind string) ref.ID {
	p.Helper()
	x := p.talkOf(n, kind)
	a, _ := p.h.Noun(ref.Talk).Act("add")
	r, err := a.Do(p.Context(), noun.Call{Command: act.Command{Actor: p.actor("jiandu-jb")}, In: x})
	if err != nil {
		p.Fatal(err)
	}
	c := act.Command{Actor: p.actor("jiandu-jb"), Verb: "talk.change"}
	at := noun.At{ID: r.Object.ID}
	if _, err := noun.Step(context.Background(), p.h.talks().Door, c, talks.Shape, at, "talk.changed.v1",
		func(_ noun.Tx, t *talks.Talk) ([]act.Fact, error) {
			if t.State = state; state != talks.Asked && state != talks.Planned {
				t.Told, t.Due = t.Person, p.h.Clock().Day()
			}
			return nil, nil
		}); err != nil {
		p.Fatal(err)
	}
	return r.Object.ID
}

// exampleSigned is a talk of 曙坪镇 whose record was signed.
func (v *visitors) exampleSigned() string {
	all, err := v.h.DB.AllOf(v.Context(), ref.Talk, 1)
	for _, x := range all {
		if t := x.(*talks.Talk); t.Frozen != "" && t.Unit == v.unit("曙坪镇") {
			return t.ID.String()
		}
	}
	v.Fatal("no talk was held", err)
	return ""
}
