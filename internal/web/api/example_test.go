package api

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"shuangze/internal/web/rate"
)

// Every operation that takes JSON shows a body that it can read.
func TestExamplesAreRead(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	doc := into[struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Example json.RawMessage }
			}
		}
	}](x.ask("", "GET", "/openapi.json", "").want(200))
	n := 0
	for _, op := range everything() {
		if op.body == nil || op.file {
			continue
		}
		n++
		for method, o := range doc.Paths[op.path] {
			body, ok := o.RequestBody.Content[jsonType]
			if !ok || !strings.EqualFold(method, op.method) {
				continue
			}
			if len(body.Example) < 3 {
				t.Errorf("%s has no example: %s", op.id, body.Example)
			}
			if err := decode(body.Example, reflect.New(op.body).Interface()); err != nil {
				t.Errorf("%s: %s: %v", op.id, body.Example, err)
			}
		}
	}
	if n < 30 {
		t.Errorf("only %d operations take JSON", n)
	}
}
