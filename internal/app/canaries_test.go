package app

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/act"
	"shuangze/internal/dossiers"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/notify"
	"shuangze/internal/noun"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
)

// bird is a word that stands in one object alone: where it is, and who may read it there and elsewhere.
type bird struct {
	word    string
	of      ref.Ref
	readers []string
	sealed  bool
}

// aviary is the county in which the birds sit, with all that would carry them off.
type aviary struct {
	*programs
	out   *posted
	hooks *receiver
	birds []bird
	mine  string // where the holder of what sits in a dossier takes it along
	log   *loggedLines
	asked int
	turn  turns
}

// loggedLines is what is logged, of all levels.
type loggedLines struct {
	sync.Mutex
	bytes.Buffer
}

func (w *loggedLines) Write(b []byte) (int, error) {
	w.Lock()
	defer w.Unlock()
	return w.Buffer.Write(b)
}

// No route, operation, export, search, message, feed, letter, call, error, log line, bundle or backup shows a
// declaration, a lead of a complaint, a matter of accountability or what an office thought of a case to somebody
// without the right: all of them, enumerated, with words that stand nowhere else. Routes and
// operations are those of the program, so a new one is tried by itself.
func TestCanaries(t *testing.T) {
	log, before := &loggedLines{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	p := programsOf(t)
	a := &aviary{programs: p, log: log, hooks: receives(t), turn: turns{}}
	a.out = goingOut(t, p.visitors)
	a.listening()
	a.nests()
	a.round()
	a.routes()
	a.operations()
	a.carried()
	a.kept()
	if a.asked < 8000 {
		t.Errorf("only %d answers were read", a.asked)
	}
}

// listening lets everybody be told by mail of everything, and another system of every event.
func (a *aviary) listening() {
	a.Helper()
	a.out.round()
	groups := notify.Groups(a.kinds())
	ways := map[string][]string{}
	for _, g := range groups {
		ways[g] = []string{notify.Mail}
	}
	for _, login := range []string{"shuping", "shuping-lly", "caizheng", "lingdao", "zhuti", "jiandu"} {
		a.out.hears(login, func(c *notify.Choice) { c.Ways = ways })
	}
	var kinds []string
	for _, n := range a.h.Nouns {
		kinds = append(kinds, string(n.Of))
	}
	a.h.Outlets.Rules = outlet.Rules{Here: true, Groups: kinds}
	if _, _, err := a.h.Outlets.Add(context.Background(), act.Command{Actor: a.out.admin()}, outlet.Input{Name: "平台",
		Address: a.hooks.URL + "/hook", Groups: kinds}); err != nil {
		a.Fatal(err)
	}
}

// nests plays the acts that put the words where they may stand.
func (a *aviary) nests() {
	a.Helper()
	must := func(login string, of ref.Kind, name string, id ref.ID, in any) ref.ID {
		a.Helper()
		made, no := a.visitors.does(login, of, name, id, in)
		if no != "" {
			a.Fatal(login, name, of, no)
		}
		return made
	}
	today, holder := a.h.Clock().Day(), a.actor("shuping-jw")
	sits := func(word string, of ref.Kind, id ref.ID, sealed bool, readers ...string) {
		a.birds = append(a.birds, bird{word, ref.Ref{Kind: of, ID: id}, readers, sealed})
	}
	dossier := a.dossierOf(holder.Person)
	a.mine = "/dossiers/" + dossier.String() + "/mine.zip"
	must("shuping-jw", ref.Dossier, "declare", dossier, &dossiers.Writing{Part: "gifts", Content: "金丝雀一号礼金"})
	own := a.latestOf(ref.Declaration, func(x noun.Value) bool { return x.(*dossiers.Declaration).Owner == holder.Person })
	must("shuping-jw", ref.Declaration, "sign", own, nil)
	sits("金丝雀一号礼金", ref.Declaration, own, true, "shuping-jw", "shuping")
	must("jiandu-jb", ref.Dossier, "record", dossier, &dossiers.Writing{Part: dossiers.Leads,
		Content: "金丝雀二号反映人"})
	lead := a.latestOf(ref.Declaration, func(x noun.Value) bool {
		return x.(*dossiers.Declaration).Hidden == holder.Person
	})
	sits("金丝雀二号反映人", ref.Declaration, lead, true, "jiandu-jb", "jiandu")
	_, body := a.county.FirstOf(a.unit("曙坪镇"))
	matter := must("zhuti-jb", ref.Matter, "add", 0, &matters.Matter{Source: matters.Inaction, Target: matters.Body,
		Body: body, Situation: "duties", Kind: matters.Overall, FactsOn: today - 9, Facts: "金丝雀三号事实",
		Proposal: "open", Reason: "金丝雀三号理由"})
	sits("金丝雀三号", ref.Matter, matter, false, "zhuti-jb", "zhuti", "lingdao")
	thought := must("jiandu-jb", ref.Case, "add", 0, a.newCase(91, outcomes.Severe))
	must("jiandu-jb", ref.Case, "weigh", thought, &noun.Said{Text: "金丝雀四号研究"})
	sits("金丝雀四号研究", ref.Case, thought, false, "jiandu-jb", "jiandu")
	for _, b := range a.birds {
		at := "/" + a.h.Noun(b.of.Kind).Name + "/" + b.of.ID.String()
		if w := a.ask(b.readers[0], "GET", at); !strings.Contains(w.Body.String(), b.word) {
			a.Fatalf("%s does not read %s at %s (%d): the test shows nothing", b.readers[0], b.word, at, w.Code)
		}
	}
}

// round tells what happened and delivers it.
func (a *aviary) round() {
	a.Helper()
	if _, err := a.h.MakeDuties(context.Background()); err != nil {
		a.Fatal(err)
	}
	for range 3 {
		a.out.round()
		a.out.passes(10 * time.Minute)
	}
}

// look reads an answer, headers and what is packed in it, for the words that a login may not read.
func (a *aviary) look(login, at string, w *httptest.ResponseRecorder) {
	a.Helper()
	a.asked++
	if w.Code >= 500 {
		a.Errorf("%s as %q: %d", at, login, w.Code)
	}
	said := fmt.Sprint(w.Header()) + unpacked(w.Body.Bytes())
	if !strings.Contains(said, "金丝雀") {
		return
	}
	for _, b := range a.birds {
		if strings.Contains(said, b.word) && !slices.Contains(b.readers, login) {
			a.Errorf("%q reads %s at %s (%d)", login, b.word, at, w.Code)
		}
	}
}

// unpacked is an answer with the parts of a zip (xlsx, docx) in it written out, those of zips within it too, and the
// streams of a PDF.
func unpacked(b []byte) string {
	if bytes.HasPrefix(b, []byte("%PDF")) {
		return string(b) + inflated(b)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return string(b)
	}
	var out strings.Builder
	for _, f := range z.File {
		out.WriteString(f.Name + "\n")
		r, err := f.Open()
		if err != nil {
			continue
		}
		if part, err := io.ReadAll(r); err == nil {
			out.WriteString(unpacked(part))
		}
		r.Close()
	}
	return out.String()
}

// What a word is hidden in is opened, also where one file lies in another: or the canaries would show nothing.
func TestUnpacked(t *testing.T) {
	packed := func(name string, b []byte) []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	body := []byte(strings.Repeat("金丝雀", 20))
	twice := packed("档案.docx", packed("word/document.xml", body))
	if bytes.Contains(twice, body) {
		t.Fatal("nothing is hidden")
	}
	for what, b := range map[string][]byte{"as it is": body, "packed": packed("a.xml", body), "packed twice": twice} {
		if !strings.Contains(unpacked(b), string(body)) {
			t.Errorf("%s it is not found", what)
		}
	}
}

var hole = regexp.MustCompile(`\{(\w+)[.$]*\}`)

// at are the addresses of a pattern that name the objects in which the birds sit.
func (a *aviary) at(pattern string) (out []string) {
	for _, b := range a.birds {
		n := a.h.Noun(b.of.Kind)
		if !strings.HasPrefix(pattern, "/"+n.Name+"/{id}") {
			continue
		}
		acts := []string{""}
		if strings.Contains(pattern, "{act}") {
			acts = nil
			for _, x := range n.Acts {
				acts = append(acts, x.Name)
			}
		}
		for _, x := range acts {
			out = append(out, hole.ReplaceAllStringFunc(pattern, func(s string) string {
				return map[string]string{"{id}": b.of.ID.String(), "{act}": x, "{kind}": "docx", "{form}": "none"}[s]
			}))
		}
	}
	return out
}

// routes asks for every page, table and paper as everybody, with the birds' objects among the examples.
func (a *aviary) routes() {
	examples := a.examples()
	maps.Copy(examples, wayExamples)
	person := a.actor("shuping-jw").Person.String()
	for _, r := range a.pages() {
		at := examples["GET "+r]
		if at == nil && !strings.Contains(r, "{") {
			at = []string{r}
		}
		if strings.HasPrefix(r, "/people/{id}") {
			at = append(at, hole.ReplaceAllString(strings.Replace(r, "{id}", person, 1), "none"))
		}
		for _, n := range a.h.Nouns {
			if strings.HasPrefix(r, "/"+n.Name) && !strings.Contains(r, "{") {
				at = append(at, r+"?tab=all")
			}
		}
		for _, path := range at {
			for _, login := range a.some(path) {
				a.look(login, path, a.ask(login, "GET", path))
			}
		}
		for _, path := range a.at(r) {
			logins := a.logins
			if laid(path) {
				logins = a.some(path)
			}
			for _, login := range logins {
				a.look(login, path, a.ask(login, "GET", path))
			}
		}
	}
	own := a.ask("shuping-jw", "GET", a.mine)
	if all := unpacked(own.Body.Bytes()); !strings.Contains(all, "word/document.xml") || !strings.Contains(all, "%PDF") {
		a.Errorf("a dossier that its holder takes along is not laid open (%d): %.200q", own.Code, all)
	}
	for _, login := range a.logins {
		a.look(login, a.mine, a.ask(login, "GET", a.mine))
		for _, path := range []string{"/search?q=金丝雀", "/nothing/金丝雀", "/declarations/999999", "/feed/none.ics"} {
			a.look(login, path, a.ask(login, "GET", path))
		}
	}
	for _, login := range []string{"shuping", "shuping-lly", "caizheng", "lingdao"} {
		a.look(login, "feed", a.read(a.subscribe(login, ""), ""))
	}
}

// pages are the patterns of the pages that are asked for.
func (a *aviary) pages() (out []string) {
	for _, r := range a.visitors.routes {
		if path, ok := strings.CutPrefix(r.Pattern, "GET "); ok {
			out = append(out, path)
		}
	}
	return out
}

// some are those who ask where no bird's object is named: one of each part that reads otherwise. Of a list's formats
// the plain one is read by all of them. What takes long to lay out and holds the same is read by two of the lists in
// which a bird sits, and of the others (but in the long version) by one of the two or by nobody's in turn.
func (a *aviary) some(path string) []string {
	if !heavyLook(path) {
		return []string{"", "lingdao", "zhuti-jb", "jiandu-jb", "shuping-lly", "caizheng", "shenji"}
	}
	two := []string{"shuping-lly", "caizheng"}
	for _, b := range a.birds {
		if strings.HasPrefix(path, "/"+a.h.Noun(b.of.Kind).Name) {
			return two
		}
	}
	at, _, _ := strings.Cut(path, "?")
	return a.turn.of(form(at), 4, []string{two[0], "", two[1], ""})
}

// operations asks for all that programs may read, as everybody's; and writes what is refused, for what a problem says.
func (a *aviary) operations() {
	where := a.where()
	for _, op := range a.ops {
		at := []string{op.Path}
		if strings.Contains(op.Path, "{id}") {
			at = nil
			for _, id := range where[strings.Split(op.Path, "/")[1]] {
				at = append(at, strings.Replace(op.Path, "{id}", id, 1))
			}
			at = append(at, a.at(op.Path)...)
		}
		for i, path := range at {
			logins := a.logins
			if i < len(at)-len(a.at(op.Path)) {
				logins = a.some(path)
			}
			if op.ID == "search" {
				path += "?q=%E9%87%91%E4%B8%9D%E9%9B%80"
			}
			if op.Method != "GET" && (len(a.at(op.Path)) == 0 || strings.HasSuffix(op.Path, "files")) {
				continue
			}
			for _, login := range logins {
				if login != "" && a.all[login] == "" || op.Method != "GET" && slices.Contains(a.mayRead(), login) {
					continue
				}
				body := []byte(nil)
				if op.Method != "GET" {
					body = []byte(`{"reason":"x"}`)
				}
				a.look(login, op.Method+" "+path, a.call(a.all[login], op.Method, path, body))
			}
		}
	}
}

// mayRead are those who may read of any bird: they might do what is tried to be refused.
func (a *aviary) mayRead() (out []string) {
	for _, b := range a.birds {
		out = append(out, b.readers...)
	}
	return out
}

// carried looks at what left the house: letters, calls, what was told, what was logged, bundle and tables.
func (a *aviary) carried() {
	a.round()
	none := func(what, said string) {
		a.Helper()
		a.asked++
		for _, b := range a.birds {
			if strings.Contains(said, b.word) {
				a.Errorf("%s holds %s", what, b.word)
			}
		}
	}
	letters := a.out.server.Taken()
	if len(letters) < 7 {
		a.Errorf("only %d letters went out", len(letters))
	}
	for _, l := range letters {
		none("a letter to "+fmt.Sprint(l.To), text1(a.T, l))
	}
	calls := a.hooks.taken()
	if len(calls) == 0 {
		a.Error("no event went out")
	}
	none("a call", fmt.Sprint(a.hooks.all))
	for _, login := range a.logins[1:] {
		if a.cookies[login] != "" {
			none("the inbox of "+login, fmt.Sprintf("%+v", a.inbox(login)))
		}
	}
	a.log.Lock()
	logged := a.log.String()
	a.log.Unlock()
	none("the log", logged)
	dir := a.TempDir()
	var out bytes.Buffer
	s := Settings{Data: a.h.Dir}
	bundle := filepath.Join(dir, "journal.bundle")
	if err := Export(context.Background(), &s, ExportOptions{To: bundle}, &out); err != nil {
		a.Fatal(err)
	}
	for _, b := range a.birds {
		if b.sealed && fileHolds(a.T, bundle, b.word) {
			a.Errorf("the journal's bundle holds %s", b.word)
		}
	}
	none("the export", out.String())
	for _, kind := range []string{"units", "people", "problems", "orders", "overview"} {
		to := filepath.Join(dir, kind+".csv")
		if err := ExportTable(context.Background(), &s, TableOptions{Kind: kind, To: to, Lang: "zh"}, &out); err != nil {
			a.Fatal(err)
		}
		for _, b := range a.birds {
			if fileHolds(a.T, to, b.word) {
				a.Errorf("the table of %s holds %s", kind, b.word)
			}
		}
	}
}

// kept looks at the bytes of the database and of a backup: what is sealed stands in none.
func (a *aviary) kept() {
	tarball := filepath.Join(a.TempDir(), "b.tar")
	if err := Backup(context.Background(), &Settings{Data: a.h.Dir}, tarball, io.Discard); err != nil {
		a.Fatal(err)
	}
	for _, b := range a.birds {
		n := inBytes(a.T, a.h.Dir, b.word)
		switch in := fileHolds(a.T, tarball, b.word); {
		case b.sealed && (n != 0 || in):
			a.Errorf("%s stands readable in the database (%d times) or the backup (%v)", b.word, n, in)
		case !b.sealed && !in: // or the bytes would tell nothing
			a.Errorf("%s is not in the backup", b.word)
		}
	}
}

// fileHolds says whether a word stands in the bytes of a file.
func fileHolds(t *testing.T, name, word string) bool {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(b, []byte(word))
}
