package app

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/official"
	"shuangze/internal/web/rate"
)

// sentTo is a letter about an order that the unit still has open.
func (v *visitors) sentTo(unit string) (order.Order, order.Letter) {
	v.Helper()
	ctx := context.Background()
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, o := range orders {
		sent, err := v.h.DB.Letters(ctx, o.ID)
		if err != nil {
			v.Fatal(err)
		}
		if o.Unit == v.unit(unit) && o.State.Open() && len(sent) > 0 {
			return o, sent[0]
		}
	}
	v.Fatal("no letter to " + unit)
	return order.Order{}, order.Letter{}
}

// office is who handles the orders of a side.
func (v *visitors) office(s actor.Side) act.Command {
	v.Helper()
	login := "zhuti-jb"
	if s == actor.Supervisory {
		login = "jiandu-jb"
	}
	a, _, _, err := v.h.Doors.Actor(context.Background(), v.cookies[login])
	if err != nil {
		v.Fatal(err)
	}
	return act.Command{Actor: a}
}

// Whoever holds a letter learns whether it is genuine and in force, and
// nothing else; who may see the order is led to it.
func TestVerifyALetter(t *testing.T) {
	t.Parallel()
	v := visit(t)
	o, l := v.sentTo("曙坪镇")
	leader, _ := v.county.Person(o.Leader)
	at := "/verify?code=" + official.ShowCode(l.Code)
	see := func(login string, says, silent []string) {
		t.Helper()
		w := v.ask(login, "GET", at)
		if w.Code != 200 {
			t.Fatal(w.Code)
		}
		for _, s := range says {
			if !strings.Contains(w.Body.String(), s) {
				t.Errorf("%s: %q is missing from\n%s", login, s, w.Body)
			}
		}
		for _, s := range silent {
			if s == "" || strings.Contains(w.Body.String(), s) {
				t.Errorf("%s: %q is told", login, s)
			}
		}
	}
	private := []string{o.Subject, o.Content, leader.Name, "曙坪镇", "/letters/", "/journal/", "DB2"}
	see("", []string{"真实有效", l.Document(), l.Number.String(), l.Paper.Organ, l.Paper.Date}, private)
	see("xitong", []string{"真实有效"}, private)
	see("caizheng-jb", []string{"真实有效"}, private)
	see("shuping-lly", []string{"真实有效", "/letters/" + l.ID.String(), "/receipt"}, []string{o.Subject})

	if w := v.ask("", "GET", "/verify"); w.Code != 200 || strings.Contains(w.Body.String(), "查无此文书") {
		t.Error("the empty page", w.Code)
	}
	if w := v.ask("", "GET", "/verify?code=%3Cb%3E12"); w.Code != 422 || strings.Contains(w.Body.String(), "<b>12") ||
		!strings.Contains(w.Body.String(), "&lt;b&gt;12") {
		t.Error("what can be no code", w.Code)
	}
	if w := v.ask("", "GET", "/verify?code="+official.NewCode(nil)); w.Code != 200 ||
		!strings.Contains(w.Body.String(), "查无此文书") {
		t.Error("an unknown code", w.Code)
	}

	if _, err := v.h.Orders.Withdraw(context.Background(), v.office(o.Side), o.ID, "与县委部署重复"); err != nil {
		t.Fatal(err)
	}
	see("", []string{"已撤销", "不再有效", l.Document()}, append(private, "与县委部署重复"))
	w := v.ask("shuping-lly", "GET", "/letters/"+l.ID.String()).Body.String()
	for _, s := range []string{`class="letter-void"`, "已撤销", "存证 №", l.Document(), official.ShowCode(l.Code), `class="qr"`,
		"http://example.com/verify?code=" + official.ShowCode(l.Code)} {
		if !strings.Contains(w, s) {
			t.Errorf("the letter of a withdrawn order lacks %q", s)
		}
	}

	// The same for programs, without a token.
	var got struct{ Standing, Series, Document, Number, Office, Date, WithdrawnOn string }
	r := v.ask("", "GET", "/api/v1/verify?code="+strings.ToLower(l.Code))
	if err := json.Unmarshal(r.Body.Bytes(), &got); err != nil || got.Standing != "withdrawn" ||
		got.Document != l.Document() || got.Office != l.Paper.Organ || got.WithdrawnOn == "" {
		t.Errorf("%+v, %v: %s", got, err, r.Body)
	}
	for _, s := range private {
		if strings.Contains(r.Body.String(), s) {
			t.Errorf("the API tells %q", s)
		}
	}
	if r := v.ask("", "GET", "/api/v1/verify?code=x"); r.Code != 200 ||
		!strings.Contains(r.Body.String(), `"standing":"unknown"`) {
		t.Error(r.Code, r.Body)
	}
	for _, path := range []string{at, "/api/v1/verify?code=" + l.Code} { // asked too often
		last := 0
		for range rate.Public.Burst + 1 {
			last = v.ask("", "GET", path).Code
		}
		if last != 429 {
			t.Errorf("%s: %d after %d questions at once", path, last, rate.Public.Burst+1)
		}
	}
}

