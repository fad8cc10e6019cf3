package api

import (
	"encoding/json"
	"regexp"
	"shuangze/internal/web/rate"
	"slices"
	"strings"
	"testing"
)

// The document is OpenAPI 3.1 in itself: every reference leads somewhere,
// every path names its parameters, nothing is left of 3.0, and no host is
// named. (No validator of 3.1 is among our modules; what one looks at is
// looked at here.)
func TestDocumentIsSound(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	raw := x.ask("", "GET", "/openapi.json", "").want(200)
	if got := raw.Header().Get("Content-Type"); got != "application/openapi+json" {
		t.Error(got)
	}
	if at := regexp.MustCompile(`[a-z]+://[^"]*`).FindString(raw.Body.String()); at != "" {
		t.Errorf("the document names %s", at)
	}
	doc := into[map[string]any](raw)
	for name := range doc {
		if !slices.Contains([]string{"openapi", "info", "servers", "paths", "components", "security", "tags"}, name) {
			t.Errorf("%s is no part of OpenAPI 3.1, or not looked at here", name)
		}
	}
	components := doc["components"].(map[string]any)
	schemas := components["schemas"].(map[string]any)
	for _, s := range doc["security"].([]any) {
		for name := range s.(map[string]any) {
			if components["securitySchemes"].(map[string]any)[name] == nil {
				t.Errorf("security scheme %s is not there", name)
			}
		}
	}
	tags := map[string]bool{}
	for _, tag := range doc["tags"].([]any) {
		tags[tag.(map[string]any)["name"].(string)] = true
	}
	ids := map[string]bool{}
	for path, item := range doc["paths"].(map[string]any) {
		if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, Prefix) {
			t.Errorf("path %s is not relative to the server", path)
		}
		for method, o := range item.(map[string]any) {
			op := o.(map[string]any)
			at := method + " " + path
			if id := op["operationId"].(string); ids[id] {
				t.Errorf("%s: operationId %s twice", at, id)
			} else {
				ids[id] = true
			}
			for _, tag := range op["tags"].([]any) {
				if !tags[tag.(string)] {
					t.Errorf("%s: tag %s is not declared", at, tag)
				}
			}
			given := map[string]bool{}
			params, _ := op["parameters"].([]any)
			for _, p := range params {
				p := p.(map[string]any)
				key := p["in"].(string) + " " + p["name"].(string)
				if given[key] || p["schema"] == nil {
					t.Errorf("%s: parameter %s twice or without schema", at, key)
				}
				given[key] = true
				if p["in"] == "path" && p["required"] != true {
					t.Errorf("%s: %s must be required", at, key)
				}
			}
			for _, m := range inPath.FindAllStringSubmatch(path, -1) {
				if !given["path "+m[1]] {
					t.Errorf("%s: %s has no parameter", at, m[1])
				}
			}
			if body, ok := op["requestBody"].(map[string]any); (ok && method == "get") ||
				(ok && len(body["content"].(map[string]any)) == 0) {
				t.Errorf("%s: a body %v", at, body)
			}
			for status, r := range op["responses"].(map[string]any) {
				if !regexp.MustCompile(`^[1-5][0-9]{2}$`).MatchString(status) || r.(map[string]any)["description"] == "" {
					t.Errorf("%s: response %s %v", at, status, r)
				}
			}
		}
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(at, x)
			}
		case map[string]any:
			if to, ok := v["$ref"].(string); ok {
				name, ok := strings.CutPrefix(to, "#/components/schemas/")
				if !ok || schemas[name] == nil {
					t.Errorf("%s: %s leads nowhere", at, to)
				}
			}
			if _, old := v["nullable"]; old {
				t.Errorf("%s: nullable is of 3.0", at)
			}
			if typ, ok := v["type"].(string); ok &&
				!slices.Contains([]string{"string", "integer", "number", "boolean", "object", "array", "null", "http"}, typ) {
				t.Errorf("%s: type %s", at, typ)
			} else if typ == "array" && v["items"] == nil {
				t.Errorf("%s: an array of nothing", at)
			}
			if required, ok := v["required"].([]any); ok {
				properties, _ := v["properties"].(map[string]any)
				for _, name := range required {
					if properties[name.(string)] == nil {
						t.Errorf("%s: %s is required and not there", at, name)
					}
				}
			}
			for k, x := range v {
				walk(at+"/"+k, x)
			}
		}
	}
	walk("", doc)
}

// What a field may leave out when it is asked is not called required.
func TestWhatMayBeLeftOut(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Required []string `json:"required"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(x.ask("", "GET", "/openapi.json", "").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	input := doc.Components.Schemas["OrderInput"].Required
	for _, name := range []string{"side", "subject", "unit", "due"} {
		if !slices.Contains(input, name) {
			t.Errorf("%s is not required of an order: %v", name, input)
		}
	}
	for _, name := range []string{"problem", "assist", "contact"} {
		if slices.Contains(input, name) {
			t.Errorf("%s is required of an order", name)
		}
	}
}
