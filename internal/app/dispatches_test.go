package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/letter/slip"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
)

// The steps of a document of 曙坪镇's committee, each by whom.
var dispatchSteps = []struct {
	state, act, login string
	in                any
}{
	{letter.Checking, "submit", "shuping-lly", nil},
	{letter.Signing, letter.PassAct, "shuping-jw", &letter.Said{}},
	{letter.Signed, letter.SignAct, "shuping", &letter.Said{}},
	{letter.Sealed, "seal", "shuping-lly", nil},
	{letter.Sent, "send", "shuping-lly", nil},
	{letter.Archived, "archive", "shuping-lly", &letter.Said{File: "WS", Item: "1", Code: "permanent"}},
}

// dispatched brings a document of 曙坪镇's committee to a state.
func (v *visitors) dispatched(no int, state, cosigners string) ref.ID {
	v.Helper()
	l := &dispatch.Dispatch{Kind: "notice", Form: "general", Life: letter.Life{Word: "party-committee",
		Title:      fmt.Sprint("关于检查的通知", no),
		Recipients: "财政局", Copies: "民政局", Text: "请按期报送。", Cosigners: cosigners}}
	for _, b := range v.county.Seated(v.unit("曙坪镇")) {
		if b.Kind == bodies.PartyCommittee {
			l.Organ = b.ID
		}
	}
	id, no2 := v.does("shuping-lly", ref.Dispatch, "add", 0, l)
	if no2 != "" {
		v.Fatal(no2)
	}
	for _, s := range dispatchSteps {
		if v.dispatch(id).State == state {
			return id
		}
		if _, no := v.does(s.login, ref.Dispatch, s.act, id, s.in); no != "" {
			v.Fatal(s.act, no)
		}
	}
	return id
}

func (v *visitors) dispatch(id ref.ID) *dispatch.Dispatch {
	v.Helper()
	x, ok, err := v.h.DB.One(context.Background(), ref.Dispatch, id)
	if err != nil || !ok {
		v.Fatal(ok, err)
	}
	return x.(*dispatch.Dispatch)
}

// exampleDispatch is one of 曙坪镇's committee.
func (v *visitors) exampleDispatch() ref.ID {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Dispatch, 1)
	i := slices.IndexFunc(all, func(x noun.Value) bool { return x.Head().Unit == v.unit("曙坪镇") })
	if err != nil || i < 0 {
		v.Fatal("no document of 曙坪镇", err)
	}
	return all[i].Head().ID
}

func (v *visitors) slipOf(id ref.ID, unit string) ref.ID {
	v.Helper()
	all, err := v.h.DB.SlipsOf(context.Background(), id)
	for _, s := range all {
		if s.Unit == v.unit(unit) {
			return s.ID
		}
	}
	v.Fatalf("nobody asks %s: %v", unit, err)
	return 0
}

