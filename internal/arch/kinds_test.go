package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// nouns are the folders in which nouns speak of themselves. What every noun shares is written once outside of them
// and reads the declarations of package kind.
var nouns = []string{
	"internal/ref", "internal/kind", "internal/bodies/...", "internal/account", "internal/lists/...", "internal/signoff",
	"internal/web/desk/lists", "internal/web/desk/bodies", "internal/web/desk/accounts",
}

// asked are the files outside them that still ask of what kind a thing is: how often, and why. The list may only
// shrink.
var asked = map[string]struct {
	times  int
	reason string
}{
	"internal/access/rule.go": {1,
		"an account is its owner's, whatever posts are held: a rule of the policy itself"},
	"internal/demo/documents.go": {1, "“appraisal” is there what a document is of: a code of the policy"},
	"internal/web/desk/home/workbench.go": {2,
		"what is to be done about a problem and about an order is put into words apart, until every noun may have duties"},
}

// Wall 8: outside a noun's own folders nobody asks of what kind a thing is: by a case, a comparison, the key of a
// map, a row of a table, or a kind written as a word.
func kinds(all []source, allowed map[string]int) (wrong []string) {
	found := map[string][]string{}
	for _, s := range all {
		if s.test || slices.ContainsFunc(nouns, func(n string) bool { return under(n, s.pack) }) {
			continue
		}
		if at := asksKind(s); len(at) > 0 {
			found[s.path] = at
		}
	}
	for _, path := range slices.Sorted(maps.Keys(found)) {
		if n := len(found[path]); n > allowed[path] {
			wrong = append(wrong, fmt.Sprintf("%s asks of what kind a thing is (%s): let the declaration of package kind say it",
				path, strings.Join(found[path], ", ")))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(allowed)) {
		if n := len(found[path]); n < allowed[path] {
			wrong = append(wrong, fmt.Sprintf("%s asks only %d times of what kind a thing is: lower its line in asked", path, n))
		}
	}
	return wrong
}

// kindNames are the constants of package ref and their words.
var kindNames = map[string]string{
	"Jurisdiction":   "jurisdiction",
	"Unit":           "unit",
	"Body":           "body",
	"Person":         "person",
	"Appointment":    "appointment",
	"Assignment":     "assignment",
	"Account":        "account",
	"Token":          "token",
	"Passkey":        "passkey",
	"Feed":           "feed",
	"Outlet":         "outlet",
	"Problem":        "problem",
	"Order":          "order",
	"Letter":         "letter",
	"Evidence":       "evidence",
	"File":           "file",
	"List":           "list",
	"Power":          "power",
	"Responsibility": "responsibility",
	"Duty":           "duty",
	"Document":       "document",
	"Task":           "task",
	"Signoff":        "signoff",
	"Record":         "record",
	"Handover":       "handover",
	"Talk":           "institutions/talks",
	"Case":           "institutions/cases",
	"Measure":        "accountability/measures",
	"Clearance":      "accountability/clearances",
	"Dossier":        "dossiers",
	"Declaration":    "dossiers",
	"DossierAccess":  "dossiers",
	"Delegation":     "delegation",
	"Draw":           "draw",
	"Recheck":        "recheck",
	"Announcement":   "announcement",
	"Remark":         "remark",
	"Dispatch":       "dispatch",
	"Slip":           "slip",
	"Comment":        "comment",
	"Charge":         "charge",
	"Pledge":         "pledge",
	"Inspection":     "institutions/inspections",
	"Finding":        "institutions/inspections",
	"Checkup":        "institutions/inspections",
	"Statement":      "statement",
	"Vote":           "vote",
	"Appraisal":      "appraisal",
	"Scoresheet":     "scoresheet",
	"Mark":           "mark",
	"Tally":          "tally",
	"Objection":      "objection",
	"Matter":         "accountability/matters",
	"Hearing":        "accountability/matters",
	"Ruling":         "accountability/matters",
	"Appeal":         "accountability/matters",
	"Opinion":        "opinions",
	"Candidate":      "opinions",
	"Consequence":    "incentives/consequences",
	"Honour":         "incentives/honours",
	"Protest":        "incentives/honours",
	"Comparison":     "incentives/comparisons",
	"Inquiry":        "inquiry",
	"Report":         "report",
	"Special":        "special",
	"Circular":       "circular",
	"Mention":        "mention",
	"Round":          "round",
	"Nominee":        "nominee",
	"Link":           "link",
	"Visit":          "visit",
	"Screening":      "screening",
	"Concern":        "concern",
	"Risk":           "risk",
	"RiskCheck":      "riskcheck",
	"Education":      "institutions/education",
	"Attempt":        "institutions/education",
	"Affair":         "affair",
	"Disclosure":     "disclosure",
	"Policy":         "policy",
}

var kindWords = slices.Collect(maps.Values(kindNames))

// ofKind are the names of what holds a kind.
var ofKind = regexp.MustCompile(`(?i)(kind|table)$`)

func asksKind(s source) (at []string) {
	constant := func(x ast.Expr) bool {
		sel, ok := x.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		pack, ok := sel.X.(*ast.Ident)
		return ok && pack.Name == "ref" && kindNames[sel.Sel.Name] != ""
	}
	word := func(x ast.Expr) bool {
		l, ok := x.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return false
		}
		text, _ := strconv.Unquote(l.Value)
		return slices.Contains(kindWords, text)
	}
	holds := func(x ast.Expr) bool {
		switch x := x.(type) {
		case *ast.SelectorExpr:
			return ofKind.MatchString(x.Sel.Name)
		case *ast.Ident:
			return ofKind.MatchString(x.Name)
		}
		return false
	}
	note := func(n ast.Node) { at = append(at, strconv.Itoa(s.lines.Position(n.Pos()).Line)) }
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				for _, pair := range [][2]ast.Expr{{n.X, n.Y}, {n.Y, n.X}} {
					if constant(pair[0]) || word(pair[0]) && holds(pair[1]) {
						note(n)
					}
				}
			}
		case *ast.SwitchStmt:
			for _, c := range n.Body.List {
				for _, x := range c.(*ast.CaseClause).List {
					if constant(x) || word(x) && n.Tag != nil && holds(n.Tag) {
						note(x)
					}
				}
			}
		case *ast.CompositeLit:
			for i, x := range n.Elts {
				if pair, ok := x.(*ast.KeyValueExpr); ok {
					if key, ok := pair.Key.(*ast.Ident); constant(pair.Key) || ok && key.Name == "Kind" && word(pair.Value) {
						note(x)
					}
				} else if i == 0 && constant(x) {
					note(x)
				}
			}
		}
		return true
	})
	return at
}

