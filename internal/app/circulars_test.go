package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
	"shuangze/internal/when"
)

// circulated brings a circular of 曙坪镇's committee to all towns, which names 曙坪镇, to a state.
func (v *visitors) circulated(no int, state string) (circular, mention ref.ID) {
	v.Helper()
	return v.circulatedOf(no, state, int64(v.h.Clock().Day().Year()))
}

// circulatedOf does so for the assessment of a year.
func (v *visitors) circulatedOf(no int, state string, year int64) (circular, mention ref.ID) {
	v.Helper()
	x := &circulars.Circular{Kind: circulars.Both, Reach: circulars.System, Category: "town", Term: "q1",
		Covers: year, Demands: "举一反三。", Life: letter.Life{Word: "party-committee",
			Title: fmt.Sprintf("关于第%d次检查的通报", no), Text: "现通报如下。"}}
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind == bodies.PartyCommittee {
			x.Organ = b.ID
		}
	}
	do := func(login string, of ref.Kind, act string, id ref.ID, in any) ref.ID {
		v.Helper()
		made, refused := v.does(login, of, act, id, in)
		if refused != "" {
			v.Fatal(act, refused)
		}
		return made
	}
	circular = do("shuping-lly", ref.Circular, "add", 0, x)
	mention = do("shuping-lly", ref.Mention, "add", 0, &circulars.Mention{Circular: circular, Points: 150,
		Verdict: circulars.Criticise, Named: v.unit("曙坪镇"), Fact: fmt.Sprint("台账登记不及时", no), Grounds: "根据《办法》第五条"})
	for _, s := range dispatchSteps {
		if v.circular(circular).State == state {
			break
		}
		do(s.login, ref.Circular, s.act, circular, s.in)
	}
	return circular, mention
}

func (v *visitors) circular(id ref.ID) *circulars.Circular {
	v.Helper()
	x, ok, err := v.h.DB.One(context.Background(), ref.Circular, id)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	return x.(*circulars.Circular)
}

func (v *visitors) mention(id ref.ID) *circulars.Mention {
	v.Helper()
	x, ok, err := v.h.DB.One(context.Background(), ref.Mention, id)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	return x.(*circulars.Mention)
}

// exampleCircular is one of 曙坪镇's committee.
func (v *visitors) exampleCircular() ref.ID {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Circular, 1)
	i := slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit == v.unit("曙坪镇") })
	if err != nil || i < 0 {
		v.Fatal("no circular of 曙坪镇", err)
	}
	return all[i].Head().ID
}

// circularWrites are the writes of circulars, each on one that was brought to where it is for.
func (p *programs) circularWrites(deeds map[string]func() write, next func() int) {
	for name, d := range map[string]struct{ path, state, body string }{
		"submit":    {"submit", letter.Draft, ""},
		"pass":      {"pass", letter.Checking, `{"opinion":"属实%d","version":%d}`},
		"return":    {"return", letter.Checking, `{"reason":"数据有误%d"}`},
		"seal":      {"seal", letter.Signed, ""},
		"send":      {"send", letter.Sealed, ""},
		"archive":   {"archive", letter.Sent, `{"fileNumber":"WS","item":"%d","retention":"permanent"}`},
		"urge":      {"urge", letter.Sent, ""},
		"oa":        {"oa", letter.Signed, `{"oa":"OA-%d"}`},
		"recall":    {"recall", letter.Checking, `{"reason":"数据有误%d"}`},
		"withdraw":  {"withdraw", letter.Checking, `{"reason":"不发了%d"}`},
		"askCancel": {"ask-cancel", letter.Signed, `{"reason":"有误%d"}`},
		"cancel":    {"cancel", letter.Signed, ""},
		"keep":      {"keep", letter.Signed, ""},
	} {
		deeds[name+"Circular"] = func() write {
			n := next()
			id, _ := p.circulated(n, d.state)
			of, body := []any{n}, d.body
			switch {
			case name == "pass":
				of = append(of, p.circular(id).Version)
			case name == "cancel" || name == "keep":
				if _, no := p.does("shuping-lly", ref.Circular, "ask-cancel", id, &letter.Said{Text: "有误"}); no != "" {
					p.Fatal(no)
				}
			}
			if strings.Contains(body, "%") {
				body = fmt.Sprintf(body, of...)
			}
			return write{fmt.Sprintf("/circulars/%d/%s", id, d.path), body}
		}
	}
	deeds["handCircular"] = func() write {
		id, _ := p.circulated(next(), letter.Signing)
		word, _ := p.h.dispatches().Word("party-committee")
		for _, who := range word.Signers(p.county, p.circular(id).Organ) {
			if who != p.actor("shuping").Person && who != p.actor("shuping-jw").Person {
				return write{fmt.Sprintf("/circulars/%d/hand", id), fmt.Sprintf(`{"signer":%d}`, who)}
			}
		}
		p.Fatal("nobody else signs")
		return write{}
	}
	named := func(n int, id ref.ID) string {
		return fmt.Sprintf(`"circular":%d,"verdict":"commend","named":%d,"fact":"按时%d","grounds":"根据《办法》","points":50`,
			id, p.unit("曙坪镇"), n)
	}
	deeds["addMention"] = func() write {
		n := next()
		id, _ := p.circulated(n, letter.Draft)
		return write{"/mentions", "{" + named(n, id) + "}"}
	}
	deeds["changeMention"] = func() write {
		n := next()
		id, m := p.circulated(n, letter.Draft)
		return write{fmt.Sprintf("/mentions/%d/change", m),
			fmt.Sprintf(`{%s,"reason":"改%d","version":%d}`, named(n, id), n, p.mention(m).Version)}
	}
	deeds["dropMention"] = func() write {
		_, m := p.circulated(next(), letter.Draft)
		return write{fmt.Sprintf("/mentions/%d/drop", m), ""}
	}
	deeds["replyMention"] = func() write {
		n := next()
		_, m := p.circulated(n, letter.Sent)
		return write{fmt.Sprintf("/mentions/%d/reply", m), fmt.Sprintf(`{"reply":"情况属实%d"}`, n)}
	}
}