// dispatchWrites are the writes of documents and slips: each on one that was brought to where it is for.
func (p *programs) dispatchWrites(deeds map[string]func() write, next func() int) {
	at := func(name, state, body string) func() write {
		return func() write {
			n := next()
			id := p.dispatched(n, state, "")
			if strings.Contains(body, "%") {
				body := fmt.Sprintf(body, n)
				return write{fmt.Sprintf("/dispatches/%d/%s", id, name), body}
			}
			return write{fmt.Sprintf("/dispatches/%d/%s", id, name), body}
		}
	}
	version := func(name, state, body string) func() write {
		return func() write {
			n := next()
			id := p.dispatched(n, state, "")
			return write{fmt.Sprintf("/dispatches/%d/%s", id, name), fmt.Sprintf(body, n, p.dispatch(id).Version)}
		}
	}
	for name, d := range map[string]func() write{
		"submit":    at("submit", letter.Draft, ""),
		"pass":      version("pass", letter.Checking, `{"opinion":"属实%d","version":%d}`),
		"return":    at("return", letter.Checking, `{"reason":"数据有误%d"}`),
		"seal":      at("seal", letter.Signed, ""),
		"send":      at("send", letter.Sealed, ""),
		"archive":   at("archive", letter.Sent, `{"fileNumber":"WS","item":"%d","retention":"permanent"}`),
		"urge":      at("urge", letter.Sent, ""),
		"oa":        at("oa", letter.Signed, `{"oa":"OA-%d"}`),
		"recall":    at("recall", letter.Checking, `{"reason":"数据有误%d"}`),
		"withdraw":  at("withdraw", letter.Checking, `{"reason":"不发了%d"}`),
		"askCancel": at("ask-cancel", letter.Signed, `{"reason":"有误%d"}`),
	} {
		deeds[name+"Dispatch"] = d
	}
	for _, name := range []string{"cancel", "keep"} {
		deeds[name+"Dispatch"] = func() write {
			id := p.dispatched(next(), letter.Signed, "")
			if _, no := p.does("shuping-lly", ref.Dispatch, "ask-cancel", id, &letter.Said{Text: "有误"}); no != "" {
				p.Fatal(no)
			}
			return write{fmt.Sprintf("/dispatches/%d/%s", id, name), ""}
		}
	}
	for name, body := range map[string]string{"agree": `{"opinion":"同意%d"}`, "object": `{"opinion":"不妥%d"}`} {
		deeds[name+"Slip"] = func() write {
			n := next()
			id := p.dispatched(n, letter.Signing, "落实主体责任办公室")
			return write{fmt.Sprintf("/slips/%d/%s", p.slipOf(id, "县委督查室"), name), fmt.Sprintf(body, n)}
		}
	}
	deeds["receiveSlip"] = func() write {
		n := next()
		l := &dispatch.Dispatch{Kind: "notice", Form: "general", Life: letter.Life{Word: "party-group",
			Title:      fmt.Sprint("关于报送的通知", n),
			Recipients: "曙坪镇", Text: "请按期报送。"}}
		for _, b := range p.county.Seated(p.unit("财政局")) {
			if b.Kind == bodies.PartyGroup {
				l.Organ = b.ID
			}
		}
		if p.cookies["caizheng-lly"] == "" {
			for _, a := range p.county.PostsIn(p.unit("财政局")) {
				if a.Post == bodies.Clerk {
					p.admit("caizheng-lly", a.Person)
				}
			}
		}
		id, no := p.does("caizheng-jb", ref.Dispatch, "add", 0, l)
		for _, s := range dispatchSteps[:5] {
			by := map[string]string{letter.PassAct: "caizheng-lly", letter.SignAct: "caizheng"}[s.act]
			if by == "" {
				by = "caizheng-jb"
			}
			if no == "" {
				_, no = p.does(by, ref.Dispatch, s.act, id, s.in)
			}
		}
		if no != "" {
			p.Fatal(no)
		}
		return write{fmt.Sprintf("/slips/%d/receive", p.slipOf(id, "曙坪镇")), ""}
	}
	deeds["handDispatch"] = func() write {
		id := p.dispatched(next(), letter.Signing, "")
		mayor, _ := p.h.dispatches().Word("party-committee")
		who := mayor.Signers(p.county, p.dispatch(id).Organ)
		who = slices.DeleteFunc(who, func(x ref.ID) bool {
			return x == p.actor("shuping").Person || x == p.actor("shuping-jw").Person
		})
		return write{fmt.Sprintf("/dispatches/%d/hand", id), fmt.Sprintf(`{"signer":%d}`, who[0])}
	}
}