// A unit's new name and a later due day do not change what was sent.
func TestLetterStaysAsSent(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx := context.Background()
	o, l := v.sentTo("曙坪镇")
	shown := func() string { return v.ask("shuping-lly", "GET", "/letters/"+l.ID.String()).Body.String() }
	was := shown()
	for _, s := range append([]string{l.Paper.To, l.Paper.Title, "曙坪镇"}, l.Paper.Body[0]) {
		if s == "" || !strings.Contains(was, s) {
			t.Fatalf("the letter lacks %q", s)
		}
	}
	today := v.h.Clock().Day()
	if _, err := v.h.Bodies.Do(ctx, v.office(actor.Principal), bodies.Act{Verb: "unit.change", Kind: "unit.renamed.v1",
		Command: bodies.RenameUnit{Unit: o.Unit, Name: "曙坪新镇", On: today, Document: "镇发〔2026〕9号"}}); err != nil {
		t.Fatal(err)
	}
	if c, err := v.h.DB.County(ctx, 1, today); err != nil || c.Name(o.Unit) != "曙坪新镇" {
		t.Fatal("the unit has its old name", err)
	}
	if now := shown(); !strings.Contains(now, l.Paper.To) || strings.Contains(now, "曙坪新镇") {
		t.Error("the new name stands in the letter sent before")
	}
	// The next letter has it, and the next number of the same 代字.
	series := number.Reminder
	if today > o.Due {
		series = number.Urging
	}
	if _, err := v.h.Orders.WriteLetter(ctx, v.office(o.Side), o.ID, series, "", 0); err != nil {
		t.Fatal(err)
	}
	written, _ := v.h.DB.Letters(ctx, o.ID)
	second := v.office(o.Side)
	second.Actor = colleague(second.Actor)
	if _, err := v.h.Orders.SendLetter(ctx, second, written[len(written)-1].ID); err != nil {
		t.Fatal(err)
	}
	sent, _ := v.h.DB.Letters(ctx, o.ID)
	last := sent[len(sent)-1]
	if last.Paper.To != "曙坪新镇：" || last.Word != l.Word || last.DocumentNo <= l.DocumentNo {
		t.Errorf("%+v", last)
	}
	if page := v.ask("shuping-lly", "GET", "/letters/"+last.ID.String()).Body.String(); !strings.Contains(page,
		last.Document()) {
		t.Error("the letter's page shows another letter")
	}
	// Its number leads to it, and nobody to whom it is not.
	for _, typed := range []string{last.Document(), strings.NewReplacer("〔", "[", "〕", "]", "号",
		"").Replace(last.Document()), strings.ToLower(last.Number.String())} {
		at := "/search?q=" + url.QueryEscape(typed)
		if w := v.ask("shuping-lly", "GET", at); w.Code != 303 || w.Header().Get("Location") != "/letters/"+last.ID.String() {
			t.Errorf("%s leads to %d %s", typed, w.Code, w.Header().Get("Location"))
		}
		if w := v.ask("caizheng-jb", "GET", at); w.Code != 200 || strings.Contains(w.Body.String(), last.ID.String()) {
			t.Errorf("another unit is led by %s to %d", typed, w.Code)
		}
	}
	// The timeline leads to each of them.
	course := v.ask("shuping-lly", "GET", "/orders/"+o.ID.String()).Body.String()
	_, course, _ = strings.Cut(course, `<ol class="tl">`)
	for _, x := range sent {
		if !strings.Contains(course, `href="/letters/`+x.ID.String()+`"`) {
			t.Errorf("the timeline does not lead to %s", x.Document())
		}
	}
	if files, _ := v.h.DB.EvidenceOf(ctx, o.ID); len(files) > 0 &&
		strings.Count(course, `href="/evidence/`) != len(files) {
		t.Errorf("%s files on the timeline of %d", strconv.Itoa(strings.Count(course, `href="/evidence/`)), len(files))
	}
}
