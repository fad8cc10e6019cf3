package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/appraisal/ballot"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// heard is what was logged.
type heard struct {
	mu sync.Mutex
	bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.Buffer.Write(p)
}

// phones are those who vote in the pages.
type phones struct {
	*aBallot
	pages http.Handler
	log   *heard
}

// at asks as a phone does that nobody is signed in on; form nil = a look.
func (p *phones) at(path string, form url.Values, head ...string) *httptest.ResponseRecorder {
	p.Helper()
	method, body := "GET", ""
	if form != nil {
		method, body = "POST", form.Encode()
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "zh-CN")
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	p.pages.ServeHTTP(w, r)
	h := w.Header()
	if !strings.Contains(h.Get("Content-Security-Policy"), "script-src 'none'") ||
		h.Get("Referrer-Policy") != "no-referrer" ||
		!strings.Contains(h.Get("Cache-Control"), "no-store") || h.Get("Set-Cookie") != "" || h.Get("X-Request-Id") != "" ||
		strings.Contains(w.Body.String(), "<script") {
		p.Errorf("%s: %v", strings.Split(path, "/")[1], h)
	}
	return w
}

func (p *phones) sees(w *httptest.ResponseRecorder, status int, words ...string) string {
	p.Helper()
	for _, s := range words {
		if !strings.Contains(w.Body.String(), s) {
			p.Errorf("%q is not said:\n%s", s, w.Body)
		}
	}
	if w.Code != status {
		p.Errorf("answered %d, want %d:\n%s", w.Code, status, w.Body)
	}
	return w.Body.String()
}

// Somebody votes on a phone: a look spends nothing, what is wrong loses nothing, an empty ballot is asked about, a slip
// votes once, and the receipt is found when the file is published. No log names a code, whatever happens.
func TestVotingPages(t *testing.T) {
	log := &heard{}
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(was) })
	v := visit(t)
	pages, err := v.h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	b := v.voteOn(30)
	b.tellers()
	b.opens()
	p := &phones{b, pages, log}
	ctx, no := context.Background(), b.id.String()
	one, two := statements.Code(b.stated[0]), statements.Code(b.stated[1])
	receipt := regexp.MustCompile(`name="receipt" value="([0-9A-Z]{16})"`)
	at := func(n int) string { return "/v/" + no + "/" + b.slips[n].Token }

	first := p.sees(p.at(at(0), nil), 200, "财政局", "曙坪镇", `value="poor"`, "不能保证的", "回执号")
	if len(first) > 40<<10 {
		t.Errorf("the ballot has %d bytes", len(first))
	}
	r := receipt.FindStringSubmatch(first)[1]
	if again := receipt.FindStringSubmatch(p.at(at(0), nil).Body.String())[1]; again == r {
		t.Error("two looks show one receipt")
	}
	p.sees(p.at(at(0), nil, "Accept-Language", "en"), 200, "What is not promised", "Your receipt")
	if _, voted, _, _ := v.h.DB.SlipOf(ctx, b.id, b.hash(b.slips[0])); voted {
		t.Error("a look has voted")
	}
	form := func(n int, kv ...string) url.Values {
		out := url.Values{"cast": {"1"}, "vote": {no}, "code": {b.slips[n].Token}, "receipt": {r}}
		for i := 0; i+1 < len(kv); i += 2 {
			out.Set(kv[i], kv[i+1])
		}
		return out
	}
	// By hand, with what people mistype.
	p.sees(p.at("/v", nil), 200, "测评号")
	p.sees(p.at("/v", url.Values{"vote": {no}, "code": {strings.ToLower(ballot.Spaced(b.slips[0].Token))}}),
		200, `value="poor"`)
	p.sees(p.at("/v", url.Values{"vote": {no}, "code": {"金丝雀"}}), 422, "20 位字母和数字", `value="金丝雀"`)
	p.sees(p.at("/v", url.Values{"vote": {"99999"}, "code": {b.slips[0].Token}}), 422, "没有这个测评号", b.slips[0].Token)
	p.sees(p.at("/v/"+no+"/0123456789ABCDEFGHJK", nil), 422, "没有发过这个票码")
	p.sees(p.at("/v/"+no+"/"+b.firstSlips[0].Token, nil), 422, "没有发过这个票码")
	// What is wrong with a ballot, beside the field.
	back := p.sees(p.at("/v", form(0, one, "good", two, "splendid", "word", strings.Repeat("长", 21))), 422,
		"在四档中选一档", "最多 20", strings.Repeat("长", 21), `value="good" checked`)
	if receipt.FindStringSubmatch(back)[1] != r {
		t.Error("the receipt changed while it was written down")
	}
	p.sees(p.at("/v", form(0, one, "good", "receipt", "")), 422, "换了一个新的")
	p.sees(p.at("/v", form(0, "word", "词")), 422, "您一位也没有选", `name="empty"`, "词")
	if _, cast, _ := v.h.DB.Box(ctx, b.id); len(cast) != 0 {
		t.Fatal("something was cast")
	}
	// Strangers, and forms that are none.
	p.sees(p.at("/v", form(0, one, "good"), "Sec-Fetch-Site", "cross-site"), 403)
	p.sees(p.at("/v", form(0, one, "good"), "Origin", "https://elsewhere.example"), 403)
	p.sees(p.at("/v", form(0, one, "good"), "Content-Type", "multipart/form-data; boundary=x"), 422)
	p.sees(p.at("/v", form(0, one, "good", "word", strings.Repeat("x", 17<<10))), 413)
	p.sees(p.at("/v/"+no+"/"+b.slips[0].Token+"/more", nil), 404)
	// An old phone, which is told to name no referrer, names no origin either.
	p.sees(p.at("/v", form(0, one, "good", two, "poor", "word", "金丝雀词"), "Origin", "null"), 200, "投票成功", ballot.Spaced(r))
	p.sees(p.at("/v", form(0, one, "poor")), 409, "已经投过")
	p.sees(p.at(at(0), nil), 200, "已经投过")
	p.sees(p.at("/v", form(1, "empty", "1")), 200, "投票成功")
	for n := 2; n < 8; n++ {
		own, err := ballot.NewReceipt(strings.NewReader(fmt.Sprintf("%016d", n)))
		if err != nil {
			t.Fatal(err)
		}
		p.sees(p.at("/v", form(n, one, "fair", "receipt", own), "Sec-Fetch-Site", "same-origin"), 200, "投票成功")
	}
	check := url.Values{"vote": {no}, "receipt": {strings.ToLower(r)}, "word": {"金丝雀词"}}
	p.sees(p.at("/v/check?vote="+no, nil), 200, `value="`+no+`"`)
	p.sees(p.at("/v/check", check), 200, "还没有公布")
	p.sees(p.at("/v/check", url.Values{"vote": {no}, "receipt": {"123"}}), 422, "16 位字母和数字")
	p.sees(p.at("/v/"+no+"/published.txt", nil), 404)
	if w := p.at("/v/"+no+"/issued.txt", nil); ballot.Digest(w.Body.Bytes()) != b.phoneVote(b.id).Issued {
		t.Error("the public list is another")
	}
	// A fault, and too many at once.
	p.pages.ServeHTTP(httptest.NewRecorder(), gone(httptest.NewRequest("GET", at(9), nil)))
	often := 0
	for range 1000 {
		if w := p.at(at(9), nil); w.Code == 429 {
			often++
			p.sees(w, 429, "秒再试")
			break
		}
	}
	if often == 0 {
		t.Error("one address asks as often as it likes")
	}
	said := log.String()
	for _, s := range b.slips {
		if strings.Contains(said, s.Token) {
			t.Errorf("the log says %s", said)
		}
	}
	for _, s := range []string{r, "金丝雀", `"request"`} {
		if strings.Contains(said, s) {
			t.Errorf("the log says %q: %s", s, said)
		}
	}
}