func allowedKinds() map[string]int {
	out := map[string]int{}
	for path, line := range asked {
		out[path] = line.times
	}
	return out
}

// TestKindsAreDeclared looks at this repository.
func TestKindsAreDeclared(t *testing.T) {
	files := tracked(t)
	all, err := read(os.DirFS(root), files)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range kinds(all, allowedKinds()) {
		t.Error(wrong)
	}
	for path, line := range asked {
		if line.reason == "" {
			t.Errorf("%s asks of what kind a thing is and gives no reason", path)
		}
	}
}

// The wall sees each way of asking, and what must stay allowed.
func TestKindWallHolds(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		n          int
	}{
		"a case": {"internal/web/api/a.go",
			"package api\nfunc f(k ref.Kind) { switch k { case ref.Order, ref.Unit: } }", 2},
		"a comparison":       {"internal/web/api/a.go", "package api\nvar x = k == ref.Order", 1},
		"a comparison, back": {"internal/web/api/a.go", "package api\nvar x = ref.Order != k", 1},
		"a map":              {"internal/web/api/a.go", "package api\nvar x = map[ref.Kind]string{ref.Order: `/orders/`}", 1},
		"a table": {"internal/store/a.go",
			"package store\nvar x = []struct{ k ref.Kind; q string }{{ref.Order, `SELECT`}}", 1},
		"a word compared":  {"internal/store/a.go", "package store\nvar x = r.Table == `letter`", 1},
		"a word in a case": {"internal/store/a.go", "package store\nfunc f() { switch o.Kind { case `letter`: } }", 1},
		"a word in a ref":  {"internal/store/a.go", "package store\nvar x = ref.Ref{Kind: `letter`, ID: 1}", 1},
		"a template": {"internal/web/desk/proofs/a_templ.go",
			"package proofs\nvar x = e.Object.Kind == ref.Person", 1},
		"to name one":   {"internal/web/api/a.go", "package api\nvar x = ref.Ref{Kind: ref.Account, ID: 1}", 0},
		"another word":  {"internal/web/api/a.go", "package api\nvar x = kind == `units`", 0},
		"another thing": {"internal/web/api/a.go", "package api\nvar x = name == `unit`", 0},
		"at home":       {"internal/lists/order/a.go", "package order\nvar x = k == ref.Order", 0},
		"in a test":     {"internal/web/api/a_test.go", "package api\nvar x = k == ref.Order", 0},
	} {
		files := fstest.MapFS{c.file: {Data: []byte(c.text)}}
		all, err := read(files, []string{c.file})
		if err != nil {
			t.Fatal(err)
		}
		if wrong := kinds(all, nil); (len(wrong) > 0) != (c.n > 0) {
			t.Errorf("%s: %q", name, wrong)
		}
		if c.n > 0 {
			if wrong := kinds(all, map[string]int{c.file: c.n}); len(wrong) > 0 {
				t.Errorf("%s, allowed: %q", name, wrong)
			}
			if wrong := kinds(all, map[string]int{c.file: c.n + 1}); len(wrong) != 1 {
				t.Errorf("%s: a list that did not shrink is not seen", name)
			}
		}
	}
}
