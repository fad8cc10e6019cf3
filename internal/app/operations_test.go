package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// where are the places of each path of the API: one of one's own, and one of
// another unit where the policy tells them apart. A path without one fails the
// test, so that no operation escapes.
func (p *programs) where() map[string][]string {
	own, other := p.of(p.unit("曙坪镇")), p.of(p.unit("财政局"))
	rows, err := p.h.DB.Rows(p.Context(), 1)
	if err != nil {
		p.Fatal(err)
	}
	unit := p.unit("曙坪镇")
	post := p.county.PostsIn(unit)[0]
	of := func(kind string) []string { return []string{own[kind], other[kind]} }
	out := map[string][]string{
		"units": {unit.String()}, "scores": {p.county.Seated(unit)[0].ID.String()},
		"bodies": {p.county.Seated(unit)[0].ID.String()}, "people": {post.Person.String()},
		"appointments": {post.ID.String()}, "ledgers": {p.county.Seated(unit)[0].ID.String()},
		"services": {rows.Services[0].ID.String()}, "assignments": {"999999"}, // the demonstration sets none by document
		"orders": of("order"), "problems": of("problem"), "letters": of("letter"), "views": {"999999"}, "feeds": {"999999"},
		"inbox":  {"999999"},
		"policy": {p.proposed()}, "evidence": of("evidence"), "journal": {"40"},
	}
	for _, c := range p.comments(p.unit("曙坪镇"), p.unit("财政局")) {
		out["comments"] = append(out["comments"], c.ID.String())
	}
	out["charges"] = []string{"999999"}
	for _, n := range p.h.Nouns {
		out[n.Name] = p.ofNoun(n.Of)
	}
	return out
}

// Every operation of the API by every role: what is answered stands in
// testdata/operations.txt, beside routes.txt and read like it. Deeds are sent
// empty: 422 or 409 says that they were allowed, 404 that they are nothing one
// has a part in, 403 that one sees and may not. Every answer is one of those
// that the document names, and looks as it says.
func TestOperationsByRoles(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	where := p.where()
	asks := map[string]string{"search": "?q=%E5%85%AC%E7%A4%BA", "verifyLetter": "?code=AAAA-AAAA"}
	var lines []string
	turn := turns{}
	for _, op := range p.ops {
		at := []string{op.Path}
		if strings.Contains(op.Path, "{id}") {
			ids := where[strings.Split(op.Path, "/")[1]]
			if ids == nil {
				t.Errorf("%s %s has no example", op.Method, op.Path)
			}
			at = nil
			for _, id := range ids {
				at = append(at, strings.Replace(op.Path, "{id}", id, 1))
			}
		}
		for i, path := range at {
			name := op.Method + " " + op.Path
			if len(at) > 1 {
				name += []string{" own", " other"}[i]
			}
			line := fmt.Sprintf("%-40s", name)
			logins := p.logins
			switch {
			case laid(op.Path):
				logins = turn.of(form(op.Path), 2, someLogins)
			case heavyLook(op.Path):
				logins = turn.of(form(op.Path), 4, logins)
			}
			for _, login := range logins {
				if login != "" && p.all[login] == "" {
					continue // an administrator: programsOf sees that they get none
				}
				var body []byte
				if op.Method != "GET" && !strings.HasSuffix(op.Path, "evidence") && op.Path != "/imports" {
					body = []byte("{}")
				}
				w := p.call(p.all[login], op.Method, path+asks[op.ID], body)
				if op.Method != "GET" && w.Code < 300 {
					t.Errorf("%s as %s: an empty %s is done (%d): the rest of this list is no longer of the same county",
						path, login, op.ID, w.Code)
				}
				if w.Code >= 500 {
					t.Errorf("%s as %s is a fault: %d", path, login, w.Code)
				}
				if login == "" {
					login = "nobody"
				}
				line += fmt.Sprintf(" %s:%d", login, w.Code)
				p.fits(op, w)
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	sameTable(t, "testdata/operations.txt", lines)
	if t.Failed() {
		t.Error("who may do what by the API has changed; when it is meant: go test ./internal/app -run OperationsByRoles -update")
	}
}

// What looks into answers above sees what is wrong with them.
func TestUnlikeSees(t *testing.T) {
	p := &programs{schemas: map[string]any{"A": map[string]any{"type": "object", "required": []any{"n"},
		"properties": map[string]any{
			"n": map[string]any{"type": "integer"}, "w": map[string]any{"type": "string", "enum": []any{"a", "b"}},
			"d": map[string]any{"type": "string", "format": "date"},
			"l": map[string]any{"type": []any{"array", "null"}, "items": map[string]any{"$ref": "#/components/schemas/A"}}}}}}
	for text, wrong := range map[string]int{
		`{"n":1,"w":"a","d":"2026-11-23","l":[{"n":2}]}`: 0, `{"n":1,"l":null}`: 0, `{"n":1.5}`: 1, `{"n":"1"}`: 1, `{}`: 1,
		`[]`: 1, `{"n":1,"w":"c"}`: 1, `{"n":1,"d":"23.11."}`: 1,
		`{"n":1,"x":2}`: 1, `{"n":1,"l":[{"n":null},{}]}`: 2,
	} {
		var v any
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if got := p.unlike(map[string]any{"$ref": "#/components/schemas/A"}, v, ""); len(got) != wrong {
			t.Errorf("%s: %v", text, got)
		}
	}
}