// Whom a circular names sees it when it was sent and not before, answers once, and is counted until the circular is
// cancelled; who named somebody does not check; a circular that names nobody, or whom it may not, goes nowhere.
func TestCircularNames(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		year, done := v.h.Clock().Day().Year(), false // the circular of the commission fulfilled its duty
		for _, d := range v.h.dutiesOf(t) {
			b, _ := v.county.Body(d.Body)
			done = done || d.Rule == "circular" && d.BeginsOn == when.Date(year, 1, 1) && d.State == duty.Done &&
				b.Kind == bodies.CountyDiscipline && strings.Contains(d.How, "上半年各镇履责情况的通报")
		}
		if !done {
			t.Error("the circular of the demonstration fulfilled no duty")
		}
		id, m := v.circulated(1, letter.Sealed)
		if x := v.mention(m); x.State != circulars.Drafted || x.Effect() != 0 || x.Year != v.circular(id).Covers {
			t.Errorf("before it is sent: %+v", x)
		}
		if !strings.Contains(v.circular(id).Frozen, "年度考核扣1.50分") || !strings.Contains(v.circular(id).Frozen, "二、有关要求") {
			t.Errorf("the paper reads %s", v.circular(id).Frozen)
		}
		_, early := v.does("shuping-lly", ref.Mention, "reply", m, &noun.Said{Text: "早"})
		if !strings.Contains(early, "mention.not-now") {
			t.Errorf("answers before it is sent: %q", early)
		}
		if _, no := v.does("shuping-lly", ref.Circular, "send", id, nil); no != "" {
			t.Fatal(no)
		}
		if x := v.mention(m); x.State != circulars.Issued || x.Effect() != -150 || x.Unit != v.unit("曙坪镇") ||
			x.Document != v.circular(id).Document {
			t.Errorf("once it was sent: %+v", x)
		}
		for _, want := range []string{"", "mention.answered"} {
			_, no := v.does("shuping-lly", ref.Mention, "reply", m, &noun.Said{Text: "情况属实"})
			if !strings.Contains(no, want) ||
				(no == "") != (want == "") {
				t.Errorf("%q, want %q", no, want)
			}
		}
		if _, no := v.does("caizheng-jb", ref.Mention, "reply", m, &noun.Said{Text: "他人"}); no == "" {
			t.Errorf("another unit answers: %q", no)
		}
		for _, s := range []struct{ login, act string }{{"shuping-lly", "ask-cancel"}, {"shuping-jw", "cancel"}} {
			if _, no := v.does(s.login, ref.Circular, s.act, id, &letter.Said{Text: "有误"}); no != "" {
				t.Fatal(s.act, no)
			}
		}
		if x := v.mention(m); x.State != circulars.Void || x.Effect() != 0 {
			t.Errorf("once it was cancelled: %+v", x)
		}

		id, m = v.circulated(2, letter.Draft)
		outside := &circulars.Mention{Circular: id, Verdict: circulars.Commend, Named: v.unit("财政局"), Points: 501,
			Fact: "好", Grounds: "根据"}
		_, no := v.does("shuping-lly", ref.Mention, "add", 0, outside)
		if !strings.Contains(no, "mention.named.outside") {
			t.Errorf("named outside its reach: %q", no)
		}
		outside.Named = v.unit("城关镇")
		if _, no := v.does("shuping-lly", ref.Mention, "add", 0, outside); !strings.Contains(no, "mention.points.most") {
			t.Errorf("too many points: %q", no)
		}
		if _, no := v.does("caizheng-jb", ref.Mention, "add", 0, outside); no == "" {
			t.Error("another unit names somebody")
		}
		if _, no := v.does("shuping-jw", ref.Mention, "drop", m, nil); no != "" {
			t.Fatal(no)
		}
		_, no = v.does("shuping-lly", ref.Circular, "submit", id, nil)
		if !strings.Contains(no, "circular.names-nobody") {
			t.Errorf("names nobody: %q", no)
		}
		outside.Points = 500
		if _, no := v.does("shuping-jw", ref.Mention, "add", 0, outside); no != "" {
			t.Fatal(no)
		}
		if _, no := v.does("shuping-lly", ref.Circular, "submit", id, nil); no != "" {
			t.Fatal(no)
		}
		_, no = v.does("shuping-jw", ref.Circular, letter.PassAct, id, &letter.Said{})
		if !strings.Contains(no, "dispatch.own") {
			t.Errorf("who named somebody checks: %q", no)
		}
	})
}