// A document's whole life: who may do each step and who may not, who sees it when, and what everybody is told.
func TestDispatchLife(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		id := v.dispatched(1, letter.Draft, "财政局")
		at := fmt.Sprintf("/dispatches/%d", id)
		does := func(login, name string, in any, want string) {
			t.Helper()
			if _, no := v.does(login, ref.Dispatch, name, id, in); (want == "") != (no == "") || !strings.Contains(no, want) {
				t.Errorf("%s by %s: %q, want %q", name, login, no, want)
			}
		}
		v.sees(v.ask("caizheng-jb", "GET", at), 404)
		does("caizheng-jb", "submit", nil, "access.missing")
		does("shuping-lly", "submit", nil, "")
		does("shuping-lly", letter.PassAct, &letter.Said{}, "access.own-request")
		v.sees(v.ask("shuping", "GET", at), 200, "送审稿")
		does("shuping-jw", letter.PassAct, &letter.Said{Signer: v.actor("caizheng").Person}, "dispatch.signer.none")
		does("shuping-jw", letter.PassAct, &letter.Said{Text: "属实"}, "")

		// Who countersigns sees it from now on, and objects; nothing is signed over that without a reason.
		slipID := v.slipOf(id, "财政局")
		v.sees(v.ask("caizheng", "GET", "/"), 200, fmt.Sprintf("/slips/%d", slipID))
		v.sees(v.ask("caizheng-jb", "GET", at), 200, "请按期报送")
		v.sees(v.ask("shuping-lly", "GET", at), 200, "属实")
		v.sees(v.ask("caizheng", "GET", fmt.Sprintf("/slips/%d/do/agree", slipID)), 200, "请按期报送", "/do/object")
		v.sees(v.ask("shuping", "GET", at+"/do/sign"), 200, "请按期报送", "1 家未答复", "/do/return")
		does("shuping", letter.SignAct, &letter.Said{}, "dispatch.disagreed")
		if _, no := v.does("caizheng", ref.Slip, "object", slipID, &slip.Said{Text: "时限太紧"}); no != "" {
			t.Fatal(no)
		}
		does("shuping-lly", letter.SignAct, &letter.Said{Text: "已协商"}, "access.forbidden")
		does("shuping-jw", letter.SignAct, &letter.Said{Text: "已协商"}, "access.forbidden")
		deputy := v.actor("shuping-lly")
		deputy.OnBehalf, deputy.Grants = v.actor("shuping").Person, v.actor("shuping").Grants
		sign, _ := v.h.Noun(ref.Dispatch).Act(letter.SignAct)
		if _, err := sign.Do(context.Background(), noun.Call{ID: id, In: &letter.Said{Text: "代签"},
			Command: act.Command{Actor: deputy}}); err == nil || !strings.Contains(err.Error(), "access.in-person") {
			t.Errorf("a deputy signs: %v", err)
		}
		v.sees(v.ask("shuping", "GET", at+"/do/sign"), 200, "时限太紧", "1 家有异议")
		does("shuping", letter.SignAct, &letter.Said{Text: "已与财政局协商"}, "")
		l := v.dispatch(id)
		if l.No == 0 || !strings.HasPrefix(l.Document, "曙坪镇党发〔2026〕") || l.Altered() || l.Paper().Number != l.Document {
			t.Errorf("%+v", l)
		}
		does("shuping-lly", "change", &noun.Changed{V: l, Reason: "改"}, "dispatch.state")
		if _, no := v.does("caizheng", ref.Slip, "agree", slipID, &slip.Said{}); !strings.Contains(no, "dispatch.state") {
			t.Errorf("countersigned after the signing: %q", no)
		}

		// Addressees see it once it was distributed.
		does("shuping-lly", "send", nil, "dispatch.state")
		does("shuping-lly", "seal", nil, "")
		does("shuping-lly", "send", nil, "")
		slips, err := v.h.DB.SlipsOf(context.Background(), id)
		if err != nil || len(slips) != 3 {
			t.Fatal(len(slips), err)
		}
		mine := slips[slices.IndexFunc(slips, func(s *slip.Slip) bool { return s.Role == slip.Receive })]
		v.sees(v.ask("caizheng-jb", "GET", "/slips"), 200, l.Document)
		v.sees(v.ask("caizheng-jb", "GET", "/dispatches?tab=sent"), 200, l.Document)
		v.sees(v.ask("caizheng-jb", "GET", "/search?q=关于检查的通知1"), 200, at)
		if _, no := v.does("shuping-lly", ref.Slip, "receive", mine.ID, nil); !strings.Contains(no, "access.missing") {
			t.Errorf("received by another unit: %q", no)
		}
		for i, want := range []string{"", "slip.received"} {
			if _, no := v.does("caizheng-jb", ref.Slip, "receive", mine.ID, nil); (want == "") != (no == "") ||
				!strings.Contains(no, want) {
				t.Errorf("receipt %d: %q", i, no)
			}
		}
		if got := v.dispatch(id); got.Received != 1 || got.Asked != 2 {
			t.Errorf("%d of %d received it", got.Received, got.Asked)
		}
		v.sees(v.ask("shuping-lly", "GET", at), 200, "还有 1 家没有签收", "时限太紧", "已与财政局协商")
		v.sees(v.ask("shuping-lly", "GET", at+"/paper"), 200, l.Document, official.ShowCode(l.Code), `class="qr"`)

		// Its code is known to everybody, also once it is void.
		code := "/verify?code=" + official.ShowCode(l.Code)
		v.sees(v.ask("", "GET", code), 200, l.Document, "曙坪镇")
		if w := v.ask("", "GET", code); strings.Contains(w.Body.String(), "关于检查") {
			t.Error("anybody reads the title")
		}
		does("shuping-lly", "ask-cancel", &letter.Said{Text: "数据有误"}, "")
		does("shuping-lly", "cancel", nil, "access.own-request")
		does("shuping-jw", "cancel", nil, "")
		v.sees(v.ask("", "GET", code), 200, l.Document, "撤销")
		if got := v.dispatch(id); got.State != letter.Void || got.Document != l.Document {
			t.Errorf("%+v", got)
		}
	})
}

