package app

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/demo"
	"shuangze/internal/web/api"
)

// program is somebody's program that uses the API with one token.
type program struct {
	t     *testing.T
	url   string
	token string
}

// ask sends a request and demands the status of its answer.
func (p program) ask(want int, method, path string, body any, headers ...string) (*http.Response, []byte) {
	p.t.Helper()
	answer, out := p.send(method, path, body, headers...)
	if answer.StatusCode != want {
		p.t.Fatalf("%s %s answered %d, want %d: %.600s", method, path, answer.StatusCode, want, out)
	}
	return answer, out
}

// send sends a request and reads the answer; headers are names and values by
// turns.
func (p program) send(method, path string, body any, headers ...string) (*http.Response, []byte) {
	p.t.Helper()
	var in io.Reader = http.NoBody
	switch b := body.(type) {
	case nil:
	case []byte:
		in = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			p.t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	r, err := http.NewRequest(method, p.url+api.Prefix+path, in)
	if err != nil {
		p.t.Fatal(err)
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	out, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer, out
}

// get reads JSON.
func get[T any](p program, path string) (v T) {
	p.t.Helper()
	_, b := p.ask(200, "GET", path, nil)
	if err := json.Unmarshal(b, &v); err != nil {
		p.t.Fatalf("%s: %v in %.300s", path, err, b)
	}
	return v
}

// person is somebody at a browser.
type person struct {
	t      *testing.T
	url    string
	client *http.Client
}

func signIn(t *testing.T, url, login string) person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	p := person{t, url, &http.Client{Jar: jar}}
	if page := p.send("/sign-in", "login", login, "password", demo.Password); strings.Contains(page, `action="/sign-in"`) {
		t.Fatalf("%s cannot sign in: %.300s", login, page)
	}
	return p
}

func (p person) read(r *http.Response, err error) string {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		p.t.Fatalf("%s: %d %v %.500s", r.Request.URL, r.StatusCode, err, b)
	}
	return string(b)
}

func (p person) see(path string) string {
	p.t.Helper()
	return p.read(p.client.Get(p.url + path))
}

// send sends a form: names and values by turns.
func (p person) send(path string, fields ...string) string {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return p.read(p.client.PostForm(p.url+path, form))
}

var (
	tokenShown = regexp.MustCompile(`szt_[A-Za-z0-9_-]+`)
	hiddenKey  = regexp.MustCompile(`name="key" value="([A-Z0-9]+)"`)
	hiddenID   = regexp.MustCompile(`name="id" value="(\d+)"`)
)

// token makes a personal access token on the page of one's own account.
func (p person) token(scopes ...string) string {
	p.t.Helper()
	page := p.see("/account")
	form := page[strings.Index(page, `action="/account/tokens"`):]
	fields := []string{"name", "程序", "key", hiddenKey.FindStringSubmatch(form)[1]}
	for _, s := range scopes {
		if !strings.Contains(form, `value="`+s+`"`) {
			p.t.Errorf("the page does not offer the scope %s", s)
		}
		fields = append(fields, "scopes", s)
	}
	made := tokenShown.FindString(p.send("/account/tokens", fields...))
	if made == "" {
		p.t.Fatal("no token is shown")
	}
	if strings.Contains(p.see("/account"), made) {
		p.t.Error("the token is shown a second time")
	}
	return made
}

type orderPage struct {
	Items []struct {
		ID      int64
		Number  string
		Subject string
	}
	Next, Previous string
	Count          int
}
