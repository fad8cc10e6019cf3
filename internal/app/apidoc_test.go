package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/web/api"
)

// described is an operation as the OpenAPI document describes it.
type described struct {
	ID        string `json:"operationId"`
	Responses map[string]struct {
		Content map[string]struct{ Schema any }
	}
	Method, Path string `json:"-"`
}

// programs are the demonstration's people with a token each for all they may,
// and one for reading only; the three administrators have none.
type programs struct {
	*visitors
	all, reads map[string]string
	ops        []described
	schemas    map[string]any
	keys       int // given so far
}

func programsOf(t *testing.T) *programs {
	t.Helper()
	return programming(t, visit(t))
}

// programming are the programs of those who visit.
func programming(t *testing.T, v *visitors) *programs {
	t.Helper()
	ctx := context.Background()
	p := &programs{visitors: v, all: map[string]string{}, reads: map[string]string{}}
	var err error
	if p.desk, err = p.h.Handler(ServeOptions{unlimited: true}); err != nil {
		t.Fatal(err)
	}
	every := access.TokenScopes()
	reads := slices.DeleteFunc(slices.Clone(every), func(s string) bool { return !strings.HasSuffix(s, ":read") })
	for _, login := range p.logins {
		if login == "" {
			continue
		}
		if slices.Contains([]string{"xitong", "anquan", "shenji"}, login) {
			if token, _, err := p.h.Accounts.CreateToken(ctx, act.Command{Actor: p.actor(login)},
				account.NewToken{Name: "程序", Scopes: every, Expires: p.h.Clock().Day() + 2}); err == nil || token != "" {
				t.Errorf("the administrator %s has a token", login)
			}
			continue
		}
		for scopes, into := range map[string]map[string]string{strings.Join(every, " "): p.all,
			strings.Join(reads, " "): p.reads} {
			token, _, err := p.h.Accounts.CreateToken(ctx, act.Command{Actor: p.actor(login)},
				account.NewToken{Name: "程序", Scopes: strings.Fields(scopes), Expires: p.h.Clock().Day() + 2})
			if err != nil {
				t.Fatal(login, err)
			}
			into[login] = token
		}
	}
	var doc struct {
		Paths      map[string]map[string]described
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(p.call("", "GET", "/openapi.json", nil).Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	p.schemas = doc.Components.Schemas
	for path, item := range doc.Paths {
		for method, op := range item {
			op.Method, op.Path = strings.ToUpper(method), path
			p.ops = append(p.ops, op)
		}
	}
	slices.SortFunc(p.ops, func(a, b described) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return p
}

// call sends one request with a token; head are names and values by turns.
func (p *programs) call(token, method, path string, body []byte, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, api.Prefix+path, bytes.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	p.desk.ServeHTTP(w, r)
	return w
}

// fits compares an answer with what the document says of the operation.
func (p *programs) fits(op described, w *httptest.ResponseRecorder) {
	p.Helper()
	at := fmt.Sprintf("%s: %d", op.ID, w.Code)
	said, ok := op.Responses[fmt.Sprint(w.Code)]
	if !ok {
		p.Errorf("%s is not among the documented answers: %.300s", at, w.Body)
		return
	}
	given, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";")
	for media, x := range said.Content {
		if kind, _, _ := strings.Cut(media, ";"); kind != given && kind != "application/octet-stream" {
			p.Errorf("%s: %s, documented is %s", at, given, kind)
		} else if strings.HasSuffix(kind, "json") {
			var v any
			d := json.NewDecoder(w.Body)
			d.UseNumber()
			if err := d.Decode(&v); err != nil {
				p.Errorf("%s: %v", at, err)
			}
			for _, wrong := range p.unlike(x.Schema, v, "") {
				p.Errorf("%s: %s", at, wrong)
			}
		}
	}
}

// unlike says where a value is not what a schema says: types, words of an
// enumeration, required and undeclared properties, bounds, formats of days and
// moments.
func (p *programs) unlike(schema, v any, at string) (out []string) {
	s, _ := schema.(map[string]any)
	if ref, ok := s["$ref"].(string); ok {
		return p.unlike(p.schemas[strings.TrimPrefix(ref, "#/components/schemas/")], v, at)
	}
	wrong := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	kind := ""
	switch x := v.(type) {
	case nil:
		kind = "null"
	case bool:
		kind = "boolean"
	case string:
		kind = "string"
	case json.Number:
		if kind = "integer"; strings.ContainsAny(x.String(), ".eE") {
			kind = "number"
		}
	case []any:
		kind = "array"
	case map[string]any:
		kind = "object"
	}
	var kinds []string
	switch t := s["type"].(type) {
	case string:
		kinds = []string{t}
	case []any:
		for _, k := range t {
			kinds = append(kinds, k.(string))
		}
	}
	if len(kinds) > 0 && !slices.Contains(kinds, kind) && !(kind == "integer" && slices.Contains(kinds, "number")) {
		wrong("is %s, documented is %v: %.80v", kind, kinds, v)
		return out
	}
	if words, ok := s["enum"].([]any); ok && v != "" && !slices.Contains(words, v) {
		wrong("%v is none of %v", v, words)
	}
	switch x := v.(type) {
	case string:
		for format, form := range map[string]string{"date": `^\d{4}-\d\d-\d\d$`,
			"date-time": `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`} {
			if s["format"] == format && !regexp.MustCompile(form).MatchString(x) {
				wrong("%q is no %s", x, format)
			}
		}
	case []any:
		for i, e := range x {
			out = append(out, p.unlike(s["items"], e, fmt.Sprintf("%s/%d", at, i))...)
		}
	case map[string]any:
		properties, _ := s["properties"].(map[string]any)
		for name, e := range x {
			if of, ok := properties[name]; ok {
				out = append(out, p.unlike(of, e, at+"/"+name)...)
			} else if more, of := s["additionalProperties"].(map[string]any); of {
				out = append(out, p.unlike(more, e, at+"/"+name)...)
			} else if len(properties) > 0 {
				wrong("%s is not documented", name)
			}
		}
		required, _ := s["required"].([]any)
		for _, name := range required {
			if _, ok := x[name.(string)]; !ok {
				wrong("%s is missing", name)
			}
		}
	}
	return out
}