// Two people sign two documents under one 代字 at once, and one document twice: numbers follow each other without a
// gap, also after one that is void, and are those of orders' letters too.
func TestDispatchNumbers(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		const n = 6
		first := v.dispatch(v.dispatched(0, letter.Signed, "")).No
		ids := make([]ref.ID, n)
		for i := range ids {
			ids[i] = v.dispatched(i+1, letter.Signing, "")
		}
		sign, _ := v.h.Noun(ref.Dispatch).Act(letter.SignAct)
		who := v.actor("shuping")
		var wg sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for _, id := range append(slices.Clone(ids), ids...) {
			wg.Go(func() {
				_, err := sign.Do(context.Background(), noun.Call{ID: id, In: &letter.Said{}, Command: act.Command{Actor: who}})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
				} else if !strings.Contains(err.Error(), "dispatch.state") {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var got []int64
		for _, id := range ids {
			got = append(got, v.dispatch(id).No-first)
		}
		if slices.Sort(got); done != n || !slices.Equal(got, []int64{1, 2, 3, 4, 5, 6}) {
			t.Errorf("%d signed: %v", done, got)
		}
		// The demonstration's, by 代字 and year: none is lacking, the void one included.
		var all []noun.Value // of every noun that is numbered so
		for _, life := range v.h.lives() {
			list, err := v.h.DB.AllOf(context.Background(), life.Kind.Shape.Of, 1)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, list...)
		}
		series, void := map[string][]int64{}, 0
		for _, x := range all {
			l := x.(letter.Value).Course()
			if l.Numbered() {
				k := fmt.Sprint(l.Mark, l.Year)
				series[k] = append(series[k], l.No)
			}
			if l.State == letter.Void {
				void++
			}
		}
		for k, list := range series {
			slices.Sort(list)
			for i, no := range list {
				if no != int64(i+1) {
					t.Errorf("%s: %v", k, list)
					break
				}
			}
		}
		if len(series) < 8 || void == 0 {
			t.Errorf("%d series, %d void", len(series), void)
		}
	})
}
