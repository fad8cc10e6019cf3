package api

import (
	"reflect"
	"shuangze/internal/web/rate"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"shuangze/internal/access"
	"shuangze/internal/when"
)

func TestDocument(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	type operationDoc struct {
		OperationID string                    `json:"operationId"`
		Summary     string                    `json:"summary"`
		May         string                    `json:"x-permission"`
		Responses   map[string]map[string]any `json:"responses"`
	}
	doc := into[struct {
		OpenAPI    string                             `json:"openapi"`
		Servers    []map[string]string                `json:"servers"`
		Paths      map[string]map[string]operationDoc `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct {
					Enum []string `json:"enum"`
					Most *int     `json:"maxLength"`
				} `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}](x.ask("", "GET", "/openapi.json", "").want(200))
	if doc.OpenAPI != "3.1.0" || doc.Servers[0]["url"] != Prefix {
		t.Errorf("openapi %s at %v", doc.OpenAPI, doc.Servers)
	}
	declared := map[string]access.Verb{}
	for _, op := range everything() {
		if declared[op.id] != "" {
			t.Errorf("operation %s twice", op.id)
		}
		declared[op.id] = op.may
	}
	anybody := map[string]bool{"verifyLetter": true} // needs no token: whoever holds a letter may ask
	n := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			n++
			may, ok := declared[op.OperationID]
			if !ok || op.Summary == "" || (op.Responses["401"] == nil) != anybody[op.OperationID] || string(may) != op.May {
				t.Errorf("%s %s: %+v, declared %q", method, path, op, may)
			}
			if !access.Known(may) && op.OperationID != "getMe" && !anybody[op.OperationID] { // any token may ask who it is
				t.Errorf("%s %s declares no known verb %q", method, path, may)
			}
		}
	}
	if n != len(declared) {
		t.Errorf("the document has %d operations, the table %d", n, len(declared))
	}
	input := doc.Components.Schemas["OrderInput"].Properties
	if len(input["urgency"].Enum) != 3 || input["subject"].Most == nil || *input["subject"].Most != 100 {
		t.Errorf("OrderInput says %+v", input)
	}
	for _, op := range everything() { // what is read and written is what is described, name by name
		for _, typ := range []reflect.Type{op.body, op.answer} {
			if typ == nil || typ.Name() == "" {
				continue
			}
			name, _ := utf8.DecodeRuneInString(typ.Name())
			described := doc.Components.Schemas[string(unicode.ToUpper(name))+typ.Name()[utf8.RuneLen(name):]].Properties
			n := 0
			for _, f := range reflect.VisibleFields(typ) {
				if f.Anonymous {
					continue
				}
				n++
				json, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				p, ok := described[json]
				if !ok {
					t.Errorf("%s: %s has %q, the document does not", op.id, typ.Name(), json)
				}
				if codes := f.Tag.Get("codes"); codes != "" && len(p.Enum) == 0 {
					t.Errorf("%s: %s.%s lists no words for %s", op.id, typ.Name(), json, codes)
				}
			}
			if n != len(described) {
				t.Errorf("%s: %s has %d fields, the document %d: two types of one name?", op.id, typ.Name(), n, len(described))
			}
		}
	}
	if strings.Contains(x.ask("", "GET", "/openapi.json", "").Body.String(), "$schema") {
		t.Error("the document names a $schema host")
	}
}

// Every operation refuses without a token and with a role that holds none of
// its rights, and with a token whose scopes are too small.
func TestMatrix(t *testing.T) {
	x := newHouse(t, rate.Rate{Off: true})
	nobody := x.actors["szt_office"]
	nobody.Grants = nil
	x.actors["szt_nobody"] = nobody
	for _, op := range everything() {
		path := strings.ReplaceAll(op.path, "{id}", "1")
		if op.public {
			x.ask("", op.method, path, "{}").want(200)
			continue
		}
		x.ask("", op.method, path, "{}").want(401)
		x.ask("szt_wrong", op.method, path, "{}").want(401)
		x.ask("", op.method, path, "{}", "Cookie", "shuangze=szt_office").want(401)
		if op.open {
			continue
		}
		if r := x.ask("szt_nobody", op.method, path, "{}"); r.Code != 404 {
			t.Errorf("%s: a nobody got %d", op.id, r.Code)
		}
		if !strings.HasPrefix(string(op.may), "order.") || op.write() {
			if r := x.ask("szt_reading", op.method, path, "{}"); r.Code != 403 {
				t.Errorf("%s: a token that reads orders got %d: %s", op.id, r.Code, r.Body)
			}
		}
	}
}