// gone is a request that nobody waits for any more.
func gone(r *http.Request) *http.Request {
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	return r.WithContext(ctx)
}

// Slips are handed out once, as PDF with the codes that then vote, and kept nowhere; the lists go to whoever may
// have them.
func TestSlipsAreHandedOut(t *testing.T) {
	t.Parallel()
	v := visit(t)
	b := v.voteOn(30)
	b.tellers()
	at := "/votes/" + b.id.String()
	send := func(login, path, key string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest("POST", path, strings.NewReader(url.Values{"key": {key}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
		w := httptest.NewRecorder()
		v.desk.ServeHTTP(w, r)
		return w
	}
	if page := v.ask("zhuti-jb", "GET", at).Body.String(); !strings.Contains(page, at+"/slips") {
		t.Error("the page does not offer the slips")
	}
	if page := v.ask("shuping-lly", "GET", at).Body.String(); strings.Contains(page, at+"/slips") {
		t.Error("the page offers the slips to whoever may not print them")
	}
	if w := send("shuping-lly", at+"/slips", "A"); w.Code == 200 {
		t.Error("somebody of a town prints slips")
	}
	w := send("zhuti-jb", at+"/slips", "ONCE")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" ||
		!strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
		t.Fatal(w.Code, w.Header(), w.Body)
	}
	if again := send("zhuti-jb", at+"/slips", "ONCE"); again.Code != 409 ||
		!strings.Contains(again.Body.String(), "没有留底") {
		t.Error("a double click", again.Code)
	}
	pdf := filepath.Join(t.TempDir(), "slips.pdf")
	if err := os.WriteFile(pdf, w.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "poppler") {
			t.Fatal(err)
		}
	} else {
		text, err := exec.Command("pdftotext", "-layout", pdf, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		codes := regexp.MustCompile(`(?:[0-9A-Z]{4} ){4}[0-9A-Z]{4}`).FindAllString(string(text), -1)
		for _, code := range codes {
			token, ok := ballot.Token(code)
			if _, _, there, err := v.h.DB.SlipOf(context.Background(), b.id, b.hash(ballot.Slip{Token: token})); !ok || !there ||
				err != nil {
				t.Errorf("%s is on a slip and was not issued: %v", code, err)
			}
		}
		if len(codes) != 30 || !strings.Contains(string(text), "/v") {
			t.Errorf("%d codes:\n%s", len(codes), text)
		}
	}
	issued := v.ask("shuping-lly", "GET", at+"/issued")
	if x := b.phoneVote(b.id); x.State != statements.Printed || ballot.Digest(issued.Body.Bytes()) != x.Issued {
		t.Error(x.State, issued.Code)
	}
	if w := v.ask("jiandu-jb", "GET", at+"/sealed"); w.Code != 409 {
		t.Error("sealed ballots before there are any", w.Code)
	}
	b.goes("zhuti-jb", ref.Vote, "open", b.id, nil, "")
	for _, login := range []string{"zhuti-jb", "shuping-jw"} {
		if w := v.ask(login, "GET", at+"/sealed"); w.Code != 403 {
			t.Error(login, "has the sealed ballots", w.Code)
		}
	}
}
