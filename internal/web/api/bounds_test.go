package api

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"shuangze/internal/text"
	"shuangze/internal/web/rate"
)

// named are the fields that an error names.
func named(err error) (out []string) {
	var in text.InputErrors
	if errors.As(err, &in) {
		for _, e := range in {
			out = append(out, e.Field)
		}
	}
	return out
}

// Every parameter and every field of every operation, from the declarations that
// serve it: what is too long is named before anything is done with it.
func TestEveryInputHasABound(t *testing.T) {
	f := &face{codes: codesOf(nil)}
	for _, n := range nounsOf(nil) {
		codesOfNoun(f.codes, n)
	}
	params, fields := 0, 0
	for _, op := range everything() {
		if op.query != nil {
			all := askedOf(op.query)
			for _, p := range all {
				params++
				if p.most() > 300 {
					t.Errorf("%s: %s may have %d characters", op.id, p.name, p.most())
				}
				for what, values := range map[string][]string{"long": {strings.Repeat("责", 10_000)},
					"many": make([]string, timesMost+1)} {
					values[0] += "1"
					c := &call{face: f, op: &op, r: httptest.NewRequest("GET", "/?"+url.Values{p.name: values}.Encode(), nil)}
					if got := named(c.query(all, reflect.New(op.query).Elem())); len(got) != 1 || got[0] != p.name {
						t.Errorf("%s with a %s %s names %v", op.id, what, p.name, got)
					}
				}
			}
		}
		if op.body == nil {
			continue
		}
		for _, x := range reflect.VisibleFields(op.body) {
			name, _, _ := strings.Cut(x.Tag.Get("json"), ",")
			if x.Anonymous || name == "" {
				continue
			}
			fields++
			for _, value := range []string{`"%s"`, `["%s"]`, `[{"text":"%s"}]`} {
				body := fmt.Sprintf(`{"%s":`+value+`}`, name, strings.Repeat(`\u8d23`, fieldMost+1))
				err := decode([]byte(body), reflect.New(op.body).Interface())
				if got := named(err); len(got) != 1 || got[0] != name {
					t.Errorf("%s with a long %s names %v", op.id, name, got)
				}
			}
		}
	}
	if params < 40 || fields < 100 {
		t.Errorf("only %d parameters and %d fields were found", params, fields)
	}
}

// JSON is judged by its signs before it is taken apart.
func TestSlim(t *testing.T) {
	for body, ok := range map[string]bool{
		`{"a":[{"b":["c"]}]}`:                                true,
		`{"a":"[[[[[[[[[[[[[[\"[[[[[[{{{{{,,,,,"}`:           true,
		strings.Repeat("[", depthMost+1):                     false,
		`{"a":` + strings.Repeat(`{"a":`, 100_000):           false,
		`{"a":[` + strings.Repeat("1,", itemsMost) + `1]}`:   false,
		`{"a":[` + strings.Repeat("[],", itemsMost) + `[]]}`: false,
		`{"a":"` + strings.Repeat(",", 2*itemsMost) + `"}`:   true,
		`{` + strings.Repeat(`"a":1,`, itemsMost) + `"a":1}`: false,
		`{"a":"\`:  true, // no JSON: the decoder says so
		`}}}}]]]]`: true,
		`{"a":[` + strings.Repeat("1,", itemsMost-10) + `1]}  `: true,
	} {
		if err := slim([]byte(body)); (err == nil) != ok {
			t.Errorf("%.40s: %v", body, err)
		}
	}
	for raw, n := range map[string]int{`"责任"`: 2, `["a","责任制"]`: 3, `"\u8d23\n\""`: 3, `12`: 0, `"\`: 1,
		`{"a":"` + strings.Repeat("x", 50) + `"}`: 50} {
		if got := longest([]byte(raw)); got != n {
			t.Errorf("%s: %d, want %d", raw, got, n)
		}
	}
}

// What comes in is read where its bounds are, and a new header is thought about.
func TestReadInOnePlace(t *testing.T) {
	headers := map[string]bool{"Accept-Language": true, "Authorization": true, "Content-Type": true,
		"Idempotency-Key": true}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := f.X.(*ast.SelectorExpr); ok && x.Sel.Name == "URL" && f.Sel.Name == "Query" && name != "decode.go" &&
				name != "file.go" {
				t.Error(name, "reads an address by itself")
			}
			if x, ok := f.X.(*ast.SelectorExpr); ok && x.Sel.Name == "Header" && f.Sel.Name == "Get" {
				if l, ok := call.Args[0].(*ast.BasicLit); !ok || !headers[strings.Trim(l.Value, `"`)] {
					t.Error(name, "reads a header whose bound nobody thought about")
				}
			}
			return true
		})
	}
}

// A key that is too long is refused whatever the operation does with it.
func TestLongHeaders(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	for _, method := range []string{"GET", "POST", "DELETE"} {
		if a := x.ask("", method, "/orders", "", "Idempotency-Key", strings.Repeat("k", keyMost+1)); a.Code != 422 {
			t.Error(method, a.Code)
		}
	}
	if a := x.ask("", "GET", "/orders/"+strings.Repeat("9", 2000), ""); a.Code != 404 {
		t.Error(a.Code)
	}
	many := "/orders?" + strings.Repeat("q=1&", paramsMost)
	if a := x.ask("", "GET", many, ""); a.Code != 422 {
		t.Error(a.Code)
	}
}