func TestTrouble(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	id := x.order()
	x.ask("szt_unit", "POST", "/orders/"+id+"/acknowledge", "").want(200)
	for _, c := range []struct {
		name, token, method, path, body string
		status                          int
		field, say                      string
	}{
		{"may see, may not do", "szt_unit", "POST", "/orders/" + id + "/close", `{"opinion":"好"}`, 403, "", "posts"},
		{"state forbids", "szt_office", "POST", "/orders/" + id + "/close", `{"opinion":"好"}`, 409, "", ""},
		{"twice", "szt_unit", "POST", "/orders/" + id + "/acknowledge", ``, 409, "", ""},
		{"stale row", "szt_office", "POST", "/units/" + x.unit.String() + "/rename",
			`{"seen":{"row":99,"version":1},"name":"新","on":"2026-11-24","document":"x"}`, 409, "", ""},
		{"rule's own words", "szt_office", "POST", "/orders", strings.Replace(x.draft("x"), `"subject":"x"`, `"subject":""`,
			1), 422, "subject", "Fill this in."},
		{"no side", "szt_office", "POST", "/orders", strings.Replace(x.draft("x"), `"principal"`, `""`, 1),
			422, "side", "Choose"},
		{"no such day", "szt_unit", "POST", "/orders/" + id + "/ask-extension", `{"to":"2026-02-30"}`,
			422, "to", "no such day"},
		{"wrong form", "szt_unit", "POST", "/orders/" + id + "/report", `{"done":"all"}`, 422, "done", "form"},
		{"unknown field", "szt_unit", "POST", "/orders/" + id + "/report", `{"progres":"x"}`, 422, "progres", "progres"},
		{"not JSON", "szt_unit", "POST", "/orders/" + id + "/report", `{`, 422, "", ""},
		{"too large", "szt_unit", "POST", "/orders/" + id + "/report", `{"progress":"` + strings.Repeat("x", bodyMost) + `"}`,
			413, "", ""},
		{"unknown filter", "szt_office", "GET", "/orders?stat=closed", ``, 422, "stat", "stat"},
		{"unknown code", "szt_office", "GET", "/orders?state=lost", ``, 422, "state", "Choose"},
		{"a field twice", "szt_unit", "POST", "/orders/" + id + "/report", `{"progress":"x","progress":"y"}`,
			422, "progress", "twice"},
		{"a field twice deep inside", "szt_office", "POST", "/orders", strings.Replace(x.draft("x"), `"measures":[{`,
			`"measures":[{"text":"z",`, 1), 422, "text", "twice"},
		{"no cursor", "szt_office", "GET", "/orders?after=zzz", ``, 422, "after", "cursor"},
		{"limit of none", "szt_office", "GET", "/orders?limit=0", ``, 422, "limit", "200"},
		{"limit too high", "szt_office", "GET", "/orders?limit=201", ``, 422, "limit", "200"},
		{"method", "szt_office", "DELETE", "/orders", ``, 405, "", "Allow"},
		{"no such day asked", "szt_office", "GET", "/county?on=2026-13-01", ``, 422, "on", "no such day"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := x.ask(c.token, c.method, c.path, c.body, "Accept-Language", "en")
			if r.Code != c.status || r.Header().Get("Content-Type") != problemType {
				t.Fatalf("answered %d %s: %s", r.Code, r.Header(), r.Body)
			}
			p := into[Trouble](r)
			if p.Status != c.status || p.Title == "" || p.Detail == "" || p.Instance != "urn:uuid:"+
				r.Header().Get("X-Request-Id") || strings.Contains(r.Body.String(), "⟦") {
				t.Errorf("problem %s", r.Body)
			}
			if c.field != "" && (len(p.Errors) != 1 || p.Errors[0].Field != c.field) {
				t.Errorf("errors %+v, want %s", p.Errors, c.field)
			}
			if !strings.Contains(r.Body.String(), c.say) {
				t.Errorf("%q not in %s", c.say, r.Body)
			}
		})
	}
}

