package kind_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

const word = "journal.of.thing"

func has(key string) bool { return key == word }

// whole declares every kind as plainly as can be.
func whole() (out []kind.Kind) {
	for _, of := range ref.Kinds() {
		out = append(out, kind.Kind{Of: of, Word: word})
	}
	return out
}

func nothing(context.Context, kind.Asking, []ref.ID) (map[ref.ID]kind.Line, error) { return nil, nil }

// A wrong declaration stops the start, and says which and why.
func TestDeclarationsAreChecked(t *testing.T) {
	with := func(k kind.Kind) []kind.Kind { return append(whole(), k) }
	for name, c := range map[string]struct {
		all  []kind.Kind
		says string
	}{
		"sound": {whole(), ""},
		"another": {with(kind.Kind{Of: "drain", Word: word, See: "order.see", Lines: nothing,
			Search: &kind.Search{Unnumbered: word}}), ""},
		"twice":    {with(kind.Kind{Of: ref.Order, Word: word}), "kind order: declared twice"},
		"left out": {whole()[1:], "kind jurisdiction: not declared"},
		"no word":  {with(kind.Kind{Of: "drain"}), `kind drain: the word "" is in no catalogue`},
		"a missing word": {with(kind.Kind{Of: "drain", Word: "journal.of.drain"}),
			`kind drain: the word "journal.of.drain" is in no catalogue`},
		"unnumbered": {with(kind.Kind{Of: "drain", Word: word, See: "order.see", Lines: nothing,
			Search: &kind.Search{Unnumbered: "no.drain"}}),
			`the word "no.drain" is in no catalogue`},
		"an unknown verb": {with(kind.Kind{Of: "drain", Word: word, See: "drain.see", Lines: nothing}),
			`kind drain: the verb "drain.see" is not in the policy`},
		"for everybody": {with(kind.Kind{Of: "drain", Word: word, Page: "/drains/"}),
			"kind drain: nothing says who may see one"},
		"unread": {with(kind.Kind{Of: "drain", Word: word, See: "order.see"}),
			"kind drain: nothing says how one is read"},
	} {
		_, err := kind.New(has, c.all...)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// ref.Kinds lists every constant, so that none is left undeclared.
func TestEveryKindIsListed(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../ref/ref.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			if of, ok := v.Type.(*ast.Ident); ok && of.Name == "Kind" {
				written = append(written, strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`))
			}
		}
		return true
	})
	var listed []string
	for _, k := range ref.Kinds() {
		listed = append(listed, string(k))
	}
	if len(written) == 0 || !slices.Equal(written, listed) {
		t.Errorf("constants %v, listed %v", written, listed)
	}
}

const town, bureau ref.ID = 7, 8

// drains are kinds of two things, each with a loader that counts how often it is
// asked.
func drains(t *testing.T) (r kind.Registry, times map[ref.Kind]int) {
	t.Helper()
	times = map[ref.Kind]int{}
	declare := func(of ref.Kind, unit map[ref.ID]ref.ID) kind.Kind {
		held := func(_ context.Context, _ access.Scope, people []ref.ID, _ int) (out []ref.ID, err error) {
			for id := range unit {
				out = append(out, id)
			}
			slices.Sort(out)
			return out, nil
		}
		return kind.Kind{Of: of, Word: word, See: "order.see", Page: "/" + string(of) + "s/", Bears: of == "drain",
			Part:   true,
			Search: &kind.Search{Unnumbered: word, Held: held},
			Lines: func(_ context.Context, _ kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
				times[of]++
				out := map[ref.ID]kind.Line{}
				for _, id := range ids {
					if u, ok := unit[id]; ok {
						out[id] = kind.Line{Called: []string{fmt.Sprint(of, id)}, Object: access.Object{Kind: of,
							ID: id, Jurisdiction: 1, Unit: u}}
					}
				}
				return out, nil
			}}
	}
	r, err := kind.New(has, append(whole(), declare("drain", map[ref.ID]ref.ID{1: town, 3: bureau}), declare("ditch",
		map[ref.ID]ref.ID{2: town}))...)
	if err != nil {
		t.Fatal(err)
	}
	return r, times
}

func clerk(u ref.ID) actor.Actor {
	return actor.Actor{Jurisdiction: 1, Account: 5, Person: 5,
		Grants: []actor.Grant{{Role: actor.Clerk, Unit: u, Own: []ref.ID{u}}}}
}

func shown(hits []kind.Hit) (out []string) {
	for _, h := range hits {
		out = append(out, h.Number()+" "+h.Page)
	}
	return out
}

// What the index finds is told apart by its kinds, in the order found; what may
// not be seen is not listed, and the count does not tell of it.
func TestSearchKeepsToWhatMayBeSeen(t *testing.T) {
	r, times := drains(t)
	ctx := context.Background()
	index := func(_ context.Context, s access.Scope, _ string, _ int) (trail.Found, error) {
		if s.Nothing() {
			return trail.Found{}, nil
		}
		return trail.Found{IDs: []ref.ID{3, 2, 1}, Count: 900, More: true}, nil
	}
	h, err := r.Search(ctx, kind.Asking{}, clerk(town), index, "x", 50)
	if err != nil || fmt.Sprint(shown(h.Hits)) != "[ditch2 /ditchs/2 drain1 /drains/1]" || h.Count != 2 || h.More {
		t.Error(shown(h.Hits), h.Count, h.More, err)
	}
	if times["drain"] != 1 || times["ditch"] != 1 {
		t.Errorf("each kind is asked once: %v", times)
	}
	leader := actor.Actor{Jurisdiction: 1, Account: 6, Person: 6, Grants: []actor.Grant{{Role: actor.LeadingGroup}}}
	if h, err := r.Search(ctx, kind.Asking{}, leader, index, "x", 50); err != nil || len(h.Hits) != 3 ||
		h.Count != 900 || !h.More {
		t.Error(shown(h.Hits), h.Count, h.More, err)
	}
	if h, err := r.Search(ctx, kind.Asking{}, actor.Actor{Jurisdiction: 1}, index, "x", 50); err != nil ||
		len(h.Hits) != 0 || h.Count != 0 {
		t.Error(h, err)
	}
	held, err := r.Held(ctx, kind.Asking{}, clerk(town), []ref.ID{9}, 20)
	if err != nil || fmt.Sprint(shown(held)) != "[drain1 /drains/1 ditch2 /ditchs/2]" {
		t.Error(shown(held), err)
	}
}

// However many objects a page names, each kind is asked once.
func TestLinesAskOncePerKind(t *testing.T) {
	r, times := drains(t)
	drain := func(id ref.ID) ref.Ref { return ref.Ref{Kind: "drain", ID: id} }
	lines, err := r.Lines(context.Background(), kind.Asking{}, []ref.Ref{drain(1), drain(3), drain(1), drain(99), {},
		{Kind: "drain"}, {Kind: "never", ID: 4}})
	if err != nil || len(lines) != 2 || lines[drain(3)].Number() != "drain3" || times["drain"] != 1 ||
		times["ditch"] != 0 {
		t.Error(lines, times, err)
	}
}

// A file is shown to who may see what it is evidence for, and only where a kind
// bears evidence; what is not there and what has no verb are alike.
func TestObjectAndBearer(t *testing.T) {
	r, _ := drains(t)
	ctx, a := context.Background(), kind.Asking{Jurisdiction: 1}
	if see, found, o, err := r.Bearer(ctx, a, ref.Ref{Kind: "drain", ID: 3}); err != nil || !found ||
		see != "order.see" || o.Unit != bureau {
		t.Error(see, found, o, err)
	}
	ditch := ref.Ref{Kind: "ditch", ID: 2}
	if _, found, _, err := r.Object(ctx, a, ditch); err != nil || !found {
		t.Error("a ditch is not shown", err)
	}
	if _, found, _, err := r.Bearer(ctx, a, ditch); err != nil || found {
		t.Error("a ditch bears evidence", err)
	}
	for _, of := range []ref.Ref{{Kind: "drain", ID: 2}, {Kind: ref.Order, ID: 1}, {Kind: "never", ID: 1}, {}} {
		if _, found, _, err := r.Bearer(ctx, a, of); err != nil || found {
			t.Errorf("%v bears evidence: %v", of, err)
		}
		if _, found, _, err := r.Object(ctx, a, of); err != nil || found {
			t.Errorf("%v is shown: %v", of, err)
		}
	}
}

// An act put on record what it wrote first and what it names by its kind, once.
func TestMade(t *testing.T) {
	r, _ := drains(t)
	e := trail.Event{New: []ref.Ref{{Kind: ref.Order, ID: 4}, {Kind: "drain", ID: 1}, {Kind: "drain", ID: 3}},
		Numbers: map[string]int64{"drain": 3, "ditch": 2, "order": 4}}
	if got := fmt.Sprint(r.Made(e)); got != "[drain/1 drain/3 ditch/2]" {
		t.Error(got)
	}
	parts, err := r.Parts(context.Background(), kind.Asking{}, clerk(town), []trail.Event{e})
	if err != nil || len(parts) != 2 || parts[ref.Ref{Kind: "drain", ID: 3}].Called != nil {
		t.Error(parts, err)
	}
}

// A subject of counts is of the kind that declares it, or of the kind it is named
// after; of no other.
func TestCounted(t *testing.T) {
	r, err := kind.New(has, append(whole(), kind.Kind{Of: "drain", Word: word, Counts: []string{"drain.laid"}})...)
	if err != nil {
		t.Fatal(err)
	}
	for subject, want := range map[string]ref.Kind{"drain": "drain", "drain.laid": "drain", "order": ref.Order,
		"drain.dug": "", "": ""} {
		if got := r.Counted(subject).Of; got != want {
			t.Errorf("%q is of %q, want %q", subject, got, want)
		}
	}
}
