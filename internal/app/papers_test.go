package app

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/demo"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/store"
)

// paperWrites are the writes about papers: a text is there before it is frozen, and
// what is issued was signed, which no program does.
func (p *programs) paperWrites(deeds map[string]func() write, next func() int) {
	add := deeds["addSignoff"]
	delete(deeds, "signSignoff")
	delete(deeds, "returnSignoff")
	deeds["freezeSignoff"] = func() write {
		return write{fmt.Sprintf("/signoffs/%d/versions", p.made("addSignoff", add())),
			fmt.Sprintf(`{"reason":"拟定%d"}`, next())}
	}
	deeds["recallSignoff"] = func() write {
		freeze := deeds["freezeSignoff"]()
		p.made("freezeSignoff", freeze)
		return write{strings.Replace(freeze.path, "versions", "recall", 1), fmt.Sprintf(`{"reason":"有误%d"}`, next())}
	}
	deeds["issueSignoff"] = func() write {
		id := p.signedPaper(add(), next())
		return write{fmt.Sprintf("/signoffs/%d/issue", id),
			fmt.Sprintf(`{"on":"%s","document":"文%d号"}`, p.h.Clock().Day(), next())}
	}
}

// signedPaper makes a paper and has the first responsible person of its body sign it.
func (p *programs) signedPaper(add write, no int) ref.ID {
	id := p.made("addSignoff", add)
	p.made("freezeSignoff", write{fmt.Sprintf("/signoffs/%d/versions", id), fmt.Sprintf(`{"reason":"送签%d"}`, no)})
	ctx, who := context.Background(), p.actor("shuping")
	text, err := p.h.frozen(ctx, id, 1)
	if err != nil {
		p.Fatal(err)
	}
	sign, _ := p.h.Noun(ref.Signoff).Act(signoff.SignAct)
	in := &signoff.Signing{Number: 1, Digest: text.Hex(), Opinion: "责任到人、时限明确，请按季度报告落实情况。",
		Proof: account.Confirmed{Account: who.Account, Means: account.ByPasswordAndCode, At: p.h.Clock()}}
	if _, err := sign.Do(ctx, noun.Call{Command: act.Command{Actor: who}, ID: id, In: in}); err != nil {
		p.Fatal(err)
	}
	return id
}