// The points of a year are what its lists say, unit by unit: a circular adds to them when it is sent and no more once
// it is cancelled, and nobody reads of a unit whose mentions they may not see. A draft's suggestions are the same by
// the API as on its page, and for whoever may name somebody in it alone.
func TestCircularPoints(t *testing.T) {
	p := programsOf(t)
	tokens := p.reads
	read := func(login, path string, want int, into any) {
		t.Helper()
		w := p.call(tokens[login], "GET", path, nil)
		if w.Code != want {
			t.Fatalf("%s %s: %d %s", login, path, w.Code, w.Body)
		}
		if err := json.Unmarshal(w.Body.Bytes(), into); want == 200 && err != nil {
			t.Fatal(err)
		}
	}
	year, unit := p.h.Clock().Day().Year(), p.unit("曙坪镇")
	sums := func(login string) (api.CircularPoints, api.CircularSum) {
		t.Helper()
		var out api.CircularPoints
		read(login, "/circular-points", 200, &out)
		for _, x := range out.Items {
			if x.Unit == unit {
				return out, x
			}
		}
		return out, api.CircularSum{}
	}
	all, before := sums("lingdao")
	listed := map[ref.ID]int64{}
	mentions, err := p.h.DB.AllOf(context.Background(), ref.Mention, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range mentions {
		if m := v.(*circulars.Mention); m.State == circulars.Issued && m.Year == int64(year) {
			listed[m.Named] += m.Effect()
		}
	}
	if len(listed) == 0 || len(all.Items) != len(listed) || all.Year != year {
		t.Fatalf("%d units, listed %d", len(all.Items), len(listed))
	}
	total := int64(0)
	for _, x := range all.Items {
		if total += x.Effect; x.Effect != listed[x.Unit] || x.Effect != x.Added-x.Deducted {
			t.Errorf("%s: %+v, its list says %d", x.Unit, x, listed[x.Unit])
		}
	}
	if all.All.Effect != total || all.All.Unit != 0 {
		t.Errorf("all of them: %+v, want %d", all.All, total)
	}

	id, _ := p.circulated(1, letter.Sent)
	if _, x := sums("lingdao"); x.Criticised != before.Criticised+1 || x.Deducted != before.Deducted+150 {
		t.Errorf("a circular was sent: %+v, before %+v", x, before)
	}
	page := p.ask("lingdao", "GET", "/circular-points")
	p.sees(page, 200, "通报加扣分汇总", "tab=criticised", unit.String())
	for _, s := range []struct{ login, act string }{{"shuping-lly", "ask-cancel"}, {"shuping-jw", "cancel"}} {
		if _, no := p.does(s.login, ref.Circular, s.act, id, &letter.Said{Text: "有误"}); no != "" {
			t.Fatal(s.act, no)
		}
	}
	if _, x := sums("lingdao"); x != before {
		t.Errorf("it was cancelled: %+v, before %+v", x, before)
	}
	finance := p.unit("财政局")
	if mine, _ := sums("caizheng-jb"); len(mine.Items) > 1 || len(mine.Items) == 1 && mine.Items[0].Unit != finance {
		t.Errorf("a unit reads the points of others: %+v", mine.Items)
	}

	draft, _ := p.circulated(2, letter.Draft)
	var offers api.CircularOffers
	read("shuping-lly", fmt.Sprintf("/circulars/%d/offers", draft), 403, nil) // a token that reads names nobody
	tokens = p.all
	read("shuping-lly", fmt.Sprintf("/circulars/%d/offers", draft), 200, &offers)
	shown := p.ask("shuping-lly", "GET", fmt.Sprintf("/circulars/%d", draft)).Body.String()
	if len(offers.Items) == 0 {
		t.Error("the record suggests nobody")
	}
	for _, o := range offers.Items {
		if o.Fact == "" || !strings.Contains(shown, o.Fact) {
			t.Errorf("the page does not say %q", o.Fact)
		}
	}
	read("caizheng-jb", fmt.Sprintf("/circulars/%d/offers", draft), 404, nil)
	read("shuping-lly", fmt.Sprintf("/circulars/%d/offers", id), 409, nil)
}
