package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const module = "shuangze"

// source is one Go file as the walls see it.
type source struct {
	path    string // from the root of the repository
	pack    string // its folder: the key in floors
	test    bool
	syntax  *ast.File
	lines   *token.FileSet
	imports []string // local ones without the module's name
}

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.lines.Position(n.Pos()).Line)
}

// read parses the Go files among the named ones. Folders that Go itself does not build (testdata, vendor) are left out.
func read(tree fs.FS, files []string) ([]source, error) {
	var all []source
	for _, name := range files {
		if path.Ext(name) != ".go" || aside(name) {
			continue
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		s := source{path: name, pack: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), lines: token.NewFileSet()}
		if s.syntax, err = parser.ParseFile(s.lines, name, text, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
		for _, spec := range s.syntax.Imports {
			to, _ := strconv.Unquote(spec.Path.Value)
			s.imports = append(s.imports, strings.TrimPrefix(to, module+"/"))
		}
		all = append(all, s)
	}
	return all, nil
}

func aside(name string) bool {
	parts := strings.Split(name, "/")
	return slices.Contains(parts, "testdata") || slices.Contains(parts, "vendor")
}

// under reports whether name is meant by pattern: itself, or with /... itself and all below.
func under(pattern, name string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == root || strings.HasPrefix(name, root+"/")
	}
	return name == pattern
}

// Wall 1, first half: every package stands on a floor.
func placed(all []source) (wrong []string) {
	for _, s := range all {
		if _, ok := floors[s.pack]; !ok {
			wrong = append(wrong, fmt.Sprintf(
				"package %s stands on no floor: put it in the table of internal/arch/floors_test.go", s.pack))
		}
	}
	slices.Sort(wrong)
	return slices.Compact(wrong)
}

// Wall 1, second half, and wall 4: imports go down by floor, by rank within floor 2, and sideways only where the
// table gives a reason. Tests may look anywhere: they lay fixtures through the real store.
func downward(all []source) (wrong []string) {
	for _, s := range all {
		from, ok := floors[s.pack]
		if s.test || !ok {
			continue
		}
		for _, imported := range s.imports {
			to, local := floors[imported]
			switch {
			case !local || imported == s.pack:
			case to.floor > from.floor:
				wrong = append(wrong, fmt.Sprintf("%s (floor %d) imports %s (floor %d): imports go down only", s.path,
					from.floor, imported, to.floor))
			case to.floor < from.floor || from.floor < 2 || from.floor == 5:
			case to.rank < from.rank:
			case to.rank > from.rank:
				wrong = append(wrong, fmt.Sprintf(
					"%s imports %s, which stands below it on floor 2: the higher-ranked use case asks its own Tx", s.path, imported))
			case !lookAcross(s.pack, imported):
				wrong = append(wrong, fmt.Sprintf(
					"%s imports %s beside it on floor %d: subjects don't hold each other; a reason would stand in sideways",
					s.path, imported, from.floor))
			}
		}
	}
	return wrong
}

func lookAcross(from, to string) bool {
	for _, line := range sideways {
		if line.reason != "" && under(line.from, from) && under(line.to, to) {
			return true
		}
	}
	return false
}

// Wall 2: what the lower floors may not know of, and the words of package time that read a clock, wait for one, or
// ask the machine for its zone.
var (
	technology = []string{
		"database/sql/...", "net/http/...", "html/template", "text/template/...", "github.com/a-h/templ/...",
		"os/...", "syscall",
	}
	clock = []string{
		"Now", "Since", "Until", "NewTimer", "NewTicker", "After", "AfterFunc", "Tick", "Sleep", "Local", "LoadLocation",
	}
)

func pure(all []source) (wrong []string) {
	for _, s := range all {
		if at, ok := floors[s.pack]; s.test || !ok || at.floor > 2 {
			continue
		}
		for _, imported := range s.imports {
			foreign := strings.Contains(strings.Split(imported, "/")[0], ".")
			switch {
			case slices.ContainsFunc(technology, func(pattern string) bool { return under(pattern, imported) }):
				wrong = append(wrong, fmt.Sprintf("%s imports %s: floors 0–2 know no technology", s.path, imported))
			case foreign && !allowedOutside(s.pack, imported):
				wrong = append(wrong, fmt.Sprintf(
					"%s imports %s: floors 0–2 keep to the standard library; a reason would stand in outside", s.path, imported))
			}
		}
		wrong = append(wrong, readsClock(s)...)
	}
	return wrong
}

func allowedOutside(from, to string) bool {
	for _, line := range outside {
		if line.reason != "" && under(line.from, from) && under(line.to, to) {
			return true
		}
	}
	return false
}