func (v *visitors) papers() (out []*signoff.Paper) {
	v.Helper()
	all, err := v.h.DB.AllOf(context.Background(), ref.Signoff, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, x := range all {
		out = append(out, x.(*signoff.Paper))
	}
	return out
}

// paperPlaces adds the addresses of papers, each with its first version.
func (v *visitors) paperPlaces(out map[string][]string) {
	v.Helper()
	for _, id := range v.ofNoun(signoff.Shape.Of) {
		for path, end := range map[string]string{"do/sign": "do/sign", "versions/{number}": "versions/1",
			"versions/{number}/print":     "versions/1/print",
			"versions/{number}/as/{kind}": "versions/1/as/pdf", "compare": "compare?from=1&to=1"} {
			for _, method := range []string{"GET ", "POST "} {
				out[method+"/signoffs/{id}/"+path] = append(out[method+"/signoffs/{id}/"+path], "/signoffs/"+id+"/"+end)
			}
		}
	}
}

// entitled is the paper of the demonstration whose title holds some words.
func (v *visitors) entitled(words string) *signoff.Paper {
	v.Helper()
	for _, x := range v.papers() {
		if strings.Contains(x.Title, words) {
			return x
		}
	}
	v.Fatalf("no paper is called %s", words)
	return nil
}

// The first responsible person reads what waits on the workbench, is refused a formula,
// a wrong password and a version that is not the newest, and signs by password and
// one-time code; pressing twice signs once. Nobody else is offered it.
func TestSigningOnThePage(t *testing.T) {
	t.Parallel()
	v, ctx := visit(t), context.Background()
	x := v.entitled("专项报告")
	at := fmt.Sprintf("/signoffs/%d", x.ID)
	who := v.actor("shuping")
	secret, _, err := v.h.Accounts.StartSecond(ctx, who, demo.Password)
	if err != nil {
		t.Fatal(err)
	}
	code := func(steps int64) string {
		c, _ := totp.GenerateCode(secret, v.h.Clock().Time().Add(time.Duration(steps)*30*time.Second))
		return c
	}
	if _, _, err := v.h.Accounts.ConfirmSecond(ctx, act.Command{Actor: who}, code(-1)); err != nil {
		t.Fatal(err)
	}
	v.sees(v.ask("shuping", "GET", "/"), 200, x.Title, "您是第一责任人")
	if w := v.ask("shuping-lly", "GET", at); strings.Contains(w.Body.String(), "/do/sign") {
		t.Error("a clerk is offered to sign")
	}
	v.sees(v.ask("shuping-lly", "GET", at+"/do/sign"), 403)
	v.sees(v.ask("shuping", "GET", at+"/do/sign"), 200, "三个村的发放台账", "动态码")
	past, err := v.h.papers().Past(ctx, x.ID)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"key": {"SIGNINGONTHEPAGE"}, "number": {"1"}, "digest": {past.Versions[0].Hex()},
		"opinion": {"同意，已阅。"}, "old": {demo.Password}, "code": {code(0)}}
	v.sees(v.post("shuping", at+"/do/sign", form, ""), 422, "不算意见")
	form.Set("opinion", "核查属实，公示问题请一周内整改并报结果。")
	form.Set("old", "wrong")
	v.sees(v.post("shuping", at+"/do/sign", form, ""), 422, "密码", "核查属实")
	form.Set("old", demo.Password)
	form.Set("number", "7")
	v.sees(v.post("shuping", at+"/do/sign", form, ""), 409, "核查属实")
	form.Set("number", "1")
	for range 2 {
		if w := v.post("shuping", at+"/do/sign", form, ""); w.Code != 303 {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
	}
	past, err = v.h.papers().Past(ctx, x.ID)
	if err != nil || len(past.Signatures) != 1 {
		t.Fatalf("%d signatures %v", len(past.Signatures), err)
	}
	s := past.Signatures[0]
	v.sees(v.ask("shuping", "GET", at), 200, "核查属实", s.Code(), "密码加动态码",
		s.At.Time().Format("15:04:05"))
	v.sees(v.ask("shuping", "GET", at+"/versions/1/print"), 200, "核查属实", s.Code(), past.Versions[0].Hex()[:8])
	v.sees(v.ask("caizheng", "GET", "/signoff/check?code="+s.Code()), 200, x.Title, "没有改动")
	v.sees(v.ask("caizheng", "GET", "/signoff/check?code=0000-0TK7-QM3F-2A9C"), 200, "没有这个签字")
	v.sees(v.ask("caizheng", "GET", "/signoff/check?code=x"), 422, "16 位")
	if w := v.ask("caizheng", "GET", at); w.Code != 404 {
		t.Errorf("another unit reads the report: %d", w.Code)
	}
}

// The list that changed since it was signed says so where it stands, in the list of
// papers and by the API, and is not issued; one that did not does not.
func TestChangedSinceSigned(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	const stale = "改动后未签"
	town, bureau := p.entitled("曙坪镇2026年责任清单"), p.entitled("财政局2026年责任清单")
	p.sees(p.ask("zhuti-jb", "GET", fmt.Sprintf("/signoffs/%d", town.ID)), 200, stale, "有改动")
	if w := p.ask("zhuti-jb", "GET", fmt.Sprintf("/signoffs/%d", bureau.ID)); strings.Contains(w.Body.String(), stale) {
		t.Error("a list that nobody changed is stale")
	}
	w := p.ask("zhuti-jb", "GET", "/signoffs?tab=issued")
	if n := strings.Count(w.Body.String(), stale); n != 1 {
		t.Errorf("the list of papers marks %d", n)
	}
	w = p.call(p.all["zhuti-jb"], "GET", fmt.Sprintf("/signoffs/%d", town.ID), nil, "Accept-Language", "zh-CN")
	if !strings.Contains(w.Body.String(), stale) {
		t.Errorf("the API does not say so: %s", w.Body)
	}
	// Whoever keeps the list is told on the workbench: of this one, and of none that nobody changed.
	w = p.ask("shuping-lly", "GET", "/")
	p.sees(w, 200, town.Title)
	if n := strings.Count(w.Body.String(), stale); n != 1 {
		t.Errorf("the clerk is told of %d lists", n)
	}
}

// A version whose text was edited by hand is altered on its page, in print, by its
// code and for verify.
func TestEditedPaper(t *testing.T) {
	t.Parallel()
	v, ctx := programsOf(t), context.Background()
	x := v.entitled("责任分工")
	past, err := v.h.papers().Past(ctx, x.ID)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(v.h.Dir, store.FileName)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	const edit = `UPDATE paper_version SET text=replace(text,'负总责','不负责') WHERE paper=?`
	if _, err := raw.Exec(edit, int64(x.ID)); err != nil {
		t.Fatal(err)
	}
	const altered = "存储的内容被人改过"
	at := fmt.Sprintf("/signoffs/%d", x.ID)
	for _, path := range []string{at, at + "/versions/1", at + "/versions/1/print",
		"/signoff/check?code=" + past.Signatures[0].Code()} {
		v.sees(v.ask("zhuti-jb", "GET", path), 200, altered)
	}
	for _, path := range []string{at + "/versions", at + "/text", "/signature?code=" + past.Signatures[0].Code()} {
		w := v.call(v.all["zhuti-jb"], "GET", path, nil)
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"altered":true`) {
			t.Errorf("GET %s: %d %s", path, w.Code, w.Body)
		}
	}
	r, err := v.h.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range r.Faults {
		found = found || f.What == "paper-altered" && strings.Contains(f.Detail, fmt.Sprintf("paper %d ", x.ID))
	}
	if r.OK || !found {
		t.Errorf("verify finds no edited paper: %+v", r.Faults)
	}
}
