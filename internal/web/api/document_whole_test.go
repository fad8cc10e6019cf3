package api

import (
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/web/rate"
	"shuangze/internal/when"
)

// The document leaves nothing out: every operation has its name, a summary that
// is a phrase and the problems it can answer; every parameter and header says
// what it is for or is one of a few that speak for themselves; nothing is
// described that nothing uses; and examples, where there are any, fit.
func TestDocumentIsWhole(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	doc := into[map[string]any](x.ask("", "GET", "/openapi.json", "").want(200))
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	used := map[string]bool{}
	examples := 0
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(at, e)
			}
		case map[string]any:
			if to, ok := v["$ref"].(string); ok {
				if name := strings.TrimPrefix(to, "#/components/schemas/"); !used[name] {
					used[name] = true
					walk(name, schemas[name])
				}
			}
			if list, ok := v["examples"].([]any); ok && v["type"] != nil {
				for _, e := range list {
					examples++
					if !exampleFits(v, e) {
						t.Errorf("%s: the example %v is none of %v", at, e, v["type"])
					}
				}
			}
			for k, e := range v {
				walk(at+"/"+k, e)
			}
		}
	}
	walk("", doc["paths"])
	for name := range schemas {
		if !used[name] {
			t.Errorf("nothing uses the schema %s", name)
		}
	}
	operations := 0
	for path, item := range doc["paths"].(map[string]any) {
		for method, o := range item.(map[string]any) {
			operations++
			op := o.(map[string]any)
			at := method + " " + path
			id, _ := op["operationId"].(string)
			summary, _ := op["summary"].(string)
			if id == "" || strings.ContainsAny(id, " -_") || id[0] < 'a' {
				t.Errorf("%s: operationId %q", at, id)
			}
			if len(summary) < 8 || strings.HasSuffix(summary, ".") || summary[0] < 'A' || summary[0] > 'Z' {
				t.Errorf("%s: summary %q", at, summary)
			}
			if tags, _ := op["tags"].([]any); len(tags) != 1 {
				t.Errorf("%s: tags %v", at, tags)
			}
			responses := op["responses"].(map[string]any)
			want := []string{"422", "429", "500"}
			// [{}]: nobody need say who asks
			if security, _ := op["security"].([]any); len(security) != 1 || len(security[0].(map[string]any)) > 0 {
				want = append(want, "401", "403", "404")
			}
			if method != "get" {
				want = append(want, "409", "413")
			}
			for _, status := range want {
				r, _ := responses[status].(map[string]any)
				content, _ := r["content"].(map[string]any)
				if _, ok := content[problemType]; !ok || len(content) != 1 {
					t.Errorf("%s: %s is no problem: %v", at, status, r)
				}
			}
			good := 0
			for status, r := range responses {
				if status[0] == '2' {
					good++
					if content, _ := r.(map[string]any)["content"].(map[string]any); len(content) == 0 {
						t.Errorf("%s: %s answers nothing", at, status)
					}
				}
			}
			if good == 0 {
				t.Errorf("%s has no good answer", at)
			}
			params, _ := op["parameters"].([]any)
			key := false
			for _, p := range params {
				p := p.(map[string]any)
				key = key || p["name"] == "Idempotency-Key"
				schema, _ := p["schema"].(map[string]any)
				if len(schema) == 0 || schema["type"] == nil {
					t.Errorf("%s: %s has no type", at, p["name"])
				}
			}
			// One’s own views and inbox, and what is only judged, stand in no journal.
			recorded := !strings.HasPrefix(path, "/views") && !strings.HasPrefix(path, "/inbox") && path != "/policy/check" &&
				path != "/policy/versions/{id}/check"
			if key != (method != "get" && recorded) {
				t.Errorf("%s: an Idempotency-Key is documented: %v", at, key)
			}
		}
	}
	if operations < 70 {
		t.Errorf("only %d operations", operations)
	}
	if examples < 10 {
		t.Errorf("only %d examples", examples)
	}
	t.Logf("%d operations, %d schemas, %d examples", operations, len(schemas), examples)
}

// exampleFits looks at an example's type, form and, where there is one, enumeration.
func exampleFits(schema map[string]any, v any) bool {
	is := ""
	switch v.(type) {
	case string:
		is = "string"
	case float64:
		is = "number"
	case bool:
		is = "boolean"
	case []any:
		is = "array"
	case map[string]any:
		is = "object"
	}
	if s, ok := v.(string); ok && schema["format"] == "date" {
		_, err := when.ParseDay(s)
		return err == nil
	} else if ok && schema["format"] == "date-time" {
		_, err := time.Parse(time.RFC3339Nano, s)
		return err == nil && strings.HasSuffix(s, "+08:00")
	}
	words, listed := schema["enum"].([]any)
	fits := schema["type"] == is || is == "number" && schema["type"] == "integer"
	return fits && (!listed || slices.Contains(words, v))
}
