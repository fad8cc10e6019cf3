package arch

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// storeGroups are the rooms of internal/store, which is one package
// (docs/decisions/0015-one-store-package.md): patterns of file names by group. Every
// file stands in exactly one. The engine and the proof name no noun.
var storeGroups = map[string][]string{
	"engine": {"acts.go", "batch.go", "classes.go", "clock.go", "codec.go", "current.go", "dialect.go", "ephemeral.go",
		"export.go", "findable.go", "full.go", "index.go", "jobs.go", "journals.go", "log.go", "look.go", "migrate.go",
		"open.go", "prepared.go", "rebuild.go", "reseal.go", "rows.go", "rows_read.go", "schema.go", "seal.go",
		"seal_file.go", "search.go", "standby.go", "sweep.go", "table.go", "tx.go", "unmake.go",
		"upkeep.go", "where.go", "work.go"},
	"proof":    {"checkpoint.go", "drill*.go", "verify*.go"},
	"votes":    {"box.go"}, // slips and envelopes, which no journal knows
	"bodies":   {"county.go", "registers.go", "bodies_*.go"},
	"duty":     {"duty*.go"},
	"handover": {"handover*.go"},
	"recheck":  {"recheck*.go"},
	"lists": {"counts.go", "document.go", "history.go", "lines.go", "lists*.go", "query.go",
		"record.go", "room.go", "room_read.go", "sums.go", "takeout.go",
		"tally.go", "views.go", "whole.go"},
	"accounts": {"account*.go", "session.go"},
	"policy":   {"policy.go"},
	"burden":   {"burden*.go"},
	"papers":   {"signoff*.go"},
	"notify":   {"notify*.go"},
	"house":    {"house.go", "unfinished.go"}, // which tables a county's house is made of, and what a founded one holds
}

// nounless are the groups that know of no noun.
var nounless = []string{"engine", "proof"}

// storeExcused are the places of the engine and the proof that name a noun still, by file. A
// number may only fall; a file that names none any more leaves the list.
var storeExcused = map[string]int{
	"drill_edits.go":  6,  // edits of derived rows, which only their own tables have
	"drill_shape.go":  11, // edits of the shape of a table that every county has
	"verify_state.go": 2,  // files of evidence, and who an account is
	"where.go":        1,  // units that assist with an order
}

var groundPackage = regexp.MustCompile(`^internal/(bodies|delegation|duty|handover|recheck|noun|lists|institutions|` +
	`accountability|appraisal|incentives|complaints|account|policy)(/|$)`)

// nounTables are the tables of nouns, by the list of classes (store/classes.go), and
// those that are counted from them.
func nounTables(all []source) (names []string) {
	for _, s := range all {
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			key, isText := kv.Key.(*ast.BasicLit)
			class, isClass := kv.Value.(*ast.Ident)
			if !isText || !isClass {
				return true
			}
			switch name := strings.Trim(key.Value, `"`); {
			case name == "jurisdiction": // whose journal it is, which the engine knows
			case class.Name == "coveredClass", class.Name == "derived" && name != "search":
				names = append(names, name)
			}
			return true
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// reaching are the functions of the store that are handed a table.
var reaching = []string{"every", "everyRow", "eachRow", "found", "get", "load", "save"}

// nounsIn are the places of a file that name a noun: an import of floor 2, a noun's
// table in SQL, or a table by the variable that holds it.
func nounsIn(s source, names []string) (out []string) {
	for _, i := range s.imports {
		if groundPackage.MatchString(i) {
			out = append(out, s.path+" imports "+i)
		}
	}
	sql := regexp.MustCompile(`(?i)\b(FROM|JOIN|INTO|UPDATE|TABLE)\s+(` + strings.Join(names, "|") + `)\b`)
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				for _, m := range sql.FindAllString(n.Value, -1) {
					out = append(out, s.at(n)+" says "+m)
				}
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && n.Sel.Name == "covered" && len(x.Name) > 2 && strings.HasSuffix(x.Name, "s") {
				out = append(out, s.at(n)+" holds "+x.Name)
			}
		case *ast.CallExpr:
			f, _ := n.Fun.(*ast.Ident)
			if f == nil || !slices.Contains(reaching, f.Name) {
				break
			}
			for _, a := range n.Args {
				if x, ok := a.(*ast.Ident); ok && len(x.Name) > 2 && strings.HasSuffix(x.Name, "s") && x.Name != "args" &&
					x.Name != "jurisdictions" {
					out = append(out, s.at(a)+" reaches "+x.Name)
				}
			}
		}
		return true
	})
	return out
}

// storeGroup are the groups whose patterns a file fits.
func storeGroup(file string) (out []string) {
	for _, group := range slices.Sorted(maps.Keys(storeGroups)) {
		for _, pattern := range storeGroups[group] {
			if ok, _ := path.Match(pattern, file); ok {
				out = append(out, group)
			}
		}
	}
	return out
}

func TestStoreRooms(t *testing.T) {
	all, err := read(os.DirFS(root), tracked(t))
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(s source) bool { return s.pack != "internal/store" || s.test })
	names := nounTables(all)
	if len(all) < 50 || len(names) < 15 {
		t.Fatalf("%d files and %d tables found: the test looks at the wrong place", len(all), len(names))
	}
	for _, s := range all {
		file := path.Base(s.path)
		groups := storeGroup(file)
		if len(groups) != 1 {
			t.Errorf("%s stands in %d groups %v: put it in one of storeGroups", s.path, len(groups), groups)
			continue
		}
		var found []string
		if slices.Contains(nounless, groups[0]) {
			found = nounsIn(s, names)
		}
		switch may := storeExcused[file]; {
		case len(found) > may:
			t.Errorf("the %s names no noun, but %s does %d times and may %d times:\n%s\nmove it to the room of its mechanism",
				groups[0], s.path, len(found), may, strings.Join(found, "\n"))
		case len(found) < may:
			t.Errorf("%s names a noun %d times and may %d times: lower its number in storeExcused", s.path, len(found), may)
		}
	}
	for file := range storeExcused {
		if !slices.ContainsFunc(all, func(s source) bool { return path.Base(s.path) == file }) {
			t.Errorf("%s is excused and is not there", file)
		}
	}
}

// The wall sees each way of naming a noun, and what must stay allowed.
func TestStoreRoomsHold(t *testing.T) {
	names := []string{"letter", "orders"}
	for text, n := range map[string]int{
		`import "shuangze/internal/lists/order"`:            1,
		`import "shuangze/internal/bodies"`:                 1,
		`import "shuangze/internal/journal"`:                0,
		"const q = `SELECT id FROM orders WHERE 1=1`":       1,
		"const q = `DELETE FROM letter; UPDATE orders SET`": 2,
		"const q = `SELECT seq FROM entry`":                 0,
		"const q = `ORDER BY letter`":                       0,
		"var t = &letters.covered":                          1,
		"func f() { get(ctx, db, orders, id) }":             1,
		"func f() { get(ctx, db, t, id) }":                  0,
	} {
		files := fstest.MapFS{"internal/store/a.go": {Data: []byte("package store\n" + text)}}
		all, err := read(files, []string{"internal/store/a.go"})
		if err != nil {
			t.Fatal(err)
		}
		if found := nounsIn(all[0], names); len(found) != n {
			t.Errorf("%s: %q", text, found)
		}
	}
	for file, n := range map[string]int{"batch.go": 1, "verify_new.go": 1, "stray.go": 0} {
		if groups := storeGroup(file); len(groups) != n {
			t.Errorf("%s stands in %v", file, groups)
		}
	}
}
