package hook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Template is how a service of messages is called: method, address, headers and body, in
// which a few named values are filled in. It is text without code.
type Template struct {
	Method  string            `json:"method"`
	Address string            `json:"address"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	// Taken is by what an answer says that the message was taken: besides 2xx, a field of
	// its JSON and the values that it may have. Field "" = 2xx is enough.
	Taken struct {
		Field  string   `json:"field"`
		Values []string `json:"values"`
	} `json:"taken"`
	// Refused are values of the same field that no other try changes.
	Refused []string `json:"refused"`

	secrets map[string]string // by their names in braces
}

// Values are what a template may name.
var Values = []string{"id", "to", "text", "title", "count", "link"}

var named = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// templateMost is how long a template's file may be.
const templateMost = 64 << 10

// ReadTemplate reads a template from a file as JSON. A secret is named by where it stands,
// {{env NAME}} or {{file PATH}}, and read now; it never enters the database.
func ReadTemplate(name string, env func(string) string) (Template, error) {
	var t Template
	f, err := os.Open(name)
	if err != nil {
		return t, errors.New("the file cannot be read")
	}
	defer f.Close()
	d := json.NewDecoder(io.LimitReader(f, templateMost))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return t, fmt.Errorf("the file is no template: %w", err)
	}
	if t.Method == "" {
		t.Method = http.MethodPost
	}
	if !slices.Contains([]string{http.MethodPost, http.MethodGet, http.MethodPut}, t.Method) {
		return t, fmt.Errorf("method %q: POST, PUT and GET are allowed", t.Method)
	}
	if t.Taken.Field != "" && len(t.Taken.Values) == 0 {
		return t, errors.New("taken: which values?")
	}
	t.secrets = map[string]string{}
	for _, s := range append(slices.Collect(maps.Values(t.Headers)), t.Address, t.Body) {
		if err := t.know(s, env); err != nil {
			return t, err
		}
	}
	if u, err := url.Parse(t.Address); err != nil || u.Hostname() == "" || strings.Contains(u.Host, "{{") ||
		u.Scheme != "https" && u.Scheme != "http" {
		return t, errors.New("address: an https address is needed, whose server is written out")
	}
	return t, nil
}

// Server is whom the template calls, without the rest of the address, which may hold a
// secret.
func (t Template) Server() string {
	u, err := url.Parse(t.Address)
	if err != nil {
		return ""
	}
	return u.Host
}

// know reads the secrets that a text names and refuses names that there are not.
func (t *Template) know(s string, env func(string) string) error {
	for _, m := range named.FindAllStringSubmatch(s, -1) {
		name, what := m[1], strings.Fields(m[1])
		switch {
		case slices.Contains(Values, name):
		case len(what) == 2 && what[0] == "env":
			if t.secrets[name] = env(what[1]); t.secrets[name] == "" {
				return fmt.Errorf("the environment does not hold %s", what[1])
			}
		case len(what) == 2 && what[0] == "file":
			b, err := os.ReadFile(what[1])
			if err != nil {
				return fmt.Errorf("the file %s cannot be read", what[1])
			}
			t.secrets[name] = strings.TrimSpace(string(b))
		default:
			return fmt.Errorf("%s is nothing that can be filled in: %s, env NAME and file PATH are allowed", m[0],
				strings.Join(Values, ", "))
		}
	}
	return nil
}

// fill puts values and secrets in their places, each written as its place wants it.
func (t Template) fill(s string, values map[string]string, as func(string) string) string {
	return named.ReplaceAllStringFunc(s, func(m string) string {
		name := strings.TrimSuffix(strings.TrimPrefix(m, "{{"), "}}")
		if secret, ok := t.secrets[name]; ok {
			return as(secret)
		}
		return as(values[name])
	})
}

// inJSON is text as it stands between quotation marks of JSON.
func inJSON(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return ""
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(b.String(), "\n"), `"`), `"`)
}

// oneLine is text that a header may hold.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// Post sends a message as the template says. Values in an address are escaped, in a body
// written as JSON or as a form by its Content-Type.
func (c Caller) Post(ctx context.Context, t Template, values map[string]string) (said string, err error) {
	head, as := http.Header{}, inJSON
	for k, v := range t.Headers {
		head.Set(k, oneLine(t.fill(v, values, oneLine)))
	}
	if head.Get("Content-Type") == "" {
		head.Set("Content-Type", "application/json")
	}
	if strings.HasPrefix(head.Get("Content-Type"), "application/x-www-form-urlencoded") {
		as = url.QueryEscape
	}
	status, answer, err := c.call(ctx, t.Method, t.fill(t.Address, values, url.QueryEscape), head,
		[]byte(t.fill(t.Body, values, as)))
	switch {
	case err != nil:
		return "", &Failure{Err: err}
	case status/100 != 2:
		return "", &Failure{Status: status, Said: first(answer)}
	case t.Taken.Field == "":
		return fmt.Sprint(status), nil
	}
	value, ok := field(answer, t.Taken.Field)
	if ok && slices.Contains(t.Taken.Values, value) {
		return t.Taken.Field + "=" + value, nil
	}
	return "", &Failure{Status: status, Said: first(answer), ForGood: ok && slices.Contains(t.Refused, value)}
}

// field is a value of a JSON answer by its path, as "data.code".
func field(answer []byte, path string) (string, bool) {
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	var at any
	if d.Decode(&at) != nil {
		return "", false
	}
	for _, name := range strings.Split(path, ".") {
		in, ok := at.(map[string]any)
		if !ok {
			return "", false
		}
		if at, ok = in[name]; !ok {
			return "", false
		}
	}
	return fmt.Sprint(at), true
}