// readsClock finds time.Now and its kin under whatever name the file imports package time.
func readsClock(s source) (wrong []string) {
	name := ""
	for _, spec := range s.syntax.Imports {
		if spec.Path.Value != `"time"` {
			continue
		}
		switch {
		case spec.Name == nil:
			name = "time"
		case spec.Name.Name == ".":
			return []string{s.at(spec) + " imports time with a dot: its clock could not be seen"}
		default:
			name = spec.Name.Name
		}
	}
	if name == "" {
		return nil
	}
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && x.Name == name && slices.Contains(clock, selector.Sel.Name) {
			wrong = append(wrong, fmt.Sprintf("%s uses time.%s: floors 0–2 are handed their clock (when.Clock)",
				s.at(n), selector.Sel.Name))
		}
		return true
	})
	return wrong
}

// Wall 3: only app knows the store, only the command knows app, and the command knows nothing else of the house.
// Tests are free, and so is the bench: it measures the whole, beside the bare database, and must see both.
func wired(all []source) (wrong []string) {
	for _, s := range all {
		if s.test {
			continue
		}
		for _, imported := range s.imports {
			_, local := floors[imported]
			switch {
			case slices.Contains(forTests, imported) && s.pack != "internal/store/storetest":
				wrong = append(wrong, fmt.Sprintf("%s imports %s, which is for tests only", s.path, imported))
			case under("internal/store/...", imported) && s.pack != "internal/app" && s.pack != "internal/bench" &&
				!under("internal/store/...", s.pack):
				wrong = append(wrong, fmt.Sprintf(
					"%s imports %s: the store is known by app and tests only; declare the interface you need", s.path, imported))
			case imported == "internal/app" && s.pack != "cmd/shuangze":
				wrong = append(wrong, fmt.Sprintf("%s imports internal/app, which is known by main only", s.path))
			case under("cmd/...", s.pack) && (local || strings.HasPrefix(imported, "internal/")) && imported != "internal/app":
				wrong = append(wrong, fmt.Sprintf("%s imports %s: the command imports app only", s.path, imported))
			}
		}
	}
	return wrong
}

// What tests alone may import, besides the harness itself.
var forTests = []string{"internal/store/storetest", "internal/store/lent", "internal/passkey/passkeytest"}

// Names that say nothing.
var nameless = []string{
	"common", "util", "utils", "helper", "helpers", "model", "models", "type", "types", "service", "services",
	"manager", "base", "core", "misc",
}

func named(all []source) (wrong []string) {
	for _, s := range all {
		for _, name := range []string{path.Base(s.pack), strings.TrimSuffix(s.syntax.Name.Name, "_test")} {
			if slices.Contains(nameless, name) {
				wrong = append(wrong, fmt.Sprintf("%s: a package called %s says nothing: use a noun of the subject", s.path, name))
			}
		}
	}
	return slices.Compact(wrong)
}

var (
	generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	excuse    = regexp.MustCompile(`^\s*// long: \S`)
)

const long = 500

// short: a file of more than 500 lines says why among its first twenty.
func short(tree fs.FS, files []string) (wrong []string, err error) {
	for _, name := range files {
		if e := path.Ext(name); e != ".go" && e != ".templ" || aside(name) {
			continue
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) > long && !generated.Match(text) && !slices.ContainsFunc(lines[:20], excuse.MatchString) {
			wrong = append(wrong, fmt.Sprintf("%s has %d lines: split it, or say why at its top (// long: reason)",
				name, len(lines)))
		}
	}
	return wrong, nil
}

// What holds on one machine only. The words are put together here so that this file does not hold them.
var (
	machine = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(=:,<>\[]|file://)/(?:work|home|root)/`)
	beside  = regexp.MustCompile(`\.\./` + `shared\b`)
	hosts   = regexp.MustCompile(`\b(?:proxy|sum)\.` + `golang\.org|\bregistry\.` +
		`(?:npmjs|yarnpkg|npmmirror)\.|\b(?:deb|security|ftp)\.` + `debian\.org|\barchive\.` + `ubuntu\.com|\bpypi\.` +
		`org|\bgoproxy\.` + `(?:io|cn)\b`)
)

// portable: no tracked text names a folder of some machine, a package registry's host, or what lies beside the clone.
func portable(tree fs.FS, files []string) (wrong []string, err error) {
	for _, name := range files {
		if slices.Contains(strings.Split(name, "/"), "vendor") {
			continue
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		if bytes.IndexByte(text, 0) >= 0 {
			continue
		}
		for i, line := range bytes.Split(text, []byte("\n")) {
			for what, pattern := range map[string]*regexp.Regexp{"a folder of one machine": machine,
				"a folder beside the clone": beside, "a registry's host": hosts} {
				if found := pattern.Find(line); found != nil {
					wrong = append(wrong, fmt.Sprintf("%s:%d names %s: %s", name, i+1, what, bytes.TrimSpace(found)))
				}
			}
		}
	}
	return wrong, nil
}
