package arch

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// excused are the fields of the policy pack that no rule reads, each with its
// reason.
var excused = map[string]string{
	"Pack.Years":             "shown on the policy page; Calendar holds what they say",
	"Pack.Bodies":            "words of codes: Label reads them by kind",
	"Pack.UnitCategories":    "the same",
	"Pack.PersonLevels":      "the same",
	"CalendarYear.Year":      "shown on the policy page",
	"CalendarYear.Announced": "shown on the policy page",
	"Warning.To":             "the next card's From says the same, and the pack refuses anything else",
	"Level.Rank":             "the rank of the three levels is the text's: problem.Level",
}

// Every knob of the policy pack is read by the rule it names: a field that no
// code outside the pack and the pages that show it whole asks for is a knob that
// does nothing. Fields of what a row rests on (Rule), of words and the codes of rows are no knobs.
func TestKnobsAreRead(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "list", "-export", "-deps", "-f",
		"{{.ImportPath}}|{{.Export}}|{{.Dir}}|{{join .Imports \",\"}}|{{join .GoFiles \",\"}}", "./internal/...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	const pack = "shuangze/internal/policy"
	exports, users := map[string]string{}, [][]string{}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		p := strings.Split(s.Text(), "|")
		exports[p[0]] = p[1]
		if slices.Contains(strings.Split(p[3], ","), pack) || p[0] == pack {
			users = append(users, p)
		}
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	packed, err := imports.Import(pack)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, p := range users {
		var files []*ast.File
		for _, name := range strings.Split(p[4], ",") {
			// The pages that show the pack whole read everything and decide nothing.
			if name == "policy.go" && strings.Contains(p[0], "/web/") || name == "policy_templ.go" {
				continue
			}
			f, err := parser.ParseFile(fset, filepath.Join(p[2], name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		info := &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
		c := types.Config{Importer: imports, Error: func(error) {}}
		c.Check(p[0], fset, files, info) // a file left out may be missed
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				fn, ok := n.(*ast.FuncDecl)
				// Inside the pack only what others call counts, not its reading.
				if ok && p[0] == pack && (!fn.Name.IsExported() || fn.Name.Name == "Load") {
					return false
				}
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if s := info.Selections[sel]; s != nil && s.Kind() == types.FieldVal {
						read[fieldName(s)] = true
					}
				}
				return true
			})
		}
	}
	for _, name := range packed.Scope().Names() {
		tn, ok := packed.Scope().Lookup(name).(*types.TypeName)
		if !ok || !tn.Exported() || name == "Rule" || name == "Word" || name == "Fault" {
			continue
		}
		st, ok := tn.Type().Underlying().(*types.Struct)
		if !ok {
			continue
		}
		for i := range st.NumFields() {
			f := st.Field(i)
			field := name + "." + f.Name()
			if !f.Exported() || f.Embedded() || f.Name() == "Code" || typeIs(f.Type(), "Rule") {
				continue
			}
			switch reason, left := excused[field]; {
			case !read[field] && !left:
				t.Errorf("%s is in the pack and no rule reads it", field)
			case left && (read[field] || reason == ""):
				t.Errorf("%s need not be excused", field)
			}
		}
	}
}

// fieldName is the type and field that a selection ends at, through what is
// embedded.
func fieldName(s *types.Selection) string {
	t := s.Recv()
	for _, i := range s.Index() {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return ""
		}
		f := st.Field(i)
		if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && i == s.Index()[len(s.Index())-1] {
			if f.Name() == s.Obj().Name() {
				return fmt.Sprintf("%s.%s", n.Obj().Name(), f.Name())
			}
		}
		t = f.Type()
	}
	return ""
}

// typeIs says whether a type is the pack's of that name, or a map or list of it.
func typeIs(t types.Type, name string) bool {
	switch x := types.Unalias(t).(type) {
	case *types.Map:
		return typeIs(x.Elem(), name)
	case *types.Slice:
		return typeIs(x.Elem(), name)
	case *types.Named:
		return x.Obj().Name() == name
	}
	return false
}
