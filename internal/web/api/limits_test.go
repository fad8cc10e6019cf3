package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/web/rate"
)

// What the document says of a text is what the policy in force allows: so many
// characters are taken, one more is refused with that number.
func TestDocumentSaysTheCountysLimits(t *testing.T) {
	for _, x := range []struct{ set, setLeast, most, least int }{
		{0, 0, order.OpinionMost, order.MissingLeast}, {1200, 25, 1200, 25}, {50, 1, 50, 1},
	} {
		t.Run(fmt.Sprint(x.most), func(t *testing.T) {
			h := newHouse(t, rate.Rate{})
			h.deps.Orders.Rules.OpinionMost, h.deps.Orders.Rules.MissingLeast = x.set, x.setLeast
			h.deps.Problems.Rules.OpinionMost, h.deps.Problems.Rules.MissingLeast = x.set, x.setLeast
			if h.deps.Orders.Rules.Opinion() != h.deps.Problems.Rules.Opinion() || order.OpinionMost != problem.OpinionMost {
				t.Fatal("orders and problems have limits of their own: the document knows one")
			}
			var err error
			if h.h, err = Handler(h.deps); err != nil {
				t.Fatal(err)
			}
			schemas := into[map[string]any](h.ask("", "GET", "/openapi.json", "").want(200))["components"].(map[string]any)["schemas"].(map[string]any)
			says := func(schema, field, what string) int {
				p, _ := schemas[schema].(map[string]any)["properties"].(map[string]any)[field].(map[string]any)
				n, _ := p[what].(float64)
				return int(n)
			}
			for schema, field := range map[string]string{"OpinionInput": "opinion", "GrantInput": "opinion", "DoneInput": "done",
				"MissingInput": "missing",
				"ReportInput":  "progress", "ExtensionInput": "progress", "NoteInput": "instruction"} {
				if n := says(schema, field, "maxLength"); n != x.most {
					t.Errorf("%s.%s: the document says %d, the policy %d", schema, field, n, x.most)
				}
			}
			if n := says("MissingInput", "missing", "minLength"); n != x.least {
				t.Errorf("the document says at least %d, the policy %d", n, x.least)
			}
			id := h.order()
			h.ask("szt_unit", "POST", "/orders/"+id+"/acknowledge", "").want(200)
			try := func(token, path, schema, field string) {
				t.Helper()
				most, least := says(schema, field, "maxLength"), max(says(schema, field, "minLength"), 1)
				words := func(n int) string { return `{"` + field + `":"` + strings.Repeat("责", n) + `"}` }
				for n, number := range map[int]int{most + 1: most, least - 1: least} {
					p := into[Trouble](h.ask(token, "POST", "/orders/"+id+path, words(n)).want(422))
					at := slices.IndexFunc(p.Errors, func(e fieldError) bool { return e.Field == field })
					if at < 0 || n > 0 && !strings.Contains(strings.ReplaceAll(p.Errors[at].Message, ",", ""), fmt.Sprint(number)) {
						t.Errorf("%s with %d: %+v", path, n, p.Errors)
					}
				}
				h.ask(token, "POST", "/orders/"+id+path, words(most)).want(200)
			}
			try("szt_unit", "/report", "ReportInput", "progress")
			h.ask("szt_unit", "POST", "/orders/"+id+"/evidence?name=a.pdf&phase=after", "%PDF-1.7", "Content-Type",
				"application/octet-stream").want(201)
			try("szt_unit", "/request-close", "DoneInput", "done")
			leading := h.actors["szt_unit"]
			leading.Account, leading.Person = 15, h.leader
			h.actors["szt_leading"] = leading
			try("szt_leading", "/confirm-close", "OpinionInput", "opinion")
			try("szt_office", "/reject", "MissingInput", "missing")
		})
	}
}
