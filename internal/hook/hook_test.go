package hook

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The example of Standard Webhooks (its reference libraries sign so).
func TestSign(t *testing.T) {
	got, err := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0),
		[]byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
	for _, s := range []string{"", "whsec_", "whsec_!!", "whsec_YQ=="} {
		if _, err := Sign(s, "a", time.Unix(0, 0), nil); err == nil {
			t.Errorf("signed by %q", s)
		}
	}
}

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func send(t *testing.T, c Caller, address string) error {
	t.Helper()
	_, err := c.Send(t.Context(), address, secret, Event{ID: "msg_1", At: time.Unix(1614265330, 0), Body: []byte(`{}`)})
	return err
}

// Calls go to https on public addresses, to this machine and inside only where that is
// allowed; what is dialled counts and not how it is called.
func TestWhereCallsGo(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		address          string
		plain            bool
		none, here, both bool // allowed by nothing, Here, Here and Inside
	}{
		{"8.8.8.8", false, true, true, true},
		{"8.8.8.8", true, false, false, false},
		{"2400:3200::1", false, true, true, true},
		{"127.0.0.1", false, false, true, true},
		{"127.9.9.9", true, false, true, true},
		{"::1", true, false, true, true},
		{"::ffff:127.0.0.1", false, false, true, true},
		{"10.1.2.3", false, false, false, true},
		{"10.1.2.3", true, false, false, false},
		{"172.16.0.1", false, false, false, true},
		{"192.168.1.1", false, false, false, true},
		{"::ffff:192.168.1.1", false, false, false, true},
		{"fd00::1", false, false, false, true},
		{"169.254.169.254", false, false, false, false},
		{"fe80::1", false, false, false, false},
		{"0.0.0.0", false, false, false, false},
		{"::", false, false, false, false},
		{"100.64.1.1", false, false, false, false},
		{"224.0.0.1", false, false, false, false},
		{"255.255.255.255", false, false, false, false},
		{"64:ff9b::7f00:1", false, false, false, false},
		{"2002:7f00:1::", false, false, false, false},
	} {
		a := netip.MustParseAddr(x.address)
		for c, want := range map[Caller]bool{{}: x.none, {Here: true}: x.here, {Here: true, Inside: true}: x.both} {
			if err := c.reaches(a, x.plain); (err == nil) != want {
				t.Errorf("%s plain=%v by %+v: %v", x.address, x.plain, c, err)
			}
		}
	}
	called := false
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { called = true }))
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	if err := send(t, Caller{Roots: roots, Inside: true}, s.URL); !errors.Is(err, errReach) || called {
		t.Errorf("this machine was called: %v", err)
	}
	byName := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	if err := send(t, Caller{Roots: roots}, byName); err == nil || called {
		t.Errorf("this machine was called by a name: %v", err)
	}
	if err := send(t, Caller{Roots: roots, Here: true}, s.URL); err != nil || !called {
		t.Errorf("%v", err)
	}
	if err := send(t, Caller{Here: true}, s.URL); err == nil {
		t.Error("a certificate that nobody knows")
	}
	if err := send(t, Caller{}, "http://8.8.8.8/"); !errors.Is(err, errReach) {
		t.Errorf("not encrypted: %v", err)
	}
}

// What an answer means; a redirect is followed nowhere; the answer is bounded and comes in
// time or not at all.
func TestAnswers(t *testing.T) {
	t.Parallel()
	other := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { other++ }))
	t.Cleanup(elsewhere.Close)
	stop := make(chan struct{})
	mux := http.NewServeMux()
	for _, code := range []int{200, 204, 400, 410, 429, 500} {
		mux.HandleFunc(fmt.Sprintf("/%d", code), func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(code)
			if code >= 300 {
				io.WriteString(w, "because\n of that"+strings.Repeat("x", 1000))
			}
		})
	}
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, 307) })
	mux.HandleFunc("/stall", func(w http.ResponseWriter, r *http.Request) { <-stop })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		for {
			select {
			case <-stop:
				return
			case <-time.After(30 * time.Millisecond):
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
			}
		}
	})
	mux.HandleFunc("/flood", func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(func() { close(stop); s.Close() })
	c := Caller{Here: true, Limit: 400 * time.Millisecond}
	for path, want := range map[string]struct{ ok, forGood bool }{
		"200": {ok: true}, "204": {ok: true}, "flood": {ok: true},
		"400": {}, "410": {forGood: true}, "429": {}, "500": {}, "away": {}, "stall": {}, "drip": {}, "cut": {}} {
		start := time.Now()
		err := send(t, c, s.URL+"/"+path)
		var f *Failure
		if (err == nil) != want.ok || err != nil && (!errors.As(err, &f) || f.ForGood != want.forGood) {
			t.Errorf("%s: %v", path, err)
		}
		if took := time.Since(start); took > 3*time.Second || err != nil && len(err.Error()) > 400 {
			t.Errorf("%s: %s, %v", path, took, err)
		}
	}
	if other != 0 {
		t.Error("a redirect was followed")
	}
}

// A template fills in values as their place wants them, knows secrets from outside, and
// says by status and field whether the message was taken.
func TestTemplate(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body, answer string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r, string(b)
		io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	key := write("key", "sch\"lüssel{{text}}\n")
	env := func(name string) string { return map[string]string{"APP": "a&b"}[name] }
	read := func(text string) (Template, error) { return ReadTemplate(write("t.json", text), env) }
	tpl, err := read(`{"method":"POST","address":"` + s.URL + `/send?app={{env APP}}&to={{to}}",
		"headers":{"X-Key":"{{file ` + key + `}}"},"body":"{\"text\":\"{{text}}\",\"key\":\"{{file ` + key + `}}\"}",
		"taken":{"field":"data.code","values":["0"]},"refused":["404"]}`)
	if err != nil {
		t.Fatal(err)
	}
	post := func() error {
		_, err := Caller{Here: true}.Post(t.Context(), tpl, map[string]string{"to": "138 &x=1", "text": "一\"二\n{{to}}",
			"id": "u1"})
		return err
	}
	answer = `{"data":{"code":0}}`
	if err := post(); err != nil {
		t.Fatal(err)
	}
	if want := `{"text":"一\"二\n{{to}}","key":"sch\"lüssel{{text}}"}`; body != want {
		t.Errorf("%s, want %s", body, want)
	}
	if q := got.URL.Query(); q.Get("app") != "a&b" || q.Get("to") != "138 &x=1" || len(q) != 2 {
		t.Errorf("%v", got.URL)
	}
	for text, forGood := range map[string]bool{`{"data":{"code":5}}`: false, `{"data":{"code":404}}`: true, `oops`: false,
		`{"data":[]}`: false} {
		answer = text
		var f *Failure
		if err := post(); !errors.As(err, &f) || f.ForGood != forGood {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, bad := range []string{`{`, `{"address":"ftp://x"}`, `{"address":"https://{{to}}/x"}`,
		`{"address":"https://x","body":"{{name}}"}`,
		`{"address":"https://x","body":"{{env NONE}}"}`, `{"address":"https://x","body":"{{file /nowhere}}"}`,
		`{"address":"https://x","script":"1"}`, `{"address":"https://x","method":"DELETE"}`,
		`{"address":"https://x","taken":{"field":"a"}}`} {
		if _, err := read(bad); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