// The methods of an address are told, of one that is none nothing is; a body
// that says it is no JSON is not read.
func TestMethodsAndMedia(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	for _, c := range []struct {
		method, path, allow string
		status              int
	}{
		{"DELETE", "/orders", "GET, HEAD, POST, OPTIONS", 405}, {"PUT", "/me", "GET, HEAD, OPTIONS", 405},
		{"GET", "/imports", "POST, OPTIONS", 405},
		{"OPTIONS", "/orders/7", "GET, HEAD, PUT, OPTIONS", 204}, {"OPTIONS", "/nothing", "", 404},
		{"PATCH", "/nothing", "", 404},
	} {
		if r := x.ask("szt_office", c.method, c.path, "").want(c.status); r.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: Allow %q, want %q", c.method, c.path, r.Header().Get("Allow"), c.allow)
		}
	}
	x.ask("szt_nobody", "DELETE", "/orders", "").want(401)
	for kind, status := range map[string]int{"text/plain": 415, "application/x-www-form-urlencoded": 415,
		"application/json; charset=utf-8": 201, "": 201} {
		r := x.ask("szt_office", "POST", "/orders", x.draft("类型"+kind), "Content-Type", kind).want(status)
		if status == 415 && r.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %s", kind, r.Body)
		}
	}
}

// What may not be seen answers like what is not there, byte for byte.
func TestMissingIsTheSame(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	id := x.order()
	want := x.ask("szt_other", "GET", "/orders/999999", "").want(404).Body.String()
	for _, path := range []string{"/orders/" + id, "/nothing", "/orders/x", "/evidence/77", "/letters/77", "/problems/77",
		"/units/77", "/bodies/77", "/people/77"} {
		if got := x.ask("szt_other", "GET", path, "").want(404).Body.String(); got != want {
			t.Errorf("%s: %s\nwant %s", path, got, want)
		}
	}
	if got := x.ask("szt_other", "POST", "/orders/"+id+"/acknowledge", "").want(404).Body.String(); got != want {
		t.Errorf("acknowledge: %s", got)
	}
	if en := x.ask("szt_other", "GET", "/orders/9", "", "Accept-Language", "en").Body.String(); !strings.Contains(en,
		"not yours to see") {
		t.Error(en)
	}
}

func TestSameKeyOnce(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	first := into[Receipt](x.ask("szt_office", "POST", "/orders", x.draft("一"), "Idempotency-Key", "k").want(201))
	again := into[Receipt](x.ask("szt_office", "POST", "/orders", x.draft("一"), "Idempotency-Key", "k").want(200))
	if !again.Replayed || first.Replayed || again.Number != first.Number || again.Entry != first.Entry ||
		again.ID != first.ID || first.Kind != "order" {
		t.Errorf("first %+v, again %+v", first, again)
	}
	x.ask("szt_office", "POST", "/orders", x.draft("二"), "Idempotency-Key", "k").want(422)
	x.ask("szt_office", "POST", "/orders", x.draft("二"), "Idempotency-Key", strings.Repeat("k", keyMost+1)).want(422)
}

func TestRate(t *testing.T) {
	x := newHouse(t, rate.Rate{PerSecond: 2, Burst: 3})
	for range 3 {
		x.ask("szt_office", "GET", "/me", "").want(200)
	}
	r := x.ask("szt_office", "GET", "/me", "").want(429)
	if r.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", r.Header().Get("Retry-After"))
	}
	x.ask("szt_second", "GET", "/me", "").want(200) // another token is not held up

	b := rate.New(rate.Rate{PerSecond: 2, Burst: 3})
	now := when.Instant(0)
	for range 3 {
		b.Take("a", now)
	}
	if _, ok := b.Take("a", now+400_000); ok {
		t.Error("four tenths of a second gave a request")
	}
	if _, ok := b.Take("a", now+500_000); !ok {
		t.Error("half a second gave no request")
	}
	for range 3 { // a long pause fills the bucket and no more
		if _, ok := b.Take("a", 1<<60); !ok {
			t.Error("a pause did not fill the bucket")
		}
	}
	if _, ok := b.Take("a", 1<<60); ok {
		t.Error("a pause filled more than the bucket")
	}
}
